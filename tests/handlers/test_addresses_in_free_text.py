"""A free text about a case takes no address unless somebody says that it is safe to record."""

from dataclasses import replace

import pytest

from tests.support.cases import arrived, asked
from tests.support.desk import Desk, Typed
from tests.support.keeping import keep

ADDRESS = "12 Rose Lane, B69 3DB"
LOOKS_LIKE_ONE = 'This looks like an address. Take it out, or tick "It is safe to record" and send again.'
FIELDS: tuple[tuple[str, str, Typed, str], ...] = (
    ("police-1", "check.nothing_known", {}, "systems"),
    ("minutes-1", "check.phone", {"seat": "housing"}, "told_by"),
    ("screening-1", "referral.screen", {"what": "other_area", "reason": "They moved."}, "send_to"),
    ("governance-1", "sar.open", {"asker": "The mother."}, "checked"),
)


@pytest.mark.parametrize(("person", "verb", "typed", "field"), FIELDS)
async def test_an_address_is_asked_about_in_each_free_text(
    desk: Desk, person: str, verb: str, typed: Typed, field: str
) -> None:
    referral = await keep(desk, arrived() if verb == "referral.screen" else asked())
    opened = await desk.press(person, verb, referral)

    asked_about = await desk.submit(opened.form, {**typed, field: ADDRESS}, by=person)
    safe = await desk.submit(asked_about.form, {"address_is_safe": ("yes",)}, by=person)

    assert asked_about.form is not None
    assert asked_about.form.problems[field] == LOOKS_LIKE_ONE
    assert safe.form is None or field not in safe.form.problems


@pytest.mark.parametrize(
    ("person", "verb"), [("screening-1", "referral.screen"), ("police-1", "check.nothing_known")]
)
async def test_a_secret_address_in_a_name_that_somebody_goes_by_is_withheld(
    desk: Desk, person: str, verb: str
) -> None:
    """Who knows no name describes a child, and may say where it lives."""
    case = arrived() if verb == "referral.screen" else asked()
    first = replace(
        case.subjects[0],
        other_names="ginger boy at 12 Rose Lane",
        address="12 Rose Lane",
        postcode="B69 3DB",
        address_secret=True,
    )
    referral = await keep(desk, replace(case, subjects=(first, *case.subjects[1:])))

    form = repr((await desk.press(person, verb, referral)).form)

    assert "ginger boy at [address withheld]" in form
    assert "Rose Lane" not in form
