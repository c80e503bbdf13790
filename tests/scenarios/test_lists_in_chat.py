"""A list of work does what messages ask, and shows no case that its reader may no longer know of, though they open nothing."""

from storage.accounts import Begun
from tests.doubles.adaptive.text import card_text
from tests.doubles.slack import seen
from tests.scenarios.conftest import Stage, on_each, told
from tests.scenarios.steps import KYLE, rated
from tests.scenarios.test_kept_from import FAMILY, restricts
from tests.support.surfaces import Teller
from tests.support.surfaces.hub import RunningHub
from tests.support.surfaces.slack import SlackTeller
from tests.support.surfaces.teams import TeamsTeller

ENDED = "Your access ended on 16 November 2026. Nothing was recorded."


async def asks(person: Teller) -> str:
    """They have their list shown, in the chat too; what stands there then."""
    await person.my_work()
    if isinstance(person, SlackTeller):
        await person.user.say("my work")
        await person._settled()
    return await stands(person)


async def stands(person: Teller) -> str:
    """Everything of the bot in somebody's own chat and their App Home, without opening anything."""
    await person._settle()
    return "\n".join([*_home(person), *_messages(person)])


def _home(person: Teller) -> list[str]:
    return [seen(person.user.home)] if isinstance(person, SlackTeller) and person.user.home else []


def _messages(person: Teller) -> list[str]:
    if isinstance(person, SlackTeller):
        return [seen(each) for each in person.user.dms if each.bot_id]
    assert isinstance(person, TeamsTeller)
    ours = [each for each in person.user.chat.messages if each.author is None]
    return [card_text(each.card_for(person.user)) for each in ours if each.card]


@told(Stage("slack-http"), Stage("teams"))
async def test_a_restriction_takes_a_case_out_of_lists_that_stand(hub: RunningHub) -> None:
    reference, other = await rated(hub), await rated(hub, concern=KYLE)
    manager, police, housing = await hub.people("duty-1", "police-1", "housing-1")
    assert reference in await asks(housing)
    assert reference in await asks(police)

    await restricts(manager, reference)

    now = await stands(housing)
    assert reference not in now
    assert other in now, "the rest of the list stays"
    assert reference in await stands(police), "a person who is named keeps it"


@told(Stage("slack-http"), Stage("teams"))
async def test_who_knows_the_family_loses_the_case_wherever_it_stands(hub: RunningHub) -> None:
    reference = await rated(hub)
    police, colleague = await hub.people("police-1", "police-2")
    assert reference in await asks(police)
    assert reference in await asks(colleague)
    await police.press("More", on=reference, place="channel")
    await police.press("I know this family")
    await police.fills(FAMILY)
    await police.submits()
    await police.closes()

    assert reference not in await stands(police)
    assert reference in await stands(colleague)


@told(Stage("slack-http"), Stage("teams"), Stage("slack-http", "postgresql"), Stage("teams", "postgresql"))
async def test_a_leavers_app_home_is_emptied_and_their_messages_are_gone(hub: RunningHub) -> None:
    reference = await rated(hub)
    (housing,) = await hub.people("housing-1")
    assert reference in await asks(housing)
    await says(housing, reference)
    assert reference in await stands(housing)

    await hub.move_clock(minutes=1)
    await hub.change(lambda tx: tx.people.end("housing-1", tx.now))
    await hub.move_clock(minutes=1)

    assert reference not in await stands(housing)
    assert _home(housing) == ([ENDED] if isinstance(housing, SlackTeller) else [])
    assert _messages(housing) == []


async def says(person: Teller, words: str) -> None:
    """They type words to the bot, and read the answer."""
    assert isinstance(person, SlackTeller | TeamsTeller)
    await person.user.say(words)
    if isinstance(person, SlackTeller):
        await person._settled()


@told(Stage("slack-http"), Stage("teams"))
async def test_an_answer_to_typed_words_stands_for_a_day(hub: RunningHub) -> None:
    (housing,) = await hub.people("housing-1")
    await says(housing, "help")
    assert "This is what you can type here" in await stands(housing)
    await hub.move_clock(hours=24, minutes=1)
    assert "This is what you can type here" not in await stands(housing)


@told(Stage("slack-http"), Stage("teams"))
async def test_one_list_stands_in_a_chat_however_often_it_is_asked_for(hub: RunningHub) -> None:
    (housing,) = await hub.people("housing-1")
    for _ in range(3):
        await asks(housing)
    await stands(housing)
    assert len([each for each in _messages(housing) if each.startswith("My work")]) == 1


@on_each
async def test_what_a_message_asks_is_done_from_the_list_with_one_press(hub: RunningHub) -> None:
    reference = await rated(hub, "AMBER ▲")
    police, manager = await hub.people("police-1", "duty-1")
    await police.press("More", on=reference, place="channel")
    await police.does(
        "Urgent: act now", {"What is happening": "He is at the door.", "Have you called 999?": "Yes"}
    )
    listed = await manager.my_work()
    assert "NEEDS YOU NOW (1)" in listed
    assert f"{reference} · urgent protection, started" in listed

    await manager.press("I am dealing with it", on="urgent protection", place="my work")

    case = await hub.case(reference)
    assert [taken.by for taken in case.urgent_taken] == ["duty-1"]
    assert "NEEDS YOU NOW" not in await manager.my_work()


@on_each
async def test_what_somebody_began_and_does_not_want_to_send_is_thrown_away_from_the_list(
    hub: RunningHub,
) -> None:
    police = await hub.person("police-1")
    form = Begun("referral.start", "", "police")
    await hub.change(lambda tx: tx.accounts.keep_draft("police-1", form, {"worry": ("Zebradraft.",)}))
    assert "Draft, saved 9:12am · Refer a concern" in await police.my_work()

    await police.press("Throw away", on="Draft, saved 9:12am", place="my work")
    assert "erased for good" in await police.reads()
    await police.submits()

    assert "Draft, saved" not in await police.my_work()
    assert await hub.core.store.read(lambda tx: tx.accounts.drafts_of("police-1")) == ()
