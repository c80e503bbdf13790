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
from tests.scenarios import planted as planted_words

CARDS = Path(bot.cards.__file__).parent
STORIES = Path(__file__).parent
NAMED = tuple(one for one in planted_words.WORDS if one != "plant")
UNSEARCHABLE = {
    "When": "a time of the day",
    "The time (only if another time)": "a time of the day",
    "Reference of the other referral": "a reference",
}
"""Fields in which nothing but a time or a reference can be written."""
NOT_PLANTED = {
    "Because": 1,
    "Guests (optional)": 1,
    "Held back, and why": 1,
    "How you checked them": 1,
    "Note": 1,
    "Reasons": 1,
    "Reply": 1,
    "Say what": 1,
    "Send to (only if it goes elsewhere)": 1,
    "What do the earlier contacts add up to? (only if {n} or more in {months} months)": 1,
    "What happened, without names": 1,
    "What is new": 1,
    "What keeps the child safe until then? (optional)": 1,
    "What was done, and what was learnt": 1,
    "What was said": 1,
    "Which area, and who there (only if another area)": 1,
    "Who accepted it in writing, when, and where that is kept": 1,
    "Who asks, and by what right": 1,
    "Who said so (only if you answer for an agency that has no lead here)": 1,
    "Why": 5,
    "Why (optional)": 1,
    "Why feedback cannot be sent (only if not possible or not safe)": 1,
    "add_more: name": 1,
    "add_person: 'sex'": 1,
    "meeting_forms: 'why_late'": 1,
    "meeting_forms: 'without'": 1,
    "propose: 'without'": 1,
    "rerate: 'add_up'": 1,
    "tasks: 'words'": 1,
}
"""Labels with more fields than planted words, and how many are missing. It may only shrink."""


def labels() -> Counter[str]:
    """The label of each text field in the card modules, with how many fields have it."""
    found: Counter[str] = Counter()
    for path in sorted(CARDS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "TextField":
                found[_label(node.args[1]) or f"{path.stem}: {ast.unparse(node.args[0])}"] += 1
    return found


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
    assert missing() == NOT_PLANTED
