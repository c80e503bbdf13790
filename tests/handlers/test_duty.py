"""Going on duty, handing it over with a note, and who is told of what from then on."""

from dataclasses import replace

from bot.cards.elements import Card, Row
from bot.cards.sight import Sight
from bot.drawing import Drawing
from bot.due.jobs import DueScan
from bot.reading.my_work import build
from bot.words import Words
from storage.tx import Tx
from tests.support.cases import asked
from tests.support.desk import MONDAY_9_12, Desk
from tests.support.keeping import keep
from triage.records import Membership, Person
from triage.roster import Duty, LinkedIdentity

NOTE = "Ring the school at two. Zebranote."


async def test_a_duty_begins_until_closing_time(desk: Desk) -> None:
    answer = await desk.press("police-1", "duty.start")

    assert answer.note == "You are on duty for Police until 5:00pm."
    assert await lines(desk, "police-1") == ["You are on duty for Police until 5:00pm."]
    assert await lines(desk, "police-2") == ["You are off duty."]


async def test_out_of_hours_it_begins_until_the_next_opening(desk: Desk) -> None:
    desk.move_clock(hours=9)

    answer = await desk.press("edt-1", "duty.start")

    assert answer.note == "You are on duty for the hub until 8:45am tomorrow."


async def test_a_second_press_begins_no_second_duty(desk: Desk) -> None:
    await desk.press("police-1", "duty.start")
    desk.move_clock(minutes=5)

    assert (await desk.press("police-1", "duty.start")).note == "Already recorded 9:12am. Nothing was added."
    assert len(await held(desk, "police-1")) == 1


async def test_whoever_only_refers_has_no_duty(desk: Desk) -> None:
    answer = await desk.press("teacher-1", "duty.start")

    assert answer.kind == "refused"
    assert await lines(desk, "teacher-1") == []


async def test_handed_over_it_moves_at_once_with_its_note(desk: Desk) -> None:
    await desk.press("police-1", "duty.start")
    await keep(desk, asked())
    assert await told(desk) == {"police-1"}
    desk.move_clock(hours=2, minutes=48)
    (duty,) = await held(desk, "police-1")

    answer = await desk.do("police-1", "duty.hand_over", duty.id, {"to": "police-2", "note": NOTE})
    await DueScan(desk.store, desk.hubs, desk.projection).scan()

    assert answer.note == "Recorded midday."
    assert await told(desk) == {"police-2"}
    assert await lines(desk, "police-1") == ["You are off duty."]
    assert await lines(desk, "police-2") == [
        "You are on duty for Police until 5:00pm.",
        "R. Police handed duty over to you, midday today.",
    ]


async def test_only_whoever_took_over_reads_the_note_and_each_reading_is_recorded(desk: Desk) -> None:
    handover = await handed_over(desk)

    opened = await desk.press("police-2", "duty.note", handover)
    refused = await desk.press("police-1", "duty.note", handover)

    assert NOTE in repr(opened.form)
    assert refused.note == "There is nothing here with that reference."
    entries = await desk.store.read(lambda tx: tx.audit.entries("rest"))
    assert [(e.actor, e.outcome) for e in entries if e.verb == "duty.note"] == [
        ("police-2", "opened"),
        ("police-1", "refused"),
    ]


async def test_the_note_goes_with_the_duty(desk: Desk) -> None:
    await handed_over(desk)
    desk.move_clock(hours=9)

    assert await lines(desk, "police-2") == ["You are off duty."]


async def test_after_a_month_the_note_is_forgotten(desk: Desk) -> None:
    handover = await handed_over(desk)
    desk.move_clock(days=31)

    await DueScan(desk.store, desk.hubs, desk.projection).tidy()

    assert await desk.store.read(lambda tx: tx.handovers.get(handover)) is None


async def test_the_form_offers_who_could_take_it_and_until_when(desk: Desk) -> None:
    await desk.press("police-1", "duty.start")
    (duty,) = await held(desk, "police-1")

    form = (await desk.press("police-1", "duty.hand_over", duty.id)).form

    assert form is not None
    to, until, note, _safe = form.fields()
    assert [option.label for option in to.options] == ["S. Police", "L. Police"]  # type: ignore[union-attr]
    assert [option.label for option in until.options] == [  # type: ignore[union-attr]
        "5:00pm today",
        "8:45am tomorrow",
        "5:00pm tomorrow",
    ]
    assert until.value == "closing"  # type: ignore[union-attr]
    assert (note.label, note.limit) == ("Note", 500)  # type: ignore[union-attr]


async def test_a_duty_that_somebody_else_holds_is_not_handed_over(desk: Desk) -> None:
    await desk.press("police-1", "duty.start")
    (duty,) = await held(desk, "police-1")

    answer = await desk.press("police-2", "duty.hand_over", duty.id)

    assert answer.note == "You do not hold this duty any more. Nothing has changed."


async def test_with_nobody_else_there_it_cannot_be_handed_over(desk: Desk) -> None:
    await desk.press("edt-1", "duty.start")
    (duty,) = await held(desk, "edt-1")

    answer = await desk.press("edt-1", "duty.hand_over", duty.id)

    assert answer.note == (
        "Nobody else can take this duty. Nothing has changed. The on-call number is 01632 960 150."
    )


async def test_what_two_handed_over_is_one_duty(desk: Desk) -> None:
    await desk.press("police-1", "duty.start")
    await desk.press("police-2", "duty.start")
    (duty,) = await held(desk, "police-1")

    await desk.do("police-1", "duty.hand_over", duty.id, {"to": "police-2", "until": "opening", "note": NOTE})

    (taken,) = await held(desk, "police-2")
    assert taken.until == MONDAY_9_12.replace(day=17, hour=8, minute=45)


