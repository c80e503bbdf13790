"""The day's list: references, ratings and due times; never whom a case is about."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from bot.cards import phrases, posts, times
from bot.cards.elements import Button, Card, Form, FormPart, Heading, Row, Section
from bot.cards.meetings import meeting_buttons
from bot.cards.sight import Sight
from triage.case import Case
from triage.day_list import Rows
from triage.meetings import interim_until
from triage.records import Action, DayList, Meeting

SHOWN = 20
"""So many cases stand on the card; the others in the list that opens."""


class ListMeeting(NamedTuple):
    """The meeting of a list: which list, when, and how many cases its reader may know of."""

    day_list: str
    at: datetime
    cases: int
    opened: bool = False


def todays_meeting(sight: Sight, meeting: ListMeeting | None) -> Iterator[Row]:
    """The line in My work."""
    if meeting is None:
        return
    many, n = sight.words.ngettext, meeting.cases
    line = many("TODAY'S MEETING {time} · {n} case", "TODAY'S MEETING {time} · {n} cases", n)
    if not meeting.opened and meeting.at <= sight.now:
        line = many(
            "TODAY'S MEETING was due {time}, not opened · {n} case",
            "TODAY'S MEETING was due {time}, not opened · {n} cases",
            n,
        )
    line = line.format(time=times.clock_time(sight, meeting.at), n=n)
    yield Row((line,), (meeting_buttons.open_list(sight, meeting.day_list),), apart=True)


def card(sight: Sight, of: DayList, rows: Rows, meeting: Meeting | None) -> Card:
    """The list in the channel, as it is now."""
    _, many = sight.words.gettext, sight.words.ngettext
    n, day = len(rows.listed), date.fromisoformat(of.day)
    at = times.clock_time(sight, meeting.at if meeting else of.meeting_at)
    cases = many("{n} case", "{n} cases", n).format(n=n)
    more = phrases.button(_("More"), _("More for the list of the day"), "list.more", of.id)
    lines = (*_levels(sight, rows), *_changes(sight, rows), _responsibility(sight))
    return Card(
        title=_("TODAY'S LIST · {day} · {cases} · meeting {time}").format(
            day=_day(sight, day), cases=cases, time=at
        ),
        fallback=_("Today's list: {cases}. Meeting {time}.").format(cases=cases, time=at),
        body=(Section(lines),),
        buttons=(
            meeting_buttons.open_list(sight, of.id),
            *((meeting_buttons.call_for_list(sight, of.id),) if meeting is None else ()),
            more,
        ),
    )


def form(sight: Sight, of: DayList, rows: Rows) -> Form:
    """The whole list, each case with the way to its details."""
    _ = sight.words.gettext
    body: list[FormPart] = [Section((_intro(sight, of), phrases.opening_recorded(sight)))]
    for case in rows.listed:
        line = f"{phrases.rating(sight, case.level)} {row(sight, case)}"
        body.append(Row((line,), (posts.open_details(sight, case),)))
    if not rows.listed:
        body.append(Section((_("No case is on this list."),)))
    changes = tuple(_changes(sight, rows))
    return Form(
        title=_("The day's list"),
        verb="list.open",
        thing=of.id,
        body=(*body, *((Section(changes),) if changes else ())),
    )


def more(
    sight: Sight, of: DayList, buttons: tuple[Button, ...], actions: tuple[tuple[str, Action], ...]
) -> Form:
    """What else can be done with the list, and the actions that its meeting reviews."""
    _ = sight.words.gettext
    lines = tuple(
        _("Action {n} on {reference} · {seat} · due {when}").format(
            n=action.number,
            reference=reference,
            seat=sight.seat(action.seat) if action.seat else sight.name(action.owner),
            when=times.now_read(sight, action.due_at),
        )
        for reference, action in actions
    )
    log = (Heading(_("Actions to review")), Section(lines)) if lines else ()
    return Form(
        title=_("More"),
        verb="list.more",
        thing=of.id,
        body=(Section((_intro(sight, of),)), *log),
        buttons=buttons,
    )


def row(sight: Sight, case: Case) -> str:
    """One case: "MASH-2611-7KDMQ due 9:12am Tue 17 November, 9 of 12 answered"."""
    _ = sight.words.gettext
    due = times.posted(sight, case.due_at) if case.due_at else ""
    words = (
        _("{reference} due {when}, {where}, restricted")
        if case.restriction
        else _("{reference} due {when}, {where}")
    )
    return words.format(reference=case.referral.reference, when=due, where=_where(sight, case))


def _where(sight: Sight, case: Case) -> str:
    _ = sight.words.gettext
    state = case.state(sight.now)
    if interim_until(case) and state == "decided":
        return _("interim decision")
    if state == "proposed":
        return _("decision proposed")
    if state == "in_meeting":
        return _("in the meeting")
    if state == "ready":
        return _("ready")
    return _("{n} of {all} answered").format(n=len(case.answered), all=len(case.asked))


def _levels(sight: Sight, rows: Rows) -> Iterator[str]:
    """One line for each rating."""
    shown = rows.listed[:SHOWN]
    for level in sight.hub.profile.levels:
        cases = [row(sight, case) for case in shown if case.level == level.id]
        if cases:
            yield f"{phrases.rating(sight, level.id)} {' · '.join(cases)}"
    left = len(rows.listed) - len(shown)
    if left:
        yield sight.words.gettext("and {n} more: open the list").format(n=left)


def _changes(sight: Sight, rows: Rows) -> Iterator[str]:
    """What came after the cut-off, and what stands on the next list instead."""
    _ = sight.words.gettext
    said = []
    if rows.added:
        references = ", ".join(case.referral.reference for case in rows.added[:SHOWN])
        said.append(_("Added since cut-off: {references}.").format(references=references))
    if rows.rolled:
        why = {"papers_late": _("{reference}, papers late"), "adjourned": _("{reference}, adjourned")}
        rolled = "; ".join(
            why[code].format(reference=case.referral.reference) for case, code in rows.rolled[:SHOWN]
        )
        said.append(_("Rolled to the next list: {references}.").format(references=rolled))
    if said:
        yield " ".join(said)


def _responsibility(sight: Sight) -> str:
    return sight.words.gettext(
        "Responsibility for an action rests with each agency. Agencies need not wait for the meeting to act."
    )


def _intro(sight: Sight, of: DayList) -> str:
    return sight.words.gettext("The list of {day}, meeting {time}.").format(
        day=_day(sight, date.fromisoformat(of.day)), time=times.clock_time(sight, of.meeting_at)
    )


def _day(sight: Sight, day: date) -> str:
    """A day in full with its year: "Monday 16 November 2026"."""
    said = times.day(sight, day)
    return said if said.endswith(str(day.year)) else f"{said} {day.year}"
