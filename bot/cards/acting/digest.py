"""Reminders in one message: what needs somebody, what is late in an agency, what is late after the grace.

Four things at most, soonest first, each with its own buttons. Never what an action says, nor whom a case is about.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.cards import phrases, posts, times
from bot.cards.acting import action_words
from bot.cards.answering import phone_lead
from bot.cards.desk.tasks import kind as task_kind
from bot.cards.elements import Button, Card, Form, Row, Section
from bot.cards.sight import Sight
from triage import phoning
from triage.case import Case
from triage.records import Task

MOST = 4
"""So many things are listed; of the rest there is a count."""
ABOUT_ACTIONS = ("action", "less_safe")
"""What is about one action, and is called by its number."""
PHONED_ABOUT = ("answer", "action")
"""What an agency's lead is phoned about when it is late."""


@dataclass(frozen=True)
class Shown:
    """One thing that is listed, as it stands now.

    `over` says that it no longer waits: "done", "given" to somebody else, or "over"; `over_at` since when.
    `snooze_to` is until when it may be put off, `snoozed_until` until when it was.
    """

    line: str
    about: str
    thing: str
    seat: str
    case: Case | None
    due_at: datetime
    urgent: bool = False
    task: Task | None = None
    over: str = ""
    over_at: datetime | None = None
    snooze_to: datetime | None = None
    snoozed_until: datetime | None = None
    owner: str = ""
    reminded: int = 0

    @property
    def waits(self) -> bool:
        """Whether it needs somebody now."""
        return not self.over and self.snoozed_until is None


def replaced(sight: Sight, at: datetime) -> Card:
    """The one before: a newer one stands in its place."""
    line = sight.words.gettext("Replaced {time}.").format(time=times.posted(sight, at))
    return Card(title=line, fallback=line)


def card(sight: Sight, level: str, made_at: datetime, shown: tuple[Shown, ...], thing: str = "") -> Card:
    """One message of reminders. `level` is "owner", "lead" or "desk", `thing` the message's id.

    What still waits comes first and alone is counted; what no longer does stands where there is room.
    """
    waiting = [one for one in shown if one.waits]
    listed = _waiting_first(shown)[:MOST]
    rows = _rows(sight, level, listed)
    last = ". ".join((*_and_more(sight, len(waiting) - MOST), *_about_snooze(sight, level, listed)))
    return Card(
        title=_title(sight, level, made_at, waiting),
        fallback=_fallback(sight, level, made_at, waiting),
        body=(*rows, *((Section((last,)),) if last else ())),
        buttons=_more(sight, level, len(waiting), thing),
    )


def page(sight: Sight, verb: str, thing: str, level: str, shown: tuple[Shown, ...]) -> Form:
    """Everything that is listed, each with its buttons: what a message or a row has no room for. `verb` opens it."""
    _ = sight.words.gettext
    rows = _rows(sight, level, _waiting_first(shown))
    return Form(
        title=_("All that is late"),
        verb=verb,
        thing=thing,
        body=rows or (Section((_("Nothing here needs you now."),)),),
    )


def _waiting_first(shown: tuple[Shown, ...]) -> tuple[Shown, ...]:
    return tuple(sorted(shown, key=lambda one: (not one.waits, bool(one.over))))


def _rows(sight: Sight, level: str, listed: tuple[Shown, ...]) -> tuple[Row, ...]:
    return tuple(
        Row((_line(sight, level, number, one),), _buttons(sight, level, one))
        for number, one in enumerate(listed, start=1)
    )


def _more(sight: Sight, level: str, waiting: int, thing: str) -> tuple[Button, ...]:
    """The way to all of it: an owner's is My work; at the desk a list, once there is more than a message holds."""
    if level == "owner":
        return (_my_work(sight),)
    if level != "desk" or waiting <= MOST:
        return ()
    label = sight.words.gettext("Show all {n}").format(n=waiting)
    name = sight.words.gettext("{show_all} that are late").format(show_all=label)
    return (phrases.button(label, name, "reminder.all", thing),)


