"""Which agencies are asked, and what they read: the fields, and the form that asks more of them."""

from bot.cards import phrases
from bot.cards.elements import Choice, Choices, Form, Option, Section, TextField
from bot.cards.form_top import form_top
from bot.cards.sight import Sight
from triage.case import Case
from triage.profile import Level

BY_RATING = "by_rating"
"""The choice that stands for the agencies of the highest rating."""


def form(sight: Sight, case: Case, seats: tuple[str, ...], chosen: tuple[str, ...]) -> Form:
    """Ask these agencies too; `seats` were not asked yet, `chosen` of them are filled in."""
    _ = sight.words.gettext
    everybody = _("Every agency has been asked.")
    fields = (
        agencies(sight, tuple(Option(seat, sight.seat(seat)) for seat in seats), chosen),
        shared(sight, case.referral.shared_words),
        summary(sight, case.referral.summary),
        phrases.safe_to_record(sight),
    )
    return Form(
        title=_("Ask agencies"),
        verb="checks.ask",
        thing=case.referral.id,
        body=(
            *form_top(sight, case),
            *_nobody_there(sight, case, seats),
            *(fields if seats else (Section((everybody,)),)),
        ),
        submit=_("Ask them") if seats else "",
    )


def _nobody_there(sight: Sight, case: Case, seats: tuple[str, ...]) -> tuple[Section, ...]:
    """Which of them could not answer, and what to do about it."""
    kept_from = tuple(seat for seat in seats if seat in case.kept_from)
    if not kept_from:
        return ()
    words = sight.words.gettext(
        "Nobody at {seats} can see this case, so we do not wait for them. To let them answer, name somebody there in Restrict."
    )
    return (Section((words.format(seats=phrases.seats(sight, kept_from)),)),)


def agencies(sight: Sight, options: tuple[Option, ...], chosen: tuple[str, ...], hint: str = "") -> Choices:
    """Whom to ask."""
    _ = sight.words.gettext
    return Choices(
        "seats",
        _("Ask these agencies"),
        options,
        hint=hint,
        missing=_("Select at least one agency"),
        values=chosen,
    )


def for_a_new_rating(sight: Sight) -> Choices:
    """Whom to ask when the rating is chosen in the same form: those of the highest, unless others are picked."""
    _ = sight.words.gettext
    profile = sight.hub.profile
    by_rating = Option(BY_RATING, _("The agencies for the highest rating"))
    seats = tuple(Option(seat.id, seat.name) for seat in profile.seats)
    hint = ". ".join(_asked_by(sight, level) for level in profile.levels)
    return agencies(sight, (by_rating, *seats), (BY_RATING,), f"{hint}.")


def shared(sight: Sight, chosen: str = "referral") -> Choice:
    """What the agencies that are asked will read."""
    _ = sight.words.gettext
    return Choice(
        "shared",
        _("What agencies will read"),
        (
            Option("referral", _("The referral")),
            Option("summary", _("The summary in the next box")),
        ),
        missing=_("Select what agencies will read"),
        value=chosen,
    )


def summary(sight: Sight, words: str = "") -> TextField:
    """The summary or question that agencies read in place of the referral, or beside it."""
    _ = sight.words.gettext
    return TextField(
        "summary",
        _("Summary or question for agencies (optional)"),
        hint=_("Only what they need to find the people and answer"),
        guarded=True,
        limit=1500,
        multiline=True,
        optional=True,
        value=words,
    )


def no_summary(sight: Sight) -> str:
    """What is said when the summary was chosen and is empty."""
    return sight.words.gettext('Enter a summary, or choose "The referral"')


def no_agency(sight: Sight) -> str:
    """What is said when nobody would be asked."""
    return sight.words.gettext("Select at least one agency")


def _asked_by(sight: Sight, level: Level) -> str:
    _ = sight.words.gettext
    rating = phrases.rating(sight, level.id)
    if len(level.asks) == len(sight.hub.profile.seats):
        return _("{rating}: all of them").format(rating=rating)
    if not level.asks:
        return _("{rating}: none").format(rating=rating)
    return _("{rating}: {agencies}").format(rating=rating, agencies=phrases.seats(sight, level.asks))
