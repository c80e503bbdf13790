"""A request for what is held about somebody: opened by information governance, reviewed by each owner, then released."""

from dataclasses import replace
from datetime import datetime, time

from bot.cards.afterwards import access_request as cards
from bot.cards.afterwards import exporting
from bot.handlers.steps.answering import note
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage import access
from triage.access import Item
from triage.records import AccessRequest, AccessReview, Clock, Export
from triage.records.ends import Verdict
from triage.typed_dates import read_date

CLOCK = "access"
ABOUT_THE_REQUEST = ("access_request", "access_review")
_VERDICTS: dict[str, Verdict] = {
    "release": "release",
    "serious_harm": "serious_harm",
    "third_party": "third_party",
    "other": "other",
}


def open_start(_tx: Tx, press: Press) -> Reply:
    """Ask who asks, about whom, and since when."""
    return Open(cards.start(press.sight, press.the_case))


def check_start(_tx: Tx, press: Press) -> dict[str, str]:
    """The day it came in must be one, and not lie ahead."""
    typed = press.text("received")
    return {"received": cards.bad_date(press.sight)} if typed and _received(press) is None else {}


def start(tx: Tx, press: Press) -> Reply:
    """Keep the request; its month runs from the day it came in."""
    case, received = press.the_case, _received(press)
    if received is None:
        return Refused("not_now")
    request = AccessRequest(
        id=new_id(),
        referral=case.referral.id,
        subject=press.text("subject"),
        at=press.now,
        by=press.actor.person,
        received_at=received,
        due_at=access.due_at(received, case),
        asker=press.text("asker"),
        checked=press.text("checked"),
    )
    tx.access_requests.add(request)
    _run_clock(tx, request)
    note(tx, press, "sar.opened", request.id)
    due = {"due": request.due_at.isoformat()}
    return Done(facts=due, note={"request": request.id, **due})


def open_review(_tx: Tx, press: Press) -> Reply:
    """Show this owner's pieces, each whole."""
    request, mine = _request(press), _mine(press)
    if request.state != "open":
        return Refused("released_already")
    if not mine:
        return Refused("nothing_to_review")
    return Open(cards.review(press.sight, press.the_case, request, mine))


def check_review(_tx: Tx, press: Press) -> dict[str, str]:
    """Holding back needs a reason; answering for an agency needs to say who said so."""
    mine = _mine(press)
    chosen = [press.text(cards.field_id(number)) for number, _item in enumerate(mine, start=1)]
    problems = {}
    if any(value and value != cards.RELEASE for value in chosen) and not press.text("reason"):
        problems["reason"] = cards.no_reason(press.sight)
    leads = _leads(press)
    if any(item.seat not in leads for item in mine if item.seat) and not press.text("told_by"):
        problems["told_by"] = cards.no_owner(press.sight)
    return problems


def review(tx: Tx, press: Press) -> Reply:
    """Keep what was said of each piece, for each owner apart."""
    request, mine = _request(press), _mine(press)
    if request.state != "open":
        return Refused("released_already")
    said = {
        item.id: _VERDICTS[press.text(cards.field_id(number))] for number, item in enumerate(mine, start=1)
    }
    for seat in dict.fromkeys(item.seat for item in mine):
        verdicts = {item.id: said[item.id] for item in mine if item.seat == seat}
        tx.access_reviews.add(
            AccessReview(
                id=new_id(),
                referral=press.the_case.referral.id,
                request=request.id,
                seat=seat,
                at=press.now,
                by=press.actor.person,
                verdicts=verdicts,
                reason=press.text("reason"),
                told_by=press.text("told_by") if seat not in _leads(press) else "",
            )
        )
    held_back = sum(1 for verdict in said.values() if verdict != cards.RELEASE)
    return Done(note={"pieces": str(len(said)), "held_back": str(held_back), "reason": press.text("reason")})


def open_extend(_tx: Tx, press: Press) -> Reply:
    """Ask why it takes longer."""
    request = _request(press)
    if request.state != "open" or request.extended_because:
        return Refused("not_now")
    return Open(cards.extend(press.sight, press.the_case, request))


