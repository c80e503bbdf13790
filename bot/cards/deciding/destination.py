"""The second rating: where each child's needs will best be met, with a reason, beside the urgency and never instead of it."""

from bot.cards import phrases, times
from bot.cards.elements import Choice, Form, FormPart, Heading, Option, Section, TextField
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import DestinationRating, Subject

REASON = 500


def fields(sight: Sight, case: Case, subjects: tuple[Subject, ...]) -> tuple[FormPart, ...]:
    """A destination and a reason for each child, filled in with the rating in force."""
    _ = sight.words.gettext
    parts: list[FormPart] = []
    options = tuple(Option(one.id, one.label) for one in sight.hub.profile.views.destinations)
    for subject in subjects:
        child, now = phrases.label_inside(sight, subject), case.destination_of(subject)
        parts += [
            Heading(phrases.named_with_age(sight, case, subject)),
            Choice(
                f"destination_{subject.number}",
                _("Where {child}'s needs will best be met").format(child=child),
                options,
                missing=_("Select where {child}'s needs will best be met").format(child=child),
                value=now.destination if now else "",
            ),
            TextField(
                f"reason_{subject.number}",
                _("Reason for {child}").format(child=child),
                limit=REASON,
                guarded=True,
                multiline=True,
                missing=_("Enter a reason"),
                value=now.reason if now else "",
            ),
        ]
    return tuple(parts)


def form(sight: Sight, case: Case, subjects: tuple[Subject, ...]) -> Form:
    """The rating apart from any meeting."""
    _ = sight.words.gettext
    return Form(
        title=_("Where needs are met"),
        verb="destination.rate",
        thing=case.referral.id,
        body=(
            Section((phrases.case_line(sight, case),)),
            Section((phrases.opening_recorded(sight),)),
            *fields(sight, case, subjects),
            phrases.safe_to_record(sight),
        ),
        submit=_("Save"),
    )


def line(sight: Sight, case: Case, rating: DestinationRating, *, kept: bool = False) -> str:
    """One rating in words: "Child 1: needs best met by Early help. By S. Patel, 12:51pm today."; `kept` names the day."""
    _ = sight.words.gettext
    return _("{child}: needs best met by {destination}. By {name}, {when}.").format(
        child=phrases.label(sight, case.subject(rating.subject)),
        destination=label(sight, rating.destination),
        name=sight.name(rating.by),
        when=times.posted(sight, rating.at) if kept else times.now_read(sight, rating.at),
    )


def label(sight: Sight, code: str) -> str:
    """A destination in words; the code where the profile no longer knows it."""
    known = {one.id: one.label for one in sight.hub.profile.views.destinations}
    return known.get(code, code)
