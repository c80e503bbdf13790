"""One person's own list, worked out from rows at the moment it is read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from bot.cards.acting.digest import Shown
from bot.cards.desk.tasks import KINDS
from bot.cards.elements import Card
from bot.cards.meetings.day_list import ListMeeting
from bot.cards.overview import my_work as cards
from bot.cards.overview.my_work import Work
from bot.cards.overview.work_rows import GROUPS, TO_ANSWER, Item
from bot.cards.posts import LOOK_AGAIN
from bot.cards.sight import Sight
from bot.reading import asked_of_me, channels
from bot.reading.asked_of_me import BY_MESSAGE
from bot.reading.day_lists import how_many_for_reader
from bot.reading.digests import late_at_desk
from bot.reading.known import known_cases
from bot.reading.overnight import brought
from bot.reading.unsent import unsent
from storage.tx import Tx
from storage.waiting import concerning, kept_with_actions
from triage import access
from triage.actions import offer
from triage.authority import FEEDBACK_SENDERS, SCREENERS, SEAT_ROLES, Actor, may, may_approve
from triage.being_recorded import must_read
from triage.case import Case
from triage.handing import doers, responsible
from triage.hub import Hub
from triage.lifecycle import ASKED, OPEN
from triage.meetings import BEGINS, INSIDE, LIVE, interim_until
from triage.records import Action, Person, Subject, Task
from triage.roster import Roster
from triage.visibility import among, may_know_own

ONLY_REFERS = frozenset({"referrer"})
LOOK_AGAIN_AT = ("duty_manager", "chair")
"""Who is asked whether a decision stands."""
TOLD_WHEN_LATE = ("service_manager",)
"""Who is told when none of them has said so in time."""
LATE_IN = {
    "late_view": "again",
    "household": "again",
    INSIDE: "meetings",
    BEGINS: "meetings",
    "disagreement": "disagreements",
    "access": "access",
}
"""By the kind of its clock, which group has a row about what the clock is of, for whom it has it at all."""


def build(
    tx: Tx,
    hub: Hub,
    roster: Roster,
    person: Person,
    sight: Sight,
    *,
    on_web: bool = True,
    others: Iterable[Hub] = (),
) -> Card:
    """The list as a card, for somebody whose access holds; after it what waits in the `others` of their hubs."""
    elsewhere = tuple(
        (
            replace(sight, hub=other, reader=roster.actor(person.id, other.forum.id, tx.now)),
            gather(tx, other, roster, person),
        )
        for other in others
    )
    here, *there = (
        (seen, replace(work, about_hub=(*_night(tx, seen), *channels.asked(tx, seen))))
        for seen, work in ((sight, gather(tx, hub, roster, person)), *elsewhere)
    )
    return cards.card(*here, tuple(there), on_web=on_web)


def _night(tx: Tx, sight: Sight) -> tuple[Card, ...]:
    """What the night brought, for whom the desk's message about it stands."""
    reader = sight.reader
    if reader is None or not reader.has(*SCREENERS):
        return ()
    forum = sight.hub.forum.id
    told = any(one.card == "overnight" and one.forum == forum for one in tx.messages.to_person(reader.person))
    card = brought(tx, sight) if told else None
    return (card,) if card else ()


def gather(tx: Tx, hub: Hub, roster: Roster, person: Person) -> Work:
    """All that waits for this person now; nothing for somebody who is in this hub no longer."""
    actors = roster.actors(person.id, hub.forum.id, tx.now)
    if not actors:
        return Work()
    actor = actors[0]
    items = _said_once(_Waiting(tx, hub, roster, actors).items())
    items.sort(key=lambda item: (GROUPS.index(item.group), *_later(item), item.due_at, item.thing))
    duties = roster.duties_of(person.id, hub.forum.id, tx.now)
    held = {duty.stands_for for duty in duties}
    charges = roster.charges(person.id, hub.forum.id, tx.now)
    return Work(
        items=tuple(items),
        duties=duties,
        charges=tuple(charge for charge in charges if charge.stands_for not in held),
        handovers=tx.handed_over(person.id, tuple(duty.id for duty in duties)),
        drafts=unsent(tx, hub, actors),
        to_read=must_read(tx.people.told_at(person.id), tx.now),
        meeting=_todays_meeting(tx, hub, actor),
        only_referrals=actor.roles <= ONLY_REFERS,
        seats=tuple(one.seat for one in actors if one.seat),
    )


