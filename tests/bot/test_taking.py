"""The one way in: what arrives becomes a referral, is attached to one, or waits for a person; never twice."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.intake.taking import Attached, Same, TakenIn, TurnedAway, take
from tests.support.desk import Desk
from tests.support.people import FORUM
from tests.support.referring import CLEAN, MESSY, take_file
from triage.arrivals import Arrival
from triage.case import Case
from triage.records import Task

TUESDAY_1PM = {"days": 1, "hours": 3, "minutes": 48}
GIVEN = Arrival(
    submission_id="F-1",
    submitted_at="16/11/2026 09:00",
    type="referral",
    referrer_name="Marcus Oyelaran",
    referrer_email="m.oyelaran@harbourlane.example.org",
    first_name="Kacey",
    surname="Brannigan",
    worry="A bruise.",
    danger="no",
)


async def take_one(desk: Desk, arrival: Arrival, person: str = "") -> Case:
    taken = await desk.store.write(
        lambda tx: take(tx, desk.hub, desk.hubs.roster(tx), arrival, source="file", person=person)
    )
    assert isinstance(taken, TakenIn)
    return await desk.case(taken.referral_id)


async def open_tasks(desk: Desk) -> tuple[Task, ...]:
    return await desk.store.read(lambda tx: tx.open_tasks(FORUM))


async def test_every_row_of_the_clean_file_goes_in(desk: Desk) -> None:
    desk.move_clock(**TUESDAY_1PM)

    taken = await take_file(desk, CLEAN)

    assert all(isinstance(one, TakenIn) for one in taken.values())
    cases = [await desk.case(one.referral_id) for one in taken.values() if isinstance(one, TakenIn)]
    kinds = [case.subjects[0].kind for case in cases]
    assert (kinds.count("child"), kinds.count("unborn"), kinds.count("adult"), kinds.count("place")) == (
        12,
        1,
        3,
        1,
    )
    assert len({case.referral.reference for case in cases}) == 17
    assert cases[0].referral.received_at == datetime(2026, 11, 16, 9, 12, tzinfo=UTC)


async def test_the_messy_file_has_the_outcomes_it_should(desk: Desk) -> None:
    desk.move_clock(**TUESDAY_1PM)
    await take_file(desk, CLEAN)

    taken = await take_file(desk, MESSY)

    assert {line: type(one) for line, one in taken.items()} == {
        3: TakenIn,
        4: TakenIn,
        5: TurnedAway,
        6: Attached,
        7: TakenIn,
        8: TakenIn,
        9: TakenIn,
        10: TurnedAway,
        11: TakenIn,
    }
    doubts = {line: one.doubts for line, one in taken.items() if isinstance(one, TakenIn)}
    assert doubts == {
        3: ("birth_month_first",),
        4: ("impossible_time",),
        7: (),
        8: ("very_long",),
        9: ("bad_nhs_number",),
        11: ("birth_in_future",),
    }


async def test_the_same_files_again_add_nothing(desk: Desk) -> None:
    desk.move_clock(**TUESDAY_1PM)
    first = [await take_file(desk, path) for path in (CLEAN, MESSY)]
    tasks = await open_tasks(desk)
    desk.move_clock(hours=1)

    again = [await take_file(desk, path) for path in (CLEAN, MESSY)]

    for before, after in zip(first, again, strict=True):
        for line, one in after.items():
            assert isinstance(one, Same) or one == before[line]
    assert await desk.store.read(lambda tx: len(tx.referrals.all_ids(FORUM))) == 17 + 6
    assert await open_tasks(desk) == tasks
    attached = first[1][6]
    assert isinstance(attached, Attached)
    assert len((await desk.case(attached.referral_id)).additions) == 1


async def test_what_was_refused_waits_with_its_line_the_reason_and_its_words(desk: Desk) -> None:
    await take_file(desk, MESSY)

    waiting = {task.who: task.words for task in await open_tasks(desk) if task.kind == "refused_row"}

    assert set(waiting) == {"Line 5. No worry is written.", "Line 10. The type of contact is not known."}
    assert "Tamsin Sedgewick" in waiting["Line 5. No worry is written."]
    assert "type: Complaint" in waiting["Line 10. The type of contact is not known."]


async def test_who_referred_by_file_is_told_by_business_support_and_is_linked_to_nobody(desk: Desk) -> None:
    case = await take_one(desk, GIVEN)

    assert case.referral.referrer.person == ""
    clock = case.clock("acknowledge")
    assert clock is not None
    assert clock.stopped_at is None
    assert clock.due_at == datetime(2026, 11, 18, 0, 0, tzinfo=UTC)
    [task] = await open_tasks(desk)
    assert (task.kind, task.referral, task.due_at) == ("acknowledge", case.referral.id, clock.due_at)
    assert task.who == "Marcus Oyelaran, m.oyelaran@harbourlane.example.org"
    assert "by the end of Tuesday 17 November" in task.words
    assert case.referral.reference in task.words
    assert "Kacey" not in task.words


async def test_nobody_is_promised_word_who_left_no_way_to_be_told(desk: Desk) -> None:
    anonymous = Arrival(
        submitted_at="16/11/2026 09:00", first_name="Kacey", worry="A bruise.", anonymous="yes", danger="no"
    )

    case = await take_one(desk, anonymous)

    assert case.clock("acknowledge") is None
    assert case.clock("decide") is not None
    assert await open_tasks(desk) == ()


async def test_business_support_reads_how_to_reach_somebody_who_asked_not_to_be_named_and_no_more(
    desk: Desk,
) -> None:
    await take_one(desk, replace(GIVEN, anonymous="yes", referrer_phone="01632 960 777"))

    [task] = await open_tasks(desk)
    assert task.who.startswith("Somebody who asked not to be named, 01632 960 777")
    assert "Oyelaran" not in task.who


async def test_the_clocks_run_from_receipt(desk: Desk) -> None:
    case = await take_one(desk, GIVEN)

    decide = case.clock("decide")
    assert decide is not None
    assert decide.started_at == case.referral.received_at == datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


async def test_what_arrives_is_on_the_record_from_the_first(desk: Desk) -> None:
    case = await take_one(desk, GIVEN)

    entries = await desk.store.read(lambda tx: tx.audit.entries(case.referral.id))
    assert [(entry.verb, entry.actor, entry.outcome) for entry in entries] == [
        ("contact.received", "file", "done")
    ]


async def test_nothing_that_was_written_is_lost(desk: Desk) -> None:
    arrival = Arrival(
        submitted_at="16/11/2026 09:00",
        first_name="Kacey",
        worry="A bruise.",
        danger="Yes, he is in the flat",
        date_of_birth="soon after Easter",
        approximate_age="about 9",
        needs="Warm clothes",
        where_now="CONFIDENTIAL, she is at 5 Elm Court",
        notes=(("Favourite colour", "Green"),),
    )

    case = await take_one(desk, arrival)

    referral, subject = case.referral, case.subjects[0]
    assert referral.danger == "yes"
    assert subject.born == "about 9"
    assert subject.address_secret
    assert (subject.address, referral.where_now) == ("CONFIDENTIAL, she is at 5 Elm Court", "")
    assert referral.details == {
        "needs": "Warm clothes",
        "date_of_birth": "soon after Easter",
        "danger_words": "Yes, he is in the flat",
        "Favourite colour": "Green",
    }
