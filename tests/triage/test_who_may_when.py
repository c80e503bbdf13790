"""Every verb by every role at every stage: written down here by hand, and compared with what the rules say."""

from dataclasses import replace
from itertools import product
from typing import get_args

import pytest

from bot.handlers import all_verbs
from tests.support.cases import DUE, answered, asked, proposed
from triage.authority import RULES, Actor, Reason, may
from triage.case import Case
from triage.lifecycle import EXITS, MOVES, leads_to, may_happen
from triage.records import (
    AccessRequest,
    Action,
    ActionStep,
    Conflict,
    Disagreement,
    Export,
    InformationReply,
    Stage,
    Statement,
)

STAGES: tuple[Stage, ...] = get_args(Stage)
ROLES = {
    "practitioner": Actor("police-2", "police", frozenset({"practitioner"})),
    "lead": Actor("police-lead", "police", frozenset({"lead"})),
    "screening": Actor("screening-1", "", frozenset({"screening"})),
    "duty_manager": Actor("duty-1", "", frozenset({"duty_manager"})),
    "chair": Actor("chair-2", "", frozenset({"chair"})),
    "minute_taker": Actor("minutes-1", "", frozenset({"minute_taker"})),
    "edt": Actor("edt-1", "", frozenset({"edt"})),
    "on_call": Actor("on-call-1", "", frozenset({"on_call"})),
    "service_manager": Actor("service-1", "", frozenset({"service_manager"})),
    "social_worker": Actor("sw-1", "", frozenset({"social_worker"})),
    "referrer": Actor("teacher-1", "", frozenset({"referrer"})),
    "another_referrer": Actor("nurse-1", "", frozenset({"referrer"})),
    "information_governance": Actor("governance-1", "", frozenset({"information_governance"})),
    "auditor": Actor("auditor-1", "", frozenset({"auditor"})),
    "administrator": Actor("admin-1", "", frozenset({"administrator"})),
    "nobody": Actor(""),
}
AGENCIES = frozenset({"practitioner", "lead"})
SCREENERS = frozenset({"screening", "duty_manager", "edt", "service_manager"})
MANAGERS = frozenset({"duty_manager", "service_manager"})
READERS = AGENCIES | SCREENERS | {"on_call", "chair", "minute_taker", "information_governance"}
EXPORTERS = MANAGERS | {"minute_taker", "information_governance"}
CHAIRS = MANAGERS | {"chair"}
RUN_MEETINGS = CHAIRS | {"minute_taker"}
IN_CHANNEL = READERS | {"social_worker"}
EVERYBODY = frozenset(ROLES)
ON_DUTY = EVERYBODY - {"referrer", "another_referrer", "auditor", "administrator", "nobody"}

OPEN = frozenset({"rated", "proposed"})
BEFORE_CLOSING = OPEN | {"received", "decided"}
ALWAYS = frozenset(STAGES)
TO_ANSWER = OPEN | {"decided"}
TO_INFORM = TO_ANSWER | {"requested"}
TO_CHECK = OPEN | {"requested"}
OF_ACTION = AGENCIES | MANAGERS
ACTION = Action("action-1", "referral-1", "", 1, "Visit.", "police", "police-2", DUE, "proposal-1")
OFFERED = ActionStep("step-1", "referral-1", "action-1", "offered", "duty-1", DUE, "police-2", "police")