async def test_when_it_is_over_alerts_go_to_everybody_again(desk: Desk) -> None:
    desk.move_clock(hours=7)
    await desk.press("police-1", "duty.start")
    await keep(desk, asked())
    assert await told(desk) == {"police-1"}

    desk.move_clock(minutes=48)
    await DueScan(desk.store, desk.hubs, desk.projection).scan()

    assert await told(desk) == {"police-1", "police-2", "police-lead"}


async def test_a_refusal_names_who_is_on_duty_and_else_says_that_nobody_is(desk: Desk) -> None:
    referral = await keep(desk, asked())

    first = await desk.press("police-1", "rating.change", referral)
    await desk.store.write(_all_off_duty)
    then = await desk.press("police-1", "rating.change", referral)

    assert "On duty now: J. Okafor, M. Reyes, A. Novak." in first.note
    assert "Nobody is on duty for this. The on-call number is 01632 960 150." in then.note


async def test_a_deputy_is_told_takes_the_duty_and_answers(desk: Desk) -> None:
    await desk.store.write(_deputy_comes)
    referral = await keep(desk, asked())
    assert "deputy-1" in await told(desk)
    assert (await desk.press("deputy-1", "check.nothing_known", referral)).kind == "refused"
    assert await lines(desk, "deputy-1") == ["You stand in for Police."]
    assert [button.label for button in (await alert(desk, "deputy-1")).buttons] == ["Start duty"]

    answer = await desk.press("deputy-1", "duty.start", "police")
    await DueScan(desk.store, desk.hubs, desk.projection).scan()

    assert answer.note == "You are on duty for Police until 5:00pm."
    assert await told(desk) == {"deputy-1"}
    assert (await alert(desk, "deputy-1")).buttons[0].label == "Nothing known"
    assert (await desk.do("deputy-1", "check.nothing_known", referral, {})).kind == "done"
    assert (await desk.case(referral)).seat_answer("police").answered


async def test_whoever_left_has_no_duty_and_no_messages(desk: Desk) -> None:
    await desk.press("police-1", "duty.start")
    await keep(desk, asked())
    desk.move_clock(minutes=1)
    await desk.store.write(lambda tx: tx.people.end("police-1", tx.now))

    await DueScan(desk.store, desk.hubs, desk.projection).scan()

    assert await told(desk) == {"police-2", "police-lead"}
    assert await desk.messages(to="police-1") == []
    assert await held(desk, "police-1") == ()


async def test_everybody_is_asked_to_read_what_is_recorded_until_they_have_and_a_year_later(
    desk: Desk,
) -> None:
    await desk.store.write(_newcomer_comes)
    assert "Please read what, and say that you have." in repr(await work(desk, "new-1"))
    assert (await desk.press("new-1", "details.open", await keep(desk, asked()))).kind == "open", (
        "it holds nothing up"
    )

    await desk.press("new-1", "recorded.seen")
    assert "Please read" not in repr(await work(desk, "new-1"))

    desk.move_clock(days=364)
    assert "Please read" not in repr(await work(desk, "new-1"))
    desk.move_clock(days=1)
    assert "Please read" in repr(await work(desk, "new-1"))


async def handed_over(desk: Desk) -> str:
    await desk.press("police-1", "duty.start")
    (duty,) = await held(desk, "police-1")
    await desk.do("police-1", "duty.hand_over", duty.id, {"to": "police-2", "note": NOTE})
    (taken,) = await held(desk, "police-2")
    (handover,) = await desk.store.read(lambda tx: tx.handed_over("police-2", (taken.id,)))
    return handover.id


async def told(desk: Desk) -> set[str]:
    """Who of the police, or standing in for them, has a red alert."""
    alerts = {message.audience for message in await desk.messages("red_alert")}
    return {person for person in alerts if person.startswith(("police", "deputy"))}


async def alert(desk: Desk, person: str) -> Card:
    (message,) = await desk.messages("red_alert", person)
    drawn = await desk.store.read(lambda tx: Drawing(desk.hubs).draw(tx, message))
    assert drawn
    return drawn.card


async def held(desk: Desk, person: str) -> tuple[Duty, ...]:
    return await desk.store.read(lambda tx: tx.people.roster().duties_of(person, "hub", tx.now))


async def lines(desk: Desk, person: str) -> list[str]:
    """The rows about duty that stand above everything else."""
    rows = [part for part in (await work(desk, person)).body if isinstance(part, Row)]
    return [row.lines[0] for row in rows if any(button.verb.startswith("duty.") for button in row.buttons)]


async def work(desk: Desk, person: str) -> Card:
    return await desk.store.read(lambda tx: _work(desk, tx, person))


def _work(desk: Desk, tx: Tx, person: str) -> Card:
    roster = desk.hubs.roster(tx)
    sight = Sight(Words("en"), desk.hub, roster, tx.now, roster.actor(person, "hub", tx.now))
    return build(tx, desk.hub, roster, roster.people[person], sight)


def _all_off_duty(tx: Tx) -> None:
    for person in ("screening-1", "duty-1", "duty-2"):
        tx.people.end_duties_of(person)


def _deputy_comes(tx: Tx) -> None:
    who = Person("deputy-1", "Dee Police", "Police")
    stands_in = Membership("deputy-1", "hub", "", frozenset({"practitioner"}), "police")
    tx.people.put(who, [stands_in], [LinkedIdentity("web", "hub", "deputy-1", "deputy-1")])


def _newcomer_comes(tx: Tx) -> None:
    who = replace(Person("new-1", "New Housing", "Housing"))
    tx.people.put(
        who,
        [Membership("new-1", "hub", "housing", frozenset({"practitioner"}))],
        [LinkedIdentity("web", "hub", "new-1", "new-1")],
    )
