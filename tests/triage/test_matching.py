from dataclasses import fields, replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.matching import KnownPerson, Reason, score, search_pairs
from triage.sounds import sound
from triage.typed_dates import read_born

TODAY = date(2026, 11, 16)


def person(name: str = "", surname: str = "", born: str = "", **facts: str) -> KnownPerson:
    unborn = name.startswith("Unborn")
    return KnownPerson(name, surname, born=read_born(born, TODAY, unborn=unborn), told_on=TODAY, **facts)  # type: ignore[arg-type] # facts are the text fields


HOME = {"address": "12 Tern Close", "postcode": "ZZ99 3VZ"}
KACEY = person(
    "Kacey",
    "Brannigan",
    "04/03/2017",
    other_names="KC",
    nhs_number="999 339 5633",
    household="Mum (Dawn Brannigan), mum's partner (Lee), Kian Brannigan 6",
    **HOME,
)
KIAN = person(
    "Kian", "Brannigan", "15/09/2020", nhs_number="999 861 1687", household="See Kacey Brannigan", **HOME
)
IBRAHIM = person(
    "Ibrahim",
    "Al-Sayed",
    "19/08/2010",
    other_names="Ibi",
    nhs_number="999 158 1766",
    address="Flat 7, Corder House",
    postcode="ZZ99 3VZ",
    household="Father; sister Leen 13",
)
IBRAHIM_AGAIN = person(
    "Ibrahim", "Alsayed", "08/19/2010", address="7 Corder Hse", postcode="ZZ99 3VZ", household="Dad, sister"
)
LEEN = person(
    "Leen",
    "Al-Sayed",
    "23/02/2013",
    nhs_number="999 383 4521",
    address="Flat 7, Corder House",
    postcode="ZZ99 3VZ",
    household="Father; brother Ibrahim 16",
)
REECE = person(
    "Reece", "Dunmore", "26/05/2009", address="81 Signal Road", postcode="ZZ99 3VZ", nhs_number="999 075 9545"
)
UNBORN = person("Unborn baby of", "Sedgewick", "22/01/2027", address="3b Quarry View", postcode="ZZ99 3VZ")
FREYA = person(
    "Freya", "Nordstrøm", "17/10/2011", address="5 Lighthouse Terrace", household="Both parents, twin Elin"
)


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (IBRAHIM, IBRAHIM_AGAIN, {"name_same", "birth_date_same", "address_same"}),
        (KACEY, person("Kacey", "Branigan", "03/04/2017"), {"name_similar", "birth_day_and_month_swapped"}),
        (KACEY, person("Brannigan", "Kacey", "04/03/2017"), {"names_swapped", "birth_date_same"}),
        (KACEY, person("KC", "Brannigan", "04/03/2017"), {"known_as", "birth_date_same"}),
        (KACEY, person("KACEY", "BRANNIGAN", "14/03/2017"), {"name_same", "birth_date_similar"}),
        (KACEY, person("Kacey", "Brannigan", "about 9"), {"name_same", "age_similar"}),
        (KACEY, person("Kacey", "Brannigan"), {"name_same"}),
        (KACEY, person("Kacey", "Stone", "04/03/2017"), {"first_name_only", "birth_date_same"}),
        (KACEY, person("Casey", "Branagan", "2017"), {"name_similar", "age_similar"}),
        (KACEY, person("Kacey", "Brannigan", nhs_number="9993395638"), {"name_same", "nhs_one_digit_off"}),
        (KACEY, person("Dawn", "Stone", nhs_number="999-339-5633"), {"nhs_same"}),
        (KIAN, person("Kian", "Branigan", "7 8 2020"), {"name_similar", "birth_year_same"}),
        (UNBORN, person("Alfie", "Sedgewick", "18/01/2027"), {"surname_only", "birth_near_expected"}),
        (
            person("Tomos", "Llewellyn-Frost", "11/07/2026"),
            person("Tomos", "Frost", "11 July 2026"),
            {"name_same", "birth_date_same"},
        ),
        (FREYA, person("Freya", "Nordstrom", "17/10/2011"), {"name_same", "birth_date_same"}),
    ],
)
def test_one_person_written_in_two_ways_is_proposed(
    one: KnownPerson, other: KnownPerson, reasons: set[Reason]
) -> None:
    match = score(one, other)
    assert match.proposed == "same"
    assert reasons <= set(match.reasons)
    assert set(search_pairs(one)) & set(search_pairs(other)) or not reasons & {
        "birth_date_same",
        "age_similar",
    }


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (KACEY, KIAN, {"address_same", "named_in_household"}),
        (IBRAHIM, LEEN, {"address_same", "named_in_household"}),
        (IBRAHIM_AGAIN, LEEN, {"address_same", "named_in_household"}),
        (
            FREYA,
            person("Elin", "Nordstrøm", "17/10/2011", address="5 Lighthouse Terrace"),
            {"birth_date_same"},
        ),
        (person("Lee", "Stone", **HOME), KACEY, {"address_same"}),
    ],
)
def test_people_of_one_home_are_proposed_as_a_household(
    one: KnownPerson, other: KnownPerson, reasons: set[Reason]
) -> None:
    match = score(one, other)
    assert match.proposed == "household"
    assert reasons <= set(match.reasons)
    if "address_same" in reasons and one.postcode:
        assert set(search_pairs(one)) & set(search_pairs(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (KACEY, REECE),
        (IBRAHIM, REECE),
        (KACEY, person("Kacey", "Brannigan", "12/11/2009")),
        (KACEY, person("Dawn", "Oakes", "04/03/2017")),
        (KACEY, person("", "", address="12 Kiln Close", postcode="ZZ99 3VZ")),
        (KACEY, person("Jo", "Stone", address="12 Tern Close", postcode="ZZ99 3WZ")),
        (KACEY, person("Kian", "Stone", "2020")),
        (person(), person()),
        (person(nhs_number="not known"), person(nhs_number="not known")),
    ],
)
def test_different_people_are_not_proposed(one: KnownPerson, other: KnownPerson) -> None:
    assert score(one, other).proposed is None


