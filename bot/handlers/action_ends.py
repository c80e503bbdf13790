"""An action ends: it is done, not possible, or was not undertaken. Ended once; whoever comes second changes nothing.

Where it will not be done and somebody is less safe, a manager says what is done instead.
"""

from datetime import datetime
from typing import Literal

from bot.cards.acting import action_forms
from bot.handlers.steps.acting import ended, keep_step, the_action
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx
from triage import actions
from triage.records import Action, ActionState


def open_done(_tx: Tx, press: Press) -> Reply:
    """Ask what happened; of an action that ended already, say when."""
    action = the_action(press)
    return ended(action) or Open(action_forms.done(press.sight, press.the_case, action))


def done(tx: Tx, press: Press) -> Reply:
    """It is done, with what happened."""
    action = the_action(press)
    before = ended(action)
    if before:
        return before
    _end(tx, press, action, "done")
    keep_step(tx, press, action, "done", words=press.text("words"))
    return Done(note={"action": action.id, "state": "open > done"})


def open_not_possible(_tx: Tx, press: Press) -> Reply:
    """Ask which, why, and whether somebody is less safe."""
    action = the_action(press)
    return ended(action) or Open(action_forms.not_possible(press.sight, press.the_case, action))


def not_possible(tx: Tx, press: Press) -> Reply:
    """It will not be done; where somebody is less safe the duty manager is told at once."""
    action = the_action(press)
    before = ended(action)
    if before:
        return before
    which = _which(press)
    less_safe = press.text("less_safe") == "yes"
    _end(tx, press, action, which, unsafe_since=press.now if less_safe else None)
    keep_step(tx, press, action, which, words=press.text("words"), less_safe=less_safe)
    return Done(note={"action": action.id, "state": f"open > {which}", "less_safe": str(less_safe)})


def _which(press: Press) -> Literal["not_possible", "not_undertaken"]:
    return "not_possible" if press.text("which") == "not_possible" else "not_undertaken"


def open_instead(_tx: Tx, press: Press) -> Reply:
    """Ask what is done in its place."""
    action = the_action(press)
    return _answered_for(press, action) or Open(action_forms.instead(press.sight, press.the_case, action))


def instead(tx: Tx, press: Press) -> Reply:
    """Keep what is done in its place: nobody is asked any more. Of two who say so, the second is told who was first."""
    action = the_action(press)
    before = _answered_for(press, action)
    if before:
        return before
    tx.actions.move(action.id, unsafe_since=None)
    keep_step(tx, press, action, "instead", words=press.text("words"))
    return Done(note={"action": action.id})


def _answered_for(press: Press, action: Action) -> Reply | None:
    """What to answer where nobody is asked what is done instead; None while somebody is."""
    if actions.less_safe(press.the_case, action):
        return None
    said = actions.said_instead(press.the_case, action)
    return Refused("instead_said", {"by": said.by, "at": said.at.isoformat()}) if said else Refused("not_now")


def _end(
    tx: Tx, press: Press, action: Action, state: ActionState, *, unsafe_since: datetime | None = None
) -> None:
    tx.actions.move(
        action.id, only_if={"state": "open"}, state=state, done_at=press.now, unsafe_since=unsafe_since
    )


VERBS = (
    Verb("action.done", "action", opens=open_done, does=done),
    Verb("action.not_possible", "action", opens=open_not_possible, does=not_possible),
    Verb("action.instead", "action", opens=open_instead, does=instead),
)
