"""The minutes are read by those who may, made anew where something was wrong, and approved by the chair."""

from collections.abc import Iterator
from dataclasses import replace

from bot.cards import phrases
from bot.cards.elements import Button
from bot.cards.meetings import minutes as cards
from bot.handlers.steps.minutes import make
from bot.reading.minutes_read import readable, readable_cases
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx
from triage.authority import may
from triage.meetings import Sitting
from triage.records import Minutes


def read(tx: Tx, press: Press) -> Reply:
    """The newest version, each case's part to those who may read that case."""
    sitting = tx.meetings.sitting(press.thing)
    return _newest(tx, press, sitting) if sitting else Refused("nothing_here")


def to_print(tx: Tx, press: Press) -> Reply:
    """A version on paper, for whoever may read any of it."""
    version = tx.meetings.minutes.get(press.thing)
    sitting = tx.meetings.sitting(version.meeting) if version else None
    parts = tuple(readable(tx, press.sight, press.actor, version)) if version else ()
    if version is None or sitting is None or not parts:
        return Refused("nothing_here")
    _note_opened(tx, press, version)
    return Open(cards.form(press.sight, sitting, version, parts, ()))


def make_anew(tx: Tx, press: Press) -> Reply:
    """A new version from what is recorded now: confirmed words, late views, what was decided since."""
    sitting = tx.meetings.sitting(press.thing)
    if sitting is None or sitting.is_live:
        return Refused("not_now")
    version = make(tx, press, sitting)
    return Done(note={"version": str(version.version)})


def approve(tx: Tx, press: Press) -> Reply:
    """The chair approves the newest version; approved twice it is approved once, and in the place of an older one it is shown."""
    version = tx.meetings.minutes.get(press.thing)
    sitting = tx.meetings.sitting(version.meeting) if version else None
    if version is None or sitting is None:
        return Refused("nothing_here")
    if version.version < len(sitting.minutes):
        return _newest(tx, press, sitting, cards.not_the_newest(press.sight, version, sitting.minutes[-1]))
    approved = {"approved_at": press.now, "approved_by": press.actor.person}
    if not tx.meetings.minutes.move(version.id, only_if={"approved_at": None}, **approved):
        return Done("already", {"at": (version.approved_at or press.now).isoformat()})
    return Done(note={"version": str(version.version)})


def _newest(tx: Tx, press: Press, sitting: Sitting, notice: str = "") -> Reply:
    newest = sitting.minutes[-1] if sitting.minutes else None
    parts = tuple(readable(tx, press.sight, press.actor, newest)) if newest else ()
    if newest and not parts:
        return Refused("nothing_here")
    if newest:
        _note_opened(tx, press, newest)
    form = cards.form(press.sight, sitting, newest, parts, tuple(_buttons(press, sitting, newest)))
    return Open(replace(form, notice=notice))


def _note_opened(tx: Tx, press: Press, version: Minutes) -> None:
    """Minutes about several cases: each case's own record says who read of it. Of one case the press itself does."""
    if press.case is not None:
        return
    read_of = {one.referral for one in readable_cases(tx, press.hub, press.actor, version)}
    for referral in sorted(read_of):
        tx.audit.record(
            actor=press.actor.person,
            seat=press.actor.seat,
            surface=press.interaction.identity.surface,
            verb=press.interaction.verb,
            thing=press.thing,
            outcome="opened",
            referral_id=referral,
        )


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
    Verb("minutes.print", "minutes", opens=to_print, looking=True),
    Verb("minutes.make", "meeting", does=make_anew),
    Verb("minutes.approve", "minutes", does=approve),
)
