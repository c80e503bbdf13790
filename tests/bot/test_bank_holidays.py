from datetime import date

import pytest

from bot.bank_holidays import uk_bank_holidays


def test_each_nation_has_its_own() -> None:
    boxing_day, st_andrew, st_patrick = date(2026, 12, 28), date(2026, 11, 30), date(2026, 3, 17)
    assert boxing_day in uk_bank_holidays("england-and-wales")
    assert st_andrew in uk_bank_holidays("scotland") - uk_bank_holidays("england-and-wales")
    assert st_patrick in uk_bank_holidays("northern-ireland") - uk_bank_holidays("england-and-wales")


def test_an_unknown_division_says_which_there_are() -> None:
    with pytest.raises(ValueError, match="england-and-wales, scotland, northern-ireland"):
        uk_bank_holidays("wales")
