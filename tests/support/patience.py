"""Stories say what happens, not how fast: a machine that is busy with other tests is no slow bot.

How long each side really waits, and what people read then, is shown by the tests of the surfaces and of the doubles.
"""

from dataclasses import replace

import pytest

from bot.cards.limits import SLACK
from bot.surfaces.slack import calls, listeners, workspace
from bot.surfaces.teams import sdk, turns
from tests.doubles.slack import limits as slack_limits
from tests.doubles.teams import limits as teams_limits

SECONDS = 60.0


def be_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the bot and both platforms wait for each other as long as nothing hangs."""
    for module in (calls, listeners, workspace):
        patient = replace(SLACK, acknowledge_seconds=SECONDS, call_seconds=SECONDS)
        monkeypatch.setattr(module, "SLACK", patient)
    monkeypatch.setattr(turns, "_IN_TIME", SECONDS)
    monkeypatch.setattr(sdk, "_SECONDS", SECONDS)
    for name in ("ACK_SECONDS", "TRIGGER_SECONDS"):
        monkeypatch.setattr(slack_limits, name, SECONDS)
    monkeypatch.setattr(teams_limits, "INVOKE_SECONDS", SECONDS)
