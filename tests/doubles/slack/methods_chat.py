"""chat.postMessage, chat.postEphemeral, chat.update and chat.delete."""

from typing import Any

from tests.doubles.slack import limits
from tests.doubles.slack.block_rules import Json, Report, string, thing
from tests.doubles.slack.blocks import check_message_blocks
from tests.doubles.slack.methods import SlackError, joined_channel, method, need_scope
from tests.doubles.slack.things import APP_ID, Channel, Message, Workspace
from tests.doubles.slack.world import World

_MESSAGE = "text blocks metadata unfurl_links unfurl_media mrkdwn parse link_names"
_EVENT_TYPE = string(limits.ID)


def checked_blocks(blocks: Any) -> list[Json]:
    """The blocks of a message, refused with reasons if anything is wrong with them."""
    problems = check_message_blocks(blocks)
    if problems:
        raise SlackError("invalid_blocks", problems)
    return list(blocks)


def _content(args: Json) -> tuple[str, list[Json]]:
    """What a message says; too much text is cut, as Slack does."""
    blocks = checked_blocks(args.get("blocks") or [])
    text = str(args.get("text") or "")
    if not text.strip() and not blocks:
        raise SlackError("no_text")
    return text[: limits.MESSAGE_TEXT], blocks


def _anything(_report: Report, _where: str, _value: Any) -> None:
    """Event payloads are the app's own."""


def _metadata(args: Json) -> Json | None:
    metadata: Json | None = args.get("metadata")
    if metadata is None:
        return None
    report = Report()
    thing({"event_type": _EVENT_TYPE, "event_payload": _anything})(report, "/metadata", metadata)
    if report.problems or not isinstance(metadata["event_payload"], dict):
        raise SlackError("invalid_metadata_format", report.problems)
    return metadata


def _conversation(world: World, workspace: Workspace, channel_id: str) -> Channel:
    """The channel to write to; a person's id stands for the personal conversation."""
    account = world.accounts.get(channel_id)
    if account is not None:
        if account.is_bot or account.team_id != workspace.team_id:
            raise SlackError("channel_not_found")
        return world.personal(workspace, account.id)
    channel = joined_channel(world, workspace, channel_id)
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel


def bot_message(world: World, workspace: Workspace, channel: Channel, args: Json) -> Message:
    """A message from the bot that is not yet posted."""
    text, blocks = _content(args)
    return Message(
        world.new_ts(),
        channel.id,
        workspace.team_id,
        workspace.bot_user_id,
        text,
        blocks,
        bot_id=workspace.bot_id,
        app_id=APP_ID,
        thread_ts=args.get("thread_ts"),
        metadata=_metadata(args),
    )


def _warned(answer: Json, args: Json) -> Json:
    if args.get("blocks") and not args.get("text"):
        answer["warning"] = "missing_text_in_message"
        answer["response_metadata"] = {"warnings": ["missing_text_in_message"]}
    return answer


@method("chat.postMessage", tier=None, required="channel", optional=f"{_MESSAGE} thread_ts reply_broadcast")
def post_message(world: World, workspace: Workspace, args: Json) -> Json:
    need_scope(workspace, "chat:write")
    channel = _conversation(world, workspace, args["channel"])
    if args.get("thread_ts") and not world.message(channel, args["thread_ts"]):
        raise SlackError("thread_not_found")
    message = world.post(channel, bot_message(world, workspace, channel, args))
    shape = message.shape(with_metadata=True)
    return _warned({"channel": channel.id, "ts": message.ts, "message": shape}, args)


@method("chat.postEphemeral", tier=4, required="channel user", optional=f"{_MESSAGE} thread_ts")
def post_ephemeral(world: World, workspace: Workspace, args: Json) -> Json:
    need_scope(workspace, "chat:write")
    channel = _conversation(world, workspace, args["channel"])
    if args["user"] not in channel.members:
        raise SlackError("user_not_in_channel")
    message = bot_message(world, workspace, channel, args)
    message.ephemeral_to = args["user"]
    world.post(channel, message)
    return _warned({"message_ts": message.ts}, args)


@method("chat.update", tier=3, required="channel ts", optional=_MESSAGE)
def update(world: World, workspace: Workspace, args: Json) -> Json:
    """Text alone removes the blocks; neither text nor blocks keeps both."""
    need_scope(workspace, "chat:write")
    channel = joined_channel(world, workspace, args["channel"])
    message = _own(world, workspace, channel, args["ts"], "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    if args.get("text") is not None or args.get("blocks") is not None:
        text, blocks = _content(args)
        world.complete(blocks)
        message.say(text, blocks, world.clock.now())
        message.edited = message.edited or not blocks
    message.metadata = _metadata(args) or message.metadata
    answer = {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message.shape()}
    return _warned(answer, args)


@method("chat.delete", tier=3, required="channel ts")
def delete(world: World, workspace: Workspace, args: Json) -> Json:
    need_scope(workspace, "chat:write")
    channel = joined_channel(world, workspace, args["channel"])
    message = _own(world, workspace, channel, args["ts"], "cant_delete_message")
    message.deleted = True
    return {"channel": channel.id, "ts": message.ts}


def _own(world: World, workspace: Workspace, channel: Channel, ts: str, refusal: str) -> Message:
    message = world.message(channel, ts)
    if message is None:
        raise SlackError("message_not_found")
    if message.user != workspace.bot_user_id:
        raise SlackError(refusal)
    return message
