"""The hub's nights: saying that the emergency duty team was called, answering for it, and picking it up in the morning."""

from dataclasses import dataclass, replace

from bot.cards.desk.screen import SHOWN_FOR
from bot.cards.hours import handover
from bot.cards.hours import overnight as cards
from bot.due.nights import pick_up
from bot.handlers import details, screening
from bot.reading.overnight import night_of
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx
from triage.nights import Night, unscreened
from triage.records import NightItem


@dataclass(frozen=True)
class _Next:
    """The item that a press shows, and what stands on top of it."""

    item: NightItem
    notice: str


def called(tx: Tx, press: Press) -> Reply:
    """Keep that they called the emergency duty team."""
    mine = [one for one in press.the_case.after_hours if one.person == press.actor.person]
    if not mine:
        return Refused("nothing_here")
    if not tx.after_hours.move(mine[-1].id, only_if={"called_at": None}, called_at=press.now):
        at = mine[-1].called_at or press.now
        return Done("already", {"at": at.isoformat()})
    return Done(note={"called": "emergency_duty_team"})


def answer(tx: Tx, press: Press) -> Reply:
    """Somebody on call says that they are dealing with it; the first is kept."""
    paged = [item for item in press.the_case.nights if item.urgent_at]
    if not paged:
        return Refused("not_now")
    item = paged[-1]
    answered = {"answered_at": press.now, "answered_by": press.actor.person}
    if not tx.night_items.move(item.id, only_if={"answered_at": None}, **answered):
        return Done("already", {"at": (item.answered_at or press.now).isoformat()})
    return Done()


def open_next(tx: Tx, press: Press) -> Reply:
    """Pick up what comes first, and show it: to be screened, or as it stands.

    What somebody has and has not screened is shown to them again before anything else, and a press that is done again
    (a page that is loaded again, a card that is not drawn anew yet) shows what it picked up before. Once its referral
    is locked all is read anew: a colleague who was quicker may have taken it, changed it or kept it from this person.
    """
    night = night_of(tx, press.sight)
    while found := _next(night, press):
        tx.referrals.lock(found.item.referral)
        night = night_of(tx, press.sight)
        if (still := _next(night, press)) and still.item.id == found.item.id:
            if still.item.picked_up_at is None:
                pick_up(tx, still.item, press.actor.person)
            return _shown(tx, press, night, still)
    return Open(handover.form(press.sight, night))


def read(tx: Tx, press: Press) -> Reply:
    """What happened overnight."""
    return Open(handover.form(press.sight, night_of(tx, press.sight)))


def _next(night: Night, press: Press) -> _Next | None:
    """What this press comes to, as the night stands."""
    before = night.taken_after(press.actor.person, press.thing)
    if held := night.held_by(press.actor.person):
        return _Next(held, cards.still_yours(press.sight))
    if before:
        return _Next(before[0], cards.yours_before(press.sight))
    free = (*night.to_pick_up, *night.left_alone(press.now, SHOWN_FOR))
    if before is None or not free:
        return None
    has = night.who_has(free[0])
    return _Next(free[0], cards.taken_over(press.sight, has) if has else "")


def _shown(tx: Tx, press: Press, night: Night, found: _Next) -> Reply:
    case = night.cases[found.item.referral]
    waits = unscreened(case, found.item)
    tx.audit.record(
        actor=press.actor.person,
        seat=press.actor.seat,
        surface=press.interaction.identity.surface,
        verb="referral.screen" if waits else "details.open",
        thing=case.referral.id,
        outcome="opened",
        referral_id=case.referral.id,
    )
    press = replace(press, case=case)
    reply = screening.open_form(tx, press) if waits else details.open_details(tx, press)
    return Open(replace(reply.form, notice=found.notice)) if isinstance(reply, Open) else reply


VERBS = (
    Verb("night.called", "referral", does=called),
    Verb("night.answer", "referral", does=answer),
    Verb("night.next", "none", opens=open_next),
    Verb("night.read", "none", opens=read, looking=True),
)
