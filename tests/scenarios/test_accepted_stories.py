"""The stories by which the hub is accepted and the behaviour that practice demands: where each is told.

Those that are told nowhere else stand below: a ladder, a copy of what is held, an open case, a weekly agency, a place.
"""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import aiohttp
import pytest

from tests.scenarios.conftest import Stage, on_each, told, twice
from tests.scenarios.steps import (
    ANSWER,
    KACEY,
    PROPOSAL,
    REFERENCE,
    SEATS,
    nothing_known,
    proposes,
    rated,
    refers,
)
from tests.support.people import FORUM
from tests.support.surfaces import Teller, Typed
from tests.support.surfaces.hub import RunningHub
from tests.triage.test_meetings import LIST, amber
from triage.day_list import rows

THURSDAY_9_20 = datetime(2026, 11, 19, 9, 20, tzinfo=UTC)
TUESDAY_10_05 = datetime(2026, 11, 17, 10, 5, tzinfo=UTC)
IN_DECEMBER = datetime(2026, 12, 3, 9, 30, tzinfo=UTC)
TOLD_THAT_IT_ARRIVED = "Tell the person who referred that it arrived"
INTAKE_TOKEN = "a token for the council's form, long enough"
ADVICE: dict[str, Typed] = {
    "Outcome for child 1": "Advice, no further action by the hub (social worker)",
    "Rationale": "The bruise is explained, and nobody is worried any more.",
}
CHECKED: dict[str, Typed] = {
    "I have checked that this is the person who referred and that they may be told": ["I have checked"]
}


