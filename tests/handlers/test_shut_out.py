"""Nobody waits for an agency of which nobody may see the case: everywhere it counts, and in words to whom they belong."""

from dataclasses import replace
from datetime import timedelta

from bot.due.jobs import DueScan
from storage.tx import Tx
from tests.handlers.test_looking_again import work
from tests.support.cases import asked
from tests.support.decisions import BOTH_JOINT, approve, keep_answered, propose
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.kept_from import NAMED, declare, restrict
from tests.support.meeting import cards
from tests.support.people import WEB_TENANT
from tests.support.referring import refer, screen
from triage.case import Case
from triage.records import Membership
from triage.roster import LinkedIdentity

VISIT = {"action_1_what": "Visit the home", "action_1_who": "housing", "action_1_due": "end_of_today"}
NOT_THEIRS = "Housing can no longer see it, so it is yours to do or to give to somebody"


async def test_nobody_waits_for_agencies_of_which_nobody_may_see_it(desk: Desk) -> None:
    referral = await keep(desk, asked())

    named = {"why": "staff", "named": NAMED}
    note = (await desk.do("duty-1", "case.restrict", referral, named)).note
    assert note.startswith("Restricted 9:12am. MASH-2611-7KDMQ. Nobody at Adults, CAF, ")
    assert note.endswith("To let them answer, restrict it again and name somebody there.")
    assert (await desk.case(referral)).waiting(desk.clock.now()) == ("police",)

    await desk.do("police-1", "check.nothing_known", referral, {})

    assert (await desk.case(referral)).state(desk.clock.now()) == "ready"
    details = await desk.press("duty-1", "details.open", referral)
    assert "No reply, and not waited for: nobody there can see this case." in repr(details.form)
    unexplained = await desk.press("chair-1", "decision.propose", referral)
    assert "without" in repr(unexplained.form), "the decision says why it did not wait for them"


async def test_why_an_agency_is_silent_is_not_for_everybody_when_somebody_there_knows_the_family(
    desk: Desk,
) -> None:
    referral = await keep(desk, asked())
    roster = await desk.store.read(desk.hubs.roster)
    housing = [person.id for person in roster.in_seat("hub", "housing", desk.clock.now())]
    for person in housing:
        await declare(desk, person, referral)

    assert "housing" in (await desk.case(referral)).shut_out
    of_agency = repr((await desk.press("police-1", "details.open", referral)).form)
    of_manager = repr((await desk.press("duty-1", "details.open", referral)).form)
    assert "nobody there can see" not in of_agency
    assert "No reply, and not waited for: nobody there can see this case." in of_manager
    items = "".join(repr(card) for card in await cards(desk, "item", "police-1"))
    assert items
    assert "nobody there can see" not in items


async def test_an_agency_with_somebody_named_is_waited_for(desk: Desk) -> None:
    referral = await keep(desk, asked())

    await restrict(desk, referral, *NAMED, "housing-1")

    assert "housing" in (await desk.case(referral)).waiting(desk.clock.now())


