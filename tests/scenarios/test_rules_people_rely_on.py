"""Stories by which the hub's rules are known to hold: late agencies, authority, anonymity, leavers, clocks, addresses."""

from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.cli.people import _leave
from tests.scenarios.conftest import Stage, told, twice, variant
from tests.scenarios.steps import (
    ANSWER,
    KACEY,
    KYLE,
    SEATS,
    VIEW,
    nothing_known,
    proposes,
    rated,
    refers,
    screens,
)
from tests.support.surfaces import Teller
from tests.support.surfaces.hub import RunningHub, running_hub

MONDAY_9_00 = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
BEFORE_THE_CLOCKS_GO_FORWARD = datetime(2026, 3, 28, 22, 0, tzinfo=UTC)
INTAKE_TOKEN = "a token for the council's form, long enough"
NO_REASON = "Going on without {seats} because (only if an answer is missing)"


@twice(MONDAY_9_00)
async def test_a_red_is_decided_inside_its_clock_though_one_agency_is_silent(hub: RunningHub) -> None:
    teacher, screener = await hub.people("teacher-1", "screening-1")
    reference = await refers(teacher, KACEY)
    await hub.clock_shows(10)
    await screens(screener, reference, "RED ◆ due 1:00pm today")
    lead, chair, manager, police = await hub.people("housing-lead", "chair-1", "duty-1", "police-1")
    await hub.clock_shows(11, 10)
    await nothing_known(hub, reference, *(seat for seat in SEATS if seat != "housing"))
    assert "LATE" not in "\n".join(await lead.sees("messages"))

    await hub.clock_shows(11, 30)
    assert reference in await lead.card("LATE in your agency: 1 · Housing")
    await hub.clock_shows(12, 50)
    why = {NO_REASON.format(seats="Housing"): "They do not answer the phone."}
    await proposes(chair, reference, **why)
    await manager.press("Read and decide", on="DECISION TO APPROVE")
    assert "No reply: Housing." in await manager.reads()
    await hub.clock_shows(12, 55)
    await manager.submits()
    assert "No reply: Housing." in await police.card(reference, "channel")
    (urgency,) = [clock for clock in (await hub.case(reference)).clocks if clock.kind == "urgency"]
    assert (urgency.missed_at, urgency.stopped_at) == (None, hub.clock.now())


@twice()
async def test_sharing_without_consent_is_recorded_and_stands_in_the_decision(hub: RunningHub) -> None:
    reference = await rated(hub)
    health, manager, chair = await hub.people("health-1", "duty-1", "chair-1")
    await health.does(
        "Add what we know", ANSWER | {"Consent": "Asked and refused"}, on=reference, place="channel"
    )
    await manager.press("Decide about consent", on="CONSENT TO DECIDE")
    await manager.fills(
        {
            "What was asked, of whom, and the answer": "The mother said no.",
            "Decision": "Share without consent",
        }
    )
    await manager.submits()
    assert "Enter your reasons for sharing without consent" in manager.problems
    await manager.fills(
        {
            "Why (only if you share without consent)": "Risk of significant harm",
            "Your reasons (only if you share without consent)": "She may be hurt again today.",
            "Lawful basis (only if you share without consent)": "Vital interests: to protect a life",
            "Has the family been told? (only if you share without consent)": "Not safe",
            "Who was told, or why not (only if you share without consent)": "It would raise the risk.",
        }
    )
    await manager.submits()
    assert not manager.problems
    verbs = [entry.verb for entry in await hub.audit(reference)]
    assert verbs.index("consent.refused") < verbs.index("consent.overruled")

    await nothing_known(hub, reference, *(seat for seat in SEATS if seat != "health"))
    await proposes(chair, reference)
    await manager.press("Read and decide", on="DECISION TO APPROVE")
    read = await manager.reads()
    assert "Health: shared without consent. Decided by J. Okafor" in read
    assert "She may be hurt again today." in read


@twice()
async def test_who_may_not_approve_hears_who_may_and_nothing_changes(hub: RunningHub) -> None:
    reference = await rated(hub)
    await nothing_known(hub, reference, *SEATS)
    chair, health = await hub.people("chair-1", "health-1")
    await proposes(chair, reference)
    before = await hub.case(reference)
    await health.press("Read and decide", on=reference, place="channel")
    assert not health.is_open
    said = await health.reads()
    assert "You cannot approve this. A section 47 enquiry needs a duty manager" in said
    assert "On duty now: J. Okafor, M. Reyes." in said
    assert "Nothing has changed." in said
    assert await hub.case(reference) == before
    last = (await hub.audit(reference))[-1]
    assert (last.actor, last.verb, last.outcome, last.body) == (
        "health-1",
        "proposal.approve",
        "refused",
        {"reason": "no_role"},
    )


