"""A red calls its meeting inside the clock; roll call, quorum, views asked for, and how it ends."""

from datetime import UTC, datetime

import pytest

from bot.cards.elements import Choice, Section
from bot.cards.overview import board
from bot.cards.sight import Sight
from bot.words import Words
from tests.handlers.test_every_button_opens import _each_opens
from tests.handlers.test_phoning import has_number
from tests.support.desk import Desk
from tests.support.meeting import NEEDED, called, cards, opened, red, sitting
from tests.support.referring import read, refer, screen
from triage.records import Membership, Person
from triage.roster import LinkedIdentity

PROPOSAL = {
    "outcome_1": "section_47_joint",
    "rationale": "An injury that nobody explains.",
    "without": "Late.",
}
NO_VIEW = {"urgency_1": "no_view", "destination_1": "no_view"}
UNTIL = {"until": "next_list", "why": "Police are needed.", "safe": "She stays with her aunt."}


def at(hour: int, minute: int, day: int = 16) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def words(card: object) -> str:
    body = [line for part in card.body if isinstance(part, Section) for line in part.lines]  # type: ignore[attr-defined]
    return "\n".join((card.title, *body))  # type: ignore[attr-defined]


# It is called.


async def test_a_red_gets_a_meeting_at_once_an_hour_before_it_is_due(desk: Desk) -> None:
    referral = await red(desk)

    one = await sitting(desk, referral)

    assert (one.meeting.at, one.meeting.state, one.meeting.chair) == (at(12, 15), "called", "")
    clock = (await desk.case(referral)).clock("meeting", one.meeting.id)
    assert clock is not None
    assert clock.due_at == at(13, 12)
    assert {message.audience for message in await desk.messages("set_meeting")} == {"duty-1", "duty-2"}
    assert await desk.messages("meeting") == []
    (card,) = await cards(desk, "referral")
    assert "Meeting: 12:15pm, chair still to be set." in words(card)


async def test_an_amber_gets_none_until_its_rating_goes_up(desk: Desk) -> None:
    referral = await refer(desk)
    await screen(desk, referral, urgency_1="amber")
    assert (await desk.case(referral)).sittings == ()

    await desk.do("screening-1", "rating.change", referral, {"urgency_1": "red", "reason": "Worse."})
    one = await sitting(desk, referral)
    assert one.meeting.at == at(12, 15)

    await desk.do("screening-1", "rating.change", referral, {"urgency_1": "amber", "reason": "Calmer."})
    assert (await sitting(desk, referral)).meeting.state == "not_needed"
    assert await desk.messages("set_meeting") == []


async def test_set_as_suggested_with_the_chair_alone(desk: Desk) -> None:
    referral = await red(desk)

    one = await called(desk, referral)

    assert (one.meeting.at, one.meeting.chair, one.meeting.place) == (
        at(12, 15),
        "chair-1",
        "The hub's meeting room",
    )
    assert await desk.messages("set_meeting") == []
    (card,) = await cards(desk, "meeting")
    assert card.title.startswith("MEETING 12:15pm Mon 16 November · MASH-2611-")
    assert "Chair S. Patel." in words(card)
    (shown,) = await cards(desk, "referral")
    assert "Meeting: 12:15pm, chair S. Patel." in words(shown)
    assert "hidden until the meeting opens them." in words(shown)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"when": "other"}, {"other_time": "Enter a time like 2:30pm that is still to come"}),
        (
            {"when": "other", "other_time": "8:00am"},
            {"other_time": "Enter a time like 2:30pm that is still to come"},
        ),
        (
            {"when": "other", "other_time": "1:30pm"},
            {"why_late": "This is after the red is due (1:12pm). Say why"},
        ),
        (
            {"when": "other", "other_time": "9:15am", "other_day": "17 11 2026"},
            {"why_late": "This is after the red is due (1:12pm). Say why"},
        ),
        (
            {"when": "other", "other_time": "9:15am", "other_day": "15 11 2026"},
            {"other_day": "Enter a date like 20 11 2026, today or later"},
        ),
        (
            {"when": "other", "other_time": "9:15am", "other_day": "tomorrow"},
            {"other_day": "Enter a date like 20 11 2026, today or later"},
        ),
        (
            {"when": "other", "other_day": "17 11 2026"},
            {"other_time": "Enter a time like 2:30pm that is still to come"},
        ),
        ({"chair": ""}, {"chair": "Select a chair"}),
    ],
)
async def test_what_is_wrong_with_a_call_is_said(
    desk: Desk, typed: dict[str, str], wrong: dict[str, str]
) -> None:
    referral = await red(desk)

    answer = await desk.do("duty-1", "meeting.call", referral, {"chair": "chair-1", **typed})

    assert answer.kind == "invalid"
    assert answer.form is not None
    assert answer.form.problems == wrong


