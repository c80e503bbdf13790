"""Which hubs run here: from `hub.toml`, or from the few settings that are its short form for one."""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

import profiles
from bot.hubs import ProfileProblem, read_profile
from bot.problems import Problem
from bot.settings import Settings
from storage.tx import Tx
from triage.profile import Profile
from triage.records import Forum

THE_ONE = "hub"
"""The forum's id where the settings name no other."""
OURS = Path(profiles.__file__).parent


class HubEntry(BaseModel):
    """One of the `[[hubs]]` in hub.toml. `profile` is a name among ours, or a path from where hub.toml stands."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)
    profile: str
    name: str = ""
    channels: dict[Literal["slack", "teams"], str] = Field(default_factory=dict)
    """The id of the hub's channel, by surface."""
    partners: frozenset[str] = frozenset()
    """Ids of other workspaces and directories that the channel may be shared with."""
    allowed_apps: frozenset[str] = frozenset()
    """Apps that may be in the channel, by their id there."""
    public_form: bool = False
    """Whether members of the public may tell this hub of a worry on the web page."""


class HubFile(BaseModel):
    """All of hub.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hubs: tuple[HubEntry, ...] = Field(min_length=1)


def configured(settings: Settings) -> tuple[tuple[Forum, ...], dict[str, Profile]]:
    """The hubs of this deployment and their profiles by id; raises `Problem`."""
    folder = settings.hub_file.parent if settings.hub_file else Path.cwd()
    entries = _read(settings.hub_file) if settings.hub_file else (_short_form(settings),)
    ids = [entry.id for entry in entries]
    if len(ids) != len(set(ids)):
        raise Problem(("HUB_FILE: two hubs have the same id.",))
    found = {entry.id: _profile(entry.profile, folder) for entry in entries}
    forums = tuple(_forum(entry, found[entry.id]) for entry in entries)
    return forums, {profile.id: profile for profile in found.values()}


def keep(tx: Tx, forums: tuple[Forum, ...]) -> None:
    """Bring the forums' rows up to date with what is configured; those that are the same stay untouched."""
    known = {forum.id: forum for forum in tx.forums.all()}
    for forum in forums:
        if known.get(forum.id) != forum:
            tx.forums.put(forum)


def find_profile(name: str, folder: Path) -> Path:
    """The file of a profile: one of ours by its name, else a path from `folder`."""
    ours = OURS / f"{name}.toml"
    return ours if "/" not in name and ours.is_file() else folder / name


def _profile(name: str, folder: Path) -> Profile:
    path = find_profile(name, folder)
    try:
        return read_profile(path)
    except ProfileProblem as problem:
        raise Problem(tuple(f"{path.name}: {line}" for line in problem.lines)) from None
    except OSError:
        raise Problem((f"There is no profile {path}. Set PROFILE, or profile in HUB_FILE.",)) from None


def _read(path: Path) -> tuple[HubEntry, ...]:
    try:
        return HubFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).hubs
    except OSError:
        raise Problem(("HUB_FILE names a file that cannot be read.",)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem((f"{path.name} is not TOML: {error}",)) from None
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)
        raise Problem(
            tuple(f"{path.name}: {'.'.join(map(str, each['loc']))}: {each['msg']}" for each in found)
        ) from None


def _short_form(settings: Settings) -> HubEntry:
    channels: dict[Literal["slack", "teams"], str] = {}
    if settings.slack_channel:
        channels["slack"] = settings.slack_channel
    if settings.teams_channel:
        channels["teams"] = settings.teams_channel
    return HubEntry(id=THE_ONE, profile=settings.profile, channels=channels, public_form=settings.public_form)


def _forum(entry: HubEntry, profile: Profile) -> Forum:
    return Forum(
        id=entry.id,
        profile=profile.id,
        name=entry.name or profile.name,
        timezone=profile.hours.timezone,
        language=profile.language,
        channels={str(surface): channel for surface, channel in entry.channels.items()},
        partners=entry.partners,
        allowed_apps=entry.allowed_apps,
        public_form=entry.public_form,
    )
