"""One press, whatever the verb: repeated, double, foreign and forged ones."""

import asyncio
from dataclasses import replace

import pytest

from bot.interaction import Identity, Interaction, Phase, SurfaceName
from storage.audit import REST
from storage.tx import Tx
from tests.support.cases import answered, asked, proposed
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.people import FORUM, WEB_TENANT
from tests.support.referring import KACEY, send
from triage.records import Membership


async def test_a_second_delivery_of_a_submit_gets_what_was_recorded_and_adds_nothing(desk: Desk) -> None:
    referral = await keep(desk, asked())
    opened = await desk.press("police-1", "check.nothing_known", referral)

    first = await desk.submit(opened.form, {}, by="police-1", delivery="the-same")
    desk.move_clock(minutes=5)
    second = await desk.submit(opened.form, {}, by="police-1", delivery="the-same")

    assert first.note == second.note == "Recorded 9:12am. MASH-2611-7KDMQ."
    assert len((await desk.case(referral)).answers) == 1


async def test_the_same_form_sent_again_under_a_new_delivery_gets_what_was_recorded(desk: Desk) -> None:
    referral = await keep(desk, asked())
    opened = await desk.press("police-1", "check.nothing_known", referral)

    notes = {(await desk.submit(opened.form, {}, by="police-1")).note for _ in range(3)}

    assert notes == {"Recorded 9:12am. MASH-2611-7KDMQ."}
    assert len((await desk.case(referral)).answers) == 1


@pytest.mark.parametrize("verb", ["duty.start", "meeting.start", "action.take"])
async def test_a_followed_address_does_nothing_that_needs_a_press(desk: Desk, verb: str) -> None:
    police = Identity(SurfaceName.WEB, WEB_TENANT, "police-1")
    followed = Interaction(police, verb, "x1", Phase.PRESS, "link-1", followed=True)

    answer = await desk.dispatcher.press(followed)

    assert answer.kind == "refused"
    assert answer.note.startswith("This button no longer does anything. Nothing was recorded.")
    roster = await desk.store.read(lambda tx: tx.people.roster())
    assert "police-1" not in {duty.person for duty in roster.duties}


async def test_ten_submits_of_one_form_at_once_record_one_answer(desk: Desk) -> None:
    referral = await keep(desk, asked())
    opened = await desk.press("police-1", "check.nothing_known", referral)

    answers = await asyncio.gather(*(desk.submit(opened.form, {}, by="police-1") for _ in range(10)))

    assert {answer.kind for answer in answers} == {"done"}
    assert len((await desk.case(referral)).answers) == 1


async def test_somebody_else_s_form_is_refused_and_the_attempt_is_kept(desk: Desk) -> None:
    referral = await keep(desk, asked())
    opened = await desk.press("police-1", "check.nothing_known", referral)

    answer = await desk.submit(opened.form, {}, by="housing-1")

    assert answer.kind == "refused"
    assert (await desk.case(referral)).answers == ()
    entries = await desk.store.read(lambda tx: tx.audit.entries(referral))
    assert [(entry.actor, entry.outcome) for entry in entries] == [
        ("police-1", "opened"),
        ("housing-1", "refused"),
    ]


async def test_authority_is_judged_again_at_the_submit(desk: Desk) -> None:
    referral = await keep(desk, asked())
    opened = await desk.press("police-1", "check.nothing_known", referral)
    await desk.store.write(lambda tx: tx.people.end("police-1", tx.now))

    answer = await desk.submit(opened.form, {}, by="police-1")

    assert answer.note == "Your access ended on 16 November 2026. Nothing was recorded."
    assert (await desk.case(referral)).answers == ()


async def test_what_is_missing_shows_the_same_form_with_what_was_typed(desk: Desk) -> None:
    referral = await keep(desk, asked())
    opened = await desk.press("police-1", "check.nothing_known", referral)

    answer = await desk.submit(opened.form, {"people": (), "systems": "PNC"}, by="police-1")

    assert answer.kind == "invalid"
    assert answer.form is not None
    assert answer.form.problems == {
        "people": 'Select at least one person, or choose "Cannot check" in Add what we know'
    }
    assert [getattr(field, "value", None) for field in answer.form.fields() if field.id == "systems"] == [
        "PNC"
    ]
    again = await desk.submit(answer.form, {"people": _everybody(answer.form)}, by="police-1")
    assert again.kind == "done"


