"""Text that somebody typed into a form and does not want to send: thrown away for good."""

from bot.cards.overview import unsent as cards
from bot.cards.overview.unsent import Unsent
from bot.reading.unsent import unsent
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx


def open_drop(tx: Tx, press: Press) -> Reply:
    """Ask once whether it is to be thrown away."""
    draft = _draft(tx, press)
    return Open(cards.drop_form(press.sight, draft)) if draft else Refused("nothing_here")


def drop(tx: Tx, press: Press) -> Reply:
    """Erase it: nothing of what was typed is kept, only that it was thrown away."""
    draft = _draft(tx, press)
    if draft is None:
        return Refused("nothing_here")
    tx.accounts.throw_away(press.actor.person, draft.id)
    return Done("thrown_away", note={"form": draft.verb})


def _draft(tx: Tx, press: Press) -> Unsent | None:
    """The one pressed, if it stands in this person's list of the hub that the button names."""
    actors = press.roster.actors(press.actor.person, press.hub.forum.id, press.now)
    theirs = unsent(tx, press.hub, actors)
    return next((one for one in theirs if cards.address(press.sight, one) == press.thing), None)


VERBS = (Verb("draft.drop", "none", opens=open_drop, does=drop, looking=True),)
