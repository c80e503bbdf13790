"""What becomes of actions: offered to somebody, not taken, not done with somebody less safe, more time asked for and answered."""

from collections.abc import Iterator

from bot.projection.personal import ALERT_LIFE, Personal
from storage.tx import Tx
from triage import actions
from triage.case import Case
from triage.handing import asked_instead
from triage.hub import Hub
from triage.records import Action, ActionStep
from triage.roster import Roster


def of_case(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """An offer, time asked for and somebody less safe stand until they are answered; what only tells, for a day."""
    managers = roster.on_duty_with_role(hub.forum.id, ("duty_manager",), tx.now)
    for step in case.action_steps:
        action, until = case.action(step.action), step.at + ALERT_LIFE
        if step.kind == "offered" and (actions.offer(case, action) == step or tx.now < until):
            yield Personal("action_offered", step.person, step.id)
        if actions.less_safe(case, action) == step:
            asked_now = asked_instead(hub.forum.id, roster, tx.now)
            yield from (Personal("less_safe", who.id, step.id) for who in asked_now)
        if tx.now >= until and actions.time_asked(case, action) != step:
            continue
        if actions.said_instead(case, action) == step:
            told = {*actions.who_reported(case, action), action.owner} - {step.by, ""}
            yield from (Personal("said_instead", who, step.id, until) for who in sorted(told))
        if step.kind == "declined":
            yield Personal("action_declined", _giver(case, step.action, step.id), step.id, until)
        if step.kind == "time_asked":
            asked = (who for who in managers if who.id != step.by)
            yield from (Personal("time_asked", who.id, step.id) for who in asked)
        if actions.time_answered(case, action) == step:
            waited = _waited(case, action, step)
            yield from (Personal("time_answered", who, step.id, until) for who in waited)


def _waited(case: Case, action: Action, answer: ActionStep) -> tuple[str, ...]:
    """Who asked for more time, and whose action it is; never who answered."""
    asked = actions.who_asked(case, answer)
    waited = dict.fromkeys((*asked, action.owner)) if asked else {}
    return tuple(person for person in waited if person not in {answer.by, ""})


def _giver(case: Case, action_id: str, declined: str) -> str:
    """Who gave what somebody did not take."""
    giver = ""
    for step in actions.steps_of(case, case.action(action_id)):
        if step.id == declined:
            return giver
        giver = step.by if step.kind == "offered" else giver
    return giver
