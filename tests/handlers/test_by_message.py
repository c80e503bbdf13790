"""Whatever a message asks of one person stands in their list of work, with the message's own buttons, until it is done."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.cards.of_cases import CASE_CARDS
from bot.drawing import OF_THE_HUB
from bot.due.jobs import DueScan
from bot.due.listing import make_lists
from bot.projection.personal import ALERT_LIFE
from bot.reading import channels
from bot.reading.asked_of_me import BY_MESSAGE, ROWS
from tests.bot.test_unsent import work as card_of
from tests.cards.reading import buttons_of, read
from tests.handlers.test_actions import LEAD, with_action
from tests.handlers.test_disagreeing import CALM
from tests.handlers.test_disagreement_ladder import ANSWER
from tests.handlers.test_linking import LINKED, link, two
from tests.handlers.test_looking_again import work
from tests.handlers.test_nights import at, picks_up, rates_red, refers
from tests.handlers.test_urgent import start
from tests.support.cases import answered, asked, rated
from tests.support.decisions import approve, keep_answered
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.kept_from import declare
from tests.support.meeting import opened, red

NOW, SETTLE = "NEEDS YOU NOW (1)", "ASKED OF YOU (1)"


@dataclass(frozen=True)
class Story:
    """How a message comes, whose it is, what the row says, the verb of its first button, and what is then typed."""

    message: str
    comes: Callable[[Desk], Awaitable[object]]
    person: str
    heading: str
    says: str
    verb: str
    typed: dict[str, object]

    def __str__(self) -> str:
        return self.message


async def protection(desk: Desk) -> None:
    await start(desk, "police-1", await keep(desk, asked()))


async def red_at_night(desk: Desk) -> None:
    await at(desk, 23)
    await rates_red(desk, await refers(desk))
    await DueScan(desk.store, desk.hubs, desk.projection).scan()


async def consent_refused(desk: Desk) -> None:
    told = {"kind": "known_with_info", "text": "Seen.", "need": "risk", "consent": "refused", "tier": "hub"}
    assert (await desk.do("health-1", "check.answer", await red(desk), told)).kind == "done"


async def view_above(desk: Desk) -> None:
    referral = await keep(desk, asked(rated(level="amber")))
    view = {
        "urgency_1": "red",
        "destination_1": "child_protection",
        "urgency_2": "amber",
        "destination_2": "child_protection",
        "reason": "The bruise.",
    }
    assert (await desk.do("health-1", "vote.cast", referral, view)).kind == "done"


async def knows_the_family(desk: Desk) -> None:
    await declare(desk, "police-1", await keep(desk, answered(asked(), "health")))


async def alike(desk: Desk) -> None:
    older, younger = await two(desk)
    await link(desk, "minutes-1", younger, older)


async def said_for_health(desk: Desk) -> None:
    referral = await red(desk)
    await opened(desk, referral)
    said = {"seat": "health", "urgency_1": "red", "destination_1": "child_protection", "words": "Seen twice."}
    assert (await desk.do("minutes-1", "meeting.said", referral, said)).kind == "done"


async def given(desk: Desk) -> None:
    action = await with_action(desk)
    await desk.do(LEAD, "action.give", action.id, {"to": "housing-1", "words": "You know the flat."})


async def more_time(desk: Desk) -> None:
    asks = {"due": "tomorrow_midday", "words": "Nobody was in."}
    await desk.do(LEAD, "action.more_time", (await with_action(desk)).id, asks)


async def less_safe(desk: Desk) -> None:
    typed = {"which": "not_possible", "words": "They moved away.", "less_safe": "yes"}
    await desk.do(LEAD, "action.not_possible", (await with_action(desk)).id, typed)


async def late(desk: Desk) -> None:
    await keep_answered(desk)
    desk.move_clock(hours=1)
    await DueScan(desk.store, desk.hubs, desk.projection).scan()


STORIES = (
    Story("urgent", protection, "service-1", NOW, "urgent protection, started 9:12am", "urgent.take", {}),
    Story("on_call", red_at_night, "duty-2", NOW, "urgent while the hub is closed", "night.answer", {}),
    Story(
        "consent",
        consent_refused,
        "duty-2",
        NOW,
        "consent to decide",
        "consent.decide",
        {"asked": "The mother, who said no.", "decision": "respect"},
    ),
    Story(
        "view_above",
        view_above,
        "duty-2",
        NOW,
        "a view above the rating",
        "rating.change",
        {"urgency_1": "red", "reason": "As Health says."},
    ),
    Story(
        "view_above",
        view_above,
        "duty-2",
        NOW,
        "a view above the rating",
        "rating.stands",
        {"reason_1": "The school saw her today."},
    ),
    Story(
        "deputy",
        knows_the_family,
        "police-lead",
        SETTLE,
        "a deputy to name",
        "deputy.choose",
        {"deputy": "police-2"},
    ),
    Story(
        "link_proposed",
        alike,
        "duty-2",
        SETTLE,
        "a link to another referral is proposed",
        "link.decide",
        LINKED,
    ),
    Story(
        "less_safe",
        less_safe,
        "duty-2",
        NOW,
        "action 1 will not be done, somebody may be less safe",
        "action.instead",
        {"words": "Her aunt has her tonight."},
    ),
    Story("said_for_you", said_for_health, "health-1", SETTLE, "to confirm", "statement.read", {}),
    Story(
        "action_offered",
        given,
        "housing-1",
        SETTLE,
        "action 1, given to you · due 5:00pm today",
        "action.take",
        {},
    ),
    Story(
        "time_asked",
        more_time,
        "duty-2",
        SETTLE,
        "action 1, more time asked, until midday tomorrow · due 5:00pm today",
        "action.agree_time",
        {},
    ),
)


@pytest.mark.parametrize("story", STORIES, ids=str)
async def test_it_is_a_row_until_it_is_done(desk: Desk, story: Story) -> None:
    await story.comes(desk)
    (message,) = await desk.messages(story.message, story.person)

    rows = await work(desk, story.person)
    assert story.heading in rows
    assert any(story.says in row for row in rows)
    form = (await desk.press(story.person, "work.open")).form
    assert form is not None
    offered = [button for button in buttons_of(form) if button.verb == story.verb]
    assert offered, [button.verb for button in buttons_of(form)]

    answer = await desk.press(story.person, story.verb, offered[0].thing)
    if story.message == "said_for_you":
        answer = await desk.press(story.person, "statement.confirm", message.thing)
    if answer.form is not None:
        answer = await desk.submit(answer.form, story.typed, by=story.person)
    assert answer.kind == "done", (answer.note, answer.form and answer.form.problems)
    assert not any(story.says in row for row in await work(desk, story.person))


async def test_less_safe_stands_however_long_nobody_answers(desk: Desk) -> None:
    await less_safe(desk)

    desk.move_clock(hours=3 * ALERT_LIFE.total_seconds() / 3600)
    await DueScan(desk.store, desk.hubs, desk.projection).scan()

    said = "action 1 will not be done, somebody may be less safe"
    assert any(said in row for row in await work(desk, "duty-2"))


async def test_a_red_past_due_is_a_row_of_who_is_told(desk: Desk) -> None:
    await late(desk)

    rows = await work(desk, "duty-2")

    assert "NEEDS YOU NOW (2)" in rows
    for child in ("child 1", "child 2"):
        assert any(f"No decision yet on {child}, rated RED. Overdue by 36 minutes" in row for row in rows)


async def test_whom_none_of_it_is_asked_of_has_no_row(desk: Desk) -> None:
    await protection(desk)

    for person in ("police-1", "health-1", "minutes-1"):
        assert not any("NEEDS YOU NOW" in row for row in await work(desk, person))


async def test_what_the_night_brought_is_in_the_work_of_the_desk_until_it_is_picked_up(desk: Desk) -> None:
    async def overnight(person: str) -> bool:
        return "OVERNIGHT · 1 arrived" in read(await card_of(desk, person))

    await red_at_night(desk)
    assert not await overnight("duty-1")
    await at(desk, 8, 45, day=17)

    assert await overnight("duty-1")
    assert not await overnight("police-1")

    assert (await picks_up(desk, "duty-1")).verb == "details.open"
    assert not await overnight("duty-1")


async def test_an_answer_to_a_disagreement_is_a_row_of_who_raised_it(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await approve(desk, referral)
    await desk.do("police-1", "disagreement.raise", referral, CALM)
    (told,) = await desk.messages("disagreement")
    given = await desk.do(told.audience, "disagreement.answer", told.thing, ANSWER)
    assert given.kind == "done", given.form and given.form.problems

    said = "the answer to your disagreement, to read"
    assert any(said in row for row in await work(desk, "police-1"))
    assert not any(said in row for row in await work(desk, "health-1"))


async def test_two_of_a_kind_about_one_case_are_one_row_with_its_button(desk: Desk) -> None:
    referral = await red(desk)
    told = {"kind": "known_with_info", "text": "Seen.", "need": "risk", "consent": "refused", "tier": "hub"}
    for person in ("health-1", "education-1"):
        assert (await desk.do(person, "check.answer", referral, told)).kind == "done"

    rows = [row for row in await work(desk, "duty-2") if "consent to decide" in row]

    assert len(rows) == 1
    assert NOW in await work(desk, "duty-2")


async def test_a_late_meeting_of_the_day_is_something_that_waits(desk: Desk) -> None:
    await desk.store.write(lambda tx: make_lists(tx, desk.hubs, desk.projection))
    await at(desk, 13)
    await at(desk, 14, 30)

    shown = read(await card_of(desk, "duty-1"))

    assert "TODAY'S MEETING was due 2:00pm, not opened" in shown
    assert "Nothing needs you now." not in shown


ASK_NOTHING = {
    "after_hours": "says that the hub is closed",
    "action_declined": "an action of one's own, which is a row",
    "time_answered": "the same",
    "said_instead": "says what became of an action that was reported, to read",
    "rating_stands": "says what became of a view, to read",
    "referral": "the card in the channel",
    "received": "the receipt",
    "danger": "says that somebody may be in danger: the row to screen says so",
    "holding": "no decision yet, to whoever referred",
    "holding_due": "a reply to send, which is a row",
    "risen": "a rating that rose: what is asked is a row",
    "item": "the card of a case that stands in no channel",
    "household": "a decision to look at again, which is a row",
    "late_view": "the same",
    "red_alert": "an answer that is asked, which is a row",
    "papers_late": "says when it is looked at",
    "offered": "information from an agency that was not asked, to read",
    "approval": "a decision to approve, which is a row",
    "feedback": "the reply to whoever referred, which is a row",
    "access_request": "which is a row",
    "access_review": "which is a row",
    "information_request": "the card in the channel",
    "information_approval": "a reply to approve, which is a row",
    "information_reply": "the reply to whoever asked",
    "meeting": "the card in the channel",
    "set_meeting": "a meeting, which is a row",
    "guest_item": "when and where a guest is asked to come",
    "view_asked": "a view that is asked, which is a row",
}


ABOUT_THE_HUB = {
    "to_screen": "referrals to screen, which are rows",
    "overnight": "stands in the list as it is",
    "closed": "says that the hub is closed",
    "notice": "what the channel is for",
    "guard": "stands in the list as it is",
    "not_deleted": "the same",
}


def test_of_each_card_about_the_hub_it_is_known_whether_it_asks() -> None:
    assert {*OF_THE_HUB, *channels.CARDS} == set(ABOUT_THE_HUB)


def test_of_each_card_it_is_known_whether_it_asks() -> None:
    rows = {*BY_MESSAGE, *ROWS, "minutes"}

    assert set(CASE_CARDS) == rows | set(ASK_NOTHING)
    assert not rows & set(ASK_NOTHING)


async def test_protection_comes_before_all_else_that_cannot_wait(desk: Desk) -> None:
    amber = await keep(desk, asked(rated(level="amber")))
    await late_red(desk)
    await start(desk, "police-1", amber)

    rows = [row for row in await work(desk, "duty-2") if "No decision yet" in row or "urgent prot" in row]

    assert len(rows) > 1
    assert "urgent protection" in rows[0]


async def late_red(desk: Desk) -> None:
    await red(desk, name="Tia Locke")
    desk.move_clock(hours=4)
    await DueScan(desk.store, desk.hubs, desk.projection).scan()