MAY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "urgent.start": (READERS | {"social_worker", "referrer"}, ALWAYS - {"closed"}),
    "urgent.take": (MANAGERS, ALWAYS - {"closed"}),
    "holding.send": (MANAGERS | {"screening", "minute_taker"}, OPEN | {"received"}),
    "referral.start": (EVERYBODY, ALWAYS),
    "referral.mine": (EVERYBODY, ALWAYS),
    "referral.add": (frozenset({"referrer", "screening", "duty_manager"}), BEFORE_CLOSING),
    "subject.add": (SCREENERS | {"referrer"}, frozenset({"received"})),
    "referral.screen": (SCREENERS, frozenset({"received"})),
    "desk.next": (SCREENERS, ALWAYS),
    "desk.list": (SCREENERS, ALWAYS),
    "addition.accept": (SCREENERS, BEFORE_CLOSING | {"requested", "supplied"} | frozenset(EXITS)),
    "rating.change": (SCREENERS, OPEN),
    "rating.stands": (frozenset({"duty_manager"}), OPEN),
    "checks.ask": (SCREENERS, OPEN),
    "check.nothing_known": (AGENCIES, TO_CHECK),
    "checks.through": (AGENCIES, TO_CHECK),
    "check.answer": (AGENCIES, TO_INFORM),
    "check.offer": (AGENCIES, TO_INFORM),
    "check.correct": (AGENCIES, TO_INFORM),
    "check.confirm": (AGENCIES, TO_INFORM),
    "check.phone": (frozenset({"screening", "duty_manager", "minute_taker"}), OPEN),
    "consent.decide": (MANAGERS | {"edt"}, TO_INFORM),
    "vote.cast": (AGENCIES, OPEN | {"decided"}),
    "late_view.confirm": (MANAGERS | {"chair"}, ALWAYS),
    "meeting.call": (CHAIRS, OPEN),
    "meeting.ask_views": (RUN_MEETINGS, OPEN),
    "meeting.said": (RUN_MEETINGS, OPEN),
    "meeting.here": (AGENCIES, ALWAYS),
    "meeting.roll": (RUN_MEETINGS, ALWAYS),
    "meeting.start": (RUN_MEETINGS, ALWAYS),
    "meeting.phone": (RUN_MEETINGS, ALWAYS),
    "meeting.interim": (CHAIRS, ALWAYS),
    "meeting.adjourn": (CHAIRS, ALWAYS),
    "meeting.next": (CHAIRS, ALWAYS),
    "meeting.more": (IN_CHANNEL, ALWAYS),
    "statement.read": (AGENCIES, TO_ANSWER),
    "statement.confirm": (AGENCIES, TO_ANSWER),
    "statement.correct": (AGENCIES, TO_ANSWER),
    "destination.rate": (SCREENERS | {"chair"}, TO_ANSWER),
    "minutes.read": (IN_CHANNEL, ALWAYS),
    "minutes.print": (IN_CHANNEL, ALWAYS),
    "minutes.make": (frozenset({"chair", "minute_taker"}), ALWAYS),
    "minutes.approve": (frozenset({"chair"}), ALWAYS),
    "list.open": (IN_CHANNEL, ALWAYS),
    "list.more": (IN_CHANNEL, ALWAYS),
    "list.call": (CHAIRS, ALWAYS),
    "decision.propose": (SCREENERS | {"chair"}, frozenset({"rated", "decided"})),
    "proposal.list": (MANAGERS, frozenset({"proposed"})),
    "proposal.approve": (MANAGERS, frozenset({"proposed"})),
    "proposal.return": (MANAGERS, frozenset({"proposed"})),
    "feedback.send": (MANAGERS | {"screening", "minute_taker"}, frozenset({"decided", *EXITS})),
    "feedback.read": (frozenset({"referrer"}), ALWAYS),
    "feedback.seen": (frozenset({"referrer"}), ALWAYS),
    "disagreement.raise": (AGENCIES | SCREENERS | {"chair", "referrer"}, ALWAYS - {"requested", "supplied"}),
    "disagreement.answer": (MANAGERS, ALWAYS),
    "disagreement.read": (AGENCIES, ALWAYS),
    "disagreement.settle": (AGENCIES, ALWAYS),
    "disagreement.still": (AGENCIES, ALWAYS),
    "export.make": (EXPORTERS, ALWAYS),
    "export.read": (EXPORTERS, ALWAYS),
    "export.confirm": (EXPORTERS, ALWAYS),
    "sar.open": (frozenset({"information_governance"}), ALWAYS),
    "sar.review": (frozenset({"lead", "information_governance"}), ALWAYS),
    "sar.extend": (frozenset({"information_governance"}), ALWAYS),
    "sar.release": (frozenset({"information_governance"}), ALWAYS),
    "information.start": (SCREENERS, frozenset({"received"})),
    "information.reply": (frozenset({"duty_manager", "minute_taker"}), frozenset({"requested"})),
    "information.approve": (MANAGERS, frozenset({"requested"})),
    "information.return": (MANAGERS, frozenset({"requested"})),
    "information.read": (frozenset({"referrer"}), ALWAYS),
    "hold.set": (frozenset({"information_governance"}), ALWAYS),
    "hold.lift": (frozenset({"information_governance"}), ALWAYS),
    "case.close": (MANAGERS, frozenset({"decided", "supplied", *EXITS})),
    "case.reopen": (MANAGERS, frozenset({"closed"})),
    "actions.list": (READERS, ALWAYS),
    "actions.add": (SCREENERS | {"chair"}, TO_ANSWER),
    "actions.log": (MANAGERS | {"chair", "minute_taker"}, ALWAYS),
    "action.open": (READERS, ALWAYS),
    "action.done": (OF_ACTION, TO_ANSWER),
    "action.not_possible": (OF_ACTION, TO_ANSWER),
    "action.give": (OF_ACTION, TO_ANSWER),
    "action.not_mine": (OF_ACTION, TO_ANSWER),
    "action.more_time": (OF_ACTION, TO_ANSWER),
    "action.take": (AGENCIES, TO_ANSWER),
    "action.decline": (AGENCIES, TO_ANSWER),
    "action.accepted": (OF_ACTION | {"screening", "minute_taker"}, TO_ANSWER),
    "action.agree_time": (MANAGERS, TO_ANSWER),
    "action.refuse_time": (MANAGERS, TO_ANSWER),
    "action.instead": (MANAGERS, TO_ANSWER),
    "answer.not_mine": (AGENCIES, OPEN),
    "answer.give": (AGENCIES, OPEN),
    "check.cannot": (AGENCIES, OPEN),
    "reminder.snooze": (EVERYBODY, ALWAYS),
    "reminder.all": (EVERYBODY, ALWAYS),
    "reminder.late": (MANAGERS, ALWAYS),
    "reminder.phone": (MANAGERS, ALWAYS),
    "details.open": (READERS, ALWAYS),
    "details.address": (READERS, ALWAYS),
    "case.more": (EVERYBODY, ALWAYS),
    "slip.report": (EVERYBODY, ALWAYS),
    "slip.list": (MANAGERS | {"information_governance"}, ALWAYS),
    "slip.review": (MANAGERS | {"information_governance"}, ALWAYS),
    "task.do": (frozenset({"minute_taker", "duty_manager"}), ALWAYS),
    "tasks.list": (frozenset({"minute_taker", "duty_manager"}), ALWAYS),
    "guard.recheck": (frozenset({"administrator", "duty_manager"}), ALWAYS),
    "guard.add": (frozenset({"administrator", "duty_manager"}), ALWAYS),
    "duty.start": (ON_DUTY, ALWAYS),
    "duty.hand_over": (ON_DUTY, ALWAYS),
    "duty.note": (EVERYBODY, ALWAYS),
    "people.links": (SCREENERS | {"minute_taker"}, ALWAYS),
    "link.find": (SCREENERS | {"minute_taker"}, ALWAYS),
    "link.make": (SCREENERS | {"minute_taker"}, ALWAYS),
    "link.decide": (MANAGERS, ALWAYS),
    "link.undo": (MANAGERS, ALWAYS),
    "household.confirm": (MANAGERS, ALWAYS),
    "conflict.declare": (EVERYBODY, ALWAYS),
    "conflict.lift": (frozenset({"duty_manager"}), ALWAYS),
    "deputy.choose": (MANAGERS | {"lead"}, ALWAYS),
    "case.restrict": (AGENCIES | SCREENERS | {"chair", "information_governance"}, ALWAYS),
    "restriction.lift": (MANAGERS, ALWAYS),
    "night.called": (EVERYBODY, ALWAYS),
    "night.answer": (MANAGERS | {"edt", "on_call"}, ALWAYS),
    "night.next": (SCREENERS, ALWAYS),
    "night.read": (SCREENERS, ALWAYS),
    "recorded.read": (EVERYBODY, ALWAYS),
    "recorded.seen": (EVERYBODY, ALWAYS),
    "work.open": (EVERYBODY, ALWAYS),
    "draft.drop": (EVERYBODY, ALWAYS),
    "work.refresh": (EVERYBODY, ALWAYS),
}


