"""Somebody is less safe because an action will not be done: a manager says what is done instead, and it is asked no more."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.due.jobs import DueScan
from bot.interaction import Answer
from storage.tx import Tx
from tests.bot.test_reminding import at, digests, read_last
from tests.cards.reading import buttons_of, read, words
from tests.handlers.test_access_requests import paper, text
from tests.handlers.test_actions import LEAD, VISIT, form_of, now, with_action
from tests.handlers.test_looking_again import work
from tests.support.cases import asked, rated
from tests.support.decisions import all_answered, approve, keep_answered
from tests.support.desk import Desk
from tests.support.kept_from import declare
from tests.support.meeting import cards
from triage import access
from triage.records import AccessRequest, Action

INSTEAD = {"words": "Her aunt has her tonight, and Kin Care calls at eight."}
ROW = "action 1 will not be done, somebody may be less safe"


async def unsafe(desk: Desk) -> Action:
    """A decided red case; at 12:51pm Housing's lead says that the visit will not be made, and that somebody is less safe."""
    action = await with_action(desk)
    typed = {"which": "not_undertaken", "words": "Nobody is free.", "less_safe": "yes"}
    assert (await desk.do(LEAD, "action.not_possible", action.id, typed)).kind == "done"
    return action


async def say(desk: Desk, person: str, action: Action) -> Answer:
    return await desk.do(person, "action.instead", action.id, INSTEAD)


async def test_the_form_says_why_it_will_not_be_done_and_asks_what_is_done_instead(desk: Desk) -> None:
    action = await unsafe(desk)

    form = form_of(await desk.press("duty-1", "action.instead", action.id))
    empty = await desk.submit(form, {}, by="duty-1")

    said = words(form)
    assert "Visit the flat" in said
    assert "12:51pm today. It says that somebody is less safe.\nNobody is free." in said
    assert form_of(empty).problems == {"words": "Enter what is done instead"}


async def test_once_said_message_and_row_go_for_all_duty_managers(desk: Desk) -> None:
    action = await unsafe(desk)
    assert {one.audience for one in await desk.messages("less_safe")} == {"duty-1", "duty-2"}
    assert any(ROW in row for row in await work(desk, "duty-1"))

    answer = await say(desk, "duty-2", action)

    assert answer.note == "Recorded 12:51pm. MASH-2611-7KDMQ."
    assert await desk.messages("less_safe") == []
    for manager in ("duty-1", "duty-2"):
        assert not any(ROW in row for row in await work(desk, manager))
    last = (await desk.store.read(lambda tx: tx.audit.entries(action.referral)))[-1]
    assert (last.verb, last.thing, last.body) == ("action.instead", action.id, {"action": action.id})


async def test_whoever_reported_it_is_told_that_somebody_said_what_is_done_instead(desk: Desk) -> None:
    action = await unsafe(desk)
    await say(desk, "duty-1", action)

    assert [one.audience for one in await desk.messages("said_instead")] == [LEAD]
    (card,) = await cards(desk, "said_instead", LEAD)
    assert read(card).splitlines()[:2] == [
        "Action 1 on MASH-2611-7KDMQ: it is said what is done instead.",
        "J. Okafor said it 12:51pm Mon 16 November. Read what in the action.",
    ]
    listed = words(form_of(await desk.press(LEAD, "actions.list", action.referral)))
    assert "what is done instead was said by J. Okafor 12:51pm today" in listed
    assert INSTEAD["words"] not in read(card)


async def test_of_two_who_answer_at_once_the_second_is_told_who_was_first(desk: Desk) -> None:
    action = await unsafe(desk)
    opened = await desk.press("duty-2", "action.instead", action.id)
    await say(desk, "duty-1", action)

    sent = await desk.submit(opened.form, {"words": "I went there."}, by="duty-2")

    first = "J. Okafor said at 12:51pm what is done instead. Your press changed nothing."
    assert (sent.kind, sent.note) == ("refused", first)
    assert (await desk.press("duty-2", "action.instead", action.id)).note == first
    steps = (await desk.case(action.referral)).action_steps
    assert [step.words for step in steps if step.kind == "instead"] == [INSTEAD["words"]]


