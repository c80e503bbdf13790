"""Which messages should exist for a case and for the hub's desk, worked out from rows.

No handler sends anything. After each change this says again what should stand where; the registry keeps it, and the
courier brings the platforms up to date.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from bot.interaction import SurfaceName
from bot.projection import (
    access,
    actions,
    alerts,
    decisions,
    deputies,
    desk,
    duty_manager,
    holding,
    information,
    item,
    links,
    meetings,
    nights,
    papers,
    referrer,
    urgent,
)
from bot.projection.meetings import Shared
from bot.projection.personal import ALERT_LIFE, Personal
from storage.messages import ALERT, CHANNEL, Wanted
from storage.tx import Tx
from triage import visibility
from triage.case import Case
from triage.ends import hold_on, posts_end_at
from triage.hub import Hub
from triage.roster import Roster


def shared_scope(forum: str) -> str:
    """The scope of the messages that a hub shares about many cases."""
    return f"meetings:{forum}"


Part = Callable[[Tx, Hub, Roster, Case], Iterator[Personal]]
OF_CASE: tuple[Part, ...] = (
    urgent.of_case,
    holding.of_case,
    referrer.of_case,
    desk.of_case,
    alerts.of_case,
    duty_manager.of_case,
    decisions.of_case,
    deputies.of_case,
    links.of_case,
    actions.of_case,
    nights.of_case,
    meetings.of_case,
    papers.of_case,
    access.of_case,
    information.of_case,
)
"""Each part of the work says what it wants people to have."""
AFTER_THE_END = ("access_request", "access_review", "attached")
"""Cards that have work to do after a case was closed, however long ago."""
ENDS_WITH_THE_CASE = ("view_asked", "said_for_you", "consent", "mention", "less_safe")
"""Cards that ask for what a closed case does not take any more."""


class Projection:
    """Works out what should stand on the surfaces that are set. The web always is."""

    def __init__(self, surfaces: frozenset[SurfaceName]) -> None:
        self._surfaces = surfaces | {SurfaceName.WEB}

    def referral(self, tx: Tx, hub: Hub, roster: Roster, referral_id: str) -> None:
        """Say again which messages this referral wants."""
        case = tx.case(referral_id, hub.profile)
        if case is None:
            return
        closed = case.circle.closed
        wanted = _while_they_live(self._of_case(tx, hub, roster, case), case, tx.now)
        tx.messages.want(referral_id, wanted, at_once=closed)
        self._redraw_reminders(tx, hub, referral_id)

    def desk(self, tx: Tx, hub: Hub, roster: Roster) -> None:
        """Say again which messages the desk wants: what is to be screened, and channels whose guard is closed.

        One at a time for each hub: two referrals that arrive at once belong in one message.
        """
        forum = hub.forum.id
        tx.forums.lock(forum)
        personal = desk.of_hub(tx, hub, roster, self._surfaces)
        notice = self._in_channels(hub, (Shared("notice", forum),))
        wanted = (*notice, *self._addressed(tx, hub, roster, personal), *self._closed(tx, hub))
        wanted += tuple(self._outages(tx, hub, roster))
        tx.messages.want(f"desk:{forum}", wanted)
        self._redraw_reminders(tx, hub, "")

    def reminders(self, tx: Tx, hub: Hub, roster: Roster, person: str) -> None:
        """Say again which reminders a person has: each stands a day at most, also one that was replaced."""
        forum = hub.forum.id
        for made in tx.reminders.of_person(forum, person, tx.now - ALERT_LIFE):
            personal = (Personal("digest", person, made.id, made.made_at + ALERT_LIFE),)
            wanted = tuple(self._addressed(tx, hub, roster, personal))
            if made.replaced_at and not tx.messages.standing(made.id):
                wanted = ()  # it never arrived: there is nothing to shrink
            if tx.messages.is_out_of_reach(made.id):  # then it stands on the web, where its person may look
                wanted += tuple(replace(one, surface=SurfaceName.WEB) for one in wanted)
            tx.messages.want(made.id, wanted)

    def meetings(self, tx: Tx, hub: Hub, roster: Roster) -> None:
        """Say again what the hub shares about many cases: the day's list and its meeting. One at a time for each hub."""
        forum = hub.forum.id
        tx.forums.lock(forum)
        tx.messages.want(shared_scope(forum), self._of_hub(tx, hub, roster))

    def everything(self, tx: Tx, hub: Hub, roster: Roster) -> None:
        """Say again all that a hub wants: who is on the roster changed."""
        for referral in (*tx.referrals.to_screen(hub.forum.id), *tx.referrals.live(hub.forum.id)):
            self.referral(tx, hub, roster, referral)
        self.desk(tx, hub, roster)
        self.meetings(tx, hub, roster)

    def _of_hub(self, tx: Tx, hub: Hub, roster: Roster) -> Iterator[Wanted]:
        yield from self._in_channels(hub, meetings.of_hub(tx, hub))
        yield from self._addressed(tx, hub, roster, meetings.to_chairs(tx, hub))
        yield from self._addressed(tx, hub, roster, meetings.late_day(tx, hub, roster))

    def _redraw_reminders(self, tx: Tx, hub: Hub, referral_id: str) -> None:
        """A reminder that lists something of this referral (or of none) says at once what became of it."""
        tx.messages.redraw(*tx.reminders.listing(hub.forum.id, referral_id, tx.now - ALERT_LIFE))

    def _of_case(self, tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Wanted]:
        """Whoever may not know of the case is in no part's roster, so that nothing is ever meant for them."""
        inside = visibility.among(roster, case, tx.now)
        parts: tuple[Part, ...] = OF_CASE
        if case.state(tx.now) != "received" and (case.ratings or case.information_requests):
            if visibility.apart(roster, case, tx.now):
                parts = (*OF_CASE, item.of_case, meetings.personally)
            else:
                card = "information_request" if case.information_requests and not case.level else "referral"
                yield from self._in_channels(hub, (Shared(card, case.referral.id),))
                yield from self._in_channels(hub, meetings.in_channel(tx, case))
                yield from self._mentions(tx, hub, inside, case)
        personal = (one for part in parts for one in part(tx, hub, inside, case))
        yield from self._addressed(tx, hub, inside, personal)

    def _in_channels(self, hub: Hub, shared: Iterable[Shared]) -> Iterator[Wanted]:
        for card, thing, until in shared:
            for surface in sorted(self._surfaces):
                if surface == SurfaceName.WEB or hub.forum.channels.get(surface):
                    yield Wanted(hub.forum.id, surface, CHANNEL, card, thing, until)

    def _mentions(self, tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Wanted]:
        """In the channel of the surface on which an alert did not arrive, until it ends or its agency has answered."""
        alerted = {
            one.person: one.until for one in alerts.of_case(tx, hub, roster, case) if one.card == ALERT
        }
        for message in tx.messages.reached_otherwise(case.referral.id):
            actors = roster.actors(message.audience, hub.forum.id, tx.now)
            waits = message.audience in alerted and any(
                actor.seat in case.asked and not case.seat_answer(actor.seat).answered for actor in actors
            )
            if waits and message.surface in self._surfaces and hub.forum.channels.get(message.surface):
                until = alerted[message.audience]
                yield Wanted(hub.forum.id, message.surface, CHANNEL, "mention", message.id, until)

    def _closed(self, tx: Tx, hub: Hub) -> Iterator[Wanted]:
        """From closing time until the hub opens, its channels say so; one post a night."""
        if hub.hours.is_open(tx.now):
            return
        opens_at = hub.hours.next_opening(tx.now)
        for surface in sorted(self._surfaces):
            if surface == SurfaceName.WEB or hub.forum.channels.get(surface):
                night = opens_at.date().isoformat()
                yield Wanted(hub.forum.id, surface, CHANNEL, "closed", night, opens_at)

    def _addressed(self, tx: Tx, hub: Hub, roster: Roster, personal: Iterable[Personal]) -> Iterator[Wanted]:
        """Nothing goes to somebody whose access ended."""
        for card, person, thing, until in personal:
            if roster.actor(person, hub.forum.id, tx.now) is not None:
                yield Wanted(hub.forum.id, self.own_surface(roster, person), person, card, thing, until)

    def _outages(self, tx: Tx, hub: Hub, roster: Roster) -> Iterator[Wanted]:
        """Whoever must know that a chat cannot be reached reads it where they can: on the web, or in another chat."""
        told = roster.on_duty_with_role(hub.forum.id, ("duty_manager",), tx.now)
        told += roster.with_role(hub.forum.id, ("administrator",), tx.now)
        for outage in tx.outages.since(tx.now - ALERT_LIFE):
            until = outage.ended_at + ALERT_LIFE if outage.ended_at else None
            for who in dict.fromkeys(told):
                own = self.own_surface(roster, who.id)
                where = SurfaceName.WEB if own == outage.surface else own
                yield Wanted(hub.forum.id, where, who.id, "outage", outage.id, until)

    def own_surface(self, roster: Roster, person: str) -> SurfaceName:
        """Where a person is written to: a chat that is set and linked, else the web."""
        linked = {account.surface for account in roster.accounts(person)}
        for surface in (SurfaceName.SLACK, SurfaceName.TEAMS):
            if surface in self._surfaces and surface in linked:
                return surface
        return SurfaceName.WEB


def _while_they_live(wanted: Iterable[Wanted], case: Case, now: datetime) -> Iterator[Wanted]:
    """Each message with the end of its life: what has ended is wanted no more, and a legal hold ends nothing."""
    end, held = posts_end_at(case), hold_on(case) is not None
    for one in wanted:
        if case.referral.closed_at is not None and one.card in ENDS_WITH_THE_CASE:
            continue
        ends = (one.until,) if one.card in AFTER_THE_END else (one.until, end)
        until = None if held else min((moment for moment in ends if moment), default=None)
        if until is None or now < until:
            yield replace(one, until=until)