def _title(sight: Sight, level: str, made_at: datetime, waiting: list[Shown]) -> str:
    _, many = sight.words.gettext, sight.words.ngettext
    n = len(waiting)
    if not n:
        said = _("Nothing here needs you now")
        return " · ".join(part for part in (said, _reader_seat(sight) if level != "desk" else "") if part)
    if level == "lead":
        return _("LATE in your agency: {n} · {seat}").format(n=n, seat=_reader_seat(sight))
    if level == "desk":
        seats = phrases.seats(sight, tuple(dict.fromkeys(one.seat for one in waiting if one.seat)))
        said = _("LATE: {n}").format(n=n)
        return " · ".join(part for part in (said, seats) if part)
    said = many("{n} thing needs you {day}", "{n} things need you {day}", n)
    said = said.format(n=n, day=_day(sight, made_at))
    return " · ".join(part for part in (said, _reader_seat(sight)) if part)


def _fallback(sight: Sight, level: str, made_at: datetime, waiting: list[Shown]) -> str:
    _, many = sight.words.gettext, sight.words.ngettext
    n = len(waiting)
    if not n:
        return _("Nothing here needs you now.")
    reference = _safe_reference(sight, waiting[0])
    if level == "lead":
        said = many(
            "{n} thing is late in your agency. First: {reference}.",
            "{n} things are late in your agency. First: {reference}.",
            n,
        )
        return said.format(n=n, reference=reference)
    if level == "desk":
        said = many("{n} thing is late. First: {reference}.", "{n} things are late. First: {reference}.", n)
        return said.format(n=n, reference=reference)
    said = many("{n} thing needs you {day}. First: {first}.", "{n} things need you {day}. First: {first}.", n)
    return said.format(n=n, day=_day(sight, made_at), first=_first(sight, waiting[0]))


def _day(sight: Sight, at: datetime) -> str:
    return times.posted_day(sight, at.astimezone(sight.hub.zone).date())


def _reader_seat(sight: Sight) -> str:
    return sight.seat(sight.reader.seat) if sight.reader and sight.reader.seat else ""


def _first(sight: Sight, one: Shown) -> str:
    """The reference, its rating and when it is due, for a lock screen."""
    rating = phrases.rating_word(sight, one.case.level) if one.case and one.case.level else ""
    named = _safe_reference(sight, one)
    return ", ".join(part for part in (named, rating, _due(sight, one)) if part)


def _safe_reference(sight: Sight, one: Shown) -> str:
    """The reference, but of a restricted case not on a lock screen."""
    if one.case is not None and one.case.circle.restricted:
        return sight.words.gettext("a restricted item")
    return _reference(one) or sight.words.gettext("a task")


def _reference(one: Shown) -> str:
    return one.case.referral.reference if one.case else ""


def _due(sight: Sight, one: Shown) -> str:
    """Until when; of somebody who is less safe since when, for which no time is set."""
    _ = sight.words.gettext
    since = one.case.action(one.thing).unsafe_since if one.case and one.about == "less_safe" else None
    if since:
        return _("since {when}").format(when=times.posted(sight, since))
    words = _("late since {when}") if one.due_at <= sight.now else _("due {when}")
    return words.format(when=times.posted(sight, one.due_at))


def _line(sight: Sight, level: str, number: int, one: Shown) -> str:
    """One thing: which case, what of it, until when or what became of it."""
    what = _late_what(sight, one) if level != "owner" else _what(sight, one)
    parts = (*_case_parts(sight, one), what, _state(sight, level, one), *_behind(sight, level, one))
    return f"{number}. {' · '.join(part for part in parts if part)}"


def _case_parts(sight: Sight, one: Shown) -> Iterator[str]:
    if one.case is None:
        return
    if one.about in ABOUT_ACTIONS:
        yield action_words.called(sight, one.case, one.case.action(one.thing))
    elif one.case.level:
        yield f"{phrases.rating(sight, one.case.level)} {one.case.referral.reference}"
    else:
        yield one.case.referral.reference
    if one.case.restriction:
        yield sight.words.gettext("restricted")


def _what(sight: Sight, one: Shown) -> str:
    _ = sight.words.gettext
    if one.task is not None:
        return task_kind(sight, one.task)
    return {
        "answer": _("what you know"),
        "view": _("your view"),
        "less_safe": _("somebody may be less safe: say what is done instead"),
        "approval": _("decision to approve"),
        "feedback": _("feedback to send"),
    }.get(one.about, "")


