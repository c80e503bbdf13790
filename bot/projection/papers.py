"""Whoever hears that a case goes to the next list."""

from collections.abc import Iterator

from bot.projection.personal import Personal
from storage.tx import Tx
from triage.case import Case
from triage.day_list import PAPERS_LATE, papers_due
from triage.hub import Hub
from triage.meetings import is_listed
from triage.roster import Roster


def of_case(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Whoever referred and the chairs, until the next meeting, while answers are waited for and nothing is decided."""
    if papers_due(case) is None or not is_listed(case):
        return
    chairs = [one.id for one in roster.on_duty_with_role(hub.forum.id, ("chair",), tx.now)]
    told = dict.fromkeys((case.referral.referrer.person, *chairs))
    for note in case.tasks:
        if note.kind == PAPERS_LATE and tx.now < note.due_at:
            yield from (Personal("papers_late", person, note.id, note.due_at) for person in told if person)
