"""What is asked of one person alone, as rows of My work: meetings, what came back, minutes, disagreements."""

from bot.cards import posts, times
from bot.cards.deciding import disagreement as disagreeing
from bot.cards.deciding.returned import propose_again
from bot.cards.elements import Button, Row
from bot.cards.meetings import meeting_buttons
from bot.cards.sight import Sight
from triage.case import Case
from triage.meetings import Sitting


def of_meeting(sight: Sight, group: str, sitting: Sitting, case: Case | None, rated: str) -> Row:
    """A meeting to set, to open or to go on with, or its minutes to approve; the day's meeting has no `case`."""
    what = case.referral.reference if case else times.posted(sight, sitting.meeting.at)
    line = _minutes(sight, sitting) if group == "minutes" else _meeting(sight, sitting)
    named = rated or sight.words.gettext("the day's meeting")
    return Row((f"{named} · {line}",), _buttons(sight, group, sitting, case, what))


def returned(sight: Sight, case: Case, rated: str) -> Row:
    """A decision that came back and is to be proposed again."""
    _ = sight.words.gettext
    line = _("decision returned to you")
    return Row((f"{rated} · {line}",), (propose_again(sight, case), posts.open_details(sight, case)))


def disagreement(sight: Sight, case: Case, thing: str, rated: str) -> Row:
    """A disagreement that waits for an answer: never who disagrees, or why."""
    _ = sight.words.gettext
    now = next(found for found in case.standings if found.disagreement.id == thing)
    line = _("disagreement, level {level}").format(level=now.level)
    due = times.due_or_overdue(sight, now.due_at or now.disagreement.due_at)
    if now.disagreement.unsafe:
        line = _("disagreement, level {level}: somebody may be unsafe now").format(level=now.level)
    buttons = (*disagreeing.answer(sight, case, thing), posts.open_details(sight, case))
    return Row((f"{rated} · {line} · {due}",), buttons)


def _meeting(sight: Sight, sitting: Sitting) -> str:
    _ = sight.words.gettext
    if sitting.is_open:
        return _("the meeting is open")
    if sitting.meeting.at < sight.now:
        what = _("meeting to open") if sitting.meeting.set_at else _("meeting to set")
        return f"{what} · {times.left(sight, sitting.meeting.at)}"
    words = _("meeting to open, {when}") if sitting.meeting.set_at else _("meeting to set, suggested {when}")
    return words.format(when=times.now_read(sight, sitting.meeting.at))


def _minutes(sight: Sight, sitting: Sitting) -> str:
    newest = sitting.minutes[-1]
    made = times.now_read(sight, newest.made_at)
    return sight.words.gettext("version {n}, made {when}").format(n=newest.version, when=made)


def _buttons(sight: Sight, group: str, sitting: Sitting, case: Case | None, what: str) -> tuple[Button, ...]:
    if group == "minutes":
        return (meeting_buttons.minutes(sight, sitting, what),)
    if sitting.is_open:
        return (meeting_buttons.next_case(sight, sitting, what),)
    if sitting.meeting.set_at is None and case is not None:
        return (meeting_buttons.set_time_and_chair(sight, case),)
    return (meeting_buttons.roll(sight, sitting, what), meeting_buttons.start(sight, sitting, what))
