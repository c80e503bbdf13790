"""Somebody nobody knows gets a polite refusal, and nothing else."""

from bot.interaction import SurfaceName
from tests.support.desk import Desk


async def test_an_account_that_nobody_linked_is_refused_and_the_attempt_is_kept(desk: Desk) -> None:
    answer = await desk.press("stranger", "check.nothing_known", "anything")

    assert answer.kind == "refused"
    assert (
        answer.note == "We do not know you here yet. Ask your agency lead to add you. Nothing was recorded."
    )
    entries = await desk.store.read(lambda tx: tx.audit.entries("rest"))
    assert [(entry.actor, entry.outcome) for entry in entries] == [(f"{SurfaceName.WEB}:stranger", "refused")]


async def test_an_unknown_thing_is_answered_as_if_it_were_not_there(desk: Desk) -> None:
    answer = await desk.press("police-1", "check.nothing_known", "no-such-id")

    assert answer.note == "There is nothing here with that reference."


async def test_access_ends_at_the_recorded_minute(desk: Desk) -> None:
    await desk.store.write(lambda tx: tx.people.end("police-1", tx.now))

    answer = await desk.press("police-1", "check.nothing_known", "no-such-id")

    assert answer.note == "Your access ended on 16 November 2026. Nothing was recorded."
