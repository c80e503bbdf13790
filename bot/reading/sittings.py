"""A meeting as those who are in it may see it."""

from dataclasses import replace

from storage.tx import Tx
from triage.meetings import Sitting
from triage.roster import Roster
from triage.visibility import apart


def shared(tx: Tx, roster: Roster, sitting: Sitting) -> Sitting:
    """A day's meeting as everybody in it may see it: a case that may stand in no channel is in no line and no count.

    Such a case has a meeting of its own. The meeting of one case is that case's, and stays as it is.
    """
    if sitting.meeting.kind == "urgent":
        return sitting
    circles = tx.circles.of_each(one.referral for one in sitting.items)
    items = tuple(
        one
        for one in sitting.items
        if one.referral in circles and not apart(roster, circles[one.referral], tx.now)
    )
    return replace(sitting, items=items)
