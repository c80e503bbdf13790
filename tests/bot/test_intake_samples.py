"""The two sample files, as a hub receives them: the clean one first, then the messy one."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.intake.files import read_table
from bot.intake.mapping import arrival_from_row, headings
from tests.support.council_form import RULES
from triage.arrivals import Arrival, Refused, Taken, compare, fingerprint, judge
from triage.intake_rules import CONTACT_KINDS

SAMPLES = Path(__file__).parents[2] / "samples"
CLEAN = SAMPLES / "referrals.csv"
MESSY = SAMPLES / "referrals-messy.csv"
LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 17, 13, 0, tzinfo=UTC)


def arrivals(path: Path) -> dict[int, Arrival]:
    table = read_table(path.read_bytes(), header_names=headings(RULES))
    assert table.unreadable == ()
    assert table.notes == ()
    return {row.line: arrival_from_row(row.cells, RULES) for row in table.rows}


def verdict(arrival: Arrival) -> Taken | Refused:
    return judge(arrival, now=NOW, known_types=CONTACT_KINDS, tz=LONDON)


def taken(arrival: Arrival) -> Taken:
    found = verdict(arrival)
    assert isinstance(found, Taken)
    return found


def test_every_row_of_the_clean_file_goes_in() -> None:
    assert [taken(each).doubts for each in arrivals(CLEAN).values()] == [()] * 17


def test_nothing_of_the_clean_file_is_lost() -> None:
    with CLEAN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    coded = {"type", "anonymous", "danger", "family_told", "consent", "presenting_issues"}
    for row, arrival in zip(rows, arrivals(CLEAN).values(), strict=True):
        for name, heading in RULES.columns.items():
            if name not in coded:
                assert getattr(arrival, name) == row[heading]
        assert "; ".join(arrival.presenting_issues) == row["Presenting issues"]


@pytest.mark.parametrize(
    ("line", "about", "name_known", "contact_type"),
    [
        (2, "child", True, "referral"),
        (3, "unborn", True, "referral"),
        (4, "child", True, "notification"),
        (6, "child", False, "referral"),
        (7, "adult", True, "referral"),
        (8, "child", True, "information_request"),
        (11, "adult", True, "referral"),
        (18, "place", False, "referral"),
    ],
)
def test_who_a_row_is_about_is_worked_out(
    line: int, about: str, *, name_known: bool, contact_type: str
) -> None:
    found = taken(arrivals(CLEAN)[line])
    assert (found.about, found.contact_type) == (about, contact_type)
    if about != "unborn":
        assert found.name_known is name_known


def test_the_time_on_the_form_is_local_time() -> None:
    assert taken(arrivals(CLEAN)[2]).received_at == datetime(2026, 11, 16, 9, 12, tzinfo=UTC)


def test_the_neighbour_is_anonymous_and_two_addresses_are_secret() -> None:
    found = {line: taken(each) for line, each in arrivals(CLEAN).items()}
    assert [line for line, each in found.items() if each.anonymous] == [6]
    assert [line for line, each in found.items() if each.address_secret] == [7, 16]
    assert [line for line, each in found.items() if each.in_danger] == [2, 4, 5, 7, 14, 16]


MESSY_LINES = {
    3: ("new", ("birth_month_first",)),
    4: ("new", ("impossible_time",)),
    5: ("new", "no_worry"),
    6: ("other_words", ()),
    7: ("new", ()),
    8: ("new", ("very_long",)),
    9: ("new", ("bad_nhs_number",)),
    10: ("new", "unknown_type"),
    11: ("new", ("birth_in_future",)),
}


def test_each_line_of_the_messy_file_is_judged_by_itself() -> None:
    known = {each.submission_id: fingerprint(each) for each in arrivals(CLEAN).values()}
    found = {}
    for line, each in arrivals(MESSY).items():
        judged = verdict(each)
        why = judged.doubts if isinstance(judged, Taken) else judged.reason
        found[line] = (compare(fingerprint(each), known.get(each.submission_id)), why)
    assert found == MESSY_LINES


def test_an_impossible_time_is_received_when_it_was_imported() -> None:
    assert taken(arrivals(MESSY)[4]).received_at == NOW


def test_the_american_date_is_read_and_the_future_one_kept() -> None:
    born = taken(arrivals(MESSY)[3]).born
    assert born is not None
    assert str(born.date) == "2010-08-19"
    assert arrivals(MESSY)[3].date_of_birth == "08/19/2010"
    assert arrivals(MESSY)[11].date_of_birth == "26/05/2029"


def test_hostile_and_long_text_is_kept_as_it_was_written() -> None:
    found = arrivals(MESSY)
    assert found[7].worry.startswith(
        "<!channel> <script>alert(1)</script> [click](http://example.org) *bold*"
    )
    assert '=HYPERLINK("http://example.org")' in found[7].worry
    assert len(found[8].worry) > 5_900
    assert found[5].referrer_name == "Siân Pritchard"


def test_the_same_file_again_adds_nothing() -> None:
    for path in (CLEAN, MESSY):
        first, again = arrivals(path), arrivals(path)
        assert {compare(fingerprint(again[line]), fingerprint(first[line])) for line in first} == {"same"}
