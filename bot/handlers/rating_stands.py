"""A duty manager judges a view above the rating, and says why the rating stands. The view stays what it was."""

from bot.cards.desk import rating_stands
from bot.handlers.steps.changed import again_if_changed
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage import views_above
from triage.records import Rating, RatingStands, Vote


def open_form(_tx: Tx, press: Press) -> Reply:
    """Show the view, and ask why the rating stands."""
    vote = _vote(press)
    return _settled(press, vote) or Open(rating_stands.form(press.sight, press.the_case, vote))


def stands(tx: Tx, press: Press) -> Reply:
    """Keep what was said of this view and the rating in force; of two who say so, the second is told who was first."""
    case, vote = press.the_case, _vote(press)
    rating = case.rating_of(case.subject(vote.subject))
    before = _settled(press, vote)
    if before or rating is None:
        return before or Refused("not_above")
    again = _rated_meanwhile(tx, press, vote, rating)
    if again:
        return again
    tx.ratings_stand.add(
        RatingStands(
            id=new_id(),
            referral=case.referral.id,
            vote=vote.id,
            rating=rating.id,
            by=press.actor.person,
            at=press.now,
            reason=press.text("reason"),
        )
    )
    return Done(note={"seat": vote.seat, "rating": rating.level})


def _vote(press: Press) -> Vote:
    return next(one for one in press.the_case.votes if one.id == press.thing)


def _settled(press: Press, vote: Vote) -> Refused | None:
    """What to answer when nobody is asked about this view any more; None while somebody is."""
    said = views_above.stands_against(press.the_case, vote)
    if said is not None:
        return Refused("rating_stands", {"by": said.by, "at": said.at.isoformat()})
    return None if vote in press.the_case.votes_above() else Refused("not_above")


def _rated_meanwhile(tx: Tx, press: Press, vote: Vote, rating: Rating) -> Reply | None:
    """The form again where the rating in force is not the one that it showed: what was written was about another."""
    opened = tx.deliveries.form(press.interaction.token)
    if opened is None or rating.at < opened.at:
        return None
    return again_if_changed(tx, press, rating_stands.form(press.sight, press.the_case, vote))


VERBS = (Verb("rating.stands", "vote", opens=open_form, does=stands),)
