"""Every text field that people are shown has a planted word in one of the stories that look where such words end up.

A new text field fails here until a story plants a word in it. Several fields may have one label ("Why"): then as many
different words are planted under that label.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import bot.cards
from bot.cards.elements import TextField
from bot.cards.referring import add_more
from tests.cards.reading import sight, staff
from tests.scenarios import planted as planted_words
from tests.support.cases import RECEIVED, arrived

CARDS = Path(bot.cards.__file__).parent
STORIES = Path(__file__).parent
NAMED = tuple(one for one in planted_words.WORDS if one != "plant")
UNSEARCHABLE = {
    "When": "a time of the day",
    "The time (only if another time)": "a time of the day",
    "Reference of the other referral": "a reference",
}
"""Fields in which nothing but a time or a reference can be written."""
PUT_TOGETHER = {
    "add_person: 'sex'": "Sex (optional)",
    "meeting_forms: 'why_late'": "Why so late (only if it is after the {rating} is due, {time})",
    "meeting_forms: 'without'": "Why without {seats}",
    "propose: 'without'": "Going on without {seats} because (only if an answer is missing)",
    "rating_stands: field(subject)": "Why the rating stands",
    "rerate: 'add_up'": "What do the earlier contacts add up to? (only if you choose {rating})",
    "tasks: 'words'": "When, and who you spoke to; or why it was not sent (optional)",
}
"""Fields whose label is not written where the field is made, by module and id, with what they are called."""
PAGES = "add_more: name"
"""The pages of a referral, whose fields are all made in one place: their labels are read from the pages."""


def labels() -> Counter[str]:
    """The label of each text field in the card modules, with how many fields have it."""
    found: Counter[str] = Counter()
    for path in sorted(CARDS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "TextField":
                field = f"{path.stem}: {ast.unparse(node.args[0])}"
                found[_label(node.args[1]) or PUT_TOGETHER.get(field, field)] += 1
    assert found.pop(PAGES) == 1
    return found + Counter(_on_pages())


def _on_pages() -> Iterator[str]:
    """The labels of the text fields on the pages of a referral; the people on them are asked for like the first."""
    for page in range(1, add_more.PAGES + 1):
        for field in add_more.fields(sight(RECEIVED, staff("duty_manager")), arrived(), page):
            if isinstance(field, TextField) and not re.match(r"Person [2-9]", field.label):
                yield field.label


def _label(written: ast.expr) -> str:
    texts = [one.value for one in ast.walk(written) if isinstance(one, ast.Constant)]
    return next((text for text in texts if isinstance(text, str)), "")


def planted() -> dict[str, set[str]]:
    """What the stories fill in, by label, where it is a word to look for."""
    found: dict[str, set[str]] = {}
    for path in sorted(STORIES.glob("*.py")):
        for label, word in _filled_in(ast.parse(path.read_text("utf-8"))):
            found.setdefault(label, set()).add(word)
    return found


def _filled_in(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        for key, value in zip(node.keys, node.values, strict=True) if isinstance(node, ast.Dict) else ():
            if isinstance(key, ast.Constant) and isinstance(value, ast.Constant):
                written = str(value.value).casefold()
                words = {*re.findall(r"\w*plant\b", written), *(one for one in NAMED if one in written)}
                yield from ((str(key.value), word) for word in words)


def missing() -> dict[str, int]:
    """The labels that have more fields than planted words, with how many are missing."""
    words = planted()
    short = {}
    for label, fields in labels().items():
        pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(label))
        have = set().union(*(found for told, found in words.items() if re.fullmatch(pattern, told)))
        if label not in UNSEARCHABLE and len(have) < fields:
            short[label] = fields - len(have)
    return short


def test_a_word_is_planted_in_every_text_field() -> None:
    assert missing() == {}
