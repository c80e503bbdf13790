"""Reminders as people get them: made by the look at what is due, from rows, drawn as things stand."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards.elements import Card, Form, Row
from bot.drawing import Drawing
from bot.due.jobs import DueScan
from storage.messages import Message
from storage.tx import Tx
from tests.cards.reading import buttons_of, read, words
from tests.support.cases import ANSWERS_DUE, RATED, answered, asked, rated
from tests.support.decisions import SEATS, another, approve, keep_answered, propose
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.kept_from import restrict
from triage.case import Case
from triage.records import Action, Clock

AMBER_DUE = RATED + timedelta(hours=23)
AMBER_ANSWERS = RATED + timedelta(hours=6)
VISIT = {"action_1_what": "Canaryword visit", "action_1_who": "housing", "action_1_due": "end_of_today"}
LEAD = "housing-lead"
FOR_BOTH = {"people": ("subject-1", "subject-2")}


def with_clocks(case: Case) -> Case:
    """The case with the clock of each check, as asking starts them."""
    clocks = tuple(
        Clock(
            f"clock-{check.seat}", "referral-1", check.id, "answer", case.level, check.asked_at, check.due_at
        )
        for check in case.checks
    )
    return replace(case, clocks=(*case.clocks, *clocks))


def red() -> Case:
    return with_clocks(asked())


def amber() -> Case:
    return with_clocks(asked(rated(level="amber", due_at=AMBER_DUE), due_at=AMBER_ANSWERS))


async def scan(desk: Desk) -> None:
    await DueScan(desk.store, desk.hubs, desk.projection).scan()


async def at(desk: Desk, hour: int, minute: int = 0, day: int = 16) -> None:
    """It is this time in November, and what is due has been looked at."""
    now = desk.clock.now()
    desk.clock.move(now.replace(day=day, hour=hour, minute=minute, second=0, microsecond=0) - now)
    await scan(desk)


async def digests(desk: Desk, person: str) -> list[Card]:
    """A person's reminders as they stand, oldest first."""

    def drawn(tx: Tx) -> list[Card]:
        drawing = Drawing(desk.hubs)
        rows: list[Message] = [m for m in tx.messages.to_person(person) if m.card == "digest" and not m.gone]
        return [found.card for row in rows if (found := drawing.draw(tx, row))]

    return await desk.store.read(drawn)


async def read_last(desk: Desk, person: str) -> str:
    return read((await digests(desk, person))[-1])


async def button(desk: Desk, person: str, label: str) -> tuple[str, str]:
    """The verb and thing of a button in the newest reminder."""
    (found,) = [b for b in buttons_of((await digests(desk, person))[-1]) if b.label.startswith(label)]
    return found.verb, found.thing


async def listed(desk: Desk, person: str) -> Form:
    """Somebody's list of work."""
    form = (await desk.press(person, "work.open")).form
    assert form is not None
    return form


async def with_action(desk: Desk) -> Action:
    """A red case decided at 12:51pm, with one action for Housing's lead, due at 5:00pm."""
    referral = await keep_answered(desk)
    (action,) = (await approve(desk, referral, VISIT)).actions
    return action


async def test_the_owner_is_reminded_at_half_time_and_when_it_is_due(desk: Desk) -> None:
    await keep(desk, amber())
    await at(desk, 12, 39)
    assert await digests(desk, "police-1") == []

    await at(desk, 12, 40)

    assert await read_last(desk, "police-1") == (
        "1 thing needs you Mon 16 November · Police\n"
        "1. AMBER ▲ MASH-2611-7KDMQ · what you know · due 3:40pm Mon 16 November\n"
        "[Nothing known >] [Snooze to 2:40pm] [Not mine >]\n"
        "Snooze hides the reminder. It does not move the due time, and your lead is told when it is late.\n"
        "[Open My work >]"
    )
    (card,) = await digests(desk, "police-1")
    assert card.fallback == (
        "1 thing needs you Mon 16 November. First: MASH-2611-7KDMQ, AMBER, due 3:40pm Mon 16 November."
    )
    await at(desk, 15, 40)
    first, second = await digests(desk, "police-1")
    assert read(first) == "Replaced 3:40pm Mon 16 November."
    assert "late since 3:40pm Mon 16 November" in read(second)
    assert "Snooze" not in read(second)


