"""The minutes are read by those who may, made anew where something was wrong, and approved by the chair."""

from collections.abc import Iterator

from bot.cards import minutes as cards
from bot.cards import phrases
from bot.cards.elements import Button, FormPart
from bot.handlers.steps.minutes import make
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx
from triage.authority import Actor, may
from triage.hub import Hub
from triage.meetings import Sitting
from triage.records import Minutes
from triage.visibility import decision, may_know


def read(tx: Tx, press: Press) -> Reply:
    """The newest version, each case's part to those who may read that case."""
    sitting = tx.meetings.sitting(press.thing)
    if sitting is None:
        return Refused("nothing_here")
    newest = sitting.minutes[-1] if sitting.minutes else None
    parts = tuple(readable(tx, press.hub, press.actor, newest)) if newest else ()
    if newest and not parts:
        return Refused("nothing_here")
    return Open(cards.form(press.sight, sitting, newest, parts, tuple(_buttons(press, sitting, newest))))


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


def make_anew(tx: Tx, press: Press) -> Reply:
    """A new version from what is recorded now: confirmed words, late views, what was decided since."""
    sitting = tx.meetings.sitting(press.thing)
    if sitting is None or sitting.is_live:
        return Refused("not_now")
    version = make(tx, press, sitting)
    return Done(note={"version": str(version.version)})


def approve(tx: Tx, press: Press) -> Reply:
    """The chair approves this version; approved twice it is approved once."""
    version = tx.meetings.minutes.get(press.thing)
    if version is None:
        return Refused("nothing_here")
    approved = {"approved_at": press.now, "approved_by": press.actor.person}
    if not tx.meetings.minutes.move(version.id, only_if={"approved_at": None}, **approved):
        return Done("already", {"at": (version.approved_at or press.now).isoformat()})
    return Done(note={"version": str(version.version)})


def _buttons(press: Press, sitting: Sitting, newest: Minutes | None) -> Iterator[Button]:
    _ = press.sight.words.gettext
    if newest and newest.approved_at is None and may(press.actor, "minutes.approve", press.case).allowed:
        label = _("Approve these minutes")
        yield phrases.button(label, label, "minutes.approve", newest.id, opens=False, primary=True)
    if not sitting.is_live and may(press.actor, "minutes.make", press.case).allowed:
        label = _("Make a new version")
        yield phrases.button(label, label, "minutes.make", sitting.meeting.id, opens=False)


VERBS = (
    Verb("minutes.read", "meeting", opens=read, looking=True),
    Verb("minutes.make", "meeting", does=make_anew),
    Verb("minutes.approve", "minutes", does=approve),
)
