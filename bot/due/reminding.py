"""Makes reminders: reads what waits, asks the rules who hears of it now, keeps the messages that are then due.

Looked at each second, from plain columns; something is written only when something is due. What was said stands in rows,
so that a restart or a second process says nothing again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.cards.desk import tasks
from bot.cards.sight import Sight
from bot.hubs import Hubs
from bot.projection import Projection
from bot.words import Words
from storage.ids import new_id
from storage.messages import Message
from storage.store import Store
from storage.tx import Tx
from storage.waiting import OpenItem, WaitingItems
from triage.approving import asked_to_approve
from triage.case import WEEKDAYS
from triage.handing import asked_instead, doers, responsible, told_unanswered
from triage.hub import Hub
from triage.records import Circle, HandedOn, Person, Task
from triage.reminders import NewDigest, Owed, Waiting, less_safe, plan
from triage.roster import Roster
from triage.visibility import among, kept_from

CLIMBS = ("answer", "action")
"""What the agency's lead is told of when it is late, and then a duty manager. What leaves somebody less safe is a duty
manager's at once, and climbs from there."""
ONLY_DESK = ("forward", "refused_row", tasks.OUTAGE)
"""Tasks without a clock of their own: when late, a duty manager is told here."""

Given = tuple[str, datetime]
"""To whom an action came that was somebody else's, and when."""


class Reminding:
    """Reminds."""

    def __init__(self, store: Store[Tx], hubs: Hubs, projection: Projection) -> None:
        self._store = store
        self._hubs = hubs
        self._projection = projection

    async def remind(self) -> None:
        """One look at every hub."""
        due = await self._store.read(self._hubs_with_something)
        for forum in due:
            await self._store.write(partial(self._make, forum))
        for message in await self._store.read(lambda tx: tx.messages.not_reached("digest")):
            await self._store.write(partial(self._tell_otherwise, message))

    def _hubs_with_something(self, tx: Tx) -> list[str]:
        self._hubs.refresh(tx)
        return [hub.forum.id for hub in self._hubs.all() if self._planned(tx, hub)]

    def _tell_otherwise(self, message: Message, tx: Tx) -> None:
        """Whom the bot cannot write to finds it on the web, and business support reminds them: one task at a time."""
        if not tx.messages.handed_on(message.id):
            return
        hub, roster = self._hubs.of(message.forum), self._hubs.roster(tx)
        sight = Sight(Words(hub.forum.language), hub, roster, tx.now, web_address=self._hubs.web_address)
        who = tasks.colleague(sight, message.audience)
        waits = [one for one in tx.open_tasks(message.forum) if one.kind == tasks.REMINDER and one.who == who]
        if not waits:
            tx.tasks.add(
                Task(
                    id=new_id(),
                    forum=message.forum,
                    kind=tasks.REMINDER,
                    referral="",
                    at=tx.now,
                    due_at=tx.now + hub.profile.reminders.rules.cap,
                    words=tasks.look_at_work(sight),
                    who=who,
                )
            )
        self._projection.reminders(tx, hub, roster, message.audience)

    def _make(self, forum: str, tx: Tx) -> None:
        """Look again while nobody else can: what was done meanwhile is no reason to write."""
        hub, roster = self._hubs.of(forum), self._hubs.roster(tx)
        planned = self._planned(tx, hub)
        for referral in sorted({line.referral for digest in planned for line in digest.lines}):
            tx.referrals.lock(referral)  # in one order, and before the forum, as a press does
        tx.forums.lock(forum)
        for digest in self._planned(tx, hub):
            tx.reminders.make(forum, digest)
            for owed, key in digest.new:
                tx.audit.record(
                    actor="bot",
                    seat=owed.waiting.seat,
                    surface="",
                    verb=f"reminder.{digest.level}",
                    thing=owed.waiting.thing,
                    outcome="done",
                    referral_id=owed.waiting.referral,
                    body={"person": digest.person, "about": owed.waiting.about, "moment": key.moment},
                )
                if digest.level == "lead":
                    tx.messages.redraw(owed.waiting.referral)  # its card says that the lead was told
            self._projection.reminders(tx, hub, roster, digest.person)

    def _planned(self, tx: Tx, hub: Hub) -> tuple[NewDigest, ...]:
        items = list(WaitingItems(tx, hub.forum.id).items())
        return plan(
            Owing(tx, hub, self._hubs.roster(tx)).of(items),
            said=tx.reminders.said(hub.forum.id, {item.thing for item in items}),
            snoozed=tx.reminders.snoozed(hub.forum.id),
            last=tx.reminders.last_made(hub.forum.id, tx.now - hub.profile.reminders.rules.cap),
            now=tx.now,
            hours=hub.hours,
            rules=hub.profile.reminders.rules,
        )


