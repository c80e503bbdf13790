"""What whoever referred is told."""

from collections.abc import Iterator

from bot.projection.personal import Personal
from storage.tx import Tx
from triage.case import Case
from triage.hub import Hub
from triage.roster import Roster


def of_case(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:  # noqa: ARG001 - every part is asked alike
    """That it arrived, that nothing is decided yet, and the reply, which takes the place of that."""
    referrer = case.referral.referrer.person
    if not referrer:
        return
    yield Personal("received", referrer, case.referral.id)
    replied = any(feedback.state == "sent" for feedback in case.feedback)
    for holding in case.holding:
        if holding.state == "sent" and holding.how == "chat" and not replied:
            yield Personal("holding", referrer, holding.id)
    for feedback in case.feedback:
        if feedback.state == "sent" and feedback.how == "chat":
            yield Personal("feedback", referrer, feedback.id)
