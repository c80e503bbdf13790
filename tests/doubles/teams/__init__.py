"""A stand-in for Microsoft Teams: the Connector, the login service, and the people who use them.

with TeamsDouble() as teams:
    anna = teams.user("Anna Reyes")
    channel = teams.home.team("MASH", [anna]).channel("Duty desk", "private", [anna])
    ...  # start the bot with teams.service_url, metadata_url and login_url; then
    teams.bot_url = "http://127.0.0.1:.../api/messages"
    card = await teams.until(lambda: channel.showing("MASH-2611-0042"))
    await anna.press(card, "Give our view")
    await anna.submit({"Our rating": "RED", "Why": "..."})
    assert teams.problems == [] and teams.search("a name") == []
"""

from tests.doubles.teams.answers import AppUnreachable, BadAnswer, Outcome
from tests.doubles.teams.dialogs import Dialog
from tests.doubles.teams.keys import FLAWS
from tests.doubles.teams.login import MsalTransport
from tests.doubles.teams.people import User
from tests.doubles.teams.record import Call, Delivery, Sighting
from tests.doubles.teams.server import TeamsDouble
from tests.doubles.teams.world import Chat, Message, Team, Tenant

__all__ = [
    "FLAWS",
    "AppUnreachable",
    "BadAnswer",
    "Call",
    "Chat",
    "Delivery",
    "Dialog",
    "Message",
    "MsalTransport",
    "Outcome",
    "Sighting",
    "Team",
    "TeamsDouble",
    "Tenant",
    "User",
]
