"""While the hub is closed the emergency duty team approves, for the time being; in its hours it does not."""

from datetime import UTC, datetime

import pytest

from bot.cards.elements import Form, Row, Section
from bot.cards.overview import board
from bot.cards.sight import Sight
from bot.interaction import Identity, SurfaceName
from bot.reading.my_work import build, gather
from bot.reading.overview import StoredOverview
from bot.surfaces.web.ports import BoardWanted
from bot.words import Words
from storage.tx import Tx
from tests.handlers.test_nights import at, cards
from tests.support.decisions import keep_answered, propose
from tests.support.desk import Desk
from tests.support.kept_from import restrict
from tests.support.meeting import called, red, sitting
from tests.support.people import WEB_TENANT
from triage.day_list import rows
from triage.records import DayList

PROPOSAL = {"outcome_1": "section_47_joint", "rationale": "An injury.", "without": "Late."}
WHY = "The hub is closed. If you approve this, it is an interim decision: the hub looks at it again."
MARK = "INTERIM DECISION. Back on the list Tue 17 November."
REFUSED = (
    "You cannot approve this. A section 47 enquiry needs a duty manager. "
    "On duty now: J. Okafor, M. Reyes. Nothing has changed."
)


def lines(form: Form | None) -> list[str]:
    assert form is not None
    return [line for part in form.body if isinstance(part, Section) for line in part.lines]


async def on_board(desk: Desk) -> board.Row:
    reader = Identity(SurfaceName.WEB, WEB_TENANT, "duty-1")
    found = await StoredOverview(desk.store, desk.hubs).board(reader, BoardWanted())
    assert found is not None
    (row,) = found.rows
    return row


async def to_look_at_again(desk: Desk, person: str) -> list[Row]:
    """The rows of My work with an interim decision."""

    def theirs(tx: Tx) -> list[Row]:
        roster = desk.hubs.roster(tx)
        sight = Sight(Words(), desk.hub, roster, tx.now, roster.actor(person, "hub", tx.now))
        body = build(tx, desk.hub, roster, roster.people[person], sight).body
        return [part for part in body if isinstance(part, Row) and "interim decision" in part.lines[0]]

    return await desk.store.read(theirs)


async def to_approve(desk: Desk, person: str) -> list[str]:
    def theirs(tx: Tx) -> list[str]:
        roster = desk.hubs.roster(tx)
        work = gather(tx, desk.hub, roster, roster.people[person])
        return [item.thing for item in work.items if item.kind == "to_approve"]

    return await desk.store.read(theirs)


async def test_what_it_approves_is_an_interim_decision(desk: Desk) -> None:
    referral = await keep_answered(desk)
    proposal = await propose(desk, referral)
    await at(desk, 20)

    opened = await desk.press("edt-1", "proposal.approve", proposal.id)
    assert [line for line in lines(opened.form) if line in {WHY, MARK}] == [WHY, MARK]
    assert (await desk.submit(opened.form, {}, by="edt-1")).kind == "done"

    case = await desk.case(referral)
    assert {(made.by, made.interim_until) for made in case.decisions} == {("edt-1", "2026-11-17")}
    assert case.proposals[0].interim_until == "", "what was put forward stays as it was"
    assert [clock.stopped_at for clock in case.clocks if clock.kind == "urgency"] == [None, None]
    (card,) = await cards(desk, "referral", "channel")
    assert MARK in card
    assert MARK in lines((await desk.press("duty-1", "details.open", referral)).form)
    tomorrow = datetime(2026, 11, 17, 14, tzinfo=UTC)
    of = DayList("list", "hub", "2026-11-17", tomorrow, tomorrow, tomorrow)
    assert [one.referral.id for one in rows((case,), of).listed] == [referral]


async def test_an_interim_decision_is_marked_and_due_wherever_it_stands(desk: Desk) -> None:
    proposal = await propose(desk, await keep_answered(desk))
    await at(desk, 20)
    await desk.do("edt-1", "proposal.approve", proposal.id, {})
    await at(desk, 20, 1)

    row = await on_board(desk)
    assert (row.due, row.where, row.late) == ("Overdue by 6 hours 49 minutes", "Interim decision", True)
    assert row.waiting_for.startswith("Decision, on the list Tue 17 November")
    told = await cards(desk, "late_clock", "duty-1")
    assert any("Only an interim decision on child 1, rated RED." in card for card in told), told
    assert not any("No decision yet" in card for card in told)
    line = (
        "RED ◆ MASH-2611-7KDMQ · interim decision · Overdue by 6 hours 49 minutes · "
        "back on the list Tue 17 November"
    )
    for person, pressed in (("chair-1", True), ("duty-1", True), ("service-1", True), ("police-1", None)):
        found = await to_look_at_again(desk, person)
        assert (pressed is None) == (found == []), person
        for one in found:
            assert one.lines == (line,), person
            assert ("Propose decision" in [button.label for button in one.buttons]) == pressed, person


