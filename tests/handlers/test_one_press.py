"""One press, whatever the verb: repeated, double, foreign and forged ones."""

import asyncio

from tests.support.cases import answered, asked
from tests.support.desk import Desk
from tests.support.keeping import keep


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