def _late_what(sight: Sight, one: Shown) -> str:
    """In what is late the agency's name stands with it at the desk's."""
    return _what(sight, one) if one.task is not None or one.about == "less_safe" else ""


def _state(sight: Sight, level: str, one: Shown) -> str:
    """Until when, or what became of it."""
    _ = sight.words.gettext
    if one.over == "done":
        return _("done {when}").format(when=times.posted(sight, one.over_at)) if one.over_at else _("done")
    if one.over == "given":
        return _("with somebody else now")
    if one.over:
        return _("no longer needed")
    if one.snoozed_until is not None:
        return _("put off to {when}").format(when=times.posted(sight, one.snoozed_until))
    if level != "owner" and one.about == "answer":
        return _("answer, late since {time}").format(time=times.posted(sight, one.due_at))
    return _due(sight, one)


def _behind(sight: Sight, level: str, one: Shown) -> Iterator[str]:
    """Whose it is, how often they were reminded, and who is asked to take it."""
    if level == "owner" or one.over:
        return
    many = sight.words.ngettext
    if level == "desk" and one.seat:
        yield sight.seat(one.seat)
    said = many("reminded {n} time", "reminded {n} times", one.reminded).format(n=one.reminded)
    name = sight.name(one.owner) if one.owner else ""
    if one.reminded or name:
        yield ", ".join(part for part in (name, said if one.reminded else "") if part)
    if one.case is not None and one.about == "action":
        yield action_words.offered_to(sight, one.case, one.case.action(one.thing))
    if level == "desk":
        yield from phoned(sight, one, times.posted)


def phoned(sight: Sight, one: Shown, say: Callable[[Sight, datetime], str]) -> Iterator[str]:
    """Who was phoned last about what is late, and what came of it; nothing where nobody was. `say` says when."""
    if one.case is None or one.about not in PHONED_ABOUT:
        return
    call = phoning.last_call(one.case, one.about, one.thing, one.seat, late_since=one.due_at)
    if call is not None:
        yield phone_lead.said(sight, call, say)


def _and_more(sight: Sight, left: int) -> Iterator[str]:
    if left > 0:
        yield sight.words.gettext("and {n} more").format(n=left)


def _about_snooze(sight: Sight, level: str, listed: tuple[Shown, ...]) -> Iterator[str]:
    if level == "owner" and any(one.snooze_to for one in listed):
        yield sight.words.gettext(
            "Snooze hides the reminder. It does not move the due time, and your lead is told when it is late."
        )


def _my_work(sight: Sight) -> Button:
    label = sight.words.gettext("Open My work")
    return phrases.button(label, label, "work.open", "")


def _buttons(sight: Sight, level: str, one: Shown) -> tuple[Button, ...]:
    if not one.waits:
        return ()
    if one.task is not None:
        return (_record(sight, one.task, _reference(one)), *_snooze(sight, one))
    if one.case is None:
        return ()
    if level == "owner":
        return tuple(_owner_buttons(sight, one, one.case))
    return tuple((_lead_buttons if level == "lead" else _desk_buttons)(sight, one, one.case))


def _owner_buttons(sight: Sight, one: Shown, case: Case) -> Iterator[Button]:
    """Three at most: where it may be put off, what is known is added from My work."""
    match one.about:
        case "answer":
            yield posts.nothing_known(sight, case)
            if one.urgent or one.snooze_to is None:
                yield posts.add_what_we_know(sight, case)
        case "view":
            yield posts.give_our_view(sight, case)
        case "action":
            yield action_words.done(sight, case, case.action(one.thing), primary=True)
        case "less_safe":
            yield action_words.instead(sight, case, case.action(one.thing), primary=True)
        case "approval":
            yield posts.read_and_decide(sight, case, case.proposal(one.thing), primary=True)
        case _:
            yield _send_feedback(sight, case, one.thing)
    yield from _snooze(sight, one)
    yield from _not_mine(sight, one, case)


