"""Checked, nothing known: two presses, and nothing to type."""

from dataclasses import replace

from tests.cards.reading import words
from tests.support.cases import ANSWERS_DUE, RATED, answered, arrived, asked, rated
from tests.support.desk import Desk
from tests.support.keeping import keep
from triage.records import Clock

TWELVE = tuple((f"Child{n}", "Brannigan", f"{n} 3 2017") for n in range(1, 13))


async def test_two_presses_record_it_for_everybody_with_no_view(desk: Desk) -> None:
    referral = await keep(desk, asked())

    opened = await desk.press("police-1", "check.nothing_known", referral)
    answer = await desk.submit(opened.form, {}, by="police-1")

    case = await desk.case(referral)
    assert answer.note == "Recorded 9:12am. MASH-2611-7KDMQ."
    assert [(a.kind, a.subjects) for a in case.answers] == [
        ("checked_nothing_known", ("subject-1", "subject-2"))
    ]
    assert [(v.urgency, v.destination) for v in case.votes] == [("no_view", "no_view")] * 2
    assert case.seats_with_views == frozenset()


async def test_the_form_reads_word_for_word(desk: Desk) -> None:
    case = asked()
    subjects = (
        replace(case.subjects[0], address="4 Quayle Rise", postcode="ZZ99 3VZ", other_names="Kay"),
        case.subjects[1],
    )
    referral = await keep(desk, replace(case, subjects=subjects))

    form = (await desk.press("police-1", "check.nothing_known", referral)).form

    assert form is not None
    assert words(form).splitlines() == [
        "Nothing known",
        "MASH-2611-7KDMQ · RED ◆ due 1:12pm today · You answer for Police",
        "Child 1: also known as Kay; 4 Quayle Rise, ZZ99 3VZ",
        "Opening this was recorded.",
        "I checked our records for",
        "Untick anyone you did not check",
        "Child 1: Kacey Brannigan, born 4 March 2017 (9)",
        "Child 2: Kian Brannigan, born 15 September 2020 (6)",
        "Systems checked (optional)",
        "",
        "",
        "Addresses (only if what you wrote holds one)",
        "",
        "It is safe to record",
        'This also records "no view". You can give a view until the decision.',
        "",
        "Confirm: nothing known",
    ]


async def test_a_secret_address_is_not_in_the_form(desk: Desk) -> None:
    case = asked()
    subjects = (replace(case.subjects[0], address="4 Quayle Rise", address_secret=True), case.subjects[1])
    referral = await keep(desk, replace(case, subjects=subjects))

    form = (await desk.press("police-1", "check.nothing_known", referral)).form

    assert form is not None
    assert "Quayle" not in words(form)
    assert "Child 1: address withheld" in words(form)


async def test_somebody_left_unticked_stays_asked_and_the_systems_are_remembered(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await desk.do(
        "police-1", "check.nothing_known", referral, {"people": ("subject-2",), "systems": "PNC, Niche"}
    )

    again = (await desk.press("police-1", "check.nothing_known", referral)).form

    assert (await desk.case(referral)).seat_answer("police").left == ("subject-1",)
    assert again is not None
    fields = {field.id: field for field in again.fields()}
    assert [option.value for option in fields["people"].options] == ["subject-1"]  # type: ignore[union-attr]  # ticks
    assert fields["systems"].value == "PNC, Niche"  # type: ignore[union-attr]  # a text


async def test_more_than_ten_people_are_ticked_in_two_lists(desk: Desk) -> None:
    referral = await keep(desk, asked(rated(arrived(*TWELVE))))

    opened = await desk.press("police-1", "check.nothing_known", referral)
    nobody = await desk.submit(opened.form, {"people": (), "people_2": ()}, by="police-1")
    answer = await desk.submit(nobody.form, {"people_2": ("subject-11", "subject-12")}, by="police-1")

    assert opened.form is not None
    sizes = [len(f.options) for f in opened.form.fields() if f.id.startswith("people")]  # type: ignore[union-attr]  # ticks
    assert sizes == [10, 2]
    assert nobody.kind == "invalid"
    assert answer.kind == "done"
    assert (await desk.case(referral)).answers[0].subjects == ("subject-11", "subject-12")


async def test_two_of_one_agency_at_once_record_one_answer(desk: Desk) -> None:
    referral = await keep(desk, asked())
    first = await desk.press("police-1", "check.nothing_known", referral)
    second = await desk.press("police-2", "check.nothing_known", referral)

    await desk.submit(first.form, {}, by="police-1")
    desk.move_clock(minutes=3)
    answer = await desk.submit(second.form, {}, by="police-2")

    assert answer.note == "Already recorded 9:12am. Nothing was added. MASH-2611-7KDMQ."
    assert len((await desk.case(referral)).answers) == 1


async def test_a_view_given_before_stays(desk: Desk) -> None:
    referral = await keep(desk, asked())
    view = {
        f"{field}_{n}": value
        for n in (1, 2)
        for field, value in (("urgency", "red"), ("destination", "child_protection"))
    }
    await desk.do("police-1", "vote.cast", referral, {**view, "reason": "The bruise."})

    await desk.do("police-1", "check.nothing_known", referral, {})

    assert [v.urgency for v in (await desk.case(referral)).votes] == ["red", "red"]


async def test_the_answer_takes_the_seat_off_the_late_list(desk: Desk) -> None:
    referral = await keep(desk, answered(asked(), "health"))

    await desk.do("police-1", "check.nothing_known", referral, {})

    late = (await desk.case(referral)).late(ANSWERS_DUE)
    assert "police" not in late
    assert "housing" in late


async def test_the_clock_of_its_check_stops_once_it_answered_for_everybody(desk: Desk) -> None:
    case = asked()
    clocks = tuple(
        Clock(f"clock-{seat}", "referral-1", f"check-{seat}", "answer", "red", RATED, ANSWERS_DUE)
        for seat in ("police", "housing")
    )
    referral = await keep(desk, replace(case, clocks=(*case.clocks, *clocks)))

    async def running() -> set[str]:
        return {
            c.id for c in (await desk.case(referral)).clocks if c.kind == "answer" and c.stopped_at is None
        }

    await desk.do("police-1", "check.nothing_known", referral, {"people": ("subject-1",)})
    assert await running() == {"clock-police", "clock-housing"}

    await desk.do("police-1", "check.answer", referral, {"kind": "checked_nothing_known"})
    assert await running() == {"clock-housing"}
