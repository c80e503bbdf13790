"""A person in a story: what they see, press and fill in, told the same way for every surface."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Place = Literal["channel", "messages", "my work"]
PLACES: tuple[Place, ...] = ("messages", "channel", "my work")
Typed = str | list[str]
Settle = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Pressable:
    """A button: its visible label, the name that a screen reader says, and the surface's own handle."""

    label: str
    name: str
    handle: Any = field(repr=False, compare=False)


@dataclass(frozen=True)
class Post:
    """A card as it is on somebody's screen. `notification` is what a lock screen or a screen reader gets first."""

    text: str
    buttons: tuple[Pressable, ...]
    notification: str = ""
    handle: Any = field(default=None, repr=False, compare=False)

    @property
    def first_line(self) -> str:
        return self.text.splitlines()[0]


class Teller(ABC):
    """Somebody at a screen. After what they do, everything that follows from it has happened (`settle`).

    `presses` counts clicks, taps and choices, `typed` the texts written, for the press budget.
    """

    surface: str

    def __init__(self, person: str, settle: Settle) -> None:
        self.person = person
        self.presses = 0
        self.typed = 0
        self._settle = settle

    # what they see

    @abstractmethod
    async def posts(self, place: Place) -> list[Post]:
        """The cards in one place, as they are now."""

    @abstractmethod
    async def reads(self) -> str:
        """All that can be read in the open form, or in the last refusal."""

    @property
    @abstractmethod
    def is_open(self) -> bool:
        """Whether a form is open in front of them."""

    @property
    @abstractmethod
    def problems(self) -> tuple[str, ...]:
        """What is wrong with what they sent, as they read it."""

    @property
    @abstractmethod
    def note(self) -> str:
        """The private line that answered what they did last; empty if there was none."""

    @property
    @abstractmethod
    def form_buttons(self) -> tuple[Pressable, ...]:
        """The buttons in the open form, without its submit."""

    async def sees(self, place: Place | None = None) -> list[str]:
        """The words of the cards in front of them: their own messages and the channel, unless a place is named."""
        places: Sequence[Place] = (place,) if place else ("messages", "channel")
        return [post.text for where in places for post in await self.posts(where)]

    async def card(self, words: str, place: Place | None = None) -> str:
        """The one card that holds these words."""
        found = [text for text in await self.sees(place) if words in text]
        assert len(found) == 1, f"{len(found)} cards say {words!r}:\n{_listed(await self.sees(place))}"
        return found[0]

    async def my_work(self) -> str:
        """Their own list, worked out now."""
        return "\n".join(await self.sees("my work"))

    # what they do

    async def press(self, label: str, *, on: str = "", place: Place | None = None) -> None:
        """Press a button: on the card that holds the words `on`, else in the open form."""
        if on or place:
            post, button = await self._find(label, on, place)
            await self._press_on_card(post, button)
        else:
            await self._press_in_form(_one(label, "", self.form_buttons))
        self.presses += 1
        await self._settle()

    async def fills(self, values: Mapping[str, Typed]) -> None:
        """Fill in fields of the open form by label; choices by the words they show."""
        for label, value in values.items():
            self._count(label, value)
        await self._fill(values)

    async def submits(self) -> None:
        """Send the open form."""
        await self._submit()
        self.presses += 1
        await self._settle()

    async def does(
        self,
        label: str,
        values: Mapping[str, Typed] | None = None,
        *,
        on: str = "",
        place: Place | None = None,
    ) -> str:
        """Press, fill in, send; returns the private line. The story goes on only if it was taken."""
        await self.press(label, on=on, place=place)
        assert self.is_open, f"{label!r} opened no form: {self.note or await self.reads()}"
        await self.fills(values or {})
        await self.submits()
        assert not self.problems, self.problems
        return self.note

    async def refers(self, values: Mapping[str, Typed]) -> None:
        """Refer somebody by the short form."""
        await self.starts_to_refer()
        await self.fills(values)
        await self.submits()
        assert not self.problems, self.problems

    @abstractmethod
    async def starts_to_refer(self) -> None:
        """Open the short form for a new concern, in this surface's own way."""

    @abstractmethod
    async def presses_as_it_was(self, post: Post, label: str) -> None:
        """Press on a card as it was when it was first posted: this screen was not brought up to date."""

    @abstractmethod
    async def closes(self) -> None:
        """Close whatever is open."""

    @abstractmethod
    async def _press_on_card(self, post: Post, button: Pressable) -> None: ...

    @abstractmethod
    async def _press_in_form(self, button: Pressable) -> None: ...

    @abstractmethod
    async def _fill(self, values: Mapping[str, Typed]) -> None: ...

    @abstractmethod
    async def _submit(self) -> None: ...

    @abstractmethod
    def _is_choice(self, label: str) -> bool:
        """Whether the field is chosen from rather than typed into."""

    def _count(self, label: str, value: Typed) -> None:
        if not self._is_choice(label):
            self.typed += 1
        else:
            self.presses += len(value) if isinstance(value, list) else 1

    async def _find(self, label: str, on: str, place: Place | None) -> tuple[Post, Pressable]:
        for where in (place,) if place else PLACES:
            for post in await self.posts(where):
                if on in post.text and any(label in (each.label, each.name) for each in post.buttons):
                    return post, _one(label, on, post.buttons)
        seen = [text for where in PLACES for text in await self.sees(where)]
        raise AssertionError(f"{self.person} finds no {label!r} on a card with {on!r}:\n{_listed(seen)}")


def _one(label: str, on: str, buttons: Sequence[Pressable]) -> Pressable:
    found = [each for each in buttons if each.name == label] or [
        each for each in buttons if each.label == label
    ]
    if len(found) > 1 and on:
        found = [each for each in found if on in each.name]
    assert len(found) == 1, (
        f"{len(found)} buttons are called {label!r}; there are {[each.name for each in buttons]}"
    )
    return found[0]


def _listed(texts: Sequence[str]) -> str:
    return "\n---\n".join(texts) or "(nothing)"
