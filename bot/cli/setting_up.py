"""Keys, tables, profiles and manifests: what is done before the bot first runs."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import note, opened, say
from bot.hubs import ProfileProblem, read_profile
from bot.problems import Problem
from bot.settings import read_settings
from storage.keys import MasterKeys
from storage.migrate import head_revision
from storage.migrate import migrate as bring_up_to_date
from storage.tx import Tx


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(migrate)
    keys = typer.Typer(no_args_is_help=True, help="Master keys.")
    keys.command()(new)
    keys.command()(rewrap)
    app.add_typer(keys, name="keys")
    manifest = typer.Typer(no_args_is_help=True, help="What an administrator installs the bot with.")
    manifest.command()(slack)
    manifest.command()(teams)
    app.add_typer(manifest, name="manifest")
    profile = typer.Typer(no_args_is_help=True, help="Profiles.")
    profile.command()(check)
    app.add_typer(profile, name="profile")


def migrate() -> None:
    """Make or update the tables. Safe to run again, and by several at once."""
    url = read_settings().database_url.get_secret_value()
    try:
        bring_up_to_date(url)
    except ValueError as error:
        raise Problem((f"{error}.",)) from None
    say(f"The database is at revision {head_revision()}.")


def new() -> None:
    """Print a new master key."""
    say(MasterKeys.generate())


def rewrap() -> None:
    """Wrap again with the current master key what an older one wrapped."""

    def wrap(tx: Tx) -> int:
        note(tx, "keys.rewrap")
        return core.keyring.rewrap(tx.connection)

    with opened() as core:
        count = core.store.write_now(wrap)
    say(f"{count} keys wrapped again. Everything is wrapped by the current master key.")


def slack(
    signed_http: Annotated[bool, typer.Option("--signed-http", help="Slack calls us, at PUBLIC_URL")] = False,  # noqa: FBT002 - an option
) -> None:
    """Print the Slack app's manifest; for Socket Mode unless said otherwise."""
    from bot.surfaces.slack.manifest import manifest  # noqa: PLC0415 - only where Slack is wanted

    settings = read_settings()
    if signed_http and not settings.public_url.startswith("https://"):
        raise Problem(("PUBLIC_URL must begin with https://: Slack calls us there.",))
    say(json.dumps(manifest(settings.web_address, socket_mode=not signed_http), indent=2))


def teams(
    package: Annotated[Path | None, typer.Option(help="Write the zip that an administrator uploads")] = None,
) -> None:
    """Print the Teams app's manifest, or write its package."""
    from bot.surfaces.teams import manifest as made  # noqa: PLC0415 - only where Teams is wanted

    settings = read_settings()
    if not settings.teams_app_id:
        raise Problem(("TEAMS_APP_ID is not set: the manifest names it.",))
    try:
        if package is None:
            say(json.dumps(made.manifest(settings.public_url, settings.teams_app_id), indent=2))
            return
        package.write_bytes(made.package(settings.public_url, settings.teams_app_id))
    except ValueError as error:
        raise Problem((f"{error}.",)) from None
    say(f"{package} is written.")


def check(file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Say what is wrong with a profile, or what it assumes."""
    try:
        profile = read_profile(file)
    except ProfileProblem as problem:
        raise Problem(problem.lines) from None
    except OSError as error:
        raise Problem((f"{file} cannot be read: {error.strerror}.",)) from None
    say(f"{profile.name}, version {profile.version}: OK.")
    for assumed in profile.source.assumed:
        say(f"Assumed: {assumed}")
