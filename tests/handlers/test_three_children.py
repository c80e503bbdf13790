"""Three brothers and sisters in one referral, from their arrival to the reply: each with its own rating, view and outcome."""

from bot.cards.afterwards import feedback
from bot.cards.cases import referral_card
from bot.cards.elements import Card, Choice, Choices, Row, Section
from bot.cards.sight import Sight
from bot.words import Words
from tests.support.cases import PROFILE
from tests.support.desk import Desk
from tests.support.referring import read, refer, screen
from tests.support.siblings import refer_three
from triage.case import Case
from triage.comparing import MOST

EACH = {"urgency_1": "red", "urgency_2": "amber", "urgency_3": "green"}


async def asked_about_three(desk: Desk) -> str:
    referral = await refer_three(desk, "teacher-1")
    answer = await screen(desk, referral, **EACH)
    assert answer.kind == "done", answer
    return referral


async def drawn(desk: Desk, case: Case) -> Card:
    roster = await desk.store.read(desk.hubs.roster)
    sight = Sight(Words(), desk.hub, roster, desk.clock.now())
    return referral_card.card(case, sight)


def lines(card: Card) -> str:
    return "\n".join(line for part in card.body if isinstance(part, Section | Row) for line in part.lines)


async def test_they_are_numbered_by_age_and_live_together(desk: Desk) -> None:
    case = await desk.case(await refer_three(desk))

    assert [(one.number, one.first_name, one.born) for one in case.subjects] == [
        (1, "Kacey", "04/03/2017"),
        (2, "Kian", "15/09/2020"),
        (3, "Tia", "about 2"),
    ]
    assert {(one.address, one.postcode) for one in case.subjects} == {("12 Tern Close", "ZZ99 3VZ")}
    assert [one.school for one in case.subjects] == ["Harbour Lane Primary School", "", ""]


async def test_a_secret_address_is_secret_for_each(desk: Desk) -> None:
    case = await desk.case(await refer_three(desk, address="CONFIDENTIAL, 12 Tern Close"))

    assert [one.address_secret for one in case.subjects] == [True, True, True]


async def test_who_screens_reads_of_each_what_was_told_of_each(desk: Desk) -> None:
    referral = await refer_three(desk)

    form = read((await desk.press("screening-1", "referral.screen", referral)).form)

    assert form[2:9] == [
        "Child 1: Kacey Brannigan, born 4 March 2017 (9)",
        "Sex: Female",
        "School or nursery: Harbour Lane Primary School",
        "NHS number: 999 339 5633",
        "Address: 12 Tern Close, ZZ99 3VZ",
        "Child 2: Kian Brannigan, born 15 September 2020 (6)",
        "Sex: Male",
    ]
    assert form[9] == "Place of birth of the child: Leeds"
    for number in (1, 2, 3):
        assert f"Urgency for child {number} (only if you rate it)" in form


async def test_each_is_rated_and_the_highest_is_on_the_card(desk: Desk) -> None:
    case = await desk.case(await asked_about_three(desk))

    assert [rating.level for rating in case.ratings] == ["red", "amber", "green"]
    assert {check.subjects for check in case.checks} == {tuple(one.id for one in case.subjects)}
    card = await drawn(desk, case)
    assert card.title.startswith("RED ◆ due 1:12pm")
    assert "Child 1: K.B., 9. Child 2: K.B., 6. Child 3: T.B., about 2." in lines(card)


async def test_nothing_known_is_said_of_all_or_of_some(desk: Desk) -> None:
    referral = await asked_about_three(desk)
    kacey, kian, tia = (one.id for one in (await desk.case(referral)).subjects)

    await desk.do("police-1", "check.nothing_known", referral, {})
    await desk.do("housing-1", "check.nothing_known", referral, {"people": (kacey, tia)})

    case = await desk.case(referral)
    assert case.answered == ("police",)
    assert case.seat_answer("housing").left == (kian,)


async def test_an_answer_asks_a_view_on_each_of_three(desk: Desk) -> None:
    referral = await asked_about_three(desk)

    form = (await desk.press("police-1", "check.answer", referral)).form

    assert form
    assert [f.id for f in form.fields() if f.id.startswith("urgency_")] == [
        "urgency_1",
        "urgency_2",
        "urgency_3",
    ]
    about = next(field for field in form.fields() if field.id == "about")
    assert isinstance(about, Choices)
    assert len(about.values) == 3


