"""My work: one's own items only, in one order everywhere, told with what is left of the time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from bot.cards import phrases, posts, times
from bot.cards.answering import phone_answer
from bot.cards.desk.tasks import line as task_line
from bot.cards.elements import Button, Card, CardPart, Form, Heading, Row, Section
from bot.cards.hours import duty
from bot.cards.meetings import day_list
from bot.cards.meetings.day_list import ListMeeting
from bot.cards.overview import look_again, unsent
from bot.cards.overview.unsent import Unsent
from bot.cards.sight import Sight
from triage.authority import may
from triage.case import Case
from triage.records import Handover, Task
from triage.roster import Charge, Duty

SEVERAL = 2
ROWS = 15
"""So many rows stand in the list itself; the next so many open from it."""
GROUPS = (
    "urgent",
    "to_check",
    "to_confirm",
    "views",
    "to_screen",
    "to_approve",
    "replies",
    "again",
    "actions",
    "feedback",
    "reviews",
    "access",
    "tasks",
    "mine",
    "late",
)
"""The order of the groups."""
TO_ANSWER = ("urgent", "to_check")
"""The groups that "Work through them" goes through."""


@dataclass(frozen=True)
class Item:
    """One thing that waits. `thing` is what its buttons are about, `number` an action's, `seat` of whom it is asked."""

    group: str
    case: Case | None
    thing: str
    due_at: datetime
    task: Task | None = None
    seat: str = ""
    number: int = 0
    holding: bool = False
    """Of feedback: nothing is decided yet, and that is what is to be told."""


@dataclass(frozen=True)
class Work:
    """All that waits for one person, in order; what they are on duty for, may start, and were told of it."""

    items: tuple[Item, ...] = ()
    duties: tuple[Duty, ...] = ()
    charges: tuple[Charge, ...] = ()
    handovers: tuple[Handover, ...] = ()
    drafts: tuple[Unsent, ...] = ()
    to_read: bool = False
    """Whether they have still to read what is recorded about them, or to read it again."""
    meeting: ListMeeting | None = None
    """The meeting of today's list, until it is over."""
    only_referrals: bool = field(default=False)
    """For people who only refer: nothing but their own referrals is offered."""
    seats: tuple[str, ...] = ()
    """The agencies that they answer for."""

    @property
    def of_several(self) -> bool:
        """Whether rows and their buttons must say for which agency they are."""
        return len(self.seats) > 1


Elsewhere = tuple[tuple[Sight, Work], ...]
"""What waits in each further hub that somebody is in, as they see it there."""


def card(sight: Sight, work: Work, elsewhere: Elsewhere = (), *, on_web: bool = True) -> Card:
    """The list, and after it those of further hubs. On the web its drafts open; in chat there is a link to them."""
    _ = sight.words.gettext
    shown = work.items[:ROWS]
    body: list[CardPart] = [
        *_to_read(sight, work),
        *duty.rows(sight, work.duties, work.charges, work.handovers),
        *((Heading(sight.hub.forum.name),) if elsewhere else ()),
        *_rows(sight, work, shown),
        *day_list.todays_meeting(sight, work.meeting),
        *unsent.rows(sight, work.drafts, on_web=on_web),
    ]
    if not work.items and not work.drafts:
        body.append(Section((_("Nothing needs you now."),)))
    for seen, waiting in elsewhere:
        body += _in_another_hub(seen, waiting)
    contact = sight.hub.profile.contact
    recorded = _("What you open and do here is recorded.")
    phones = _("Hub {hub} · Emergency duty team {team}").format(
        hub=contact.hub_phone, team=contact.emergency_team_phone
    )
    return Card(
        title=_title(sight, work),
        fallback=_("Your work list, {time}").format(time=times.clock_time(sight, sight.now)),
        body=tuple(body),
        buttons=_buttons(sight, work),
        footer=f"{recorded} {phones}",
    )


def _in_another_hub(sight: Sight, work: Work) -> Iterator[CardPart]:
    """What waits there, under its name; whatever is about one hub and no case stands in its first hub's list alone."""
    yield Heading(sight.hub.forum.name)
    yield from _rows(sight, work, work.items[:ROWS])
    if not work.items:
        yield Section((sight.words.gettext("Nothing needs you now."),))
    if len(work.items) > ROWS:
        yield Row((sight.hub.forum.name,), (_next(sight, 2, sight.hub.forum.id),))