def _said_once(items: Iterable[Item]) -> list[Item]:
    """Without what is late of which another row says that it is overdue, with the same buttons."""
    found = list(items)
    said = {_said_by(item) for item in found if item.message != "late_clock"}
    return [item for item in found if item.message != "late_clock" or _says_it_too(item) not in said]


def _said_by(item: Item) -> tuple[str, str]:
    """What a row speaks of: its thing; of feedback its case, whose clock knows no more. A holding reply is not feedback."""
    if item.group == "feedback" and item.case:
        return ("", "") if item.holding else (item.group, item.case.referral.id)
    return (item.group, item.thing)


def _says_it_too(late: Item) -> tuple[str, str] | None:
    """Which row would say of this late clock that it is overdue; None where none could."""
    if late.case is None:
        return None
    clock = next(clock for clock in late.case.clocks if clock.id == late.thing)
    match clock.kind:
        case "urgency":
            return _about_the_decision(late.case, late.case.subject(clock.subject))
        case "feedback":
            return ("feedback", late.case.referral.id)
    return (LATE_IN[clock.kind], clock.subject) if clock.kind in LATE_IN else None


def _about_the_decision(case: Case, subject: Subject) -> tuple[str, str] | None:
    """The row about the decision on one person that is late: an interim one, or one that waits for an approval."""
    made = case.decision_on(subject)
    if made and made.interim_until:
        return ("again", case.referral.id)
    waiting = (one for one in case.open_proposals if subject.id in {each.subject for each in one.outcomes})
    return next((("to_approve", one.id) for one in waiting), None)


def _todays_meeting(tx: Tx, hub: Hub, actor: Actor) -> ListMeeting | None:
    """The meeting of today's list, for who may open it, until it is over."""
    of = tx.day_lists.newest(hub.forum.id)
    today = hub.hours.local_date(tx.now).isoformat()
    if of is None or of.day != today or not may(actor, "list.open", None).allowed:
        return None
    called = tx.meetings.called_for(of.id)
    if called and called.state not in LIVE:
        return None
    at = called.at if called else of.meeting_at
    opened = called is not None and called.opened_at is not None
    return ListMeeting(of.id, at, how_many_for_reader(tx, hub, actor, of), opened)


def to_answer(tx: Tx, hub: Hub, roster: Roster, person: Person, seat: str) -> tuple[Item, ...]:
    """What this person has still to answer for this seat, urgent first, then by when it is due."""
    items = gather(tx, hub, roster, person).items
    return tuple(item for item in items if item.group in TO_ANSWER and item.seat == seat)


def _to_answer_group(case: Case) -> str:
    return "urgent" if case.level and case.profile.level(case.level).alerts else "to_check"


def _later(item: Item) -> tuple[int, bool]:
    """What comes later within its group, whatever is due first.

    Of what messages ask, protection comes before all; of what waits to be screened, what says that somebody is in danger,
    then what looks wrong.
    """
    if item.message:
        return (list(BY_MESSAGE).index(item.message), False)
    if item.fallen:
        return (len(BY_MESSAGE), False)
    if item.group != "to_screen" or item.case is None:
        return (0, False)
    return (not item.case.in_danger, not item.case.referral.doubts)


