"""My work: one's own items only, in one order, fifteen rows at a time."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.cards.elements import Card, Form, Heading, Row
from bot.cards.sight import Sight
from bot.reading.my_work import build
from bot.words import Words
from storage.tx import Tx
from storage.waiting import concerning
from tests.support.cases import DUE, RECEIVED, answered, arrived, asked, rated
from tests.support.decisions import all_answered, another, approve, keep_answered, propose
from tests.support.desk import Desk
from tests.support.keeping import keep
from triage.case import Case
from triage.records import Clock, Membership, Person, Task

AMBER_DUE = RECEIVED + timedelta(days=1)


async def test_what_a_seat_is_asked_stands_by_urgency_with_what_is_left(desk: Desk) -> None:
    desk.move_clock(minutes=90)
    await keep(desk, asked())
    await keep(desk, another(_amber(), "b", "MASH-2611-9XTBE"))

    card = await _work(desk, "police-1")

    assert card.title == "My work · Police · Updated 10:42am"
    assert card.fallback == "Your work list, 10:42am"
    assert _shown(card) == [
        "URGENT (1)",
        "RED ◆ MASH-2611-7KDMQ · K.B., 9, and K.B., 6 · what you know · 44 minutes left",
        "TO CHECK (1)",
        "2 wait for your answer, with the urgent ones",
        "AMBER ▲ MASH-2611-9XTBE · K.B., 9, and K.B., 6 · what you know · due 3:30pm today",
    ]
    assert [button.label for button in _rows(card)[1].buttons] == ["Work through them"]
    assert [button.label for button in _rows(card)[0].buttons] == [
        "Nothing known",
        "Add what we know",
        "Open details",
    ]
    assert card.footer == (
        "What you open and do here is recorded. Hub 01632 960 100 · Emergency duty team 01632 960 199"
    )


async def test_working_through_stands_with_what_is_answered_below_what_cannot_wait(desk: Desk) -> None:
    """Somebody who manages the hub and answers for an agency."""
    held = [
        Membership("duty-1", "hub", "police", frozenset({"practitioner"})),
        Membership("duty-1", "hub", "", frozenset({"duty_manager"})),
    ]
    await desk.store.write(lambda tx: tx.people.put(Person("duty-1", "Joy Okafor", "Police"), held, ()))
    await keep(desk, asked())
    await keep(desk, another(_amber(), "b", "MASH-2611-9XTBE"))
    danger = another(arrived(), "c", "MASH-2611-3KDMQ")
    await keep(desk, replace(danger, referral=replace(danger.referral, danger="yes")))

    shown = _shown(await _work(desk, "duty-1"))

    assert shown[0].startswith("NEEDS YOU NOW")
    through = shown.index("2 wait for your answer, with the urgent ones")
    assert shown[through - 1] == "TO CHECK (1)"


async def test_once_answered_only_the_view_is_asked_for(desk: Desk) -> None:
    await keep(desk, answered(asked(), "police"))

    assert _shown(await _work(desk, "police-1")) == [
        "VIEWS (1)",
        "RED ◆ MASH-2611-7KDMQ · K.B., 9, and K.B., 6 · your view · due 1:12pm today",
    ]


async def test_a_seat_that_was_not_asked_has_nothing(desk: Desk) -> None:
    whole = asked()
    await keep(desk, replace(whole, checks=tuple(c for c in whole.checks if c.seat != "caf")))

    card = await _work(desk, "caf-1")

    assert _shown(card) == []
    assert "Nothing needs you now." in repr(card.body)


async def test_a_lead_is_asked_once_for_a_late_answer_and_may_give_it_to_a_colleague(desk: Desk) -> None:
    await keep(desk, asked())
    desk.move_clock(hours=2, minutes=20)

    lead, colleague = await _work(desk, "housing-lead"), await _work(desk, "housing-1")

    late = "RED ◆ MASH-2611-7KDMQ · K.B., 9, and K.B., 6 · what you know · Overdue by 6 minutes"
    assert _shown(lead) == _shown(colleague) == ["URGENT (1)", late]
    everybodys = ["Nothing known", "Add what we know", "Open details"]
    assert [button.label for button in _rows(lead)[0].buttons] == [*everybodys, "Give to a colleague"]
    assert [button.label for button in _rows(colleague)[0].buttons] == everybodys


async def test_a_late_answer_that_a_colleague_was_given_is_late_in_the_leads_agency(desk: Desk) -> None:
    referral = await keep(desk, asked())
    desk.move_clock(hours=2, minutes=20)
    await desk.do("housing-lead", "answer.give", referral, {"to": "housing-1", "words": "You know the flat."})

    card = await _work(desk, "housing-lead")

    assert _shown(card) == [
        "LATE IN MY AGENCY (1)",
        "RED ◆ MASH-2611-7KDMQ · K.B., 9, and K.B., 6 · answer, given to R. Housing · Overdue by 6 minutes",
    ]
    assert [button.label for button in _rows(card)[0].buttons] == ["Answer now", "Give to a colleague"]
    assert _shown(await _work(desk, "housing-1"))[0] == "URGENT (1)"


async def test_danger_now_cannot_wait_for_its_turn_among_what_is_to_screen(desk: Desk) -> None:
    await keep(desk, arrived(danger="no"))
    later = RECEIVED + timedelta(minutes=5)
    await keep(desk, another(arrived(received_at=later), "b", "MASH-2611-9XTBE"))
    desk.move_clock(minutes=10)

    assert _shown(await _work(desk, "screening-1")) == [
        "NEEDS YOU NOW (1)",
        "MASH-2611-9XTBE · somebody may be in danger now · received 9:17am today",
        "TO SCREEN (1)",
        "MASH-2611-7KDMQ · received 9:12am today",
    ]


async def test_the_desk_screens_what_looks_wrong_before_the_rest(desk: Desk) -> None:
    await keep(desk, arrived(danger="no"))
    later = RECEIVED + timedelta(minutes=5)
    doubtful = arrived(received_at=later, danger="no", doubts=("bad_nhs_number",))
    await keep(desk, another(doubtful, "b", "MASH-2611-9XTBE"))
    desk.move_clock(minutes=10)

    first, second = (line[:15] for line in _shown(await _work(desk, "screening-1"))[1:])

    assert (first, second) == ("MASH-2611-9XTBE", "MASH-2611-7KDMQ"), "as `Screen the next one` does"


async def test_an_approval_waits_for_its_role_and_not_for_the_proposer(desk: Desk) -> None:
    referral = await keep_answered(desk, all_answered(_amber()))
    await propose(desk, referral, by="duty-1")

    assert "TO APPROVE (1)" in _shown(await _work(desk, "duty-2"))
    assert "TO APPROVE (1)" in _shown(await _work(desk, "service-1"))
    assert "TO APPROVE (1)" not in _shown(await _work(desk, "duty-1"))
    assert "TO APPROVE (1)" not in _shown(await _work(desk, "screening-1"))


async def test_what_is_not_approved_sent_or_done_in_time_is_overdue(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await propose(desk, referral)
    desk.move_clock(minutes=46)
    to_approve = _shown(await _work(desk, "duty-2"))
    (waiting,) = (await desk.case(referral)).open_proposals
    await desk.do("duty-1", "proposal.approve", waiting.id, {})
    desk.move_clock(days=2)

    assert to_approve[1].endswith("decision to approve · Overdue by 25 minutes")
    assert _shown(await _work(desk, "minutes-1")) == [
        "FEEDBACK TO SEND (1)",
        "RED ◆ MASH-2611-7KDMQ · Overdue by 20 hours 37 minutes",
    ]


async def test_actions_belong_to_their_owner(desk: Desk) -> None:
    referral = await keep_answered(desk)
    typed = {"action_1_what": "Visit", "action_1_who": "health", "action_1_due": "tomorrow_midday"}
    await approve(desk, referral, typed)

    assert _shown(await _work(desk, "health-lead")) == [
        "ACTIONS (1)",
        "RED ◆ MASH-2611-7KDMQ · action 1 · due midday tomorrow",
    ]
    assert _shown(await _work(desk, "health-1")) == []


async def test_business_support_sends_feedback_and_has_its_tasks(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await approve(desk, referral)
    row = Task("task-1", "hub", "refused_row", "", RECEIVED, DUE, words="line 5")
    await desk.store.write(lambda tx: tx.tasks.add(row))

    assert _shown(await _work(desk, "minutes-1")) == [
        "FEEDBACK TO SEND (1)",
        "RED ◆ MASH-2611-7KDMQ · due 5:00pm tomorrow",
        "TASKS (1)",
        "A referral that could not be taken · due 1:12pm today",
    ]


async def test_a_referrer_sees_their_own_referrals_and_nothing_of_the_case(desk: Desk) -> None:
    referral = await keep_answered(desk)
    (prepared,) = (await approve(desk, referral)).feedback

    before = _shown(await _work(desk, "teacher-1"))
    await desk.do("duty-1", "feedback.send", prepared.id, {"how": "chat", "checked": "yes"})
    after = await _work(desk, "teacher-1")

    assert before == ["MY REFERRALS (1)", "MASH-2611-7KDMQ · received 9:12am today · being looked at"]
    assert _shown(after) == ["MY REFERRALS (1)", "MASH-2611-7KDMQ · received 9:12am today · a reply is there"]
    assert [button.label for button in _rows(after)[0].buttons] == [
        "Add to my referral",
        "Read the full reply",
    ]
    assert "RED" not in repr(after)
    assert _shown(await _work(desk, "nurse-1")) == []


async def test_fifteen_rows_then_the_next_fifteen_in_a_form(desk: Desk) -> None:
    for number in range(32):
        await keep(desk, another(asked(), f"-{number:02}", f"MASH-2611-AA{number:03}"))

    card = await _work(desk, "police-1")
    second = await desk.press("police-1", "work.open", page=2)
    third = await desk.press("police-1", "work.open", page=3)

    assert card.buttons[0].label == "Show the next 15"
    assert card.buttons[0].page == 2
    assert _rows(card)[0].lines == ("32 wait for your answer",)
    assert [len(_rows(one)) for one in (card, second.form, third.form)] == [1 + 15, 15, 2]
    assert second.form is not None
    assert third.form is not None
    assert [button.page for button in second.form.buttons] == [3]
    assert third.form.buttons == ()
    every = [row.lines[0] for one in (card, second.form, third.form) for row in _rows(one)]
    assert len(set(every)) == 1 + 32


async def test_no_two_buttons_have_the_same_name(desk: Desk) -> None:
    await keep(desk, asked())
    await keep(desk, another(_amber(), "b", "MASH-2611-9XTBE"))
    desk.move_clock(hours=3)

    card = await _work(desk, "housing-lead")

    names = [button.name for row in _rows(card) for button in row.buttons] + [b.name for b in card.buttons]
    assert len(names) == len(set(names))


async def test_no_name_stands_in_the_list(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await approve(desk, referral)

    for person in ("duty-1", "minutes-1", "police-1", "teacher-1", "chair-1"):
        assert not re.search("Kacey|Kian|Brannigan|bruise", repr(await _work(desk, person)))


async def test_refresh_says_that_it_is_up_to_date(desk: Desk) -> None:
    assert (await desk.press("police-1", "work.refresh")).note == "Up to date at 9:12am."


async def test_on_duty_is_said(desk: Desk) -> None:
    until = RECEIVED + timedelta(hours=7, minutes=48)
    await desk.store.write(lambda tx: tx.people.start_duty("hub", "police-1", "police", until))

    assert "You are on duty for Police until 5:00pm." in repr(await _work(desk, "police-1"))
    assert "You are off duty." in repr(await _work(desk, "police-2"))
    assert "duty" not in repr((await _work(desk, "teacher-1")).body)


@pytest.mark.parametrize("person", ["police-1", "duty-1"])
async def test_many_live_referrals_take_no_more_queries_than_few(desk: Desk, person: str) -> None:
    """The keys of referrals are read once per process; everything else once per list."""
    counted = []
    for some in (range(3), range(3, 20)):
        for number in some:
            await keep(desk, another(all_answered(), f"-{number:02}", f"MASH-2611-AA{number:03}"))
        await _work(desk, person)
        counted.append(await _queries(desk, person))

    assert counted[0] == counted[1] < 40, "one query for each kind of record, however many referrals"


async def _queries(desk: Desk, person: str) -> int:
    """How many statements one list takes."""
    asked_for: list[str] = []

    def built(tx: Tx) -> None:
        event.listen(tx.connection, "before_cursor_execute", lambda *given: asked_for.append(given[2]))
        _build(desk, tx, person)

    await desk.store.read(built)
    return len(asked_for)


async def _work(desk: Desk, person: str) -> Card:
    return await desk.store.read(lambda tx: _build(desk, tx, person))


def _build(desk: Desk, tx: Tx, person: str) -> Card:
    roster = desk.hubs.roster(tx)
    sight = Sight(Words(), desk.hub, roster, tx.now, roster.actor(person, "hub", tx.now))
    return build(tx, desk.hub, roster, roster.people[person], sight)


def _amber() -> Case:
    due = RECEIVED + timedelta(hours=6, minutes=18)
    return asked(rated(level="amber", due_at=AMBER_DUE), due_at=due)


def _rows(shown: Card | Form | None) -> list[Row]:
    assert shown is not None
    return [part for part in shown.body if isinstance(part, Row) and not _is_duty(part)]


def _shown(card: Card) -> list[str]:
    """Headings and rows, one line each."""
    return [
        part.text if isinstance(part, Heading) else part.lines[0]
        for part in card.body
        if isinstance(part, Heading | Row) and not _is_duty(part)
    ]


def _is_duty(part: Heading | Row) -> bool:
    """Whether it is the line that says on what duty somebody is, which stands above the list."""
    return isinstance(part, Row) and all(button.verb.startswith("duty.") for button in part.buttons)


async def test_what_was_taken_down_by_phone_waits_for_the_agency_to_say_that_it_is_right(desk: Desk) -> None:
    referral = await keep(desk, asked(_amber()))
    taken = {"seat": "housing", "told_by": "Dev Shah", "told_at": "9:10am", "kind": "checked_nothing_known"}
    await desk.do("minutes-1", "check.phone", referral, {**taken, "basis": "public_task"})
    given = (await desk.case(referral)).answers[0].id

    before = await _work(desk, "housing-1")
    await desk.press("housing-1", "check.confirm", given)
    after = await _work(desk, "housing-1")

    waiting = [part for part in before.body if isinstance(part, Row) and "Taken by phone" in part.lines[0]]
    assert "TAKEN BY PHONE (1)" in _shown(before)
    assert [row.lines[0].rpartition(" · ")[2] for row in waiting] == ["Taken by phone by T. Lowe 9:12am."]
    assert [button.label for button in waiting[0].buttons] == ["That is right", "Correct it"]
    assert [button.thing for button in waiting[0].buttons] == [given, given]
    assert not [line for line in _shown(after) if "Taken by phone" in line]


async def test_it_waits_also_when_the_agency_has_said_all_else_that_it_was_asked(desk: Desk) -> None:
    referral = await keep(desk, asked(_amber()))
    ran = Clock("clock-housing", referral, "check-housing", "answer", "", RECEIVED, AMBER_DUE)
    await desk.store.write(lambda tx: tx.clocks.add(ran))
    taken = {"seat": "housing", "told_by": "Dev Shah", "told_at": "9:10am", "kind": "checked_nothing_known"}
    await desk.do("minutes-1", "check.phone", referral, {**taken, "basis": "public_task"})
    view = {f"urgency_{n}": "amber" for n in (1, 2)} | {f"destination_{n}": "no_view" for n in (1, 2)}
    await desk.do("housing-1", "vote.cast", referral, {**view, "reason": "What we know."})
    given = (await desk.case(referral)).answers[0].id

    before = _shown(await _work(desk, "housing-1"))
    await desk.press("housing-1", "check.confirm", given)

    assert before[0] == "TAKEN BY PHONE (1)"
    assert _shown(await _work(desk, "housing-1")) == []
    assert await desk.store.read(lambda tx: concerning(tx, "hub", "housing-1", ("housing",))) == ()
