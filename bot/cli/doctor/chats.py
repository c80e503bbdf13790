"""What Slack and Microsoft tell: whether they let the bot in, and whether cards may stand in the hubs' channels."""

import asyncio
from collections.abc import Iterator
from functools import partial
from uuid import UUID

from bot.bindings import StoredConversations
from bot.chats import teams_settings
from bot.cli.doctor.finding import Finding, clock
from bot.core import Core
from bot.guard import failures
from bot.ports import SeenChannel
from bot.problems import Problem
from bot.settings import Settings
from storage.tx import Tx


def shapes(settings: Settings) -> Iterator[Finding]:
    """What the settings alone tell, without a call."""
    if not settings.slack_on:
        yield Finding("Slack", "not set")
    if not settings.teams_on:
        yield Finding("Teams", "not set")
        return
    if settings.teams_local:
        yield Finding("Teams", problem="TEAMS_LOCAL takes unsigned requests: for trying out only")
        return
    wrong = _misshapen(settings)
    yield Finding("Teams", "the credentials have the right shape", "; ".join(wrong))


def findings(core: Core) -> Iterator[Finding]:
    """What the chats that are set tell."""
    if core.settings.slack_on:
        yield from asyncio.run(_slack(core))
    if core.settings.teams_app_id and not _misshapen(core.settings):
        yield from asyncio.run(_teams(core))


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
    found = [Finding("Slack", "the token is good"), clock(seen.time, "Slack's")]
    missing = ", ".join(sorted(seen.missing_scopes))
    again = f"it lacks {missing}: install the app again with `mash-triage manifest slack`"
    found.append(Finding("Slack permissions", "all are there", again if missing else ""))
    for channel in seen.channels:
        wrong = await core.store.read(partial(_closed, core=core, seen=channel, unseen=_SLACK_UNSEEN))
        found.append(Finding(f"Slack channel of {channel.hub}", "open to cards", wrong))
    return found


async def _teams(core: Core) -> list[Finding]:
    from bot.surfaces.teams.checkup import look  # noqa: PLC0415 - only where Teams is set

    try:
        settings = teams_settings(core)
    except Problem as problem:
        return [Finding("Teams", problem=" ".join(problem.lines))]
    seen = await look(settings, StoredConversations(core.store), core.hubs.all())
    if seen.refused:
        return [Finding("Teams sign-in", problem=_SIGN_IN[seen.refused])]
    found = [Finding("Teams sign-in", "Microsoft takes the credentials")]
    for channel in seen.channels:
        wrong = await core.store.read(partial(_closed, core=core, seen=channel, unseen=_TEAMS_UNSEEN))
        found.append(Finding(f"Teams channel of {channel.hub}", "open to cards", wrong))
    return found


def _misshapen(settings: Settings) -> list[str]:
    names = {"TEAMS_APP_ID": settings.teams_app_id, "TEAMS_TENANT_ID": settings.teams_tenant_id}
    wrong = [
        f"{name} is not an id like 00000000-0000-0000-0000-000000000000"
        for name, value in names.items()
        if not _is_id(value)
    ]
    if _is_id(settings.teams_app_password.get_secret_value()):
        wrong.append("TEAMS_APP_PASSWORD is the secret's id: copy its value instead")
    return wrong


def _closed(tx: Tx, core: Core, seen: SeenChannel, unseen: str) -> str:
    """Why cards may not stand in a channel, and what to do; empty when they may."""
    if seen.facts is None:
        return unseen
    forum = core.hubs.of(seen.hub).forum
    found = failures(forum, seen.facts, core.hubs.roster(tx), tx)
    return "; ".join(f"{_GUARD[code]} {who}".strip() for code, who in found)


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
_SLACK_UNSEEN = "the bot cannot look at it: invite it there, and check SLACK_CHANNEL"
_TEAMS_UNSEEN = "the bot cannot look at it: add the app to its team, write @ and the bot's name there once, and check TEAMS_CHANNEL"
_SIGN_IN = {
    "refused": "Microsoft does not take the credentials: compare all three with the registration, or make a new secret",
    "unreachable": "login.microsoftonline.com cannot be reached from here: let the proxy or firewall pass it",
}