class _Waiting:
    """What waits for one person. A case is read once, however many of its items wait."""

    def __init__(self, tx: Tx, hub: Hub, roster: Roster, actors: tuple[Actor, ...]) -> None:
        self._tx = tx
        self._hub = hub
        self._roster = roster
        self._actor = actors[0]
        """Who it is for whatever they are in the hub."""
        self._actors = actors
        self._read: dict[str, Case] = {}

    def items(self) -> Iterator[Item]:
        """Everything, in no order."""
        yield from self._referred()
        if self._actor.roles <= ONLY_REFERS:
            return
        yield from self._to_screen()
        yield from self._to_approve()
        yield from self._to_look_at_again()
        yield from asked_of_me.items(self._tx, self._hub, self._roster, self._actor, self._by_id)
        yield from self._decided_for_now()
        yield from self._to_send()
        yield from self._access_requests()
        yield from self._tasks()
        yield from self._late_at_desk()
        seats = tuple(actor.seat for actor in self._actors if actor.seat)
        theirs = concerning(self._tx, self._hub.forum.id, self._actor.person, seats)
        for case in self._cases(tuple(dict.fromkeys((*theirs, *self._kept_from_others())))):
            yield from self._actions(case)
            for actor in self._actors:
                if actor.seat in case.asked and actor.has(*SEAT_ROLES):
                    yield from self._asked(case, actor)

    def _referred(self) -> Iterator[Item]:
        """One's own referrals, while they go on; those of another hub that one is in stand in its own list."""
        mine = self._tx.referrals.of_person(self._actor.person, going_on=True)
        for case in self._tx.cases(mine, self._hub.profile):
            if self._is_listed_here(case) and may_know_own(self._actor.person, case):
                sent = [one.id for one in case.feedback if one.state == "sent"]
                yield Item("mine", case, sent[-1] if sent else "", case.referral.received_at)

    def _is_listed_here(self, case: Case) -> bool:
        forum = case.referral.forum
        return forum == self._hub.forum.id or not self._roster.actors(self._actor.person, forum, self._tx.now)

    def _to_screen(self) -> Iterator[Item]:
        if self._actor.has(*SCREENERS):
            for case in self._cases(self._tx.referrals.to_screen(self._hub.forum.id)):
                yield Item("to_screen", case, case.referral.id, case.referral.received_at)

    def _to_approve(self) -> Iterator[Item]:
        wanted = [
            proposal
            for proposal in self._tx.open_proposals(self._hub.forum.id)
            if may_approve(self._actor, proposal)
        ]
        cases = self._by_id(proposal.referral for proposal in wanted)
        for proposal in wanted:
            if case := cases.get(proposal.referral):
                yield Item("to_approve", case, proposal.id, case.due_at or proposal.at)
        replies = self._tx.open_information_replies(self._hub.forum.id)
        cases = self._by_id(one.referral for one in replies)
        for one in replies:
            case = cases.get(one.referral)
            if case and may(self._actor, "information.approve", case, one.id).allowed:
                yield Item("replies", case, one.id, case.due_at or one.at)

    def _access_requests(self) -> Iterator[Item]:
        """Information of their agencies' that they have still to review; for governance, each that is to be answered."""
        requests = self._tx.open_access_requests(self._hub.forum.id)
        cases = self._by_id(one.referral for one in requests)
        leads = {actor.seat for actor in self._actors if actor.seat and actor.has("lead")}
        for one in requests:
            case = cases.get(one.referral)
            if case is None:
                continue
            if may(self._actor, "sar.release", case, one.id).allowed:
                yield Item("access", case, one.id, one.due_at)
            elif leads & set(access.waits_for(case, one)):
                yield Item("reviews", case, one.id, one.due_at)

    def _to_send(self) -> Iterator[Item]:
        if not self._actor.has(*FEEDBACK_SENDERS):
            return
        prepared = self._tx.feedback_to_send(self._hub.forum.id)
        cases = self._by_id(one.referral for one in prepared)
        for one in prepared:
            if case := cases.get(one.referral):
                yield Item("feedback", case, one.id, one.due_at)
        holding = self._tx.holding_to_send(self._hub.forum.id)
        cases = self._by_id(one.referral for one in holding)
        for waiting in holding:
            if case := cases.get(waiting.referral):
                yield Item("feedback", case, waiting.id, waiting.prepared_at, holding=True)

    def _to_look_at_again(self) -> Iterator[Item]:
        """Whether a decision stands after what came since: for who is asked, and who is told when that is late.

        Of several about one case that ask the same the first.
        """
        if not self._actor.has(*LOOK_AGAIN_AT, *TOLD_WHEN_LATE):
            return
        waiting: dict[tuple[str, str], Task] = {}
        for task in self._open_tasks:
            if task.kind in LOOK_AGAIN:
                waiting.setdefault((task.referral, task.kind), task)
        cases = self._by_id(task.referral for task in waiting.values())
        for task in waiting.values():
            case = cases.get(task.referral)
            asked = self._actor.has(*LOOK_AGAIN_AT) or task.due_at <= self._tx.now
            if case and asked and may(self._actor, LOOK_AGAIN[task.kind], case, task.id).allowed:
                yield Item("again", case, task.id, task.due_at)

    def _decided_for_now(self) -> Iterator[Item]:
        """Interim decisions: for who decides for good, and who is told when that is late."""
        if not self._actor.has(*LOOK_AGAIN_AT, *TOLD_WHEN_LATE):
            return
        for case in self._cases(self._tx.decided_for_now(self._hub.forum.id)):
            late = case.due_at is not None and case.due_at <= self._tx.now
            if case.due_at and interim_until(case) and (late or self._actor.has(*LOOK_AGAIN_AT)):
                yield Item("again", case, case.referral.id, case.due_at)

    @cached_property
    def _open_tasks(self) -> tuple[Task, ...]:
        return self._tx.open_tasks(self._hub.forum.id)

    def _tasks(self) -> Iterator[Item]:
        if not may(self._actor, "tasks.list", None).allowed:
            return
        waiting = [task for task in self._open_tasks if task.kind in KINDS]
        cases = self._by_id(task.referral for task in waiting if task.referral)
        for task in waiting:
            if not task.referral or task.referral in cases:
                yield Item("tasks", cases.get(task.referral), task.id, task.due_at, task)

    def _late_at_desk(self) -> Iterator[Item]:
        """What a duty manager was told is late: of each case its late answers together, and each action."""
        forum, person = self._hub.forum.id, self._actor.person
        on_duty = self._roster.on_duty_with_role(forum, ("duty_manager",), self._tx.now)
        if person not in {one.id for one in on_duty}:
            return
        found: dict[str, tuple[Shown, ...]] = {}
        for one in late_at_desk(self._tx, forum, person, self._by_id):
            found[one.thing] = (*found.get(one.thing, ()), one)
        for thing, late in found.items():
            yield Item("late_at_desk", late[0].case, thing, late[0].due_at, late=late)

    def _kept_from_others(self) -> tuple[str, ...]:
        """Cases whose actions may have fallen to this person, since whoever had them may not know of the case any more."""
        if not any(actor.has("lead", "duty_manager", "service_manager") for actor in self._actors):
            return ()
        return kept_with_actions(self._tx, self._hub.forum.id)

    def _actions(self, case: Case) -> Iterator[Item]:
        for action in case.actions:
            mine = action.owner == self._actor.person
            ours = not action.owner and any(action.seat == actor.seat != "" for actor in self._actors)
            if action.state != "open":
                continue
            fallen = not (mine or ours) and self._has_fallen_to_me(case, action)
            if mine or ours or fallen:
                group = "cannot_wait" if fallen and action.due_at <= self._tx.now else "actions"
                yield Item(group, case, action.id, action.due_at, number=action.number, fallen=fallen)
            elif self._leads(action.seat) and action.due_at <= self._tx.now:
                yield Item("late", case, action.id, action.due_at, number=action.number)

    def _has_fallen_to_me(self, case: Case, action: Action) -> bool:
        """Whether whoever had it may not know of the case any more, so that it is this person's.

        What was given to them to take or not is asked in a row of its own.
        """
        offered = offer(case, action)
        if not case.circle.closed or (offered and offered.person == self._actor.person):
            return False
        inside = among(self._roster, case, self._tx.now)
        theirs = doers(self._hub.forum.id, inside, action, self._tx.now)
        return self._actor.person in {one.id for one in theirs}

    def _leads(self, seat: str) -> bool:
        return any(actor.has("lead") and seat == actor.seat != "" for actor in self._actors)

    def _asked(self, case: Case, actor: Actor) -> Iterator[Item]:
        """What this seat knows comes first; its view is asked for once it has answered."""
        seat = actor.seat
        waiting = [subject for subject in case.subjects if subject.stage in ASKED]
        asked = case.seat_answer(seat)
        if not waiting:
            return
        if not asked.answered:
            late = actor.has("lead") and seat in case.late(self._tx.now)
            group = "late" if late and self._is_a_colleagues(case, seat) else _to_answer_group(case)
            yield Item(group, case, case.referral.id, asked.due_at, seat=seat, to_give=late)
        elif any(s.stage in OPEN and case.vote_of(seat, s) is None for s in waiting):
            yield Item("views", case, case.referral.id, case.due_at or asked.due_at, seat=seat)
        for given in case.answers_of(seat):
            if given.told_by and given.confirmed_at is None:
                yield Item("to_confirm", case, given.id, given.at, seat=seat)

    def _is_a_colleagues(self, case: Case, seat: str) -> bool:
        """Whether the answer was given to somebody else of the seat, who may still know of the case."""
        handed = case.handed_to(seat)
        if handed is None:
            return False
        inside = among(self._roster, case, self._tx.now)
        theirs = responsible(self._hub.forum.id, inside, seat, handed, self._tx.now)
        return self._actor.person not in {one.id for one in theirs}

    def _cases(self, ids: tuple[str, ...]) -> tuple[Case, ...]:
        cases = self._by_id(ids)
        return tuple(cases[one] for one in ids if one in cases)

    def _by_id(self, ids: Iterable[str]) -> Mapping[str, Case]:
        """These cases and all read before, but none that the person may not know of; new ones are read together."""
        new = [one for one in dict.fromkeys(ids) if one not in self._read]
        if new:
            cases = known_cases(self._tx, self._hub, self._actor, new)
            self._read |= {case.referral.id: case for case in cases}
        return self._read