STORIES: dict[str, tuple[str, ...]] = {
    "Red inside the clock": (
        "scenarios.test_meetings.test_a_red_inside_the_clock",
        "scenarios.test_rules_people_rely_on.test_a_red_is_decided_inside_its_clock_though_one_agency_is_silent",
    ),
    "Police absent": ("scenarios.test_meetings.test_police_are_absent",),
    "Sibling linked after voting": (
        "scenarios.test_kept_from.test_a_brother_is_referred_after_the_decision",
        "handlers.test_linking.test_a_sibling_after_the_decision_leaves_it_standing_and_asks_for_a_look",
    ),
    "Consent overruled": (
        "scenarios.test_whole_story.test_from_a_teachers_worry_to_a_decision_she_disagrees_with",
        "scenarios.test_rules_people_rely_on.test_sharing_without_consent_is_recorded_and_stands_in_the_decision",
    ),
    "Disagreement escalated": (
        "scenarios.test_accepted_stories.test_a_school_disputes_that_nothing_more_is_done",
        "handlers.test_disagreement_ladder.test_above_the_last_level_its_miss_is_told_and_nothing_else_happens",
    ),
    "Approval without authority": (
        "scenarios.test_rules_people_rely_on.test_who_may_not_approve_hears_who_may_and_nothing_changes",
        "scenarios.test_forwarded_cards.test_in_slack_in_a_channel_without_the_bot_and_by_another_workspace",
    ),
    "Authority by outcome": (
        "scenarios.test_rules_people_rely_on.test_each_outcome_goes_to_the_role_that_the_profile_names",
    ),
    "Proposer approves own decision": (
        "scenarios.test_rules_people_rely_on.test_who_proposed_cannot_approve_and_a_colleague_is_asked",
    ),
    "Anonymous neighbour": (
        "scenarios.test_neighbour.test_a_neighbour_tells_it_on_the_web_page_and_is_named_nowhere",
        "scenarios.test_rules_people_rely_on.test_a_neighbour_who_keeps_their_name_back_is_named_nowhere",
        "scenarios.test_accepted_stories.test_who_keeps_their_name_back_and_who_cannot",
        "bot.test_taking.test_nobody_is_promised_word_who_left_no_way_to_be_told",
        "handlers.test_feedback.test_withheld_with_a_reason_stops_the_clock_and_writes_to_nobody",
    ),
    "Referrer feedback by the school bell": (
        "scenarios.test_more_worried.test_from_the_school_bell_to_urgent_protection",
        "scenarios.test_rules_people_rely_on.test_the_reply_to_the_person_who_referred_names_nobody",
    ),
    "Practitioner left the agency": (
        "scenarios.test_rules_people_rely_on.test_somebody_who_leaves_can_do_nothing_from_that_minute",
        "bot.test_leavers.test_their_open_actions_go_to_the_lead_with_a_word_in_the_record",
    ),
    "Subject access request": (
        "scenarios.test_accepted_stories.test_a_father_asks_what_is_held",
        "handlers.test_access_requests.test_the_copy_holds_what_may_go_out_by_owner_and_tier_and_nothing_else",
        "handlers.test_access_requests.test_no_other_family_of_the_same_day_is_in_it",
        "handlers.test_access_requests.test_more_time_needs_a_reason_and_moves_the_day_once",
    ),
    "Clocks go forward": (
        "scenarios.test_rules_people_rely_on.test_24_hours_are_24_hours_when_the_clocks_go_forward",
        "triage.test_clocks.test_due_times_of_the_rules",
    ),
    "Safe address": (
        "scenarios.test_rules_people_rely_on.test_a_safe_address_is_shown_only_at_a_press_of_its_own",
        "handlers.test_addresses_in_free_text.test_an_address_is_asked_about_in_each_free_text",
    ),
    "Repeat below threshold": (
        "scenarios.test_rules_people_rely_on.test_a_fourth_green_is_not_set_without_looking_at_all_of_them",
    ),
    "Already open": ("scenarios.test_accepted_stories.test_a_child_with_an_allocated_worker",),
    "Weekly agency": (
        "scenarios.test_accepted_stories.test_an_agency_that_comes_on_wednesdays_is_not_late_on_a_thursday",
    ),
    "Chat outage": (
        "scenarios.test_chat_outage.test_an_hour_and_a_half_without_the_chat",
        "bot.test_outages.test_a_second_process_notes_nothing_again",
        "scenarios.test_signing_in.test_who_has_no_chat_sets_up_an_authenticator_once_and_comes_in_by_its_codes",
    ),
    "Partner in another tenant": (
        "scenarios.test_accepted_stories.test_partners_whom_the_bot_cannot_write_to",
        "bot.test_undelivered.test_they_are_mentioned_in_the_channel_with_the_reference_only",
        "bot.test_undelivered.test_business_support_is_asked_once_to_tell_them",
        "bot.test_undelivered.test_the_duty_manager_reads_in_the_details_whom_it_did_not_reach",
    ),
    "Late view and sealed views": (
        "scenarios.test_rules_people_rely_on.test_a_late_view_is_kept_as_late_and_changes_nothing",
        "scenarios.test_meetings.test_the_chair_opens_views",
    ),
    "Location subject": ("scenarios.test_accepted_stories.test_a_place_is_referred",),
    "Information request": ("scenarios.test_ends.test_a_court_asks_whether_a_family_is_known",),
    "Colour-blind and screen-reader user": (
        "scenarios.test_readable_by_everybody.test_no_two_buttons_in_one_place_have_one_name_and_no_card_speaks_in_shapes_alone",
        "scenarios.test_ten_tasks_by_keyboard.test_a_whole_story_by_keyboard_without_a_script_on_320_pixels",
    ),
}
PRACTICE: dict[str, tuple[str, ...]] = {
    "A late view is stored as late and changes nothing; two are asked to confirm or reopen; the earlier one shows": (
        "scenarios.test_rules_people_rely_on.test_a_late_view_is_kept_as_late_and_changes_nothing",
        "handlers.test_views.test_a_late_view_is_kept_beside_the_decision_and_told",
        "handlers.test_views.test_the_earlier_view_still_shows",
    ),
    "Links of people can be undone, whoever opened them is listed, posts are corrected, a near miss is opened": (
        "handlers.test_linking.test_undoing_names_who_opened_either_since_and_opens_a_near_miss",
        "handlers.test_linking.test_posts_of_both_are_drawn_again",
    ),
    "Elapsed hours are true hours; the local time that comes twice is kept apart": (
        "triage.test_clocks.test_elapsed_and_working_hours_are_exact",
        "triage.test_clocks.test_local_time_that_comes_twice_or_never_is_noted",
        "storage.test_columns.test_the_repeated_hour_keeps_its_two_moments_apart",
    ),
    "A conflict of interest removes the case for that person altogether, and a deputy is asked": (
        "scenarios.test_kept_from.test_the_only_duty_manager_knows_the_family",
        "handlers.test_kept_from.test_lists_and_counts_leave_it_out",
        "handlers.test_families.test_whoever_is_noted_never_hears_of_what_arrives",
    ),
    "The attempt to open it is seen by those who run the case only": (
        "handlers.test_kept_from.test_an_attempt_is_kept_where_those_who_run_the_case_find_it",
    ),
    "Papers that are late by a minute roll the case to the next meeting": (
        "triage.test_meetings.test_what_stands_on_a_list",
        "scenarios.test_accepted_stories.test_answers_due_a_minute_after_the_meeting_are_late_for_it",
    ),
    "Actions not done divide in two; another area has one only once it accepted in writing": (
        "handlers.test_actions.test_less_safe_tells_the_duty_managers_at_once",
        "handlers.test_actions.test_another_area_has_it_only_when_it_accepted_in_writing",
    ),
    "A rating that goes up is told within a minute to every seat asked so far": (
        "handlers.test_rating.test_a_rise_is_told_to_each_seat_asked_so_far_though_it_has_answered",
    ),
    "An audit sample is drawn again from its seed, with each override and each late red": (
        "triage.test_audit_sample.test_so_many_by_chance_and_the_same_again",
        "triage.test_audit_sample.test_overrides_and_late_reds_are_always_there",
        "bot.test_cli.test_an_auditor_draws_a_sheet_of_cases",
    ),
    "Opening hours differ by day and by closure": (
        "triage.test_calendar.test_says_whether_it_is_open_and_when_it_opens_next",
        "triage.test_calendar.test_closes_early_on_christmas_eve",
        "handlers.test_nights.test_on_a_friday_it_is_closed_until_monday",
    ),
    "Out of hours a red pages on call, the post says that nobody watches, and the morning finds it": (
        "scenarios.test_duty_and_nights.test_a_night_with_a_red",
    ),
}


