"""What a duty manager must know of or decide, apart from approvals."""

from collections.abc import Iterator

from bot.projection.personal import ALERT_LIFE, Personal
from storage.tx import Tx
from triage import views_above
from triage.case import Case
from triage.hub import Hub
from triage.roster import Roster


def of_case(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Refused consent, views above the rating in one message, their answers, and views that came after the decision."""
    managers = roster.on_duty_with_role(hub.forum.id, ("duty_manager",), tx.now)
    for manager in managers:
        for answer in case.to_decide_consent():
            yield Personal("consent", manager.id, answer.id)
        if vote := views_above.told_by(case):
            yield Personal("view_above", manager.id, vote.id)
    for said in case.ratings_stand:
        whose = next(vote.person for vote in case.votes if vote.id == said.vote)
        yield Personal("rating_stands", whose, said.id, said.at + ALERT_LIFE)
    chairs = roster.on_duty_with_role(hub.forum.id, ("chair",), tx.now)
    for task in case.tasks:
        if task.kind == "late_view" and task.done_at is None:
            for who in dict.fromkeys((*managers, *chairs)):
                yield Personal("late_view", who.id, task.id)
