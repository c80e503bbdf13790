"""Slack's payloads in our own words, where the double does not show every shape."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.surfaces.slack.inbound import delivery, identity, plain_words, pressed, typed, whence

Body = dict[str, Any]


@pytest.mark.parametrize(
    ("body", "tenant", "user"),
    [
        ({"user": {"id": "U1"}, "team": {"id": "T1"}}, "T1", "U1"),
        ({"user": {"id": "U1", "team_id": "T2"}, "team": {"id": "T1"}}, "T2", "U1"),
        (
            {"user_id": "U1", "team_id": "T1", "is_enterprise_install": "false", "enterprise_id": "E1"},
            "T1",
            "U1",
        ),
        (
            {"user_id": "U1", "team_id": "T1", "is_enterprise_install": "true", "enterprise_id": "E1"},
            "E1",
            "U1",
        ),
        (
            {
                "user": {"id": "W1", "team_id": "T1"},
                "team": None,
                "enterprise": {"id": "E1"},
                "is_enterprise_install": True,
            },
            "E1",
            "W1",
        ),
        ({"event": {"user": "U1"}, "team_id": "T1", "event_id": "Ev1"}, "T1", "U1"),
        ({"event": {"user": "U1", "user_team": "T2"}, "team_id": "T1", "event_id": "Ev1"}, "T2", "U1"),
    ],
)
def test_who_is_pressing(body: Body, tenant: str, user: str) -> None:
    assert (identity(body).tenant, identity(body).user) == (tenant, user)


def test_an_event_is_known_by_its_id_and_all_else_by_its_trigger() -> None:
    assert delivery({"event_id": "Ev1", "trigger_id": "1.2"}) == "Ev1"
    assert delivery({"trigger_id": "1.2"}) == "1.2"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one\ntwo", "one\ntwo"),
        ("&lt;b&gt; &amp;lt;", "<b> &lt;"),
        ("<https://x.example|the note> <https://y.example>", "the note https://y.example"),
        ("<@U1> <!channel> <#C1|general>", "@U1 !channel general"),
        ("5 &lt; 6 > 4", "5 < 6 > 4"),
    ],
)
def test_the_words_of_a_message(text: str, words: str) -> None:
    assert plain_words(text) == words


@given(st.text())
def test_words_that_slack_escaped_come_back_as_typed(text: str) -> None:
    assert plain_words(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")) == text


def test_the_groups_of_one_field_are_read_together() -> None:
    def boxes(*values: str) -> Body:
        return {"type": "checkboxes", "selected_options": [{"value": value} for value in values]}

    values = {
        "a": {"about": boxes("s1")},
        "b": {"about~2": boxes("s11", "s12")},
        "c": {"why": {"value": None}},
    }
    assert typed({"state": {"values": values}}) == {"about": ("s1", "s11", "s12"), "why": ()}


def test_a_choice_in_an_open_form_asks_for_nothing() -> None:
    action = {"type": "static_select", "action_id": "urgency", "selected_option": {"value": "red"}}
    assert pressed({"actions": [action], "user": {"id": "U1"}, "trigger_id": "1"}) is None


def test_home_is_no_modal() -> None:
    body = {"user": {"id": "U1"}, "trigger_id": "1", "view": {"type": "home"}}
    assert whence(body).view is None