async def test_of_an_action_that_leaves_nobody_less_safe_nothing_is_asked(desk: Desk) -> None:
    action = await with_action(desk)
    assert (await desk.press("duty-1", "action.instead", action.id)).kind == "refused"

    typed = {"which": "not_possible", "words": "They moved away.", "less_safe": "no"}
    await desk.do(LEAD, "action.not_possible", action.id, typed)

    assert (await desk.press("duty-1", "action.instead", action.id)).kind == "refused"
    assert (await now(desk, action)).unsafe_since is None


async def test_it_is_for_managers_alone(desk: Desk) -> None:
    action = await unsafe(desk)

    for person in (LEAD, "screening-1", "chair-1", "minutes-1", "police-1"):
        assert (await desk.press(person, "action.instead", action.id)).kind == "refused"
    assert (await say(desk, "service-1", action)).kind == "done"


async def test_details_and_the_action_itself_say_it_with_who_and_when(desk: Desk) -> None:
    action = await unsafe(desk)
    waits = "Nobody has said yet what is done instead."
    assert waits in words(form_of(await desk.press("duty-1", "details.open", action.referral)))
    offered = buttons_of(form_of(await desk.press("duty-1", "actions.list", action.referral)))
    assert "action.instead" in {button.verb for button in offered}

    await say(desk, "duty-1", action)

    said = f"What is done instead, said by J. Okafor 12:51pm today:\n{INSTEAD['words']}"
    for verb, thing in (("details.open", action.referral), ("action.open", action.id)):
        shown = words(form_of(await desk.press(LEAD, verb, thing)))
        assert said in shown
        assert waits not in shown


async def test_the_action_log_has_it_first_and_never_what_was_said(desk: Desk) -> None:
    action = await unsafe(desk)

    log = form_of(await desk.press("duty-1", "actions.log"))
    assert words(log).splitlines()[1] == "NOT DONE, SOMEBODY MAY BE LESS SAFE (1)"
    assert "not undertaken, 12:51pm today · Nobody has said yet what is done instead." in words(log)
    assert [button.verb for button in buttons_of(log)] == ["action.instead", "action.open"]
    chairs = form_of(await desk.press("chair-1", "actions.log"))
    assert "action.instead" not in {button.verb for button in buttons_of(chairs)}

    await say(desk, "duty-1", action)

    after = words(form_of(await desk.press("chair-1", "actions.log")))
    assert after.splitlines()[1] == "NOT DONE, AND SAID WHAT IS DONE INSTEAD (1)"
    assert "what is done instead was said by J. Okafor 12:51pm today" in after
    assert "LESS SAFE" not in after
    assert INSTEAD["words"] not in after


async def test_the_action_log_counts_apart_what_was_answered_and_has_it_last(desk: Desk) -> None:
    first = await unsafe(desk)
    second = replace(first, id="action-2", number=2, state="open", done_at=None, unsafe_since=None)
    third = replace(second, id="action-3", number=3)
    for one in (second, third):
        await desk.store.write(partial(add, action=one))
    typed = {"which": "not_undertaken", "words": "Nobody is free.", "less_safe": "yes"}
    assert (await desk.do(LEAD, "action.not_possible", second.id, typed)).kind == "done"

    await say(desk, "duty-1", first)

    log = words(form_of(await desk.press("duty-1", "actions.log"))).splitlines()
    headings = [line for line in log if line.endswith("(1)")]
    assert headings == [
        "NOT DONE, SOMEBODY MAY BE LESS SAFE (1)",
        "OPEN (1)",
        "NOT DONE, AND SAID WHAT IS DONE INSTEAD (1)",
    ]
    assert [log[log.index(one) + 1].split(" on ")[0] for one in headings] == [
        "Action 2",
        "Action 3",
        "Action 1",
    ]


def add(tx: Tx, action: Action) -> None:
    tx.actions.add(action)


async def test_a_case_is_not_closed_while_nobody_has_said_it(desk: Desk) -> None:
    action = await unsafe(desk)
    still = "Action 1 will not be done, and nobody has said what is done instead."
    assert still in words(form_of(await desk.press("duty-1", "case.close", action.referral)))

    await say(desk, "duty-1", action)

    assert still not in words(form_of(await desk.press("duty-1", "case.close", action.referral)))