@pytest.mark.parametrize("told_in", [*STORIES.values(), *PRACTICE.values()], ids=[*STORIES, *PRACTICE])
def test_it_is_told_where_the_table_says(told_in: tuple[str, ...]) -> None:
    for where in told_in:
        module, _, name = where.rpartition(".")
        assert callable(getattr(import_module(f"tests.{module}"), name)), where


async def decided(hub: RunningHub, proposal: dict[str, Typed] = PROPOSAL, approver: str = "duty-1") -> str:
    """A red that everybody answered and somebody approved; returns the reference."""
    reference = await rated(hub)
    await nothing_known(hub, reference, *SEATS)
    chair, manager = await hub.people("chair-1", approver)
    await proposes(chair, reference, **proposal)
    await manager.does("Read and decide", on="DECISION TO APPROVE")
    return reference


@told(
    Stage("web", "postgresql", TUESDAY_10_05),
    Stage("slack-http", "sqlite", TUESDAY_10_05),
    Stage("teams", "postgresql", TUESDAY_10_05),
    Stage("mixed", "sqlite", TUESDAY_10_05),
)
async def test_a_school_disputes_that_nothing_more_is_done(hub: RunningHub) -> None:
    """Two working days, then five; each level has its owner; the child is kept safe; the decision stands."""
    reference = await decided(hub, ADVICE, "screening-1")
    school, manager, service, police = await hub.people("education-1", "duty-1", "service-1", "police-1")
    await school.press("More", on=f"· {reference}", place="channel")
    said = await school.does(
        "Raise a disagreement",
        {
            "Is anyone unsafe now because of this?": "No",
            "What do you disagree with?": "Outcome",
            "Why, and what should happen instead": "She flinches whenever a door is shut.",
        },
    )
    assert said.endswith("will answer by 5:00pm Thursday 19 November. The decision stands meanwhile.")
    line = "DISAGREEMENT, level 1, due 5:00pm Thu 19 November."
    assert reference in await manager.card(line, "messages")
    assert "The decision stands." in await police.card(f"· {reference}", "channel")

    await hub.clock_shows(17, 1, days=2)
    card = await service.card("DISAGREEMENT, level 2, due 5:00pm Thu 26 November.", "messages")
    assert "H. Castellan answers." in card
    await service.does(
        "Answer",
        {
            "Your answer": "The decision stands",
            "Reasons": "The explanation was checked with the doctor who saw the arm.",
            "What keeps the child safe until then? (optional)": "See her at school each day",
        },
        on="DISAGREEMENT, level 2",
        place="messages",
    )
    case = await hub.case(reference)
    assert [action.what for action in case.actions] == ["See her at school each day"]
    assert {subject.stage for subject in case.subjects} == {"decided"}
    await hub.audit_is_whole()