async def test_however_often_it_is_looked_at_and_by_whom_nobody_is_reminded_twice(desk: Desk) -> None:
    await keep(desk, amber())
    await at(desk, 12, 40)
    before = await desk.messages("digest")

    for _ in range(3):
        await scan(desk)  # each look is a new process: nothing is remembered outside the rows
    await at(desk, 13)

    assert [m.thing for m in await desk.messages("digest")] == [m.thing for m in before]


async def test_what_anybody_of_the_seat_does_reads_done_at_once(desk: Desk) -> None:
    referral = await keep(desk, amber())
    await at(desk, 12, 40)

    people = {"people_0": ("subject-1", "subject-2")}
    opened = await desk.press("police-2", "check.nothing_known", referral)
    assert opened.form is not None
    names = {field.id for field in opened.form.fields()}
    await desk.submit(opened.form, {k: v for k, v in people.items() if k in names}, by="police-2")

    assert await read_last(desk, "police-1") == (
        "Nothing here needs you now · Police\n"
        "1. AMBER ▲ MASH-2611-7KDMQ · what you know · done 12:40pm Mon 16 November\n"
        "[Open My work >]"
    )
    await at(desk, 15, 41)
    assert await desk.messages("digest", to="police-lead") == []


async def test_an_action_is_done_from_its_reminder_and_never_read_in_it(desk: Desk) -> None:
    action = await with_action(desk)
    await at(desk, 14, 56)

    said = await read_last(desk, LEAD)

    assert "1. Action 1 on MASH-2611-7KDMQ · due 5:00pm Mon 16 November" in said
    assert "[Done >] [Not mine >]" in said
    assert "Canaryword" not in repr(await digests(desk, LEAD))
    verb, thing = await button(desk, LEAD, "Done")
    answer = await desk.do(LEAD, verb, thing, {"words": "Seen."})
    assert answer.kind == "done"
    assert "done 2:56pm Mon 16 November" in await read_last(desk, LEAD)
    assert (await desk.case(action.referral)).action(action.id).state == "done"


async def test_what_is_red_or_late_cannot_be_put_off_even_by_an_old_button(desk: Desk) -> None:
    await keep(desk, red())
    await at(desk, 10, 33)

    line = await desk.store.read(
        lambda tx: tx.reminders.lines(
            tx.reminders.of_person("hub", "police-1", tx.now - timedelta(1))[-1].id
        )[0]
    )
    answer = await desk.press("police-1", "reminder.snooze", line.id)

    assert answer.kind == "refused"
    assert answer.note == "This cannot be put off: it is red, or late. Nothing has changed."


async def test_snooze_hides_it_for_one_person_and_brings_it_back(desk: Desk) -> None:
    await keep(desk, amber())
    await at(desk, 12, 40)

    answer = await desk.press("police-1", *(await button(desk, "police-1", "Snooze")))

    assert answer.note == "You will be reminded again 2:40pm today. The due time has not moved."
    assert "put off to 2:40pm Mon 16 November" in await read_last(desk, "police-1")
    assert "Nothing known" in await read_last(desk, "police-2")
    await at(desk, 14, 40)
    assert "1 thing needs you" in await read_last(desk, "police-1")
    assert len(await digests(desk, "police-2")) == 1


async def test_somebody_elses_reminder_cannot_be_put_off(desk: Desk) -> None:
    await keep(desk, amber())
    await at(desk, 12, 40)

    answer = await desk.press("police-2", *(await button(desk, "police-1", "Snooze")))

    assert answer.kind == "refused"
    assert "Nothing known" in await read_last(desk, "police-1")


async def test_not_mine_moves_it_to_the_colleague_at_once(desk: Desk) -> None:
    await keep(desk, amber())
    await at(desk, 12, 40)

    verb, thing = await button(desk, "police-1", "Not mine")
    await desk.do("police-1", verb, thing, {"whose": "colleague", "to": "police-2"})
    desk.move_clock(minutes=31)
    await scan(desk)

    assert "with somebody else now" in await read_last(desk, "police-1")
    assert len(await digests(desk, "police-2")) == 2
    await at(desk, 15, 40)
    assert len(await digests(desk, "police-1")) == 1


async def test_not_ours_goes_to_the_lead(desk: Desk) -> None:
    referral = await keep(desk, amber())
    await at(desk, 12, 40)

    await desk.do("police-1", "answer.not_mine", referral, {"whose": "not_ours", "words": "Wrong area."})
    await scan(desk)

    assert "what you know" in await read_last(desk, "police-lead")


