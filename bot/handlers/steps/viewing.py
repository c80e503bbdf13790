"""What every view leads to, however it was given: it is kept; one that comes after the decision changes nothing and is told."""

from collections.abc import Iterable

from bot.handlers.steps import standing
from bot.verbs import Press
from storage.ids import new_id
from storage.tx import Tx
from triage.lifecycle import OPEN
from triage.records import Subject, Vote

LATE_VIEW = "late_view"


def on_whom(press: Press, seat: str) -> tuple[Subject, ...]:
    """The subjects on which this seat may give a view now: those it was asked about, rated, open or decided."""
    case = press.the_case
    asked = case.asked_about(seat)
    return tuple(s for s in case.subjects if s.id in asked and s.stage in {*OPEN, "decided"})


def view(
    press: Press, subject: Subject, urgency: str, destination: str, *, reason: str = "", why_changed: str = ""
) -> Vote:
    """A view of the presser's seat on one subject, late when its decision was approved."""
    return Vote(
        id=new_id(),
        referral=subject.referral,
        subject=subject.id,
        round=subject.round,
        seat=press.actor.seat,
        person=press.actor.person,
        at=press.now,
        urgency=urgency,
        destination=destination,
        reason=reason,
        why_changed=why_changed,
        late=subject.stage == "decided",
    )


def keep_views(tx: Tx, press: Press, given: Iterable[Vote]) -> None:
    """Keep views; of late ones the duty manager and the chair are told, and asked whether the decision stands."""
    late = False
    for vote in given:
        tx.votes.add(vote)
        late = late or vote.late
    if late:
        standing.ask(tx, press, press.the_case.referral, LATE_VIEW)
