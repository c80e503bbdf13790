"""Forms that bind: what they showed must still be so when they are submitted."""

from bot.cards import changes
from bot.cards.elements import Form
from bot.reply import Open
from bot.verbs import Press
from storage.deliveries import FormToken
from storage.tx import Tx


def again_if_changed(tx: Tx, press: Press, form: Form) -> Open | None:
    """The form again, with what changed on top and what was typed in it, when the case moved while it was open.

    The form that is shown again carries a token of its own for the case as it is now.
    """
    if press.shown_revision == press.the_case.referral.revision:
        return None
    opened = tx.deliveries.form(press.interaction.token)
    return _again(press, form, opened) if opened else None


def again_if_unread(tx: Tx, press: Press, form: Form) -> Open | None:
    """The form again, as above, when it shows something now that the one that was sent did not (`Form.shows`).

    What was read is told by what was shown and by no clock: hosts' clocks differ, and whoever begins first may write last.
    """
    opened = tx.deliveries.form(press.interaction.token)
    if opened is None or set(form.shows) <= set(opened.shows):
        return None
    return _again(press, form, opened)


def _again(press: Press, form: Form, opened: FormToken) -> Open:
    filled = form.filled(press.fields, {})
    return Open(changes.on_top(filled, press.sight, press.the_case, opened.at))
