"""Which messages should exist for a case and for the hub's desk, worked out from rows.

No handler sends anything. After each change this says again what should stand where; the registry keeps it, and the
courier brings the platforms up to date.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.interaction import SurfaceName
from storage.messages import CHANNEL, Wanted
from storage.tx import Tx
from triage.authority import approvers
from triage.case import Case
from triage.hub import Hub
from triage.records import Person, Proposal
from triage.roster import Roster

ALERT_LIFE = timedelta(hours=24)
DESK = ("screening", "duty_manager")


class Personal(NamedTuple):
    """A card that one person should have; `until` is when it goes though nothing else happens."""

    card: str
    person: str
    thing: str
    until: datetime | None = None


class Projection:
    """Works out what should stand on the surfaces that are set. The web always is."""

    def __init__(self, surfaces: frozenset[SurfaceName]) -> None:
        self._surfaces = surfaces | {SurfaceName.WEB}

    def referral(self, tx: Tx, hub: Hub, roster: Roster, referral_id: str) -> None:
        """Say again which messages this referral wants."""
        case = tx.case(referral_id, hub.profile)
        if case is None:
            return
        tx.messages.want(referral_id, self._of_case(tx, hub, roster, case))

    def desk(self, tx: Tx, hub: Hub, roster: Roster) -> None:
        """Say again which messages the desk wants: what is to be screened, and channels whose guard is closed.

        One at a time for each hub: two referrals that arrive at once belong in one message.
        """
        forum = hub.forum.id
        tx.forums.lock(forum)
        personal: list[Personal] = []
        if tx.referrals.to_screen(forum):
            personal += [Personal("to_screen", who.id, forum) for who in self._desk_people(tx, hub, roster)]
        for surface in self._surfaces:
            guard = tx.forums.guard(forum, surface)
            if guard and guard.closed_since:
                told = roster.with_role(forum, ("administrator",), tx.now)
                told += roster.on_duty_with_role(forum, ("duty_manager",), tx.now)
                personal += [Personal("guard", who.id, surface) for who in dict.fromkeys(told)]
        tx.messages.want(f"desk:{forum}", self._addressed(tx, hub, roster, personal))

    def everything(self, tx: Tx, hub: Hub, roster: Roster) -> None:
        """Say again all that a hub wants: who is on the roster changed."""
        for referral in (*tx.referrals.to_screen(hub.forum.id), *tx.referrals.live(hub.forum.id)):
            self.referral(tx, hub, roster, referral)
        self.desk(tx, hub, roster)

    def _of_case(self, tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Wanted]:
        if case.state(tx.now) != "received" and case.ratings:
            for surface in sorted(self._surfaces):
                if surface == SurfaceName.WEB or hub.forum.channels.get(surface):
                    yield Wanted(hub.forum.id, surface, CHANNEL, "referral", case.referral.id)
        yield from self._addressed(tx, hub, roster, self._personal(tx, hub, roster, case))

    def _personal(self, tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
        yield from _to_the_referrer(case)
        yield from _in_danger(tx, hub, roster, case)
        yield from _attached(tx, hub, roster, case)
        yield from _red_alerts(tx, hub, roster, case)
        yield from _late(tx, hub, roster, case)
        yield from _for_the_duty_manager(tx, hub, roster, case)
        yield from _offered(tx, hub, roster, case)
        yield from _approvals(tx, hub, roster, case)
        yield from _disagreements(tx, hub, roster, case)

    def _desk_people(self, tx: Tx, hub: Hub, roster: Roster) -> tuple[Person, ...]:
        return roster.on_duty_with_role(hub.forum.id, DESK, tx.now)

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


def _to_the_referrer(case: Case) -> Iterator[Personal]:
    referrer = case.referral.referrer.person
    if not referrer:
        return
    yield Personal("received", referrer, case.referral.id)
    for feedback in case.feedback:
        if feedback.state == "sent" and feedback.how == "chat":
            yield Personal("feedback", referrer, feedback.id)


def _in_danger(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    if case.referral.danger != "yes" or case.state(tx.now) != "received":
        return
    for who in roster.on_duty_with_role(hub.forum.id, DESK, tx.now):
        yield Personal("danger", who.id, case.referral.id)


def _attached(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Other words under a known number wait for somebody at the desk to accept them."""
    for addition in case.additions:
        if addition.kind == "other_words" and addition.accepted_at is None:
            for who in roster.on_duty_with_role(hub.forum.id, DESK, tx.now):
                yield Personal("attached", who.id, addition.id)