def test_of_the_sample_only_the_known_pairs_are_proposed() -> None:
    people = {
        "kacey": KACEY,
        "kian": KIAN,
        "ibrahim": IBRAHIM,
        "again": IBRAHIM_AGAIN,
        "leen": LEEN,
        "reece": REECE,
    }
    proposed = {(a, b): score(people[a], people[b]).proposed for a, b in combinations(people, 2)}
    assert {pair: kind for pair, kind in proposed.items() if kind} == {
        ("kacey", "kian"): "household",
        ("ibrahim", "again"): "same",
        ("ibrahim", "leen"): "household",
        ("again", "leen"): "household",
    }


def test_pairs_join_two_facts_and_hold_no_written_name() -> None:
    pairs = search_pairs(KACEY)
    assert "surname+year:brngn:2017" in pairs
    assert "name+date:ks:2017-03-04" in pairs
    assert "initial+date:k:2017-3-4" in pairs
    assert "nhs:9993395633" in pairs
    assert "postcode+house:ZZ993VZ:12" in pairs
    assert not [pair for pair in pairs if "kacey" in pair or "brannigan" in pair]


def test_a_swapped_date_gives_the_same_pair() -> None:
    swapped = replace(KACEY, born=read_born("03/04/2017", TODAY), nhs_number="", address="", surname="Stone")
    assert set(search_pairs(KACEY)) & set(search_pairs(swapped)) == {"initial+date:k:2017-3-4"}


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"nhs_number": "not known"},
        {"nhs_number": "123 456 7890"},
        {"address": "CONFIDENTIAL"},
        {"first_name": "Kacey"},
    ],
)
def test_nothing_that_many_people_share_is_a_pair(facts: dict[str, str]) -> None:
    assert search_pairs(KnownPerson(**facts)) == ()  # type: ignore[arg-type] # facts are the text fields


@pytest.mark.parametrize(
    "spellings",
    [
        "Brannigan Branigan Brannagan Branagan",
        "Al-Sayed Alsayed Elsayed",
        "Mohammed Muhammad Mohamed Mohamad",
        "Stephen Steven Stefan",
        "Catherine Katherine Kathryn",
        "Sean Shaun Shawn",
        "Llewellyn Llewelyn Llywelyn",
        "Nordstrøm Nordstrom Nordström",
        "Wiśniewska Wisniewska",
        "MacDonald McDonald",
        "Aisha Ayesha Aysha",
        "Kacey Casey Kaycee",
        "Thompson Thomson Tomson",
        "Smith Smyth",
        "Christopher Kristofer",
        "Wright Right",
        "O'Connor O’Connor OConnor",
    ],
)
def test_spellings_that_sound_alike_have_one_code(spellings: str) -> None:
    assert len({sound(name) for name in spellings.split()}) == 1


def test_names_that_sound_different_have_their_own_code() -> None:
    names = [
        "Brannigan",
        "Kacey",
        "Kian",
        "Dunmore",
        "Sedgewick",
        "Hackett",
        "Rahman",
        "Pike",
        "Иванов",
        "علي",
    ]
    assert len({sound(name) for name in names}) == len(names)
    assert sound("") == sound("-") == ""


NAMES = st.one_of(
    st.sampled_from(
        [
            "",
            "Kacey",
            "KC",
            "Brannigan",
            "Branigan",
            "Al-Sayed",
            "Alsayed",
            "Llewellyn-Frost",
            "Lee",
            "Unborn baby of",
        ]
    ),
    st.text(max_size=12),
)
BIRTHS = st.sampled_from(
    [
        "",
        "04/03/2017",
        "03/04/2017",
        "08/19/2010",
        "about 9",
        "2017",
        "due 22/01/2027",
        "4 months",
        "not known",
    ]
)
NUMBERS = st.sampled_from(["", "999 339 5633", "9993395638", "999 861 1687", "not known"])
ADDRESSES = st.one_of(
    st.sampled_from(["", "12 Tern Close", "12 Tern Cl.", "Flat 7, Corder House"]), st.text(max_size=20)
)
PEOPLE = st.builds(
    lambda first, surname, others, born, number, address, postcode, household: KnownPerson(
        first, surname, others, read_born(born, TODAY), TODAY, number, address, postcode, household
    ),
    NAMES, NAMES, NAMES, BIRTHS, NUMBERS, ADDRESSES, st.sampled_from(["", "ZZ99 3VZ", "zz993vz", "?"]), NAMES,
)  # fmt: skip


@given(PEOPLE, PEOPLE)
def test_it_does_not_matter_who_is_compared_with_whom(one: KnownPerson, other: KnownPerson) -> None:
    match = score(one, other)
    assert match == score(other, one)
    assert 0 <= match.score <= 100


@given(PEOPLE)
def test_who_is_named_and_dated_is_the_same_as_themselves(somebody: KnownPerson) -> None:
    named = replace(somebody, first_name="Kacey", surname="Brannigan", born=read_born("04/03/2017", TODAY))
    assert score(named, named).proposed == "same"


@given(PEOPLE)
def test_a_match_and_its_reasons_hold_no_personal_word(somebody: KnownPerson) -> None:
    named = replace(somebody, first_name="Zyxwvut", surname="Qqponml")
    shown = repr(score(named, named)).lower()
    assert "zyxwvut" not in shown
    assert "qqponml" not in shown
    assert {field.name for field in fields(score(named, named))} == {"score", "same_household", "reasons"}
