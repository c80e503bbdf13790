"""Which parts of the minutes somebody may read: the meeting's own, and those of the cases that they may read."""

from collections.abc import Iterator

from bot.cards.elements import FormPart
from bot.cards.meetings import minutes as cards
from bot.reading.known import known_cases
from storage.tx import Tx
from triage.authority import Actor
from triage.hub import Hub
from triage.records import Minutes, MinutesPart
from triage.visibility import decision


def readable_cases(tx: Tx, hub: Hub, actor: Actor, version: Minutes) -> tuple[MinutesPart, ...]:
    """The parts of one version about cases that this person may read."""
    kept = tx.meetings.parts_of(version.id)
    cases = {case.referral.id: case for case in known_cases(tx, hub, actor, (one.referral for one in kept))}
    return tuple(
        one for one in kept if one.referral in cases and decision(actor, cases[one.referral]) is None
    )


def readable(tx: Tx, hub: Hub, actor: Actor, version: Minutes) -> Iterator[FormPart]:
    """What this person may read of one version; nothing at all where they may read none of its cases."""
    mine = readable_cases(tx, hub, actor, version)
    if not mine and tx.meetings.parts_of(version.id):
        return
    yield from cards.shown(version.parts)
    for one in mine:
        yield from cards.shown(one.parts)
