"""Which parts of the minutes somebody may read: the meeting's own, and those of the cases that they may read."""

from collections.abc import Iterator

from bot.cards.elements import FormPart
from bot.cards.meetings import minutes as cards
from storage.tx import Tx
from triage.authority import Actor
from triage.hub import Hub
from triage.records import Minutes
from triage.visibility import decision, may_know


def readable(tx: Tx, hub: Hub, actor: Actor, version: Minutes) -> Iterator[FormPart]:
    """What this person may read of one version; nothing at all where they may read none of its cases."""
    kept = tx.meetings.parts_of(version.id)
    cases = {case.referral.id: case for case in tx.cases([one.referral for one in kept], hub.profile)}
    mine = [
        one
        for one in kept
        if one.referral in cases
        and may_know(actor, cases[one.referral])
        and decision(actor, cases[one.referral]) is None
    ]
    if kept and not mine:
        return
    yield from cards.shown(version.parts)
    for one in mine:
        yield from cards.shown(one.parts)
