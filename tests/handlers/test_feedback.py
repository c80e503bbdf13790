"""The reply to the person who referred: in chat, by hand, or withheld; and never anybody else's information."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.cards.afterwards import feedback as cards
from bot.cards.elements import Form, Quote, Section
from bot.cards.sight import Sight
from bot.words import Words
from tests.support.cases import arrived, asked, rated
from tests.support.decisions import all_answered, approve, keep_answered, propose
from tests.support.desk import Desk
from triage.records import Referrer, Task

BY_PHONE = Referrer(name="Joan Barrow", role="Neighbour", phone="01632 960 777", email="joan@post.example")


async def test_it_is_prepared_with_the_approval_and_due_the_next_working_day(desk: Desk) -> None:
    referral = await keep_answered(desk)

    case = await approve(desk, referral)

    (prepared,) = case.feedback
    assert prepared.state == "prepared"
    assert prepared.due_at == datetime(2026, 11, 17, 17, 0, tzinfo=UTC)
    clock = case.clock("feedback")
    assert clock is not None
    assert (clock.due_at, clock.stopped_at) == (prepared.due_at, None)


async def test_standard_feedback_takes_four_presses_and_reaches_the_person_in_chat(desk: Desk) -> None:
    """Open, how, the tick, send."""
    referral = await keep_answered(desk)
    (prepared,) = (await approve(desk, referral)).feedback

    answer = await desk.do("minutes-1", "feedback.send", prepared.id, {"how": "chat", "checked": "yes"})

    assert answer.note == "Sent 12:51pm. MASH-2611-7KDMQ."
    case = await desk.case(referral)
    assert case.feedback[0].state == "sent"
    assert case.clock("feedback").stopped_at == datetime(2026, 11, 16, 12, 51, tzinfo=UTC)  # type: ignore[union-attr]
    assert [m.audience for m in await desk.messages("feedback")] == ["teacher-1"]


async def test_the_form_shows_the_exact_text_and_masks_the_address(desk: Desk) -> None:
    case = all_answered(asked(rated(arrived(referrer=BY_PHONE))))
    referral = await keep_answered(desk, case)
    (prepared,) = (await approve(desk, referral)).feedback

    opened = await desk.press("duty-1", "feedback.send", prepared.id)

    form = opened.form
    assert form is not None
    assert "To: Joan Barrow, Neighbour, j•••@post.example, •••777" in _lines(form)
    (text,) = _quotes(form)
    assert text == (
        "Decision on your referral · MASH-2611-7KDMQ\n"
        "The first child you told us about: A social worker and the police will look into what you told us.\n"
        "The second child you told us about: A social worker and the police will look into what you told us.\n"
        "Thank you for referring. If you think the decision is wrong, phone 01632 960 100 and a manager will look again."
    )
    how = next(field for field in form.fields() if field.id == "how")
    labels = [option.label for option in how.options]  # type: ignore[union-attr]  # radio buttons
    assert labels == ["By phone, I will ring", "By secure e-mail, I will send", "Not possible or not safe"]


async def test_here_in_chat_is_offered_only_to_somebody_with_an_account(desk: Desk) -> None:
    referral = await keep_answered(desk)
    (prepared,) = (await approve(desk, referral)).feedback

    opened = await desk.press("duty-1", "feedback.send", prepared.id)

    assert opened.form is not None
    how = next(field for field in opened.form.fields() if field.id == "how")
    assert how.options[0].label == "Here in chat"  # type: ignore[union-attr]  # radio buttons


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"checked": "yes"}, "how", "Select how to send it"),
        ({"how": "chat"}, "checked", "Tick to say you have checked the person"),
        ({"how": "not_possible"}, "reason", "Enter why feedback cannot be sent"),
        (
            {"how": "chat", "checked": "yes", "added_words": "We will see Brannigan at school."},
            "added_words",
            'Take out "Brannigan": it is in the record',
        ),
        (
            {"how": "chat", "checked": "yes", "added_words": "They moved to B70 8AB."},
            "added_words",
            'This looks like an address. Take it out, or tick "It is safe to record" and send again.',
        ),
    ],
)
async def test_what_may_not_go_is_said_at_its_field(
    desk: Desk, typed: dict[str, str], field: str, words: str
) -> None:
    referral = await keep_answered(desk)
    (prepared,) = (await approve(desk, referral)).feedback

    answer = await desk.do("duty-1", "feedback.send", prepared.id, typed)

    assert answer.form is not None
    assert answer.form.problems == {field: words}
    assert (await desk.case(referral)).feedback[0].state == "prepared"


async def test_a_secret_address_never_goes_whatever_is_ticked(desk: Desk) -> None:
    whole = all_answered()
    hidden = replace(whole.subjects[0], address="14 Larkspur Gardens", address_secret=True)
    referral = await keep_answered(desk, replace(whole, subjects=(hidden, whole.subjects[1])))
    (prepared,) = (await approve(desk, referral)).feedback

    answer = await desk.do(
        "duty-1",
        "feedback.send",
        prepared.id,
        {"how": "chat", "checked": "yes", "added_words": "Larkspur is quiet.", "address_is_safe": "yes"},
    )

    assert answer.form is not None
    assert answer.form.problems == {
        "added_words": "This holds an address that must be kept secret. Take it out."
    }


async def test_by_phone_becomes_a_task_whose_tick_stops_the_clock(desk: Desk) -> None:
    referral = await keep_answered(desk, all_answered(asked(rated(arrived(referrer=BY_PHONE)))))
    (prepared,) = (await approve(desk, referral)).feedback
    sent = await desk.do(
        "screening-1",
        "feedback.send",
        prepared.id,
        {"how": "phone", "checked": "yes", "added_words": "Call any time."},
    )
    assert sent.form is None, "a screening officer gives it to business support"
    (task,) = await _tasks(desk)
    assert (await desk.case(referral)).clock("feedback").stopped_at is None  # type: ignore[union-attr]

    opened = await desk.press("minutes-1", "task.do", task.id)
    assert opened.form is not None
    assert "Joan Barrow, Neighbour: by phone, 01632 960 777" in _lines(opened.form)
    assert _quotes(opened.form)[0].endswith("Call any time.")
    missing = await desk.submit(opened.form, {"outcome": "phone"}, by="minutes-1")
    assert missing.form is not None
    assert missing.form.problems == {"words": "Enter when, and who you spoke to"}
    desk.move_clock(minutes=9)
    await desk.submit(missing.form, {"words": "1pm, Joan herself"}, by="minutes-1")

    case = await desk.case(referral)
    assert (case.feedback[0].state, case.feedback[0].spoken_to) == ("sent", "1pm, Joan herself")
    assert case.clock("feedback").stopped_at == datetime(2026, 11, 16, 13, 0, tzinfo=UTC)  # type: ignore[union-attr]
    assert await _tasks(desk) == ()


async def test_whoever_rings_at_once_is_asked_when_and_who_right_away(desk: Desk) -> None:
    referral = await keep_answered(desk)
    (prepared,) = (await approve(desk, referral)).feedback

    sent = await desk.do("duty-1", "feedback.send", prepared.id, {"how": "phone", "checked": "yes"})

    assert sent.form is not None
    assert sent.form.verb == "task.do"
    ticked = await desk.submit(sent.form, {"outcome": "phone", "words": "Now, himself"}, by="duty-1")
    assert ticked.kind == "done"
    assert (await desk.case(referral)).feedback[0].state == "sent"


async def test_withheld_with_a_reason_stops_the_clock_and_writes_to_nobody(desk: Desk) -> None:
    referral = await keep_answered(desk)
    (prepared,) = (await approve(desk, referral)).feedback

    await desk.do(
        "duty-1", "feedback.send", prepared.id, {"how": "not_possible", "reason": "He left the school."}
    )

    case = await desk.case(referral)
    assert (case.feedback[0].state, case.feedback[0].reason) == ("withheld", "He left the school.")
    assert case.clock("feedback").stopped_at is not None  # type: ignore[union-attr]
    assert await desk.messages("feedback") == []


async def test_the_added_words_stand_only_behind_the_full_reply(desk: Desk) -> None:
    referral = await keep_answered(desk)
    (prepared,) = (await approve(desk, referral, {"referrer_words": "Please ring us on Friday."})).feedback
    opened = await desk.press("duty-1", "feedback.send", prepared.id)
    await desk.submit(opened.form, {"how": "chat", "checked": "yes"}, by="duty-1")

    case = await desk.case(referral)
    card = cards.card(case, _sight(desk), prepared.id)
    read = await desk.press("teacher-1", "feedback.read", prepared.id)

    assert "Friday" not in repr(card)
    assert read.form is not None
    assert _quotes(read.form) == ["Please ring us on Friday."]
    assert (
        await desk.press("nurse-1", "feedback.read", prepared.id)
    ).note == "There is nothing here with that reference."
    assert (await desk.press("police-1", "feedback.read", prepared.id)).kind == "refused"


async def test_having_read_it_is_kept_once(desk: Desk) -> None:
    referral = await keep_answered(desk)
    (prepared,) = (await approve(desk, referral)).feedback
    await desk.do("duty-1", "feedback.send", prepared.id, {"how": "chat", "checked": "yes"})

    await desk.press("teacher-1", "feedback.seen", prepared.id)
    desk.move_clock(minutes=5)
    await desk.press("teacher-1", "feedback.seen", prepared.id)

    case = await desk.case(referral)
    assert case.feedback[0].read_at == datetime(2026, 11, 16, 12, 51, tzinfo=UTC)
    card = cards.card(case, _sight(desk), prepared.id)
    assert [button.label for button in card.buttons] == ["Read the full reply", "I disagree"]


async def test_a_reply_is_sent_once(desk: Desk) -> None:
    referral = await keep_answered(desk)
    (prepared,) = (await approve(desk, referral)).feedback
    opened = await desk.press("duty-1", "feedback.send", prepared.id)
    await desk.do("duty-2", "feedback.send", prepared.id, {"how": "chat", "checked": "yes"})
    desk.move_clock(minutes=4)

    again = await desk.submit(opened.form, {"how": "not_possible", "reason": "No."}, by="duty-1")

    assert again.note == "Already recorded 12:51pm. Nothing was added. MASH-2611-7KDMQ."
    assert (await desk.case(referral)).feedback[0].state == "sent"


async def test_a_new_decision_after_the_reply_went_prepares_another(desk: Desk) -> None:
    referral = await keep_answered(desk)
    (first,) = (await approve(desk, referral)).feedback
    await desk.do("duty-1", "feedback.send", first.id, {"how": "chat", "checked": "yes"})

    second = await propose(desk, referral, {"outcome_1": "section_17", "outcome_2": "section_17"})
    await desk.do("duty-1", "proposal.approve", second.id, {})

    states = [one.state for one in (await desk.case(referral)).feedback]
    assert states == ["sent", "prepared"]


async def test_a_tick_is_for_its_own_reply(desk: Desk) -> None:
    referral = await keep_answered(desk, all_answered(asked(rated(arrived(referrer=BY_PHONE)))))
    (first,) = (await approve(desk, referral)).feedback
    await desk.do("duty-1", "feedback.send", first.id, {"how": "phone", "checked": "yes"})
    case = await approve(desk, referral, {"outcome_1": "section_17", "outcome_2": "section_17"})
    await desk.do("duty-1", "feedback.send", case.feedback[-1].id, {"how": "phone", "checked": "yes"})
    task, _second = sorted(await _tasks(desk), key=lambda task: task.at)

    await desk.do("minutes-1", "task.do", task.id, {"outcome": "phone", "words": "1pm, her"})

    case = await desk.case(referral)
    assert [one.state for one in case.feedback] == ["sent", "to_do"]
    assert case.clock("feedback").stopped_at is None  # type: ignore[union-attr]


async def test_somebody_who_left_is_not_written_to_in_chat(desk: Desk) -> None:
    referral = await keep_answered(desk)
    (prepared,) = (await approve(desk, referral)).feedback
    await desk.store.write(lambda tx: tx.people.end("teacher-1", tx.now))

    opened = await desk.press("duty-1", "feedback.send", prepared.id)

    assert opened.form is not None
    how = next(field for field in opened.form.fields() if field.id == "how")
    assert next(option.label for option in how.options) == "By phone, I will ring"  # type: ignore[union-attr]
    assert "phone 01632 960 100 and a manager will look again" in _quotes(opened.form)[0]


@pytest.mark.parametrize("person", ["police-1", "chair-1", "teacher-1"])
async def test_only_those_who_may_send_it_open_it(desk: Desk, person: str) -> None:
    referral = await keep_answered(desk)
    (prepared,) = (await approve(desk, referral)).feedback

    assert (await desk.press(person, "feedback.send", prepared.id)).kind == "refused"


async def test_a_withheld_name_is_shown_to_a_duty_manager_only(desk: Desk) -> None:
    neighbour = replace(BY_PHONE, anonymous=True)
    referral = await keep_answered(desk, all_answered(asked(rated(arrived(referrer=neighbour)))))
    (prepared,) = (await approve(desk, referral)).feedback

    manager = await desk.press("duty-1", "feedback.send", prepared.id)
    support = await desk.press("minutes-1", "feedback.send", prepared.id)

    assert manager.form is not None
    assert support.form is not None
    assert any("Joan Barrow" in line for line in _lines(manager.form))
    assert not any("Joan" in line or "Neighbour" in line for line in _lines(support.form))
    assert any(line.startswith("To: Somebody who asked not to be named") for line in _lines(support.form))


async def _tasks(desk: Desk) -> tuple[Task, ...]:
    return await desk.store.read(lambda tx: tx.open_tasks("hub"))


def _sight(desk: Desk) -> Sight:
    return desk.store.read_now(lambda tx: Sight(Words(), desk.hub, desk.hubs.roster(tx), tx.now))


def _lines(form: Form) -> list[str]:
    return [line for part in form.body if isinstance(part, Section) for line in part.lines]


def _quotes(form: Form) -> list[str]:
    return [part.text for part in form.body if isinstance(part, Quote)]


async def test_whoever_disagreed_reads_that_they_did_and_then_the_way_to_the_answer(desk: Desk) -> None:
    referral = await keep_answered(desk)
    (prepared,) = (await approve(desk, referral)).feedback
    await desk.do("duty-1", "feedback.send", prepared.id, {"how": "chat", "checked": "yes"})
    why = {"unsafe": "no", "about": "outcome", "why": "A check each day at school is needed."}

    await desk.do("teacher-1", "disagreement.raise", referral, why)
    case = await desk.case(referral)
    card = cards.card(case, _sight(desk), prepared.id)
    assert (
        "You disagreed 12:51pm Mon 16 November. "
        "A manager will answer by 5:00pm Wednesday 18 November. The decision stands meanwhile."
    ) in repr(card)
    assert [button.label for button in card.buttons] == ["Read the full reply", "I have read it"]

    words = {"result": "stands", "words": "The assessment sees the school first."}
    await desk.do("duty-2", "disagreement.answer", case.disagreements[0].id, words)
    card = cards.card(await desk.case(referral), _sight(desk), prepared.id)
    assert "It was answered: read the answer." in repr(card)
    assert [button.label for button in card.buttons] == [
        "Read the full reply",
        "Read the answer",
        "I have read it",
    ]

    await desk.press("teacher-1", "disagreement.settle", case.disagreements[0].id)
    card = cards.card(await desk.case(referral), _sight(desk), prepared.id)
    assert [button.label for button in card.buttons] == [
        "Read the full reply",
        "I disagree",
        "I have read it",
    ]
