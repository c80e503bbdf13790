"""A case is restricted, or somebody knows the family: for whom it is kept from, it is as if it were not there."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from bot.cards.elements import Heading
from bot.drawing import Drawing
from bot.handlers import all_verbs
from bot.reading import my_work
from storage.messages import Message
from storage.tx import Tx
from tests.support.cases import answered, asked
from tests.support.decisions import keep_answered, propose
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.kept_from import NAMED, declare, restrict
from tests.support.meeting import called, red
from tests.support.referring import refer, screen

REFERENCE = "MASH-2611-7KDMQ"
UNKNOWN = "MASH-2611-ZZZZZ"
NOTHING_HERE = "There is nothing here with that reference."
GONE = "You will no longer see this case. Your lead is asked for a deputy."


async def work_of(desk: Desk, person: str) -> my_work.Work:
    who = desk.hubs.roster
    return await desk.store.read(lambda tx: my_work.gather(tx, desk.hub, who(tx), who(tx).people[person]))


async def audiences(desk: Desk, referral: str) -> set[tuple[str, str]]:
    """Which cards about this case are wanted, and by whom."""
    return {(m.audience, m.card) for m in await desk.messages() if m.scope == referral}


def drawn(desk: Desk, tx: Tx, message: Message) -> str:
    shown = Drawing(desk.hubs).draw(tx, message)
    return repr(shown.card) if shown else ""


# Restricted.


async def test_a_restricted_case_leaves_the_channel_and_reaches_each_named_person(desk: Desk) -> None:
    referral = await keep(desk, answered(asked(), "police"))
    assert ("channel", "referral") in await audiences(desk, referral)

    await restrict(desk, referral)

    now = await audiences(desk, referral)
    assert {who for who, card in now if card == "item"} == set(NAMED)
    assert {who for who, _card in now} <= {*NAMED, "duty-2", "service-1", "teacher-1"}
    assert "channel" not in {who for who, _card in now}


async def test_what_is_taken_away_from_others_comes_first_in_the_couriers_queue(desk: Desk) -> None:
    other = await refer(desk)
    await screen(desk, other)
    referral = await keep(desk, answered(asked(), "police"))
    await desk.store.write(
        lambda tx: [tx.messages.posting(m.id) for m in tx.messages.out_of_date("web", 500)]
    )
    await desk.store.write(lambda tx: tx.messages.want(other, ()))

    await restrict(desk, referral)

    first = await desk.store.read(lambda tx: tx.messages.out_of_date("web", 1))
    assert [(m.scope, m.gone) for m in first] == [(referral, True)]


async def test_the_restricted_card_names_nobody_and_its_fallback_no_case(desk: Desk) -> None:
    referral = await keep(desk, answered(asked(), "health"))
    await restrict(desk, referral, "duty-1", "chair-1", "police-1")

    message = next(m for m in await desk.messages("item", "police-1"))
    shown = await desk.store.read(lambda tx: Drawing(desk.hubs).draw(tx, message))

    assert shown is not None
    assert shown.card.title == "A restricted item needs you"
    assert shown.card.fallback == "A restricted item needs you. Open My work."
    lines = [line for part in shown.card.body for line in getattr(part, "lines", ())]
    assert lines[0] == f"RED ◆ due 1:12pm Mon 16 November · {REFERENCE}"
    assert lines[1] == (
        "You are one of 6 people who can see this. Do not mention it in the channel. "
        "Now: your answer is needed by 11:26am."
    ), "those named, the other duty manager, the service manager and the information governance lead"
    assert [button.label for button in shown.card.buttons] == [
        "Nothing known",
        "Add what we know",
        "Give our view",
        "Open details",
        "More",
    ]
    assert "K.B." not in repr(shown.card)


async def test_every_other_card_about_it_says_no_more_on_a_lock_screen(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await restrict(desk, referral)
    await propose(desk, referral)

    message = next(m for m in await desk.messages("approval", "duty-1"))
    shown = await desk.store.read(lambda tx: Drawing(desk.hubs).draw(tx, message))

    assert shown is not None
    assert shown.card.title == "A restricted item needs you"
    assert REFERENCE not in shown.card.fallback
    assert "DECISION TO APPROVE" in repr(shown.card.body)


@pytest.mark.parametrize("named", [("duty-1",), ("chair-1", "police-1"), ("duty-1", "police-1"), ()])
async def test_a_duty_manager_and_a_chair_must_be_named(desk: Desk, named: tuple[str, ...]) -> None:
    referral = await keep_answered(desk)

    answer = await desk.do("duty-1", "case.restrict", referral, {"why": "staff", "named": named})

    assert answer.kind == "invalid"
    assert answer.form is not None
    assert answer.form.problems == {"named": "Select at least the duty manager and a chair"}
    assert ("channel", "referral") in await audiences(desk, referral)


async def test_lifting_it_puts_the_case_back(desk: Desk) -> None:
    referral = await keep(desk, answered(asked(), "police"))
    before = await audiences(desk, referral)
    await restrict(desk, referral)

    answer = await desk.do("duty-2", "restriction.lift", referral, {"why": "It was another family."})

    assert answer.kind == "done"
    assert await audiences(desk, referral) == before
    assert (await desk.press("housing-1", "details.open", referral)).kind == "open"


async def test_a_form_that_was_open_is_refused_when_it_is_sent(desk: Desk) -> None:
    referral = await keep(desk, asked())
    opened = await desk.press("housing-1", "check.nothing_known", referral)
    await restrict(desk, referral)

    answer = await desk.submit(opened.form, {}, by="housing-1")

    assert (answer.kind, answer.note) == ("refused", NOTHING_HERE)
    assert (await desk.case(referral)).answers == ()


async def test_whoever_referred_keeps_what_is_theirs_and_finds_nothing_else(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await restrict(desk, referral)

    assert ("teacher-1", "received") in await audiences(desk, referral)
    assert [item.group for item in (await work_of(desk, "teacher-1")).items] == ["mine"]
    assert (await desk.press("teacher-1", "referral.add", referral)).kind == "open"
    assert (await desk.press("teacher-1", "details.open", referral)).kind == "refused"
    by_reference = (await desk.press("teacher-1", "details.open", REFERENCE)).form
    assert by_reference is not None
    assert by_reference.verb == "referral.mine"


# Conflicts of interest.


async def test_a_conflict_takes_the_case_away_and_makes_the_channels_card_personal(desk: Desk) -> None:
    referral = await keep(desk, answered(asked(), "health"))

    assert await declare(desk, "police-1", referral) == GONE

    now = await audiences(desk, referral)
    assert "police-1" not in {who for who, _card in now}
    assert ("channel", "referral") not in now
    assert {"police-2", "housing-1", "chair-1", "duty-1"} <= {who for who, card in now if card == "item"}
    assert ("police-lead", "deputy") in now
    message = next(m for m in await desk.messages("item", "police-2"))
    shown = await desk.store.read(lambda tx: Drawing(desk.hubs).draw(tx, message))
    assert shown is not None
    assert shown.card.title == "A personal item needs you"
    assert shown.card.fallback == "A personal item needs you. Open My work."


async def test_who_takes_the_minutes_keeps_the_meeting_when_its_case_leaves_the_channel(desk: Desk) -> None:
    referral = await red(desk)
    meeting = (await called(desk, referral, minute_taker="minutes-1")).meeting

    await declare(desk, "housing-1", referral)

    for kind in ("item", "meeting"):
        assert len(await desk.messages(kind, "minutes-1")) == 1, kind
    assert (await desk.press("minutes-1", "meeting.roll", meeting.id)).kind == "open"
    await declare(desk, "minutes-1", referral)
    assert await desk.messages("meeting", "minutes-1") == []


async def test_a_conflict_of_somebody_who_never_reads_the_channel_leaves_the_card(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await declare(desk, "auditor-1", referral)

    assert ("channel", "referral") in await audiences(desk, referral)
    assert (await desk.press("auditor-1", "case.more", referral)).note == NOTHING_HERE


async def test_the_lead_chooses_a_deputy_who_gets_the_case(desk: Desk) -> None:
    referral = await keep(desk, answered(asked(), "health"))
    await declare(desk, "police-1", referral)
    (asked_for,) = (await desk.case(referral)).conflicts_now

    opened = await desk.press("police-lead", "deputy.choose", asked_for.id)
    answer = await desk.submit(opened.form, {"deputy": "police-2"}, by="police-lead")

    assert opened.form is not None
    assert "police-1" not in repr(list(opened.form.fields()))
    assert answer.kind == "done"
    assert ("police-2", "item") in await audiences(desk, referral)
    assert "deputy" not in {card for _who, card in await audiences(desk, referral)}
    assert (await desk.press("police-1", "details.open", referral)).note == NOTHING_HERE


async def test_a_lead_with_the_conflict_is_not_asked_for_their_own_deputy(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await declare(desk, "police-lead", referral)

    asked_for = {who for who, card in await audiences(desk, referral) if card == "deputy"}
    assert asked_for == {"duty-1", "duty-2"}


async def test_when_the_only_duty_manager_knows_the_family_the_service_manager_is_asked(desk: Desk) -> None:
    await desk.store.write(lambda tx: tx.people.end("duty-2", tx.now))
    referral = await keep_answered(desk)
    await propose(desk, referral)
    assert ("duty-1", "approval") in await audiences(desk, referral)

    await declare(desk, "duty-1", referral)

    now = await audiences(desk, referral)
    assert "duty-1" not in {who for who, _card in now}
    assert {("service-1", "approval"), ("service-1", "deputy")} <= now
    (proposal,) = (await desk.case(referral)).open_proposals
    assert (await desk.do("service-1", "proposal.approve", proposal.id, {})).kind == "done"


async def test_only_a_duty_manager_lifts_a_conflict(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await declare(desk, "police-1", referral)
    (held,) = (await desk.case(referral)).conflicts_now
    for person in ("service-1", "police-lead", "screening-1", "governance-1", "admin-1"):
        assert (await desk.press(person, "conflict.lift", held.id)).kind == "refused", person

    answer = await desk.do("duty-1", "conflict.lift", held.id, {"why": "Another family of that name."})

    assert answer.kind == "done"
    assert (await desk.press("police-1", "details.open", referral)).kind == "open"
    assert ("channel", "referral") in await audiences(desk, referral)


# As if it were not there.

HIDDEN_FROM = ("housing-1", "police-lead", "minutes-1", "auditor-1", "admin-1", "edt-1", "nurse-1")


@pytest.fixture
async def kept_away(desk: Desk) -> str:
    """Restricted to four people, and three more say that they know the family whatever their role."""
    referral = await keep_answered(desk)
    await propose(desk, referral)
    for person in ("duty-2", "service-1", "governance-1"):
        await declare(desk, person, referral)
    await restrict(desk, referral)
    return referral


@pytest.mark.parametrize("person", [*HIDDEN_FROM, "duty-2", "service-1", "governance-1"])
async def test_every_verb_answers_as_to_an_unknown_reference(
    desk: Desk, kept_away: str, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        Tx, "referral_behind", lambda _tx, _kind, thing: kept_away if thing == "hidden" else None
    )
    for name, verb in all_verbs().items():
        if verb.thing in {"none", "task"}:
            continue
        hidden = await desk.press(person, name, "hidden")
        unknown = await desk.press(person, name, "unknown")
        assert (hidden.kind, hidden.note) == ("refused", NOTHING_HERE), name
        assert hidden == unknown, name


@pytest.mark.usefixtures("kept_away")
@pytest.mark.parametrize("person", ["housing-1", "duty-2"])
async def test_a_reference_typed_leads_to_the_same_answer_by_the_same_steps(desk: Desk, person: str) -> None:
    await desk.press(person, "details.open", UNKNOWN)  # the record's first entry makes its own row
    for verb in ("details.open", "case.more", "check.answer", "conflict.declare", "case.restrict"):
        with statements() as for_hidden:
            hidden = await desk.press(person, verb, REFERENCE)
        with statements() as for_unknown:
            unknown = await desk.press(person, verb, UNKNOWN)
        assert hidden == unknown
        assert for_hidden == for_unknown, verb


@pytest.mark.usefixtures("kept_away")
async def test_lists_and_counts_leave_it_out(desk: Desk) -> None:
    for person in (*HIDDEN_FROM, "duty-2", "service-1", "governance-1"):
        assert not (await work_of(desk, person)).items, person
        assert not await desk.messages(to=person), person
    kinds = [(item.kind, item.message) for item in (await work_of(desk, "duty-1")).items]
    assert kinds == [("to_approve", ""), ("to_settle", "deputy")]


async def test_what_waits_to_be_screened_is_counted_for_each_person(desk: Desk) -> None:
    await refer(desk)
    second = await refer(desk, name="Kyle Stone")
    await restrict(desk, second, "duty-1", "chair-1")

    titles = {}
    for person in ("duty-1", "screening-1"):
        message = next(m for m in await desk.messages("to_screen", person))
        titles[person] = await desk.store.read(lambda tx, m=message: drawn(desk, tx, m))  # type: ignore[misc]  # bound at once
    assert "TO SCREEN: 2." in titles["duty-1"]
    assert "TO SCREEN: 1." in titles["screening-1"]
    listed = await desk.press("screening-1", "desk.list", "hub")
    assert (await desk.case(second)).referral.reference not in repr(listed.form)


async def test_when_only_a_kept_case_waits_nobody_else_is_told_that_anything_does(desk: Desk) -> None:
    only = await refer(desk)
    await restrict(desk, only, "duty-1", "chair-1")

    assert not await desk.messages("to_screen", "screening-1")
    opened = await desk.press("screening-1", "desk.next", "hub")
    assert (await desk.case(only)).referral.reference not in repr(opened.form)


async def _same_fields(desk: Desk, person: str, referral: str) -> list[str]:
    """The questions about earlier contacts that somebody who screens is asked."""
    opened = await desk.press(person, "referral.screen", referral)
    assert opened.form is not None
    return [field.id for field in opened.form.fields() if field.id.startswith("same_")]


async def test_it_is_no_earlier_contact_for_who_may_not_know_of_it(desk: Desk) -> None:
    first = await refer(desk)
    await screen(desk, first)
    again = await refer(desk, by="nurse-1")
    assert await _same_fields(desk, "screening-1", again)

    await restrict(desk, first, "duty-1", "chair-1")

    assert not await _same_fields(desk, "screening-1", again)
    assert await _same_fields(desk, "duty-1", again)


async def test_it_is_counted_as_an_earlier_contact_on_no_post(desk: Desk) -> None:
    first = await refer(desk)
    await screen(desk, first)
    again = await refer(desk, by="nurse-1")
    (same,) = await _same_fields(desk, "screening-1", again)
    await screen(desk, again, **{same: "same"})
    message = next(m for m in await desk.messages("referral", "channel") if m.scope == again)
    counted = "Earlier contacts: 1"
    assert counted in await desk.store.read(lambda tx: drawn(desk, tx, message))

    await restrict(desk, first, "duty-1", "chair-1")

    assert counted not in await desk.store.read(lambda tx: drawn(desk, tx, message))


async def test_an_attempt_is_kept_where_those_who_run_the_case_find_it(desk: Desk) -> None:
    referral = await refer(desk)
    await screen(desk, referral)
    await restrict(desk, referral)
    await desk.press("housing-1", "details.open", (await desk.case(referral)).referral.reference)

    opened = await desk.press("duty-1", "details.open", referral)

    assert opened.form is not None
    seen_by_police = await desk.press("police-1", "details.open", referral)
    assert "Who was refused" not in repr(seen_by_police.form)
    headings = [part.text for part in opened.form.body if isinstance(part, Heading)]
    assert "Who was refused" in headings
    assert "R. Housing (Housing)" in repr(opened.form.body[-1])


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that the database is given meanwhile."""
    seen: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_a_restricted_case_says_so_to_those_who_see_it(desk: Desk) -> None:
    referral = await keep(desk, answered(asked(), "police"))
    await restrict(desk, referral)

    details = repr((await desk.press("chair-1", "details.open", referral)).form)
    assert "Restricted by J. Okafor" in details
    assert "Staff or their family".lower() in details.lower()
    form = (await desk.press("duty-1", "case.restrict", referral)).form
    assert form is not None
    (who,) = [field for field in form.fields() if field.id == "named"]
    assert set(getattr(who, "values", ())) == set(NAMED), "those who are named already"
