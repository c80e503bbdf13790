"""Does with the bot's answers what Slack does: views change, errors show, lines appear, nonsense is refused."""

import copy
from typing import Any

from tests.doubles.slack.block_elements import check_offered
from tests.doubles.slack.block_rules import Json
from tests.doubles.slack.methods import SlackError
from tests.doubles.slack.methods_chat import bot_message
from tests.doubles.slack.methods_views import check_external_id, checked_view
from tests.doubles.slack.things import Channel, View, Workspace
from tests.doubles.slack.world import World

_LINE = {"text", "blocks", "response_type"}


class BadAnswer(Exception):
    """An answer that Slack would not accept; its text says why."""


def after_submission(world: World, workspace: Workspace, view: View, answer: Any) -> None:
    """Close, clear, change, cover or mark the submitted view. Raises BadAnswer."""
    if not answer:
        world.close_view(view)
        return
    if not isinstance(answer, dict):
        raise BadAnswer("a submission is answered with nothing or a response_action")
    action = answer.get("response_action")
    wants = {"clear": set(), "errors": {"errors"}, "update": {"view"}, "push": {"view"}}
    if action not in wants or answer.keys() - {"response_action"} != wants[action]:
        raise BadAnswer(f"unknown answer to a submission: {sorted(answer)} with {action}")
    if action == "clear":
        world.close_view(view, whole_stack=True)
    elif action == "errors":
        view.errors = _errors(view, answer["errors"])
    else:
        _show(world, workspace, view, answer)


def _errors(view: View, errors: Any) -> dict[str, str]:
    """Errors belong to input blocks of the view, with something to read for each."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise BadAnswer("errors name no block")
    strangers = sorted(errors.keys() - inputs)
    if strangers:
        raise BadAnswer(f"errors for blocks that are no inputs of this view: {strangers}")
    if not all(isinstance(words, str) and words.strip() for words in errors.values()):
        raise BadAnswer("an error without words")
    return dict(errors)


def _show(world: World, workspace: Workspace, view: View, answer: Json) -> None:
    updates = answer["response_action"] == "update"
    try:
        spec = checked_view(copy.deepcopy(answer["view"]), "modal")
        check_external_id(world, workspace, spec, view if updates else None)
    except SlackError as refusal:
        raise BadAnswer(f"{refusal.code} {' '.join(refusal.messages)}".strip()) from None
    if updates:
        world.change_view(view, spec)
    elif world.push_view(workspace, view.user_id, spec) is None:
        raise BadAnswer("push_limit_reached")


def after_command(world: World, workspace: Workspace, user_id: str, channel: Channel, answer: Any) -> None:
    """Show the line that answers a slash command, by default to its sender only. Raises BadAnswer."""
    if not answer:
        return
    line: Json = {"text": answer} if isinstance(answer, str) else copy.deepcopy(answer)
    if line.keys() - _LINE:
        raise BadAnswer(f"unknown in an answer to a command: {sorted(line.keys() - _LINE)}")
    show_line(world, workspace, user_id, channel, line)


def show_line(world: World, workspace: Workspace, user_id: str, channel: Channel, line: Json) -> None:
    """Post a line in a channel, to one person unless ``response_type`` is ``in_channel``.

    Raises BadAnswer if Slack would refuse it.
    """
    try:
        message = bot_message(world, workspace, channel, line)
    except SlackError as refusal:
        raise BadAnswer(f"{refusal.code} {' '.join(refusal.messages)}".strip()) from None
    if line.get("response_type", "ephemeral") != "in_channel":
        message.ephemeral_to = user_id
    world.post(channel, message)


def after_action(answer: Any) -> None:
    """Presses, choices, shortcuts and closings are answered with nothing. Raises BadAnswer."""
    if answer:
        raise BadAnswer("something where Slack takes nothing")


def after_search(answer: Any) -> list[Json]:
    """The options offered for a search. Raises BadAnswer."""
    problems = check_offered(answer)
    if problems:
        raise BadAnswer(" ".join(problems))
    groups: list[Json] = answer.get("option_groups") or [{"options": answer.get("options", [])}]
    return [option for group in groups for option in group["options"]]
