"""A chat is down for an hour and a half: people are told in other ways, decide on the web, and it catches up once."""

from datetime import UTC, datetime

from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import PROPOSAL, rated
from tests.support.surfaces import Teller
from tests.support.surfaces.hub import RunningHub

TELL = "Tell an agency's lead what is due: the chat cannot be reached"
MISSING = "Adults, CAF, Domestic Violence Nurse, Education, Health, Housing, Mental Health, Probation, Social Work, Women's Aid, Youth Support"
WHY = f"Going on without {MISSING} because (only if an answer is missing)"


@told(
    Stage("slack-http"),
    Stage("slack-http", "postgresql"),
    Stage("teams"),
    Stage("teams", "postgresql"),
    Stage("mixed"),
)
async def test_an_hour_and_a_half_without_the_chat(hub: RunningHub) -> None:
    reference = await rated(hub)
    where = "Teams" if hub.teams else "Slack"
    await hub.clock_shows(9, 35)
    goes_down(hub)
    police, manager, minutes, chair = [
        await hub.person(who, "web") for who in ("police-1", "duty-1", "minutes-1", "chair-1")
    ]
    await police.does("Nothing known", on=reference, place="channel")
    await minutes_pass(hub, 11)

    card = await manager.card(f"{where} cannot be reached since 9:35am Mon 16 November")
    assert "All clocks go on." in card
    await business_support_tells_a_lead(hub, minutes, reference, where)

    await hub.clock_shows(10, 20)
    await decide_on_the_web(chair, manager, reference)
    case = await hub.case(reference)
    (urgency,) = [clock for clock in case.clocks if clock.kind == "urgency"]
    assert urgency.due_at == datetime(2026, 11, 16, 13, 12, tzinfo=UTC)
    assert urgency.stopped_at == hub.clock.now()

    works_again(hub)
    await hub.clock_shows(11, 5)
    await minutes_pass(hub, 6)
    await it_caught_up_once(hub, reference, where)
    assert TELL not in await minutes.my_work()
    assert f"{where} can be reached again since 11:" in await manager.card("can be reached again")
    events = [entry for entry in await hub.audit() if entry.verb.startswith("outage.")]
    assert [entry.verb for entry in events] == ["outage.started", "outage.ended"]
    assert {(entry.body or {})["since"] for entry in events} == {"2026-11-16T09:35:00+00:00"}
    await hub.audit_is_whole()


async def business_support_tells_a_lead(hub: RunningHub, minutes: Teller, reference: str, where: str) -> None:
    """A task for each lead who is written to there: by reference, what and by when, where to go on."""
    leads = [who for who, at in hub.at_surface.items() if who.endswith("-lead") and at == where.lower()]
    assert f"TASKS ({len(leads)})" in await minutes.my_work()
    lead = "housing-lead" if "housing-lead" in leads else leads[0]
    agency = hub.core.hubs.first().profile.seat(lead.removesuffix("-lead")).name
    post = (await minutes.posts("my work"))[0]
    (button,) = [each for each in post.buttons if TELL in each.name and f", {agency} · due" in each.name]
    await minutes.press(button.name, on=TELL, place="my work")
    read = await minutes.reads()
    assert f"{where} cannot be reached since 9:35am Mon 16 November." in read
    if lead != "police-lead":
        assert f"{reference} · what you know · due 11:12am Mon 16 November" in read
    assert "K.B." not in read
    await minutes.fills(
        {
            "What did you do?": "By phone",
            "When, and who you spoke to; or why it was not sent (optional)": "9:50am, the lead",
        }
    )
    await minutes.submits()
    assert not minutes.problems, minutes.problems
    assert f"TASKS ({len(leads) - 1})" in await minutes.my_work()


async def decide_on_the_web(chair: Teller, manager: Teller, reference: str) -> None:
    """The same people, the same authority."""
    await chair.press("More", on=f"November · {reference}", place="channel")
    await chair.does(
        "Propose decision", PROPOSAL | {WHY: "They are told by phone that they may still answer."}
    )
    await manager.does("Read and decide", on="DECISION TO APPROVE")


async def it_caught_up_once(hub: RunningHub, reference: str, where: str) -> None:
    """Everybody in the chat sees what was decided there meanwhile; nothing stands twice, and nothing waits."""
    there = next(
        who for who, at in hub.at_surface.items() if who.startswith("health-") and at == where.lower()
    )
    health = await hub.person(there)
    decided = await health.card(f"DECIDED 10:20am Mon 16 November · {reference}", "channel")
    assert "Approved by J. Okafor." in decided
    titles = [text.splitlines()[0] for text in await health.sees("channel")]
    assert len(titles) == len(set(titles))
    assert await hub.undelivered() == []


def goes_down(hub: RunningHub) -> None:
    if hub.teams:
        hub.teams.fail_next("any", 503, times=100_000)
    elif hub.slack:
        hub.slack.faults.fail("*", times=100_000)


def works_again(hub: RunningHub) -> None:
    if hub.teams:
        hub.teams.faults.clear()
    elif hub.slack:
        hub.slack.faults.clear()


async def minutes_pass(hub: RunningHub, minutes: int) -> None:
    for _ in range(minutes):
        await hub.move_clock(minutes=1)
