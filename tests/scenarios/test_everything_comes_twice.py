"""Whatever people send in a whole story is brought to the bot a second time: each thing is done once."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.doubles.slack.delivery import Delivery, Retry
from tests.scenarios import test_canary as whole_story
from tests.scenarios.conftest import Stage, told
from tests.support.rows import counted
from tests.support.surfaces.hub import RunningHub
from tests.support.surfaces.web import WebTeller

Rows = Mapping[str, int]


@dataclass
class Twice:
    """Stands before the bot, brings each press and submit again, and notes what the second time added."""

    hub: RunningHub
    added: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    came: int = 0

    def begin(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """From now on."""
        if self.hub.slack:
            monkeypatch.setattr(self.hub.slack, "deliver", self._from_slack(self.hub.slack.deliver))
        if self.hub.teams:
            monkeypatch.setattr(self.hub.teams, "deliver", self._from_teams(self.hub.teams.deliver))
        monkeypatch.setattr(WebTeller, "sends", self._from_web(WebTeller.sends))

    def _from_slack(self, deliver: Callable[..., Awaitable[Delivery]]) -> Callable[..., Awaitable[Delivery]]:
        async def twice(sent: Delivery, retry: Retry | None = None) -> Delivery:
            first = await deliver(sent, retry)
            if sent.kind == "interactive":
                before = self._rows()
                again = await deliver(sent.again(), Retry(1, "http_timeout"))
                self._compare(f"slack {_of_slack(sent.payload)}", before, failed=again.failure)
            return first

        return twice

    def _from_teams(self, deliver: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def twice(activity: dict[str, Any], flaw: str | None = None) -> Any:
            first = await deliver(activity, flaw)
            if activity["type"] == "invoke":
                for again in (activity, activity | {"id": f"f:{self.came}"}):
                    before = self._rows()
                    answer = await deliver(again, flaw)
                    failed = "" if answer.status == first.status else f"status {answer.status}"
                    self._compare(f"teams {activity['name']}", before, failed=failed)
            return first

        return twice

    def _from_web(self, send: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def twice(teller: WebTeller, path: str, values: list[tuple[str, str]]) -> None:
            await send(teller, path, values)
            if path.startswith("/do/"):
                before = self._rows()
                async with teller._browser.post(self.hub.address + path, data=values) as answer:
                    failed = "" if answer.status < 500 else f"status {answer.status}"
                self._compare(f"web {path.split('/')[2]}", before, failed=failed)

        return twice

    def _compare(self, what: str, before: Rows, *, failed: str | None) -> None:
        self.came += 1
        after = self._rows()
        self.added += [f"{what}: {name}" for name in after if after[name] != before[name]]
        self.failed += [f"{what}: {failed}"] if failed else []

    def _rows(self) -> Rows:
        return self.hub.core.store.read_now(counted)


def _of_slack(payload: Mapping[str, Any]) -> str:
    if payload["type"] == "view_submission":
        return f"submit {payload['view']['title']['text']}"
    actions = payload.get("actions") or [{"action_id": ""}]
    return f"{payload['type']} {actions[0]['action_id']}"


@told(Stage("mixed"))
async def test_each_thing_of_a_whole_story_is_done_once(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = Twice(hub)
    twice.begin(monkeypatch)
    await whole_story.tell(hub)
    assert twice.failed == []
    assert twice.added == []
    assert twice.came > 40
    await hub.audit_is_whole()
