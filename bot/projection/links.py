"""What a duty manager is asked about people in several referrals."""

from collections.abc import Iterator

from bot.projection.personal import Personal
from storage.tx import Tx
from triage.case import Case
from triage.hub import Hub
from triage.linking import NEW_IN_HOUSEHOLD, in_force
from triage.roster import Roster


def of_case(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Proposed links, and decisions that stand until they are reviewed."""
    managers = roster.on_duty_with_role(hub.forum.id, ("duty_manager",), tx.now)
    waiting = [task for task in case.tasks if task.kind == NEW_IN_HOUSEHOLD and task.done_at is None]
    for manager in managers:
        for link in in_force(case.links):
            if link.proposed:
                yield Personal("link_proposed", manager.id, link.id)
        for task in waiting:
            yield Personal("household", manager.id, task.id)
