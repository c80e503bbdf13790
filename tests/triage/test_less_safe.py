"""An action that will not be done and leaves somebody less safe stands until it is said what is done instead."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.cases import DUE, asked, decided, proposed
from triage import actions
from triage.case import Case
from triage.ends import still_open
from triage.records import Action, ActionStep, ActionStepKind

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