@told(Stage("web", "postgresql", THURSDAY_9_20), Stage("mixed", "sqlite", THURSDAY_9_20))
async def test_an_agency_that_comes_on_wednesdays_is_not_late_on_a_thursday(hub: RunningHub) -> None:
    amber = await rated(hub, "AMBER ▲")
    red = await rated(hub, "RED ◆", KACEY | {"Name": "Juno Marlowe", "Date of birth or age": "2 2 2014"})
    (police,) = await hub.people("police-1")
    assert "Not in on Thu 19 November: Adults (Wednesday)." in await police.card(f"· {amber}", "channel")
    assert "Adults (Wednesday; phone contact asked)." in await police.card(f"· {red}", "channel")

    await hub.clock_shows(22)
    lead = await hub.person("adults-lead")
    assert "LATE" not in "\n".join(await lead.sees("messages"))
    for reference in (amber, red):
        card = await police.card(f"· {reference}", "channel")
        (silent,) = [line for line in card.splitlines() if "Late since" in line or "No reply: " in line]
        assert "Health" in silent
        assert "Adults" not in silent.split("Not in on")[0]


@on_each
async def test_a_child_with_an_allocated_worker(hub: RunningHub) -> None:
    """Nobody is asked; the worker gets it within a working day; the channel sees nothing of it."""
    teacher, officer, minutes, police = await hub.people("teacher-1", "screening-1", "minutes-1", "police-1")
    reference = await refers(teacher, KACEY)
    await officer.press("Show all", on="TO SCREEN")
    await officer.press(f"Screen {reference}")
    await officer.fills(
        {
            "What should happen with this?": "Send to the allocated worker",
            "Reason": "Open to the long-term team since May.",
            "Send to (only if it goes elsewhere)": "Greta Lindqvist, long-term team, and her manager, by secure e-mail",
        }
    )
    await officer.submits()
    assert not officer.problems, officer.problems
    assert reference not in "\n".join(await police.sees())
    case = await hub.case(reference)
    assert (case.checks, case.ratings) == ((), ())
    assert "Send the referral on" in await minutes.my_work()
    assert "due 5:00pm tomorrow" in await minutes.my_work()
    await minutes.press("Record what you did", on="Send the referral on", place="my work")
    assert "Greta Lindqvist, long-term team, and her manager, by secure e-mail" in await minutes.reads()
    await minutes.fills(
        {
            "What did you do?": "By secure e-mail",
            "When, and who you spoke to; or why it was not sent (optional)": "10:20am, to both",
        }
    )
    await minutes.submits()
    assert not minutes.problems, minutes.problems
    assert "Send the referral on" not in await minutes.my_work()
    await hub.audit_is_whole()


