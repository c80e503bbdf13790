"""To an agency's lead: their answer is late."""

from bot.cards import phrases, posts, times
from bot.cards.elements import Card, Row
from bot.cards.sight import Sight
from triage.case import Case


def card(case: Case, sight: Sight, thing: str) -> Card:
    """One late answer; `thing` is the clock that ran out."""
    _, many = sight.words.gettext, sight.words.ngettext
    clock = next(one for one in case.clocks if one.id == thing)
    seat = next(check.seat for check in case.checks if check.id == clock.subject)
    reference = case.referral.reference
    line = _("1. {rating} {reference} · answer, late since {time}").format(
        rating=phrases.rating(sight, case.level),
        reference=reference,
        time=times.posted(sight, clock.due_at),
    )
    answer_now = phrases.button(
        _("Answer now"),
        _("Answer now for {reference}").format(reference=reference),
        "check.answer",
        case.referral.id,
        primary=True,
    )
    return Card(
        title=_("LATE in your agency: {n} · {seat}").format(n=1, seat=sight.seat(seat)),
        fallback=many(
            "{n} thing is late in your agency. First: {reference}.",
            "{n} things are late in your agency. First: {reference}.",
            1,
        ).format(n=1, reference=reference),
        body=(Row((line,), (answer_now, posts.open_details(sight, case))),),
    )
