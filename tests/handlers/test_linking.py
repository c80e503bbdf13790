"""People in two referrals are linked, and a link is undone; a decision stands until somebody has looked at it again."""

import pytest

from bot.cards.cases import referral_card
from bot.cards.sight import Sight
from bot.drawing import Drawing
from bot.interaction import Answer
from bot.words import Words
from tests.support.desk import Desk
from tests.support.kept_from import declare, restrict
from tests.support.referring import read, refer, screen

LOOK = "A look at new household information"
LINKED = {"kind": "household", "why": "The same mother brings both to school."}
OUTCOME = {"outcome_1": "section_17", "rationale": "Help is needed at home.", "safety": "School watches."}


async def reference_of(desk: Desk, referral: str) -> str:
    return (await desk.case(referral)).referral.reference


async def decided(desk: Desk, referral: str) -> None:
    """Rated, and decided without waiting for the agencies."""
    await screen(desk, referral)
    answer = await desk.do("chair-1", "decision.propose", referral, {**OUTCOME, "without": "It is urgent."})
    assert answer.kind == "done", (answer.note, answer.form and answer.form.problems)
    (proposal,) = (await desk.case(referral)).open_proposals
    await desk.do("duty-2", "proposal.approve", proposal.id, {})


async def compared(desk: Desk, person: str, referral: str, other: str) -> Answer:
    """The people of another referral, put beside those of this one by its reference."""
    opened = await desk.press(person, "link.find", referral)
    return await desk.submit(opened.form, {"reference": await reference_of(desk, other)}, by=person)


async def link(desk: Desk, person: str, referral: str, other: str, **typed: str) -> Answer:
    found = await compared(desk, person, referral, other)
    assert found.kind == "open", found
    return await desk.submit(found.form, {**LINKED, **typed}, by=person)


async def two(desk: Desk) -> tuple[str, str]:
    """Two children of other names at other addresses, whom no search brings together; the first is decided about."""
    older = await refer(desk)
    await decided(desk, older)
    desk.move_clock(hours=1)
    return older, await refer(
        desk, by="nurse-1", name="Ines Delgado", born="3 5 2023", household="", danger="no"
    )


async def test_a_sibling_after_the_decision_leaves_it_standing_and_asks_for_a_look(desk: Desk) -> None:
    older, younger = await two(desk)
    await screen(desk, younger)

    assert (await link(desk, "duty-1", younger, older)).kind == "done"

    case = await desk.case(older)
    assert {subject.stage for subject in case.subjects} == {"decided"}
    sight = Sight(Words("en"), desk.hub, await desk.store.read(desk.hubs.roster), desk.clock.now())
    said = repr(referral_card.card(case, sight))
    at = "10:12am Mon 16 November"
    assert f"NEW HOUSEHOLD INFORMATION {at}. The decision stands until reviewed." in said
    assert {m.audience for m in await desk.messages("household")} == {"duty-1", "duty-2"}
    later = await desk.case(younger)
    assert later.answers == ()
    assert {check.subjects for check in later.checks} == {tuple(s.id for s in later.subjects)}
    assert later.due_at is not None and case.due_at is not None  # noqa: PT018 - for the type checker
    assert later.due_at > case.due_at, "its own clock, from its own arrival"


async def test_the_duty_manager_lets_the_decision_stand(desk: Desk) -> None:
    older, younger = await two(desk)
    await link(desk, "duty-1", younger, older)
    (message,) = await desk.messages("household", "duty-1")

    assert (await desk.press("duty-1", "household.confirm", message.thing)).kind == "done"

    assert not await desk.messages("household")
    case = await desk.case(older)
    sight = Sight(Words("en"), desk.hub, await desk.store.read(desk.hubs.roster), desk.clock.now())
    assert "NEW HOUSEHOLD" not in repr(referral_card.card(case, sight))


