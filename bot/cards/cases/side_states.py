"""What may be true beside any state of a case, as lines for the shared card: strongest first."""

from collections.abc import Iterator
from datetime import datetime

from bot.cards import phrases, posts, times
from bot.cards.cases import closing, meeting_line
from bot.cards.sight import Sight
from triage.case import Case
from triage.lifecycle import OPEN
from triage.linking import NEW_IN_HOUSEHOLD
from triage.records import Rating


def lines(case: Case, sight: Sight) -> tuple[str, ...]:
    """One line for each side state that holds."""
    return (
        *_urgent(case, sight),
        *_rating_raised(case, sight),
        *meeting_line.interim(case, sight),
        *_household(case, sight),
        *_late_view(case, sight),
        *_disagreement(case, sight),
        *_reopened(case, sight),
        *_held(case, sight),
    )


def _urgent(case: Case, sight: Sight) -> Iterator[str]:
    _ = sight.words.gettext
    started = case.urgent_now
    if started is None:
        return
    over = all(subject.stage not in OPEN for subject in case.subjects)
    when = times.posted(sight, started.at) if over else posts.at(sight, case, started.at)
    yield _("URGENT PROTECTION started {time}. Do not wait for checks or the meeting.").format(time=when)


def _rating_raised(case: Case, sight: Sight) -> Iterator[str]:
    _ = sight.words.gettext
    newest = newest_raise(case, sight)
    if newest is None:
        return
    said = _("RATING RAISED from {old} to {new} {time}.").format(
        old=phrases.rating_word(sight, newest.was),
        new=phrases.rating_word(sight, newest.level),
        time=posts.at(sight, case, newest.at),
    )
    was_due = due_before(case, newest)
    if was_due is not None:
        said = " ".join((said, _("Was due {when}.").format(when=times.posted(sight, was_due))))
    yield said


def newest_raise(case: Case, sight: Sight) -> Rating | None:
    """The newest rating in force that is more urgent than the one it replaced, on a subject still open."""
    rank = sight.hub.profile.rank
    in_force = [r for s in case.subjects if s.stage in OPEN and (r := case.rating_of(s)) and r.was]
    raised = [rating for rating in in_force if rank(rating.level) > rank(rating.was)]
    return max(raised, key=lambda rating: rating.at, default=None)


def due_before(case: Case, rating: Rating) -> datetime | None:
    """When the subject was due under the rating that this one replaced."""
    return _due(case, rating.subject, rating.was)


def due_under(case: Case, rating: Rating) -> datetime | None:
    """When the subject of this rating is due under it."""
    return _due(case, rating.subject, rating.level) or case.due_at


def _due(case: Case, subject: str, level: str) -> datetime | None:
    """By the newest clock of this subject at this level."""
    wanted = ("urgency", subject, level)
    found = [clock.due_at for clock in case.clocks if (clock.kind, clock.subject, clock.level) == wanted]
    return found[-1] if found else None


def _household(case: Case, sight: Sight) -> Iterator[str]:
    """Somebody else of the household was referred since."""
    _ = sight.words.gettext
    waiting = [task for task in case.tasks if task.kind == NEW_IN_HOUSEHOLD]
    for task in [one for one in waiting if one.done_at is None][:1]:
        yield _("NEW HOUSEHOLD INFORMATION {time}. The decision stands until reviewed.").format(
            time=times.posted(sight, task.at)
        )


def _late_view(case: Case, sight: Sight) -> Iterator[str]:
    _ = sight.words.gettext
    waiting = [task for task in case.tasks if task.kind == "late_view" and task.done_at is None]
    for task in waiting[:1]:
        yield _("LATE VIEW {time}. Duty manager asked to confirm or reopen by {until}.").format(
            time=times.posted(sight, task.at), until=times.posted(sight, task.due_at)
        )


def _disagreement(case: Case, sight: Sight) -> Iterator[str]:
    """The highest that waits for an answer."""
    _ = sight.words.gettext
    open_ones = [(now.level, now.due_at, now.owner) for now in case.standings if now.due_at is not None]
    if not open_ones:
        return
    level, due_at, owner = max(open_ones)
    said = _("DISAGREEMENT, level {n}, due {when}.")
    nobody = () if owner else (_("Nobody else in this hub can answer it."),)
    stands = (_("The decision stands."),) if case.decisions else ()
    yield " ".join((said.format(n=level, when=posts.in_full(sight, due_at)), *nobody, *stands))


def _reopened(case: Case, sight: Sight) -> Iterator[str]:
    if case.reopened is not None:
        yield closing.side_state(sight, case)


def _held(case: Case, sight: Sight) -> Iterator[str]:
    words = closing.held(sight, case)
    if words:
        yield words