async def test_a_red_of_the_late_evening_meets_the_next_morning_when_somebody_says_why(desk: Desk) -> None:
    desk.move_clock(hours=12)
    referral = await red(desk)

    one = await called(
        desk,
        referral,
        when="other",
        other_time="9:15am",
        other_day="17 11 2026",
        why_late="She is safe in hospital for the night.",
    )

    assert one.meeting.at == at(9, 15, day=17)
    begins = (await desk.case(referral)).clock("meeting_begins", one.meeting.id)
    assert begins is not None
    assert begins.due_at == at(9, 25, day=17), "with the grace of the profile"
    (card,) = await cards(desk, "meeting")
    assert card.title.startswith("MEETING 9:15am Tue 17 November · MASH-2611-")
    (shown,) = await cards(desk, "referral")
    assert shown.title.startswith("RED ◆ due 1:12am Tue 17 November")
    assert "Meeting: 9:15am Tue 17 November, chair S. Patel." in words(shown), "it arrived on another day"


async def test_a_chair_who_leaves_is_to_be_replaced(desk: Desk) -> None:
    referral = await red(desk)
    one = await called(desk, referral)

    desk.move_clock(minutes=5)
    await desk.store.write(lambda tx: tx.people.end("chair-1", tx.now))
    await desk.store.write(lambda tx: desk.projection.referral(tx, desk.hub, desk.hubs.roster(tx), referral))

    assert {message.audience for message in await desk.messages("set_meeting")} == {"duty-1", "duty-2"}
    assert (await desk.press("chair-1", "meeting.start", one.meeting.id)).kind == "refused"
    (card,) = await cards(desk, "meeting")
    assert "Chair: still to be set." in words(card)
    again = await called(desk, referral, chair="screening-1")
    assert again.meeting.id == one.meeting.id
    for person in NEEDED:
        await desk.press(person, "meeting.here", one.meeting.id)
    started = await desk.press("screening-1", "meeting.start", one.meeting.id)
    assert started.kind == "done", "whoever was named to chair acts as a chair in it"


# Who is there.


async def test_i_am_here_is_one_press_and_is_kept_once(desk: Desk) -> None:
    one = await called(desk, await red(desk))

    first = await desk.press("police-1", "meeting.here", one.meeting.id)
    second = await desk.press("police-2", "meeting.here", one.meeting.id)

    assert (first.kind, second.kind) == ("done", "done")
    assert second.note.startswith("Already recorded")
    (card,) = await cards(desk, "meeting")
    assert "Here (1): Police." in words(card)
    assert "Missing: Health, Social Work." in words(card)
    assert "Not here yet: 11." in words(card)


async def test_a_deputy_says_so_by_being_one(desk: Desk) -> None:
    one = await called(desk, await red(desk))
    person = Person("health-dep", "Dee Health", "Health")
    held = Membership(person.id, "hub", "health", frozenset({"practitioner"}), deputy_for="health-1")
    await desk.store.write(
        lambda tx: tx.people.put(person, [held], [LinkedIdentity("web", "hub", person.id, person.id)])
    )

    await desk.press("health-dep", "meeting.here", one.meeting.id)

    (card,) = await cards(desk, "meeting")
    assert "Deputy: Health." in words(card)


