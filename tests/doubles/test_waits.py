"""The bot answers before either platform stops waiting for it, counting the way there and back."""

import pytest

from bot.cards.limits import SLACK, TEAMS
from bot.surfaces.slack import listeners
from bot.surfaces.teams import turns
from tests.doubles.slack import limits as slack
from tests.doubles.teams import limits as teams


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (listeners.SLACK.acknowledge_seconds, slack.ACK_SECONDS),
        (listeners.SLACK.acknowledge_seconds, slack.TRIGGER_SECONDS),
        (turns._IN_TIME, teams.INVOKE_SECONDS),
    ],
)
def test_it_answers_in_time(ours: float, theirs: float) -> None:
    assert 0 < ours < theirs
    assert (SLACK, TEAMS.invoke_seconds) == (listeners.SLACK, turns._IN_TIME)