def at(stage: Stage) -> Case:
    """A case of one stage, in which the police were asked and answered, and the chair proposed a section 47."""
    case = proposed(answered(asked(), "police"))
    state = "approved" if stage in {"decided", "closed"} else "open"
    return replace(
        case,
        subjects=tuple(replace(subject, stage=stage) for subject in case.subjects),
        proposals=tuple(replace(proposal, state=state) for proposal in case.proposals),
        conflicts=(
            Conflict(
                "conflict-1",
                case.referral.id,
                "police-1",
                "police-1",
                case.began_at,
                "declared",
                seat="police",
            ),
        ),
        actions=(ACTION,),
        disagreements=(
            Disagreement(
                "disagreement-1",
                case.referral.id,
                "police-1",
                "police",
                case.began_at,
                unsafe=False,
                about="outcome",
                why="No.",
                level=1,
                owner="duty-1",
                due_at=case.began_at,
            ),
        ),
        action_steps=(OFFERED,),
        statements=(
            Statement("statement-1", case.referral.id, "meeting-1", "police", "minutes-1", case.began_at),
        ),
        information_replies=(
            InformationReply(
                "reply-1", case.referral.id, case.began_at, "minutes-1", "A court", "Seen", "No."
            ),
        ),
        access_requests=(
            AccessRequest(
                "request-1",
                case.referral.id,
                case.subjects[0].id,
                case.began_at,
                "governance-1",
                case.began_at,
                case.began_at,
                "Her mother",
                "Seen",
            ),
        ),
        exports=(Export("export-1", case.referral.id, "case_system", case.began_at, "duty-1", 1, "A copy"),),
    )


