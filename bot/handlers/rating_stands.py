"""A duty manager judges the views above the rating, and says why the rating stands. The views stay what they were."""

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
    return Open(rating_stands.form(press.sight, case, press.thing, needed=settled is None))


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """Of several people one at least is answered for."""
    asked = _asked_about(press.the_case)
    if (
        not asked
        or _settled(press, _vote(press))
        or any(press.text(rating_stands.field(one)) for one in asked)
    ):
        return {}
    return {rating_stands.field(asked[0]): rating_stands.nothing_written(press.sight)}


def stands(tx: Tx, press: Press) -> Reply:
    """Keep what was said of each view that was read, with the rating in force; who comes second is told who was first."""
    case = press.the_case
    again = again_if_unread(tx, press, rating_stands.form(press.sight, case, press.thing))
    if again:
        return again
    said = [
        (vote, reason, rating)
        for vote in rating_stands.shown(case)
        if (reason := press.text(rating_stands.field(case.subject(vote.subject))))
        and (rating := case.rating_of(case.subject(vote.subject)))
    ]
    if not said:
        return _settled(press, _vote(press)) or Refused("not_above")
    for vote, reason, rating in said:
        tx.ratings_stand.add(
            RatingStands(
                id=new_id(),
                referral=case.referral.id,
                vote=vote.id,
                rating=rating.id,
                by=press.actor.person,
                at=press.now,
                reason=reason,
            )
        )
    seats, levels = (
        (vote.seat for vote, _, _ in said),
        (rating.level for _, _, rating in said),
    )
    return Done(note={"seat": " ".join(dict.fromkeys(seats)), "rating": " ".join(dict.fromkeys(levels))})


def _asked_about(case: Case) -> tuple[Subject, ...]:
    """Of whom views wait, as the form has them."""
    return tuple(
        case.subject(one) for one in dict.fromkeys(vote.subject for vote in rating_stands.shown(case))
    )


def _vote(press: Press) -> Vote:
    return next(one for one in press.the_case.votes if one.id == press.thing)


def _settled(press: Press, vote: Vote) -> Refused | None:
    """What to answer when nobody is asked about this view any more; None while somebody is."""
    said = views_above.stands_against(press.the_case, vote)
    if said is not None:
        return Refused("rating_stands", {"by": said.by, "at": said.at.isoformat()})
    return None if vote in press.the_case.votes_above() else Refused("not_above")


VERBS = (Verb("rating.stands", "vote", opens=open_form, does=stands, checks=check),)