async def test_lifting_it_waits_for_everybody_again(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await restrict(desk, referral)

    await desk.do("duty-2", "restriction.lift", referral, {"why": "It was another family."})

    assert (await desk.case(referral)).shut_out == ()
    assert "housing" in (await desk.case(referral)).waiting(desk.clock.now())


async def test_an_agency_that_cannot_answer_missed_nothing(desk: Desk) -> None:
    referral = await refer(desk)
    await screen(desk, referral)
    await restrict(desk, referral)
    desk.move_clock(hours=3)
    await DueScan(desk.store, desk.hubs, desk.projection).scan()

    details = repr((await desk.press("chair-1", "details.open", referral)).form)

    assert "Answer of Housing: due 11:12am today. Not waited for." in details
    assert "Answer of Police: due 11:12am today. Missed." in details


async def test_no_action_goes_to_an_agency_of_which_nobody_may_see_the_case(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await restrict(desk, referral)

    answer = await desk.do("chair-1", "decision.propose", referral, {**BOTH_JOINT, **VISIT})

    assert answer.form is not None
    assert answer.form.problems["action_1_who"] == (
        "Nobody at that agency can see this case. Select who else will do action 1"
    )
    await approve(desk, referral, VISIT | {"action_1_who": "police"})
    added = {"what": "Visit the home", "seat": "housing", "due": "end_of_today"}
    more = await desk.do("duty-1", "actions.add", referral, added)
    assert more.form is not None
    assert more.form.problems["seat"] == "Nobody at that agency can see this case. Select another agency"


async def test_an_action_of_who_may_not_see_the_case_any_more_is_the_duty_managers(desk: Desk) -> None:
    referral = await keep_answered(desk)
    case = await approve(desk, referral, VISIT)
    assert not any(NOT_THEIRS in row for row in await work(desk, "duty-1"))

    named = {"why": "staff", "named": NAMED}
    note = (await desk.do("duty-1", "case.restrict", referral, named)).note

    assert note.endswith(
        "Whoever had actions at Housing can no longer see them. "
        "They are in the duty manager's My work, to do or to give to somebody."
    )
    assert any(f"action 1 · due 5:00pm today · {NOT_THEIRS}" in row for row in await work(desk, "duty-1"))
    assert not any("action 1" in row for row in await work(desk, "police-1"))
    for who in ("housing-lead", "housing-1"):
        assert await work(desk, who) == ["My work", "Nothing needs you now."]

    given = {"to": "police-1", "words": "Housing may not see it."}
    assert (await desk.do("duty-1", "action.give", case.actions[0].id, given)).kind == "done"
    assert (await desk.press("police-1", "action.take", case.actions[0].id)).kind == "done"

    (action,) = (await desk.case(referral)).actions
    assert (action.owner, action.seat) == ("police-1", "police")
    assert not any("action 1" in row for row in await work(desk, "duty-1"))


async def test_a_duty_manager_takes_such_an_action_upon_themselves_at_once(desk: Desk) -> None:
    referral = await keep_answered(desk)
    case = await approve(desk, referral, VISIT)
    await restrict(desk, referral)

    mine = {"to": "duty-1", "words": "I know the caretaker."}
    assert (await desk.do("duty-1", "action.give", case.actions[0].id, mine)).kind == "done"

    assert (await desk.case(referral)).actions[0].owner == "duty-1"
    assert any("action 1 · due 5:00pm today" in row for row in await work(desk, "duty-1"))
    assert not any(NOT_THEIRS in row for row in await work(desk, "duty-2"))


async def test_who_approves_reads_that_nobody_of_an_agency_can_do_its_action(desk: Desk) -> None:
    referral = await keep_answered(desk)
    proposal = await propose(desk, referral, VISIT)
    said = (
        "Nobody at Housing can see this case now. A duty manager will have to give this action to somebody."
    )
    assert said not in repr((await desk.press("duty-1", "proposal.approve", proposal.id)).form)

    await restrict(desk, referral)

    assert said in repr((await desk.press("duty-1", "proposal.approve", proposal.id)).form)


FALLEN = "whoever had it can no longer see it, so it is yours to do or to give to somebody"


async def housing_visits(desk: Desk, owner: str) -> Case:
    """A decided case with one action of Housing's, in these hands."""
    case = await approve(desk, await keep_answered(desk), VISIT)
    await desk.store.write(lambda tx: tx.actions.move(case.actions[0].id, owner=owner))
    return case


async def test_an_action_of_who_knows_the_family_is_their_leads_or_a_duty_managers_once(desk: Desk) -> None:
    case = await housing_visits(desk, owner="housing-1")
    referral = case.referral.id
    await declare(desk, "housing-1", referral)

    rows = [row for row in await work(desk, "housing-lead") if "action 1" in row]
    assert len(rows) == 1
    assert FALLEN in rows[0]
    assert not any("action 1" in row for row in await work(desk, "duty-1"))
    desk.move_clock(hours=24)
    assert len([row for row in await work(desk, "housing-lead") if "action 1" in row]) == 1

    await declare(desk, "housing-lead", referral)

    rows = [row for row in await work(desk, "duty-1") if "action 1" in row]
    assert len(rows) == 1
    assert FALLEN in rows[0]
    mine = {"to": "duty-1", "words": "I know the caretaker."}
    assert (await desk.do("duty-1", "action.give", case.actions[0].id, mine)).kind == "done"
    assert (await desk.case(referral)).actions[0].owner == "duty-1"


async def test_what_fell_to_somebody_and_is_overdue_stands_with_what_cannot_wait(desk: Desk) -> None:
    case = await housing_visits(desk, owner="housing-1")
    await declare(desk, "housing-1", case.referral.id)
    rows = await work(desk, "housing-lead")
    assert "NEEDS YOU NOW (1)" not in rows

    desk.move_clock(hours=5)

    rows = await work(desk, "housing-lead")
    heading = rows.index("NEEDS YOU NOW (1)")
    assert f"action 1 · Overdue by 51 minutes · {FALLEN}" in rows[heading + 1]
    assert not any("ACTIONS" in row for row in rows)


async def test_what_fell_to_somebody_stands_among_their_own_by_when_it_is_due(desk: Desk) -> None:
    case = await housing_visits(desk, owner="housing-1")
    (first,) = case.actions
    own = replace(
        first, id="action-own", number=2, owner="housing-lead", due_at=first.due_at + timedelta(days=9)
    )
    await desk.store.write(lambda tx: tx.actions.add(own))
    await declare(desk, "housing-1", case.referral.id)

    rows = [row for row in await work(desk, "housing-lead") if "action" in row]
    assert [FALLEN in row for row in rows] == [True, False]


async def test_of_a_fallen_action_that_was_given_it_is_said_to_whom_until_they_take_it(desk: Desk) -> None:
    case = await housing_visits(desk, owner="housing-1")
    for person in ("housing-1", "housing-lead"):
        await declare(desk, person, case.referral.id)
    given = {"to": "duty-2", "words": "You know the family's street."}
    assert (await desk.do("duty-1", "action.give", case.actions[0].id, given)).kind == "done"

    (row,) = [row for row in await work(desk, "duty-1") if "action 1" in row]
    assert row.endswith("given to M. Reyes, who has still to take it")
    (row,) = [row for row in await work(desk, "duty-2") if "action 1" in row]
    assert "action 1, given to you" in row

    await desk.press("duty-2", "action.take", case.actions[0].id)
    assert not any("action 1" in row for row in await work(desk, "duty-1"))


async def test_who_leads_only_their_second_agency_has_its_fallen_action(desk: Desk) -> None:
    case = await housing_visits(desk, owner="housing-1")
    referral = case.referral.id
    await desk.store.write(_leads_housing_too)
    await declare(desk, "housing-1", referral)

    assert any(FALLEN in row for row in await work(desk, "adults-1"))


async def test_an_action_of_nobody_stands_once_in_its_leads_work(desk: Desk) -> None:
    case = await housing_visits(desk, owner="")
    referral = case.referral.id
    await declare(desk, "housing-1", referral)

    rows = [row for row in await work(desk, "housing-lead") if "action 1" in row]
    assert len(rows) == 1
    assert FALLEN not in rows[0]


def _leads_housing_too(tx: Tx) -> None:
    person = tx.people.roster().people["adults-1"]
    held = [
        Membership("adults-1", "hub", "adults", frozenset({"practitioner"})),
        Membership("adults-1", "hub", "housing", frozenset({"lead"})),
    ]
    tx.people.put(person, held, [LinkedIdentity("web", WEB_TENANT, "adults-1", "adults-1")])
