"""An action that will not be done and leaves somebody less safe stands until it is said what is done instead."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.cases import DUE, asked, decided, proposed
from triage import actions
from triage.case import Case
from triage.ends import still_open
from triage.handing import asked_instead, told_unanswered
from triage.records import Action, ActionStep, ActionStepKind, Membership, Person
from triage.reminders import ReminderRules, late_at, less_safe
from triage.roster import Duty, Roster

ACTION = Action("action-1", "referral-1", "", 1, "Visit.", "housing", "housing-lead", DUE, "", done_at=DUE)
OTHER = replace(ACTION, id="action-2", number=2)
Step = tuple[ActionStepKind, bool]


def case_with(*kinds: Step, of: Action = ACTION) -> Case:
    """A decided case in which this happened to an action, one after the other; which of it left somebody less safe.

    As handlers keep it: the action says since when, until it is said what is done instead.
    """
    unsafe_since = DUE if kinds[-1][1] else None
    steps = tuple(
        ActionStep(
            f"step-{n}", "referral-1", of.id, kind, "duty-1", DUE + timedelta(minutes=n), less_safe=less_safe
        )
        for n, (kind, less_safe) in enumerate(kinds)
    )
    both = tuple(replace(one, unsafe_since=unsafe_since) if one == of else one for one in (ACTION, OTHER))
    return replace(decided(proposed(asked())), actions=both, action_steps=steps)


@pytest.mark.parametrize(
    ("happened", "asks"),
    [
        ((("added", False),), False),
        ((("added", False), ("done", False)), False),
        ((("added", False), ("not_possible", False)), False),
        ((("added", False), ("not_possible", True)), True),
        ((("added", False), ("not_undertaken", True)), True),
        ((("added", False), ("not_possible", True), ("instead", False)), False),
    ],
    ids=["begun", "done", "nobody less safe", "not possible", "not undertaken", "said what is done instead"],
)
def test_it_asks_until_it_is_said_what_is_done_instead(happened: tuple[Step, ...], *, asks: bool) -> None:
    case = case_with(*happened)

    action = case.action(ACTION.id)
    found = actions.less_safe(case, action)

    assert (found is not None) is asks
    assert found is None or found == case.action_steps[-1]
    assert still_open(case).prevents is asks
    assert still_open(case).less_safe == ((action,) if asks else ())


def test_what_is_done_instead_of_one_action_says_nothing_of_another() -> None:
    unsafe = case_with(("not_possible", True))
    said = case_with(("instead", False), of=OTHER)
    case = replace(unsafe, action_steps=(*unsafe.action_steps, replace(said.action_steps[0], id="step-9")))

    assert actions.less_safe(case, case.action(ACTION.id))
    assert actions.less_safe(case, OTHER) is None
    assert actions.said_instead(case, ACTION) is None


def test_of_what_was_reported_before_it_was_kept_since_when_nothing_is_asked() -> None:
    case = replace(case_with(("not_possible", True)), actions=(ACTION,))

    assert actions.less_safe(case, ACTION) is None
    assert not still_open(case).prevents


RULES = ReminderRules(
    share=0.5,
    cap=timedelta(minutes=30),
    snooze=timedelta(hours=2),
    lead_after=timedelta(0),
    grace=timedelta(hours=1),
    grace_urgent=timedelta(minutes=15),
)
MANAGER, SERVICE, BOTH = (
    {"duty_manager"},
    {"service_manager"},
    {"duty_manager", "service_manager"},
)


@pytest.mark.parametrize(
    ("people", "on_duty", "asked_now", "above"),
    [
        ({"dm": MANAGER, "sm": SERVICE}, ("dm",), ("dm",), ("sm",)),
        ({"dm": MANAGER, "dm2": MANAGER, "sm": SERVICE}, ("dm2", "sm"), ("dm2",), ("sm",)),
        ({"dm": MANAGER, "sm": SERVICE}, (), ("dm",), ("sm",)),
        ({"sm": SERVICE}, (), ("sm",), ()),
        ({"sm": SERVICE, "sm2": SERVICE}, ("sm",), ("sm",), ("sm2",)),
        ({"dm": BOTH}, ("dm",), ("dm",), ()),
        ({"dm": BOTH, "sm": SERVICE}, ("dm",), ("dm",), ("sm",)),
        ({"dm": BOTH, "sm": SERVICE, "sm2": SERVICE}, ("dm",), ("dm",), ("sm", "sm2")),
        ({"dm": BOTH, "sm": SERVICE, "sm2": SERVICE}, ("dm", "sm2"), ("dm",), ("sm2",)),
        ({"dm": BOTH, "sm": SERVICE}, ("dm", "sm"), ("dm",), ("sm",)),
        ({}, (), (), ()),
    ],
    ids=[
        "a duty manager, then the service manager",
        "whoever is on duty",
        "with nobody on duty everybody of the role",
        "no duty manager may know: theirs from the start",
        "no duty manager may know: from the one on duty to the others",
        "one who is both is not told twice",
        "the one on duty is both: another of the role",
        "the one on duty is both: all others of the role",
        "another is on duty: nobody who is not",
        "one who is both, and another above",
        "nobody at all",
    ],
)
def test_who_is_asked_and_to_whom_it_climbs(
    people: dict[str, set[str]],
    on_duty: tuple[str, ...],
    asked_now: tuple[str, ...],
    above: tuple[str, ...],
) -> None:
    roster = Roster(
        people={one: Person(one, one, "Council") for one in people},
        memberships=tuple(Membership(one, "hub", "", frozenset(roles)) for one, roles in people.items()),
        duties=tuple(Duty("hub", one, "", DUE - timedelta(hours=1)) for one in on_duty),
    )

    assert tuple(one.id for one in asked_instead("hub", roster, DUE)) == asked_now
    assert tuple(one.id for one in told_unanswered("hub", roster, DUE)) == above


def test_it_climbs_when_the_grace_and_then_the_urgent_grace_have_gone() -> None:
    waiting = less_safe(ACTION.id, "referral-1", DUE, RULES)

    assert waiting.urgent
    assert late_at("desk", waiting, RULES) == DUE + timedelta(minutes=75)