async def test_a_restricted_sibling_is_told_of_on_no_post(desk: Desk) -> None:
    older, younger = await two(desk)
    await restrict(desk, younger, "duty-1", "chair-1")

    await link(desk, "duty-1", younger, older)

    assert "NEW HOUSEHOLD" not in await posted(desk, older)
    assert {m.audience for m in await desk.messages("household")} == {"duty-1", "duty-2"}


@pytest.mark.parametrize("how", ["restricted", "known to the family"])
async def test_a_sibling_that_is_kept_from_others_later_leaves_the_post(desk: Desk, how: str) -> None:
    """When they were linked it stood on the post; with "nothing is linked here" it would tell that something is hidden."""
    older, younger = await two(desk)
    await screen(desk, younger)
    await link(desk, "duty-1", younger, older)
    assert "NEW HOUSEHOLD" in await posted(desk, older)
    assert LOOK in "".join(await details(desk, older))

    if how == "restricted":
        await restrict(desk, younger, "duty-1", "chair-1")
    else:
        await declare(desk, "police-1", younger)

    assert "NEW HOUSEHOLD" not in await posted(desk, older)
    assert LOOK not in "".join(await details(desk, older))
    assert {m.audience for m in await desk.messages("household")} == {"duty-1", "duty-2"}


async def details(desk: Desk, referral: str) -> list[str]:
    """What an agency that was asked reads of it."""
    return read((await desk.press("health-1", "details.open", referral)).form)


async def posted(desk: Desk, referral: str) -> str:
    """Its card in the channel, as it is drawn now."""
    (message,) = [m for m in await desk.messages("referral", "channel") if m.thing == referral]
    drawn = await desk.store.read(lambda tx: Drawing(desk.hubs).draw(tx, message))
    assert drawn is not None
    return repr(drawn.card)


async def test_others_propose_and_a_duty_manager_says_what_they_are(desk: Desk) -> None:
    older, younger = await two(desk)

    await link(desk, "minutes-1", younger, older)

    assert (await desk.case(younger)).counted_contacts == 0
    assert {m.audience for m in await desk.messages("link_proposed")} == {"duty-1", "duty-2"}
    (message,) = await desk.messages("link_proposed", "duty-1")
    answer = await desk.do("duty-1", "link.decide", message.thing, LINKED)
    assert answer.kind == "done"
    assert (await desk.case(younger)).counted_contacts == 1
    assert not await desk.messages("link_proposed")
    made = (await desk.case(younger)).links
    assert [(one.by, one.proposed) for one in made] == [("minutes-1", True), ("duty-1", False)]
    assert made[1].supersedes == made[0].id


async def test_undoing_names_who_opened_either_since_and_opens_a_near_miss(desk: Desk) -> None:
    older, younger = await two(desk)
    await screen(desk, younger)
    await link(desk, "duty-1", younger, older)
    (made,) = (await desk.case(younger)).links
    desk.move_clock(minutes=5)
    await desk.press("police-1", "details.open", older)
    await desk.press("housing-1", "check.nothing_known", younger)

    opened = await desk.press("duty-2", "link.undo", made.id)
    answer = await desk.submit(opened.form, {"why": "Two families of one name."}, by="duty-2")

    shown = repr(opened.form)
    assert "R. Police (Police)" in shown
    assert "R. Housing (Housing)" in shown
    assert answer.kind == "done"
    now = await desk.case(younger)
    assert now.counted_contacts == 0
    assert [(one.kind, one.supersedes) for one in now.links[1:]] == [("undone", made.id)]
    assert not await desk.messages("household")
    misses = await desk.store.read(lambda tx: tx.near_misses_to_review("hub"))
    assert [(one.kind, one.referral, one.what) for one in misses] == [
        ("unlinked", younger, "Two families of one name.")
    ]


