"""People read what is recorded about them, and say that they did."""

from bot.cards import recorded
from bot.reply import Done, Open, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx


def open_text(tx: Tx, press: Press) -> Reply:
    """Show the text."""
    return Open(recorded.form(press.sight))


def seen(tx: Tx, press: Press) -> Reply:
    """Keep when this person read it."""
    tx.people.told(press.actor.person)
    return Done()


VERBS = (
    Verb("recorded.read", "none", opens=open_text, looking=True),
    Verb("recorded.seen", "none", does=seen, looking=True),
)
