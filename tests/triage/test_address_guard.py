import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.address_guard import address_in

SAFE = ("Rosebank Lodge, 14 Kittiwake Street, ZZ99 3VZ",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She is at ZZ99 3VZ now", ("ZZ99 3VZ",)),
        ("zz993vz", ("zz993vz",)),
        ("Moved from M1 1AE to EC1A 1BB.", ("M1 1AE", "EC1A 1BB")),
        ("(CR2 6XH)", ("CR2 6XH",)),
        ("GIR 0AA", ("GIR 0AA",)),
        ("She is on Kittiwake street", ("Kittiwake",)),
        ("near KITTIWAKE’S corner, the rosebank place", ("KITTIWAKE’S", "rosebank")),
        ("Kittiwake Street, ZZ99 3VZ", ("ZZ99 3VZ", "Kittiwake")),
        ("Róseb\N{COMBINING ACUTE ACCENT}ank", ("Róseb\N{COMBINING ACUTE ACCENT}ank",)),
    ],
)
def test_an_address_is_found_as_it_was_written(text: str, found: tuple[str, ...]) -> None:
    assert address_in(text, SAFE) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Seen at 2pm on 4 March at the school in the street near the lodge, room 14.",
        "MASH-2611-0042 and F-10231, call 01632 960114, A4 3 pages",
        "The kittiwakes are birds",
        "NHS number 999 339 5633",
    ],
)
def test_ordinary_words_are_not_taken_for_an_address(text: str) -> None:
    assert address_in(text, SAFE) == ()


def test_without_a_safe_address_only_postcodes_are_found() -> None:
    assert address_in("Kittiwake Street") == ()
    assert address_in("Kittiwake Street", ["CONFIDENTIAL", ""]) == ()


@given(st.text(max_size=60), st.text(max_size=30))
def test_what_is_found_stands_in_the_text(text: str, safe: str) -> None:
    for found in address_in(text, [safe]):
        assert found in text


@given(
    st.sampled_from(["ZZ99 3VZ", "sw1a2aa", "B33 8TH", "W1A 0AX"]), st.text(alphabet=" .,()\n", min_size=1)
)
def test_a_postcode_is_found_wherever_it_stands(postcode: str, around: str) -> None:
    assert address_in(f"word{around}{postcode}{around}word") == (postcode,)
