"""Bank holidays of the United Kingdom, from the list that comes with the library: nothing is fetched."""

from datetime import date
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays


@cache
def uk_bank_holidays(division: str) -> frozenset[date]:
    """Every bank holiday known for a division as GOV.UK names it; England and Wales share one.

    Raises `ValueError` for anything but `england-and-wales`, `scotland` or `northern-ireland`.
    """
    if division not in BankHolidays.ALL_DIVISIONS:
        raise ValueError(f"a division is one of {', '.join(BankHolidays.ALL_DIVISIONS)}")
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=division)
    return frozenset(holiday["date"] for holiday in listed)
