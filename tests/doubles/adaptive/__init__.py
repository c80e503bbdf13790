"""Adaptive Cards in tests: what is wrong with one, what a person reads on it, what it looks like."""

from tests.doubles.adaptive.check import CARD_BUDGET, check_card, utf16_size
from tests.doubles.adaptive.text import card_text, choice_titles, first_text, plain
from tests.doubles.adaptive.walk import actions, elements, inputs

__all__ = [
    "CARD_BUDGET",
    "actions",
    "card_text",
    "check_card",
    "choice_titles",
    "elements",
    "first_text",
    "inputs",
    "plain",
    "utf16_size",
]