def _to_read(sight: Sight, work: Work) -> tuple[Row, ...]:
    """Before all else, until they say that they have: it asks, and holds nothing up."""
    if not work.to_read:
        return ()
    asked = sight.words.gettext("What you do here is recorded. Please read what, and say that you have.")
    return (Row((asked,), (_recorded(sight),)),)


def _recorded(sight: Sight) -> Button:
    label = sight.words.gettext("What is recorded")
    return phrases.button(label, label, "recorded.read", "")


def page(sight: Sight, work: Work, number: int, hub: str = "") -> Form:
    """A later page of the list, as a form to read; `hub` is set for a hub that is not its person's first."""
    _ = sight.words.gettext
    shown = work.items[(number - 1) * ROWS : number * ROWS]
    body = tuple(_rows(sight, work, shown)) or (Section((_("Nothing needs you now."),)),)
    more = (_next(sight, number + 1, hub),) if len(work.items) > number * ROWS else ()
    return Form(title=_("My work"), verb="work.open", thing=hub, body=body, buttons=more)


def _title(sight: Sight, work: Work) -> str:
    _ = sight.words.gettext
    updated = _("Updated {time}").format(time=times.clock_time(sight, sight.now))
    seats = (sight.seat(seat) for seat in work.seats)
    return " · ".join((_("My work"), *seats, updated))


def _buttons(sight: Sight, work: Work) -> tuple[Button, ...]:
    _ = sight.words.gettext
    more = (_next(sight, 2),) if len(work.items) > ROWS else ()
    refresh = phrases.button(_("Refresh"), _("Refresh my work"), "work.refresh", "", opens=False)
    refer = phrases.button(
        _("Refer a concern"), _("Refer a concern"), "referral.start", "", primary=work.only_referrals
    )
    recorded = () if work.to_read else (_recorded(sight),)
    slip = phrases.button(_("Report a slip"), _("Report a slip"), "slip.report", "")
    return (
        *_through(sight, work),
        *more,
        refresh,
        refer,
        *_log(sight),
        *recorded,
        slip,
        *_near_misses(sight),
    )


def _log(sight: Sight) -> tuple[Button, ...]:
    """The open and late actions of the whole hub, for who looks after them."""
    if sight.reader is None or not may(sight.reader, "actions.log", None).allowed:
        return ()
    label = sight.words.gettext("Action log")
    return (phrases.button(label, label, "actions.log", ""),)


def _near_misses(sight: Sight) -> tuple[Button, ...]:
    """What nearly went wrong and waits for a review, for who reviews it."""
    if sight.reader is None or not may(sight.reader, "slip.list", None).allowed:
        return ()
    label = sight.words.gettext("Near misses")
    return (phrases.button(label, label, "slip.list", ""),)


def _through(sight: Sight, work: Work) -> tuple[Button, ...]:
    """One case after the other, where there are several."""
    waiting = [item for item in work.items if item.group in TO_ANSWER]
    if len(waiting) < SEVERAL:
        return ()
    label = sight.words.gettext("Work through them")
    return (phrases.button(label, label, "checks.through", _asked(work, waiting[0]), primary=True),)


def _asked(work: Work, item: Item) -> str:
    """What the buttons of an answer are about: the case, or for several agencies the one agency's check."""
    return item.case.check_of(item.seat) if work.of_several and item.case else item.thing


def _next(sight: Sight, number: int, hub: str = "") -> Button:
    label = sight.words.gettext("Show the next {n}").format(n=ROWS)
    name = f"{label}, {sight.hub.forum.name}" if hub else label
    return Button(label, "work.open", hub, name, page=number)


def _rows(sight: Sight, work: Work, shown: tuple[Item, ...]) -> list[Heading | Row]:
    """The rows under their groups' headings; a heading counts the whole group."""
    counts: dict[str, int] = {}
    for item in work.items:
        counts[item.group] = counts.get(item.group, 0) + 1
    parts: list[Heading | Row] = []
    for group, items in groupby(shown, key=lambda item: item.group):
        parts.append(Heading(_group(sight, group).format(n=counts[group])))
        parts += [_row(sight, item, of_several=work.of_several) for item in items]
    return parts


