"""Through whose eyes a card or form is built: the language, the hub, the time, and who reads it."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.words import Words
from triage.authority import Actor
from triage.hub import Hub
from triage.records import Person
from triage.roster import Roster

BOT = "bot"
"""Who the record says did what nobody pressed."""


@dataclass(frozen=True)
class Sight:
    """What a card module needs besides the case. `reader` is None on a card that many people read."""

    words: Words
    hub: Hub
    roster: Roster
    now: datetime
    reader: Actor | None = None
    web_address: str = ""
    on_paper: bool = False
    """What is printed is read on other days too, so every time has its day and none is "today"."""

    @property
    def today(self) -> date:
        """The day it is for the people of this hub."""
        return self.now.astimezone(self.hub.zone).date()

    def person(self, person_id: str) -> Person | None:
        """Somebody on the roster."""
        return self.roster.people.get(person_id)

    def name(self, person_id: str) -> str:
        """How a colleague is named on a card: "J. Okafor"."""
        if person_id == BOT:
            return self.words.gettext("the bot")
        person = self.person(person_id)
        if person is None:
            return self.words.gettext("somebody no longer on the roster")
        first, _, rest = person.name.partition(" ")
        return f"{first[0]}. {rest}" if rest else person.name

    def seat(self, seat_id: str) -> str:
        """An agency's name in the hub."""
        return self.hub.profile.seat(seat_id).name
