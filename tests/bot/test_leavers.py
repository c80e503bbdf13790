"""Somebody leaves: what they still had to do is their agency's lead's, and what awaited them goes to who is there."""

from dataclasses import replace

from bot.due.jobs import DueScan
from storage.tx import Tx
from tests.support.decisions import approve, keep_answered, propose
from tests.support.desk import Desk

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


def _give(tx: Tx, referral: str, person: str) -> None:
    for action in tx.actions.of(referral):
        if action.what == "Visit":
            tx.actions.rewrite(replace(action, owner=person))
