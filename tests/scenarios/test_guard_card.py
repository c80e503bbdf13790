"""The card that says why a channel gets nothing: who presses it, and how the channel opens again."""

from storage.tx import Tx
from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import KYLE, rated
from tests.scenarios.test_bad_days import _is_taken_out, _joins
from tests.support.people import FORUM
from tests.support.surfaces.hub import RunningHub
from tests.support.surfaces.web import WebTeller
from triage.records import Membership, Person
from triage.roster import LinkedIdentity

CLOSED = "the channel gets no cards"


async def _account(hub: RunningHub, surface: str) -> str:
    """The account in the channel that nobody is linked to, as the guard keeps it."""
    state = await hub.core.store.read(lambda tx: tx.forums.guard(FORUM, surface))
    assert state
    ((code, account),) = state.failures
    assert code == "not_on_roster"
    return account


@told(Stage("slack-http"), Stage("teams"))
async def test_somebody_who_was_missing_from_the_roster_is_added(hub: RunningHub) -> None:
    first = await rated(hub)
    admin, manager, police = await hub.people("admin-1", "duty-1", "police-1")
    surface = police.surface
    await _joins(hub, "newcomer")
    second = await rated(hub, concern=KYLE)
    account = await _account(hub, surface)
    for person in (admin, manager):
        card = await person.card(CLOSED)
        assert first not in card
        assert second not in card
        await person.press("Add to roster", on=CLOSED)
        read = await person.reads()
        assert account in read
        assert "people.csv" in read
        assert "newcomer" not in read
        await person.closes()
        assert CLOSED in await person.my_work()
    assert CLOSED not in await police.my_work()

    def put_on_the_roster(tx: Tx) -> None:
        tenant = hub.slack.workspace.team_id if hub.slack else hub.teams.home.id if hub.teams else ""
        new = Person("newcomer", "Nia Comer", "Police")
        seat = Membership("newcomer", FORUM, "police", frozenset({"practitioner"}))
        tx.people.put(new, [seat], [LinkedIdentity(surface, tenant, account, "newcomer")])

    await hub.change(put_on_the_roster)
    await manager.press("Removed, check again", on=CLOSED)
    assert manager.note
    await hub.looks_at_guards()
    for person in (admin, manager):
        assert CLOSED not in await person.my_work()
        told_now = [text for text in await person.sees("messages") if "My work" not in text]
        assert CLOSED not in "\n".join(told_now)
    assert second in await police.card(second, "channel")
    entries = [(entry.verb, entry.actor, entry.outcome) for entry in await hub.audit()]
    assert ("guard.add", "admin-1", "opened") in entries
    assert ("guard.recheck", "duty-1", "done") in entries


@told(Stage("mixed"))
async def test_who_may_not_is_refused_and_the_channel_stays_closed(hub: RunningHub) -> None:
    await _joins(hub, "stranger")
    await hub.looks_at_guards()
    for who in ("police-1", "screening-1", "chair-1", "teacher-1"):
        person = await hub.person(who, "web")
        assert isinstance(person, WebTeller)
        assert CLOSED not in "\n".join(await person.sees())
        await person.goes_to("/open/guard.add/slack")
        assert person.status == 403
        assert "not on the roster" not in await person.reads()
        await person.goes_to("/what-is-recorded")
        await person.sends("/do/guard.recheck/slack", [("csrf", person.csrf), ("press", f"key-{who}")])
        assert person.status == 403
        assert "Nothing has changed." in await person.reads()
    state = await hub.core.store.read(lambda tx: tx.forums.guard(FORUM, "slack"))
    assert state
    assert state.closed_since == state.checked_at, "nobody's press made it look again"
    _is_taken_out(hub)
    manager = await hub.person("duty-1", "web")
    for where in ("Slack", "Teams"):
        asked = f"{where}: {CLOSED}"
        assert asked in await manager.my_work()
        await manager.press(f"Removed, check again, {where}", on=asked)
    await hub.looks_at_guards()
    assert CLOSED not in await manager.my_work()
    assert CLOSED not in "\n".join(await manager.sees())
