"""More time for an action: given at once, or for a red one when a duty manager agrees. How often is counted and shown."""

from datetime import datetime

from bot.cards.acting import action_forms
from bot.handlers.steps.acting import due_chosen, ended, keep_step, the_action, wrong_due
from bot.handlers.steps.changed import again_if_unread
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx
from triage import action_due, actions
from triage.authority import MANAGERS
from triage.records import Action, ActionStep


def open_form(_tx: Tx, press: Press) -> Reply:
    """Ask until when, and why."""
    action = the_action(press)
    return ended(action) or Open(action_forms.more_time(press.sight, press.the_case, action))


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """A due time lies ahead, and after the one that the action has."""
    wrong = action_forms.problems(press.sight, wrong_due(press))
    action, due_at = the_action(press), due_chosen(press)
    if wrong or due_at is None or due_at > action.due_at:
        return wrong
    field = "due_date" if press.text("due") == action_due.ANOTHER_DATE else "due"
    return {field: action_forms.not_later(press.sight, action)}


def ask(tx: Tx, press: Press) -> Reply:
    """Give more time; for a red action somebody else must agree, who manages the hub."""
    action, due_at = the_action(press), due_chosen(press)
    before = ended(action)
    if before or due_at is None:
        return before or Refused("not_now")
    manages = press.actor.has(*MANAGERS) and press.actor.person != action.owner
    if actions.is_urgent(press.the_case) and not manages:
        open_one = actions.time_asked(press.the_case, action)
        keep_step(tx, press, action, "time_asked", words=press.text("words"), due_at=due_at)
        asked = due_at.isoformat()
        code = "time_asked_again" if open_one else "time_asked"
        return Done(code, {"due": asked}, note={"action": action.id, "asked": asked})
    return _extend(tx, press, action, due_at, press.text("words"))


def open_agree(_tx: Tx, press: Press) -> Reply:
    """Show the request: nobody agrees without having read who asks, until when and why."""
    action, asked = the_action(press), _asked(press)
    before = _not_to_agree(press, action, asked)
    if before or asked is None:
        return before or Refused("not_now")
    return Open(action_forms.agree_time(press.sight, press.the_case, action, asked))


def agree(tx: Tx, press: Press) -> Reply:
    """A duty manager agrees to the request that they read; never who asked."""
    action, asked = the_action(press), _asked(press)
    before = _not_to_agree(press, action, asked)
    if before or asked is None or asked.due_at is None:
        return before or Refused("not_now")
    form = action_forms.agree_time(press.sight, press.the_case, action, asked)
    return again_if_unread(tx, press, form) or _extend(tx, press, action, asked.due_at)


def _asked(press: Press) -> ActionStep | None:
    return actions.time_asked(press.the_case, the_action(press))


def _not_to_agree(press: Press, action: Action, asked: ActionStep | None) -> Reply | None:
    """What to answer where there is nothing that this person may agree to; None where there is."""
    if asked is None:
        return ended(action) or Refused("not_now")
    return Refused("own_request") if asked.by == press.actor.person else None


def open_refuse(_tx: Tx, press: Press) -> Reply:
    """Show the request, and ask why not."""
    action, asked = the_action(press), _asked(press)
    if asked is None:
        return ended(action) or Refused("not_now")
    return Open(action_forms.refuse_time(press.sight, press.the_case, action, asked))


def refuse(tx: Tx, press: Press) -> Reply:
    """The request that they read is not agreed to: the due time stays as it is."""
    action, asked = the_action(press), _asked(press)
    if asked is None:
        return ended(action) or Refused("not_now")
    form = action_forms.refuse_time(press.sight, press.the_case, action, asked)
    again = again_if_unread(tx, press, form)
    if again:
        return again
    keep_step(tx, press, action, "time_refused", words=press.text("words"))
    return Done(note={"action": action.id, "due": action.due_at.isoformat()})


def _extend(tx: Tx, press: Press, action: Action, due_at: datetime, words: str = "") -> Reply:
    tx.actions.move(action.id, only_if={"state": "open"}, due_at=due_at)
    keep_step(tx, press, action, "extended", words=words, due_at=due_at, was_due_at=action.due_at)
    was, now = action.due_at.isoformat(), due_at.isoformat()
    return Done(facts={"due": now}, note={"action": action.id, "due": f"{was} > {now}"})


VERBS = (
    Verb("action.more_time", "action", opens=open_form, does=ask, checks=check),
    Verb("action.agree_time", "action", opens=open_agree, does=agree),
    Verb("action.refuse_time", "action", opens=open_refuse, does=refuse),
)
