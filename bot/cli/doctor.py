"""Look at everything that a deployment needs, and say what to do about what is wrong."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import typer

from bot import forums
from bot.cli.common import say
from bot.core import Core, check_database, master_keys, open_core
from bot.guard import failures
from bot.loopback import is_loopback
from bot.problems import Problem
from bot.settings import Settings, read_settings
from storage.checkup import server_time
from storage.tx import Tx

if TYPE_CHECKING:
    from bot.surfaces.slack.checkup import SeenChannel

FAST = timedelta(seconds=60)
"""How far this machine's clock may be off."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `problem` says what is wrong and what to do; empty when it is well."""

    about: str
    well: str = ""
    problem: str = ""


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(doctor)


def doctor() -> None:
    """Say of each part whether it is well, or what to do. The exit code tells a script."""
    findings = list(examine())
    for one in findings:
        say(f"problem  {one.about}: {one.problem}" if one.problem else f"OK       {one.about}: {one.well}")
    say(_REMINDER)
    if any(one.problem for one in findings):
        raise typer.Exit(1)


def examine() -> Iterator[Finding]:
    """Everything in turn; what cannot be looked at without an earlier part is left out."""
    try:
        settings = read_settings()
    except Problem as problem:
        yield from (Finding("settings", problem=line) for line in problem.lines)
        return
    yield Finding("settings", "they can be read")
    yield _address(settings)
    url = settings.database_url.get_secret_value()
    parts = [
        _tried("database", "it opens, its tables are current", lambda: check_database(url)),
        _tried("master key", "it can be read", lambda: master_keys(settings)),
        _tried("profile", "it can be used", lambda: forums.configured(settings)),
    ]
    yield from parts
    if not any(part.problem for part in parts):
        yield from _with_core(settings)
    yield from _chats(settings)


def _with_core(settings: Settings) -> Iterator[Finding]:
    try:
        core = open_core(settings)
    except Problem as problem:
        yield from (Finding("master key", problem=line) for line in problem.lines)
        return
    try:
        yield from core.store.read_now(lambda tx: list(_kept(tx, core)))
        if settings.slack_on:
            yield from asyncio.run(_slack(core))
    finally:
        core.store.close_now()


def _kept(tx: Tx, core: Core) -> Iterator[Finding]:
    old = core.keyring.old(tx.connection)
    if old:
        yield Finding(
            "keys", problem=f"{old} are wrapped by an older master key: run `mash-triage keys rewrap`"
        )
    else:
        yield Finding("keys", "all are wrapped by the current master key")
    roster = core.hubs.roster(tx)
    for hub in core.hubs.all():
        for role in ("administrator", "duty_manager"):
            held = roster.with_role(hub.forum.id, (role,), tx.now)
            missing = f"nobody is one in {hub.forum.id}: `mash-triage people import FILE`"
            yield Finding(role.replace("_", " "), f"{len(held)} in {hub.forum.id}", "" if held else missing)
    yield _clock(server_time(tx), "the database's")


def _clock(theirs: datetime | None, whose: str) -> Finding:
    if theirs is None:
        return Finding("clock", "nothing to compare it with here; keep the machine on network time")
    off = abs(datetime.now(UTC) - theirs)
    wrong = f"it is {off.total_seconds():.0f} seconds off {whose}: signatures fail. Turn network time on"
    return Finding("clock", f"as {whose}", wrong if off > FAST else "")


def _address(settings: Settings) -> Finding:
    exposed = not is_loopback(settings.host) or settings.public_url
    plain = not settings.public_url.startswith("https://")
    wrong = "people come in over plain http: set PUBLIC_URL to the https address of the proxy in front"
    return Finding("web pages", settings.web_address, wrong if exposed and plain else "")


def _chats(settings: Settings) -> Iterator[Finding]:
    if not settings.slack_on:
        yield Finding("Slack", "not set")
    if not settings.teams_on:
        yield Finding("Teams", "not set")
        return
    if settings.teams_local:
        yield Finding("Teams", problem="TEAMS_LOCAL takes unsigned requests: for trying out only")
        return
    names = {"TEAMS_APP_ID": settings.teams_app_id, "TEAMS_TENANT_ID": settings.teams_tenant_id}
    wrong = [
        f"{name} is not an id like 00000000-0000-0000-0000-000000000000"
        for name, value in names.items()
        if not _is_id(value)
    ]
    if _is_id(settings.teams_app_password.get_secret_value()):
        wrong.append("TEAMS_APP_PASSWORD is the secret's id: copy its value instead")
    yield Finding("Teams", "the credentials have the right shape", "; ".join(wrong))


async def _slack(core: Core) -> list[Finding]:
    from bot.surfaces.slack.checkup import look  # noqa: PLC0415 - only where Slack is set

    settings = core.settings
    seen = await look(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, core.hubs.all())
    if seen.refused:
        return [
            Finding(
                "Slack",
                problem=f"Slack answers {seen.refused}: is SLACK_BOT_TOKEN right, and is Slack reachable?",
            )
        ]
    found = [Finding("Slack", "the token is good"), _clock(seen.time, "Slack's")]
    missing = ", ".join(sorted(seen.missing_scopes))
    again = f"it lacks {missing}: install the app again with `mash-triage manifest slack`"
    found.append(Finding("Slack permissions", "all are there", again if missing else ""))
    for channel in seen.channels:
        wrong = await core.store.read(partial(_closed, core=core, seen=channel))
        found.append(Finding(f"Slack channel of {channel.hub}", "open to cards", wrong))
    return found


def _closed(tx: Tx, core: Core, seen: "SeenChannel") -> str:
    """Why cards may not stand in a channel, and what to do; empty when they may."""
    if seen.facts is None:
        return "the bot cannot look at it: invite it there, and check SLACK_CHANNEL"
    forum = core.hubs.of(seen.hub).forum
    found = failures(forum, seen.facts, core.hubs.roster(tx), tx)
    return "; ".join(f"{_GUARD[code]} {who}".strip() for code, who in found)


def _tried(about: str, well: str, check: Callable[[], object]) -> Finding:
    try:
        check()
    except Problem as problem:
        return Finding(about, problem=" ".join(problem.lines))
    return Finding(about, well)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


_GUARD = {
    "public": "it is public: make it private",
    "shared": "it is shared with an organisation that is not listed:",
    "app": "there is an app in it that is not listed:",
    "not_on_roster": "somebody in it is not on the roster:",
    "may_not_see": "somebody in it may not see its cards:",
    "left": "somebody in it has left:",
    "guest": "there is a guest in it:",
}
_REMINDER = (
    "Remember: what is typed into a form passes through the chat's vendor, and posts rest there by its own retention. "
    "Set the vendor's retention and discovery to what your impact assessment says."
)
