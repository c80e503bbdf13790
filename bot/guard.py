"""The channel guard: a case card stands in a channel only while everybody in it may see it.

The channel is private, shared with nobody unlisted, and everybody in it is on the roster. If not, that channel gets
nothing; personal cards and the web go on, and the duty manager and the administrator are told which rule failed.
Never a fallback to another channel.
"""

from datetime import datetime, timedelta

from bot import logs
from bot.hubs import Hubs
from bot.interaction import SurfaceName
from bot.metrics import GUARDS_CLOSED
from bot.ports import Carrier, ChannelFacts, NotDelivered, Unreachable, nothing_answers
from bot.projection import Projection
from storage.forums import GuardState
from storage.store import Store
from storage.tx import Tx
from triage.authority import may_see_channel
from triage.records import Forum
from triage.roster import Roster

log = logs.get(__name__)

FRESH_FOR = timedelta(minutes=5)
CUT_AFTER = timedelta(minutes=15)
"""How long a guard may be closed before the cards that stand are cut to their references."""


class ChannelGuard:
    """Looks at one surface's channels, and remembers for five minutes what it saw."""

    def __init__(self, store: Store[Tx], carrier: Carrier, hubs: Hubs, projection: Projection) -> None:
        self._store = store
        self._carrier = carrier
        self._hubs = hubs
        self._projection = projection

    async def open(self, forum_id: str, surface: SurfaceName) -> bool:
        """Whether the channel may get a card now; looks again when the last look is older than five minutes."""
        state = await self._store.read(lambda tx: (tx.forums.guard(forum_id, surface), tx.now))
        known, now = state
        if known is None or now - known.checked_at > FRESH_FOR:
            known = await self.look(forum_id)
        return known is not None and known.closed_since is None

    async def look(self, forum_id: str) -> GuardState | None:
        """Look at the channel now and keep what was found; None when the platform did not answer.

        A channel that the bot cannot see into is as closed as one with a stranger in it.
        """
        surface = self._carrier.surface
        forum, began = await self._store.read(
            lambda tx: (next(f for f in tx.forums.all() if f.id == forum_id), tx.now)
        )
        channel = forum.channels.get(surface)
        if channel is None:
            return None
        facts: ChannelFacts | Unreachable
        try:
            facts = await self._carrier.channel_facts(channel)
        except NotDelivered as problem:
            log.warning("guard_not_seen", surface=surface, reason=str(problem)[:60])
            if nothing_answers(problem):
                await self._store.write(lambda tx: tx.outages.call_failed(surface))
            if nothing_answers(problem) or not isinstance(problem, Unreachable):
                return None
            facts = problem
        return await self._store.write(lambda tx: self._judge(tx, forum, facts, began))

    def _judge(self, tx: Tx, forum: Forum, facts: ChannelFacts | Unreachable, began: datetime) -> GuardState:
        """Keep what a look found, unless a look that began later was quicker."""
        self._hubs.refresh(tx)
        roster = self._hubs.roster(tx)
        surface = self._carrier.surface
        tx.forums.lock(forum.id)
        before = tx.forums.guard(forum.id, surface)
        if before is not None and before.checked_at > began:
            return before
        tx.outages.answered(surface)
        state = tx.forums.guarded(forum.id, surface, failures(forum, facts, roster, tx), began)
        GUARDS_CLOSED.labels(surface).set(tx.forums.closed_guards(surface))
        if before is None or before.failures != state.failures:
            outcome = "closed" if state.closed_since else "open"
            tx.audit.record(
                actor="bot", seat="", surface=surface, verb="guard.look", thing=forum.id, outcome=outcome
            )
            self._projection.desk(tx, self._hubs.of(forum.id), roster)
        if must_be_cut(state, tx.now) or (before and before.closed_since and not state.closed_since):
            tx.messages.redraw_channel(forum.id, surface)
        return state


def must_be_cut(state: GuardState | None, now: datetime) -> bool:
    """Whether a channel has been unsafe for so long that what stands in it is cut to references."""
    return state is not None and state.closed_since is not None and now - state.closed_since >= CUT_AFTER


def failures(
    forum: Forum, facts: ChannelFacts | Unreachable, roster: Roster, tx: Tx
) -> tuple[tuple[str, str], ...]:
    """Which rules fail, each with the account or organisation it concerns, or with the platform's word for it."""
    if isinstance(facts, Unreachable):
        return (("not_seen", str(facts)[:60]),)
    found: list[tuple[str, str]] = []
    if not facts.private:
        found.append(("public", ""))
    found += [("shared", partner) for partner in sorted(facts.partners - forum.partners)]
    for member in facts.members:
        who = member.identity
        if member.is_self or (member.is_app and who.user in forum.allowed_apps):
            continue
        if member.is_app:
            found.append(("app", who.user))
            continue
        person = roster.person_behind(who.surface, who.tenant, who.user)
        if person is None:
            found.append(("not_on_roster", who.user))
        elif (actor := roster.actor(person.id, forum.id, tx.now)) is None:
            found.append(("left", who.user))
        elif not may_see_channel(actor):
            found.append(("may_not_see", who.user))
        elif member.is_guest:
            found.append(("guest", who.user))
    return tuple(found)
