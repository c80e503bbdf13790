"""Which parts of the minutes somebody may read: the meeting's own, and those of the cases that they may read."""

from collections.abc import Iterator

from bot.cards.elements import FormPart
from bot.cards.meetings import minutes as cards
from bot.cards.sight import Sight
from bot.reading.known import known_cases
from storage.tx import Tx
from triage.authority import Actor
from triage.case import Case
from triage.hub import Hub
from triage.records import Minutes, MinutesPart
from triage.visibility import decision


def readable_cases(tx: Tx, hub: Hub, actor: Actor, version: Minutes) -> tuple[MinutesPart, ...]:
    """The parts of one version about cases that this person may read."""
    return tuple(part for part, _case in _readable(tx, hub, actor, version))


def readable(tx: Tx, sight: Sight, actor: Actor, version: Minutes) -> Iterator[FormPart]:
    """What this person may read of one version, and what was decided since; nothing where they may read none of its cases."""
    mine = _readable(tx, sight.hub, actor, version)
    if not mine and tx.meetings.parts_of(version.id):
        return
    yield from cards.shown(version.parts)
    for part, case in mine:
        yield from cards.shown(part.parts)
        yield from cards.settled(sight, case, version)


def _readable(tx: Tx, hub: Hub, actor: Actor, version: Minutes) -> tuple[tuple[MinutesPart, Case], ...]:
    kept = tx.meetings.parts_of(version.id)
    known = known_cases(tx, hub, actor, (one.referral for one in kept))
    cases = {case.referral.id: case for case in known if decision(actor, case) is None}
    return tuple((one, cases[one.referral]) for one in kept if one.referral in cases)
