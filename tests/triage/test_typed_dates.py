from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.typed_dates import Age, Born, Doubt, TypedDate, age_on, read_born, read_date

TODAY = date(2026, 11, 16)
FOURTH_OF_MARCH = date(2017, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "4 3 2017",
        "04/03/2017",
        "4-3-2017",
        "04.03.2017",
        "4, 3, 2017",
        "04032017",
        "4 March 2017",
        "4th Mar 2017",
        "4 of march, 2017",
        "March 4, 2017",
        "2017-03-04",
        "2017-03-04T00:00:00",
        " 4  3 2017. ",
        "4\N{NO-BREAK SPACE}3\N{NO-BREAK SPACE}2017",
        "born 4 3 2017",
        "DOB: 04/03/2017",
        "4 3 2017 (9)",
    ],
)
def test_reads_day_month_year_as_people_type_it(text: str) -> None:
    assert read_born(text, TODAY) == Born("exact", date=FOURTH_OF_MARCH)


@pytest.mark.parametrize(
    ("text", "read", "doubts"),
    [
        ("08/19/2010", date(2010, 8, 19), ("month_first",)),
        ("8 19 10", date(2010, 8, 19), ("month_first", "two_digit_year")),
        ("4.3.17", date(2017, 3, 4), ("two_digit_year",)),
        ("7/6/43", date(1943, 6, 7), ("two_digit_year",)),
        ("26/05/2029", date(2029, 5, 26), ("in_future",)),
        ("17/11/2026", date(2026, 11, 17), ("in_future",)),
        ("16/11/2026", TODAY, ()),
        ("29/02/2024", date(2024, 2, 29), ()),
        ("1/1/1890", date(1890, 1, 1), ("too_long_ago",)),
    ],
)
def test_doubtful_dates_are_kept_and_marked(text: str, read: date, doubts: tuple[Doubt, ...]) -> None:
    assert read_born(text, TODAY) == Born("exact", date=read, doubts=doubts)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/02/2017",
        "29/02/2023",
        "32 1 2017",
        "13/13/2017",
        "4 Smarch 2017",
        "0",
        "200",
        "soon",
        "12 hours",
        "4 3",
    ],
)
def test_what_is_neither_a_date_nor_an_age_is_not_read(text: str) -> None:
    assert read_born(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "years", "months"),
    [
        ("about 9", 9, None),
        ("About five", 5, None),
        ("approx. 9 years old", 9, None),
        ("aged 9", 9, None),
        ("~9", 9, None),
        ("9", 9, None),
        ("9 yrs", 9, None),
        ("9 year-old", 9, None),
        ("8 or 9", 8, None),
        ("8-9", 8, None),
        ("in her 70s", 70, None),
        ("about 4 months", None, 4),
        ("4 months old", None, 4),
        ("18 months", None, 18),
        ("6 weeks", None, 1),
        ("3 days", None, 0),
        ("newborn", None, 0),
    ],
)
def test_reads_an_age(text: str, years: int | None, months: int | None) -> None:
    assert read_born(text, TODAY) == Born("approximate", age_years=years, age_months=months)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 2017", Born("approximate", date=date(2017, 3, 1), doubts=("day_not_known",))),
        ("about 4 3 2017", Born("approximate", date=FOURTH_OF_MARCH)),
        ("2017", Born("approximate", age_years=9, doubts=("year_only",))),
        ("2029", Born("approximate", date=date(2029, 1, 1), doubts=("year_only", "in_future"))),
        ("none", Born("none")),
        ("N/A", Born("none")),
        ("not known", Born("unknown")),
        ("Don’t know.", Born("unknown")),
        ("?", Born("unknown")),
    ],
)
def test_reads_what_is_only_partly_known(text: str, expected: Born) -> None:
    assert read_born(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("22/01/2027", Born("expected", date=date(2027, 1, 22))),
        ("22 1 27", Born("expected", date=date(2027, 1, 22), doubts=("two_digit_year",))),
        ("about January 2027", Born("expected", date=date(2027, 1, 1), doubts=("day_not_known",))),
        ("01/11/2026", Born("expected", date=date(2026, 11, 1), doubts=("in_past",))),
        ("22/01/2028", Born("expected", date=date(2028, 1, 22), doubts=("too_far_ahead",))),
        ("not known", Born("unknown")),
        ("9", None),
    ],
)
def test_a_date_for_an_unborn_baby_is_when_it_is_expected(text: str, expected: Born | None) -> None:
    assert read_born(text, TODAY, unborn=True) == expected


