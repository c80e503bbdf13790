"""What is wrong with a submitted form, whatever a surface let through."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import phrases
from bot.cards.elements import Choice, Choices, DateField, Fields, Form, Option, TextField
from bot.cards.sight import Sight
from bot.hubs import Hubs
from bot.validation import problems_with
from bot.words import Words
from tests.support.cases import PROFILE, RECEIVED, arrived
from triage.case import Case
from triage.hub import Hub
from triage.records import Forum
from triage.roster import Roster

HUB = Hub(
    Forum("hub", PROFILE.id, PROFILE.name, "Europe/London", "en"), PROFILE, PROFILE.hours.opening(frozenset())
)
SIGHT = Sight(Words("en"), HUB, Roster(), RECEIVED, web_address=Hubs({}, "").web_address)
YES_NO = (Option("yes", "Yes"), Option("no", "No"))
FORM = Form(
    title="A form",
    verb="a.verb",
    thing="a-thing",
    submit="Send",
    body=(
        TextField("reason", "Reason", limit=20, missing="Enter a reason", guarded=True),
        TextField("more", "More (optional)", limit=20, optional=True),
        Choice("unsafe", "Is anyone unsafe?", YES_NO, missing="Select yes or no"),
        Choices("who", "Who", YES_NO, optional=True),
        DateField("day", "Day", optional=True),
    ),
)
FITTING: Fields = {"reason": ("A bruise.",), "unsafe": ("no",)}


def problems(fields: Fields, form: Form = FORM, case: Case | None = None) -> dict[str, str]:
    """What is said about the fitting fields, changed by these."""
    return problems_with(form, {**FITTING, **fields}, SIGHT, case)


def test_what_fits_has_no_problems() -> None:
    assert problems({}) == {}


@pytest.mark.parametrize(
    ("told", "fields", "said"),
    [
        ("nothing typed", {"reason": ()}, {"reason": "Enter a reason"}),
        ("only spaces typed", {"reason": ("   ",)}, {"reason": "Enter a reason"}),
        ("a second value sent under the same name", {"reason": (" ", "x")}, {"reason": "Enter a reason"}),
        ("nothing chosen", {"unsafe": ()}, {"unsafe": "Select yes or no"}),
        ("one character too many", {"reason": ("x" * 21,)}, {"reason": "Use 1 fewer character"}),
        ("just short enough", {"reason": ("x" * 20,)}, {}),
        ("characters that chats count twice", {"reason": ("👩" * 11,)}, {"reason": "Use 2 fewer characters"}),
        ("an optional field left empty", {"more": ()}, {}),
        ("an optional field too long", {"more": ("x" * 25,)}, {"more": "Use 5 fewer characters"}),
        ("not an option", {"unsafe": ("perhaps",)}, {"unsafe": "Choose one of the options shown"}),
        ("one of several not an option", {"who": ("yes", "x")}, {"who": "Choose one of the options shown"}),
        ("several options", {"who": ("yes", "no")}, {}),
        ("a story in place of a date", {"day": ("x" * 31,)}, {"day": "Use 1 fewer character"}),
    ],
)
def test_what_is_said(told: str, fields: Fields, said: dict[str, str]) -> None:
    assert problems(fields) == said, told


def test_an_address_is_kept_out_of_a_guarded_field_until_somebody_says_it_is_safe() -> None:
    form = replace(FORM, body=(*FORM.body, phrases.safe_to_record(SIGHT)))
    written: Fields = {"reason": ("Is at B70 8XX.",)}

    assert set(problems(written, form)) == {"reason"}
    assert problems({**written, phrases.ADDRESS_IS_SAFE: ("yes",)}, form) == {}
    assert problems({"more": ("Is at B70 8XX.",)}, form) == {}, "this field is not guarded"


def test_the_street_of_a_secret_address_is_kept_out_without_a_postcode() -> None:
    case = arrived()
    first = replace(case.subjects[0], address="14 Quillstone Row", address_secret=True)
    hidden = replace(case, subjects=(first, *case.subjects[1:]))

    assert set(problems({"reason": ("Near Quillstone.",)}, case=hidden)) == {"reason"}
    assert problems({"reason": ("Near Quillstone.",)}, case=case) == {}


@given(
    st.dictionaries(
        st.sampled_from([field.id for field in FORM.fields()]),
        st.lists(st.text(max_size=40), max_size=3).map(tuple),
    )
)
def test_whatever_is_sent_is_told_by_field_or_fits(sent: dict[str, tuple[str, ...]]) -> None:
    said = problems(sent)

    assert set(said) <= {field.id for field in FORM.fields()}
    assert all(said.values())
    if "reason" not in said:
        assert 0 < len({**FITTING, **sent}["reason"][0].strip()) <= 20
    if "unsafe" not in said:
        assert {**FITTING, **sent}["unsafe"][0] in {"yes", "no"}
