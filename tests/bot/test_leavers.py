"""Somebody leaves: what they still had to do is their agency's lead's, and what awaited them goes to who is there."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.due.jobs import DueScan
from storage.tx import Tx
from tests.handlers.test_two_hubs import WHO, in_both, keep_in_north
from tests.support.cases import asked
from tests.support.decisions import approve, keep_answered, propose
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.kept_from import declare
from tests.support.people import FORUM
from triage.records import Action

VISIT = {"action_1_what": "Visit", "action_1_who": "health", "action_1_due": "tomorrow_midday"}


async def leaves(desk: Desk, person: str) -> None:
    desk.move_clock(minutes=1)
    await desk.store.write(lambda tx: tx.people.end(person, tx.now))
    await DueScan(desk.store, desk.hubs, desk.projection).scan()


async def test_their_open_actions_go_to_the_lead_with_a_word_in_the_record(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await approve(desk, referral, VISIT)
    await desk.store.write(lambda tx: _give(tx, referral, "health-1"))

    await leaves(desk, "health-1")
    await DueScan(desk.store, desk.hubs, desk.projection).scan()

    case = await desk.case(referral)
    assert [action.owner for action in case.actions if action.what == "Visit"] == ["health-lead"]
    entries = await desk.store.read(lambda tx: tx.audit.entries(referral))
    assert [entry.actor for entry in entries if entry.verb == "action.reassigned"] == ["bot"]
    assert await desk.messages(to="health-1") == []


async def test_what_they_proposed_and_was_returned_goes_to_the_duty_managers(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await propose(desk, referral, by="chair-1")
    (proposal,) = (await desk.case(referral)).open_proposals
    await desk.do("duty-2", "proposal.return", proposal.id, {"need": "other", "words": "Say why."})
    assert {message.audience for message in await desk.messages("returned")} == {"chair-1"}

    await leaves(desk, "chair-1")

    assert {message.audience for message in await desk.messages("returned")} == {"duty-1", "duty-2"}


async def test_who_leaves_one_of_two_hubs_keeps_what_they_have_in_the_other(desk: Desk) -> None:
    await in_both(desk)
    here, there = await keep(desk, asked()), await keep_in_north(desk, asked())

    def give(tx: Tx) -> None:
        for referral in (here, there):
            tx.actions.add(_visit(referral, tx.now))
            hub = desk.hubs.of(tx.forum_of(referral))
            desk.projection.referral(tx, hub, desk.hubs.roster(tx), referral)

    await desk.store.write(give)
    assert {m.scope for m in await desk.messages("red_alert", WHO)} == {here, there}

    def leave(tx: Tx) -> None:
        roster = desk.hubs.roster(tx)
        held = [m for m in roster.memberships if m.person == WHO]
        held = [replace(m, ends_at=tx.now) if m.forum == FORUM else m for m in held]
        tx.people.put(roster.people[WHO], held, list(roster.accounts(WHO)))

    await desk.store.write(leave)
    await DueScan(desk.store, desk.hubs, desk.projection).scan()

    assert {m.scope for m in await desk.messages("red_alert", WHO)} == {there}
    owners = {one: (await desk.case(one)).actions[0].owner for one in (here, there)}
    assert owners == {here: "police-lead", there: WHO}


async def test_an_action_goes_to_no_lead_from_whom_its_case_is_kept(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await approve(desk, referral, VISIT)
    await desk.store.write(lambda tx: _give(tx, referral, "health-1"))
    await declare(desk, "health-lead", referral)

    await leaves(desk, "health-1")

    (visit,) = (action for action in (await desk.case(referral)).actions if action.what == "Visit")
    assert (visit.seat, visit.owner) == ("health", "")


def _visit(referral: str, now: datetime) -> Action:
    due = now + timedelta(hours=2)
    return Action(f"{referral}-visit"[:22], referral, "", 1, "Visit", "police", WHO, due, "", begun_at=now)


def _give(tx: Tx, referral: str, person: str) -> None:
    for action in tx.actions.of(referral):
        if action.what == "Visit":
            tx.actions.rewrite(replace(action, owner=person))
