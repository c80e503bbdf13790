"""A council's intake table: what it may hold."""

import pytest
from pydantic import ValidationError

from tests.support.council_form import RULES
from triage.intake_rules import IntakeRules, loosely


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"columns": {"shoe_size": "Shoe size"}}, "not fields of a referral: shoe_size"),
        ({"columns": {"notes": "Notes"}}, "not fields of a referral: notes"),
        ({"columns": {"surname": "Name", "first_name": "NAME "}}, "one heading for two fields"),
        ({"columns": {"surname": "?"}}, "no letters or digits"),
        ({"types": {"Complaint": "complaint"}}, "types.Complaint"),
        ({"yes_no": {"Perhaps": "maybe"}}, "yes_no.Perhaps"),
        ({"consent": {"Yes": "yes"}}, "consent.Yes"),
        ({"colours": {}}, "colours"),
    ],
)
def test_what_is_not_in_the_list_is_refused(table: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        IntakeRules.model_validate(table)


def test_the_rules_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        RULES.types = {}


@pytest.mark.parametrize(
    "text", ["Already open to", "already_open_to", "ALREADY  OPEN-TO:", "Álready open to?"]
)
def test_headings_are_compared_without_case_spaces_accents_and_punctuation(text: str) -> None:
    assert loosely(text) == "alreadyopento"
