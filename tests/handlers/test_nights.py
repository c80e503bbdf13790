"""A night: the channel says that the hub is closed, a red pages on call, and the desk picks it all up in the morning."""

from datetime import UTC, datetime

from bot.drawing import Drawing
from bot.due.jobs import DueScan
from storage.tx import Tx
from tests.cards.reading import read
from tests.support.desk import Desk
from tests.support.meeting import red
from triage.records import Membership, Person
from triage.roster import LinkedIdentity

REFER = {
    "about": "child",
    "name": "Kacey Brannigan",
    "born": "4 3 2017",
    "worry": "A bruise.",
    "danger": "no",
    "family_told": "yes",
    "phone": "01632 960 001",
}

PROPOSAL = {"outcome_1": "section_47_joint", "rationale": "An injury.", "without": "Late."}


async def scan(desk: Desk) -> None:
    await DueScan(desk.store, desk.hubs, desk.projection).scan()


async def at(desk: Desk, hour: int, minute: int = 0, day: int = 16) -> None:
    desk.clock.move(datetime(2026, 11, day, hour, minute, tzinfo=UTC) - desk.clock.now())
    await scan(desk)


async def cards(desk: Desk, kind: str, to: str = "") -> list[str]:
    found = await desk.messages(kind, to)

    def drawn(tx: Tx) -> list[str]:
        shown = [Drawing(desk.hubs).draw(tx, message) for message in found]
        return [read(one.card) for one in shown if one]

    return await desk.store.read(drawn)


async def refers(desk: Desk, person: str = "teacher-1", **typed: str) -> str:
    opened = await desk.press(person, "referral.start")
    assert opened.form
    names = {field.id for field in opened.form.fields()}
    answer = await desk.submit(
        opened.form, {k: v for k, v in (REFER | typed).items() if k in names}, by=person
    )
    assert answer.kind == "done", (answer.form and answer.form.problems, names)
    (newest, *_) = await desk.store.read(lambda tx: tx.referrals.of_person(person))
    return newest


async def reference(desk: Desk, referral: str) -> str:
    return (await desk.case(referral)).referral.reference


async def rates_red(desk: Desk, referral: str) -> None:
    answer = await desk.do(
        "edt-1",
        "referral.screen",
        referral,
        {"what": "rate", "urgency_1": "red", "reason": "Cannot wait.", "seats": ("police", "social_work")},
    )
    assert answer.kind == "done", answer.form and answer.form.problems


async def test_at_closing_time_the_channel_says_so_until_the_hub_opens(desk: Desk) -> None:
    await at(desk, 16, 59)
    assert await desk.messages("closed") == []

    await at(desk, 17)
    assert await cards(desk, "closed") == [
        "THE HUB IS CLOSED until 8:45am Tuesday 17 November. Nobody is watching this channel."
    ]

    await at(desk, 8, 45, day=17)
    assert await desk.messages("closed") == []


async def test_on_a_friday_it_is_closed_until_monday(desk: Desk) -> None:
    await at(desk, 16, 30, day=20)

    (card,) = await cards(desk, "closed")
    assert "until 8:45am Monday 23 November." in card


async def test_whoever_refers_at_night_is_told_and_says_that_they_called(desk: Desk) -> None:
    await at(desk, 23)
    referral = await refers(desk)
    await scan(desk)
    known = await reference(desk, referral)

    (card,) = await cards(desk, "after_hours", "teacher-1")
    assert card.splitlines()[:3] == [
        "THE HUB IS CLOSED until 8:45am Tuesday 17 November. Nobody is watching this channel.",
        "If anyone is in danger now, call 999. Emergency duty team: 01632 960 199.",
        f"Your referral {known} is recorded.",
    ]
    assert "I have called the emergency duty team" in card

    answer = await desk.press("teacher-1", "night.called", referral)

    assert answer.note == f"Recorded 11:00pm. {known}."
    (card,) = await cards(desk, "after_hours", "teacher-1")
    assert "You called the emergency duty team, recorded 11:00pm Mon 16 November." in card
    assert "I have called" not in card
    assert (await desk.press("teacher-1", "night.called", referral)).note.startswith(
        "Already recorded 11:00pm."
    )
    assert (await desk.press("nurse-1", "night.called", referral)).kind == "refused"


async def test_by_day_nobody_is_told_that_the_hub_is_closed(desk: Desk) -> None:
    await refers(desk)
    await scan(desk)

    assert await desk.messages("after_hours") == []
    assert await desk.store.read(lambda tx: tx.overnight("hub")) == ()


async def test_a_red_at_night_pages_on_call_who_answers_for_it(desk: Desk) -> None:
    await desk.store.write(_on_call_comes)
    await at(desk, 23)
    referral = await refers(desk)
    await scan(desk)
    assert await desk.messages("on_call") == []

    desk.move_clock(minutes=12)
    await rates_red(desk, referral)
    await scan(desk)
    known = await reference(desk, referral)

    assert {message.audience for message in await desk.messages("on_call")} == {"on-call-1"}
    (card,) = await cards(desk, "on_call")
    assert card.splitlines()[0] == f"ON CALL · {known} · RED ◆ due 3:00am Tue 17 November"
    assert "The on-call manager was told at 11:12pm." in (await cards(desk, "after_hours", "teacher-1"))[0]
    assert (await desk.press("on-call-1", "details.open", referral)).kind == "open"

    desk.move_clock(minutes=8)
    assert (await desk.press("on-call-1", "night.answer", referral)).kind == "done"
    (card,) = await cards(desk, "on_call")
    assert "N. Watch is dealing with it since 11:20pm Mon 16 November." in card