async def test_a_value_that_was_not_offered_is_not_taken(desk: Desk) -> None:
    referral = await keep(desk, asked())
    opened = await desk.press("police-1", "check.nothing_known", referral)

    answer = await desk.submit(opened.form, {"people": ("somebody-else",)}, by="police-1")

    assert answer.kind == "invalid"
    assert (await desk.case(referral)).answers == ()


async def test_every_step_is_in_a_whole_audit_chain(desk: Desk) -> None:
    referral = await keep(desk, answered(asked(), "health"))

    await desk.do("police-1", "check.nothing_known", referral, {})

    entries = await desk.store.read(lambda tx: tx.audit.entries(referral))
    assert [(entry.actor, entry.seat, entry.verb, entry.outcome) for entry in entries] == [
        ("police-1", "police", "check.nothing_known", "opened"),
        ("police-1", "police", "check.nothing_known", "done"),
    ]
    assert await desk.store.read(lambda tx: tx.audit.problems(referral)) == []


def _everybody(form: object) -> tuple[str, ...]:
    people = next(field for field in form.fields() if field.id == "people")  # type: ignore[attr-defined]
    return tuple(option.value for option in people.options)


async def test_one_delivery_that_comes_twice_at_once_is_done_once(desk: Desk) -> None:
    referral = await keep(desk, asked())
    opened = await desk.press("police-1", "check.nothing_known", referral)

    answers = await asyncio.gather(
        *(desk.submit(opened.form, {}, by="police-1", delivery="the-same") for _ in range(6))
    )

    assert {answer.note for answer in answers} == {"Recorded 9:12am. MASH-2611-7KDMQ."}
    assert len((await desk.case(referral)).answers) == 1


async def test_referrals_that_arrive_at_once_are_all_taken_and_told_in_one_message_to_each(
    desk: Desk,
) -> None:
    people = ("teacher-1", "nurse-1", "police-1", "health-1")
    forms = [(by, (await desk.press(by, "referral.start")).form) for by in people]

    sent = await asyncio.gather(*(desk.submit(form, KACEY, by=by) for by, form in forms))

    assert {answer.kind for answer in sent} == {"done"}
    told = [message.audience for message in await desk.messages("to_screen")]
    assert sorted(told) == ["duty-1", "duty-2", "screening-1"]


async def test_a_form_shown_again_with_newer_content_is_an_opening_on_the_record(desk: Desk) -> None:
    referral = await keep(desk, proposed(answered(asked(), "police")))
    opened = await desk.press("duty-1", "proposal.approve", "proposal-1")
    await desk.do("health-1", "check.nothing_known", referral, {})

    again = await desk.submit(opened.form, {}, by="duty-1")

    assert again.kind == "open"
    entries = await desk.store.read(lambda tx: tx.audit.entries(referral))
    assert [entry.outcome for entry in entries if entry.actor == "duty-1"] == ["opened", "opened"]


async def test_words_sent_in_the_place_of_an_id_are_not_kept_readable(desk: Desk) -> None:
    for verb, thing in (("details.open", "Kacey Brannigan"), ("Kacey.Brannigan", "")):
        answer = await desk.press("police-1", verb, thing)
        assert answer.kind == "refused"

    entries = await desk.store.read(lambda tx: tx.audit.entries(REST))
    assert [(entry.verb, entry.thing) for entry in entries] == [("details.open", ""), ("unknown", "")]


async def test_a_press_on_a_screened_case_leaves_the_desks_message_as_it_is(desk: Desk) -> None:
    await send(desk)
    before = [message.wanted_revision for message in await desk.messages("to_screen")]
    referral = await keep(desk, asked())
    after_keeping = [message.wanted_revision for message in await desk.messages("to_screen")]

    await desk.do("police-1", "check.nothing_known", referral, {})

    assert before != after_keeping, "keep() works out the desk's messages again"
    assert [message.wanted_revision for message in await desk.messages("to_screen")] == after_keeping


async def test_who_left_one_hub_works_on_in_the_other(desk: Desk) -> None:
    def two_hubs(tx: Tx) -> None:
        tx.forums.put(replace(desk.hub.forum, id="another"))
        person = desk.hubs.roster(tx).people["police-1"]
        left = Membership(person.id, "another", "health", frozenset({"practitioner"}), ends_at=tx.now)
        here = Membership(person.id, FORUM, "police", frozenset({"practitioner"}))
        tx.people.put(person, [left, here], desk.hubs.roster(tx).accounts(person.id))

    await desk.store.write(two_hubs)
    referral = await keep(desk, asked())

    assert (await desk.press("police-1", "check.nothing_known", referral)).kind == "open"
