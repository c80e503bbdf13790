"""The shape of rich text, and the words in it."""

from typing import Any

from tests.doubles.slack import limits
from tests.doubles.slack.block_rules import Json, Rule, flag, items, kind_of, one_of, string, thing, whole

_MANY = 1_000
_STYLE = {"style": thing({}, {"bold": flag, "italic": flag, "strike": flag, "code": flag})}


def _part(kind: str, required: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    return thing({"type": one_of(kind)} | required, _STYLE | (optional or {}))


_WORD = kind_of(
    {
        "text": _part("text", {"text": string(limits.TEXT_OBJECT)}),
        "link": _part("link", {"url": string(limits.URL)}, {"text": string(limits.TEXT_OBJECT)}),
        "emoji": _part("emoji", {"name": string(limits.ID)}),
        "user": _part("user", {"user_id": string(limits.ID)}),
        "channel": _part("channel", {"channel_id": string(limits.ID)}),
    },
    "rich text part",
)


def _run(kind: str) -> Rule:
    return thing({"type": one_of(kind), "elements": items(_WORD, _MANY)}, {"border": whole(0, 1)})


_SECTION = kind_of({"rich_text_section": _run("rich_text_section")}, "list item")
_RUNS: dict[str, Rule] = {
    kind: _run(kind) for kind in ("rich_text_section", "rich_text_quote", "rich_text_preformatted")
}
_LIST = thing(
    {
        "type": one_of("rich_text_list"),
        "style": one_of("bullet", "ordered"),
        "elements": items(_SECTION, _MANY),
    },
    {"indent": whole(0, 8), "border": whole(0, 1), "offset": whole(0, _MANY)},
)
RICH_TEXT = thing(
    {
        "type": one_of("rich_text"),
        "elements": items(kind_of(_RUNS | {"rich_text_list": _LIST}, "rich text element"), _MANY),
    },
    {"block_id": string(limits.ID)},
)


def rich_text_words(part: Json) -> str:
    """The words of a rich text, or of a table's cell, with its list items on lines of their own."""
    inner: list[Any] | None = part.get("elements")
    if inner is None:
        return str(part.get("text") or part.get("url") or part.get("user_id") or part.get("name") or "")
    between = "\n" if part["type"] in {"rich_text", "rich_text_list"} else ""
    return between.join(rich_text_words(each) for each in inner)
