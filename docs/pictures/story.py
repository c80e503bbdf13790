"""The running example of the pictures: two siblings, rated red on a Monday morning, five of twelve agencies answered."""

import itertools
from datetime import UTC, datetime, timedelta

from storage.tx import Tx
from tests.support.cases import PROFILE, RATED, answered, arrived, asked, rated, voted
from tests.support.decisions import another
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.people import FORUM
from tests.support.surfaces.hub import RunningHub
from triage.case import Case
from triage.records import Referral

NOW = datetime(2026, 11, 16, 10, 42, tzinfo=UTC)
PROPOSED = datetime(2026, 11, 16, 12, 48, tzinfo=UTC)
BEGINS = datetime(2026, 11, 16, 12, 16, tzinfo=UTC)
LISTED = datetime(2026, 11, 16, 13, 1, tzinfo=UTC)
REMINDED = datetime(2026, 11, 16, 15, 15, tzinfo=UTC)
BEFORE = timedelta(minutes=12)

WORRY = (
    "Kacey came in with a bruise on her upper arm in the shape of fingers. She says she fell. Her brother Kian did not "
    "want to be collected. It is the second bruise this term."
)
KNOW = {
    "police": "Called to the home on 2 November: shouting. Nobody was hurt, and nobody wished to say more.",
    "social_work": "Early help closed in March 2026. The mother asked for it herself.",
    "dv_nurse": "The mother was seen on 3 November with a sprained wrist.",
}
VIEWS = {
    "police": ("red", "child_protection", "A second bruise within two weeks of our call."),
    "social_work": ("red", "child_protection", "An injury that nobody explains."),
    "health": ("amber", "child_in_need", "Both children are well known to us and thrive."),
    "dv_nurse": ("red", "child_protection", "The mother may be hurt too."),
}
NEEDS_MET = {
    "destination_1": "child_protection",
    "reason_1": "The injury is not explained, and the mother may be hurt too.",
    "destination_2": "child_in_need",
    "reason_2": "No injury, but the same home.",
}
KNOWN = {
    "need": "risk",
    "basis": "public_task",
    "consent": "not_needed",
    "tier": "hub",
    "at": NOW - BEFORE,
}


def siblings() -> Case:
    """Red, due 1:12pm; 5 of 12 answered at 10:42am, 4 views in."""
    case = asked(rated(arrived(worry=WORRY, family_told="no_unsafe", where_now="At school until 3:15pm")))
    for seat, text in KNOW.items():
        case = answered(case, seat, kind="known_with_info", text=text, **KNOWN)
    case = answered(case, "health", kind="known_no_concern", **KNOWN)
    case = answered(case, "womens_aid", at=NOW)
    for seat, (urgency, destination, reason) in VIEWS.items():
        case = voted(case, seat, urgency, destination, at=NOW - BEFORE, reason=reason)
    return case


def baby() -> Case:
    """A second referral, amber, of which nobody has answered."""
    tomorrow, due = RATED + timedelta(days=1), datetime(2026, 11, 16, 15, 30, tzinfo=UTC)
    case = arrived(("Theo", "Lindqvist", "2 7 2026"), danger="no")
    return another(asked(rated(case, "amber", tomorrow), due), "-2", "MASH-2611-4TWXN")


async def at_a_quarter_to_eleven(hub: RunningHub) -> tuple[Desk, Referral]:
    """Both referrals in the hub, on every surface."""
    desk = Desk(
        hub.core.store, hub.core.dispatcher, hub.core.hubs, hub.clock, hub.core.projection, itertools.count(1)
    )
    await hub.change(_on_duty)
    await keep(desk, baby())
    case = siblings()
    await keep(desk, case)
    hub.core.bell.ring()
    await hub.settle()
    return desk, case.referral


async def meeting_begins(hub: RunningHub, desk: Desk, referral: str) -> str:
    """The other agencies answered, and at 12:16pm most of them say that they are in the meeting; returns its id."""
    seats = [seat for seat in PROFILE.level("red").asks if seat != "adults"]
    for seat in seats:
        if seat not in siblings().answered:
            await desk.do(f"{seat}-1", "check.nothing_known", referral, {})
    who = {"when": "other", "other_time": "12:15pm", "chair": "chair-1", "minute_taker": "minutes-1"}
    await desk.do("duty-1", "meeting.call", referral, {**who, "place": "hub_link"})
    await _until(hub, BEGINS)
    meeting = (await desk.case(referral)).sittings[-1].meeting.id
    for seat in seats:
        if seat not in {"housing", "probation"}:
            await desk.press(f"{seat}-1", "meeting.here", meeting)
    await hub.settle()
    return meeting


async def decision_proposed(hub: RunningHub, desk: Desk, referral: str, meeting: str) -> str:
    """In the meeting everybody is asked, and at 12:48pm the chair puts a decision forward; returns its id."""
    await desk.do("chair-1", "meeting.roll", meeting, {"seat_probation": "apologies_sent"})
    await desk.press("chair-1", "meeting.ask_views", referral)
    await _until(hub, PROPOSED)
    await desk.do(
        "chair-1",
        "decision.propose",
        referral,
        {
            "outcome_1": "section_47_joint",
            "outcome_2": "section_17",
            "rationale": "Two bruises this term that nobody explains, police at the home two weeks ago, and the "
            "mother hurt the day after. Kacey needs to be seen today. Kian shows no injury.",
            "without": "Adults does not sit on Mondays and was phoned.",
            "action_1_what": "See both children at school today",
            "action_1_who": "social_work",
            "action_1_due": "end_of_today",
        },
    )
    await hub.settle()
    return (await desk.case(referral)).proposals[0].id


async def decided_and_told(hub: RunningHub, desk: Desk, referral: str, meeting: str) -> None:
    """Each proposal approved by one of those whose role it is, the meeting closed, and the teacher told in chat."""
    case = await desk.case(referral)
    for proposal in case.open_proposals:
        by = "duty-1" if proposal.role == "duty_manager" else "screening-1"
        await desk.do(by, "proposal.approve", proposal.id, {})
    await desk.do("chair-1", "meeting.next", meeting, NEEDS_MET)
    feedback = (await desk.case(referral)).feedback[0]
    await desk.do("duty-1", "feedback.send", feedback.id, {"how": "chat", "checked": ("yes",)})
    await hub.settle()


async def list_made(hub: RunningHub) -> None:
    """At the cut-off the day's list is made."""
    await _until(hub, LISTED)
    await hub.settle()


async def reminded(hub: RunningHub, desk: Desk, referral: str) -> str:
    """Half of the time of an action has gone, and its owner is reminded; returns who that is."""
    await _until(hub, REMINDED)
    return (await desk.case(referral)).actions[0].owner


async def _until(hub: RunningHub, moment: datetime) -> None:
    await hub.move_clock(seconds=(moment - hub.clock.now()).total_seconds())


def _on_duty(tx: Tx) -> None:
    tx.people.start_duty(FORUM, "housing-1", "housing")
