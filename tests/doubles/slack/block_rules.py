"""Small rules from which the shape of every block is put together.

A rule looks at one value and says on a report what is wrong with it, and where, in Slack's own form:
``must be less than 76 characters [json-pointer:/blocks/0/text/text]``.
"""

import re
from collections.abc import Callable
from typing import Any

from tests.doubles.slack.limits import utf16

Json = dict[str, Any]


class Report:
    """What is wrong, in the order it was found."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def say(self, where: str, what: str) -> None:
        self.problems.append(f"[ERROR] {what} [json-pointer:{where}]")


Rule = Callable[[Report, str, Any], None]


def string(most: int, least: int = 1) -> Rule:
    def rule(report: Report, where: str, value: Any) -> None:
        if not isinstance(value, str):
            report.say(where, "must provide a string")
        elif utf16(value) > most:
            report.say(where, f"must be less than {most + 1} characters")
        elif utf16(value) < least or (least and not value.strip()):
            report.say(where, f"must be more than {least - 1} characters")

    return rule


def flag(report: Report, where: str, value: Any) -> None:
    if not isinstance(value, bool):
        report.say(where, "must provide a boolean")


def whole(least: int, most: int) -> Rule:
    def rule(report: Report, where: str, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            report.say(where, f"must be a whole number from {least} to {most}")

    return rule


def one_of(*allowed: str) -> Rule:
    def rule(report: Report, where: str, value: Any) -> None:
        if value not in allowed:
            report.say(where, f"must be one of {', '.join(allowed)}")

    return rule


def matching(pattern: str, words: str) -> Rule:
    def rule(report: Report, where: str, value: Any) -> None:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            report.say(where, f"must be {words}")

    return rule


def items(rule: Rule, most: int, least: int = 1) -> Rule:
    def many(report: Report, where: str, value: Any) -> None:
        if not isinstance(value, list):
            report.say(where, "must provide an array")
            return
        if len(value) > most:
            report.say(where, f"no more than {most} items allowed")
        if len(value) < least:
            report.say(where, f"no fewer than {least} items allowed")
        for number, item in enumerate(value):
            rule(report, f"{where}/{number}", item)

    return many


def thing(required: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    """An object with these keys and no others."""
    known = required | (optional or {})

    def rule(report: Report, where: str, value: Any) -> None:
        if not isinstance(value, dict):
            report.say(where, "must provide an object")
            return
        for key in required:
            if key not in value:
                report.say(where, f"missing required field: {key}")
        for key, inner in value.items():
            if key not in known:
                report.say(f"{where}/{key}", f"unknown field: {key}")
            else:
                known[key](report, f"{where}/{key}", inner)

    return rule


def kind_of(table: dict[str, Rule], what: str) -> Rule:
    """An object whose ``type`` is one of the table's, checked by that type's rule."""

    def rule(report: Report, where: str, value: Any) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in table:
            report.say(f"{where}/type", f"unsupported type of {what}: {kind}")
            return
        table[kind](report, where, value)

    return rule


def both(*rules: Rule) -> Rule:
    """All the rules, one after the other; the later ones only on what passed the earlier."""

    def rule(report: Report, where: str, value: Any) -> None:
        for each in rules:
            before = len(report.problems)
            each(report, where, value)
            if len(report.problems) > before:
                return

    return rule


def text_object(*kinds: str, most: int) -> Rule:
    """A text object of one of the kinds, ``plain_text`` or ``mrkdwn``."""
    length = string(most)
    table = {
        "plain_text": thing({"type": one_of("plain_text"), "text": length}, {"emoji": flag}),
        "mrkdwn": thing({"type": one_of("mrkdwn"), "text": length}, {"verbatim": flag}),
    }
    return kind_of({kind: table[kind] for kind in kinds}, "text object")


def plain(most: int) -> Rule:
    return text_object("plain_text", most=most)


def any_text(most: int) -> Rule:
    return text_object("plain_text", "mrkdwn", most=most)
