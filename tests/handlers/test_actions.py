"""Following up the actions of a decision: ended once, given and taken or not, more time, another area."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.cards.elements import Card, Choice, Form
from bot.drawing import Drawing
from bot.interaction import Answer
from storage.tx import Tx
from tests.cards.reading import read, words
from tests.support.decisions import approve, keep_answered
from tests.support.desk import Desk, open_behind
from triage import actions
from triage.records import Action

VISIT = {"action_1_what": "Visit the flat", "action_1_who": "housing", "action_1_due": "end_of_today"}
LEAD = "housing-lead"


async def with_action(desk: Desk) -> Action:
    """A red case that was decided, with one action for Housing's lead, due at 5:00pm."""
    referral = await keep_answered(desk)
    case = await approve(desk, referral, VISIT)
    (action,) = case.actions
    return action


async def now(desk: Desk, action: Action) -> Action:
    """The action as it is kept."""
    return (await desk.case(action.referral)).action(action.id)


def form_of(answer: Answer) -> Form:
    assert answer.form is not None, answer.note
    return answer.form


async def test_an_approved_action_begins_with_its_history(desk: Desk) -> None:
    action = await with_action(desk)

    assert (action.owner, action.seat, action.state) == (LEAD, "housing", "open")
    assert action.begun_at == desk.clock.now()
    steps = actions.steps_of(await desk.case(action.referral), action)
    assert [(step.kind, step.by) for step in steps] == [("added", "duty-1")]


async def test_done_says_what_happened_and_ends_it(desk: Desk) -> None:
    action = await with_action(desk)

    answer = await desk.do(LEAD, "action.done", action.id, {"words": "Seen, all well. In the housing file."})

    assert answer.note == "Recorded 12:51pm. MASH-2611-7KDMQ."
    kept = await now(desk, action)
    assert (kept.state, kept.done_at) == ("done", desk.clock.now())
    opened = await desk.press("duty-1", "action.open", action.id)
    assert "Seen, all well. In the housing file." in words(form_of(opened))


async def test_done_twice_at_once_is_recorded_once(desk: Desk) -> None:
    action = await with_action(desk)
    forms = {who: form_of(await desk.press(who, "action.done", action.id)) for who in (LEAD, "duty-1")}

    answers = await asyncio.gather(
        *(desk.submit(form, {"words": "Seen."}, by=who) for who, form in forms.items())
    )

    assert sorted(answer.note.partition(" 12")[0] for answer in answers) == ["Already recorded", "Recorded"]
    kinds = [step.kind for step in (await desk.case(action.referral)).action_steps]
    assert kinds == ["added", "done"]


async def test_without_what_happened_it_is_not_done(desk: Desk) -> None:
    action = await with_action(desk)

    answer = await desk.do(LEAD, "action.done", action.id, {"words": ""})

    assert form_of(answer).problems == {"words": "Enter what happened"}
    assert (await now(desk, action)).state == "open"


@pytest.mark.parametrize("which", ["not_possible", "not_undertaken"])
async def test_less_safe_tells_the_duty_managers_at_once(desk: Desk, which: str) -> None:
    action = await with_action(desk)
    typed = {"which": which, "words": "They moved away.", "less_safe": "yes"}

    await desk.do(LEAD, "action.not_possible", action.id, typed)

    assert (await now(desk, action)).state == which
    assert {m.audience for m in await desk.messages("less_safe")} == {"duty-1", "duty-2"}


async def test_nobody_less_safe_tells_nobody(desk: Desk) -> None:
    action = await with_action(desk)
    typed = {"which": "not_possible", "words": "They moved away.", "less_safe": "no"}

    await desk.do(LEAD, "action.not_possible", action.id, typed)

    assert await desk.messages("less_safe") == []


async def test_given_it_stays_the_givers_until_it_is_taken(desk: Desk) -> None:
    action = await with_action(desk)

    await desk.do(LEAD, "action.give", action.id, {"to": "housing-1", "words": "You know the flat."})

    assert (await now(desk, action)).owner == LEAD
    (message,) = await desk.messages("action_offered")
    assert message.audience == "housing-1"
    answer = await desk.press("housing-1", "action.take", action.id)
    assert answer.note == "Recorded 12:51pm. MASH-2611-7KDMQ."
    assert (await now(desk, action)).owner == "housing-1"
    again = await desk.press("housing-1", "action.take", action.id)
    assert again.note == "Already recorded 12:51pm. Nothing was added. MASH-2611-7KDMQ."