async def test_posts_of_both_are_drawn_again(desk: Desk) -> None:
    older, younger = await two(desk)
    await screen(desk, younger)
    before = {m.scope: m.wanted_revision for m in await desk.messages("referral", "channel")}
    await link(desk, "duty-1", younger, older)

    after = {m.scope: m.wanted_revision for m in await desk.messages("referral", "channel")}
    assert after[older] > before[older]
    assert after[younger] > before[younger]
    post = next(m for m in await desk.messages("referral", "channel") if m.scope == younger)
    shown = await desk.store.read(lambda tx: Drawing(desk.hubs).draw(tx, post))
    assert "Earlier contacts: 1 in 12 months." in repr(shown)


async def test_when_nobody_alike_was_found_the_way_on_is_to_name_a_referral(desk: Desk) -> None:
    referral = await refer(desk)

    opened = await desk.press("screening-1", "link.make", referral)

    assert opened.form is not None
    assert opened.form.submit == ""
    assert [button.verb for button in opened.form.buttons] == ["link.find"]


@pytest.mark.parametrize("person", ["police-1", "chair-1", "governance-1", "auditor-1"])
async def test_who_may_not_propose(desk: Desk, person: str) -> None:
    referral = await refer(desk)
    await screen(desk, referral)

    assert (await desk.press(person, "people.links", referral)).kind == "refused"


async def test_a_reference_kept_from_somebody_is_answered_like_one_that_is_not_there(desk: Desk) -> None:
    older, younger = await two(desk)
    await declare(desk, "minutes-1", older)

    hidden = await compared(desk, "minutes-1", younger, older)
    opened = await desk.press("minutes-1", "link.find", younger)
    unknown = await desk.submit(opened.form, {"reference": "MASH-2611-ZZZZZ"}, by="minutes-1")

    assert hidden.kind == unknown.kind == "invalid"
    assert hidden.form is not None
    assert unknown.form is not None
    nothing = {"reference": "There is nothing here with that reference."}
    assert hidden.form.problems == unknown.form.problems == nothing


async def test_a_link_to_what_is_kept_from_somebody_is_not_listed_for_them(desk: Desk) -> None:
    older, younger = await two(desk)
    await link(desk, "duty-1", younger, older)
    reference = await reference_of(desk, older)
    assert reference in repr((await desk.press("minutes-1", "people.links", younger)).form)

    await declare(desk, "minutes-1", older)

    assert reference not in repr((await desk.press("minutes-1", "people.links", younger)).form)


async def screening(desk: Desk, referral: str) -> list[str]:
    """What a screening officer reads before they rate it."""
    return read((await desk.press("screening-1", "referral.screen", referral)).form)


async def test_an_earlier_contact_is_read_with_its_outcome_before_anybody_rates(desk: Desk) -> None:
    older, younger = await two(desk)
    await link(desk, "duty-1", younger, older)
    reference = await reference_of(desk, older)

    lines = await screening(desk, younger)

    (line,) = (one for one in lines if reference in one)
    assert line == f"Child 1, same household, 16 November 2026, {reference}, RED, Child in need assessment"
    rating = next(n for n, one in enumerate(lines) if one.startswith("What should happen with this?"))
    assert lines.index("Earlier contacts") < lines.index(line) < rating
    assert line in read((await desk.press("duty-1", "details.open", younger)).form)
    assert "No earlier contacts found." not in lines


async def test_of_an_earlier_contact_that_went_another_way_that_way_is_its_outcome(desk: Desk) -> None:
    older = await refer(desk)
    await screen(desk, older, what="advice")
    reference = await reference_of(desk, older)
    desk.move_clock(hours=1)
    younger = await refer(desk, by="nurse-1", name="Ines Delgado", born="3 5 2023", household="")
    await link(desk, "duty-1", younger, older)

    (line,) = [one for one in await screening(desk, younger) if reference in one]
    assert line.endswith("Advice, then close")


async def test_an_earlier_contact_that_is_kept_from_who_screens_is_not_there_for_them(desk: Desk) -> None:
    older, younger = await two(desk)
    await link(desk, "duty-1", younger, older)
    await declare(desk, "screening-1", older)

    lines = await screening(desk, younger)

    assert await reference_of(desk, older) not in "".join(lines)
    assert "No earlier contacts found." in lines