async def test_the_roll_call_is_two_presses_when_all_have_pressed(desk: Desk) -> None:
    referral = await red(desk)
    one = await called(desk, referral, minute_taker="minutes-1")
    for person in NEEDED:
        await desk.press(person, "meeting.here", one.meeting.id)

    answer = await desk.do("minutes-1", "meeting.roll", one.meeting.id, {})

    assert answer.kind == "done"
    now = await sitting(desk, referral)
    assert (now.meeting.state, now.meeting.opened_at) == ("open", at(9, 40))
    assert len(now.attendance) == 3, "nothing was recorded twice"
    clock = (await desk.case(referral)).clock("meeting", one.meeting.id)
    assert clock is not None
    assert clock.stopped_at == at(9, 40)


async def test_the_roll_call_keeps_both_times_of_a_change(desk: Desk) -> None:
    referral = await red(desk)
    one = await called(desk, referral)
    typed = {"seat_police": "apologies", "seat_probation": "apologies_sent", "seat_health": "absent"}
    answer = await desk.do("minutes-1", "meeting.roll", one.meeting.id, typed)
    assert (
        answer.note
        == f"Recorded 9:40am. Not enough agencies: Health, Police, Social Work missing. {(await desk.case(referral)).referral.reference}."
    )

    desk.move_clock(minutes=10)
    await desk.do("minutes-1", "meeting.roll", one.meeting.id, {"seat_health": "here"})

    now = await sitting(desk, referral)
    assert [(a.how, a.at) for a in now.attendance if a.seat == "health"] == [
        ("absent", at(9, 40)),
        ("here", at(9, 50)),
    ]
    assert now.seats("apologies_sent") == ("probation",)


# Not enough agencies.


async def test_without_the_police_it_says_so_and_nothing_is_blocked(desk: Desk) -> None:
    referral = await red(desk)
    one = await called(desk, referral)
    for person in ("social_work-1", "health-1"):
        await desk.press(person, "meeting.here", one.meeting.id)

    answer = await desk.press("chair-1", "meeting.start", one.meeting.id)

    assert "Not enough agencies: Police missing." in answer.note
    (card,) = await cards(desk, "meeting")
    assert card.title.startswith("NOT ENOUGH AGENCIES · Police missing · MASH-2611-")
    assert [button.label for button in card.buttons][:3] == [
        "Phone police",
        "Adjourn",
        "Go on: interim decision only",
    ]
    proposed = await desk.do(
        "chair-1", "decision.propose", referral, {**PROPOSAL, "outcome_1": "strategy_discussion"}
    )
    assert proposed.kind == "done", "a strategy discussion waits for no quorum"


async def test_who_is_phoned_of_a_missing_agency_stands_with_the_number_and_the_reference(desk: Desk) -> None:
    referral = await red(desk)
    one = await called(desk, referral)
    for person in ("social_work-1", "health-1"):
        await desk.press(person, "meeting.here", one.meeting.id)
    await desk.press("chair-1", "meeting.start", one.meeting.id)
    await has_number(desk, "police-1", "01632 960 123")

    nobody_on_duty = read((await desk.press("chair-1", "meeting.phone", one.meeting.id)).form)
    await desk.store.write(lambda tx: tx.people.start_duty("hub", "police-1", "police"))
    on_duty = read((await desk.press("chair-1", "meeting.phone", one.meeting.id)).form)

    reference = (await desk.case(referral)).referral.reference
    assert any(line.startswith(reference) for line in on_duty)
    assert "Robin Police, answers for this agency: 01632 960 123" in nobody_on_duty
    assert "Lee Police, lead: no phone number is known here" in nobody_on_duty
    assert "Robin Police, on duty now: 01632 960 123" in on_duty


async def test_police_by_phone_let_it_begin(desk: Desk) -> None:
    referral = await red(desk)
    one = await called(desk, referral)
    for person in ("social_work-1", "health-1"):
        await desk.press(person, "meeting.here", one.meeting.id)
    await desk.press("chair-1", "meeting.start", one.meeting.id)

    await desk.do("chair-1", "meeting.phone", one.meeting.id, {"how": "none"})
    assert not (await sitting(desk, referral)).is_open
    await desk.do("chair-1", "meeting.phone", one.meeting.id, {"how": "phone"})

    now = await sitting(desk, referral)
    assert now.is_open
    assert now.seats("phone") == ("police",)