def _red_alerts(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """An urgent case reaches each on-duty member of each asked seat; nobody is alerted by a post in a channel alone."""
    urgent = [rating for rating in case.ratings if hub.profile.level(rating.level).alerts]
    until = urgent[-1].at + ALERT_LIFE if urgent else tx.now
    if until <= tx.now:
        return
    for seat in case.asked:
        for who in roster.on_duty_for_seat(hub.forum.id, seat, tx.now):
            yield Personal("red_alert", who.id, case.referral.id, until)


def _late(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """A missed clock tells the people its rule names; it changes no outcome."""
    told = {
        "acknowledge": hub.profile.acknowledge.tells,
        "decide": hub.profile.decide.tells,
        "feedback": hub.profile.feedback.tells,
        "urgency": hub.profile.urgency_tells,
    }
    checks = {check.id: check.seat for check in case.checks}
    late = set(case.late(tx.now))
    for clock in case.clocks:
        if clock.missed_at is None or clock.stopped_at is not None:
            continue
        if clock.kind == "answer":
            seat = checks.get(clock.subject, "")
            leads = roster.lead_of(hub.forum.id, seat, tx.now) if seat in late else ()
            yield from (Personal("late_answer", who.id, clock.id) for who in leads)
        else:
            people = roster.on_duty_with_role(hub.forum.id, told[clock.kind], tx.now)
            yield from (Personal("late_clock", who.id, clock.id) for who in people)


def _for_the_duty_manager(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    managers = roster.on_duty_with_role(hub.forum.id, ("duty_manager",), tx.now)
    for manager in managers:
        for answer in case.to_decide_consent():
            yield Personal("consent", manager.id, answer.id)
        for vote in case.votes_above():
            yield Personal("view_above", manager.id, vote.id)
    chairs = roster.on_duty_with_role(hub.forum.id, ("chair",), tx.now)
    for task in case.tasks:
        if task.kind == "late_view" and task.done_at is None:
            for who in dict.fromkeys((*managers, *chairs)):
                yield Personal("late_view", who.id, task.id)


def _offered(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """An agency that was not asked added something: the desk is told, for a day."""
    for answer in case.current_answers:
        until = answer.at + ALERT_LIFE
        if not answer.check and tx.now < until:
            for who in roster.on_duty_with_role(hub.forum.id, DESK, tx.now):
                yield Personal("offered", who.id, answer.id, until)


def _approvals(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Until it is decided; then one line for a day."""
    for proposal in case.proposals:
        until = proposal.decided_at + ALERT_LIFE if proposal.decided_at else None
        if until and until <= tx.now:
            continue
        for who in _asked_to_approve(tx, hub, roster, proposal):
            yield Personal("approval", who.id, proposal.id, until)
        if proposal.state == "returned":
            yield Personal("returned", proposal.by, proposal.id, until)


def _asked_to_approve(tx: Tx, hub: Hub, roster: Roster, proposal: Proposal) -> tuple[Person, ...]:
    """Who holds the role that the outcome needs; whoever stands in for it, if nobody else than the proposer does."""
    for role in approvers(proposal.role):
        on_duty = roster.on_duty_with_role(hub.forum.id, (role,), tx.now)
        others = tuple(who for who in on_duty if who.id != proposal.by)
        if others:
            return others
    return ()


def _disagreements(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Who must answer is told until then; when somebody may be unsafe, each duty manager on duty is told at once."""
    for one in case.disagreements:
        ends = {one.owner: one.due_at} if one.owner else {}
        if one.unsafe:
            told_until = one.at + ALERT_LIFE
            for who in roster.on_duty_with_role(hub.forum.id, ("duty_manager",), tx.now):
                ends[who.id] = max(ends.get(who.id, told_until), told_until)
        for person, until in ends.items():
            if tx.now < until:
                yield Personal("disagreement", person, one.id, until)
