"""The handover of a night says of each case what was decided and begun while the hub was closed."""

from bot.cards.elements import Form, Heading, Row
from tests.cards.reading import buttons_of
from tests.handlers.test_nights import at, cards, reference, refers
from tests.handlers.test_urgent import start
from tests.support.decisions import keep_answered, propose
from tests.support.desk import Desk
from tests.support.kept_from import declare


async def handover(desk: Desk, person: str = "duty-1") -> Form:
    answer = await desk.press(person, "night.read", "hub")
    assert answer.form, answer.note
    return answer.form


def row_of(form: Form, case: str) -> tuple[str, ...]:
    """What it says of one case."""
    (found,) = [part.lines for part in form.body if isinstance(part, Row) and case in part.lines[0]]
    return found


def mentions(form: Form, case: str) -> bool:
    return any(case in part.lines[0] for part in form.body if isinstance(part, Row))


async def test_what_the_emergency_duty_team_decided_is_named_for_each_child(desk: Desk) -> None:
    referral = await keep_answered(desk)
    proposal = await propose(desk, referral)
    await at(desk, 20)
    assert (await desk.do("edt-1", "proposal.approve", proposal.id, {})).kind == "done"
    await at(desk, 8, 45, day=17)

    said = row_of(await handover(desk), await reference(desk, referral))

    assert said[-3:] == (
        "INTERIM DECISION. Back on the list Tue 17 November.",
        "Child 1: section 47 enquiry, joint. Child 2: section 47 enquiry, joint.",
        "Approved by A. Delacroix, emergency duty team, 8:00pm Monday 16 November.",
    )

    for_good = await propose(desk, referral)
    await desk.do("duty-1", "proposal.approve", for_good.id, {})

    later = row_of(await handover(desk), await reference(desk, referral))
    assert later == (*said, "A later decision has taken its place."), (
        "what is decided by day is not of the night"
    )


async def test_what_a_duty_manager_decided_in_the_night_holds_for_good(desk: Desk) -> None:
    referral = await keep_answered(desk)
    proposal = await propose(desk, referral)
    await at(desk, 20)
    await desk.do("duty-1", "proposal.approve", proposal.id, {})
    await at(desk, 8, 45, day=17)

    said = row_of(await handover(desk), await reference(desk, referral))

    assert said[-1] == "Approved by J. Okafor, duty manager, 8:00pm Monday 16 November."
    await desk.store.write(lambda tx: tx.people.end("duty-1", tx.now))
    desk.move_clock(minutes=1)
    assert row_of(await handover(desk, "duty-2"), await reference(desk, referral)) == said, (
        "as what they were then"
    )
    assert not any("INTERIM" in line for line in said)


async def test_a_case_that_is_not_to_be_picked_up_stands_below_with_what_was_decided(desk: Desk) -> None:
    referral = await keep_answered(desk)
    known = await reference(desk, referral)
    calm = await propose(desk, referral)
    await desk.do("duty-1", "proposal.approve", calm.id, {})
    await at(desk, 20)
    arrived = await reference(desk, await refers(desk))
    await start(desk, "police-1", referral)
    await at(desk, 8, 45, day=17)

    form = await handover(desk)

    assert row_of(form, arrived)
    assert Heading("Other cases of the night") in form.body
    assert row_of(form, known)[1:] == (
        "Urgent protection started 8:00pm Monday 16 November. By: Police. 999 was not called yet.",
        "Nobody has said yet that they are dealing with the urgent protection.",
    ), "what was decided by day is not of the night"
    assert "knife" not in repr(form), "what was said is read in details"

    (started,) = (await desk.case(referral)).urgent
    await desk.press("duty-2", "urgent.take", started.id)
    assert row_of(await handover(desk), known)[2] == (
        "M. Reyes is dealing with the urgent protection since 8:45am today."
    )


async def test_what_happened_by_day_or_after_the_opening_is_not_of_the_night(desk: Desk) -> None:
    by_day = await keep_answered(desk)
    await start(desk, "police-1", by_day)
    proposal = await propose(desk, by_day)
    await desk.do("duty-1", "proposal.approve", proposal.id, {})
    known = await reference(desk, by_day)
    await at(desk, 17)
    await at(desk, 8, 45, day=17)
    assert not mentions(await handover(desk), known)

    await start(desk, "police-1", by_day)

    assert not mentions(await handover(desk), known)


async def test_whom_a_case_is_kept_from_reads_nothing_of_it(desk: Desk) -> None:
    referral = await keep_answered(desk)
    proposal = await propose(desk, referral)
    await at(desk, 20)
    await desk.do("edt-1", "proposal.approve", proposal.id, {})
    known = await reference(desk, referral)
    await declare(desk, "duty-2", referral)
    await at(desk, 8, 45, day=17)

    assert mentions(await handover(desk, "duty-1"), known)
    assert not mentions(await handover(desk, "duty-2"), known)


async def test_a_decision_that_another_replaced_in_the_same_night_says_so(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await at(desk, 20)
    for person in ("edt-1", "duty-1"):
        proposal = await propose(desk, referral)
        assert (await desk.do(person, "proposal.approve", proposal.id, {})).kind == "done"
    await at(desk, 8, 45, day=17)

    said = row_of(await handover(desk), await reference(desk, referral))

    assert said.count("A later decision has taken its place.") == 1
    assert said[-1].startswith("Approved by J. Okafor, duty manager")


async def test_a_case_of_two_nights_stands_once(desk: Desk) -> None:
    await at(desk, 14, 31)
    referral = await refers(desk, danger="yes")
    await at(desk, 17)
    await at(desk, 8, 45, day=17)
    await at(desk, 17, day=17)
    await at(desk, 8, 45, day=18)

    form = await handover(desk)

    names = [button.name for button in buttons_of(form)]
    assert len(names) == len(set(names))
    told = [line for line in row_of(form, await reference(desk, referral)) if "On call told" in line]
    assert told == ["On call told 5:00pm Monday 16 November.", "On call told 5:00pm Tuesday 17 November."]


async def test_a_night_of_decisions_alone_stands_at_the_desk_until_the_hub_closes_again(desk: Desk) -> None:
    """Nothing is to be picked up, and what was decided is read all the same."""
    referral = await keep_answered(desk)
    known, proposal = await reference(desk, referral), await propose(desk, referral)
    desk.move_clock(hours=9)
    assert (await desk.do("edt-1", "proposal.approve", proposal.id, {})).kind == "done"
    await start(desk, "police-1", referral)
    await at(desk, 8, 44, day=17)
    assert await cards(desk, "overnight", "duty-1") == []

    await at(desk, 8, 45, day=17)

    (card,) = await cards(desk, "overnight", "duty-1")
    title, *rest = card.splitlines()
    assert title == "OVERNIGHT · 1 case decided · 1 urgent protection"
    assert rest == [f"To read in the handover: {known} RED ◆", "[Read the handover >]"]
    assert row_of(await handover(desk), known)
    await declare(desk, "duty-2", referral)
    await at(desk, 9, day=17)
    assert await cards(desk, "overnight", "duty-2") == []

    await at(desk, 17, day=17)
    assert await cards(desk, "overnight", "duty-1") == []