async def test_refused_it_is_still_the_givers_who_is_told(desk: Desk) -> None:
    action = await with_action(desk)
    await desk.do(LEAD, "action.give", action.id, {"to": "police-lead", "words": "Yours, I think."})

    await desk.do("police-lead", "action.decline", action.id, {"words": "Not a crime."})

    kept = await now(desk, action)
    assert (kept.owner, kept.seat) == (LEAD, "housing")
    (message,) = await desk.messages("action_declined")
    assert message.audience == LEAD
    late = await desk.press("police-lead", "action.take", action.id)
    assert late.note.startswith("Already recorded")
    assert (await now(desk, action)).owner == LEAD


async def test_refused_who_gave_what_was_never_theirs_reads_whose_it_still_is(desk: Desk) -> None:
    action = await with_action(desk)
    await desk.do("duty-1", "action.give", action.id, {"to": "police-lead", "words": "Yours, I think."})

    await desk.do("police-lead", "action.decline", action.id, {"words": "Not a crime."})

    assert (await desk.messages("action_declined", LEAD)) == [], "the owner was told of nothing"
    (card,) = await drawn_of(desk, "action_declined", "duty-1")
    assert read(card).splitlines()[:2] == [
        "Action 1 on MASH-2611-7KDMQ: not taken 12:51pm Mon 16 November. It is still with its owner.",
        "Housing, L. Housing has it.",
    ]


async def test_taken_by_another_agencys_lead_it_is_that_agencys(desk: Desk) -> None:
    action = await with_action(desk)
    await desk.do("duty-1", "action.give", action.id, {"to": "police-lead", "words": "A crime."})

    await desk.press("police-lead", "action.take", action.id)

    kept = await now(desk, action)
    assert (kept.owner, kept.seat) == ("police-lead", "police")


async def test_nobody_else_can_take_what_was_given_to_somebody(desk: Desk) -> None:
    action = await with_action(desk)
    await desk.do(LEAD, "action.give", action.id, {"to": "housing-1", "words": "You know the flat."})

    assert (await desk.press("housing-2", "action.take", action.id)).kind == "refused"
    assert (await now(desk, action)).owner == LEAD


async def test_another_area_has_it_only_when_it_accepted_in_writing(desk: Desk) -> None:
    action = await with_action(desk)
    typed = {"to": "other_area", "words": "The family moved."}
    wrong = await desk.do(LEAD, "action.give", action.id, typed)
    assert form_of(wrong).problems == {"area": "Enter which area, and who there"}
    await desk.submit(form_of(wrong), {**typed, "area": "Northfield MASH, duty desk"}, by=LEAD)
    assert (await now(desk, action)).state == "open"

    assert (await desk.press("police-1", "action.accepted", action.id)).kind == "refused"
    await desk.do("minutes-1", "action.accepted", action.id, {"words": "Their e-mail, in the file."})

    assert (await now(desk, action)).state == "transferred"


@pytest.mark.parametrize(
    ("person", "owner", "offered", "seat"),
    [
        ("duty-1", LEAD, True, ""),
        ("service-1", LEAD, True, ""),
        (LEAD, "housing-1", True, "housing"),
        (LEAD, LEAD, False, "housing"),
        ("housing-1", "housing-1", False, "housing"),
        ("duty-1", "duty-1", False, ""),
    ],
    ids=[
        "a duty manager",
        "a service manager",
        "the lead, whose colleague has it",
        "the lead who has it",
        "a practitioner who has it",
        "a duty manager who has it",
    ],
)
async def test_who_moves_an_action_can_take_it_upon_themselves_unless_it_is_theirs(
    desk: Desk, person: str, owner: str, offered: bool, seat: str
) -> None:
    action = await with_action(desk)
    held = "" if owner == "duty-1" else "housing"
    await desk.store.write(lambda tx: tx.actions.move(action.id, owner=owner, seat=held))

    form = form_of(await desk.press(person, "action.give", action.id))

    (to,) = [field for field in form.fields() if field.id == "to"]
    assert isinstance(to, Choice)
    chosen = [option.value for option in to.options]
    assert chosen.count(person) == offered
    assert len(set(chosen)) == len(chosen)
    if offered:
        sent = await desk.submit(form, {"to": person, "words": "I am there anyway."}, by=person)
        assert sent.kind == "done"
        kept = await now(desk, action)
        assert (kept.owner, kept.seat) == (person, seat)
        assert actions.offer(await desk.case(action.referral), kept) is None