async def test_an_interim_decision_is_marked_listed_again_and_its_clock_runs_on(desk: Desk) -> None:
    referral = await red(desk)
    one = await called(desk, referral)
    for person in ("social_work-1", "health-1"):
        await desk.press(person, "meeting.here", one.meeting.id)
    await desk.press("chair-1", "meeting.start", one.meeting.id)

    gone_on = await desk.do(
        "chair-1", "meeting.interim", one.meeting.id, {**UNTIL, "without": "Nobody answers."}
    )
    assert gone_on.kind == "done", gone_on.form and gone_on.form.problems
    await desk.press("chair-1", "meeting.ask_views", referral)
    assert (await desk.do("chair-1", "decision.propose", referral, PROPOSAL)).kind == "done"
    (proposal,) = (await desk.case(referral)).open_proposals
    mark = "INTERIM DECISION. Back on the list Tue 17 November."
    assert mark in words((await cards(desk, "approval", "duty-1"))[0])
    to_approve = read((await desk.press("duty-1", "proposal.approve", proposal.id)).form)
    assert to_approve[to_approve.index(mark) :][:5] == [
        mark,
        "Why it is interim (S. Patel, 9:40am today):",
        "Nobody answers.\nPolice are needed.",
        "What keeps the child safe until then (S. Patel, 9:40am today):",
        "She stays with her aunt.",
    ]
    assert (await desk.do("duty-1", "proposal.approve", proposal.id, {})).kind == "done"
    assert mark in str((await desk.press("police-1", "details.open", referral)).form)

    case = await desk.case(referral)
    assert case.proposals[-1].interim_until == "2026-11-17", "the next working day"
    urgency = case.clock("urgency", case.subjects[0].id)
    assert urgency is not None
    assert urgency.stopped_at is None
    (card,) = await cards(desk, "referral")
    assert "INTERIM DECISION. Back on the list Tue 17 November." in words(card)
    again = await desk.press("chair-1", "decision.propose", referral)
    assert again.kind == "open", "the decision that takes its place can be put forward"


@pytest.mark.parametrize("left_out", ["until", "why", "safe", "without"])
async def test_going_on_without_police_needs_every_answer(desk: Desk, left_out: str) -> None:
    one = await called(desk, await red(desk))
    await desk.press("chair-1", "meeting.start", one.meeting.id)

    answer = await desk.do(
        "chair-1", "meeting.interim", one.meeting.id, {**UNTIL, "without": "No.", left_out: ""}
    )

    assert answer.kind == "invalid"
    assert answer.form is not None
    assert set(answer.form.problems) == {left_out}


async def test_adjourned_it_comes_back_on_the_list_of_that_day(desk: Desk) -> None:
    referral = await red(desk)
    one = await called(desk, referral)

    await desk.do(
        "chair-1", "meeting.adjourn", one.meeting.id, {**UNTIL, "until": "other", "until_day": "17 11 2026"}
    )

    now = await sitting(desk, referral)
    assert (now.meeting.state, now.items[0].back_on, now.items[0].safe) == (
        "adjourned", "2026-11-17", "She stays with her aunt.",
    )  # fmt: skip
    (card,) = await cards(desk, "meeting")
    assert "1 adjourned to Tue 17 November" in card.title


async def test_put_off_before_it_began_nobody_waits_for_its_time_nor_after_a_decision_for_it(
    desk: Desk,
) -> None:
    referral = await red(desk)
    one = await called(desk, referral)
    await desk.do("chair-1", "meeting.adjourn", one.meeting.id, UNTIL)
    clocks = {clock.kind: clock.stopped_at for clock in (await desk.case(referral)).clocks}
    assert clocks["meeting_begins"] is not None
    assert clocks["meeting"] is None, "an urgent case is to meet in time all the same"

    await desk.do("chair-1", "decision.propose", referral, {**PROPOSAL, "without": "It is urgent."})
    (proposal,) = (await desk.case(referral)).open_proposals
    assert (await desk.do("duty-2", "proposal.approve", proposal.id, {})).kind == "done"

    clocks = {clock.kind: clock.stopped_at for clock in (await desk.case(referral)).clocks}
    assert clocks["meeting"] is not None


