"""A case is closed when nothing is left to do, and reopened as a round of its own."""

from datetime import timedelta

from bot.drawing import Drawing
from storage.tx import Tx
from tests.cards.reading import read
from tests.support.cases import PROFILE
from tests.support.decisions import approve, keep_answered
from tests.support.desk import Desk
from tests.support.meeting import called, opened, red
from tests.support.people import FORUM
from triage.records import Clock, HoldingReply, Meeting, MeetingItem, NightItem, Task

PROPOSAL = {
    "outcome_1": "section_47_joint",
    "rationale": "An injury that nobody explains.",
    "without": "Late.",
}
SEATS = PROFILE.level("green").asks
RATE = {
    "what": "rate",
    "urgency_1": "green",
    "urgency_2": "green",
    "reason": "A new bruise.",
    "seats": SEATS,
}


async def decided(desk: Desk) -> str:
    referral = await keep_answered(desk)
    await approve(desk, referral)
    return referral


async def told(desk: Desk) -> str:
    """A decided case whose referrer was told."""
    referral = await decided(desk)
    (prepared,) = (await desk.case(referral)).feedback
    await desk.do("minutes-1", "feedback.send", prepared.id, {"how": "chat", "checked": "yes"})
    return referral


async def closed(desk: Desk) -> str:
    referral = await told(desk)
    answer = await desk.do("duty-1", "case.close", referral, {})
    assert answer.kind == "done", answer.note
    return referral


async def reopened(desk: Desk) -> str:
    referral = await closed(desk)
    desk.move_clock(days=3)
    answer = await desk.do("duty-1", "case.reopen", referral, {"new": "A new bruise was seen."})
    assert answer.kind == "done", answer.note
    return referral


def said(form: object) -> str:
    return repr(form)


async def test_closing_shows_that_nothing_is_open_and_ends_all_clocks(desk: Desk) -> None:
    referral = await told(desk)

    opened = await desk.press("duty-1", "case.close", referral)
    assert "Nothing is still open." in said(opened.form)
    answer = await desk.submit(opened.form, {}, by="duty-1")

    assert answer.note == "Recorded 12:51pm. MASH-2611-7KDMQ."
    case = await desk.case(referral)
    assert case.stages == {"closed"}
    assert {subject.stage for subject in case.subjects} == {"closed"}
    assert not [clock for clock in case.clocks if clock.stopped_at is None]


async def test_feedback_that_was_not_sent_needs_a_reason_which_ends_it(desk: Desk) -> None:
    referral = await decided(desk)

    opened = await desk.press("duty-1", "case.close", referral)
    assert "Feedback has not been sent to the person who referred." in said(opened.form)
    answer = await desk.submit(opened.form, {}, by="duty-1")
    assert answer.kind == "invalid"
    assert answer.form is not None
    assert answer.form.problems == {"reason": "Enter why feedback was not sent"}

    answer = await desk.submit(opened.form, {"reason": "She cannot be reached."}, by="duty-1")
    assert answer.kind == "done"
    (one,) = (await desk.case(referral)).feedback
    assert (one.state, one.reason) == ("withheld", "She cannot be reached.")


async def test_a_reply_that_waits_to_be_rung_needs_nobody_any_more(desk: Desk) -> None:
    referral = await decided(desk)
    (prepared,) = (await desk.case(referral)).feedback
    await desk.do("minutes-1", "feedback.send", prepared.id, {"how": "phone", "checked": "yes"})

    await desk.do("duty-1", "case.close", referral, {"reason": "Nobody answers."})

    (task,) = [task for task in (await desk.case(referral)).tasks if task.kind == "feedback"]
    assert (task.done_by, task.outcome) == ("duty-1", "withheld")


async def test_an_open_action_or_a_child_without_a_decision_prevents_it(desk: Desk) -> None:
    referral = await keep_answered(desk)
    actions = {"action_1_what": "Visit the home", "action_1_who": "health", "action_1_due": "working_days_2"}
    opened = await desk.press("chair-1", "decision.propose", referral)
    assert opened.form is not None
    known = {field.id for field in opened.form.fields()}
    await approve(desk, referral, {key: value for key, value in actions.items() if key in known})
    case = await desk.case(referral)
    assert case.actions, sorted(known)

    opened = await desk.press("duty-1", "case.close", referral)

    assert opened.form is not None
    assert not opened.form.submit
    assert "Finish or move these first. Nothing has changed." in said(opened.form)
    assert "Action 1, due" in said(opened.form)


