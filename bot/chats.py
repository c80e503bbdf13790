"""Slack and Teams, put together from the settings. A surface's SDK is imported only where that surface is set."""

from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.bindings import StoredConversations
from bot.cards.elements import Form
from bot.core import Core
from bot.ports import FrontDesk
from bot.problems import Problem
from bot.words import Words

if TYPE_CHECKING:
    from bot.surfaces.slack.app import SlackSurface
    from bot.surfaces.teams.app import TeamsSurface
    from bot.surfaces.teams.settings import TeamsSettings


def slack_surface(core: Core, desk: FrontDesk) -> "SlackSurface":
    """Slack, for the settings that name it."""
    from bot.surfaces.slack.app import SlackSurface  # noqa: PLC0415 - only where Slack is set
    from bot.surfaces.slack.settings import SlackSettings  # noqa: PLC0415 - the same

    settings, hub = core.settings, core.hubs.first()
    told = SlackSettings(
        bot_token=settings.slack_bot_token.get_secret_value(),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        app_token=settings.slack_app_token.get_secret_value(),
        api_url=settings.slack_api_url,
        web_page=_Pages(settings.web_address),
        web_address=settings.web_address,
        phone=hub.profile.contact.hub_phone,
    )
    return SlackSurface(desk, told, Words(hub.forum.language))


def teams_surface(core: Core, desk: FrontDesk) -> "TeamsSurface":
    """Teams, for the settings that name it; raises `Problem` for settings that would let strangers in."""
    from bot.surfaces.teams.app import TeamsSurface  # noqa: PLC0415 - only where Teams is set

    words = Words(core.hubs.first().forum.language)
    return TeamsSurface(teams_settings(core), desk, StoredConversations(core.store), words)


def teams_settings(core: Core) -> "TeamsSettings":
    """What the Teams surface is told; raises `Problem` for settings that would let strangers in."""
    from bot.surfaces.teams.settings import NotSafe, TeamsSettings  # noqa: PLC0415 - only where Teams is set

    settings, hub = core.settings, core.hubs.first()
    try:
        return TeamsSettings(
            web_page=_Pages(settings.web_address),
            web_address=settings.web_address,
            phone=hub.profile.contact.hub_phone,
            app_id=settings.teams_app_id,
            password=settings.teams_app_password.get_secret_value(),
            tenant=settings.teams_tenant_id,
            partners=frozenset(partner for each in core.hubs.all() for partner in each.forum.partners),
            local=settings.teams_local,
            host=settings.host,
        )
    except NotSafe as problem:
        raise Problem((str(problem),)) from None


class _Pages:
    """Where a form is on the web."""

    def __init__(self, web_address: str) -> None:
        self._web_address = web_address

    def __call__(self, form: Form) -> str:
        return f"{self._web_address}/open/{quote(form.verb, safe='')}/{quote(form.thing, safe='')}"