async def test_what_was_reported_before_it_was_kept_since_when_is_asked_nowhere(desk: Desk) -> None:
    action = await unsafe(desk)

    await desk.store.write(lambda tx: tx.actions.move(action.id, unsafe_since=None))
    await draw_again(desk, action)

    assert await desk.messages("less_safe") == []
    assert not any(ROW in row for row in await work(desk, "duty-1"))
    for verb, thing in (("actions.log", ""), ("action.open", action.id), ("case.close", action.referral)):
        shown = words(form_of(await desk.press("duty-1", verb, thing)))
        assert "what is done instead" not in shown
    assert (await desk.press("duty-1", "action.instead", action.id)).kind == "refused"
    await at(desk, 13, 51)
    assert await digests(desk, "duty-1") == []


async def test_it_is_asked_nowhere_once_the_case_is_closed(desk: Desk) -> None:
    action = await unsafe(desk)

    await desk.store.write(lambda tx: tx.referrals.move(action.referral, closed_at=tx.now))
    await draw_again(desk, action)

    assert await desk.messages("less_safe") == []
    assert not any(ROW in row for row in await work(desk, "duty-1"))
    assert "LESS SAFE" not in words(form_of(await desk.press("duty-1", "actions.log")))
    await at(desk, 13, 51)
    assert await digests(desk, "duty-1") == []


async def draw_again(desk: Desk, action: Action) -> None:
    """The case is touched: its messages are worked out once more."""
    roster = desk.hubs.roster
    await desk.store.write(lambda tx: desk.projection.referral(tx, desk.hub, roster(tx), action.referral))


async def test_duty_managers_are_reminded_until_somebody_has_said_it(desk: Desk) -> None:
    action = await unsafe(desk)
    await DueScan(desk.store, desk.hubs, desk.projection).scan()
    assert await digests(desk, "duty-1") == [], "the message has just come"

    await at(desk, 13, 21)

    line = (
        "1. Action 1 on MASH-2611-7KDMQ · somebody may be less safe: say what is done instead · "
        "since 12:51pm Mon 16 November\n[What is done instead >]"
    )
    for manager in ("duty-1", "duty-2"):
        assert line in await read_last(desk, manager)
    first = "1 thing needs you Mon 16 November. First: MASH-2611-7KDMQ, RED, since 12:51pm Mon 16 November."
    assert (await digests(desk, "duty-1"))[-1].fallback == first
    assert await digests(desk, LEAD) == []
    await at(desk, 13, 40)
    await say(desk, "duty-2", action)

    now_read = read((await digests(desk, "duty-1"))[-1])
    assert "Nothing here needs you now" in now_read
    assert "done 1:40pm Mon 16 November" in now_read
    await at(desk, 13, 51)
    assert len(await digests(desk, "duty-1")) == 1


async def test_they_are_reminded_a_second_time_after_an_hour_and_no_third(desk: Desk) -> None:
    await unsafe(desk)
    await at(desk, 13, 21)
    await at(desk, 13, 50)
    assert len(await digests(desk, "duty-1")) == 1

    await at(desk, 13, 51)
    said = await read_last(desk, "duty-1")
    assert "what is done instead · since 12:51pm Mon 16 November" in said
    assert "1:51pm" not in said
    await at(desk, 16)

    assert len(await digests(desk, "duty-1")) == 2


async def test_they_are_reminded_in_the_evening_too_though_the_case_is_not_red(desk: Desk) -> None:
    amber = all_answered(asked(rated(level="amber")))
    (action,) = (await approve(desk, await keep_answered(desk, amber), VISIT)).actions
    desk.move_clock(hours=6)
    typed = {"which": "not_possible", "words": "They moved away.", "less_safe": "yes"}
    await desk.do(LEAD, "action.not_possible", action.id, typed)

    await at(desk, 19, 21)

    assert "say what is done instead" in await read_last(desk, "duty-1")


