"""What whoever referred is told."""

from collections.abc import Iterator

from bot.projection.personal import Personal
from storage.tx import Tx
from triage.case import Case
from triage.hub import Hub
from triage.roster import Roster


def of_case(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:  # noqa: ARG001 - every part is asked alike
    """That it arrived, and the reply."""
    referrer = case.referral.referrer.person
    if not referrer:
        return
    yield Personal("received", referrer, case.referral.id)
    for feedback in case.feedback:
        if feedback.state == "sent" and feedback.how == "chat":
            yield Personal("feedback", referrer, feedback.id)
