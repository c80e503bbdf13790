"""Seven cases in a row: one press opens the first, one press each records it and opens the next."""

from tests.support.cases import asked
from tests.support.decisions import another
from tests.support.desk import Desk
from tests.support.keeping import keep


async def test_seven_nothing_known_in_a_row_take_eight_presses(desk: Desk) -> None:
    referrals = [await keep(desk, another(asked(), f"-{n}", f"MASH-2611-AAA{n}A")) for n in range(7)]
    before = next(desk.numbers)

    answer = await desk.press("police-1", "checks.through", referrals[0])
    while answer.form is not None:
        answer = await desk.submit(answer.form, {}, by="police-1")
        assert answer.kind == "done"

    assert next(desk.numbers) - before - 1 == 8
    for referral in referrals:
        (given,) = (await desk.case(referral)).answers
        assert (given.seat, given.kind) == ("police", "checked_nothing_known")


async def test_each_case_that_opens_is_in_the_audit_of_that_case(desk: Desk) -> None:
    first, second = [await keep(desk, another(asked(), f"-{n}", f"MASH-2611-AAA{n}A")) for n in range(2)]

    await desk.do("police-1", "checks.through", first, {})

    entries = await desk.store.read(lambda tx: tx.audit.entries(second))
    assert [(entry.actor, entry.verb, entry.outcome) for entry in entries] == [
        ("police-1", "checks.through", "opened")
    ]
    assert await desk.store.read(lambda tx: tx.audit.problems(second)) == []


async def test_somebody_left_unticked_stays_asked_and_the_next_case_opens_all_the_same(desk: Desk) -> None:
    first, second = [await keep(desk, another(asked(), f"-{n}", f"MASH-2611-AAA{n}A")) for n in range(2)]

    answer = await desk.do("police-1", "checks.through", first, {"people": ("subject-1-0",)})

    assert answer.form is not None
    assert answer.form.thing == second
    assert (await desk.case(first)).seat_answer("police").left == ("subject-2-0",)
    assert (await desk.submit(answer.form, {}, by="police-1")).form is None, "it does not go round"


async def test_a_seat_that_was_not_asked_cannot_begin(desk: Desk) -> None:
    first = await keep(desk, asked())

    assert (await desk.press("screening-1", "checks.through", first)).kind == "refused"
