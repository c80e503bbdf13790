"""What is kept of where an activity came from."""

from typing import Any

from bot.surfaces.teams.conversations import Conversations
from tests.surfaces.teams.desk import Book

CHANNEL = "19:cases@thread.tacv2"
JOINED = {"team": {"id": "19:team@thread.tacv2"}, "channel": {"id": CHANNEL, "type": "private"}}


def heard(**told: Any) -> dict[str, Any]:
    return {
        "serviceUrl": "https://smba.trafficmanager.net/uk/",
        "conversation": {"id": f"{CHANNEL};messageid=1", "conversationType": "channel"},
        "recipient": {"id": "28:bot"},
        "from": {"id": "29:1", "aadObjectId": "one"},
        "channelData": {"tenant": {"id": "home"}, **told},
    }


async def test_a_press_that_does_not_say_it_again_leaves_the_channel_private() -> None:
    conversations = Conversations(Book())
    await conversations.learn(heard(**JOINED))
    await conversations.learn(heard(channel={"id": CHANNEL}))
    await conversations.learn(heard())
    known = await conversations.at(CHANNEL)
    assert known is not None
    assert (known["team"], known["kind"]) == ("19:team@thread.tacv2", "private")


async def test_a_new_service_address_is_taken_over() -> None:
    conversations = Conversations(Book())
    await conversations.learn(heard(**JOINED))
    await conversations.learn(heard() | {"serviceUrl": "https://smba.trafficmanager.net/emea/"})
    known = await conversations.at(CHANNEL)
    assert known is not None
    assert (known["service_url"], known["kind"]) == ("https://smba.trafficmanager.net/emea/", "private")