async def test_a_view_on_three_is_six_choices_and_one_reason(desk: Desk) -> None:
    """Open and send make eight presses."""
    referral = await asked_about_three(desk)
    form = (await desk.press("police-1", "vote.cast", referral)).form
    assert form
    needed = [field.id for field in form.fields() if isinstance(field, Choice)]
    assert len(needed) == 6

    levels = {f"urgency_{number}": level for number, level in ((1, "red"), (2, "green"), (3, "no_view"))}
    places = {f"destination_{number}": "early_help" for number in (1, 2, 3)}
    answer = await desk.submit(form, {**levels, **places, "reason": "Seen often."}, by="police-1")

    assert answer.kind == "done"
    assert [vote.urgency for vote in (await desk.case(referral)).votes] == ["red", "green", "no_view"]


async def test_each_has_an_outcome_and_the_referrer_hears_in_the_order_they_told(desk: Desk) -> None:
    referral = await asked_about_three(desk)
    for seat in PROFILE.level("red").asks:
        await desk.do(f"{seat}-1", "check.nothing_known", referral, {})
    proposed = {
        "outcome_1": "section_47_joint",
        "outcome_2": "early_help",
        "outcome_3": "section_47_joint",
        "rationale": "The eldest was hurt, the youngest cannot speak.",
    }
    assert (await desk.do("chair-1", "decision.propose", referral, proposed)).kind == "done"
    for proposal in (await desk.case(referral)).proposals:
        read_first = await desk.press("duty-1", "proposal.approve", proposal.id)
        assert (await desk.submit(read_first.form, {}, by="duty-1")).kind == "done"

    case = await desk.case(referral)
    assert [one.stage for one in case.subjects] == ["decided"] * 3
    said = lines(await drawn(desk, case))
    assert (
        "Child 1: section 47 enquiry, joint. Child 2: early help. Child 3: section 47 enquiry, joint." in said
    )
    assert "K.B." not in said
    (reply,) = case.feedback
    roster = await desk.store.read(desk.hubs.roster)
    sight = Sight(Words(), desk.hub, roster, desk.clock.now())
    joint, early = (PROFILE.outcome(code).feedback for code in ("section_47_joint", "early_help"))
    assert feedback.sentences(sight, case, reply) == (
        f"The first child you told us about: {early}",
        f"The second child you told us about: {joint}",
        f"The third child you told us about: {joint}",
    )


async def test_details_show_each_with_what_was_told_of_each(desk: Desk) -> None:
    referral = await asked_about_three(desk)

    hub = read((await desk.press("duty-1", "details.open", referral)).form)

    for line in (
        "Child 1: Kacey Brannigan, born 4 March 2017 (9)",
        "Child 2: Kian Brannigan, born 15 September 2020 (6)",
        "Child 3: Tia Brannigan, about 2",
    ):
        assert line in hub
    assert hub.count("Sex: Female") == hub.count("Place of birth of the child: Leeds") == 1


async def test_agencies_that_read_a_summary_read_no_more_of_anybody(desk: Desk) -> None:
    referral = await refer_three(desk)
    await screen(desk, referral, **EACH, shared="summary", summary="Do you know them?")

    police = "\n".join(read((await desk.press("police-1", "details.open", referral)).form))

    assert "NHS number: 999 339 5633" in police
    assert "Sex:" not in police
    assert "Leeds" not in police


async def test_each_child_is_asked_about_before_a_second_contact_of_any(desk: Desk) -> None:
    for name, born in (("Kacey Brannigan", "4 3 2017"), ("Kian Brannigan", "15 9 2020")):
        for _ in range(2):
            await refer(desk, name=name, born=born, household="", where="")
    referral = await refer_three(desk)

    form = (await desk.press("screening-1", "referral.screen", referral)).form

    assert form
    rows = [field for field in form.fields() if field.id.startswith("same_")]
    assert len(rows) == MOST
    assert {row.id.split("_")[1] for row in rows[:2]} == {"1", "2"}
    assert all(isinstance(row, Choice) and row.hint.startswith("Compared with Child ") for row in rows)


async def test_two_adults_are_told_apart_in_the_reply(desk: Desk) -> None:
    mother, aunt = (
        {"kind": "adult", "first_name": name, "surname": "Brannigan", "approximate_age": age}
        for name, age in (("Ann", "about 30"), ("Bea", "about 40"))
    )
    referral = await refer_three(desk, also_about=[mother, aunt])
    await desk.do(
        "screening-1", "referral.screen", referral, {"what": "advice", "reason": "Told where to turn."}
    )

    case = await desk.case(referral)
    roster = await desk.store.read(desk.hubs.roster)
    said = feedback.sentences(Sight(Words(), desk.hub, roster, desk.clock.now()), case, case.feedback[0])

    assert [line.partition(":")[0] for line in said] == [
        "The first child you told us about",
        "Adult 1 that you told us about",
        "Adult 2 that you told us about",
    ]