async def test_it_is_not_adjourned_to_a_day_on_which_the_hub_is_closed(desk: Desk) -> None:
    one = await called(desk, await red(desk))

    answer = await desk.do(
        "chair-1", "meeting.adjourn", one.meeting.id, {**UNTIL, "until": "other", "until_day": "21 11 2026"}
    )

    assert answer.form is not None
    assert set(answer.form.problems) == {"until_day"}


# Discussed.


async def test_opening_it_opens_the_views(desk: Desk) -> None:
    referral = await red(desk)
    await desk.do(
        "health-1",
        "vote.cast",
        referral,
        {"urgency_1": "red", "destination_1": "early_help", "reason": "A reason."},
    )
    before = await desk.press("police-1", "details.open", referral)

    await opened(desk, referral)

    after = await desk.press("police-1", "details.open", referral)
    assert "A reason." not in str(before.form)
    assert "A reason." in str(after.form)
    (card,) = await cards(desk, "referral")
    assert "Now: in the meeting since 9:40am." in words(card)
    assert "Views are open: read them in details." in words(card)
    assert card.buttons[0].label == "Propose decision"


async def test_nothing_is_proposed_before_everybody_there_was_asked(desk: Desk) -> None:
    referral = await red(desk)
    await opened(desk, referral)
    await desk.press("police-1", "vote.cast", referral)
    await desk.do("police-1", "vote.cast", referral, NO_VIEW)

    refused = await desk.press("chair-1", "decision.propose", referral)

    assert refused.note == "Social Work has not been asked for a view. Ask them, then propose."
    (card,) = await cards(desk, "meeting")
    assert "Asked for a view: 1 of 3 here. Still to ask: Health, Social Work." in words(card)
    asked = await desk.press("chair-1", "meeting.ask_views", referral)
    assert asked.kind == "done"
    assert {m.audience for m in await desk.messages("view_asked")} >= {"health-1", "social_work-1"}
    assert (await desk.press("chair-1", "decision.propose", referral)).kind == "open"


async def test_what_was_said_is_unconfirmed_until_its_seat_says_so(desk: Desk) -> None:
    referral = await red(desk)
    await opened(desk, referral)
    said = {"seat": "health", "urgency_1": "red", "destination_1": "child_protection", "words": "Seen twice."}

    await desk.do("minutes-1", "meeting.said", referral, said)

    (statement,) = (await desk.case(referral)).statements
    assert (statement.by, statement.confirmed_at) == ("minutes-1", None)
    assert {m.audience for m in await desk.messages("said_for_you")} >= {"health-1"}
    assert (await desk.press("police-1", "statement.confirm", statement.id)).kind == "refused"
    assert (await desk.press("health-1", "statement.confirm", statement.id)).kind == "done"
    assert (await desk.case(referral)).statements[0].confirmed_by == "health-1"
    assert await desk.messages("said_for_you") == []


async def _offered(desk: Desk, referral: str) -> list[str]:
    form = (await desk.press("minutes-1", "meeting.said", referral)).form
    assert form is not None
    (seat,) = [field for field in form.fields() if isinstance(field, Choice) and field.id == "seat"]
    return [option.label for option in seat.options]


async def test_what_was_said_is_written_down_for_agencies_that_are_or_were_here_alone(desk: Desk) -> None:
    referral = await red(desk)
    one = await opened(desk, referral)

    assert await _offered(desk, referral) == ["Health", "Police", "Social Work"]

    roll = {"seat_health": "apologies", "seat_police": "absent", "seat_housing": "phone"}
    await desk.do("minutes-1", "meeting.roll", one.meeting.id, roll)
    assert await _offered(desk, referral) == ["Health", "Housing", "Social Work"], (
        "Health left, Police never came"
    )


