"""auth.test, conversations.*, users.info, team.info and bots.info."""

from tests.doubles.slack.block_rules import Json
from tests.doubles.slack.methods import (
    SlackError,
    joined_channel,
    method,
    need_channel_scope,
    need_scope,
    page,
    visible_channel,
)
from tests.doubles.slack.things import Account, Channel, Message, Workspace
from tests.doubles.slack.world import World


@method("auth.test", tier=4)
def auth_test(world: World, workspace: Workspace, _args: Json) -> Json:
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": world.accounts[workspace.bot_user_id].name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot_user_id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


@method("team.info", tier=3, optional="team")
def team_info(_world: World, workspace: Workspace, args: Json) -> Json:
    need_scope(workspace, "team:read")
    if args.get("team", workspace.team_id) != workspace.team_id:
        raise SlackError("team_not_found")
    return {"team": {"id": workspace.team_id, "name": workspace.name, "domain": workspace.domain}}


@method("bots.info", tier=3, required="bot", optional="team_id")
def bots_info(world: World, workspace: Workspace, args: Json) -> Json:
    need_scope(workspace, "users:read")
    for account in world.accounts.values():
        if account.bot_id == args["bot"]:
            shape = {"id": account.bot_id, "app_id": account.app_id, "user_id": account.id}
            return {"bot": shape | {"name": account.name, "deleted": account.deleted}}
    raise SlackError("bot_not_found")


@method("users.info", tier=4, required="user", optional="include_locale")
def users_info(world: World, workspace: Workspace, args: Json) -> Json:
    need_scope(workspace, "users:read")
    account = world.accounts.get(args["user"])
    if account is None:
        raise SlackError("user_not_found")
    return {"user": _account_shape(world, workspace, account)}


def _account_shape(world: World, workspace: Workspace, account: Account) -> Json:
    shape: Json = {
        "id": account.id,
        "team_id": account.team_id,
        "name": account.name.lower().replace(" ", "."),
        "real_name": account.name,
        "deleted": account.deleted,
        "profile": {"real_name": account.name, "display_name": account.name, "team": account.team_id},
        "is_bot": account.is_bot,
        "is_app_user": False,
        "is_restricted": account.is_restricted,
        "is_ultra_restricted": account.is_ultra_restricted,
    }
    if account.is_bot:
        shape["profile"] |= {"bot_id": account.bot_id, "api_app_id": account.app_id}
    if account.team_id != workspace.team_id:
        shape["is_stranger"] = world.is_stranger(account, workspace)
    return shape


@method("conversations.open", tier=3, optional="users channel return_im prevent_creation")
def conversations_open(world: World, workspace: Workspace, args: Json) -> Json:
    need_scope(workspace, "im:write")
    ids = str(args.get("users") or "").split(",")
    if ids == [""]:
        raise SlackError("users_list_not_supplied")
    if len(ids) > 1:
        raise SlackError("invalid_arguments", ["[ERROR] the double opens conversations with one person"])
    account = world.accounts.get(ids[0])
    if account is None or account.team_id != workspace.team_id:
        raise SlackError("user_not_found")
    if account.deleted:
        raise SlackError("user_disabled")
    if account.is_bot:
        raise SlackError("cannot_dm_bot")
    channel = world.personal(workspace, account.id)
    return {"channel": _channel_shape(world, channel) if args.get("return_im") else {"id": channel.id}}


@method(
    "conversations.info",
    tier=3,
    required="channel",
    optional="include_num_members include_locale",
)
def conversations_info(world: World, workspace: Workspace, args: Json) -> Json:
    channel = visible_channel(world, workspace, args["channel"])
    need_channel_scope(workspace, channel, "read")
    shape = _channel_shape(world, channel) | {"is_member": workspace.bot_user_id in channel.members}
    if args.get("include_num_members"):
        shape["num_members"] = len(channel.members)
    return {"channel": shape}


def _channel_shape(world: World, channel: Channel) -> Json:
    if channel.is_im:
        person = next(each for each in channel.members if not world.accounts[each].is_bot)
        return {"id": channel.id, "is_im": True, "user": person, "is_archived": channel.is_archived}
    outside = [each for each in channel.shared_team_ids if each != channel.team_id]
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not channel.is_private,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_general": False,
        "is_shared": bool(outside),
        "is_ext_shared": bool(outside),
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "context_team_id": channel.team_id,
        "conversation_host_id": channel.team_id,
        "shared_team_ids": [channel.team_id, *outside],
        "connected_team_ids": outside,
    }


@method("conversations.members", tier=4, required="channel", optional="cursor limit")
def conversations_members(world: World, workspace: Workspace, args: Json) -> Json:
    channel = visible_channel(world, workspace, args["channel"])
    need_channel_scope(workspace, channel, "read")
    members, cursor = page(channel.members, args, world.most_per_page)
    return {"members": members, "response_metadata": {"next_cursor": cursor}}


@method(
    "conversations.history",
    tier=3,
    required="channel",
    optional="cursor limit latest oldest inclusive include_all_metadata",
)
def conversations_history(world: World, workspace: Workspace, args: Json) -> Json:
    channel = joined_channel(world, workspace, args["channel"])
    need_channel_scope(workspace, channel, "history")
    wanted = [each for each in reversed(channel.messages) if _in_time(each, args)]
    messages, cursor = page(wanted, args, world.most_per_page)
    with_metadata = bool(args.get("include_all_metadata"))
    return {
        "messages": [each.shape(with_metadata=with_metadata) for each in messages],
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


def _in_time(message: Message, args: Json) -> bool:
    if message.thread_ts and message.thread_ts != message.ts:
        return False
    ts, oldest = float(message.ts), float(args.get("oldest") or 0)
    latest = float(args.get("latest") or "inf")
    if args.get("inclusive"):
        return oldest <= ts <= latest
    return oldest < ts < latest