class Owing:
    """Who is told of what, as the owner, as the lead or at the desk; only people who may know of the case."""

    def __init__(self, tx: Tx, hub: Hub, roster: Roster) -> None:
        self._tx = tx
        self._hub = hub
        self._roster = roster
        self._rosters: dict[str, Roster] = {}
        self._kept: dict[str, frozenset[str]] = {}

    def of(self, items: Iterable[OpenItem]) -> Iterator[Owed]:
        """Everything that is owed by somebody now."""
        items = [item for item in items if self._counts(item)]
        referrals = tuple(dict.fromkeys(item.referral for item in items if item.referral))
        circles = self._tx.circles.of_each(referrals)
        handed = _newest(self._tx.handed_on.of_each(referrals))
        given = self._tx.reminders.actions_given(referrals)
        for item in items:
            roster = self._inside(item.referral, circles)
            if roster is not None and item.seat not in self._kept_from(item, circles):
                yield from self._owed(
                    item, roster, handed.get((item.referral, item.seat)), given.get(item.thing)
                )

    def _owed(
        self, item: OpenItem, roster: Roster, handed: HandedOn | None, given: Given | None
    ) -> Iterator[Owed]:
        waiting = self._waiting(item)
        owners = self._owners(item, roster, handed)
        for person in owners:
            since = _given_at(person, handed if item.about in {"answer", "view"} else None, given)
            yield Owed(person, "owner", replace(waiting, given_at=since))
        if item.about in CLIMBS:
            leads = [one.id for one in roster.lead_of(self._hub.forum.id, item.seat, self._tx.now)]
            yield from (Owed(lead, "lead", waiting) for lead in leads if item.seat and lead not in owners)
        if item.about in CLIMBS or item.kind in ONLY_DESK:
            managers = roster.on_duty_with_role(self._hub.forum.id, ("duty_manager",), self._tx.now)
            yield from (Owed(one.id, "desk", waiting) for one in managers)
        if item.about == "less_safe":
            above = told_unanswered(self._hub.forum.id, roster, self._tx.now)
            yield from (Owed(one.id, "desk", waiting) for one in above)

    def _owners(self, item: OpenItem, roster: Roster, handed: HandedOn | None) -> tuple[str, ...]:
        """Whose it is now. What belonged to somebody who left is the lead's, or the desk's."""
        forum, now = self._hub.forum.id, self._tx.now
        match item.about:
            case "answer" | "view":
                people = responsible(forum, roster, item.seat, handed, now)
                leads = roster.lead_of(forum, item.seat, now)
                # A lead hears of it when it is late; before that only where nobody else is to answer.
                others = () if handed else tuple(one for one in people if one not in leads)
                return _ids(others or people)
            case "action":
                return _ids(doers(forum, roster, item, now))
            case "less_safe":
                return _ids(asked_instead(forum, roster, now))
            case "approval":
                return _ids(asked_to_approve(roster, forum, item.role, item.owner, now))
            case "feedback" | "task":
                return _ids(roster.on_duty_with_role(forum, ("minute_taker",), now))

    def _waiting(self, item: OpenItem) -> Waiting:
        if item.about == "less_safe":
            rules = self._hub.profile.reminders.rules
            return less_safe(item.thing, item.referral, item.begun_at, rules)
        known = [level for level in self._hub.profile.levels if level.id in item.levels]
        return Waiting(
            about=item.about,
            thing=item.thing,
            referral=item.referral,
            seat=item.seat,
            begun_at=item.begun_at,
            due_at=item.due_at,
            urgent=any(level.alerts for level in known),
        )

    def _counts(self, item: OpenItem) -> bool:
        """Seats that do not sit today are not waited for; tasks with cards of their own remind by themselves."""
        if item.about == "task":
            return item.kind in tasks.KINDS
        if item.about in {"answer", "view"}:
            days = self._hub.profile.seat(item.seat).sits_on
            today = self._tx.now.astimezone(self._hub.zone).weekday()
            return not days or WEEKDAYS[today] in days
        return True

    def _kept_from(self, item: OpenItem, circles: Mapping[str, Circle]) -> frozenset[str]:
        """The agencies that are not waited for, since nobody of them may know of the case."""
        if item.about not in {"answer", "view"}:
            return frozenset()
        if item.referral not in self._kept:
            seats = (seat.id for seat in self._hub.profile.seats)
            self._kept[item.referral] = kept_from(self._roster, circles[item.referral], seats, self._tx.now)
        return self._kept[item.referral]

    def _inside(self, referral: str, circles: Mapping[str, Circle]) -> Roster | None:
        """The roster of those who may know of a case."""
        if not referral:
            return self._roster
        if referral not in circles:
            return None
        if referral not in self._rosters:
            self._rosters[referral] = among(self._roster, circles[referral], self._tx.now)
        return self._rosters[referral]


def _given_at(person: str, handed: HandedOn | None, given: Given | None) -> datetime | None:
    """When it came to this person who did not have it from the start."""
    if handed is not None:
        return handed.at
    return given[1] if given is not None and given[0] == person else None


def _newest(handed: Mapping[str, tuple[HandedOn, ...]]) -> dict[tuple[str, str], HandedOn]:
    return {(one.referral, one.seat): one for rows in handed.values() for one in rows}


def _ids(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(person.id for person in people)