@on_each
async def test_a_place_is_referred(hub: RunningHub) -> None:
    """Railway arches: an item without a child, whose actions are an agency's and due like any other."""
    teacher, officer, police, chair = await hub.people("teacher-1", "screening-1", "police-1", "chair-1")
    reference = await refers(
        teacher,
        KACEY
        | {
            "Who is it about?": "A place or a group",
            "Name": "The arches behind Tannery Row",
            "Date of birth or age": "none",
            "Who else is in the home? (optional)": "",
            "What are you worried about?": "Young people are given lifts from there after dark.",
        },
    )
    await officer.press("Show all", on="TO SCREEN")
    await officer.press(f"Screen {reference}")
    read = await officer.reads()
    (urgency,) = [line for line in read.splitlines() if "AMBER ▲ due" in line]
    await officer.fills(
        {
            "What should happen with this?": "Rate it and ask agencies",
            "Urgency for place 1 (only if you rate it)": urgency.removeprefix("- ").removeprefix("( ) "),
            "Reason": "Several nights running.",
        }
    )
    await officer.submits()
    assert not officer.problems, officer.problems
    card = await police.card(f"· {reference}", "channel")
    assert "A place." in card
    assert "Tannery" not in card
    await nothing_known(hub, reference, *SEATS)
    await chair.does(
        "Propose decision",
        {
            "Outcome for place 1": "Advice, no further action by the hub (social worker)",
            "Rationale": "Lit and watched, it is safe enough.",
            "Action 1: what (optional)": "Patrol the arches at dusk",
            "Action 1: which agency (only if there is an action)": "Police",
            "Action 1: due (only if there is an action)": "2 working days",
        },
        on=reference,
        place="channel",
    )
    await officer.does("Read and decide", on="DECISION TO APPROVE")
    case = await hub.case(reference)
    assert [(action.seat, action.state) for action in case.actions] == [("police", "open")]
    assert [subject.kind for subject in case.subjects] == ["place"]


@told(Stage("web", "postgresql", IN_DECEMBER), Stage("mixed", "sqlite", IN_DECEMBER))
async def test_a_father_asks_what_is_held(hub: RunningHub) -> None:
    """Each owner looks at its own; what names others is held back; the month runs from the day it came in."""
    reference = await rated(hub, "GREEN ●")
    governance, health, chair, manager = await hub.people("governance-1", "health-1", "chair-1", "duty-1")
    await health.does("Add what we know", ANSWER, on=reference, place="channel")
    await nothing_known(hub, reference, "police", "social_work", "education", "caf")
    await proposes(chair, reference)
    await manager.does("Read and decide", on="DECISION TO APPROVE")

    await governance.press("More", on=f"· {reference}", place="channel")
    await governance.press("Access request")
    await governance.fills(
        {
            "Who is it about?": "Child 1: Kacey Brannigan, 9",
            "Who asks?": "His father, Cormac Brannigan",
            "How you checked who they are, and their right to ask": "His passport and the birth certificate.",
            "When the request came in": "1 12 2026",
        }
    )
    await governance.submits()
    assert not governance.problems, governance.problems
    assert "Due midnight at the end of Fri 1 January 2027." in await governance.card("ACCESS REQUEST")
    for seat in ("health", "police", "social_work", "education", "caf"):
        (lead,) = await hub.people(f"{seat}-lead")
        await reviews(lead, "Review", on="ACCESS REQUEST, YOUR REVIEW")
    await governance.press("Read and release", on=f"ACCESS REQUEST · {reference}")
    await reviews(governance, "Review the hub's own")
    await governance.press("Read and release", on=f"ACCESS REQUEST · {reference}")
    read = await governance.reads()
    assert "Two visits this year." not in read
    await governance.submits()
    assert not governance.problems, governance.problems
    (request,) = (await hub.case(reference)).access_requests
    assert request.state == "released"
    await hub.audit_is_whole()


async def reviews(owner: Teller, label: str, on: str = "") -> None:
    """Says of each of its pieces that it may go out; nothing is chosen before."""
    await owner.press(label, on=on)
    read = await owner.reads()
    pieces = [line for line in read.splitlines() if line.startswith("May piece")]
    assert pieces, read
    await owner.fills(dict.fromkeys(pieces, "It may go out"))
    await owner.submits()
    assert not owner.problems, owner.problems


@twice(intake_token=INTAKE_TOKEN)
async def test_who_keeps_their_name_back_and_who_cannot(hub: RunningHub) -> None:
    """A neighbour without a way to be told is told nothing; a professional hears that they cannot be anonymous."""
    await hands_in(hub, "n-7", referrer_name="Ida Penhallow")
    (minutes,) = await hub.people("minutes-1")
    assert TOLD_THAT_IT_ARRIVED not in await minutes.my_work()

    await hands_in(
        hub, "n-8", referrer_organisation="Fernbank Primary School", referrer_phone="01632 960 044"
    )
    assert TOLD_THAT_IT_ARRIVED in await minutes.my_work()
    await minutes.press("Record what you did", on=TOLD_THAT_IT_ARRIVED, place="my work")
    read = await minutes.reads()
    assert "Professionals cannot be anonymous." in read
    assert "ask a manager of the hub on 01632 960 100." in read
    assert "Penhallow" not in read


