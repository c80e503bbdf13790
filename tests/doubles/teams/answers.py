"""What a bot may answer to an invoke, and what a person then sees."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.doubles.adaptive import card_text, check_card
from tests.doubles.teams import limits
from tests.doubles.teams.dialogs import Dialog
from tests.doubles.teams.record import Delivery
from tests.doubles.teams.world import CARD_TYPE, Json

MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
Kind = Literal["sent", "message", "card", "dialog", "closed", "link", "not sent", "result"]


class AppUnreachable(AssertionError):
    """Teams would say "Unable to reach app": no answer, a late one, or one with an error status."""


class BadAnswer(AssertionError):
    """Teams would say "Something went wrong": the answer is not one that it can show."""


@dataclass(frozen=True)
class Outcome:
    """What a person sees after they did something.

    `delivery` is what went to the bot, None when nothing was sent; `errors` are the client's, by label.
    """

    kind: Kind
    text: str = ""
    card: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    delivery: Delivery | None = None

    @property
    def activity(self) -> Json:
        """What was sent to the bot, to be sent once more."""
        if self.delivery is None:
            raise AssertionError("nothing was sent")
        return self.delivery.activity


def accepted(delivery: Delivery) -> Outcome:
    """A message or an event, which needs no answer with a body."""
    if delivery.status not in (200, 201, 202):
        raise AppUnreachable(f"status {delivery.status} to {delivery.activity['type']}")
    return Outcome("sent", delivery=delivery)


def to_action(delivery: Delivery) -> Outcome:
    """The answer to `Action.Execute`: a card, or a line that only the person sees."""
    answer = _body(delivery)
    if not isinstance(answer, dict) or answer.keys() != {"statusCode", "type", "value"}:
        raise BadAnswer(f"not statusCode, type and value: {_shape(answer)}")
    if answer["statusCode"] != 200:
        raise BadAnswer(f"statusCode {answer['statusCode']!r}")
    value = answer["value"]
    if answer["type"] == MESSAGE_TYPE:
        if not isinstance(value, str) or not value:
            raise BadAnswer("the value of a message is not a string with something in it")
        return Outcome("message", text=value, delivery=delivery)
    if answer["type"] == CARD_TYPE:
        _good(value, "message")
        return Outcome("card", text=card_text(value), card=value, delivery=delivery)
    raise BadAnswer(f"type {answer['type']!r}")


def to_task(
    delivery: Delivery, *, may_be_empty: bool, dialog: Callable[..., Dialog]
) -> tuple[Outcome, Dialog | None]:
    """The answer to task/fetch, task/submit and a message extension; with the window that is then open."""
    if may_be_empty and delivery.status == 200 and not delivery.answer:
        return Outcome("closed", delivery=delivery), None
    answer = _body(delivery)
    if isinstance(answer, dict) and answer.keys() == {"composeExtension"}:
        return _to_compose(answer["composeExtension"], delivery), None
    if not isinstance(answer, dict) or answer.keys() != {"task"}:
        raise BadAnswer(f"not a task: {_shape(answer)}")
    task = answer["task"]
    if task.get("type") == "message":
        if not isinstance(task.get("value"), str) or not task["value"]:
            raise BadAnswer("the value of a task message is not a string with something in it")
        window = dialog(message=task["value"])
        return Outcome("message", text=window.text, delivery=delivery), window
    if task.get("type") == "continue":
        window = dialog(title=_title(task["value"]), card=_card(task["value"]))
        return Outcome("dialog", text=window.text, card=window.card, delivery=delivery), window
    raise BadAnswer(f"task of type {task.get('type')!r}")


def _to_compose(answer: Json, delivery: Delivery) -> Outcome:
    if answer.get("type") != "result" or answer.get("attachmentLayout") not in ("list", "grid"):
        raise BadAnswer(f"composeExtension of type {answer.get('type')!r}")
    for attachment in answer.get("attachments") or []:
        _good(attachment.get("content"), "message")
    return Outcome("result", delivery=delivery)


def _title(info: Json) -> str:
    title = info.get("title")
    if not isinstance(title, str) or not 0 < len(title) <= limits.DIALOG_TITLE:
        raise BadAnswer(f"a dialog's title has 1 to {limits.DIALOG_TITLE} characters")
    for key in ("width", "height"):
        if key in info and info[key] not in ("small", "medium", "large") and not isinstance(info[key], int):
            raise BadAnswer(f"{key} {info[key]!r}")
    return title


def _card(info: Json) -> Json:
    attachment = info.get("card") or {}
    if attachment.get("contentType") != CARD_TYPE:
        raise BadAnswer(f"a dialog with {attachment.get('contentType')!r}")
    content: Json = attachment.get("content") or {}
    _good(content, "dialog")
    return content


def _good(card: Any, place: Literal["message", "dialog"]) -> None:
    problems = check_card(card, place)
    if problems:
        raise BadAnswer("; ".join(problems))


def _body(delivery: Delivery) -> Any:
    if delivery.status != 200:
        raise AppUnreachable(f"status {delivery.status} to {delivery.activity['name']}")
    if not delivery.body.strip():
        raise AppUnreachable(f"an empty answer to {delivery.activity['name']}")
    try:
        return delivery.answer
    except ValueError:
        raise BadAnswer("the answer is not JSON") from None


def _shape(answer: Any) -> Any:
    return sorted(answer) if isinstance(answer, dict) else type(answer).__name__
