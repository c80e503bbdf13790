"""Who refers or presses while the hub is closed is told so, privately."""

from bot.verbs import Press
from storage.ids import new_id
from storage.tx import Tx
from triage.records import AfterHours

AT_WORK = ("edt", "on_call")
"""Whoever works at night needs no word of it."""


def note(tx: Tx, press: Press, referral: str) -> None:
    """Note once a night that this person did something about this referral after hours."""
    if press.hub.hours.is_open(press.now) or press.actor.has(*AT_WORK):
        return
    person, opens_at = press.actor.person, press.hub.hours.next_opening(press.now)
    if press.roster.duties_of(person, press.hub.forum.id, press.now):
        return
    if any(one.person == person and one.opens_at == opens_at for one in tx.after_hours.of(referral)):
        return
    tx.after_hours.add(AfterHours(new_id(), referral, person, press.now, opens_at))
