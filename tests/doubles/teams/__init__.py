"""A stand-in for Microsoft Teams: the Connector, the login service, and the people who use them."""

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
