"""Slips: anybody reports what nearly went wrong, and whoever answers for it writes what was learnt [001]."""

from dataclasses import replace

from bot.cards.desk import slip as cards
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.records import NearMiss
from triage.visibility import may_know


def open_report(tx: Tx, press: Press) -> Reply:
    """The form for everybody."""
    return Open(cards.form(press.sight))


def report(tx: Tx, press: Press) -> Reply:
    """Keep the report; the information governance lead and the duty manager are told at once."""
    visible = press.text("visible")
    tx.near_misses.add(
        NearMiss(
            id=new_id(),
            forum=press.hub.forum.id,
            kind="slip",
            at=press.now,
            by=press.actor.person,
            seat=press.actor.seat,
            what=press.text("what"),
            visible=visible,  # type: ignore[arg-type]  # checked against the form's options
        )
    )
    return Done("slip_reported", note={"visible": visible})


def open_list(tx: Tx, press: Press) -> Reply:
    """What waits for a review."""
    waiting = tx.near_misses_to_review(press.hub.forum.id)
    return Open(cards.list_form(press.sight, tuple(one for one in waiting if _may_know(tx, press, one))))


def open_review(tx: Tx, press: Press) -> Reply:
    """One report whole; one that was reviewed says so."""
    one = _waiting(tx, press)
    if one is None:
        return Refused("nothing_here")
    if one.reviewed_at is not None:
        return Done("already", {"at": one.reviewed_at.isoformat()})
    return Open(cards.review_form(press.sight, one, _reference(tx, one)))


def review(tx: Tx, press: Press) -> Reply:
    """Keep what was learnt; of two who review, the first is kept."""
    one = _waiting(tx, press)
    if one is None:
        return Refused("nothing_here")
    if not tx.near_misses.move(one.id, only_if={"reviewed_at": None}, reviewed_at=press.now):
        return Done("already", {"at": one.reviewed_at.isoformat()} if one.reviewed_at else {})
    done = replace(one, reviewed_at=press.now, reviewed_by=press.actor.person, learnt=press.text("learnt"))
    tx.near_misses.rewrite(done)
    return Done()


def _waiting(tx: Tx, press: Press) -> NearMiss | None:
    """The near miss that was pressed, if this person may know of the case that it is about."""
    one = tx.near_misses.get(press.thing)
    if one is None or one.forum != press.hub.forum.id:
        return None
    return one if _may_know(tx, press, one) else None


def _may_know(tx: Tx, press: Press, one: NearMiss) -> bool:
    circle = tx.circles.of(one.referral) if one.referral else None
    return circle is None or may_know(press.actor, circle)


def _reference(tx: Tx, one: NearMiss) -> str:
    about = tx.referrals.get(one.referral) if one.referral else None
    return about.reference if about else ""


VERBS = (
    Verb("slip.report", "none", opens=open_report, does=report),
    Verb("slip.list", "none", opens=open_list, looking=True),
    Verb("slip.review", "none", opens=open_review, does=review),
)
