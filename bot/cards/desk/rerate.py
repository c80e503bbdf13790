"""Change a rating: the new urgency of each subject and why, with the old and the new due time."""

from collections.abc import Callable
from datetime import datetime

from bot.cards import phrases, times
from bot.cards.desk import urgency
from bot.cards.elements import Form, FormPart, Section, TextField
from bot.cards.form_top import form_top
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import Subject

Due = Callable[[Subject, str], datetime]


def form(sight: Sight, case: Case, subjects: tuple[Subject, ...], due: Due) -> Form:
    """`due` says when a subject would be due at a level; what is in force is filled in."""
    _ = sight.words.gettext
    return Form(
        title=_("Change rating"),
        verb="rating.change",
        thing=case.referral.id,
        body=(
            *form_top(sight, case, subjects),
            *(part for subject in subjects for part in _of_subject(sight, case, subject, due)),
            urgency.reason(sight),
            *_add_up(sight, case, subjects),
            phrases.safe_to_record(sight),
        ),
        submit=_("Save and act"),
    )


def needs_adding_up(sight: Sight, case: Case, subjects: tuple[Subject, ...]) -> bool:
    """Whether several contacts were linked that nobody has looked at together yet."""
    noted = all(subject.cumulative_note for subject in subjects)
    return case.counted_contacts >= sight.hub.profile.history.add_up_from and not noted


def _add_up(sight: Sight, case: Case, subjects: tuple[Subject, ...]) -> tuple[FormPart, ...]:
    _ = sight.words.gettext
    if not needs_adding_up(sight, case, subjects):
        return ()
    lowest = phrases.rating_word(sight, sight.hub.profile.levels[-1].id).lower()
    label = _("What do the earlier contacts add up to? (only if you choose {rating})").format(rating=lowest)
    hint = _("Look at them together, not one by one")
    return (TextField("add_up", label, hint=hint, guarded=True, limit=1500, multiline=True, optional=True),)


def nothing_new(sight: Sight) -> str:
    """What is said when every rating was left as it is."""
    return sight.words.gettext("Select an urgency that is not the one in force")


def in_force(sight: Sight, case: Case, subject: Subject) -> tuple[FormPart, ...]:
    """The rating of one person, and until when; nothing before the first."""
    rating, clock = case.rating_of(subject), case.clock("urgency", subject.id)
    if rating is None or clock is None:
        return ()
    now = sight.words.gettext("{child} is {rating}, due {when}.").format(
        child=phrases.label(sight, subject),
        rating=phrases.rating(sight, rating.level),
        when=times.now_read(sight, clock.due_at),
    )
    return (Section((now,)),)


def _of_subject(sight: Sight, case: Case, subject: Subject, due: Due) -> tuple[FormPart, ...]:
    _ = sight.words.gettext
    rating, child = case.rating_of(subject), phrases.label(sight, subject)
    if rating is None:
        return ()
    several = len(case.subjects) > urgency.MOST_RADIOS
    return (
        *in_force(sight, case, subject),
        urgency.field(
            sight,
            subject,
            lambda level: due(subject, level),
            label=_("Urgency for {child}").format(child=phrases.inside(child)),
            as_list=several,
            value=rating.level,
        ),
    )