@pytest.mark.parametrize(
    "text", ["due 22 January 2027", "EDD 22/01/2027", "due on 22 1 2027", "Expected: 22-01-2027"]
)
def test_a_date_that_says_due_is_expected(text: str) -> None:
    assert read_born(text, TODAY) == Born("expected", date=date(2027, 1, 22))


def test_reads_a_date_still_to_come() -> None:
    assert read_date("19 11 26", TODAY, ahead=True) == TypedDate(date(2026, 11, 19), ("two_digit_year",))
    assert read_date("3 1 27", TODAY, ahead=True) == TypedDate(date(2027, 1, 3), ("two_digit_year",))
    assert read_date("about 9", TODAY, ahead=True) is None


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        (FOURTH_OF_MARCH, TODAY, Age(9, "years")),
        (FOURTH_OF_MARCH, date(2027, 3, 3), Age(9, "years")),
        (FOURTH_OF_MARCH, date(2027, 3, 4), Age(10, "years")),
        (date(2024, 2, 29), date(2026, 2, 28), Age(1, "years")),
        (date(2024, 2, 29), date(2026, 3, 1), Age(2, "years")),
        (date(2026, 7, 11), TODAY, Age(4, "months")),
        (date(2025, 11, 17), TODAY, Age(11, "months")),
        (date(2025, 11, 16), TODAY, Age(1, "years")),
        (date(2026, 10, 17), TODAY, Age(0, "under_a_month")),
        (TODAY, TODAY, Age(0, "under_a_month")),
        (date(2029, 5, 26), TODAY, None),
    ],
)
def test_age_on_a_day(born: date, today: date, age: Age | None) -> None:
    assert age_on(Born("exact", date=born), today) == age


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (Born("approximate", age_years=9), Age(9, "years")),
        (Born("approximate", age_months=4), Age(4, "months")),
        (Born("approximate", age_months=0), Age(0, "under_a_month")),
        (Born("approximate", age_months=18), Age(1, "years")),
        (Born("approximate"), None),
        (Born("expected", date=date(2026, 1, 1)), None),
        (Born("unknown"), None),
        (Born("none"), None),
    ],
)
def test_age_without_a_birthday(born: Born, age: Age | None) -> None:
    assert age_on(born, TODAY) == age


@given(
    st.dates(date(1911, 1, 1), TODAY),
    st.sampled_from(["%d %m %Y", "%d/%m/%Y", "%d %B %Y", "%d-%b-%Y", "%Y-%m-%d"]),
)
def test_every_date_written_out_is_read_back(born: date, written: str) -> None:
    text = f"{born:{written}}"
    doubts = ("too_long_ago",) if TODAY.year - born.year > 115 else ()
    assert read_born(text, TODAY) == Born("exact", date=born, doubts=doubts)


@given(st.text(max_size=40), st.booleans())
def test_no_text_breaks_the_reading(text: str, unborn: bool) -> None:
    born = read_born(text, TODAY, unborn=unborn)
    if born is not None:
        age_on(born, TODAY)


@given(st.dates(date(1950, 1, 1), TODAY), st.integers(0, 400))
def test_nobody_gets_younger(born: date, days: int) -> None:
    def months(age: Age | None) -> int:
        assert age is not None
        return age.value * (12 if age.unit == "years" else 1)

    person = Born("exact", date=born)
    assert months(age_on(person, TODAY + timedelta(days))) >= months(age_on(person, TODAY))
