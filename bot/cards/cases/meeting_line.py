"""What a case's card says of its meeting: when and who chairs, or that it is discussed now."""

from collections.abc import Iterator

from bot.cards import posts, times
from bot.cards.elements import FormPart, Section
from bot.cards.meetings.meeting import chair_of
from bot.cards.referring.secret_address import quoted
from bot.cards.sight import Sight
from triage.case import Case
from triage.meetings import ahead, day_of, interim_until, now_in
from triage.records import Meeting


def ahead_of(case: Case, sight: Sight) -> Iterator[str]:
    """The meeting that will discuss it: "Meeting: 12:15pm, chair S. Patel."."""
    _ = sight.words.gettext
    sitting = ahead(case)
    if sitting is None:
        return
    when, chair = posts.at(sight, case, sitting.meeting.at), chair_of(sight, sitting)
    if chair:
        yield _("Meeting: {when}, chair {name}.").format(when=when, name=sight.name(chair))
    else:
        yield _("Meeting: {when}, chair still to be set.").format(when=when)


def now(case: Case, sight: Sight) -> Iterator[str]:
    """That it is discussed now; as one of several: which."""
    _ = sight.words.gettext
    sitting = now_in(case)
    item = sitting.in_hand if sitting else None
    if sitting is None or item is None or item.started_at is None:
        return
    since = posts.at(sight, case, item.started_at)
    if sitting.meeting.kind == "urgent":
        yield _("Now: in the meeting since {time}.").format(time=since)
        return
    yield _("Now: in the meeting, case {n} of {all}, since {time}.").format(
        n=sitting.number(item), all=len(sitting.agenda), time=since
    )


def interim(case: Case, sight: Sight) -> Iterator[str]:
    """A decision that holds for the time being, and when the case is back."""
    yield from interim_day(sight, interim_until(case))


def interim_day(sight: Sight, until: str) -> Iterator[str]:
    """The mark of whatever holds for the time being only, wherever it stands; nothing for what does not."""
    day = day_of(until)
    if day is not None:
        yield sight.words.gettext("INTERIM DECISION. Back on the list {day}.").format(
            day=times.posted_day(sight, day)
        )


def why_interim(case: Case, sight: Sight, meeting: Meeting) -> Iterator[FormPart]:
    """Why a meeting went on without agencies that are needed and what keeps the child safe until then, as somebody wrote it."""
    if meeting.interim_at is None:
        return
    _ = sight.words.gettext
    said = (
        sight.name(meeting.interim_by) if meeting.interim_by else "",
        times.now_read(sight, meeting.interim_at),
    )
    by = ", ".join(part for part in said if part)
    yield Section((_("Why it is interim ({by}):").format(by=by),))
    yield quoted(sight, case, meeting.interim_why)
    yield Section((_("What keeps the child safe until then ({by}):").format(by=by),))
    yield quoted(sight, case, meeting.interim_safe)
