"""The hub's nights: saying that the emergency duty team was called, answering for it, and picking it up in the morning."""

from dataclasses import replace

from bot.cards.hours import overnight as cards
from bot.due.nights import night, pick_up
from bot.handlers import details, screening
from bot.reading.known import known_cases
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx
from triage.case import Case
from triage.records import NightItem


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
    """Pick up what comes first, and show it: to be screened, or as it stands."""
    items, cases = night_of(tx, press)
    for item in cards.in_order([one for one in items if one.picked_up_at is None], cases):
        case = cases[item.referral]
        if tx.referrals.lock(item.referral) and pick_up(tx, item, press.actor.person):
            return _shown(tx, replace(press, case=case))
    return Open(cards.handover(press.sight, items, cases))


def read(tx: Tx, press: Press) -> Reply:
    """What happened overnight."""
    return Open(cards.handover(press.sight, *night_of(tx, press)))


def night_of(tx: Tx, press: Press) -> tuple[tuple[NightItem, ...], dict[str, Case]]:
    """The items of the last night and all that still wait, with the cases that this person may know of."""
    forum = press.hub.forum.id
    _, opens_at = night(press.hub, press.now)
    items = tx.nights(forum, opens_at)
    known = known_cases(tx, press.hub, press.actor, tuple(item.referral for item in items))
    return items, {case.referral.id: case for case in known}


def _shown(tx: Tx, press: Press) -> Reply:
    case = press.the_case
    waits = any(subject.stage == "received" for subject in case.subjects)
    tx.audit.record(
        actor=press.actor.person,
        seat=press.actor.seat,
        surface=press.interaction.identity.surface,
        verb="referral.screen" if waits else "details.open",
        thing=case.referral.id,
        outcome="opened",
        referral_id=case.referral.id,
    )
    return screening.open_form(tx, press) if waits else details.open_details(tx, press)


VERBS = (
    Verb("night.called", "referral", does=called),
    Verb("night.answer", "referral", does=answer),
    Verb("night.next", "none", opens=open_next, looking=True),
    Verb("night.read", "none", opens=read, looking=True),
)