def _group(sight: Sight, group: str) -> str:
    _ = sight.words.gettext
    return {
        "urgent": _("URGENT ({n})"),
        "to_check": _("TO CHECK ({n})"),
        "to_confirm": _("TAKEN BY PHONE ({n})"),
        "views": _("VIEWS ({n})"),
        "to_screen": _("TO SCREEN ({n})"),
        "to_approve": _("TO APPROVE ({n})"),
        "replies": _("REPLIES TO APPROVE ({n})"),
        "reviews": _("ACCESS REQUESTS TO REVIEW ({n})"),
        "access": _("ACCESS REQUESTS ({n})"),
        "again": _("DECISIONS TO LOOK AT AGAIN ({n})"),
        "actions": _("ACTIONS ({n})"),
        "feedback": _("FEEDBACK TO SEND ({n})"),
        "tasks": _("TASKS ({n})"),
        "mine": _("MY REFERRALS ({n})"),
        "late": _("LATE IN MY AGENCY ({n})"),
    }[group]


def _row(sight: Sight, item: Item, *, of_several: bool) -> Row:
    if item.task is not None:
        reference = item.case.referral.reference if item.case else ""
        return Row((task_line(sight, item.task, reference),), _row_buttons(sight, item, reference))
    case = item.case
    if case is None:
        raise LookupError("only a task belongs to no case")
    if item.group == "to_confirm":
        return _taken_by_phone(sight, item, case)
    if item.group == "again":
        return look_again.row(sight, case, item.thing, _rated(sight, item, case))
    seat = sight.seat(item.seat) if of_several and item.seat else ""
    named = f"{case.referral.reference}, {seat}" if seat else case.referral.reference
    parts = (_rated(sight, item, case), seat, *_what(sight, item, case))
    asked = case.check_of(item.seat) if seat else case.referral.id
    return Row((" · ".join(part for part in parts if part),), _row_buttons(sight, item, named, asked))


def _taken_by_phone(sight: Sight, item: Item, case: Case) -> Row:
    """What somebody at the hub took down for this agency, to be confirmed or corrected."""
    given = next(one for one in case.current_answers if one.id == item.thing)
    parts = (
        _rated(sight, item, case),
        about(sight, case),
        phone_answer.taken_by(sight, given, times.happened(sight, given.at)),
    )
    return Row((" · ".join(part for part in parts if part),), phone_answer.buttons(sight, case, given))


def _rated(sight: Sight, item: Item, case: Case) -> str:
    """The reference, after its rating where the reader may know that."""
    if item.group in {"mine", "reviews", "access"} or not case.level:
        return case.referral.reference
    return f"{phrases.rating(sight, case.level)} {case.referral.reference}"


def _what(sight: Sight, item: Item, case: Case) -> tuple[str, ...]:
    """What is asked and by when, as the group says it."""
    _ = sight.words.gettext
    due = times.due_or_overdue(sight, item.due_at)
    received = _("received {when}").format(when=times.now_read(sight, case.referral.received_at))
    danger = _("somebody may be in danger now") if case.in_danger else ""
    words = _("action {n}, late since {time}") if item.number else _("answer late since {time}")
    late = words.format(n=item.number, time=times.happened(sight, item.due_at))
    whom = "" if item.group == "mine" else about(sight, case)
    return {
        "urgent": (whom, _("what you know"), times.left(sight, item.due_at)),
        "to_check": (whom, _("what you know"), due),
        "views": (whom, _("your view"), due),
        "to_screen": (danger, received),
        "to_approve": (whom, _("decision to approve"), due),
        "replies": (_("reply to approve"), due),
        "reviews": (_("your agency's information"), due),
        "access": (_("access request"), due),
        "actions": (_("action {n}").format(n=item.number), due),
        "feedback": (_("nothing decided yet"), due) if item.holding else (due,),
        "mine": (received, _progress(sight, case)),
        "late": (whom, late),
    }[item.group]