@pytest.mark.parametrize(
    ("day", "hour", "minute", "kind"),
    [
        (16, 16, 59, "refused"),
        (16, 17, 0, "open"),
        (17, 8, 44, "open"),
        (17, 8, 45, "refused"),
        (21, 12, 0, "open"),
    ],
    ids=["before it closes", "it closes", "before it opens", "it opens", "Saturday"],
)
async def test_it_approves_only_while_the_hub_is_closed(
    desk: Desk, day: int, hour: int, minute: int, kind: str
) -> None:
    proposal = await propose(desk, await keep_answered(desk))
    await at(desk, hour, minute, day=day)

    answer = await desk.press("edt-1", "proposal.approve", proposal.id)

    assert answer.kind == kind
    assert kind == "open" or answer.note == REFUSED


async def test_a_form_that_was_opened_at_night_is_refused_once_the_hub_is_open(desk: Desk) -> None:
    referral = await keep_answered(desk)
    proposal = await propose(desk, referral)
    await at(desk, 8, 40, day=17)
    opened = await desk.press("edt-1", "proposal.approve", proposal.id)
    await at(desk, 8, 46, day=17)

    answer = await desk.submit(opened.form, {}, by="edt-1")

    assert (answer.kind, answer.note) == ("refused", REFUSED)
    assert (await desk.case(referral)).decisions == ()


async def test_it_never_approves_what_it_proposed(desk: Desk) -> None:
    proposal = await propose(desk, await keep_answered(desk), by="edt-1")
    await at(desk, 20)

    answer = await desk.press("edt-1", "proposal.approve", proposal.id)

    assert (
        answer.note
        == "You proposed this, so somebody else must approve it. On duty now: J. Okafor, M. Reyes."
    )


async def test_a_duty_manager_decides_for_good_at_any_hour(desk: Desk) -> None:
    referral = await keep_answered(desk)
    proposal = await propose(desk, referral)
    await at(desk, 20)

    opened = await desk.press("duty-1", "proposal.approve", proposal.id)
    await desk.submit(opened.form, {}, by="duty-1")

    assert WHY not in lines(opened.form)
    assert {made.interim_until for made in (await desk.case(referral)).decisions} == {""}


async def test_it_is_asked_after_hours_and_hears_what_became_of_it(desk: Desk) -> None:
    proposal = await propose(desk, await keep_answered(desk))
    assert await desk.messages("approval", "edt-1") == []
    assert await to_approve(desk, "edt-1") == []

    await at(desk, 17)
    (card,) = await cards(desk, "approval", "edt-1")
    assert card.startswith("DECISION TO APPROVE")
    assert await to_approve(desk, "edt-1") == [proposal.id]
    assert len(await desk.messages("approval")) == 3, "the duty managers still have theirs"

    await desk.do("edt-1", "proposal.approve", proposal.id, {})
    await at(desk, 9, day=17)
    (card,) = await cards(desk, "approval", "edt-1")
    assert "approved by A. Delacroix 5:00pm Mon 16 November." in card


async def test_what_nobody_decided_by_night_is_the_hubs_again_in_the_morning(desk: Desk) -> None:
    proposal = await propose(desk, await keep_answered(desk))
    await at(desk, 20)
    assert await to_approve(desk, "edt-1") == [proposal.id]

    await at(desk, 8, 45, day=17)

    assert await desk.messages("approval", "edt-1") == []
    assert await to_approve(desk, "edt-1") == []
    assert {message.audience for message in await desk.messages("approval")} == {"duty-1", "duty-2"}


async def test_a_meeting_that_was_only_suggested_goes_and_one_that_was_set_stays(desk: Desk) -> None:
    suggested, kept = await red(desk), await red(desk)
    await called(desk, kept, when="other", other_time="11:00pm", why_late="The family is abroad.")
    for one in (suggested, kept):
        await desk.do("chair-1", "decision.propose", one, PROPOSAL)
    await at(desk, 20)

    for one in (suggested, kept):
        await desk.do("edt-1", "proposal.approve", (await desk.case(one)).proposals[0].id, {})

    assert (await sitting(desk, suggested)).meeting.state == "not_needed"
    assert (await sitting(desk, kept)).meeting.state == "called"


async def test_the_card_says_that_the_emergency_duty_team_may_approve_while_the_hub_is_closed(
    desk: Desk,
) -> None:
    await propose(desk, await keep_answered(desk))
    by_day = "Waiting for a duty manager."
    by_night = "Waiting for a duty manager or the emergency duty team."

    for hour, day, said in ((16, 16, by_day), (20, 16, by_night), (9, 17, by_day)):
        await at(desk, hour, day=day)
        (card,) = await cards(desk, "referral", "channel")
        assert said in card


async def test_the_card_names_nobody_who_may_not_know_of_the_case(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await propose(desk, referral)
    await restrict(desk, referral)

    await at(desk, 20)

    shown = await cards(desk, "item", "chair-1")
    assert "Waiting for a duty manager." in "".join(shown)
    assert "emergency duty team" not in "".join(shown)
