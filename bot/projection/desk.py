"""What waits for whoever screens."""

from collections.abc import Iterable, Iterator

from bot.interaction import SurfaceName
from bot.projection import nights
from bot.projection.personal import ALERT_LIFE, DESK, Personal
from storage.tx import Tx
from triage import visibility
from triage.case import Case
from triage.hub import Hub
from triage.records import Person
from triage.roster import Roster
from triage.visibility import may_know


def of_case(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Danger, other words under a known number, and what an agency that was not asked offered."""
    yield from _in_danger(tx, hub, roster, case)
    yield from _attached(tx, hub, roster, case)
    yield from _offered(tx, hub, roster, case)


def _in_danger(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    if case.referral.danger != "yes" or case.state(tx.now) != "received":
        return
    for who in _at_the_desk(tx, hub, roster):
        yield Personal("danger", who.id, case.referral.id)


def _attached(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Other words under a known number wait for somebody at the desk to accept them."""
    for addition in case.additions:
        if addition.kind == "other_words" and addition.accepted_at is None:
            for who in _at_the_desk(tx, hub, roster):
                yield Personal("attached", who.id, addition.id)


def _offered(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """An agency that was not asked added something: the desk is told, for a day."""
    for answer in case.current_answers:
        until = answer.at + ALERT_LIFE
        if not answer.check and tx.now < until:
            for who in _at_the_desk(tx, hub, roster):
                yield Personal("offered", who.id, answer.id, until)


def of_hub(tx: Tx, hub: Hub, roster: Roster, surfaces: Iterable[SurfaceName]) -> Iterator[Personal]:
    """What is to be screened, and channels whose guard is closed."""
    forum = hub.forum.id
    waiting = tx.circles.of_each(tx.referrals.to_screen(forum)).values()
    for who in _at_the_desk(tx, hub, roster):
        actor = roster.actor(who.id, forum, tx.now)
        if actor and any(may_know(actor, circle) for circle in waiting):
            yield Personal("to_screen", who.id, forum)
    yield from nights.of_hub(tx, hub, _at_the_desk(tx, hub, roster), roster)
    for in_forum, surface in tx.messages.undeleted():
        if in_forum == forum:
            told = roster.with_role(forum, ("administrator",), tx.now)
            yield from (Personal("not_deleted", who.id, surface) for who in told)
    yield from _slips(tx, hub, roster)
    for surface in surfaces:
        guard = tx.forums.guard(forum, surface)
        if guard and guard.closed_since:
            told = roster.with_role(forum, ("administrator",), tx.now)
            told += roster.on_duty_with_role(forum, ("duty_manager",), tx.now)
            yield from (Personal("guard", who.id, surface) for who in dict.fromkeys(told))


def _slips(tx: Tx, hub: Hub, roster: Roster) -> Iterator[Personal]:
    """Who answers for information and whoever is on duty hear of a slip at once, unless its case is kept from them."""
    forum = hub.forum.id
    told = roster.with_role(forum, ("information_governance",), tx.now)
    told += roster.on_duty_with_role(forum, ("duty_manager",), tx.now)
    for one in tx.near_misses_to_review(forum):
        until = one.at + ALERT_LIFE
        if tx.now < until:
            knowers = _knowers(tx, roster, one.referral)
            people = (who.id for who in dict.fromkeys(told) if knowers is None or who.id in knowers)
            yield from (Personal("slip", person, one.id, until) for person in people)


def _knowers(tx: Tx, roster: Roster, referral: str) -> frozenset[str] | None:
    """Who may know of the case that something is about; None where it is about none."""
    circle = tx.circles.of(referral) if referral else None
    return visibility.knowers(roster, circle, tx.now) if circle else None


def _at_the_desk(tx: Tx, hub: Hub, roster: Roster) -> tuple[Person, ...]:
    return roster.on_duty_with_role(hub.forum.id, DESK, tx.now)
