"""Protection cannot wait: anybody who may know of a case says so, and managers have it in the same moment."""

import pytest

from bot.cards.elements import Choice
from bot.due.jobs import DueScan
from tests.cards.reading import buttons_of, words
from tests.support.cases import arrived, asked, decided, proposed, rated
from tests.support.decisions import approve, keep_answered
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.referring import read, refer, screen

SAID = {"words": "He is at the school gate with a knife.", "called_999": "not_yet"}
MANAGERS = {"duty-1", "duty-2", "service-1"}


async def start(desk: Desk, by: str, referral: str) -> None:
    answer = await desk.do(by, "urgent.start", referral, SAID)
    assert answer.kind == "done", answer.note


async def told(desk: Desk) -> set[str]:
    return {message.audience for message in await desk.messages("urgent")}


@pytest.mark.parametrize("by", ["police-1", "screening-1", "chair-1", "minutes-1", "teacher-1", "edt-1"])
async def test_managers_are_told_in_the_same_moment_whoever_starts_it(desk: Desk, by: str) -> None:
    referral = await keep(desk, asked())

    await start(desk, by, referral)

    (started,) = (await desk.case(referral)).urgent
    assert (started.by, started.words, started.called_999) == (by, SAID["words"], "not_yet")
    assert await told(desk) == MANAGERS


async def test_the_first_line_of_the_form_is_999_and_it_asks_two_things(desk: Desk) -> None:
    referral = await keep(desk, asked())

    form = (await desk.press("police-1", "urgent.start", referral)).form

    assert form is not None
    assert read(form)[:2] == ["Urgent: act now", "If anyone is in danger, call 999 before filling this in."]
    assert [field.label for field in form.fields()] == ["What is happening", "Have you called 999?"]
    choice = next(field for field in form.fields() if isinstance(field, Choice))
    assert [option.label for option in choice.options] == ["Yes", "Not needed", "Not yet"]
    assert "Kacey Brannigan" in words(form)


async def test_whoever_starts_it_is_told_who_is_told_and_999_first(desk: Desk) -> None:
    referral = await keep(desk, asked())

    answer = await desk.do("police-1", "urgent.start", referral, SAID)

    assert answer.note == (
        "Recorded 9:12am. MASH-2611-7KDMQ. If anyone is in danger, call 999 now. "
        "The duty manager and the service manager are told now. To speak to somebody, phone 01632 960 100."
    )
    desk.move_clock(hours=12)
    answer = await desk.do("police-1", "urgent.start", referral, {**SAID, "called_999": "yes"})
    assert answer.note.endswith("are told now. To speak to somebody, phone 01632 960 199.")
    assert "call 999" not in answer.note


async def test_nothing_typed_is_no_reason_to_guess(desk: Desk) -> None:
    referral = await keep(desk, asked())

    answer = await desk.do("police-1", "urgent.start", referral, {})

    assert answer.form is not None
    assert answer.form.problems == {
        "words": "Enter what is happening",
        "called_999": "Select if you have called 999",
    }
    assert (await desk.case(referral)).urgent == ()


async def test_an_address_does_not_hold_it_up_and_a_secret_one_is_read_by_nobody(desk: Desk) -> None:
    referral = await refer(desk, where="confidential: 14 Larkspur Gardens")

    answer = await desk.do(
        "teacher-1", "urgent.start", referral, {**SAID, "words": "He is at 14 Larkspur Gardens, B70 8AB."}
    )

    assert answer.kind == "done"
    details = (await desk.press("duty-1", "details.open", referral)).form
    assert details is not None
    assert "He is at" in words(details)
    assert "Larkspur" not in words(details)


async def test_whoever_referred_reads_no_name_in_the_form_and_it_opens_when_all_is_decided(
    desk: Desk,
) -> None:
    referral = await keep(desk, decided(proposed(asked())))
    desk.move_clock(hours=5)

    form = (await desk.press("teacher-1", "urgent.start", referral)).form

    assert form is not None
    assert "Brannigan" not in words(form)
    assert "RED" not in words(form)
    await start(desk, "teacher-1", referral)
    assert await told(desk) == MANAGERS


@pytest.mark.parametrize("person", ["auditor-1", "admin-1", "nurse-1"])
async def test_to_whom_it_is_not_known_there_is_nothing_here(desk: Desk, person: str) -> None:
    referral = await keep(desk, asked())

    answer = await desk.press(person, "urgent.start", referral)

    assert answer.note == "There is nothing here with that reference."


async def test_before_it_is_rated_an_agency_knows_nothing_of_it(desk: Desk) -> None:
    referral = await refer(desk)

    answer = await desk.press("police-1", "urgent.start", referral)

    assert answer.note == "There is nothing here with that reference."
    await start(desk, "screening-1", referral)
    assert await told(desk) == MANAGERS


async def test_an_agency_that_was_not_asked_may_start_it_too(desk: Desk) -> None:
    referral = await keep(desk, asked(rated(level="green")))

    form = (await desk.press("housing-1", "urgent.start", referral)).form

    assert form is not None
    assert "Brannigan" not in words(form)
    await start(desk, "housing-1", referral)


