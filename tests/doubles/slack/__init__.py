"""A Slack of our own, for tests: Web API, signed HTTP, Socket Mode, and people at their screens.

::

    async with SlackDouble() as slack:
        slack.use_http(url_of_the_bot)
        priya = slack.add_user("Priya")
        channel = slack.add_channel("hub", priya)
        await priya.press(channel.messages[-1], "Nothing known")
        await priya.submit({"Reason": "…"})

It is stricter than Slack where Slack is silent: unknown arguments and keys are refused.
OAuth and real rendering are not shown; scopes are checked where ``workspace.scopes`` is set.
"""

from tests.doubles.slack.delivery import Delivery, Retry
from tests.doubles.slack.double import SlackDouble
from tests.doubles.slack.forms import ClientRefusal
from tests.doubles.slack.person import Person
from tests.doubles.slack.reading import button_names, labels, seen, spoken
from tests.doubles.slack.recorder import Call
from tests.doubles.slack.things import Account, Channel, Message, View, Workspace

__all__ = [
    "Account",
    "Call",
    "Channel",
    "ClientRefusal",
    "Delivery",
    "Message",
    "Person",
    "Retry",
    "SlackDouble",
    "View",
    "Workspace",
    "button_names",
    "labels",
    "seen",
    "spoken",
]
