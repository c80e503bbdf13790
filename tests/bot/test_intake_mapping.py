"""From a row or an object to an arrival: known words become codes, all else stays as written."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.mapping import FieldErrors, arrival_from_json, arrival_from_row, headings
from tests.support.council_form import RULES
from triage.arrivals import ALSO_FIELDS, FIELD_NAMES, AlsoAbout, Arrival, fingerprint
from triage.intake_rules import IntakeRules

NOW = datetime(2026, 11, 16, 9, 12, tzinfo=UTC)


def from_json(**sent: object) -> Arrival:
    found = arrival_from_json(sent, RULES, now=NOW)
    assert isinstance(found, Arrival)
    return found


@pytest.mark.parametrize(
    ("heading", "written", "name", "expected"),
    [
        ("Is anyone in danger now?", "YES", "danger", "yes"),
        ("Is anyone in danger now?", "don’t know", "danger", "not_sure"),
        ("Is anyone in danger now?", "Yes - he is at home", "danger", "Yes - he is at home"),
        ("Type", "information  request", "type", "information_request"),
        ("Type", "Complaint", "type", "Complaint"),
        ("Have the parents or carers been told?", "No, not yet", "family_told", "no_not_yet"),
        ("Have the parents or carers been told?", "No", "family_told", "no"),
        ("Consent to share", "not required", "consent", "not_required"),
        ("First name", "  Kacey ", "first_name", "Kacey"),
        (
            "Presenting issues",
            "Neglect; ;Housing|Poverty",
            "presenting_issues",
            ("Neglect", "Housing", "Poverty"),
        ),
        ("worry", "our own name is understood too", "worry", "our own name is understood too"),
    ],
)
def test_a_cell_becomes_its_field(heading: str, written: str, name: str, expected: object) -> None:
    assert getattr(arrival_from_row({heading: written}, RULES), name) == expected


def test_other_columns_are_kept_as_notes_unless_empty() -> None:
    found = arrival_from_row({"Surname": "A", "Team": "North", "Surname (2)": "B", "Ward": " "}, RULES)
    assert (found.surname, found.notes) == ("A", (("Team", "North"), ("Surname (2)", "B")))


def test_of_two_columns_for_one_field_the_first_counts_and_the_other_is_kept() -> None:
    found = arrival_from_row({"What are you worried about?": "a bruise", "worry": "a cut"}, RULES)
    assert (found.worry, found.notes) == ("a bruise", (("worry", "a cut"),))


def test_json_takes_our_names_or_the_councils() -> None:
    assert from_json(first_name="Kacey").first_name == "Kacey"
    assert from_json(**{"First name": "Kacey"}).first_name == "Kacey"


def test_json_values_are_read_as_somebody_would_type_them() -> None:
    found = from_json(
        danger=True,
        anonymous=False,
        approximate_age=5,
        surname=None,
        presenting_issues=["Neglect", "Housing"],
        referrer={"name": "Marcus Oyelaran", "organisation": "Harbour Lane", "phone": 1632960114},
        colour={"hair": "é"},
    )
    assert (found.danger, found.anonymous, found.approximate_age, found.surname) == ("yes", "no", "5", "")
    assert found.presenting_issues == ("Neglect", "Housing")
    assert (found.referrer_name, found.referrer_organisation, found.referrer_phone) == (
        "Marcus Oyelaran",
        "Harbour Lane",
        "1632960114",
    )
    assert found.notes == (("colour", '{"hair": "é"}'),)


def test_json_without_a_time_was_submitted_now() -> None:
    assert from_json(worry="x").submitted_at == NOW.isoformat()
    assert from_json(submitted_at="16/11/2026 08:00").submitted_at == "16/11/2026 08:00"


def test_json_errors_are_named_by_field() -> None:
    sent = {"worry": ["a", "b"], "First name": "A", "first_name": "B", "presenting_issues": [1]}
    assert arrival_from_json(sent, RULES, now=NOW) == FieldErrors(
        {"worry": "not_text", "first_name": "given_twice", "presenting_issues": "not_text"}
    )


def test_others_it_is_about_are_read_like_the_first() -> None:
    found = from_json(
        first_name="Kacey",
        also_about=[
            {
                "First name": " Kian ",
                "kind": "Child",
                "date_of_birth": "15 9 2020",
                "Ward": 3,
                "address": "x",
            },
            {"first_name": " ", "sex": None},
            {"nhs_number": 9993395633},
        ],
    )
    assert found.also_about == (
        AlsoAbout(kind="child", first_name="Kian", date_of_birth="15 9 2020"),
        AlsoAbout(nhs_number="9993395633"),
    )
    assert found.notes == (("also_about 1: Ward", "3"), ("also_about 1: address", "x"))


@pytest.mark.parametrize("nobody", [None, [], [{}], [{"first_name": ""}]])
def test_nobody_else_is_nobody_else(nobody: object) -> None:
    assert from_json(also_about=nobody).also_about == ()


@pytest.mark.parametrize(
    ("also_about", "errors"),
    [
        ("Kian", {"also_about": "not_people"}),
        ({"first_name": "Kian"}, {"also_about": "not_people"}),
        (["Kian"], {"also_about": "not_people"}),
        ([{"first_name": "Kian"}] * 20, {"also_about": "too_many_people"}),
        ([{}, {"first_name": ["Kian"]}], {"also_about.2.first_name": "not_text"}),
        ([{"First name": "A", "first_name": "B"}], {"also_about.1.first_name": "given_twice"}),
    ],
)
def test_what_is_wrong_of_others_is_named(also_about: object, errors: dict[str, str]) -> None:
    assert arrival_from_json({"also_about": also_about}, RULES, now=NOW) == FieldErrors(errors)  # type: ignore[arg-type]  # codes as text


def test_half_characters_are_shown_as_replaced() -> None:
    assert from_json(worry="a\ud800b").worry == "a�b"
    assert from_json(worry="\U0001f63f").worry == "\U0001f63f"


def test_a_file_is_known_by_the_profiles_headings_or_else_by_our_names() -> None:
    assert headings(RULES)[0] == "Submission ID"
    assert headings(IntakeRules()) == FIELD_NAMES


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3),
)


PEOPLE = JSON | st.lists(st.dictionaries(st.sampled_from(ALSO_FIELDS) | st.text(), JSON), max_size=3)


@given(st.dictionaries(st.sampled_from(FIELD_NAMES) | st.text(), JSON), PEOPLE)
def test_any_object_becomes_an_arrival_that_can_be_kept_or_names_its_fields(
    sent: dict[str, object], others: object
) -> None:
    sent = sent | {"also_about": others}
    found = arrival_from_json(sent, RULES, now=NOW)
    if isinstance(found, FieldErrors):
        assert {name.partition(".")[0] if name not in sent else name for name in found.errors} <= sent.keys()
    else:
        assert json.loads(fingerprint(found).encode("utf-8"))
