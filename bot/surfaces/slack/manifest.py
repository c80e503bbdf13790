"""The app manifest, generated: what an administrator pastes into Slack to install the bot, with the least it needs."""

from typing import Any, Final

from bot.surfaces.slack.listeners import COMMAND, MESSAGE_SHORTCUT, SHORTCUT

NAME: Final = "MASH triage"

SCOPES: Final = {
    "channels:read": "to notice that the hub's channel was made public, and then to show no card in it",
    "chat:write": "to post, update and delete its own cards, and to say one line privately to who pressed",
    "commands": f"for {COMMAND} and the shortcuts",
    "groups:history": "to find its own card again after a broken connection: it reads the latest messages of the "
    "hub's channel then, looks at its own posts only and keeps nothing",
    "groups:read": "to see, before a card is posted, who is in the hub's private channel and with whom it is shared",
    "im:history": "to take the words that somebody types to the bot itself, and to find its own card in that chat",
    "im:write": "to open a personal chat for cards that are for one person",
    "users:read": "to tell guests and other apps in the channel from people on the roster",
}
"""Each permission of the bot, and why it asks for it."""

EVENTS: Final = {
    "app_home_opened": "somebody opens their list",
    "channel_shared": "the channel is shared with another organisation: the guard looks again",
    "channel_unshared": "the same, the other way",
    "group_archive": "the channel is archived: cards go elsewhere",
    "group_left": "the bot is taken out of the channel",
    "group_unarchive": "the channel is back",
    "member_joined_channel": "somebody joins: the guard looks again",
    "member_left_channel": "somebody leaves: the guard looks again",
    "message.im": "words typed to the bot in a personal chat",
}
"""Each event that the bot is told of, and what for."""


def manifest(public_url: str, *, socket_mode: bool) -> dict[str, Any]:
    """The manifest. With Socket Mode no address of ours is in it, as Slack never calls us."""
    address = {} if socket_mode else {"request_url": f"{public_url.rstrip('/')}/slack/events"}
    command = {"command": COMMAND, "description": "Refer a concern. Opens a form.", "should_escape": False}
    return {
        "display_information": {"name": NAME, "description": "Multi-agency safeguarding triage"},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "shortcuts": _shortcuts(),
            "slash_commands": [command | ({"url": address["request_url"]} if address else {})],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": address | {"bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True} | address,
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }


def permissions_table() -> str:
    """The permissions and their reasons as a Markdown table, for the running guide and the impact assessment."""
    rows = [f"| `{scope}` | {reason} |" for scope, reason in sorted(SCOPES.items())]
    return "\n".join(["| Permission | Why |", "|---|---|", *rows])


def _shortcuts() -> list[dict[str, str]]:
    return [
        {
            "name": "Refer a concern",
            "type": "global",
            "callback_id": SHORTCUT,
            "description": "Opens a form for a new referral.",
        },
        {
            "name": "Refer this message",
            "type": "message",
            "callback_id": MESSAGE_SHORTCUT,
            "description": "Opens a form for a new referral that holds this message.",
        },
    ]