async def test_late_in_an_agency_goes_to_its_lead_and_after_the_grace_to_the_duty_managers(
    desk: Desk,
) -> None:
    await keep(desk, red())
    await at(desk, ANSWERS_DUE.hour, ANSWERS_DUE.minute)

    assert (await read_last(desk, "police-lead")).splitlines()[:3] == [
        "LATE in your agency: 1 · Police",
        "1. RED ◆ MASH-2611-7KDMQ · answer, late since 11:26am Mon 16 November · reminded 1 time",
        "[Answer now >] [Give to a colleague >] [We cannot check >]",
    ]
    assert await digests(desk, "duty-1") == []
    await at(desk, 11, 41)
    desk_card = (await digests(desk, "duty-1"))[-1]
    assert desk_card.title.startswith("LATE: 11 · CAF, Domestic Violence Nurse")
    assert read(desk_card).splitlines()[2] == "[Phone the lead >] [Go on without them >]"
    assert "and 7 more" in read(desk_card)


async def test_a_late_action_climbs_and_the_duty_manager_moves_it(desk: Desk) -> None:
    action = await with_action(desk)
    await desk.do(LEAD, "action.not_mine", action.id, {"whose": "colleague", "to": "housing-1"})
    await at(desk, 17, 1)
    assert await desk.messages("digest", to=LEAD)

    await at(desk, 18, 16)  # red: no closing time
    said = await read_last(desk, "duty-1")
    assert "1. Action 1 on MASH-2611-7KDMQ · late since 5:00pm Mon 16 November · Housing" in said
    assert "[Phone the lead >] [Move the action >]" in said
    verb, thing = await button(desk, "duty-1", "Phone the lead")
    opened = await desk.press("duty-1", verb, thing)
    assert opened.form is not None
    await desk.submit(opened.form, {"came_of_it": "told", "words": "They go this evening."}, by="duty-1")
    verb, thing = await button(desk, "duty-1", "Move the action")
    await desk.do("duty-1", verb, thing, {"to": "police-lead", "words": "Nobody is in at Housing."})
    await desk.press("police-lead", "action.take", thing)
    assert (await desk.case(action.referral)).action(action.id).owner == "police-lead"


async def late_rows(desk: Desk, person: str = "duty-1") -> list[str]:
    """What stands under LATE IN AGENCIES in somebody's list, with the labels of its buttons."""
    body = (await listed(desk, person)).body
    start = next((n for n, part in enumerate(body) if "LATE IN AGENCIES" in repr(part)), len(body))
    rows = itertools.takewhile(lambda part: isinstance(part, Row), body[start + 1 :])
    return [f"{row.lines[0]} {[one.label for one in row.buttons]}" for row in rows if isinstance(row, Row)]


async def test_what_is_late_at_the_desk_is_one_row_of_each_case_until_it_is_answered(desk: Desk) -> None:
    others = [seat for seat in SEATS if seat not in {"police", "housing"}]
    referral = await keep(desk, answered(red(), *others))
    await at(desk, 11, 40)
    assert await late_rows(desk) == []

    await at(desk, 11, 41)

    row = "RED ◆ MASH-2611-7KDMQ · answers late: Housing, Police · Overdue by 15 minutes"
    labels = ["Phone the lead: Housing", "Phone the lead: Police", "Go on without them"]
    assert await late_rows(desk) == [f"{row} {labels}"]
    assert await late_rows(desk, "screening-1") == await late_rows(desk, "police-lead") == []

    phone, *_, go_on = [
        one for one in buttons_of(await listed(desk, "duty-1")) if one.label in {labels[0], labels[2]}
    ]
    opened = await desk.press("duty-1", phone.verb, phone.thing)
    assert (
        await desk.submit(opened.form, {"came_of_it": "told", "words": "They look."}, by="duty-1")
    ).kind == "done"
    assert go_on.verb == "decision.propose"
    assert (await late_rows(desk))[0].startswith(row)
    await desk.do("housing-1", "check.nothing_known", referral, FOR_BOTH)
    row = "RED ◆ MASH-2611-7KDMQ · answer late: Police · Overdue by 15 minutes"
    assert await late_rows(desk) == [f"{row} {labels[1:]}"]
    await desk.do("police-1", "check.nothing_known", referral, FOR_BOTH)
    assert await late_rows(desk) == []