async def test_more_time_for_a_red_action_waits_for_a_duty_manager(desk: Desk) -> None:
    action = await with_action(desk)

    answer = await desk.do(
        LEAD, "action.more_time", action.id, {"due": "tomorrow_midday", "words": "Nobody was in."}
    )

    assert answer.note == (
        "Asked 12:51pm. The duty manager must agree. The due time stands until then. MASH-2611-7KDMQ. "
        "Asked for: midday tomorrow."
    )
    assert (await now(desk, action)).due_at == action.due_at
    assert {m.audience for m in await desk.messages("time_asked")} == {"duty-1", "duty-2"}
    await desk.do("duty-2", "action.agree_time", action.id, {})
    assert (await now(desk, action)).due_at == datetime(2026, 11, 17, 12, tzinfo=UTC)
    opened = form_of(await desk.press(LEAD, "action.more_time", action.id))
    assert "Times extended so far: 1. The duty manager must agree." in words(opened)


async def test_a_manager_who_asked_cannot_agree(desk: Desk) -> None:
    action = await with_action(desk)
    typed = {"due": "tomorrow_midday", "words": "Nobody was in."}
    await desk.do(LEAD, "action.more_time", action.id, typed)

    refused = await desk.do("duty-1", "action.refuse_time", action.id, {"words": "It cannot wait."})

    assert refused.kind == "done"
    assert (await now(desk, action)).due_at == action.due_at
    assert (await desk.press("duty-2", "action.agree_time", action.id)).kind == "refused"


TOMORROW = {"due": "tomorrow_midday", "words": "Nobody was in."}
IN_TWO_DAYS = {"due": "working_days_2", "words": "They are away."}
OPEN_REQUEST = "asked for more time until midday tomorrow; not answered yet"


async def test_whoever_agrees_reads_who_asks_for_what_until_when_and_why(desk: Desk) -> None:
    action = await with_action(desk)
    await desk.do(LEAD, "action.more_time", action.id, TOMORROW)

    form = form_of(await desk.press("duty-2", "action.agree_time", action.id))

    said = words(form)
    assert "Visit the flat" in said
    assert "due 5:00pm today" in said
    assert (
        "L. Housing asks for time until midday tomorrow. Times extended so far: 0.\nWhy:\nNobody was in."
        in said
    )
    assert (form.submit, [button.label for button in form.buttons]) == (
        "Agree to more time",
        ["Do not agree"],
    )
    assert (await now(desk, action)).due_at == action.due_at, "opening it agrees to nothing"
    refuse = words(form_of(await desk.press("duty-2", "action.refuse_time", action.id)))
    assert "Why:\nNobody was in." in refuse
    assert (await desk.submit(form, {}, by="duty-2")).kind == "done"
    assert (await now(desk, action)).due_at == datetime(2026, 11, 17, 12, tzinfo=UTC)


async def test_whoever_answers_a_request_reads_who_did_not_agree_before_and_why(desk: Desk) -> None:
    action = await with_action(desk)
    await desk.do(LEAD, "action.more_time", action.id, TOMORROW)
    first = words(form_of(await desk.press("duty-1", "action.agree_time", action.id)))
    await desk.do("duty-1", "action.refuse_time", action.id, {"words": "It cannot wait."})
    desk.move_clock(minutes=5)
    await desk.do(LEAD, "action.more_time", action.id, TOMORROW)

    for verb in ("action.agree_time", "action.refuse_time"):
        said = words(form_of(await desk.press("duty-2", verb, action.id)))
        assert "More time not agreed by J. Okafor, 12:51pm today.\nIt cannot wait." in said, verb
    assert "not agreed" not in first