def thing_of(verb: str, case: Case) -> str:
    """The id that a button of this verb carries."""
    known = {
        "statement": "statement-1",
        "export.read": "export-1",
        **dict.fromkeys(("sar.review", "sar.extend", "sar.release"), "request-1"),
        "information.a": "reply-1",
        "information.ret": "reply-1",
        "proposal": "proposal-1",
        **dict.fromkeys(
            ("disagreement.answer", "disagreement.read", "disagreement.se", "disagreement.st"),
            "disagreement-1",
        ),
        "action.": "action-1",
        "deputy": "conflict-1",
        "check.co": case.answers[0].id,
    }
    return next((thing for start, thing in known.items() if verb.startswith(start)), case.referral.id)


def test_every_verb_stands_in_the_table() -> None:
    assert set(MAY) == set(RULES)


@pytest.mark.parametrize("verb", sorted(MAY))
def test_who_may_when(verb: str) -> None:
    roles, stages = MAY[verb]
    for role, stage in product(ROLES, STAGES):
        case = at(stage)
        allowed = may(ROLES[role], verb, case, thing_of(verb, case)).allowed
        assert allowed is (role in roles and stage in stages), f"{role} {verb} at {stage}"


@pytest.mark.parametrize("verb", sorted({move.verb for move in MOVES}))
def test_without_a_case_nobody_does_what_is_done_to_one(verb: str) -> None:
    for role, actor in ROLES.items():
        assert may(actor, verb, None, "anything").reason is Reason.NO_CASE, role


@pytest.mark.parametrize(("verb", "stage"), list(product(sorted({move.verb for move in MOVES}), STAGES)))
def test_a_verb_leads_only_from_where_it_may_happen(verb: str, stage: Stage) -> None:
    ends = [then for then in STAGES if leads_to(verb, stage, then)]

    assert bool(ends) is may_happen(verb, [stage])


def test_what_acts_on_one_case_only_is_never_pressed_without_one() -> None:
    about_a_case = {name for name, verb in all_verbs().items() if verb.thing not in {"none", "task"}}

    assert {move.verb for move in MOVES} <= about_a_case