async def test_a_disagreement_that_nobody_answered_prevents_it_and_its_time_runs_on(desk: Desk) -> None:
    referral = await told(desk)
    typed = {"unsafe": "no", "about": "outcome", "why": "He is not safe there."}
    await desk.do("police-1", "disagreement.raise", referral, typed)

    opened = await desk.press("duty-1", "case.close", referral)

    assert opened.form is not None
    assert not opened.form.submit
    assert "Disagreement, level 1, due" in said(opened.form)
    clocks = [clock for clock in (await desk.case(referral)).clocks if clock.kind == "disagreement"]
    assert [clock.stopped_at for clock in clocks] == [None]


async def test_an_interim_decision_and_a_case_in_the_meeting_prevent_it(desk: Desk) -> None:
    referral = await red(desk)
    one = await called(desk, referral)
    await desk.press("chair-1", "meeting.start", one.meeting.id)
    gone_on = {"until": "next_list", "why": "Police are needed.", "safe": "She stays with her aunt."}
    await desk.do("chair-1", "meeting.interim", one.meeting.id, {**gone_on, "without": "Nobody answers."})
    await desk.do("chair-1", "decision.propose", referral, PROPOSAL)
    (proposal,) = (await desk.case(referral)).open_proposals
    await desk.do("duty-1", "proposal.approve", proposal.id, {})

    opened = await desk.press("duty-1", "case.close", referral)

    assert opened.form is not None
    assert not opened.form.submit
    assert "The decision is an interim one. The case comes back on a list." in said(opened.form)
    assert "The case is in the meeting now." in said(opened.form)


async def test_closing_clears_away_what_waited_for_the_case(desk: Desk) -> None:
    """Its meeting, its place among what came in the night, and the calls that nobody has to make any more."""
    referral = await told(desk)
    now = desk.clock.now()

    def waits(tx: Tx) -> None:
        tx.meetings.add(Meeting("m-1", FORUM, "urgent", now, now, referral=referral))
        tx.meetings.items.add(MeetingItem("i-1", referral, "m-1", 1))
        tx.clocks.add(Clock("c-1", referral, "m-1", "meeting_begins", "red", now, now))
        tx.night_items.add(NightItem("n-1", referral, FORUM, now, now, arrived=True))
        tx.tasks.add(Task("t-1", FORUM, "alert", referral, now, now))
        tx.tasks.add(Task("t-2", FORUM, "acknowledge", referral, now, now))
        tx.holding_replies.add(HoldingReply("h-1", referral, now))

    await desk.store.write(waits)
    answer = await desk.do("duty-1", "case.close", referral, {})
    assert answer.kind == "done", answer.note

    case = await desk.case(referral)
    assert [one.meeting.state for one in case.sittings] == ["not_needed"]
    assert [(one.picked_up_by, one.picked_up_at) for one in case.nights] == [("duty-1", now)]
    assert not [task.kind for task in case.tasks if task.done_at is None]
    assert [one.state for one in case.holding] == ["withdrawn"]
    assert not [clock for clock in case.clocks if clock.stopped_at is None]
    assert await desk.messages("set_meeting") == []


async def test_nobody_is_asked_for_anything_by_a_message_about_a_closed_case(desk: Desk) -> None:
    referral = await red(desk)
    await met(desk, referral)
    asking = {"view_asked", "said_for_you"}
    assert asking <= {message.card for message in await desk.messages()}

    answer = await desk.do("duty-1", "case.close", referral, {"reason": "Told in person."})
    assert answer.kind == "done", (answer.note, said(answer.form))

    assert not asking & {message.card for message in await desk.messages()}
    assert [m.audience for m in await desk.messages("minutes")] == ["chair-1"], "they can still be approved"


async def test_only_duty_and_service_managers_close_and_reopen(desk: Desk) -> None:
    referral = await told(desk)

    for person in ("police-1", "screening-1", "chair-1", "minutes-1", "teacher-1"):
        assert (await desk.press(person, "case.close", referral)).kind == "refused", person
    assert (await desk.press("service-1", "case.close", referral)).kind == "open"
    assert (await desk.press("service-1", "case.reopen", referral)).kind == "refused"


async def test_a_closed_case_takes_nothing_more(desk: Desk) -> None:
    referral = await closed(desk)

    for verb in ("check.answer", "vote.cast", "decision.propose", "rating.change", "case.close"):
        answer = await desk.press("duty-1" if verb == "case.close" else "police-1", verb, referral)
        assert answer.note == "This case is closed. To add something, choose Reopen or phone the hub.", verb


async def test_the_card_says_closed_and_nothing_of_the_outcome(desk: Desk) -> None:
    await closed(desk)

    card = await _card(desk)

    assert card.splitlines()[:2] == ["CLOSED 16 November 2026 · MASH-2611-7KDMQ", "Nothing more to do here."]
    assert "K.B." not in card
    assert "47" not in card


