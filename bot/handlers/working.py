"""My work: later pages of the list, and the list again."""

from bot.cards.overview import my_work as cards
from bot.reading.my_work import gather
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx


def open_page(tx: Tx, press: Press) -> Reply:
    """Show one page of the list."""
    person = press.sight.person(press.actor.person)
    if person is None:
        return Refused("nothing_here")
    work = gather(tx, press.hub, press.roster, person)
    return Open(cards.page(press.sight, work, press.interaction.page, press.thing))


def refresh(tx: Tx, press: Press) -> Reply:
    """Say that the list is up to date: each surface draws it again after its owner's press."""
    return Done("refreshed")


VERBS = (
    Verb("work.open", "none", opens=open_page, looking=True),
    Verb("work.refresh", "none", does=refresh, looking=True),
)
