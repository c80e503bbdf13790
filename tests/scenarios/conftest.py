"""Each story runs before every surface and on both stores; a smaller one before all surfaces at once, and the web alone."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from bot.forums import OURS
from tests.support.patience import be_patient
from tests.support.surfaces.hub import MONDAY_9_12, RunningHub, World, running_hub


@dataclass(frozen=True)
class Stage:
    """Where a story is told: before which surfaces, on which store, from when, with which settings."""

    world: World = "mixed"
    store: str = "sqlite"
    start: datetime = MONDAY_9_12
    settings: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.world}-{self.store}"


URLS = {
    ("sqlite", "filled"): "sqlite_hub_url",
    ("postgresql", "filled"): "postgres_hub_url",
    ("sqlite", "empty"): "sqlite_url",
    ("postgresql", "empty"): "postgres_url",
}
"""Most stories begin when the duty of the people in the copied stores does; whoever begins at another time fills their own."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No story fails because the machine is busy."""
    be_patient(monkeypatch)


@pytest.fixture
async def hub(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RunningHub]:
    """A whole hub: on SQLite before all three surfaces at once, unless a test says otherwise."""
    stage: Stage = getattr(request, "param", Stage())
    kind = "filled" if stage.start == MONDAY_9_12 else "empty"
    url = request.getfixturevalue(URLS[(stage.store, kind)])
    async with running_hub(stage.world, url, monkeypatch, start=stage.start, **stage.settings) as running:
        yield running


def told(*stages: Stage) -> pytest.MarkDecorator:
    """Tell a story on each of these stages."""
    return pytest.mark.parametrize("hub", stages, indirect=True, ids=str)


everywhere = told(
    Stage("web", "sqlite"),
    Stage("slack-http", "postgresql"),
    Stage("slack-socket", "sqlite"),
    Stage("teams", "sqlite"),
    Stage("mixed", "sqlite"),
    Stage("mixed", "postgresql"),
)


on_each = told(
    Stage("web", "postgresql"),
    Stage("slack-http", "sqlite"),
    Stage("teams", "postgresql"),
)
"""Every surface and both stores, though not each with each: what the whole story shows need not be shown by all."""


def twice(start: datetime = MONDAY_9_12, **settings: str) -> pytest.MarkDecorator:
    """On the web alone on one store, and before all three surfaces at once on the other."""
    return told(Stage("web", "postgresql", start, settings), Stage("mixed", "sqlite", start, settings))


def variant(folder: Path, words: str, others: str) -> Path:
    """The profile with one of its lines changed."""
    whole = (OURS / "sandwell_mash.toml").read_text("utf-8")
    assert whole.count(words) == 1, f"{whole.count(words)} times {words!r}"
    path = folder / "variant.toml"
    path.write_text(whole.replace(words, others), "utf-8")
    return path
