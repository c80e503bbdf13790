"""A front desk that answers what a test tells it to, and remembers what it was asked."""

import asyncio
from collections.abc import Callable

from bot.cards.elements import Button, Card, Choice, Choices, Form, Option, Section, TextField
from bot.interaction import Answer, Identity, Interaction, SurfaceName
from bot.ports import OwnList, Posted, PostedCard, Standing

RATINGS = (Option("red", "RED ◆"), Option("amber", "AMBER ▲"))
REFERENCE = "MASH-2611-0042"

Reply = Callable[[Interaction], Answer]


def button(label: str, verb: str, *, opens: bool = True, page: int = 1) -> Button:
    return Button(label, verb, "c7f1", f"{label} for {REFERENCE}", opens=opens, page=page)


CARD = Card(
    f"RED ◆ due 1:12pm Mon 16 November · {REFERENCE}",
    f"{REFERENCE}: RED. Due 1:12pm Mon 16 November.",
    (Section(("Now: agencies are asked what they know.",)),),
    (button("Give our view", "vote.cast"), button("Snooze to 1:30pm", "nudge.snooze", opens=False)),
    "Updated 10:42am.",
)
MY_WORK = Card(
    "My work · Police", "Your work list, 10:42am", buttons=(button("Refresh", "work.refresh", opens=False),)
)
HELP = Card("What you can type", "What you can type", (Section(('"my work", "refer" or a reference',)),))


def view_form(token: str = "tok-1") -> Form:
    return Form(
        "Give our view",
        "vote.cast",
        "c7f1",
        (
            Section((f"{REFERENCE} · RED ◆ due 1:12pm today · You answer for Police",)),
            Choice("urgency", "Urgency for child 1", RATINGS),
            Choices(
                "about",
                "About",
                (Option("s1", "Child 1"), Option("s2", "Child 2")),
                ticks=True,
                optional=True,
            ),
            TextField("reason", "Reason", limit=1500, multiline=True, optional=True),
        ),
        "Record view",
        (button("Raise a disagreement", "dispute.raise"),),
        token,
    )


def approve_form(token: str = "tok-9") -> Form:
    return Form(
        "Read and decide",
        "proposal.approve",
        "p3",
        (Section(("Child 1: section 47 enquiry.",)),),
        "Approve",
        (button("Return it instead", "proposal.return"),),
        token,
        binding=True,
    )


REFUSAL = Form("You cannot do this", "", "", (Section(("You cannot approve this. Nothing has changed.",)),))


class Desk:
    """Replies by verb; `slow` seconds are waited first, `error` is raised instead."""

    def __init__(self) -> None:
        self.asked: list[Interaction] = []
        self.words: list[tuple[Identity, str, str]] = []
        self.changed: list[tuple[SurfaceName, str]] = []
        self.homes: list[Identity] = []
        self.work: list[Card] = []
        self.standing: list[tuple[str, Standing, Posted, int]] = []
        self.replies: dict[str, Reply] = {}
        self.slow = 0.0
        self.finished = 0
        self.error: Exception | None = None

    def on(self, verb: str, answer: Answer | Reply) -> None:
        self.replies[verb] = (lambda _: answer) if isinstance(answer, Answer) else answer

    async def press(self, interaction: Interaction) -> Answer:
        self.asked.append(interaction)
        await asyncio.sleep(self.slow)
        self._fail()
        self.finished += 1
        return self.replies[interaction.verb](interaction)

    async def said(self, identity: Identity, text: str, delivery: str) -> Card:
        self.words.append((identity, text, delivery))
        self._fail()
        return HELP

    async def own_list(self, identity: Identity) -> OwnList:
        self.homes.append(identity)
        return OwnList(self.work.pop(0) if self.work else MY_WORK, 7)

    async def stands(self, identity: Identity, what: Standing, posted: Posted, as_of: int = 0) -> None:
        self.standing.append((identity.user, what, posted, as_of))

    async def channel(self, identity: Identity | None) -> tuple[PostedCard, ...]:
        raise NotImplementedError

    async def personal(self, identity: Identity) -> tuple[PostedCard, ...]:
        raise NotImplementedError

    async def channel_changed(self, surface: SurfaceName, channel: str) -> None:
        self.changed.append((surface, channel))
        self._fail()

    def _fail(self) -> None:
        if self.error:
            raise self.error