async def test_paper_has_what_is_done_instead(desk: Desk) -> None:
    action = await unsafe(desk)
    await say(desk, "duty-1", action)
    await desk.do("duty-1", "export.make", action.referral, {})
    case = await desk.case(action.referral)

    said = text(await paper(desk, "duty-1", case.exports[0].id))

    assert "What is done instead, said by J. Okafor 12:51pm Monday 16 November:" in said
    assert INSTEAD["words"] in said
    asked_at = desk.clock.now()
    asks = AccessRequest(
        "sar-1",
        action.referral,
        case.subjects[0].id,
        asked_at,
        "governance-1",
        asked_at,
        asked_at + timedelta(days=30),
        "Her mother",
        "Passport.",
    )
    held = [(one.seat, one.words) for one in access.items(case, asks) if one.kind == "action_step"]
    assert ("", INSTEAD["words"]) in held
    assert ("housing", "Nobody is free.") in held


async def test_when_none_of_them_says_it_in_time_it_goes_to_the_service_manager_once(desk: Desk) -> None:
    action = await unsafe(desk)
    for hour, minute in ((13, 21), (13, 51), (14, 5)):
        await at(desk, hour, minute)
    assert await digests(desk, "service-1") == []
    assert not any(ROW in row for row in await work(desk, "service-1"))

    await at(desk, 14, 6)

    (card,) = await digests(desk, "service-1")
    assert read(card) == (
        "LATE: 1\n"
        "1. Action 1 on MASH-2611-7KDMQ · somebody may be less safe: say what is done instead · "
        "since 12:51pm Mon 16 November · reminded 2 times\n"
        "[What is done instead >]"
    )
    assert card.fallback == "1 thing is late. First: MASH-2611-7KDMQ."
    assert any(ROW in row for row in await work(desk, "service-1"))
    made = {who: len(await digests(desk, who)) for who in ("duty-1", "duty-2", LEAD)}
    for minute in (7, 45):
        await at(desk, 15, minute)
    assert len(await digests(desk, "service-1")) == 1, "once"
    assert {who: len(await digests(desk, who)) for who in made} == made, "nobody below is told again"
    last = (await desk.store.read(lambda tx: tx.audit.entries(action.referral)))[-1]
    assert (last.verb, last.body["person"], last.body["about"]) == ("reminder.desk", "service-1", "less_safe")


async def test_once_it_is_said_it_climbs_no_further(desk: Desk) -> None:
    action = await unsafe(desk)
    await at(desk, 14, 5)
    await say(desk, "duty-1", action)

    await at(desk, 14, 6)
    await at(desk, 16)

    assert await digests(desk, "service-1") == []
    assert not any(ROW in row for row in await work(desk, "service-1"))


async def test_said_after_it_climbed_the_message_of_the_service_manager_says_so(desk: Desk) -> None:
    action = await unsafe(desk)
    await at(desk, 14, 6)

    await say(desk, "service-1", action)

    (card,) = await digests(desk, "service-1")
    assert "Nothing here needs you now" in read(card)
    assert not any(ROW in row for row in await work(desk, "service-1"))
    await at(desk, 16)
    assert len(await digests(desk, "service-1")) == 1


async def test_it_climbs_in_the_evening_too(desk: Desk) -> None:
    amber = all_answered(asked(rated(level="amber")))
    (action,) = (await approve(desk, await keep_answered(desk, amber), VISIT)).actions
    desk.move_clock(hours=6)
    typed = {"which": "not_possible", "words": "They moved away.", "less_safe": "yes"}
    await desk.do(LEAD, "action.not_possible", action.id, typed)

    await at(desk, 20, 6)

    assert "say what is done instead" in await read_last(desk, "service-1")


async def test_where_no_duty_manager_may_know_of_the_case_service_managers_have_it_from_the_start(
    desk: Desk,
) -> None:
    action = await with_action(desk)
    for manager in ("duty-1", "duty-2"):
        await declare(desk, manager, action.referral)
    typed = {"which": "not_undertaken", "words": "Nobody is free.", "less_safe": "yes"}
    await desk.do(LEAD, "action.not_possible", action.id, typed)

    assert {one.audience for one in await desk.messages("less_safe")} == {"service-1"}
    assert sum(ROW in row for row in await work(desk, "service-1")) == 1
    for hour, minute in ((13, 21), (13, 51), (14, 6), (16, 0)):
        await at(desk, hour, minute)
    assert len(await digests(desk, "service-1")) == 2, "at the share and when the grace has gone"
    assert sum(ROW in row for row in await work(desk, "service-1")) == 1
