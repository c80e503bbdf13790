"""Who may do what: every verb, role and stage against the table, and the rules that protect people."""

from dataclasses import replace

import pytest

from bot.handlers import all_verbs
from tests.support.cases import answered, arrived, asked, decided, proposed, rated, voted
from triage.authority import RULES, Actor, Reason, may, may_read, only_for_now
from triage.case import Case
from triage.lifecycle import MOVES, leads_to, may_happen

POLICE = Actor("police-1", "police", frozenset({"practitioner"}))
DUTY = Actor("duty-1", "", frozenset({"duty_manager"}))
OTHER_DUTY = Actor("duty-2", "", frozenset({"duty_manager"}))
SERVICE = Actor("service-1", "", frozenset({"service_manager"}))
SCREENING = Actor("screening-1", "", frozenset({"screening"}))
SOCIAL_WORKER = Actor("sw-1", "", frozenset({"social_worker"}))
CHAIR = Actor("chair-1", "", frozenset({"chair"}))
MINUTES = Actor("minutes-1", "", frozenset({"minute_taker"}))
TEACHER = Actor("teacher-1", "", frozenset({"referrer"}))
NURSE = Actor("nurse-1", "", frozenset({"referrer"}))
EDT = Actor("edt-1", "", frozenset({"edt"}))
EDT_AT_NIGHT = replace(EDT, after_hours=True)
ADMIN = Actor("admin-1", "", frozenset({"administrator"}))
AUDITOR = Actor("auditor-1", "", frozenset({"auditor"}))
EVERYBODY = (POLICE, DUTY, SERVICE, SCREENING, SOCIAL_WORKER, CHAIR, MINUTES, TEACHER, NURSE, ADMIN, AUDITOR)


def test_every_verb_that_a_handler_answers_to_has_a_rule_and_every_rule_a_handler() -> None:
    assert set(all_verbs()) == set(RULES)


def test_a_verb_without_a_rule_is_refused() -> None:
    assert may(DUTY, "case.delete", rated()).reason is Reason.UNKNOWN_VERB


@pytest.mark.parametrize(
    ("told", "actor", "verb", "case", "thing", "reason"),
    [
        ("a screening officer screens", SCREENING, "referral.screen", arrived(), "", Reason.ALLOWED),
        ("a practitioner does not", POLICE, "referral.screen", arrived(), "", Reason.NO_ROLE),
        ("nobody screens twice", SCREENING, "referral.screen", rated(), "", Reason.NOT_NOW),
        ("an asked seat answers", POLICE, "check.answer", asked(), "", Reason.ALLOWED),
        ("a seat nobody asked does not", POLICE, "check.answer", rated(), "", Reason.NOT_ASKED),
        ("but may offer what it knows", POLICE, "check.offer", rated(), "", Reason.ALLOWED),
        ("a duty manager without a seat gives no view", DUTY, "vote.cast", asked(), "", Reason.NO_ROLE),
        (
            "a view is taken after the decision",
            POLICE,
            "vote.cast",
            decided(proposed(asked())),
            "",
            Reason.ALLOWED,
        ),
        ("a chair proposes", CHAIR, "decision.propose", asked(), "", Reason.ALLOWED),
        ("a practitioner does not propose", POLICE, "decision.propose", asked(), "", Reason.NO_ROLE),
        (
            "a duty manager approves",
            DUTY,
            "proposal.approve",
            proposed(asked()),
            "proposal-1",
            Reason.ALLOWED,
        ),
        (
            "a service manager stands in",
            SERVICE,
            "proposal.approve",
            proposed(asked()),
            "proposal-1",
            Reason.ALLOWED,
        ),
        (
            "a social worker does not approve a section 47",
            SOCIAL_WORKER,
            "proposal.approve",
            proposed(asked()),
            "proposal-1",
            Reason.NO_ROLE,
        ),
        (
            "but approves early help",
            SOCIAL_WORKER,
            "proposal.approve",
            proposed(asked(), "early_help"),
            "proposal-1",
            Reason.ALLOWED,
        ),
        (
            "the emergency duty team approves while the hub is closed",
            EDT_AT_NIGHT,
            "proposal.approve",
            proposed(asked()),
            "proposal-1",
            Reason.ALLOWED,
        ),
        (
            "or returns it",
            EDT_AT_NIGHT,
            "proposal.return",
            proposed(asked()),
            "proposal-1",
            Reason.ALLOWED,
        ),
        (
            "but not in its hours",
            EDT,
            "proposal.approve",
            proposed(asked()),
            "proposal-1",
            Reason.NO_ROLE,
        ),
        (
            "nor what a social worker approves",
            EDT_AT_NIGHT,
            "proposal.approve",
            proposed(asked(), "early_help"),
            "proposal-1",
            Reason.NO_ROLE,
        ),
        (
            "nor what it proposed",
            EDT_AT_NIGHT,
            "proposal.approve",
            proposed(asked(), by="edt-1"),
            "proposal-1",
            Reason.OWN_PROPOSAL,
        ),
        (
            "a screening officer approves at no hour",
            replace(SCREENING, after_hours=True),
            "proposal.approve",
            proposed(asked()),
            "proposal-1",
            Reason.NO_ROLE,
        ),
        (
            "nobody approves what they proposed",
            DUTY,
            "proposal.approve",
            proposed(asked(), by="duty-1"),
            "proposal-1",
            Reason.OWN_PROPOSAL,
        ),
        (
            "nor returns it",
            DUTY,
            "proposal.return",
            proposed(asked(), by="duty-1"),
            "proposal-1",
            Reason.OWN_PROPOSAL,
        ),
        (
            "the second manager is told who was first",
            OTHER_DUTY,
            "proposal.approve",
            decided(proposed(asked())),
            "proposal-1",
            Reason.DECIDED_ALREADY,
        ),
        (
            "an administrator approves nothing",
            ADMIN,
            "proposal.approve",
            proposed(asked()),
            "proposal-1",
            Reason.NO_ROLE,
        ),
        ("an administrator opens no case", ADMIN, "details.open", asked(), "", Reason.NO_ROLE),
        ("a seat nobody asked opens no details", POLICE, "details.open", rated(), "", Reason.NOT_ASKED),
        (
            "the referrer disagrees",
            TEACHER,
            "disagreement.raise",
            decided(proposed(asked())),
            "",
            Reason.ALLOWED,
        ),
        (
            "another referrer does not",
            NURSE,
            "disagreement.raise",
            decided(proposed(asked())),
            "",
            Reason.NO_ROLE,
        ),
        ("the referrer adds to their own", TEACHER, "referral.add", arrived(), "", Reason.ALLOWED),
        ("not to another's", NURSE, "referral.add", arrived(), "", Reason.NOT_YOURS),
        ("consent is for the duty manager", DUTY, "consent.decide", asked(), "", Reason.ALLOWED),
        ("a minute taker does not disagree", MINUTES, "disagreement.raise", asked(), "", Reason.NO_ROLE),
        ("not for the chair", CHAIR, "consent.decide", asked(), "", Reason.NO_ROLE),
    ],
)
def test_who_may(told: str, actor: Actor, verb: str, case: Case, thing: str, reason: Reason) -> None:  # noqa: PLR0917 - a row of the table
    assert may(actor, verb, case, thing).reason is reason, told