def extend(tx: Tx, press: Press) -> Reply:
    """Two more months, once; the clock runs on to the new day."""
    request, case = _request(press), press.the_case
    if request.state != "open" or request.extended_because:
        return Refused("not_now")
    later = access.due_at(request.received_at, case, extended=True)
    changed = replace(request, due_at=later, extended_because=press.text("reason"))
    tx.access_requests.rewrite(changed)
    _stop_clock(tx, press, request)
    _run_clock(tx, changed)
    due = {"due": later.isoformat()}
    return Done(facts=due, note={**due, "reason": press.text("reason")})


def open_release(_tx: Tx, press: Press) -> Reply:
    """Show what goes out; once released, where it is."""
    request, case = _request(press), press.the_case
    made = [one for one in case.exports if one.request == request.id]
    if made:
        return Open(exporting.ready(press.sight, case, made[-1]))
    return Open(cards.release(press.sight, case, request))


def release(tx: Tx, press: Press) -> Reply:
    """Make the copy that goes out, once every owner has looked."""
    request, case = _request(press), press.the_case
    if request.state != "open":
        return Refused("released_already")
    if access.waits_for(case, request):
        return Refused("owners_waited_for")
    if not tx.access_requests.move(
        request.id, only_if={"state": "open"}, state="released", released_at=press.now
    ):
        return Refused("released_already")
    _stop_clock(tx, press, request)
    made = tx.exports.add(_copy(tx, press, request))
    note(tx, press, "sar.released", request.id)
    note(tx, press, "export.made", made.id)
    return Done(note={"copy": str(made.copy)}, then=exporting.ready(press.sight, case, made))


def _copy(tx: Tx, press: Press, request: AccessRequest) -> Export:
    case = press.the_case
    posts = (
        ",".join(
            (one.surface, one.card, "channel" if one.audience == "channel" else "person", at.isoformat())
        )
        for one, at in tx.messages.standing(case.referral.id)
        if one.card not in ABOUT_THE_REQUEST
    )
    return Export(
        id=new_id(),
        referral=case.referral.id,
        kind="subject_access",
        at=press.now,
        by=press.actor.person,
        copy=1 + sum(1 for one in case.exports if one.kind == "subject_access"),
        purpose=press.sight.words.gettext("Answer to an access request"),
        request=request.id,
        posts=tuple(posts),
    )


def _received(press: Press) -> datetime | None:
    """The day it came in, as its local midnight."""
    read = read_date(press.text("received"), press.sight.today)
    if read is None or read.day > press.sight.today:
        return None
    return datetime.combine(read.day, time.min, press.hub.zone)


def _request(press: Press) -> AccessRequest:
    return cards.of(press.the_case, press.thing)


def _mine(press: Press) -> tuple[Item, ...]:
    """What this person answers for: an agency's lead for its own; governance for the hub's, and where there is no lead."""
    case, request = press.the_case, _request(press)
    pieces = access.items(case, request)
    own = _leads(press)
    if not press.actor.has("information_governance"):
        return tuple(item for item in pieces if item.seat in own)
    leaderless = {
        seat
        for seat in access.owners(case, request)
        if seat and not press.roster.lead_of(press.hub.forum.id, seat, press.now)
    }
    return tuple(item for item in pieces if not item.seat or item.seat in own | leaderless)


def _leads(press: Press) -> frozenset[str]:
    """The agencies that this person leads: one request is reviewed for all of them at once."""
    actors = press.roster.actors(press.actor.person, press.hub.forum.id, press.now)
    return frozenset(actor.seat for actor in actors if actor.seat and actor.has("lead"))


def _run_clock(tx: Tx, request: AccessRequest) -> None:
    tx.clocks.add(
        Clock(new_id(), request.referral, request.id, CLOCK, "", request.received_at, request.due_at)
    )


def _stop_clock(tx: Tx, press: Press, request: AccessRequest) -> None:
    clock = press.the_case.clock(CLOCK, request.id)
    if clock is not None and clock.stopped_at is None:
        tx.clocks.move(clock.id, stopped_at=press.now)


VERBS = (
    Verb("sar.open", "referral", opens=open_start, does=start, checks=check_start),
    Verb("sar.review", "access_request", opens=open_review, does=review, checks=check_review),
    Verb("sar.extend", "access_request", opens=open_extend, does=extend),
    Verb("sar.release", "access_request", opens=open_release, does=release),
)
