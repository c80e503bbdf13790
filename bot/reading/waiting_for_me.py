"""Each thing that waits for one person in one hub, in no order."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from bot.cards.acting.digest import Shown
from bot.cards.desk.tasks import KINDS
from bot.cards.overview.work_rows import Item
from bot.cards.posts import LOOK_AGAIN
from bot.reading import asked_of_me
from bot.reading.digests import late_at_desk
from bot.reading.known import known_cases
from storage.tx import Tx
from storage.waiting import concerning, kept_with_actions
from triage import access
from triage.actions import less_safe, offer
from triage.authority import FEEDBACK_SENDERS, SCREENERS, SEAT_ROLES, Actor, may, may_approve
from triage.case import Case
from triage.handing import doers, responsible, told_unanswered
from triage.hub import Hub
from triage.lifecycle import ASKED, OPEN
from triage.meetings import interim_until
from triage.records import Action, Task
from triage.reminders import late_at
from triage.reminders import less_safe as unsafe
from triage.roster import Roster
from triage.visibility import among, may_know_own

ONLY_REFERS = frozenset({"referrer"})
"""Whom nothing but their own referrals waits for."""
LOOK_AGAIN_AT = ("duty_manager", "chair")
"""Who is asked whether a decision stands."""
TOLD_WHEN_LATE = ("service_manager",)
"""Who is told when none of them has said so in time."""


class Waiting:
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
        yield from self._less_safe_unanswered()
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

    def _less_safe_unanswered(self) -> Iterator[Item]:
        """What leaves somebody less safe and none of those who were asked has said in time what is done instead."""
        if not self._actor.has(*TOLD_WHEN_LATE):
            return
        forum, now, rules = self._hub.forum.id, self._tx.now, self._hub.profile.reminders.rules
        waiting = self._tx.actions_less_safe(forum)
        cases = self._by_id(action.referral for action in waiting)
        for action in waiting:
            case = cases.get(action.referral)
            step = less_safe(case, action) if case else None
            if case is None or step is None or action.unsafe_since is None:
                continue
            inside = among(self._roster, case, now)
            told = {one.id for one in told_unanswered(forum, inside, now)}
            late = late_at("desk", unsafe(action.id, action.referral, action.unsafe_since, rules), rules)
            if self._actor.person in told and late <= now:
                yield Item("cannot_wait", case, step.id, action.due_at, message="less_safe")

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
                yield Item(
                    group, case, action.id, action.due_at, number=action.number, fallen=fallen, own="actions"
                )
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


def _to_answer_group(case: Case) -> str:
    return "urgent" if case.level and case.profile.level(case.level).alerts else "to_check"