async def test_of_two_managers_who_take_it_one_does_and_the_other_is_told_who(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await start(desk, "police-1", referral)
    (started,) = (await desk.case(referral)).urgent
    desk.move_clock(minutes=2)

    first = await desk.press("service-1", "urgent.take", started.id)
    second = await desk.press("duty-1", "urgent.take", started.id)

    assert first.note == "Recorded 9:14am. MASH-2611-7KDMQ."
    assert second.note == "H. Castellan is dealing with it since 9:14am. Your press changed nothing."
    assert [one.by for one in (await desk.case(referral)).urgent_taken] == ["service-1"]


@pytest.mark.parametrize("person", ["police-1", "screening-1", "chair-1"])
async def test_only_a_manager_takes_it(desk: Desk, person: str) -> None:
    referral = await keep(desk, asked())
    await start(desk, "police-1", referral)
    (started,) = (await desk.case(referral)).urgent

    answer = await desk.press(person, "urgent.take", started.id)

    assert answer.kind == "refused"
    assert "It needs a duty manager or a service manager." in answer.note


async def test_it_stands_for_a_day_and_no_longer(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await start(desk, "police-1", referral)
    scan = DueScan(desk.store, desk.hubs, desk.projection)
    desk.move_clock(hours=23)
    await scan.scan()
    assert await told(desk) == MANAGERS

    desk.move_clock(hours=1, minutes=1)
    await scan.scan()

    assert await told(desk) == set()


async def test_it_goes_with_a_decision_that_came_after_it(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await start(desk, "police-1", referral)
    desk.move_clock(minutes=5)

    case = await approve(desk, referral)

    assert case.urgent_now is None
    assert await told(desk) == set()


async def test_details_say_who_what_and_who_deals_with_it(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await start(desk, "police-1", referral)
    (started,) = (await desk.case(referral)).urgent
    await desk.press("duty-1", "urgent.take", started.id)

    said = words((await desk.press("health-1", "details.open", referral)).form)  # type: ignore[arg-type]  # it opened

    assert "Started 9:12am today. By: Police. 999 was not called yet." in said
    assert SAID["words"] in said
    assert "J. Okafor is dealing with it since 9:12am today." in said


async def test_agencies_that_read_a_summary_read_who_and_when(desk: Desk) -> None:
    referral = await keep(desk, asked(rated(arrived(shared_words="summary", summary="Please look."))))
    await start(desk, "teacher-1", referral)

    agency = (await desk.press("health-1", "details.open", referral)).form
    manager = (await desk.press("duty-1", "details.open", referral)).form

    assert agency is not None
    assert manager is not None
    assert "By: The person who referred." in words(agency)
    assert SAID["words"] not in words(agency)
    assert SAID["words"] in words(manager)


async def test_the_record_keeps_that_it_was_started_and_by_whom(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await start(desk, "teacher-1", referral)

    entries = await desk.store.read(lambda tx: tx.audit.entries(referral))

    assert [(e.actor, e.outcome) for e in entries if e.verb == "urgent.start"] == [
        ("teacher-1", "opened"),
        ("teacher-1", "done"),
    ]


# While screening.


async def test_screening_officers_start_it_at_once_and_rate_afterwards(desk: Desk) -> None:
    referral = await refer(desk, danger="no")

    answer = await desk.do(
        "screening-1", "referral.screen", referral, {"what": "urgent", "reason": "A knife."}
    )

    assert answer.kind == "done"
    case = await desk.case(referral)
    assert [(one.words, one.called_999) for one in case.urgent] == [("A knife.", "")]
    assert [subject.stage for subject in case.subjects] == ["received"]
    assert await told(desk) == MANAGERS
    form = answer.form
    assert form is not None
    assert (form.verb, form.problems) == ("referral.screen", {})
    held = {field.id: getattr(field, "value", "") for field in form.fields()}
    assert (held["what"], held["reason"]) == ("", "A knife.")
    rated_then = await desk.submit(form, {"what": "rate", "urgency_1": "red"}, by="screening-1")
    assert rated_then.kind == "done"
    case = await desk.case(referral)
    assert (case.level, len(case.urgent)) == ("red", 1)


async def test_with_the_urgencies_chosen_it_is_rated_in_the_same_send(desk: Desk) -> None:
    referral = await refer(desk)

    answer = await screen(desk, referral, what="urgent")

    assert (answer.kind, answer.form) == ("done", None)
    case = await desk.case(referral)
    assert (case.level, len(case.urgent), len(case.asked)) == ("red", 1, 12)


async def test_what_is_missing_for_a_rating_does_not_hold_it_up(desk: Desk) -> None:
    referral = await refer(desk)

    answer = await screen(desk, referral, what="urgent", shared="summary")

    assert answer.kind == "done"
    case = await desk.case(referral)
    assert (case.level, len(case.urgent)) == ("", 1)


async def test_it_puts_a_referral_first_for_screening(desk: Desk) -> None:
    await refer(desk, danger="no", name="Old One", born="1 1 2015")
    later = await refer(desk, danger="no", name="Late Er", born="1 1 2016")
    await start(desk, "teacher-1", later)

    opened = await desk.press("screening-1", "desk.next", "hub")

    assert opened.form is not None
    assert opened.form.thing == later


async def test_my_referrals_lead_to_it_too(desk: Desk) -> None:
    referral = await keep(desk, decided(proposed(asked())))

    listed = (await desk.press("teacher-1", "referral.mine")).form

    assert listed is not None
    more = [button for button in buttons_of(listed) if button.verb == "urgent.start"]
    assert [(button.label, button.thing) for button in more] == [("I am more worried", referral)]