def about(sight: Sight, case: Case) -> str:
    """Whom it is about, as chat may show it: "K.B., 9, and K.B., 6"."""
    _ = sight.words.gettext
    people = [s for s in case.subjects if s.kind in {"child", "unborn", "adult"}]
    if len(people) > phrases.MANY:
        return " ".join(phrases.people_lines(sight, case)).rstrip(".")
    shown = [
        said.removeprefix(f"{phrases.label(sight, subject)}: ")
        for subject in case.subjects
        if (said := phrases.shown_in_chat(sight, case, subject))
    ]
    return _(", and ").join(shown)


def _progress(sight: Sight, case: Case) -> str:
    """Where one's own referral is, in words that belong to nobody else."""
    _ = sight.words.gettext
    if any(one.state == "sent" for one in case.feedback):
        return _("a reply is there")
    stages = {subject.stage for subject in case.subjects}
    return _("waiting to be read") if stages == {"received"} else _("being looked at")


def _row_buttons(sight: Sight, item: Item, reference: str, asked: str = "") -> tuple[Button, ...]:
    """What can be done with a row; each name begins with what is seen and ends with the reference.

    `asked` is what the buttons of an answer are about: the case, or of several agencies' the one agency's check.
    """
    _ = sight.words.gettext
    referral = item.case.referral.id if item.case else ""
    number = item.number
    known = {
        "nothing": (_("Nothing known"), _("Nothing known for {reference}"), "check.nothing_known", asked),
        "add": (_("Add what we know"), _("Add what we know for {reference}"), "check.answer", asked),
        "details": (_("Open details"), _("Open details of {reference}"), "details.open", asked),
        "view": (_("Give our view"), _("Give our view on {reference}"), "vote.cast", asked),
        "screen": (_("Screen it"), _("Screen it, {reference}"), "referral.screen", referral),
        "done": (_("Done"), _("Done, action {n} on {reference}"), "action.done", item.thing),
        "update": (_("Update it"), _("Update it, action {n} on {reference}"), "action.open", item.thing),
        "feedback": (_("Send feedback"), _("Send feedback for {reference}"), "feedback.send", item.thing),
        "holding": (
            _("Send holding reply"),
            _("Send holding reply for {reference}"),
            "holding.send",
            item.thing,
        ),
        "reply_to_approve": (
            _("Read and decide"),
            _("Read and decide {reference}"),
            "information.approve",
            item.thing,
        ),
        "review": (_("Review"), _("Review {reference}"), "sar.review", item.thing),
        "release": (
            _("Read and release"),
            _("Read and release {reference}"),
            "sar.release",
            item.thing,
        ),
        "task": (
            _("Record what you did"),
            _("Record what you did, {task}"),
            "task.do",
            item.thing,
        ),
        "more": (_("Add to my referral"), _("Add to my referral {reference}"), "referral.add", referral),
        "reply": (
            _("Read the full reply"),
            _("Read the full reply to {reference}"),
            "feedback.read",
            item.thing,
        ),
        "answer": (_("Answer now"), _("Answer now for {reference}"), "check.answer", asked),
    }
    task = task_line(sight, item.task, reference) if item.task else ""
    if item.group == "to_approve" and item.case:
        return (posts.read_and_decide(sight, item.case, item.case.proposal(item.thing)),)
    return tuple(
        phrases.button(label, name.format(reference=reference, n=number, task=task), verb, thing)
        for label, name, verb, thing in (known[key] for key in _keys(item))
    )


def _keys(item: Item) -> tuple[str, ...]:
    if item.group == "mine":
        return ("more", "reply") if item.thing else ("more",)
    if item.group == "late" and item.number:
        return ("update",)
    return {
        "urgent": ("nothing", "add", "details"),
        "to_check": ("nothing", "add"),
        "views": ("view",),
        "to_screen": ("screen",),
        "actions": ("done", "update"),
        "feedback": ("holding",) if item.holding else ("feedback",),
        "replies": ("reply_to_approve",),
        "reviews": ("review",),
        "access": ("release",),
        "tasks": ("task",),
        "late": ("answer",),
    }[item.group]