async def test_more_offers_one_or_the_other(desk: Desk) -> None:
    referral = await told(desk)
    menu = await desk.press("duty-1", "case.more", referral)
    assert _verbs(menu.form) & {"case.close", "case.reopen"} == {"case.close"}

    await desk.do("duty-1", "case.close", referral, {})

    menu = await desk.press("duty-1", "case.more", referral)
    assert _verbs(menu.form) & {"case.close", "case.reopen"} == {"case.reopen"}


async def test_reopening_begins_a_round_that_waits_at_the_desk(desk: Desk) -> None:
    referral = await reopened(desk)

    case = await desk.case(referral)
    assert {(subject.stage, subject.round) for subject in case.subjects} == {("received", 2)}
    assert case.referral.closed_at is None
    assert case.asked == ()
    assert not case.level
    assert [m.thing for m in await desk.messages("to_screen")], "the desk hears of it"
    assert await desk.messages("referral") == []
    decide = case.clock("decide")
    assert decide is not None
    assert decide.started_at == case.began_at


async def test_who_screens_it_again_reads_what_is_new(desk: Desk) -> None:
    referral = await reopened(desk)

    form = (await desk.press("screening-1", "referral.screen", referral)).form

    assert "REOPENED, round 2." in said(form)
    assert "A new bruise was seen." in said(form)


async def test_in_the_new_round_agencies_are_asked_rated_and_due_anew(desk: Desk) -> None:
    referral = await reopened(desk)
    before = await desk.case(referral)

    await desk.do("screening-1", "referral.screen", referral, RATE)

    case = await desk.case(referral)
    assert case.level == "green"
    assert set(case.asked) == set(SEATS)
    assert case.answered == ()
    assert case.due_at is not None
    assert case.due_at > before.began_at + timedelta(hours=23)
    assert len(case.ratings) == len(before.ratings) + 2
    assert "REOPENED, round 2." in await _card(desk)


async def test_views_of_the_first_round_are_kept_and_do_not_count_in_the_second(desk: Desk) -> None:
    referral = await keep_answered(desk)
    view = {"urgency": "red", "destination": "child_protection"}
    typed = {f"{key}_{n}": value for key, value in view.items() for n in (1, 2)} | {"reason": "The arms."}
    await desk.do("police-1", "vote.cast", referral, typed)
    await approve(desk, referral)
    await desk.do("duty-1", "case.close", referral, {"reason": "Told in person."})
    await desk.do("duty-1", "case.reopen", referral, {"new": "A new bruise."})

    case = await desk.case(referral)

    assert len(case.votes) == 2
    assert not case.seats_with_views
    assert case.decision_on(case.subjects[0]) is not None, "the old decision stands until superseded"


async def test_an_agency_asked_in_the_first_round_only_still_reads_the_case(desk: Desk) -> None:
    referral = await reopened(desk)
    await desk.do("screening-1", "referral.screen", referral, RATE)

    opened = await desk.press("housing-1", "details.open", referral)

    assert opened.kind == "open"
    assert "REOPENED" not in opened.note


async def test_the_second_round_is_decided_and_closed_like_the_first(desk: Desk) -> None:
    referral = await reopened(desk)
    await desk.do("screening-1", "referral.screen", referral, RATE)
    for seat in SEATS:
        assert (await desk.do(f"{seat}-1", "check.nothing_known", referral, {})).kind == "done"
    case = await approve(desk, referral)

    decisions = [made for made in case.decisions if made.round == 2]
    assert len(decisions) == 2
    assert all(made.supersedes for made in decisions)
    answer = await desk.do("duty-1", "case.close", referral, {"reason": "Told on the phone."})
    assert answer.kind == "done"
    assert len((await desk.case(referral)).closings) == 2


async def met(desk: Desk, referral: str) -> None:
    """Its own meeting: views asked for, words written down for Health, decided, over."""
    one = await opened(desk, referral)
    await desk.press("chair-1", "meeting.ask_views", referral)
    words = {"seat": "health", "urgency_1": "red", "destination_1": "child_protection", "words": "Twice."}
    await desk.do("minutes-1", "meeting.said", referral, words)
    await desk.do("chair-1", "decision.propose", referral, PROPOSAL)
    (proposal,) = (await desk.case(referral)).open_proposals
    await desk.do("duty-1", "proposal.approve", proposal.id, {})
    ended = {"destination_1": "child_in_need", "reason_1": "Needs a plan."}
    assert (await desk.do("chair-1", "meeting.next", one.meeting.id, ended)).kind == "done"


async def _card(desk: Desk) -> str:
    def drawn(tx: Tx) -> str:
        (message,) = (m for m in tx.messages.in_channel("hub", "web") if m.card == "referral")
        found = Drawing(desk.hubs).draw(tx, message)
        assert found is not None
        return read(found.card)

    return await desk.store.read(drawn)


def _verbs(form: object) -> set[str]:
    return {button.verb for button in getattr(form, "buttons", ())}
