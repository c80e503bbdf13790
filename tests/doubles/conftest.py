"""What the tests of the stand-ins share."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.doubles.teams import TeamsDouble, User
from tests.doubles.teams_sample_bot import Bot


@pytest.fixture
def teams() -> Iterator[TeamsDouble]:
    with TeamsDouble() as double:
        yield double


@pytest.fixture
async def bot(teams: TeamsDouble) -> AsyncIterator[Bot]:
    async with Bot(teams) as running:
        yield running


@pytest.fixture
def anna(teams: TeamsDouble) -> User:
    return teams.user("Anna Reyes")