async def test_with_nobody_on_call_the_managers_are_paged(desk: Desk) -> None:
    await at(desk, 23)
    await refers(desk, danger="yes")
    await scan(desk)

    assert {message.audience for message in await desk.messages("on_call")} == {
        "duty-1",
        "duty-2",
        "service-1",
    }


async def test_danger_that_nobody_screened_by_day_pages_on_call_at_closing(desk: Desk) -> None:
    await desk.store.write(_on_call_comes)
    await at(desk, 14, 31)
    referral = await refers(desk, danger="yes")
    calm = await refers(desk, "nurse-1", name="Kian Brannigan", born="15 9 2020", worry="He is afraid.")
    known = await reference(desk, referral)
    await at(desk, 16, 59)
    assert await desk.messages("on_call") == []

    await at(desk, 17)

    (card,) = await cards(desk, "on_call", "on-call-1")
    assert card.splitlines()[0] == f"ON CALL · {known} · SOMEONE MAY BE IN DANGER NOW"
    await at(desk, 8, 45, day=17)
    (card,) = await cards(desk, "overnight", "duty-1")
    assert card.splitlines()[:2] == [
        "OVERNIGHT · 1 left from before · 1 may be in danger, on call told 5:00pm, not answered",
        f"{known}, not screened",
    ]
    read_out = repr((await desk.press("duty-1", "night.read", "hub")).form)
    assert "On call told 5:00pm Monday 16 November.', 'Nobody on call has answered." in read_out
    assert await reference(desk, calm) not in read_out


async def test_a_red_that_nobody_decided_by_day_pages_on_call_at_closing(desk: Desk) -> None:
    await desk.store.write(_on_call_comes)
    undecided, decided = await red(desk), await red(desk)
    await desk.do("chair-1", "decision.propose", decided, PROPOSAL)
    (proposal,) = (await desk.case(decided)).open_proposals
    await desk.do("duty-1", "proposal.approve", proposal.id, {})

    await at(desk, 17)

    (card,) = await cards(desk, "on_call", "on-call-1")
    assert await reference(desk, undecided) in card.splitlines()[0]
    await at(desk, 8, 45, day=17)
    (morning,) = await cards(desk, "overnight", "duty-1")
    assert "· 1 left from before · 1 RED ◆, on call told 5:00pm, not answered" in morning.splitlines()[0]
    await at(desk, 9, 45, day=17)
    assert any(
        "It was urgent overnight and nobody has picked it up. Late since 9:45am Tue 17 November." in late
        for late in await cards(desk, "late_clock", "duty-1")
    )


async def test_the_morning_holds_what_the_night_brought_until_each_is_picked_up(desk: Desk) -> None:
    await desk.store.write(_on_call_comes)
    await at(desk, 22)
    first = await refers(desk)
    await at(desk, 23)
    red = await refers(desk, "nurse-1", name="Kian Brannigan", born="15 9 2020", worry="He is afraid.")
    await at(desk, 23, 12)
    await rates_red(desk, red)
    await scan(desk)
    await at(desk, 23, 20)
    await desk.press("on-call-1", "night.answer", red)
    assert await desk.messages("overnight") == []

    await at(desk, 8, 45, day=17)

    one, two = await reference(desk, first), await reference(desk, red)
    told = {message.audience for message in await desk.messages("overnight")}
    assert told == {"screening-1", "duty-1", "duty-2"}
    (card,) = await cards(desk, "overnight", "duty-1")
    assert card.splitlines()[:2] == [
        "OVERNIGHT · 2 arrived since 5:00pm · 1 RED ◆, on call told 11:12pm, answered 11:20pm",
        f"{two} RED ◆ · {one}, not screened",
    ]

    read_out = repr((await desk.press("duty-1", "night.read", "hub")).form)
    assert "N. Watch is dealing with it since 11:20pm" in read_out

    picked = await desk.press("duty-1", "night.next", "hub")
    await scan(desk)
    assert picked.form is not None
    assert picked.form.verb == "details.open", "what was urgent comes first"
    (card,) = await cards(desk, "overnight", "duty-1")
    assert card.splitlines()[1] == f"{one}, not screened"

    picked = await desk.press("screening-1", "night.next", "hub")
    await scan(desk)
    assert picked.form is not None
    assert (picked.form.verb, picked.form.thing) == ("referral.screen", first)
    assert await desk.messages("overnight") == []


async def test_what_is_screened_by_another_way_is_picked_up_too(desk: Desk) -> None:
    await at(desk, 22)
    referral = await refers(desk)
    await at(desk, 8, 45, day=17)

    await desk.press("screening-1", "referral.screen", referral)
    await scan(desk)

    assert await desk.messages("overnight") == []


async def test_an_hour_after_the_opening_the_duty_manager_hears_of_what_nobody_picked_up(desk: Desk) -> None:
    await at(desk, 22)
    await refers(desk)
    await at(desk, 9, 44, day=17)
    assert not any("picked it up" in card for card in await cards(desk, "late_clock", "duty-1"))

    await at(desk, 9, 45, day=17)

    assert any(
        "It came in overnight and nobody has picked it up. Late since 9:45am Tue 17 November." in card
        for card in await cards(desk, "late_clock", "duty-1")
    )


def _on_call_comes(tx: Tx) -> None:
    who = Person("on-call-1", "Nora Watch", "Council")
    tx.people.put(
        who,
        [Membership("on-call-1", "hub", "", frozenset({"on_call"}))],
        [LinkedIdentity("web", "hub", "on-call-1", "on-call-1")],
    )