async def test_an_open_request_stands_on_the_action_of_who_asked(desk: Desk) -> None:
    action = await of_a_colleague(desk)
    mine, theirs = f"You {OPEN_REQUEST}", f"L. Housing {OPEN_REQUEST}"

    for person, said in ((LEAD, mine), ("housing-1", theirs), ("duty-1", theirs)):
        for verb, thing in (("actions.list", action.referral), ("action.open", action.id)):
            assert said in words(form_of(await desk.press(person, verb, thing)))
    assert theirs in words(form_of(await desk.press("housing-1", "work.open")))

    await desk.do("duty-2", "action.agree_time", action.id, {})

    for person in (LEAD, "housing-1"):
        for verb, thing in (("actions.list", action.referral), ("work.open", "")):
            assert "not answered yet" not in words(form_of(await desk.press(person, verb, thing)))


async def test_who_asks_for_their_own_action_reads_it_in_my_work(desk: Desk) -> None:
    action = await with_action(desk)
    await desk.do(LEAD, "action.more_time", action.id, TOMORROW)

    assert f"action 1 · due 5:00pm today · You {OPEN_REQUEST}" in words(
        form_of(await desk.press(LEAD, "work.open"))
    )


async def test_a_second_request_says_that_it_replaces_the_first_and_both_stay(desk: Desk) -> None:
    action = await with_action(desk)
    await desk.do(LEAD, "action.more_time", action.id, TOMORROW)
    desk.move_clock(minutes=10)

    again = form_of(await desk.press(LEAD, "action.more_time", action.id))
    assert (
        f"You {OPEN_REQUEST}. If you ask again, your request takes the place of that one. "
        "Both stay in the record."
    ) in words(again)
    answer = await desk.submit(again, IN_TWO_DAYS, by=LEAD)

    assert answer.note.startswith(
        "Asked 1:01pm. This takes the place of the earlier request; both stay in the record."
    )
    kept = actions.steps_of(await desk.case(action.referral), action)
    assert [(one.kind, one.words) for one in kept if one.kind == "time_asked"] == [
        ("time_asked", "Nobody was in."),
        ("time_asked", "They are away."),
    ]
    form = words(form_of(await desk.press("duty-2", "action.agree_time", action.id)))
    assert "They are away." in form
    assert (
        "It takes the place of a request that nobody answered: "
        "more time asked for by L. Housing 12:51pm today, until midday tomorrow."
    ) in form
    first, second = await drawn_of(desk, "time_asked", "duty-2")
    assert read(first) == "Action 1 on MASH-2611-7KDMQ: asked again 1:01pm Mon 16 November."
    assert "5:00pm Wed 18 November" in read(second)


@pytest.mark.parametrize(("verb", "typed"), [("agree_time", {}), ("refuse_time", {"words": "No."})])
async def test_nobody_answers_a_request_that_they_have_not_read(
    desk: Desk, verb: str, typed: dict[str, str]
) -> None:
    action = await with_action(desk)
    await desk.do(LEAD, "action.more_time", action.id, TOMORROW)
    desk.move_clock(minutes=1)
    read_before = form_of(await desk.press("duty-2", f"action.{verb}", action.id))
    desk.move_clock(minutes=1)
    await desk.do(LEAD, "action.more_time", action.id, IN_TWO_DAYS)
    desk.move_clock(minutes=1)

    answer = await desk.submit(read_before, typed, by="duty-2")

    assert answer.kind == "open"
    assert "They are away." in words(form_of(answer))
    assert (await now(desk, action)).due_at == action.due_at
    assert (await desk.submit(answer.form, typed, by="duty-2")).kind == "done"


@pytest.mark.parametrize(("verb", "typed"), [("agree_time", {}), ("refuse_time", {"words": "No."})])
async def test_a_request_of_a_host_whose_clock_is_behind_is_read_first(
    desk: Desk, hub_url: str, verb: str, typed: dict[str, str]
) -> None:
    action = await with_action(desk)
    await desk.do(LEAD, "action.more_time", action.id, TOMORROW)
    read_before = form_of(await desk.press("duty-2", f"action.{verb}", action.id))
    async with open_behind(desk, hub_url, seconds=2) as behind:
        await behind.do(LEAD, "action.more_time", action.id, IN_TWO_DAYS)

    answer = await desk.submit(read_before, typed, by="duty-2")

    assert answer.kind == "open"
    assert "They are away." in words(form_of(answer))
    assert (await desk.submit(answer.form, typed, by="duty-2")).kind == "done"