async def test_it_stands_when_its_message_has_gone_and_ends_when_somebody_goes_on_without_them(
    desk: Desk,
) -> None:
    referral = await keep(desk, red())
    await at(desk, 11, 41)
    await desk.store.write(lambda tx: tx.messages.expire())
    await at(desk, 11, 45, day=17)
    assert len(await late_rows(desk)) == 1

    await propose(desk, referral, {"without": "They were phoned and cannot look today."})
    assert await late_rows(desk) == []

    (waiting,) = (await desk.case(referral)).open_proposals
    await desk.do("duty-1", "proposal.return", waiting.id, {"need": "other", "words": "Ask once more."})
    assert len(await late_rows(desk)) == 1


async def test_what_is_late_stands_on_when_a_red_goes_late_after_closing(desk: Desk) -> None:
    others = [seat for seat in SEATS if seat != "police"]
    await keep(desk, answered(amber(), *others))
    await at(desk, 16, 45)
    amber_row = await late_rows(desk)
    assert ["AMBER ▲ MASH-2611-7KDMQ · answer late: Police" in row for row in amber_row] == [True]
    evening = desk.clock.now().replace(hour=18, minute=0)
    red_case = answered(with_clocks(asked(due_at=evening)), *others)
    await keep(desk, another(red_case, "b", "MASH-2611-2NDCS"))

    await at(desk, 18, 15)

    rows = await late_rows(desk)
    assert [row.split(" · ")[0] for row in rows] == ["AMBER ▲ MASH-2611-7KDMQ", "RED ◆ MASH-2611-2NDCS"]
    message = (await read_last(desk, "duty-1")).splitlines()
    assert message[0] == "LATE: 2 · Police"
    listed_first = [line.split(", late since")[0] for line in message if line[0].isdigit()][:2]
    assert listed_first == ["1. RED ◆ MASH-2611-2NDCS · answer", "2. AMBER ▲ MASH-2611-7KDMQ · answer"]
    made = len(await digests(desk, "duty-1"))
    await at(desk, 10, 0, day=17)
    assert len(await late_rows(desk)) == 2
    assert len(await digests(desk, "duty-1")) == made, "both were said before"


async def test_an_action_with_more_time_is_no_row_of_the_desk_until_it_is_late_again(desk: Desk) -> None:
    action = await with_action(desk)
    await at(desk, 18, 16)
    later = desk.clock.now().replace(hour=20, minute=0)
    await desk.store.write(lambda tx: tx.actions.move(action.id, due_at=later))
    assert await late_rows(desk) == []

    await at(desk, 20, 10)
    assert await late_rows(desk) == []
    await at(desk, 21, 16)

    assert len(await late_rows(desk)) == 1


async def test_an_agency_is_late_at_the_desk_only_on_the_days_on_which_it_sits(desk: Desk) -> None:
    others = [seat for seat in SEATS if seat not in {"police", "adults"}]
    await keep(desk, answered(red(), *others))
    await at(desk, 11, 41, day=18)
    late = [row.split(" · ")[1] for row in await late_rows(desk)]
    assert late == ["answers late: Adults, Police"], "a Wednesday"

    await at(desk, 11, 41, day=19)

    assert [row.split(" · ")[1] for row in await late_rows(desk)] == ["answer late: Police"]


async def test_a_late_action_is_a_row_of_the_desk_until_it_is_done(desk: Desk) -> None:
    action = await with_action(desk)
    await at(desk, 18, 16)

    said = "RED ◆ MASH-2611-7KDMQ · action 1, Housing, L. Housing · Overdue by 1 hour 16 minutes"
    assert await late_rows(desk) == [f"{said} ['Phone the lead: Housing', 'Move the action']"]

    await desk.do(LEAD, "action.done", action.id, {"words": "Seen, and written down."})
    assert await late_rows(desk) == []


async def test_a_late_action_that_is_given_says_to_whom_so_that_nobody_moves_it_again(desk: Desk) -> None:
    action = await with_action(desk)
    await at(desk, 18, 16)
    await desk.do("duty-1", "action.give", action.id, {"to": "police-lead", "words": "Nobody is in."})

    row = (
        "RED ◆ MASH-2611-7KDMQ · action 1, Housing, L. Housing, given to L. Police, who has still to take it "
        "· Overdue by 1 hour 16 minutes ['Phone the lead: Housing', 'Move the action']"
    )
    assert await late_rows(desk, "duty-1") == await late_rows(desk, "duty-2") == [row]
    assert "given to L. Police, who has still to take it" in await read_last(desk, "duty-2")

    await desk.do("police-lead", "action.decline", action.id, {"words": "No officer is free."})
    assert "given to" not in (await late_rows(desk, "duty-2"))[0]
    assert "given to" not in await read_last(desk, "duty-2")


