"""Each story runs before every surface and on both stores, unless it says why it need not."""

from collections.abc import AsyncIterator

import pytest

from tests.support.surfaces.hub import RunningHub, World, running_hub

EVERYWHERE: tuple[tuple[World, str], ...] = (
    ("web", "sqlite_url"),
    ("slack-http", "sqlite_url"),
    ("slack-http", "postgres_url"),
    ("slack-socket", "sqlite_url"),
    ("teams", "sqlite_url"),
    ("teams", "postgres_url"),
    ("web", "postgres_url"),
    ("mixed", "sqlite_url"),
    ("mixed", "postgres_url"),
)


@pytest.fixture
async def hub(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RunningHub]:
    """A whole hub: on SQLite before all three surfaces at once, unless a test says otherwise."""
    chosen: tuple[World, str] = getattr(request, "param", ("mixed", "sqlite_url"))
    world, store = chosen
    async with running_hub(world, request.getfixturevalue(store), monkeypatch) as running:
        yield running


everywhere = pytest.mark.parametrize(
    "hub",
    EVERYWHERE,
    indirect=True,
    ids=[f"{world}-{store.removesuffix('_url')}" for world, store in EVERYWHERE],
)