def test_a_refusal_for_want_of_a_role_names_who_could() -> None:
    assert may(POLICE, "proposal.approve", proposed(asked()), "proposal-1").who == (
        "duty_manager",
        "service_manager",
    )
    at_night = may(replace(POLICE, after_hours=True), "proposal.approve", proposed(asked()), "proposal-1")
    assert at_night.who == ("duty_manager", "service_manager", "edt")


@pytest.mark.parametrize(
    ("actor", "interim"),
    [
        (EDT_AT_NIGHT, True),
        (replace(DUTY, after_hours=True), False),
        (replace(EDT_AT_NIGHT, roles=frozenset({"edt", "service_manager"})), False),
    ],
    ids=["emergency duty team", "duty manager", "both at once"],
)
def test_only_what_somebody_approves_because_the_hub_is_closed_is_interim(
    actor: Actor, interim: bool
) -> None:
    assert only_for_now(actor, proposed(asked()).proposals[0]) is interim


@pytest.mark.parametrize(
    "verb", ["proposal.approve", "vote.cast", "check.answer", "decision.propose", "rating.change"]
)
@pytest.mark.parametrize("actor", EVERYBODY)
def test_a_closed_case_takes_nothing_from_anybody(actor: Actor, verb: str) -> None:
    case = decided(proposed(voted(answered(asked(), "police"), "police", "red")))
    closed = replace(case, subjects=tuple(replace(s, stage="closed") for s in case.subjects))

    assert not may(actor, verb, closed, "proposal-1").allowed


@pytest.mark.parametrize("case", [arrived(), rated()])
def test_before_it_was_asked_no_agency_reads_a_case(case: Case) -> None:
    assert not may_read(POLICE, case)
    assert may_read(DUTY, case)
    assert not may_read(TEACHER, case)


def test_every_move_starts_and_ends_at_a_stage_that_something_leads_to() -> None:
    reached = {"received"} | {move.then for move in MOVES if move.then}

    assert {move.stage for move in MOVES} <= reached | {"closed"}


def test_a_returned_proposal_goes_back_to_where_it_came_from() -> None:
    assert leads_to("proposal.return", "proposed", "rated")
    assert leads_to("proposal.return", "proposed", "decided")
    assert not leads_to("proposal.return", "proposed", "closed")
    assert not may_happen("proposal.approve", ["rated"])
