"""An answer that an agency gave by phone: the form for whoever takes it down, and the line in which the agency confirms it."""

from bot.cards import phrases, times
from bot.cards.elements import Button, Choice, Field, Option, Row, TextField
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import Answer


def who_phoned(sight: Sight, case: Case) -> tuple[Field, ...]:
    """Which agency said it, who there, and when: what stands before the fields of the answer itself."""
    _ = sight.words.gettext
    seats = sorted(case.asked, key=sight.seat)
    return (
        Choice(
            "seat",
            _("Agency"),
            tuple(Option(seat, sight.seat(seat)) for seat in seats),
            missing=_("Select the agency"),
            as_list=True,
        ),
        TextField(
            "told_by",
            _("Who told you"),
            hint=_("Name and role"),
            guarded=True,
            limit=100,
            missing=_("Enter who told you"),
        ),
        TextField(
            "told_at",
            _("When"),
            hint=_("For example 10:40am"),
            limit=30,
            missing=_("Enter when they told you"),
        ),
    )


def not_a_time(sight: Sight) -> str:
    """What is said when what was typed begins with no time of day."""
    return sight.words.gettext("Enter a time like 10:40am")


def to_confirm(sight: Sight, case: Case, seat: str) -> tuple[Row, ...]:
    """For its own agency: each answer that was taken by phone and that nobody there has confirmed yet."""
    return tuple(
        _row(sight, case, given)
        for given in case.answers_of(seat)
        if given.told_by and given.confirmed_at is None
    )


def taken_by(sight: Sight, given: Answer, when: str) -> str:
    """Who took an answer down, and when, in words."""
    said = sight.words.gettext("Taken by phone by {name} {time}.")
    return said.format(name=sight.name(given.person), time=when)


def _row(sight: Sight, case: Case, given: Answer) -> Row:
    return Row((taken_by(sight, given, times.posted(sight, given.at)),), buttons(sight, case, given))


def buttons(sight: Sight, case: Case, given: Answer) -> tuple[Button, ...]:
    """How the agency says that it is right, or what is."""
    _ = sight.words.gettext
    reference = case.referral.reference
    right = _("That is right, for {reference}").format(reference=reference)
    wrong = _("Correct it, for {reference}").format(reference=reference)
    return (
        phrases.button(_("That is right"), right, "check.confirm", given.id, opens=False),
        phrases.button(_("Correct it"), wrong, "check.correct", given.id),
    )
