"""A person at Teams, before the double."""

from collections.abc import Mapping
from typing import Any

from tests.doubles.adaptive import actions, card_text, inputs
from tests.doubles.teams import Chat, Message, Outcome, User
from tests.support.surfaces.teller import Place, Post, Pressable, Settle, Teller, Typed

REFER = "referral.start"


class TeamsTeller(Teller):
    """What is filled in is sent with the submit, as Teams does."""

    surface = "teams"

    def __init__(self, person: str, user: User, channel: Chat | None, settle: Settle) -> None:
        super().__init__(person, settle)
        self.user = user
        self._channel = channel
        self._filled: dict[str, Any] = {}
        self._said = ""
        self._errors: dict[str, str] = {}

    async def posts(self, place: Place) -> list[Post]:
        if place == "my work":
            await self.user.say("my work")
            return [_post(self.user.chat.latest)]
        chat = self.user.chat if place == "messages" else self._channel
        if chat is None or self.user not in chat.members:
            return []
        posted = [_post(each) for each in chat.messages if each.author is None and each.card]
        return posted[::-1] if place == "messages" else posted

    async def reads(self) -> str:
        return self.user.dialog.text if self.user.dialog else self._said

    @property
    def is_open(self) -> bool:
        return self.user.dialog is not None and any(
            "token" in (each.get("data") or {}) for each in self._actions()
        )

    @property
    def problems(self) -> tuple[str, ...]:
        on_top = _listed_problems(self.user.dialog.card) if self.user.dialog else ()
        return tuple(dict.fromkeys([*self._errors.values(), *on_top]))

    @property
    def note(self) -> str:
        return self._said

    @property
    def form_buttons(self) -> tuple[Pressable, ...]:
        return tuple(
            _pressable(each)
            for each in self._actions()
            if each["type"] != "Action.OpenUrl" and not _sends(each)
        )

    async def starts_to_refer(self) -> None:
        self._settled_with(await self.user.message_extension(REFER))
        self.presses += 1

    async def presses_as_it_was(self, post: Post, label: str) -> None:
        self._settled_with(await self.user.press(post.handle, label, as_of=0))

    async def closes(self) -> None:
        self.user.close()

    async def _press_on_card(self, post: Post, button: Pressable) -> None:
        self.user.close()
        self._settled_with(await self.user.press(post.handle, button.name))

    async def _press_in_form(self, button: Pressable) -> None:
        self._settled_with(await self.user.submit(button=button.name))

    async def _fill(self, values: Mapping[str, Typed]) -> None:
        self._filled |= values

    async def _submit(self) -> None:
        self._settled_with(await self.user.submit(self._filled))

    def _is_choice(self, label: str) -> bool:
        assert self.user.dialog is not None, "no form is open"
        found = [each for each in inputs(self.user.dialog.card) if each.get("label") == label]
        assert len(found) == 1, (
            f"{len(found)} fields are labelled {label!r}; there are {self.user.dialog.labels}"
        )
        return bool(found[0]["type"] == "Input.ChoiceSet")

    def _settled_with(self, outcome: Outcome) -> None:
        self._errors = outcome.errors
        if outcome.kind != "not sent":
            self._filled = {}
        self._said = outcome.text if outcome.kind in ("message", "link") else ""
        if outcome.kind == "message":
            self.user.close()

    def _actions(self) -> list[dict[str, Any]]:
        return actions(self.user.dialog.card) if self.user.dialog else []


def _post(message: Message) -> Post:
    pressed = [each for each in actions(message.card) if each["type"] != "Action.OpenUrl"]
    return Post(card_text(message.card), tuple(map(_pressable, pressed)), message.previews[0], message)


def _pressable(action: dict[str, Any]) -> Pressable:
    return Pressable(action["title"], action.get("tooltip") or action["title"], action)


def _sends(action: dict[str, Any]) -> bool:
    return (action.get("data") or {}).get("phase") == "submit"


def _listed_problems(card: dict[str, Any]) -> tuple[str, ...]:
    for element in card.get("body", []):
        if element.get("style") == "attention":
            return tuple(card_text({"body": [each]}) for each in element["items"][1:])
    return ()