@pytest.mark.parametrize(
    ("who", "said", "phone"),
    [
        ("duty-1", "action 1, J. Okafor", []),
        ("police-lead", "action 1, Police, L. Police", ["Phone the lead: Police"]),
    ],
)
async def test_a_late_action_names_who_has_it_now_and_no_lead_who_has_it_no_longer(
    desk: Desk, who: str, said: str, phone: list[str]
) -> None:
    action = await with_action(desk)
    await at(desk, 18, 16)
    before = await button(desk, "duty-2", "Phone the lead")
    await desk.do("duty-1", "action.give", action.id, {"to": who, "words": "Nobody is in at Housing."})
    if who != "duty-1":
        await desk.press(who, "action.take", action.id)

    row = f"RED ◆ MASH-2611-7KDMQ · {said} · Overdue by 1 hour 16 minutes {[*phone, 'Move the action']}"
    assert await late_rows(desk, "duty-1") == await late_rows(desk, "duty-2") == [row]
    message = await read_last(desk, "duty-2")
    assert "Housing" not in message
    assert ("[Phone the lead >]" in message) == bool(phone)
    opened = await desk.press("duty-2", *before)
    assert "Housing" not in (words(opened.form) if opened.form else ""), (
        "a button of before names none either"
    )


async def test_without_an_answer_until_the_decision_it_is_no_longer_needed(desk: Desk) -> None:
    referral = await keep(desk, amber())
    await at(desk, 12, 40)

    await desk.store.write(lambda tx: _decide(desk, tx, referral))

    assert "no longer needed" in await read_last(desk, "police-1")
    await at(desk, 15, 40)
    assert len(await digests(desk, "police-1")) == 1


async def test_a_reminder_stands_for_a_day_at_most(desk: Desk) -> None:
    await keep(desk, amber())
    await at(desk, 12, 40)

    desk.move_clock(hours=24)
    await desk.store.write(lambda tx: tx.messages.expire())

    (first,) = [m.thing for m in await desk.messages("digest", to="police-1")] or [""]
    assert first == ""


def _decide(desk: Desk, tx: Tx, referral: str) -> None:
    case = tx.case(referral, desk.hub.profile)
    assert case is not None
    for subject in case.subjects:
        tx.subjects.move(subject.id, stage="decided")
    desk.projection.referral(tx, desk.hub, desk.hubs.roster(tx), referral)


async def test_whom_no_chat_reaches_finds_it_on_the_web_and_business_support_is_asked_once(
    desk: Desk,
) -> None:
    await keep(desk, amber())
    await at(desk, 12, 40)
    (message,) = await desk.messages("digest", to="police-1")
    await desk.store.write(lambda tx: tx.messages.out_of_reach(message.id))

    await scan(desk)
    await scan(desk)

    tasks = await desk.store.read(lambda tx: tx.open_tasks("hub"))
    assert [(task.kind, task.who) for task in tasks] == [("reminder", "Robin Police, Police")]
    assert "MASH" not in tasks[0].words
    opened = await desk.press("minutes-1", "task.do", tasks[0].id)
    assert opened.kind == "open"


async def test_the_card_in_the_channel_says_when_the_leads_were_told(desk: Desk) -> None:
    referral = await keep(desk, red())
    await at(desk, 11, 25)
    assert (await desk.case(referral)).lead_told_at("police") is None

    await at(desk, 11, 27)

    assert (await desk.case(referral)).lead_told_at("police") == desk.clock.now()


async def test_nobody_is_told_that_an_agency_is_late_of_which_nobody_may_see_the_case(desk: Desk) -> None:
    referral = await keep(desk, amber())
    await desk.do("police-1", "check.nothing_known", referral, {})
    await restrict(desk, referral)

    await at(desk, 15, 40)
    await at(desk, 16, 45)

    assert await desk.messages("digest") == [], "only agencies that may not see it have not answered"


async def test_what_is_late_in_a_restricted_case_is_marked_so(desk: Desk) -> None:
    referral = await keep(desk, red())
    await restrict(desk, referral)
    await at(desk, 11, 27)
    await at(desk, 13, 30)

    marked = [
        line for card in await digests(desk, "duty-1") for line in read(card).splitlines() if "1. " in line
    ]

    assert marked
    assert all(" · restricted · " in line for line in marked)
