"""Activities of Teams as interactions. Nothing here knows a verb: a new one needs no line."""

import re
from collections.abc import Mapping
from enum import StrEnum
from html.parser import HTMLParser
from typing import Any

from bot.cards.render.adaptive_fields import typed
from bot.interaction import VERB_SHAPE, WORRY, Identity, Interaction, Phase, SurfaceName
from bot.surfaces.teams.doorman import tenant_of

Json = Mapping[str, Any]


class Malformed(Exception):
    """An activity that cannot be read; the message says which part, never what stood there."""


class Invoke(StrEnum):
    """The calls of Teams that wait for an answer."""

    EXECUTE = "adaptiveCard/action"
    FETCH = "task/fetch"
    SUBMIT = "task/submit"
    COMMAND = "composeExtension/fetchTask"
    COMMAND_SUBMIT = "composeExtension/submitAction"

    @classmethod
    def named(cls, name: object) -> "Invoke":
        """The call with this name."""
        try:
            return cls(str(name))
        except ValueError:
            raise Malformed("name") from None


def identity(activity: Json) -> Identity:
    """Who acts: directory and object id, never a name or an address."""
    user = _text(_part(activity, "from"), "aadObjectId")
    tenant = tenant_of(activity)
    if not user or not tenant:
        raise Malformed("nobody")
    return Identity(SurfaceName.TEAMS, tenant, user)


def delivery(activity: Json) -> str:
    """The key of this delivery; Teams repeats it when it delivers again."""
    where, which = _text(_part(activity, "conversation"), "id"), _text(activity, "id")
    if not where or not which:
        raise Malformed("no id")
    return f"{where}:{which}"


def interaction(activity: Json, invoke: Invoke) -> Interaction:
    """The press or submit that an invoke is."""
    value = _part(activity, "value")
    if invoke is Invoke.EXECUTE:
        action = _part(value, "action")
        return _press(activity, _text(action, "verb"), _part(action, "data"))
    if invoke is Invoke.COMMAND:
        return _command(activity, value)
    data = _part(value, "data")
    if invoke is Invoke.FETCH or data.get("phase") != Phase.SUBMIT:
        return _press(activity, _text(data, "verb"), data)
    return _submit(activity, data)


def older_press(activity: Json) -> Interaction | None:
    """The press that a message without words is, from a client that does not know buttons that act."""
    data = _part(activity, "value")
    return _press(activity, _text(data, "verb"), data) if data.get("verb") else None


def words_typed(activity: Json) -> str:
    """What was typed to the bot, without the mention of the bot itself."""
    mentions = [_text(each, "text") for each in activity.get("entities") or () if isinstance(each, Mapping)]
    text = _text(activity, "text")
    for mention in filter(None, mentions):
        text = text.replace(mention, " ")
    return " ".join(text.split())


def _press(activity: Json, verb: str, data: Json) -> Interaction:
    return Interaction(
        identity=identity(activity),
        verb=_known(verb),
        thing=_text(data, "thing"),
        phase=Phase.PRESS,
        delivery=delivery(activity),
        page=_page(data),
    )


def _submit(activity: Json, data: Json) -> Interaction:
    return Interaction(
        identity=identity(activity),
        verb=_known(_text(data, "verb")),
        thing=_text(data, "thing"),
        phase=Phase.SUBMIT,
        delivery=delivery(activity),
        fields=typed(data),
        token=_text(data, "token"),
        page=_page(data),
    )


def _command(activity: Json, value: Json) -> Interaction:
    """A command of the message extension: its id is the verb."""
    words = _without_tags(_text(_part(_part(value, "messagePayload"), "body"), "content"))
    return Interaction(
        identity=identity(activity),
        verb=_known(_text(value, "commandId")),
        thing="",
        phase=Phase.PRESS,
        delivery=delivery(activity),
        prefill={WORRY: words} if words else {},
    )


def _known(verb: str) -> str:
    if not re.fullmatch(VERB_SHAPE, verb):
        raise Malformed("no verb")
    return verb


def _page(data: Json) -> int:
    page = data.get("page")
    return page if isinstance(page, int) and page > 0 else 1


def _part(value: Json, name: str) -> Json:
    part = value.get(name)
    return part if isinstance(part, Mapping) else {}


def _text(value: Json, name: str) -> str:
    text = value.get(name)
    return text if isinstance(text, str) else ""


class _Words(HTMLParser):
    """The words of a message that Teams gives as HTML, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        if tag in ("br", "p", "div", "li", "tr"):
            self.words.append("\n")


def _without_tags(content: str) -> str:
    parser = _Words()
    parser.feed(content)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.words).splitlines())
    return "\n".join(line for line in lines if line)
