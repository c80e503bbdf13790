"""Who or what a referral is about, from what was written."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from triage.arrivals import Arrival, Taken, judge
from triage.intake_rules import CONTACT_KINDS

NOW = datetime(2026, 11, 16, 13, 0, tzinfo=UTC)


def about(**fields: object) -> tuple[str, bool]:
    """The kind, and whether a person is asked to look at it."""
    found = judge(
        Arrival(worry="x", **fields), now=NOW, known_types=CONTACT_KINDS, tz=ZoneInfo("Europe/London")
    )
    assert isinstance(found, Taken)
    return found.about, "kind_assumed" in found.doubts


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"first_name": "Kacey", "date_of_birth": "04/03/2017"}, ("child", False)),
        ({"first_name": "Tomos", "date_of_birth": "11/07/2026"}, ("child", False)),
        ({"other_names": "the little boy at number 30", "approximate_age": "about 5"}, ("child", False)),
        ({"surname": "Dunmore", "date_of_birth": "17/11/2008"}, ("child", False)),
        ({"surname": "Dunmore", "date_of_birth": "16/11/2008"}, ("adult", False)),
        ({"surname": "Hackett", "approximate_age": "83"}, ("adult", False)),
        ({"surname": "Hackett", "presenting_issues": ("Adult safeguarding",)}, ("adult", False)),
        ({"first_name": "Unborn baby of", "surname": "Sedgewick"}, ("unborn", False)),
        ({"first_name": "Baby of Tamsin Sedgewick"}, ("unborn", False)),
        ({"surname": "Sedgewick", "expected_date": "22/01/2027"}, ("unborn", False)),
        ({"surname": "Sedgewick", "date_of_birth": "EDD 22/01/2027"}, ("unborn", False)),
        (
            {"address": "Underpass, Bellfield Parade", "presenting_issues": ("Location of concern",)},
            ("place", False),
        ),
        ({"address": "The underpass behind Bellfield shops"}, ("place", True)),
        ({"surname": "The underpass behind Bellfield shops"}, ("place", True)),
        ({"surname": "The boy from the underpass"}, ("child", True)),
        ({"address": "30 Station Street"}, ("child", True)),
        ({"address": "Bellfield Park", "sex": "Male"}, ("child", True)),
        ({"first_name": "Freya", "presenting_issues": ("Location of concern",)}, ("child", True)),
        ({"address": "Bellfield Park", "kind": "group"}, ("group", False)),
        ({"first_name": "Freya", "date_of_birth": "04/03/2017", "kind": "adult"}, ("adult", False)),
    ],
)
def test_the_kind_is_worked_out(fields: dict[str, object], expected: tuple[str, bool]) -> None:
    assert about(**fields) == expected
