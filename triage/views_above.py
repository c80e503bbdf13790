"""Views above the rating that a duty manager has still to answer for, by raising the rating or by saying why it stands.

What was said of a view is about that view and that rating. It holds while the rating comes nearer to the view; once a
rating was lowered since, somebody judged anew with less urgency than had been answered for, and it is asked again.
"""

from collections.abc import Iterator
from itertools import pairwise

from triage.case import Case
from triage.records import Rating, RatingStands, Subject, Vote


def to_answer(case: Case) -> tuple[Vote, ...]:
    """Views above the rating of which nobody has said, for the rating in force, that it stands."""
    return tuple(vote for vote in case.votes_above() if stands_against(case, vote) is None)


def told_by(case: Case) -> Vote | None:
    """The view that a message tells of them all by, so that one more is told again. None when none waits.

    It is the newest that ever was above the rating in this round. It may have been answered or lowered since, the rating
    may have risen to it, or its subject be decided about: that there is one less is no reason to tell of the others anew.
    """
    return _ever_above(case)[-1] if to_answer(case) else None


def _ever_above(case: Case) -> tuple[Vote, ...]:
    """Views that were above a rating in force when they were given or later, in the order in which they were given."""
    return tuple(
        vote
        for vote in case.votes
        if not vote.late and any(case.is_above(vote, rating) for rating in _ratings_since(case, vote))
    )


def _ratings_since(case: Case, vote: Vote) -> Iterator[Rating]:
    """The rating that was in force when a view was given, and those after it; none for a view of another round."""
    subject = case.subject(vote.subject)
    if vote.round != subject.round:
        return
    given = [one for one in case.ratings if (one.subject, one.round) == (subject.id, subject.round)]
    for n, rating in enumerate(given, start=1):
        replaced_before = n < len(given) and given[n].at <= vote.at
        if not replaced_before:
            yield rating


def said_of(case: Case, vote: Vote) -> tuple[RatingStands, ...]:
    """All that was said of this view, also what no longer holds."""
    return tuple(one for one in case.ratings_stand if one.vote == vote.id)


def stands_against(case: Case, vote: Vote) -> RatingStands | None:
    """Who said last of this view that the rating stands, while that holds: no rating was lowered since."""
    said = said_of(case, vote)
    return said[-1] if said and not _lowered_since(case, said[-1]) else None


def answered_for(case: Case, subject: Subject) -> RatingStands | None:
    """Who said last of a view on this person that the rating stands, while that holds; None when nobody did."""
    theirs = (vote for vote in case.votes_above() if vote.subject == subject.id)
    said = [one for one in (stands_against(case, vote) for vote in theirs) if one is not None]
    return max(said, key=case.ratings_stand.index, default=None)


def _lowered_since(case: Case, said: RatingStands) -> bool:
    """Whether whom it is about was given a less urgent rating after the one that was said to stand."""
    rank = case.profile.rank
    then = next(one for one in case.ratings if one.id == said.rating)
    of_them = [one for one in case.ratings if (one.subject, one.round) == (then.subject, then.round)]
    since = of_them[of_them.index(then) :]
    return any(rank(later.level) < rank(before.level) for before, later in pairwise(since))
