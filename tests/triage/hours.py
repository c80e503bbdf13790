"""Opening hours that the tests of time share."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.bank_holidays import uk_bank_holidays
from triage.calendar import OpeningHours, Span

LONDON = ZoneInfo("Europe/London")


def weekday_hours(
    opens: time = time(9), closes: time = time(17), early_close: dict[date, time] | None = None
) -> OpeningHours:
    span: Span = (opens, closes)
    return OpeningHours(
        timezone=LONDON,
        week=((span,),) * 5 + ((),) * 2,
        closed_dates=uk_bank_holidays("england-and-wales"),
        early_close=early_close or {},
    )


NINE_TO_FIVE = weekday_hours()
ALWAYS = OpeningHours(timezone=LONDON, week=(((time(0), time(0)),),) * 7)
SPLIT_DAYS = OpeningHours(
    timezone=LONDON,
    week=(
        ((time(8), time(12)), (time(13), time(17, 30))),
        ((time(8), time(12)),),
        (),
        ((time(10), time(0)),),
        ((time(0), time(2)), (time(9), time(16, 45))),
        ((time(9), time(11)),),
        (),
    ),
)


def london(year: int, month: int, day: int, hour: int = 0, minute: int = 0, *, fold: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, fold=fold, tzinfo=LONDON)
