"""Response URLs: lines that follow a press or a command, five times within thirty minutes."""

import copy

from aiohttp import web

from tests.doubles.slack import limits
from tests.doubles.slack.answers import BadAnswer, show_line
from tests.doubles.slack.block_rules import Json
from tests.doubles.slack.methods import SlackError
from tests.doubles.slack.methods_chat import checked_blocks
from tests.doubles.slack.recorder import Call, Recorder
from tests.doubles.slack.things import Message, ResponseUrl
from tests.doubles.slack.world import World

_KNOWN = {
    "text",
    "blocks",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "metadata",
    "unfurl_links",
    "unfurl_media",
}


class ResponseUrls:
    """Answers ``/response/KEY``."""

    def __init__(self, world: World, recorder: Recorder) -> None:
        self._world = world
        self._recorder = recorder

    async def handle(self, request: web.Request) -> web.Response:
        """Take one line, and say why not if it is refused."""
        line: Json = await request.json()
        target = self._world.response_urls.get(request.match_info["key"])
        error = self._refusal(target) or self._take(target, copy.deepcopy(line))
        team_id = target.team_id if target else None
        now = self._world.clock.now()
        self._recorder.calls.append(Call("response_url", line, now, team_id, error is None, error))
        if error is None:
            return web.json_response({"ok": True})
        status = 404 if error in {"expired_url", "used_url", "invalid_url"} else 400
        return web.json_response({"ok": False, "error": error}, status=status)

    def _refusal(self, target: ResponseUrl | None) -> str | None:
        if target is None:
            return "invalid_url"
        if self._world.clock.now() - target.issued > limits.RESPONSE_URL_SECONDS:
            return "expired_url"
        return "used_url" if target.uses >= limits.RESPONSE_URL_USES else None

    def _take(self, target: ResponseUrl | None, line: Json) -> str | None:
        if target is None or line.keys() - _KNOWN:
            return "invalid_payload"
        target.uses += 1
        message = self._original(target)
        if line.get("delete_original") and message:
            message.deleted = True
            return None
        if line.get("replace_original") and message:
            return self._replace(message, line)
        workspace = self._world.workspaces[target.team_id]
        channel = self._world.channels[target.channel_id]
        try:
            show_line(self._world, workspace, target.user_id, channel, line)
        except BadAnswer as bad:
            return str(bad)
        return None

    def _original(self, target: ResponseUrl) -> Message | None:
        """The message itself, also where the press came from an older version of it."""
        history = self._world.channels[target.channel_id].history
        return next((each for each in history if target.message and each.ts == target.message.ts), None)

    def _replace(self, message: Message, line: Json) -> str | None:
        try:
            blocks = checked_blocks(line.get("blocks") or [])
        except SlackError as refusal:
            return refusal.code
        self._world.complete(blocks)
        message.say(str(line.get("text") or ""), blocks, self._world.clock.now())
        return None
