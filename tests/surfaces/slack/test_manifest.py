"""What the bot asks Slack for: enough for all it does, and no more."""

import json

import pytest
from aiohttp import web

from bot.surfaces.slack.app import SlackSurface
from bot.surfaces.slack.manifest import EVENTS, SCOPES, manifest, permissions_table
from bot.surfaces.slack.settings import SlackSettings
from bot.words import Words
from tests.doubles.slack.double import SlackDouble
from tests.surfaces.slack.conftest import settings
from tests.surfaces.slack.desk import Desk


def test_over_http_slack_calls_one_address() -> None:
    made = manifest("https://hub.example/", socket_mode=False)
    address = "https://hub.example/slack/events"
    assert made["settings"]["event_subscriptions"]["request_url"] == address
    assert made["settings"]["interactivity"]["request_url"] == address
    assert made["features"]["slash_commands"][0]["url"] == address
    assert made["settings"]["socket_mode_enabled"] is False


def test_with_socket_mode_no_address_is_named() -> None:
    made = manifest("https://hub.example", socket_mode=True)
    assert "hub.example" not in json.dumps(made)
    assert made["settings"]["socket_mode_enabled"] is True


def test_the_address_is_the_one_we_listen_on(slack: SlackDouble) -> None:
    [route] = SlackSurface(Desk(), settings(slack, "http"), Words("en")).routes()
    assert isinstance(route, web.RouteDef)
    made = manifest("https://hub.example", socket_mode=False)
    assert made["settings"]["interactivity"]["request_url"].endswith(route.path)


def test_nothing_is_asked_for_without_a_reason() -> None:
    made = manifest("https://hub.example", socket_mode=True)
    assert made["oauth_config"]["scopes"] == {"bot": sorted(SCOPES)}
    assert made["settings"]["event_subscriptions"]["bot_events"] == sorted(EVENTS)
    table = permissions_table()
    assert all(f"| `{scope}` | {reason} |" in table for scope, reason in SCOPES.items())


def test_conversations_are_read_only_to_find_what_is_its_own() -> None:
    reading = {scope for scope in SCOPES if scope.endswith(":history")}
    assert reading == {"groups:history", "im:history"}
    assert all("its own" in SCOPES[scope] for scope in reading)


def test_names_fit_slack() -> None:
    made = manifest("https://hub.example", socket_mode=False)
    assert len(made["display_information"]["name"]) <= 35
    assert all(len(each["name"]) <= 24 for each in made["features"]["shortcuts"])


def test_a_surface_that_could_not_tell_who_calls_is_refused() -> None:
    with pytest.raises(ValueError, match="SLACK_SIGNING_SECRET"):
        SlackSettings("xoxb-1", lambda _: "", "", "")


def test_settings_do_not_show_their_secrets() -> None:
    shown = repr(SlackSettings("xoxb-1", lambda _: "", "", "", signing_secret="s3cret", app_token="xapp-1"))
    assert not [secret for secret in ("xoxb-1", "s3cret", "xapp-1") if secret in shown]
