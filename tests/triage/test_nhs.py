import pytest

from triage import nhs


@pytest.mark.parametrize(
    "text",
    [
        "999 339 5633",
        "999-339-5633",
        "9993395633",
        " 999 3395633 ",
        "999\N{NO-BREAK SPACE}339\N{NO-BREAK SPACE}5633",
        "",
        "  ",
    ],
)
def test_a_number_that_can_be_one_and_none_at_all_raise_no_doubt(text: str) -> None:
    assert nhs.check(text) is None


@pytest.mark.parametrize(
    "text", ["123 456 7890", "999 339 5634", "999 339 563", "999 339 56333", "not known", "99933956EE"]
)
def test_what_cannot_be_a_number_is_doubted(text: str) -> None:
    assert nhs.check(text) == "bad_nhs_number"
