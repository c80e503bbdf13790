"""The channel guard's two buttons: look again now, and how somebody is added to the roster."""

from bot.cards.channel import guard
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx


def recheck(tx: Tx, press: Press) -> Reply:
    """Have the channel looked at before anything is posted in it again; the next look is within a minute."""
    if not tx.forums.look_again(press.hub.forum.id, press.thing):
        return Refused("nothing_here")
    return Done()


def add(tx: Tx, press: Press) -> Reply:
    """Explain the roster file, with the accounts that nobody is linked to."""
    state = tx.forums.guard(press.hub.forum.id, press.thing)
    if state is None:
        return Refused("nothing_here")
    return Open(guard.add_form(press.sight, state, press.thing))


VERBS = (
    Verb("guard.recheck", "none", does=recheck, looking=True),
    Verb("guard.add", "none", opens=add, looking=True),
)