async def test_a_form_left_open_takes_no_view_of_an_agency_that_is_not_here(desk: Desk) -> None:
    referral = await red(desk)
    one = await opened(desk, referral)
    form = (await desk.press("minutes-1", "meeting.said", referral)).form
    await desk.do("minutes-1", "meeting.roll", one.meeting.id, {"seat_police": "absent"})
    said = {"seat": "police", "urgency_1": "red", "destination_1": "child_protection", "words": "Seen twice."}

    answer = await desk.submit(form, said, by="minutes-1")

    assert answer.form is not None
    assert answer.form.problems == {
        "seat": "Select an agency that is here: the roll call does not say that this one is"
    }
    assert (await desk.case(referral)).votes == ()


async def test_nothing_is_written_down_where_nobody_is_here(desk: Desk) -> None:
    referral = await red(desk)
    one = await called(desk, referral)
    await desk.press("chair-1", "meeting.start", one.meeting.id)
    await desk.do("chair-1", "meeting.interim", one.meeting.id, {**UNTIL, "without": "Nobody answers."})

    answer = await desk.press("minutes-1", "meeting.said", referral)

    assert answer.note == (
        "No agency is recorded as here. Nothing has changed. Record the roll call, then what was said."
    )


async def test_who_approves_reads_all_that_was_written_down_for_an_agency_in_its_order(desk: Desk) -> None:
    referral = await red(desk)
    await opened(desk, referral)
    said = {"seat": "health", "urgency_1": "red", "destination_1": "child_protection", "words": "Seen twice."}
    await desk.do("minutes-1", "meeting.said", referral, said)
    (first,) = (await desk.case(referral)).statements
    await desk.do("health-1", "statement.correct", first.id, {"urgency_1": "red", "words": "Seen once."})
    for words in ("A plan is there.", "It is not kept."):
        desk.move_clock(minutes=2)
        await desk.do("minutes-1", "meeting.said", referral, {**said, "words": words})
    await desk.press("chair-1", "meeting.ask_views", referral)
    await desk.do("chair-1", "decision.propose", referral, PROPOSAL)
    (waiting,) = (await desk.case(referral)).open_proposals

    shown = read((await desk.press("duty-1", "proposal.approve", waiting.id)).form)

    written = "Health, said in the meeting, written by T. Lowe, not confirmed, "
    start = shown.index("What was said in the meeting")
    assert shown[start + 1 : start + 7] == [
        "Health, said in the meeting, 9:40am today:",
        "Seen once.",
        f"{written}9:42am today:",
        "A plan is there.",
        f"{written}9:44am today:",
        "It is not kept.",
    ]
    assert shown.count("It is not kept.") == 1
    assert "Seen twice." not in shown, "the agency put it right"


async def test_the_seat_puts_right_what_was_written_for_it(desk: Desk) -> None:
    referral = await red(desk)
    await opened(desk, referral)
    said = {"seat": "health", "urgency_1": "red", "destination_1": "child_protection", "words": "Seen twice."}
    await desk.do("minutes-1", "meeting.said", referral, said)
    (statement,) = (await desk.case(referral)).statements

    await desk.do(
        "health-1", "statement.correct", statement.id, {"urgency_1": "amber", "words": "Seen once."}
    )

    case = await desk.case(referral)
    assert case.statements[-1].supersedes == statement.id
    vote = case.vote_of("health", case.subjects[0])
    assert vote is not None
    assert (vote.urgency, vote.reason, vote.written_by) == ("amber", "Seen once.", "")
    assert case.statements[0].words == "Seen twice.", "what was written down stays in the record"
    again = await desk.press("health-1", "statement.correct", statement.id)
    assert again.kind == "done", "it was put right already"
    assert len((await desk.case(referral)).statements) == 2


