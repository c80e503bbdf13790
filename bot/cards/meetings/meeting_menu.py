"""What else can be done with a meeting, and the form in which a case is left for the next one."""

from collections.abc import Iterator

from bot.cards import phrases, posts
from bot.cards.elements import Button, Form, FormPart, Section
from bot.cards.meetings import meeting_buttons as buttons
from bot.cards.meetings import meeting_forms
from bot.cards.sight import Sight
from triage.authority import Actor, may
from triage.case import Case
from triage.meetings import Sitting
from triage.records import Subject


def form(sight: Sight, sitting: Sitting, case: Case | None, actor: Actor) -> Form:
    """The menu behind More: only what this person may do."""
    _ = sight.words.gettext
    offered = tuple(
        one for one in _all(sight, sitting, case) if may(actor, one.verb, case, one.thing).allowed
    )
    nothing = () if offered else (Section((_("There is nothing you can do with this now."),)),)
    return Form(
        title=_("More"),
        verb="meeting.more",
        thing=sitting.meeting.id,
        body=(Section((meeting_forms.meeting_line(sight, sitting),)), *nothing),
        buttons=offered,
    )


def end_of_case(
    sight: Sight,
    sitting: Sitting,
    case: Case,
    fields: tuple[FormPart, ...],
    subjects: tuple[Subject, ...],
) -> Form:
    """Where each child's needs will best be met, once something is proposed; then the next case, or the end."""
    _ = sight.words.gettext
    label = _way_on(sight, sitting)
    lines = [phrases.case_line(sight, case)]
    if len(subjects) < len(case.subjects):
        lines.append(
            _(
                "No decision is proposed for everybody. The clock runs on, and the case comes back on the list."
            )
        )
    safe = (phrases.safe_to_record(sight),) if fields else ()
    return Form(
        title=label,
        verb="meeting.next",
        thing=sitting.meeting.id,
        body=(Section(tuple(lines)), *fields, *safe),
        submit=label,
    )


def nothing_in_hand(sight: Sight, sitting: Sitting) -> Form:
    """The case that was discussed left the meeting: what is left is to go on."""
    label = _way_on(sight, sitting)
    left = sight.words.gettext(
        "The case that was discussed has left this meeting. Nothing is recorded about it here."
    )
    return Form(
        title=label, verb="meeting.next", thing=sitting.meeting.id, body=(Section((left,)),), submit=label
    )


def _way_on(sight: Sight, sitting: Sitting) -> str:
    _ = sight.words.gettext
    return _("Next case") if sitting.next_item else _("Close the meeting")


def _all(sight: Sight, sitting: Sitting, case: Case | None) -> Iterator[Button]:
    what = case.referral.reference if case else str(len(sitting.agenda))
    if sitting.is_live:
        yield from _going_on(sight, sitting, case, what)
    yield buttons.minutes(sight, sitting, what)
    if case is not None:
        yield posts.open_details(sight, case)
        yield posts.more(sight, case)


def _going_on(sight: Sight, sitting: Sitting, case: Case | None, what: str) -> Iterator[Button]:
    _ = sight.words.gettext
    if sitting.meeting.state == "called":
        label = _("Change time or chair")
        name = _("{label}, meeting about {what}").format(label=label, what=what)
        if sitting.meeting.day_list:
            yield phrases.button(label, name, "list.call", sitting.meeting.day_list)
        elif case is not None:
            yield phrases.button(label, name, "meeting.call", case.referral.id)
    yield buttons.roll(sight, sitting, what)
    yield buttons.adjourn(sight, sitting, what)
