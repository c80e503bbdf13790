"""How somebody invented presses: a button, and if a form opens, what they type into it."""

from bot.cards.elements import Choice, Fields, Form
from bot.demo.acts import Typed
from bot.demo.story import Moment
from bot.dispatcher import Dispatcher
from bot.interaction import Identity, Interaction, Phase, SurfaceName
from storage.ids import new_id
from storage.tx import Tx
from triage.hub import Hub
from triage.roster import Roster

FIRST = "the first"
"""Typed for a choice whose options nobody can know beforehand."""


def press(tx: Tx, dispatcher: Dispatcher, *, person: str, verb: str, thing: str, typed: Typed) -> bool:
    """Press, fill in, submit; whether it was done."""
    identity = Identity(SurfaceName.WEB, "", person)
    opened = dispatcher.press_in(tx, Interaction(identity, verb, thing, Phase.PRESS, f"demo:{new_id()}"))
    if opened.kind != "open" or opened.form is None:
        return opened.kind == "done"
    form = opened.form
    sent = Interaction(
        identity,
        form.verb,
        form.thing,
        Phase.SUBMIT,
        f"demo:{new_id()}",
        fields=_filled(form, typed),
        token=form.token,
    )
    return dispatcher.press_in(tx, sent).kind == "done"


def thing_of(tx: Tx, hub: Hub, roster: Roster, moment: Moment) -> str | None:
    """What a moment is about: a referral, the duty of whoever hands it over, or nothing; None when it is not there."""
    if moment.verb == "duty.hand_over":
        held = roster.duties_of(moment.by, hub.forum.id, tx.now)
        return held[0].id if held else None
    if not moment.on:
        return ""
    known = tx.referrals.by_submission(hub.forum.id, moment.on, "")
    return known.referral if known else None


def _filled(form: Form, typed: Typed) -> Fields:
    """What the form held already, changed by what is typed."""
    filled = {}
    for field in form.fields():
        held = field.values if hasattr(field, "values") else (field.value,)
        value = typed.get(field.id, tuple(held))
        if value == FIRST and isinstance(field, Choice):
            value = field.options[0].value
        filled[field.id] = tuple(each for each in ((value,) if isinstance(value, str) else value) if each)
    return filled
