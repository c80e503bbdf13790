"""A duty manager judges the views above the rating, and says why the rating stands. The views stay what they were."""

from collections.abc import Iterable, Iterator

from bot.cards.desk import rating_stands
from bot.handlers.steps.changed import again_if_unread
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage import views_above
from triage.case import Case
from triage.records import RatingStands, Subject, Vote


def open_form(_tx: Tx, press: Press) -> Reply:
    """Show every view of the case that waits, and ask why the rating stands: also where the one pressed was answered."""
    case = press.the_case
    settled = _settled(press, _vote(press))
    if not views_above.to_answer(case):
        return settled or Refused("not_above")
    also = _too_late(press)
    return Open(rating_stands.form(press.sight, case, press.thing, needed=settled is None, also=also))


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """Of several people one at least is answered for."""
    asked = _asked_about(press.the_case)
    if (
        not asked
        or _too_late(press)
        or _settled(press, _vote(press))
        or any(press.text(rating_stands.field(one)) for one in asked)
    ):
        return {}
    return {rating_stands.field(asked[0]): rating_stands.nothing_written(press.sight)}


def stands(tx: Tx, press: Press) -> Reply:
    """Keep what was said of each view that was read, with the rating in force.

    Who comes second is told who was first: also where that is so of one of several people alone.
    """
    late = _too_late(press)
    form = rating_stands.form(press.sight, press.the_case, press.thing, also=late)
    again = again_if_unread(tx, press, form)
    if again:
        return again
    said = tuple(_said(press))
    if not said:
        return _nothing_kept(press, late)
    for one in said:
        tx.ratings_stand.add(one)
    facts = rating_stands.as_facts(rating_stands.too_late(press.the_case, one) for one in late)
    return Done(facts=facts, note=_note(press.the_case, said))


def _said(press: Press) -> Iterator[RatingStands]:
    """What was written, for each view on the person it is about, against the rating in force."""
    case = press.the_case
    for vote in rating_stands.shown(case):
        subject = case.subject(vote.subject)
        reason, rating = press.text(rating_stands.field(subject)), case.rating_of(subject)
        if reason and rating:
            yield RatingStands(
                id=new_id(),
                referral=case.referral.id,
                vote=vote.id,
                rating=rating.id,
                by=press.actor.person,
                at=press.now,
                reason=reason,
            )


def _note(case: Case, said: tuple[RatingStands, ...]) -> dict[str, str]:
    """What the audit keeps: whose views, which of them, and which ratings stand."""
    seats = {vote.id: vote.seat for vote in case.votes}
    levels = {rating.id: rating.level for rating in case.ratings}
    return {
        "seat": _each_once(seats[one.vote] for one in said),
        "rating": _each_once(levels[one.rating] for one in said),
        "views": " ".join(one.vote for one in said),
    }


def _each_once(codes: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(codes))


def _asked_about(case: Case) -> tuple[Subject, ...]:
    """Of whom views wait, as the form has them."""
    return tuple(
        case.subject(one) for one in dict.fromkeys(vote.subject for vote in rating_stands.shown(case))
    )


def _too_late(press: Press) -> tuple[Subject, ...]:
    """Of whom something was written though no view on them waits any more."""
    waits = {vote.subject for vote in views_above.to_answer(press.the_case)}
    others = (one for one in press.the_case.subjects if one.id not in waits)
    return tuple(one for one in others if press.text(rating_stands.field(one)))


def _nothing_kept(press: Press, late: tuple[Subject, ...]) -> Refused:
    """What to answer where nothing was written of anybody whom views wait on."""
    said = (views_above.answered_for(press.the_case, one) for one in late)
    first = next((_was_first(one) for one in said if one), None)
    return first or _settled(press, _vote(press)) or Refused("not_above")


def _was_first(said: RatingStands) -> Refused:
    return Refused("rating_stands", {"by": said.by, "at": said.at.isoformat()})


def _vote(press: Press) -> Vote:
    return next(one for one in press.the_case.votes if one.id == press.thing)


def _settled(press: Press, vote: Vote) -> Refused | None:
    """What to answer when nobody is asked about this view any more; None while somebody is."""
    said = views_above.stands_against(press.the_case, vote)
    if said is not None:
        return _was_first(said)
    return None if vote in press.the_case.votes_above() else Refused("not_above")


VERBS = (Verb("rating.stands", "vote", opens=open_form, does=stands, checks=check),)
