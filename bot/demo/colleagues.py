"""Colleagues who answer by themselves, through the same door as everybody: a press, a form, a submit.

They leave to the person who is signed in what that person can do: nobody else in the same seat or role acts.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot import logs
from bot.accounts import IDLE
from bot.core import Core
from bot.demo import acts, afterwards, hub_acts, meeting_acts, presses
from bot.demo.acts import Act
from bot.demo.story import Moment, Part, part_of
from storage.tx import Tx
from triage import visibility
from triage.hub import Hub
from triage.meetings import Sitting
from triage.records import Circle, Person
from triage.roster import Roster

log = logs.get(__name__)


@dataclass(frozen=True)
class Planned:
    """What colleagues would do with one case as it was then. `circle` says who may know of it."""

    known: tuple[object, ...]
    circle: Circle | None = None
    acts: tuple[Act, ...] = ()


class Colleagues:
    """Everybody in the demo but its visitors."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._planned: dict[str, Planned] = {}
        self.given_up: set[tuple[str, str, str]] = set()
        self.answering = True

    async def next(self) -> tuple[tuple[datetime, Callable[[], Awaitable[None]]], ...]:
        """The next thing that a colleague does, and when; nothing when they do not answer by themselves."""
        if not self.answering:
            return ()
        found = await self._core.store.read(self._first)
        if found is None:
            return ()
        act, person = found

        async def do() -> None:
            await self._core.store.write(lambda tx: self._do(tx, act, person))

        return ((act.at, do),)

    async def play(self, moment: Moment) -> None:
        """Do what the story has one person do now, unless a visitor is that person."""
        if self.answering:
            await self._core.store.write(lambda tx: self._play(tx, moment))

    def _first(self, tx: Tx) -> tuple[Act, Person] | None:
        self._core.hubs.refresh(tx)
        hub, roster = self._core.hubs.first(), self._core.hubs.roster(tx)
        visitors = _visitors(tx)
        planned = [(act, plan.circle) for plan in self._plans(tx, hub, roster) for act in plan.acts]
        for act, circle in sorted(planned, key=lambda pair: pair[0].at):
            if act.key in self.given_up:
                continue
            known_to = visibility.among(roster, circle, tx.now) if circle else roster
            person = _who(act, hub, known_to, visitors, tx.now)
            if person is not None:
                return act, person
        return None

    def _plans(self, tx: Tx, hub: Hub, roster: Roster) -> Iterator[Planned]:
        forum = hub.forum.id
        meetings = tuple(tx.meetings.sittings([one.id for one in tx.meetings.live(forum)]).values())
        for referral, revision in tx.referrals.revisions(forum).items():
            called = tuple(one.meeting.id for one in meetings if one.item_of(referral))
            yield self._plan(tx, hub, referral, (revision, *called))
        yield Planned((), None, tuple(self._beside(tx, hub, roster, meetings)))

    def _plan(self, tx: Tx, hub: Hub, referral: str, known: tuple[object, ...]) -> Planned:
        """The acts for one case, worked out again only when it has changed."""
        plan = self._planned.get(referral)
        if plan is None or plan.known != known:
            case = tx.case(referral, hub.profile)
            plan = Planned(known)
            if case is not None:
                part = part_of(case.referral.submission_id)
                found = [*acts.acts(case, part, hub.hours, tx.now), *afterwards.acts(case, part, hub.hours)]
                for sitting in case.sittings:
                    if sitting.meeting.kind == "urgent":
                        found += meeting_acts.acts(hub.profile, sitting, case, part, tx.now)
                plan = Planned(known, case.circle, tuple(found))
            self._planned[referral] = plan
        return plan

    def _beside(self, tx: Tx, hub: Hub, roster: Roster, meetings: tuple[Sitting, ...]) -> Iterator[Act]:
        """What is about no single case, and the meeting of the day's list."""
        yield from hub_acts.mornings(hub, roster, tx.now)
        yield from hub_acts.business_support(hub, tx.open_tasks(hub.forum.id))
        newest = tx.day_lists.newest(hub.forum.id)
        called = tx.meetings.of_list(newest.id) if newest else ()
        of_list = tuple(tx.meetings.sittings([one.id for one in called]).values())
        yield from meeting_acts.calling(newest, of_list, tx.now)
        for sitting in {one.meeting.id: one for one in (*meetings, *of_list)}.values():
            if sitting.meeting.kind == "daily":
                yield from meeting_acts.acts(hub.profile, sitting, None, Part(), tx.now)

    def _do(self, tx: Tx, act: Act, person: Person) -> None:
        """What does not work as it was written is given up, as a person would ask somebody."""
        if not presses.press(
            tx, self._core.dispatcher, person=person.id, verb=act.verb, thing=act.thing, typed=act.typed
        ):
            self.given_up.add(act.key)
            log.warning("colleague_gave_up", verb=act.verb)

    def _play(self, tx: Tx, moment: Moment) -> None:
        self._core.hubs.refresh(tx)
        thing = presses.thing_of(tx, self._core.hubs.first(), self._core.hubs.roster(tx), moment)
        if thing is None or moment.by in _visitors(tx):
            return
        if not presses.press(
            tx,
            self._core.dispatcher,
            person=moment.by,
            verb=moment.verb,
            thing=thing,
            typed=moment.typed,
        ):
            self.given_up.add((moment.verb, thing, moment.by))
            log.warning("colleague_gave_up", verb=moment.verb)


def _visitors(tx: Tx) -> frozenset[str]:
    return tx.accounts.signed_in(datetime.now(UTC) - IDLE)


def _who(act: Act, hub: Hub, roster: Roster, visitors: frozenset[str], now: datetime) -> Person | None:
    """Who does it; nobody when a visitor could."""
    forum = hub.forum.id
    if act.person:
        here = roster.actor(act.person, forum, now) is not None and act.person not in visitors
        return roster.people[act.person] if here else None
    people = (
        roster.in_seat(forum, act.seat, now) if act.seat else roster.on_duty_with_role(forum, act.roles, now)
    )
    able = people if act.seat else roster.with_role(forum, act.roles, now)
    if any(person.id in visitors for person in able):
        return None
    return next((person for person in people if person.id != act.not_by), None)