def _snooze(sight: Sight, one: Shown) -> Iterator[Button]:
    if one.snooze_to is None:
        return
    _ = sight.words.gettext
    same_day = one.snooze_to.astimezone(sight.hub.zone).date() == sight.today
    when = times.clock_time(sight, one.snooze_to) if same_day else times.posted(sight, one.snooze_to)
    label = _("Snooze to {time}").format(time=when)
    name = ", ".join((label, *_called(sight, one)))
    yield phrases.button(label, name, "reminder.snooze", one.line, opens=False)


def _not_mine(sight: Sight, one: Shown, case: Case) -> Iterator[Button]:
    if one.about == "action":
        label = sight.words.gettext("Not mine")
        name = ", ".join((label, *_called(sight, one)))
        yield phrases.button(label, name, "action.not_mine", one.thing)
    elif one.about in {"answer", "view"}:
        yield posts.not_mine(sight, case)


def _called(sight: Sight, one: Shown) -> Iterator[str]:
    """What a thing is called in the name of a button, so that no two in a message are alike."""
    if one.case is None:
        return
    if one.about in ABOUT_ACTIONS:
        yield phrases.inside(action_words.called(sight, one.case, one.case.action(one.thing)))
        return
    yield from (part for part in (_what(sight, one), one.case.referral.reference) if part)


def _lead_buttons(sight: Sight, one: Shown, case: Case) -> Iterator[Button]:
    _ = sight.words.gettext
    reference = case.referral.reference
    if one.about == "action":
        action = case.action(one.thing)
        yield action_words.update(sight, case, action)
        yield action_words.give(sight, case, action, _("Give to a colleague"))
        return
    for label, name, verb in (
        (_("Answer now"), _("Answer now for {reference}"), "check.answer"),
        (_("Give to a colleague"), _("Give to a colleague, {reference}"), "answer.give"),
        (_("We cannot check"), _("We cannot check {reference}"), "check.cannot"),
    ):
        yield phrases.button(label, name.format(reference=reference), verb, case.referral.id)


def _desk_buttons(sight: Sight, one: Shown, case: Case) -> Iterator[Button]:
    _ = sight.words.gettext
    if one.about == "less_safe":
        yield action_words.instead(sight, case, case.action(one.thing), primary=True)
        return
    if one.seat:
        name = _("Phone the lead of {seat}, {thing}")
        yield phone_the_lead(sight, one, _("Phone the lead"), name)
    if one.about == "action":
        yield move_the_action(sight, one, case)
        return
    name = _("Go on without them, {seat}, {reference}")
    name = name.format(seat=sight.seat(one.seat), reference=case.referral.reference)
    yield go_on_without(sight, case, name)


def phone_the_lead(sight: Sight, one: Shown, label: str, name: str) -> Button:
    """Opens who leads the agency that something is late in; `name` says of which `{seat}` and `{thing}`."""
    called = ", ".join(_called(sight, one))
    seat = sight.seat(one.seat)
    return phrases.button(
        label.format(seat=seat), name.format(seat=seat, thing=called), "reminder.phone", one.line
    )


def move_the_action(sight: Sight, one: Shown, case: Case) -> Button:
    """Opens to whom an action that is late goes."""
    label = sight.words.gettext("Move the action")
    return action_words.give(sight, case, case.action(one.thing), label)


def go_on_without(sight: Sight, case: Case, name: str) -> Button:
    """Opens the decision, in which somebody says why they do not wait for who is late."""
    label = sight.words.gettext("Go on without them")
    return phrases.button(label, name, "decision.propose", case.referral.id)


def _send_feedback(sight: Sight, case: Case, feedback: str) -> Button:
    _ = sight.words.gettext
    name = _("Send feedback for {reference}").format(reference=case.referral.reference)
    return phrases.button(_("Send feedback"), name, "feedback.send", feedback, primary=True)


def _record(sight: Sight, task: Task, reference: str) -> Button:
    _ = sight.words.gettext
    what = ", ".join(part for part in (task_kind(sight, task), reference) if part)
    name = _("Record what you did, {task}").format(task=what)
    return phrases.button(_("Record what you did"), name, "task.do", task.id, primary=True)