async def hands_in(hub: RunningHub, number: str, **who: str) -> str:
    """A council's form hands in a referral whose sender wants to stay unknown; returns the reference."""
    sent = {
        "submission_id": number,
        "type": "Referral",
        "anonymous": "yes",
        "first_name": "Orla",
        "surname": f"Quill{number}",
        "date_of_birth": "4 3 2017",
        "address": "3 Mill Bank",
        "worry": "Crying every night.",
    } | who
    headers = {"Authorization": f"Bearer {INTAKE_TOKEN}", "Idempotency-Key": number}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{hub.address}/api/referrals", json=sent, headers=headers) as answer,
    ):
        body = await answer.text()
        assert answer.status == 201, body
    await hub.settle()
    found = REFERENCE.search(body)
    assert found, body
    return found.group()


@told(Stage("slack-http", "sqlite"), Stage("slack-http", "postgresql"))
async def test_partners_whom_the_bot_cannot_write_to(hub: RunningHub) -> None:
    """No direct message fails in silence: a mention in the channel, a task for business support, and it is shown."""
    assert hub.slack
    assert hub.slack_channel
    hub.slack.faults.error("conversations.open", "cannot_dm_bot", times=10_000)
    (police,) = await hub.people("police-1")
    await police.press("Start duty", place="my work")
    officer = await hub.person("screening-1", "web")
    reference = await rated_on_the_web(hub, officer)
    await hub.move_clock(minutes=1)
    await hub.move_clock(minutes=1)

    posts = [each for each in hub.slack_channel.messages if each.text == reference]
    assert len(posts) == len({repr(each.blocks) for each in posts})
    assert any(hub_id(hub, "police-1") in repr(each.blocks) for each in posts)
    minutes = await hub.person("minutes-1", "web")
    assert (
        "Tell a colleague that an answer is needed: the bot cannot write to them" in await minutes.my_work()
    )
    tasks = await hub.core.store.read(lambda tx: tx.open_tasks(FORUM))
    (for_police,) = [task for task in tasks if task.who.endswith("Police, Police")]
    assert for_police.who == "Robin Police, Police", "who is on duty"
    manager = await hub.person("duty-1", "web")
    await manager.press("Open details", on=f"November · {reference}", place="channel")
    read = await manager.reads()
    assert "Alerts that could not be delivered" in read
    assert "R. Police" in read


def hub_id(hub: RunningHub, person: str) -> str:
    """Their account in the chat."""
    assert hub.slack
    return next(account.id for account in hub.slack.world.accounts.values() if account.name == person)


async def rated_on_the_web(hub: RunningHub, officer: Teller) -> str:
    """Referred and rated red by people on the web."""
    teacher = await hub.person("teacher-1", "web")
    reference = await refers(teacher, KACEY)
    await officer.press(f"Screen it, {reference}", on=reference, place="my work")
    (urgency,) = [line for line in (await officer.reads()).splitlines() if "RED ◆ due" in line]
    await officer.fills(
        {
            "What should happen with this?": "Rate it and ask agencies",
            "Urgency for child 1 (only if you rate it)": urgency.removeprefix("- ").removeprefix("( ) "),
            "Reason": "Not explained.",
        }
    )
    await officer.submits()
    assert not officer.problems, officer.problems
    return reference


@pytest.mark.parametrize(("late_by", "rolls"), [(0, False), (1, True)])
def test_answers_due_a_minute_after_the_meeting_are_late_for_it(late_by: int, rolls: bool) -> None:
    """A case whose clock allows it goes to the next list, and the list says why."""
    case = amber(LIST.next_at + timedelta(hours=3), LIST.meeting_at + timedelta(minutes=late_by))
    on = rows((case,), LIST)
    assert bool(on.listed) is not rolls
    assert [why for _, why in on.rolled] == (["papers_late"] if rolls else [])
