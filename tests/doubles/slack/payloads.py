"""The payloads that Slack sends to an app, in Slack's shapes."""

import json
import time
from typing import Any

from tests.doubles.slack.block_rules import Json
from tests.doubles.slack.forms import value_key
from tests.doubles.slack.things import APP_ID, Channel, Message, View, Workspace
from tests.doubles.slack.world import World

# The deprecated verification token: present in every payload, and worth nothing to a careful app.
_TOKEN = "deprecated-verification-token"


class Payloads:
    """Makes payloads for one Slack whose response URLs begin with ``base_url``."""

    def __init__(self, world: World, base_url: str) -> None:
        self._world = world
        self._base_url = base_url

    def command(
        self, workspace: Workspace, user_id: str, channel: Channel, command: str, text: str
    ) -> dict[str, str]:
        """A slash command, the fields of its form."""
        name = "directmessage" if channel.is_im else "privategroup" if channel.is_private else channel.name
        return {
            "token": _TOKEN,
            "team_id": workspace.team_id,
            "team_domain": workspace.domain,
            "channel_id": channel.id,
            "channel_name": name,
            "user_id": user_id,
            "user_name": self._name(user_id),
            "command": command,
            "text": text,
            "api_app_id": APP_ID,
            "is_enterprise_install": "false",
            "response_url": self._response_url(workspace, user_id, channel.id),
            "trigger_id": self._world.new_trigger(user_id, workspace.team_id),
        }

    def shortcut(self, workspace: Workspace, user_id: str, callback_id: str) -> Json:
        """A global shortcut."""
        payload = self._interaction("shortcut", workspace, user_id)
        return payload | {"callback_id": callback_id, "action_ts": _now()}

    def message_shortcut(
        self, workspace: Workspace, user_id: str, message: Message, callback_id: str
    ) -> Json:
        """A shortcut chosen from the menu of a message."""
        payload = self._interaction("message_action", workspace, user_id)
        return payload | {
            "callback_id": callback_id,
            "action_ts": _now(),
            "message_ts": message.ts,
            "channel": self._channel(message),
            "message": message.shape(),
            "response_url": self._response_url(workspace, user_id, message.channel_id, message),
        }

    def message_action(self, workspace: Workspace, user_id: str, message: Message, action: Json) -> Json:
        """A press or choice in a message."""
        payload = self._interaction("block_actions", workspace, user_id)
        return payload | {
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": message.channel_id,
                "is_ephemeral": bool(message.ephemeral_to),
            },
            "channel": self._channel(message),
            "message": message.shape(),
            "state": {"values": _copy(message.values)},
            "response_url": self._response_url(workspace, user_id, message.channel_id, message),
            "actions": [action],
        }

    def view_action(self, workspace: Workspace, view: View, action: Json) -> Json:
        """A press or choice in a modal or the App Home."""
        payload = self._interaction("block_actions", workspace, view.user_id, view)
        container = {"type": "view", "view_id": view.id}
        return payload | {"container": container, "view": view.shape(), "actions": [action]}

    def submission(self, workspace: Workspace, view: View) -> Json:
        """A modal sent off."""
        payload = self._interaction("view_submission", workspace, view.user_id, view)
        return payload | {"view": view.shape(), "response_urls": []}

    def closed(self, workspace: Workspace, view: View, *, is_cleared: bool) -> Json:
        """A modal closed without sending it off; it carries no trigger."""
        payload = self._interaction("view_closed", workspace, view.user_id)
        del payload["trigger_id"]
        return payload | {"view": view.shape(), "is_cleared": is_cleared}

    def suggestion(self, workspace: Workspace, view: View, block: Json, element: Json, query: str) -> Json:
        """A search in an external select of a view; it carries no trigger."""
        payload = self._interaction("block_suggestion", workspace, view.user_id)
        del payload["trigger_id"]
        return payload | {
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "value": query,
            "container": {"type": "view", "view_id": view.id},
            "view": view.shape(),
        }

    def event(self, workspace: Workspace, event: Json) -> Json:
        """An event with its envelope; the same ``event_id`` comes with every retry."""
        stamped = {"event_ts": _now()} | event
        return {
            "token": _TOKEN,
            "team_id": workspace.team_id,
            "context_team_id": workspace.team_id,
            "context_enterprise_id": None,
            "api_app_id": APP_ID,
            "event": stamped,
            "type": "event_callback",
            "event_id": self._world.new_id("Ev"),
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": workspace.team_id,
                    "user_id": workspace.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }

    def _interaction(self, kind: str, workspace: Workspace, user_id: str, view: View | None = None) -> Json:
        name = self._name(user_id)
        own_team = self._world.accounts[user_id].team_id
        view_id = view.id if view and view.spec["type"] == "modal" else None
        return {
            "type": kind,
            "token": _TOKEN,
            "api_app_id": APP_ID,
            "team": {"id": workspace.team_id, "domain": workspace.domain},
            "user": {"id": user_id, "username": name, "name": name, "team_id": own_team},
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": self._world.new_trigger(user_id, workspace.team_id, view_id),
        }

    def _response_url(
        self, workspace: Workspace, user_id: str, channel_id: str, message: Message | None = None
    ) -> str:
        key = self._world.new_response_url(workspace, user_id, channel_id, message)
        return f"{self._base_url}/response/{key}"

    def _channel(self, message: Message) -> Json:
        channel = self._world.channels[message.channel_id]
        return {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name}

    def _name(self, user_id: str) -> str:
        return self._world.accounts[user_id].name.lower().replace(" ", ".")


def pressed(block: Json, element: Json) -> Json:
    """The action of a pressed button."""
    own = {key: element[key] for key in ("text", "value", "style") if key in element}
    return _action(block, element) | own


def changed(block: Json, element: Json, state: Json) -> Json:
    """The action of a select, choice or picker that now has this state."""
    key = value_key(element)
    return _action(block, element) | {key: _copy(state[key])}


def overflow_chosen(block: Json, element: Json, option: Json) -> Json:
    """The action of a choice from an overflow menu."""
    return _action(block, element) | {"selected_option": _copy(option)}


def _action(block: Json, element: Json) -> Json:
    return {
        "type": element["type"],
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "action_ts": _now(),
    }


def _now() -> str:
    return f"{time.time():.6f}"


def _copy(value: Any) -> Any:
    return json.loads(json.dumps(value))
