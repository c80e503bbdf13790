"""Which messages should exist for a case and for the hub's desk, worked out from rows.

No handler sends anything. After each change this says again what should stand where; the registry keeps it, and the
courier brings the platforms up to date.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from bot.interaction import SurfaceName
from bot.projection import actions, alerts, decisions, deputies, desk, duty_manager, item, referrer, urgent
from bot.projection.personal import Personal
from storage.messages import CHANNEL, Wanted
from storage.tx import Tx
from triage import visibility
from triage.case import Case
from triage.ends import hold_on, posts_end_at
from triage.hub import Hub
from triage.roster import Roster

Part = Callable[[Tx, Hub, Roster, Case], Iterator[Personal]]
OF_CASE: tuple[Part, ...] = (
    urgent.of_case,
    referrer.of_case,
    desk.of_case,
    alerts.of_case,
    duty_manager.of_case,
    decisions.of_case,
    deputies.of_case,
    actions.of_case,
)
"""Each part of the work says what it wants people to have."""


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

    def desk(self, tx: Tx, hub: Hub, roster: Roster) -> None:
        """Say again which messages the desk wants: what is to be screened, and channels whose guard is closed.

        One at a time for each hub: two referrals that arrive at once belong in one message.
        """
        forum = hub.forum.id
        tx.forums.lock(forum)
        personal = desk.of_hub(tx, hub, roster, self._surfaces)
        tx.messages.want(f"desk:{forum}", self._addressed(tx, hub, roster, personal))

    def everything(self, tx: Tx, hub: Hub, roster: Roster) -> None:
        """Say again all that a hub wants: who is on the roster changed."""
        for referral in (*tx.referrals.to_screen(hub.forum.id), *tx.referrals.live(hub.forum.id)):
            self.referral(tx, hub, roster, referral)
        self.desk(tx, hub, roster)

    def _of_case(self, tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Wanted]:
        """Whoever may not know of the case is in no part's roster, so that nothing is ever meant for them."""
        inside = visibility.among(roster, case, tx.now)
        parts: tuple[Part, ...] = OF_CASE
        if case.state(tx.now) != "received" and case.ratings:
            if visibility.apart(roster, case, tx.now):
                parts = (*OF_CASE, item.of_case)
            else:
                yield from self._in_channels(hub, case)
        personal = (one for part in parts for one in part(tx, hub, inside, case))
        yield from self._addressed(tx, hub, inside, personal)

    def _in_channels(self, hub: Hub, case: Case) -> Iterator[Wanted]:
        for surface in sorted(self._surfaces):
            if surface == SurfaceName.WEB or hub.forum.channels.get(surface):
                yield Wanted(hub.forum.id, surface, CHANNEL, "referral", case.referral.id)

    def _addressed(self, tx: Tx, hub: Hub, roster: Roster, personal: Iterable[Personal]) -> Iterator[Wanted]:
        """Nothing goes to somebody whose access ended."""
        for card, person, thing, until in personal:
            if roster.actor(person, hub.forum.id, tx.now) is not None:
                yield Wanted(hub.forum.id, self._own_surface(roster, person), person, card, thing, until)

    def _own_surface(self, roster: Roster, person: str) -> SurfaceName:
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
        until = None if held else min((moment for moment in (one.until, end) if moment), default=None)
        if until is None or now < until:
            yield replace(one, until=until)