async def test_to_its_end_with_the_second_rating_and_minutes(desk: Desk) -> None:
    referral = await red(desk)
    one = await opened(desk, referral)
    await desk.press("chair-1", "meeting.ask_views", referral)
    await desk.do("chair-1", "decision.propose", referral, PROPOSAL)
    (card,) = await cards(desk, "meeting")
    assert [b.label for b in card.buttons] == ["I disagree", "Read and decide", "Close the meeting", "More"]
    assert "Decision proposed 9:40am. Waiting for a duty manager." in words(card)

    empty = await desk.do("chair-1", "meeting.next", one.meeting.id, {})
    assert empty.form is not None
    assert set(empty.form.problems) == {"destination_1", "reason_1"}
    answer = await desk.do(
        "chair-1",
        "meeting.next",
        one.meeting.id,
        {"destination_1": "child_in_need", "reason_1": "Needs a plan."},
    )

    assert answer.kind == "done"
    case = await desk.case(referral)
    rating = case.destination_of(case.subjects[0])
    assert rating is not None
    assert (rating.destination, rating.reason, rating.by) == ("child_in_need", "Needs a plan.", "chair-1")
    assert case.rating_of(case.subjects[0]).level == "red"  # type: ignore[union-attr]
    now = await sitting(desk, referral)
    assert (now.meeting.state, now.items[0].state, len(now.minutes)) == ("closed", "proposed", 1)
    (closed,) = await cards(desk, "meeting")
    assert closed.title.startswith("MEETING CLOSED 9:40am Mon 16 November · MASH-2611-")
    assert closed.title.endswith(" · 1 proposed")

    (proposal,) = case.open_proposals
    await desk.do("duty-1", "proposal.approve", proposal.id, {})
    (closed,) = await cards(desk, "meeting")
    assert closed.title.endswith(" · 1 decided"), "not proposed for ever"


async def test_a_case_that_is_decided_before_needs_no_meeting(desk: Desk) -> None:
    referral = await red(desk)
    one = await called(desk, referral)
    await desk.do("chair-1", "decision.propose", referral, PROPOSAL)
    (proposal,) = (await desk.case(referral)).open_proposals

    await desk.do("duty-1", "proposal.approve", proposal.id, {})

    assert (await sitting(desk, referral)).meeting.state == "not_needed"
    assert await desk.messages("meeting") == []
    clocks = [c for c in (await desk.case(referral)).clocks if c.subject == one.meeting.id]
    assert clocks
    assert all(clock.stopped_at for clock in clocks)
    assert (
        await desk.press("police-1", "meeting.here", one.meeting.id)
    ).note == "This meeting is over. Nothing has changed."


async def test_two_meetings_at_once_do_not_mix(desk: Desk) -> None:
    first, second = await red(desk), await red(desk, name="Kyle Stone")
    one, two = await opened(desk, first), await called(desk, second)

    await desk.press("police-1", "meeting.here", two.meeting.id)

    assert (await sitting(desk, second)).here == ("police",)
    assert (await sitting(desk, first)).is_open
    assert not (await sitting(desk, second)).is_open
    assert len(await cards(desk, "meeting")) == 2
    await desk.press("chair-1", "meeting.ask_views", first)
    assert (await desk.case(second)).views_asked == ()
    assert one.meeting.id != two.meeting.id


# Guests, minutes, and time.


async def test_a_guest_sees_when_and_where_and_only_until_their_case_ends(desk: Desk) -> None:
    person, held = (
        Person("guest-1", "Ada Guest", "Fire service"),
        Membership("guest-1", "hub", "", frozenset({"guest"})),
    )
    await desk.store.write(
        lambda tx: tx.people.put(person, [held], [LinkedIdentity("web", "hub", "guest-1", "guest-1")])
    )
    referral = await red(desk)
    one = await called(desk, referral)
    await desk.do("chair-1", "meeting.roll", one.meeting.id, {"guests": "Ada Guest, A neighbour"})

    (card,) = await cards(desk, "guest_item", "guest-1")
    assert card.title.startswith("YOU ARE A GUEST · meeting 12:15pm Mon 16 November · MASH-2611-")
    assert (await desk.press("guest-1", "meeting.here", one.meeting.id)).kind == "done"
    for verb, thing in (
        ("details.open", referral),
        ("minutes.read", one.meeting.id),
        ("meeting.more", one.meeting.id),
    ):
        assert (await desk.press("guest-1", verb, thing)).kind == "refused", verb
    await desk.do("chair-1", "meeting.adjourn", one.meeting.id, UNTIL)
    assert await desk.messages("guest_item") == []


