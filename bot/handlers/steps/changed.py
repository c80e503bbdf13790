"""Forms that bind: what they showed must still be so when they are submitted."""

from bot.cards import changes
from bot.cards.elements import Form
from bot.reply import Open
from bot.verbs import Press
from storage.tx import Tx


def again_if_changed(tx: Tx, press: Press, form: Form) -> Open | None:
    """The form again, with what changed on top and what was typed in it, when the case moved while it was open.

    The form that is shown again carries a token of its own for the case as it is now.
    """
    if press.shown_revision == press.the_case.referral.revision:
        return None
    opened = tx.deliveries.form(press.interaction.token)
    if opened is None:
        return None
    filled = form.filled(press.fields, {})
    return Open(changes.on_top(filled, press.sight, press.the_case, opened.at))
