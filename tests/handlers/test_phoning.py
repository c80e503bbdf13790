"""A duty manager phones the lead of an agency that is late: on which number, what came of it, and the next one reads it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards.elements import Choice, Form
from storage.tx import Tx
from tests.bot.test_reminding import at, button, digests, late_rows, listed, read_last, red, with_action
from tests.cards.reading import buttons_of, read, words
from tests.support.cases import answered
from tests.support.decisions import SEATS
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.kept_from import declare, restrict
from triage import access
from triage.records import AccessRequest, Membership

BUT_HOUSING = [seat for seat in SEATS if seat != "housing"]


async def housing_is_late(desk: Desk) -> str:
    """A red case at 11:41am: Housing alone has not answered, and the duty managers were told."""
    referral = await keep(desk, answered(red(), *BUT_HOUSING))
    await at(desk, 11, 41)
    return referral


async def opened(desk: Desk, person: str = "duty-1") -> Form:
    form = (await desk.press(person, *(await button(desk, person, "Phone the lead")))).form
    assert form is not None
    return form


async def has_number(desk: Desk, person: str, phone: str, **also: object) -> None:
    """The roster knows this number; with a seat named, they stand in for it."""

    def put(tx: Tx) -> None:
        roster = desk.hubs.roster(tx)
        held = [m for m in roster.memberships if m.person == person]
        held = [replace(m, **also) for m in held]  # type: ignore[arg-type]  # the fields that a test names
        tx.people.put(replace(roster.people[person], phone=phone), held, roster.accounts(person))

    await desk.store.write(put)


async def test_the_form_says_who_leads_and_on_which_number(desk: Desk) -> None:
    await housing_is_late(desk)
    await has_number(desk, "housing-lead", "01632 960 123")
    await has_number(desk, "screening-2", "01632 960 124", deputy_for="housing")

    form = await opened(desk)

    said = words(form).splitlines()
    assert "Lee Housing, lead: 01632 960 123" in said
    assert "Piotr Marsh, deputy: 01632 960 124" in said


async def test_that_no_number_is_known_is_said(desk: Desk) -> None:
    await housing_is_late(desk)

    assert "Lee Housing, lead: no phone number is known here" in words(await opened(desk))


async def test_who_is_on_duty_there_is_named_too(desk: Desk) -> None:
    await housing_is_late(desk)
    await desk.store.write(lambda tx: tx.people.start_duty("hub", "housing-1", "housing"))

    assert "Robin Housing, on duty now: no phone number is known here" in words(await opened(desk))


async def test_where_nobody_leads_an_agency_it_is_said(desk: Desk) -> None:
    await housing_is_late(desk)
    held = Membership("housing-lead", "hub", "housing", frozenset({"practitioner"}))

    def put(tx: Tx) -> None:
        roster = desk.hubs.roster(tx)
        tx.people.put(roster.people["housing-lead"], [held], roster.accounts("housing-lead"))

    await desk.store.write(put)

    form = await opened(desk)
    assert "Nobody leads this agency here. Phone its office." in words(form)
    sent = await desk.submit(form, {"came_of_it": "told"}, by="duty-1")
    assert sent.kind == "done"


NOT_THEIRS = "Its lead may not know of this case. Do not speak to them about it."


async def test_a_lead_who_may_not_know_of_it_is_not_said_to_be_nobody(desk: Desk) -> None:
    referral = await housing_is_late(desk)
    await has_number(desk, "screening-2", "01632 960 124", deputy_for="housing")
    await declare(desk, "housing-lead", referral)

    form = await opened(desk)

    said = words(form)
    assert NOT_THEIRS in said
    assert "Piotr Marsh, deputy: 01632 960 124" in said
    assert "Nobody leads" not in said
    assert "Lee Housing" not in said
    assert "Robin Housing" not in said
    assert whom(form) == ["screening-2", "somebody_else"]


async def test_where_nobody_stands_in_for_such_a_lead_their_colleagues_may_be_spoken_to(desk: Desk) -> None:
    referral = await housing_is_late(desk)
    await has_number(desk, "housing-1", "01632 960 125")
    await declare(desk, "housing-lead", referral)

    form = await opened(desk)

    assert "Robin Housing, answers for this agency: 01632 960 125" in words(form)
    assert whom(form) == ["housing-1", "housing-2", "somebody_else"]


async def test_of_an_agency_where_nobody_may_know_of_it_nobody_is_to_be_spoken_to(desk: Desk) -> None:
    referral = await housing_is_late(desk)
    verb, thing = await button(desk, "duty-1", "Phone the lead")
    await restrict(desk, referral)

    form = (await desk.press("duty-1", verb, thing)).form

    assert form is not None
    assert "Nobody at this agency may know of this case. Do not speak to anybody there about it." in words(
        form
    )
    assert "Phone its office" not in words(form)


async def test_of_two_leads_the_one_who_may_know_of_it_is_named_alone(desk: Desk) -> None:
    referral = await housing_is_late(desk)
    await has_number(desk, "housing-1", "01632 960 125", roles=frozenset({"lead"}))
    await declare(desk, "housing-lead", referral)

    said = words(await opened(desk))

    assert "Robin Housing, lead: 01632 960 125" in said
    assert "Another lead may not know of this case. Do not speak to them about it." in said


def whom(form: Form) -> list[str]:
    """Who can be said to have been phoned."""
    (choice,) = [one for one in form.fields() if isinstance(one, Choice) and one.id == "whom"]
    return [option.value for option in choice.options]


@pytest.mark.parametrize(
    ("outcome", "said"),
    [("told", "told"), ("no_answer", "no answer"), ("message", "left a message")],
)
async def test_what_came_of_it_stands_on_the_row_of_every_duty_manager(
    desk: Desk, outcome: str, said: str
) -> None:
    referral = await housing_is_late(desk)

    answer = await desk.submit(await opened(desk), {"came_of_it": outcome}, by="duty-1")

    assert answer.note == "Recorded 11:41am. MASH-2611-7KDMQ."
    for manager in ("duty-1", "duty-2"):
        (row,) = await late_rows(desk, manager)
        form = await listed(desk, manager)
        assert f"Phoned 11:41am, L. Housing: {said}" in words(form)
        posted = f"Housing · reminded 1 time · Phoned 11:41am Mon 16 November, L. Housing: {said}"
        assert posted in await read_last(desk, manager)
        assert "Phone the lead: Housing" in row
    (kept,) = (await desk.case(referral)).phoned
    assert (kept.by, kept.whom, kept.came_of_it) == ("duty-1", "housing-lead", outcome)
    last = (await desk.store.read(lambda tx: tx.audit.entries(referral)))[-1]
    assert (last.verb, last.body) == (
        "reminder.phone",
        {"seat": "housing", "whom": "housing-lead", "came_of_it": outcome},
    )


async def test_one_choice_and_one_press_record_it_and_what_came_of_it_is_never_filled_in(desk: Desk) -> None:
    await housing_is_late(desk)

    form = await opened(desk)
    empty = await desk.submit(form, {}, by="duty-1")

    assert empty.form is not None
    assert empty.form.problems == {"came_of_it": "Select what came of it"}
    assert (await desk.submit(form, {"came_of_it": "told"}, by="duty-1")).kind == "done"


async def test_the_next_duty_manager_reads_who_phoned_and_what_was_said_before_they_phone(desk: Desk) -> None:
    referral = await housing_is_late(desk)
    said = {"whom": "somebody_else", "came_of_it": "message", "words": "Canaryword comes back at noon."}
    await desk.submit(await opened(desk), said, by="duty-1")
    desk.move_clock(minutes=5)

    form = await opened(desk, "duty-2")

    line = "Phoned 11:41am today, somebody else there: left a message. Recorded by J. Okafor."
    assert f"{line}\nCanaryword comes back at noon." in words(form)
    assert "Canaryword" not in repr(await digests(desk, "duty-2"))
    await desk.submit(form, {"came_of_it": "no_answer"}, by="duty-2")
    kept = (await desk.case(referral)).phoned
    assert [one.came_of_it for one in kept] == ["message", "no_answer"]
    assert "Phoned 11:46am Mon 16 November, L. Housing: no answer" in await read_last(desk, "duty-1")


async def test_a_late_action_says_it_too_and_no_more_once_it_has_more_time(desk: Desk) -> None:
    action = await with_action(desk)
    await at(desk, 18, 16)
    await desk.submit(await opened(desk), {"came_of_it": "told"}, by="duty-1")
    assert "Phoned 6:16pm, L. Housing: told" in words(await listed(desk, "duty-1"))

    later = desk.clock.now() + timedelta(hours=1)
    await desk.store.write(lambda tx: tx.actions.move(action.id, due_at=later))
    await at(desk, 20, 32)

    assert "Phoned" not in words(await listed(desk, "duty-1"))


async def test_every_late_agency_can_be_reached_from_the_list_and_from_the_message(desk: Desk) -> None:
    await keep(desk, red())
    await at(desk, 11, 41)
    late = 11

    (row,) = await late_rows(desk)
    assert row.endswith(
        f"['Phone the lead: CAF', 'Phone the lead: Domestic Violence Nurse', 'Phone the lead: Education', "
        f"'Show all {late}', 'Go on without them']"
    )
    message = (await digests(desk, "duty-1"))[-1]
    (from_message,) = message.buttons
    (from_list,) = [b for b in buttons_of(await listed(desk, "duty-1")) if b.label == f"Show all {late}"]
    assert from_message.label == f"Show all {late}"

    for show in (from_message, from_list):
        form = (await desk.press("duty-1", show.verb, show.thing)).form
        assert form is not None
        phone = [button for button in buttons_of(form) if button.verb == "reminder.phone"]
        assert len({button.name for button in buttons_of(form)}) == len(buttons_of(form))
        assert len(phone) == late
        for one in phone:
            answer = await desk.press("duty-1", one.verb, one.thing)
            assert answer.kind == "open"


async def test_four_late_agencies_have_a_button_each_and_need_no_list(desk: Desk) -> None:
    late = ["caf", "education", "housing", "police"]
    await keep(desk, answered(red(), *(seat for seat in SEATS if seat not in late)))
    await at(desk, 11, 41)

    assert "Show all" not in str(await late_rows(desk))
    assert str(await late_rows(desk)).count("Phone the lead") == len(late)
    assert "Show all" not in await read_last(desk, "duty-1")


async def test_the_list_of_a_message_is_its_persons_alone(desk: Desk) -> None:
    await keep(desk, red())
    await at(desk, 11, 41)
    (show,) = (await digests(desk, "duty-1"))[-1].buttons

    for person in ("duty-2", "police-lead", "teacher-1"):
        assert (await desk.press(person, show.verb, show.thing)).kind == "refused"
    assert (await desk.press("duty-1", show.verb, "no-such-list")).kind == "refused"


async def test_to_phone_is_for_managers_alone(desk: Desk) -> None:
    await housing_is_late(desk)
    verb, thing = await button(desk, "duty-1", "Phone the lead")

    for person in ("housing-lead", "police-1", "screening-1", "chair-1"):
        assert (await desk.press(person, verb, thing)).kind == "refused"


async def test_no_number_and_nothing_said_stands_in_a_message(desk: Desk) -> None:
    await housing_is_late(desk)
    await has_number(desk, "housing-lead", "01632 960 123")
    said = {"came_of_it": "told", "words": "Canaryword."}
    await desk.submit(await opened(desk), said, by="duty-1")

    for card in (*await digests(desk, "duty-1"), *await digests(desk, "duty-2")):
        assert "960 123" not in repr(card)
        assert "Canaryword" not in repr(card)
        assert "Housing" not in card.fallback
        assert "Phoned" not in card.title
        assert "Phoned" in read(card)


async def test_what_was_said_is_part_of_what_is_held_about_somebody(desk: Desk) -> None:
    referral = await housing_is_late(desk)
    await desk.submit(await opened(desk), {"came_of_it": "told", "words": "Canaryword."}, by="duty-1")
    case, now = await desk.case(referral), desk.clock.now()
    asks = AccessRequest(
        "sar-1", referral, case.subjects[0].id, now, "governance-1", now, now, "Her mother", "Passport."
    )

    held = [(one.kind, one.seat, one.words) for one in access.items(case, asks)]

    assert ("lead_phoned", "", "Canaryword.") in held
