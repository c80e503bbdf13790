"""What people are told about being recorded, and the channel guard's two buttons."""

from datetime import timedelta

from bot.cards.channel import guard
from bot.cards.elements import Section
from bot.cards.sight import Sight
from bot.guard import FRESH_FOR
from bot.words import Words
from tests.support.desk import MONDAY_9_12, Desk

FAILURES = (("public", ""), ("not_on_roster", "U0123"), ("app", "B0456"))


async def test_the_text_is_shown_and_having_read_it_is_kept(desk: Desk) -> None:
    opened = await desk.press("police-1", "recorded.read")
    assert opened.form is not None
    (button,) = opened.form.buttons
    assert (button.label, button.opens) == ("I have read this", False)

    await desk.press("police-1", button.verb)

    assert await desk.store.read(lambda tx: tx.people.told_at("police-1")) == MONDAY_9_12


async def test_a_closed_channel_names_what_is_wrong(desk: Desk) -> None:
    await desk.store.write(lambda tx: tx.forums.guarded("hub", "slack", FAILURES))
    state = await desk.store.read(lambda tx: tx.forums.guard("hub", "slack"))
    assert state is not None

    card = guard.card(state, _sight(desk), "slack")

    assert card.title == "Slack: the channel gets no cards since 9:12am Mon 16 November"
    assert card.body[0] == Section(
        (
            "The channel is not private.",
            "Somebody in it is not on the roster: U0123.",
            "An app or bot that is not listed is in it: B0456.",
        )
    )
    assert [(b.label, b.verb, b.opens) for b in card.buttons] == [
        ("Removed, check again", "guard.recheck", False),
        ("Add to roster", "guard.add", True),
    ]


async def test_check_again_makes_the_next_look_happen_before_anything_is_posted(desk: Desk) -> None:
    await desk.store.write(lambda tx: tx.forums.guarded("hub", "slack", FAILURES))

    answer = await desk.press("admin-1", "guard.recheck", "slack")

    state = await desk.store.read(lambda tx: tx.forums.guard("hub", "slack"))
    assert answer.kind == "done"
    assert state is not None
    assert MONDAY_9_12 - state.checked_at > FRESH_FOR
    assert state.closed_since == MONDAY_9_12, "it stays closed until somebody has looked"


async def test_add_to_roster_explains_the_file_and_lists_the_accounts(desk: Desk) -> None:
    await desk.store.write(lambda tx: tx.forums.guarded("hub", "slack", FAILURES))

    opened = await desk.press("duty-1", "guard.add", "slack")

    assert opened.form is not None
    text = "\n".join(line for part in opened.form.body if isinstance(part, Section) for line in part.lines)
    assert "people.csv" in text
    assert "U0123" in text
    assert "B0456" not in text


async def test_a_surface_nobody_looked_at_has_nothing_to_check(desk: Desk) -> None:
    desk.clock.move(timedelta(minutes=1))

    assert (
        await desk.press("admin-1", "guard.recheck", "teams")
    ).note == "There is nothing here with that reference."
    assert (await desk.press("admin-1", "guard.add", "teams")).kind == "refused"


async def test_the_guard_is_for_administrators_and_duty_managers(desk: Desk) -> None:
    assert (await desk.press("police-1", "guard.recheck", "slack")).kind == "refused"


def _sight(desk: Desk) -> Sight:
    return desk.store.read_now(lambda tx: Sight(Words(), desk.hub, desk.hubs.roster(tx), tx.now))