async def test_minutes_are_versions_that_the_chair_approves(desk: Desk) -> None:
    referral = await red(desk)
    one = await opened(desk, referral)
    said = {"seat": "health", "urgency_1": "red", "destination_1": "child_protection", "words": "Seen twice."}
    await desk.do("minutes-1", "meeting.said", referral, said)
    await desk.do("chair-1", "meeting.next", one.meeting.id, {})
    first = (await sitting(desk, referral)).minutes[0]
    assert {m.audience for m in await desk.messages("minutes")} == {"chair-1"}

    before = str((await desk.press("police-1", "minutes.read", one.meeting.id)).form)
    (statement,) = (await desk.case(referral)).statements
    await desk.press("health-1", "statement.confirm", statement.id)
    assert (await desk.press("minutes-1", "minutes.approve", first.id)).kind == "refused"
    assert (await desk.press("minutes-1", "minutes.make", one.meeting.id)).kind == "done"
    now = await sitting(desk, referral)
    after = str((await desk.press("police-1", "minutes.read", one.meeting.id)).form)
    assert (await desk.press("chair-1", "minutes.approve", now.minutes[-1].id)).kind == "done"

    assert "written by T. Lowe, not confirmed" in before
    assert "written by T. Lowe, confirmed by R. Health" in after
    versions = (await sitting(desk, referral)).minutes
    assert [(v.version, v.approved_by) for v in versions] == [(1, ""), (2, "chair-1")]
    assert await desk.messages("minutes") == []
    kept = await desk.store.read(lambda tx: tx.meetings.parts_of(first.id))
    assert "not confirmed" in str(kept[0].parts), "the first version is what it was"


async def test_minutes_go_to_nobody_who_may_not_read_the_case(desk: Desk) -> None:
    referral = await red(desk)
    one = await opened(desk, referral)
    await desk.do("chair-1", "meeting.next", one.meeting.id, {})

    for person in ("teacher-1", "auditor-1", "admin-1"):
        assert (await desk.press(person, "minutes.read", one.meeting.id)).kind == "refused", person
        version = (await sitting(desk, referral)).minutes[0]
        assert (await desk.press(person, "minutes.print", version.id)).kind == "refused", person
    for person in ("minutes-1", "duty-1", "police-1"):
        assert (await desk.press(person, "minutes.read", one.meeting.id)).kind == "open", person


async def test_every_button_of_a_meeting_opens_and_no_two_sound_alike(desk: Desk) -> None:
    referral = await red(desk)
    await _each_opens(desk)
    one = await called(desk, referral)
    await _each_opens(desk)
    await desk.press("chair-1", "meeting.start", one.meeting.id)
    await _each_opens(desk)
    await opened(desk, referral)
    said = {"seat": "health", "urgency_1": "red", "destination_1": "child_protection", "words": "Seen twice."}
    await desk.do("minutes-1", "meeting.said", referral, said)
    await desk.press("chair-1", "meeting.ask_views", referral)
    await _each_opens(desk)
    await desk.do("chair-1", "decision.propose", referral, PROPOSAL)
    await _each_opens(desk)
    rated = {"destination_1": "child_in_need", "reason_1": "Needs a plan."}
    assert (await desk.do("chair-1", "meeting.next", one.meeting.id, rated)).kind == "done"
    await _each_opens(desk)


async def test_the_board_says_that_a_case_is_in_its_meeting(desk: Desk) -> None:
    referral = await red(desk)
    await opened(desk, referral)

    roster = await desk.store.read(desk.hubs.roster)
    row = board.row(Sight(Words(), desk.hub, roster, desk.clock.now()), await desk.case(referral))

    assert row.where == "In the meeting"
