"""A platform in memory for the courier's tests: what stands where, and what goes wrong when."""

from dataclasses import dataclass, field

from bot.cards.elements import Card
from bot.interaction import SurfaceName
from bot.ports import ChannelFacts, Gone, Member, Place, Posted


@dataclass
class MemoryCarrier:
    """Keeps what was posted. The next call raises what stands in `fails`; `after_work` raises once it is done."""

    surface: SurfaceName = SurfaceName.SLACK
    standing: dict[str, Card] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    where: dict[str, Place] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    after_work: list[Exception] = field(default_factory=list)
    facts: ChannelFacts = field(
        default_factory=lambda: ChannelFacts(private=True, partners=frozenset(), members=())
    )

    async def post(self, place: Place, card: Card, key: str) -> Posted:
        self._called("post")
        message = f"m{len(self.keys) + 1}"
        self.standing[message], self.keys[key], self.where[message] = card, message, place
        self._worked()
        return Posted(place.channel or "dm", message)

    async def update(self, posted: Posted, card: Card) -> None:
        self._called("update")
        if posted.message not in self.standing:
            raise Gone("message_not_found")
        self.standing[posted.message] = card
        self._worked()

    async def delete(self, posted: Posted) -> None:
        self._called("delete")
        self.standing.pop(posted.message, None)

    async def find(self, place: Place, key: str) -> Posted | None:
        self._called("find")
        message = self.keys.get(key)
        return Posted(place.channel or "dm", message) if message in self.standing else None

    async def channel_facts(self, channel: str) -> ChannelFacts:  # noqa: ARG002 - the port's signature
        self._called("facts")
        return self.facts

    def titles(self) -> list[str]:
        return [card.title for card in self.standing.values()]

    def joined(self, *members: Member) -> None:
        self.facts = ChannelFacts(self.facts.private, self.facts.partners, (*self.facts.members, *members))

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if self.fails:
            raise self.fails.pop(0)

    def _worked(self) -> None:
        if self.after_work:
            raise self.after_work.pop(0)