async def test_of_two_who_answer_a_request_the_second_changes_nothing(desk: Desk) -> None:
    action = await with_action(desk)
    await desk.do(LEAD, "action.more_time", action.id, TOMORROW)
    second = form_of(await desk.press("duty-1", "action.agree_time", action.id))
    await desk.do("duty-2", "action.refuse_time", action.id, {"words": "It cannot wait."})

    assert (await desk.submit(second, {}, by="duty-1")).kind == "refused"
    assert (await now(desk, action)).due_at == action.due_at


async def drawn_of(desk: Desk, card: str, person: str) -> list[Card]:
    """One person's messages of a kind, oldest first."""
    messages = await desk.messages(card, person)

    def drawn(tx: Tx) -> list[Card]:
        shown = (Drawing(desk.hubs).draw(tx, message) for message in messages)
        return [one.card for one in shown if one]

    return await desk.store.read(drawn)


async def told_of_time(desk: Desk) -> dict[str, str]:
    """Who is told what became of the more time that was asked for."""
    messages = await desk.messages("time_answered")

    def drawn(tx: Tx) -> dict[str, str]:
        shown = {message.audience: Drawing(desk.hubs).draw(tx, message) for message in messages}
        return {who: read(one.card) for who, one in shown.items() if one}

    return await desk.store.read(drawn)


async def of_a_colleague(desk: Desk) -> Action:
    """An action that is Housing's colleague's, for whom the lead asks for time until tomorrow midday."""
    action = await with_action(desk)
    await desk.do(LEAD, "action.not_mine", action.id, {"whose": "colleague", "to": "housing-1"})
    await desk.do(LEAD, "action.more_time", action.id, TOMORROW)
    return action


async def test_who_asked_and_the_owner_are_told_that_more_time_is_agreed(desk: Desk) -> None:
    action = await of_a_colleague(desk)
    assert await told_of_time(desk) == {}

    await desk.do("duty-2", "action.agree_time", action.id, {})

    said = (
        "Action 1 on MASH-2611-7KDMQ: more time agreed, until midday Tue 17 November.\n"
        "M. Reyes agreed 12:51pm Mon 16 November.\n"
        "[Update it >]"
    )
    assert await told_of_time(desk) == {LEAD: said, "housing-1": said}


async def test_who_asked_and_the_owner_are_told_that_more_time_is_not_agreed(desk: Desk) -> None:
    action = await of_a_colleague(desk)

    await desk.do("duty-1", "action.refuse_time", action.id, {"words": "It cannot wait."})

    said = (
        "Action 1 on MASH-2611-7KDMQ: more time not agreed. It is still due 5:00pm Mon 16 November.\n"
        "J. Okafor did not agree, 12:51pm Mon 16 November. The reason is in the action.\n"
        "[Update it >]"
    )
    assert await told_of_time(desk) == {LEAD: said, "housing-1": said}
    assert "It cannot wait." in words(form_of(await desk.press("housing-1", "action.open", action.id)))


async def test_an_answer_goes_when_the_action_ends(desk: Desk) -> None:
    action = await of_a_colleague(desk)
    await desk.do("duty-2", "action.agree_time", action.id, {})

    await desk.do("housing-1", "action.done", action.id, {"words": "Seen."})

    assert await told_of_time(desk) == {}


@pytest.mark.parametrize(("hours", "told"), [(23, {LEAD, "housing-1"}), (24, set())])
async def test_an_answer_stands_a_day(desk: Desk, hours: int, told: set[str]) -> None:
    action = await of_a_colleague(desk)
    await desk.do("duty-2", "action.agree_time", action.id, {})
    desk.move_clock(hours=hours)

    def said_again(tx: Tx) -> None:
        desk.projection.referral(tx, desk.hub, desk.hubs.roster(tx), action.referral)

    await desk.store.write(said_again)

    assert set(await told_of_time(desk)) == told


