"""Everything that left the bot: what was posted, what programs can read in forms, addresses, files.

A form opened by somebody's press may hold what that person may see. Nothing else may hold anything about a case but its
reference, rating, times and counts.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prometheus_client import generate_latest

from tests.doubles.slack import Call, seen
from tests.doubles.slack.things import Message as SlackMessage
from tests.doubles.teams.world import Message as TeamsMessage
from tests.doubles.teams.world import readable
from tests.support.surfaces.hub import RunningHub
from tests.support.surfaces.web import WebTeller

SLACK_FORMS = ("views.open", "views.push", "views.update")
MACHINE_READ = frozenset(
    {"private_metadata", "block_id", "action_id", "callback_id", "external_id", "url", "data", "verb", "id"}
)
WEB_MACHINE_READ = ("href", "action", "id", "name", "for", "data-draft", "class")


@dataclass(frozen=True)
class Left:
    """One thing that left: where to, and all of it as text."""

    where: str
    text: str


@dataclass(frozen=True)
class Shown:
    """One version of a card on a screen: its first line, what a lock screen gets, and all its words."""

    where: str
    first_line: str
    fallback: str
    text: str


def posted(hub: RunningHub) -> Iterator[Left]:
    """Posts, updates, personal messages, App Home, private lines: everything that is not a form."""
    for call in hub.slack.recorder.calls if hub.slack else []:
        if not _is_slack_form(call):
            yield Left(f"Slack {call.method}", call.text)
    for made in hub.teams.record.calls if hub.teams else []:
        yield Left(f"Teams {made.operation}", _json([made.path, made.body]))
    for answered in hub.teams.record.deliveries if hub.teams else []:
        if answered.activity.get("name") == "adaptiveCard/action":
            yield Left("Teams line", answered.body.decode())
    for teller in _at_web(hub):
        yield from (Left("web list", page) for page in teller.lists)
        yield from (Left("web address", address) for address in teller.visited)


def read_by_programs(hub: RunningHub) -> Iterator[Left]:
    """What forms carry besides what is read: ids, values of buttons, metadata, addresses."""
    for call in hub.slack.recorder.calls if hub.slack else []:
        if _is_slack_form(call):
            yield Left(f"Slack {call.method}", _json(list(_machine_read(call.args))))
    for answered in hub.teams.record.deliveries if hub.teams else []:
        if answered.body.strip():
            yield Left("Teams answer", _json(list(_machine_read(answered.answer))))
    for teller in _at_web(hub):
        for page in teller.forms:
            found = [each[name] for each in page.all() for name in WEB_MACHINE_READ]
            hidden = [each["value"] for each in page.all("input") if each["type"] == "hidden"]
            yield Left("web form", _json([*found, *hidden]))


def running(logged: str, folder: Path) -> Iterator[Left]:
    """Logs, measures, names of files, and the database's own bytes."""
    yield Left("log", logged)
    yield Left("metrics", generate_latest().decode())
    for path in folder.rglob("*"):
        yield Left("file name", str(path))
        if path.is_file():
            yield Left(f"bytes of {path.name}", path.read_bytes().decode("utf-8", "replace"))


def versions(hub: RunningHub) -> Iterator[Shown]:
    """Every version of every card that anybody had on a screen, App Home aside."""
    if hub.slack:
        for channel in hub.slack.world.channels.values():
            for message in channel.everything():
                yield from _slack_versions(message)
    if hub.teams:
        for chat in hub.teams.chats.values():
            for posting in chat.everything:
                yield from _teams_versions(posting)


def _slack_versions(message: SlackMessage) -> Iterator[Shown]:
    if message.bot_id is None or message.ephemeral_to:
        return
    for version in message.versions:
        text = seen(SlackMessage(message.ts, "", "", "", version.text, version.blocks))
        yield Shown("Slack", text.splitlines()[0], version.text, text)


def _teams_versions(message: TeamsMessage) -> Iterator[Shown]:
    if message.author is not None:
        return
    for version in message.versions:
        text = readable(version.activity)
        yield Shown("Teams", text.splitlines()[0], str(version.activity.get("summary")), text)


def _at_web(hub: RunningHub) -> list[WebTeller]:
    return [teller for teller in hub.tellers.values() if isinstance(teller, WebTeller)]


def _is_slack_form(call: Call) -> bool:
    return call.method in SLACK_FORMS or call.method.startswith("answer:")


def _machine_read(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for each in value:
            yield from _machine_read(each)
    elif isinstance(value, dict):
        is_button = value.get("type") == "button"
        for key, inner in value.items():
            if key in MACHINE_READ or (is_button and key == "value"):
                yield inner
            elif isinstance(inner, str) and key == "view":
                yield from _machine_read(json.loads(inner))
            else:
                yield from _machine_read(inner)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
