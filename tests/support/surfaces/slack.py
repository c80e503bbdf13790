"""A person at Slack, before the double."""

from collections.abc import Awaitable, Callable, Mapping

from tests.doubles.slack import Channel, ClientRefusal, Person, button_names, seen, spoken
from tests.doubles.slack.reading import button_name, controls, find_control
from tests.doubles.slack.rich_text import rich_text_words
from tests.doubles.slack.things import Message, View
from tests.support.surfaces.teller import Place, Post, Pressable, Settle, Teller, Typed

COMMAND = "/refer"


class SlackTeller(Teller):
    """`settled` waits until what follows the bot's answer (a private line, App Home) is shown too."""

    surface = "slack"

    def __init__(
        self,
        person: str,
        user: Person,
        channel: Channel | None,
        settle: Settle,
        settled: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(person, settle)
        self.user = user
        self._channel = channel
        self._settled = settled
        self._told = 0
        self._refused: dict[str, str] = {}

    async def posts(self, place: Place) -> list[Post]:
        if place == "my work":
            await self.user.open_home()
            await self._settled()
            return [_post(self.user.home, "")] if self.user.home else []
        if place == "messages":
            return [_post(each, spoken(each)) for each in reversed(self.user.dms) if each.bot_id]
        if self._channel is None or self.user.id not in self._channel.members:
            return []
        return [_post(each, spoken(each)) for each in self._channel.messages if each.bot_id]

    async def reads(self) -> str:
        return seen(self.user.modal) if self.user.modal else self.note

    @property
    def is_open(self) -> bool:
        return self.user.modal is not None and "submit" in self.user.modal.spec

    @property
    def problems(self) -> tuple[str, ...]:
        on_top = _listed_problems(self.user.modal) if self.user.modal else ()
        return tuple(dict.fromkeys([*self._refused.values(), *self.user.errors.values(), *on_top]))

    @property
    def note(self) -> str:
        lines = [seen(each) for each in self.user.ephemerals[self._told :]]
        return lines[-1] if lines else ""

    @property
    def form_buttons(self) -> tuple[Pressable, ...]:
        return _buttons(self.user.modal) if self.user.modal else ()

    async def starts_to_refer(self) -> None:
        self._begin()
        await self.user.command(COMMAND)
        await self._settled()
        self.presses += 1

    async def presses_as_it_was(self, post: Post, label: str) -> None:
        self._begin()
        await self.user.press(post.handle.as_first_posted(), label)
        await self._settled()

    async def closes(self) -> None:
        if self.user.modal:
            await self.user.close(whole_stack=True)

    async def _press_on_card(self, post: Post, button: Pressable) -> None:
        await self.closes()
        self._begin()
        await self.user.press(post.handle, button.name)
        await self._settled()

    async def _press_in_form(self, button: Pressable) -> None:
        self._begin()
        assert self.user.modal is not None
        await self.user.press(self.user.modal, button.name)
        await self._settled()

    async def _fill(self, values: Mapping[str, Typed]) -> None:
        await self.user.fill(dict(values))

    async def _submit(self) -> None:
        self._begin()
        try:
            await self.user.submit()
        except ClientRefusal as refused:
            self._refused = refused.problems
        await self._settled()

    def _is_choice(self, label: str) -> bool:
        assert self.user.modal is not None, "no form is open"
        return "text_input" not in find_control(self.user.modal, label)[1]["type"]

    def _begin(self) -> None:
        self._told = len(self.user.ephemerals)
        self._refused = {}


def _post(surface: Message | View, notification: str) -> Post:
    return Post(seen(surface), _buttons(surface), notification, surface)


def _buttons(surface: Message | View) -> tuple[Pressable, ...]:
    pressed = [
        element for _, element in controls(surface) if element["type"] == "button" and "url" not in element
    ]
    assert len(button_names(surface)) >= len(pressed)
    return tuple(Pressable(each["text"]["text"], button_name(each), each) for each in pressed)


def _listed_problems(view: View) -> tuple[str, ...]:
    """The list that stands above the fields when a message has no field to stand at."""
    titles = [rich_text_words(each) if each["type"] == "rich_text" else "" for each in view.blocks]
    if "There is a problem" not in titles:
        return ()
    listed = view.blocks[titles.index("There is a problem") + 1]
    return tuple(listed["text"]["text"].splitlines())