async def test_an_answer_goes_when_more_time_is_asked_for_again(desk: Desk) -> None:
    action = await of_a_colleague(desk)
    await desk.do("duty-2", "action.agree_time", action.id, {})

    await desk.do(LEAD, "action.more_time", action.id, {**TOMORROW, "due": "working_days_2"})

    assert await told_of_time(desk) == {}


async def test_nobody_is_told_of_time_that_nobody_asked_for(desk: Desk) -> None:
    action = await with_action(desk)

    await desk.do("duty-1", "action.more_time", action.id, TOMORROW)

    assert (await now(desk, action)).due_at == datetime(2026, 11, 17, 12, tzinfo=UTC)
    assert await told_of_time(desk) == {}


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        (
            {"due": "another_date", "due_date": "2 11 2026", "words": "Late."},
            {"due_date": "The due time must be in the future"},
        ),
        (
            {"due": "another_date", "due_date": "soon", "words": "Late."},
            {"due_date": "Enter a date like 20 11 2026"},
        ),
        (
            {"due": "end_of_today", "words": "Late."},
            {"due": "The new due time must be later than 5:00pm today, when it is due now"},
        ),
        (
            {"due": "another_date", "due_date": "16 11 2026", "words": "Late."},
            {"due_date": "The new due time must be later than 5:00pm today, when it is due now"},
        ),
    ],
)
async def test_a_new_due_time_lies_ahead_and_after_the_one_it_has(
    desk: Desk, typed: dict[str, str], problems: dict[str, str]
) -> None:
    action = await with_action(desk)

    answer = await desk.do(LEAD, "action.more_time", action.id, typed)

    assert form_of(answer).problems == problems


async def test_an_action_is_added_for_an_agency_or_somebody_of_it(desk: Desk) -> None:
    action = await with_action(desk)
    typed = {"what": "Ring the school", "seat": "education", "due": "working_days_2"}

    await desk.do("chair-1", "actions.add", action.referral, typed)
    await desk.do("chair-1", "actions.add", action.referral, {**typed, "person": "education-2"})
    wrong = await desk.do("chair-1", "actions.add", action.referral, {**typed, "person": "police-1"})

    added = (await desk.case(action.referral)).actions[1:]
    assert [(one.number, one.seat, one.owner) for one in added] == [
        (2, "education", "education-lead"),
        (3, "education", "education-2"),
    ]
    assert form_of(wrong).problems == {"person": "Select somebody of the agency that you chose, or nobody"}


async def test_not_mine_moves_at_once_inside_the_agency_and_else_to_the_lead(desk: Desk) -> None:
    action = await with_action(desk)
    await desk.do(LEAD, "action.not_mine", action.id, {"whose": "colleague", "to": "housing-1"})
    assert (await now(desk, action)).owner == "housing-1"

    await desk.do("housing-1", "action.not_mine", action.id, {"whose": "not_ours"})
    assert (await now(desk, action)).owner == LEAD

    await desk.do(LEAD, "action.not_mine", action.id, {"whose": "not_ours"})
    assert (await now(desk, action)).owner == "duty-1"


async def test_the_list_offers_each_person_what_they_may_do(desk: Desk) -> None:
    action = await with_action(desk)

    def offered(form: Form) -> set[str]:
        return {button.verb for part in form.body for button in getattr(part, "buttons", ())}

    mine = form_of(await desk.press(LEAD, "actions.list", action.referral))
    others = form_of(await desk.press("police-1", "actions.list", action.referral))

    assert offered(mine) == {"action.done", "action.not_possible", "action.give", "action.more_time"}
    assert offered(others) == set()
    assert "Visit the flat" in words(mine)


async def test_the_log_lists_what_is_open_and_late_and_never_what_it_says(desk: Desk) -> None:
    action = await with_action(desk)
    desk.move_clock(hours=5)

    log = words(form_of(await desk.press("minutes-1", "actions.log")))

    assert "Action 1 on MASH-2611-7KDMQ · Housing, L. Housing · late since 5:00pm today" in log
    assert "Visit" not in log
    assert (await desk.press("police-1", "actions.log")).kind == "refused"
    assert action.state == "open"