@pytest.mark.parametrize("surface", ["web", "mixed"])
async def test_each_outcome_goes_to_the_role_that_the_profile_names(
    surface: str, tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Advice needs a social worker, a child in need assessment a duty manager, section 47 a service manager."""
    needs = 'label = "Section 47 enquiry, joint"\napprover = "{role}_manager"'
    profile = variant(tmp_path, needs.format(role="duty"), needs.format(role="service"))
    world = "web" if surface == "web" else "mixed"
    async with running_hub(world, sqlite_url, monkeypatch, profile=str(profile)) as hub:
        reference = await rated(hub)
        await nothing_known(hub, reference, *SEATS)
        chair, worker, manager, service = await hub.people("chair-1", "screening-1", "duty-1", "service-1")
        for outcome, approver in (
            ("Advice, no further action by the hub (social worker)", worker),
            ("Child in need assessment (duty manager)", manager),
            ("Section 47 enquiry, joint (service manager)", service),
        ):
            await proposes(chair, reference, **{"Outcome for child 1": outcome})
            for person in (worker, manager, service):
                asked = [text for text in await person.sees("messages") if "DECISION TO APPROVE" in text]
                assert bool(asked) == (person is approver), (outcome, person.person)
            await approver.press("Read and decide", on="DECISION TO APPROVE")
            await approver.press("Return it instead")
            await approver.fills({"What is needed?": "Other", "Say what": "Another outcome."})
            await approver.submits()


@twice()
async def test_who_proposed_cannot_approve_and_a_colleague_is_asked(hub: RunningHub) -> None:
    reference = await rated(hub)
    await nothing_known(hub, reference, *SEATS)
    manager, other, service = await hub.people("duty-1", "duty-2", "service-1")
    await proposes(manager, reference)
    await manager.press("Read and decide", on=reference, place="channel")
    said = await manager.reads()
    assert "You proposed this, so somebody else must approve it. On duty now: M. Reyes." in said
    assert "DECISION TO APPROVE" in await other.card("DECISION TO APPROVE")
    await _leaves(hub, "duty-2")
    assert "DECISION TO APPROVE" in await service.card("DECISION TO APPROVE")


@twice(intake_token=INTAKE_TOKEN)
async def test_a_neighbour_who_keeps_their_name_back_is_named_nowhere(hub: RunningHub) -> None:
    sent = {
        "submission_id": "n-1",
        "type": "Referral",
        "anonymous": "yes",
        "referrer_name": "Ottoline Fenwick",
        "referrer_phone": "01632 960 002",
        "first_name": "Kacey",
        "surname": "Brannigan",
        "date_of_birth": "4 3 2017",
        "address": "14 Harbour Lane",
        "worry": "Shouting every night, and the child cries.",
    }
    await _sends(hub, sent)
    screener, manager, minutes = await hub.people("screening-1", "duty-1", "minutes-1")
    await hub.clock_shows(9, 20)
    reference = await _screened_next(screener)
    await screener.press("Open details", on=reference, place="channel")
    assert "Somebody who asked not to be named" in await screener.reads()
    assert "Fenwick" not in await screener.reads()
    await manager.press("Open details", on=reference, place="channel")
    assert "Ottoline Fenwick" in await manager.reads()
    everything = "\n".join([await minutes.my_work(), *await minutes.sees(), *await manager.sees()])
    assert "Fenwick" not in everything


@twice()
async def test_the_reply_to_the_person_who_referred_names_nobody(hub: RunningHub) -> None:
    reference = await rated(hub)
    await nothing_known(hub, reference, *SEATS)
    teacher, chair, manager, minutes = await hub.people("teacher-1", "chair-1", "duty-1", "minutes-1")
    await proposes(chair, reference)
    await manager.does("Read and decide", on="DECISION TO APPROVE")
    await minutes.press("More", on=reference, place="channel")
    await minutes.press("Feedback")
    read = await minutes.reads()
    words = read[read.index("The text that will go") :]
    assert "A social worker and the police will look into what you told us." in words
    assert "If you think the decision is wrong" in words
    assert "Brannigan" not in words
    checked = "I have checked that this is the person who referred and that they may be told"
    await minutes.fills(
        {"How": "Here in chat", "Added words (optional)": "Thank you. Ms Brannigan was seen."}
    )
    await minutes.submits()
    assert 'Take out "Brannigan": it is in the record' in minutes.problems
    assert "Tick to say you have checked the person" in minutes.problems
    await minutes.fills({"Added words (optional)": "Thank you.", checked: ["I have checked"]})
    await minutes.submits()
    assert not minutes.problems
    await teacher.press("Read the full reply", on="Decision on your referral")
    assert "Thank you." in await teacher.reads()
    assert "Brannigan" not in await teacher.reads()


@twice()
async def test_somebody_who_leaves_can_do_nothing_from_that_minute(hub: RunningHub) -> None:
    reference = await rated(hub)
    police, lead, caf = await hub.people("police-1", "police-lead", "caf-1")
    await police.does("Give our view", VIEW, on=reference, place="channel")
    await police.press("Nothing known", on=reference, place="channel")
    await _leaves(hub, "police-1")
    await police.submits()
    assert "Your access ended on 16 November 2026. Nothing was recorded." in await police.reads()
    if police.surface != "web":
        assert await police.sees("messages") == []
    assert "police" not in (await hub.case(reference)).answered
    assert "needs an answer" in await lead.card(reference, "messages")
    await caf.does("Give our view", VIEW, on=reference, place="channel")
    await caf.press("Open details", on=reference, place="channel")
    assert "R. Police" in await caf.reads()


@told(Stage("web", start=BEFORE_THE_CLOCKS_GO_FORWARD), Stage("mixed", start=BEFORE_THE_CLOCKS_GO_FORWARD))
async def test_24_hours_are_24_hours_when_the_clocks_go_forward(hub: RunningHub) -> None:
    reference = await rated(hub, "AMBER ▲")
    (police,) = await hub.people("police-1")
    assert (await police.card(reference, "channel")).startswith("AMBER ▲ due 11:00pm Sun 29 March")


@twice()
async def test_a_safe_address_is_shown_only_at_a_press_of_its_own(hub: RunningHub) -> None:
    (teacher,) = await hub.people("teacher-1")
    reference = await refers(teacher, KACEY)
    await teacher.press("Add to my referral", on=reference, place="messages")
    await teacher.fills(
        {
            "Address (optional)": "7 Marrowgate Crescent",
            "Postcode (optional)": "ZE3 9QQ",
            "Secret address (only if it is)": ["This address must be kept secret"],
        }
    )
    await teacher.submits()
    await teacher.closes()
    screener, police = await hub.people("screening-1", "police-1")
    await screens(screener, reference, "RED ◆ due 1:12pm today")
    assert "SAFE CONTACT: open details before you phone, write or visit." in await police.card(
        reference, "channel"
    )
    await police.press("Nothing known", on=reference, place="channel")
    assert "Marrowgate" not in await police.reads()
    await police.closes()

    typed = ANSWER | {
        "What you know (only if there is information)": "Seen near Marrowgate Crescent, ZE3 9QQ."
    }
    await police.press("Add what we know", on=reference, place="channel")
    await police.fills(typed)
    await police.submits()
    assert any(told.startswith("This looks like an address.") for told in police.problems)
    await police.closes()
    await police.press("Open details", on=reference, place="channel")
    assert "Marrowgate" not in await police.reads()
    await police.press("Show the address")
    assert "7 Marrowgate Crescent" in await police.reads()
    last = (await hub.audit(reference))[-1]
    assert (last.actor, last.verb, last.outcome) == ("police-1", "details.address", "opened")


@twice()
async def test_a_fourth_green_is_not_set_without_looking_at_all_of_them(hub: RunningHub) -> None:
    teacher, screener, police = await hub.people("teacher-1", "screening-1", "police-1")
    for _ in range(3):
        await rated(hub, "GREEN ●")
    reference = await refers(teacher, KACEY)
    await screener.press("Show all", on="TO SCREEN")
    await screener.press(f"Screen {reference}")
    found = [
        line for line in (await screener.reads()).splitlines() if line.startswith("Kacey Brannigan, born")
    ]
    earlier = {line: "Same" for line in found if "Contact" in line}
    assert earlier, await screener.reads()
    (green,) = [line for line in (await screener.reads()).splitlines() if "GREEN ● due" in line]
    await screener.fills(
        {
            "What should happen with this?": "Rate it and ask agencies",
            "Urgency for child 1 (only if you rate it)": green.removeprefix("- ").removeprefix("( ) "),
            "Reason": "Small, again.",
            **earlier,
        }
    )
    await screener.submits()
    assert "Green cannot be set yet: 4 contacts in 12 months. Enter what they add up to." in screener.problems
    adds_up = "What do the earlier contacts add up to? (only if 3 or more in 12 months)"
    await screener.fills({adds_up: "Four small things in a row."})
    await screener.submits()
    assert not screener.problems
    assert "Earlier contacts: 3 in 12 months." in await police.card(reference, "channel")


@twice()
async def test_a_late_view_is_kept_as_late_and_changes_nothing(hub: RunningHub) -> None:
    reference = await rated(hub)
    await nothing_known(hub, reference, *SEATS)
    chair, manager, police, caf = await hub.people("chair-1", "duty-1", "police-1", "caf-1")
    await caf.does("Give our view", VIEW, on=reference, place="channel")
    await proposes(chair, reference)
    await manager.press("Read and decide", on="DECISION TO APPROVE")
    assert "For RED ◆: CAF." in await manager.reads()
    assert "No view: " in await manager.reads()
    await manager.submits()
    await police.press("More", on=reference, place="channel")
    await police.press("Give our view")
    assert "Your view will be kept as late and the duty manager told." in await police.reads()
    await police.fills(VIEW | {"Urgency for child 1": "GREEN ●"})
    await police.submits()
    assert "LATE VIEW" in await police.card(reference, "channel")
    for person in (manager, chair):
        assert "LATE VIEW" in await person.card("LATE VIEW", "messages")
    await manager.press("The decision stands", on="LATE VIEW", place="messages")
    assert "LATE VIEW" not in "\n".join(await chair.sees("messages"))
    case = await hub.case(reference)
    assert [vote.late for vote in case.votes if vote.seat == "police"][-1:] == [True]
    assert [subject.stage for subject in case.subjects] == ["decided"]


@twice()
async def test_siblings_are_found_and_keep_their_own_ratings(hub: RunningHub) -> None:
    teacher, screener, police = await hub.people("teacher-1", "screening-1", "police-1")
    first = await rated(hub, "RED ◆", KACEY)
    await _adds_an_address(teacher, first)
    second = await refers(teacher, KYLE)
    await _adds_an_address(teacher, second)
    await screener.press("Show all", on="TO SCREEN")
    await screener.press(f"Screen {second}")
    (sister,) = [
        line for line in (await screener.reads()).splitlines() if line.startswith("Kacey Brannigan, born")
    ]
    await screener.fills({sister: "In one household"})
    await screener.fills(
        {
            "What should happen with this?": "Rate it and ask agencies",
            "Urgency for child 1 (only if you rate it)": "AMBER ▲ due 9:12am tomorrow",
            "Reason": "He is afraid.",
        }
    )
    await screener.submits()
    assert not screener.problems
    assert (await police.card(first, "channel")).startswith("RED ◆ due 1:12pm Mon 16 November")
    card = await police.card(second, "channel")
    assert card.startswith("AMBER ▲ due 9:12am Tue 17 November")
    assert "Earlier contacts: 1 in 12 months." in card


async def _adds_an_address(teacher: Teller, reference: str) -> None:
    await teacher.press("Add to my referral", on=reference, place="messages")
    await teacher.fills({"Address (optional)": "14 Harbour Lane", "Postcode (optional)": "ZE3 9QQ"})
    await teacher.submits()
    await teacher.closes()


async def _leaves(hub: RunningHub, person: str) -> None:
    await hub.change(lambda tx: _leave(tx, hub.core, person))


async def _sends(hub: RunningHub, sent: dict[str, str]) -> None:
    """A council's form hands it in."""
    headers = {"Authorization": f"Bearer {INTAKE_TOKEN}", "Idempotency-Key": sent["submission_id"]}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{hub.address}/api/referrals", json=sent, headers=headers) as answer,
    ):
        assert answer.status == 201, await answer.text()
    await hub.settle()


async def _screened_next(screener: Teller) -> str:
    """The next one is rated red; returns its reference, as the channel shows it."""
    await screener.press("Screen the next one", on="TO SCREEN")
    assert "Fenwick" not in await screener.reads()
    await screener.fills(
        {
            "What should happen with this?": "Rate it and ask agencies",
            "Urgency for child 1 (only if you rate it)": "RED ◆ due 1:12pm today",
            "Reason": "A child cries every night.",
        }
    )
    await screener.submits()
    assert not screener.problems, screener.problems
    (card,) = (text for text in await screener.sees("channel") if "MASH-" in text)
    return card.splitlines()[0].rpartition(" · ")[2]
