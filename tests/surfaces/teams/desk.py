"""A front desk that writes down what reaches it and answers what the test says."""

import asyncio
from dataclasses import dataclass, field

from bot.cards.elements import Card
from bot.interaction import Answer, Identity, Interaction, SurfaceName
from bot.ports import OwnList, Posted, PostedCard, Standing
from bot.surfaces.teams.conversations import Reference

DONE = Answer("done", note="Recorded 10:42am. MASH-2611-7K2QX.")
WORK = Card("Your work list, 10:42am", "Your work list, 10:42am")


@dataclass
class Desk:
    """Answers by verb, each one as often as it is asked; an exception among them is raised."""

    answers: dict[str, Answer | Exception] = field(default_factory=dict)
    asked: list[Interaction] = field(default_factory=list)
    heard: list[tuple[Identity, str, str]] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    stuck: asyncio.Event | None = None
    """While it is not set, presses are not answered."""
    standing: list[tuple[str, Standing, Posted, int]] = field(default_factory=list)
    finished: int = 0
    work: Card = WORK

    async def press(self, interaction: Interaction) -> Answer:
        self.asked.append(interaction)
        if self.stuck:
            await self.stuck.wait()
        self.finished += 1
        answer = self.answers.get(interaction.verb, DONE)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def said(self, identity: Identity, text: str, delivery: str) -> Card:
        self.heard.append((identity, text, delivery))
        return Card(f"You said {text}", f"You said {text}")

    async def own_list(self, identity: Identity) -> OwnList:  # noqa: ARG002 - the port's signature
        return OwnList(self.work, 7)

    async def stands(self, identity: Identity, what: Standing, posted: Posted, as_of: int = 0) -> None:
        self.standing.append((identity.user, what, posted, as_of))

    async def channel(self, identity: Identity | None) -> tuple[PostedCard, ...]:
        raise NotImplementedError

    async def personal(self, identity: Identity) -> tuple[PostedCard, ...]:
        raise NotImplementedError

    async def channel_changed(self, surface: SurfaceName, channel: str) -> None:
        assert surface is SurfaceName.TEAMS
        self.changed.append(channel)


@dataclass
class Book:
    """A conversation book in memory."""

    pages: dict[str, Reference] = field(default_factory=dict)
    written: int = 0
    is_full: bool = False

    async def remember(self, key: str, reference: Reference) -> None:
        if self.is_full:
            raise OSError("disk full")
        self.written += 1
        self.pages[key] = reference

    async def find(self, key: str) -> Reference | None:
        return self.pages.get(key)
