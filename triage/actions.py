"""What follows from an action's history: with whom it is, what is asked, how often it was given more time."""

from datetime import datetime

from triage.case import Case
from triage.records import Action, ActionStep, ActionStepKind

_GIVING: frozenset[ActionStepKind] = frozenset(
    {"offered", "taken", "declined", "moved", "to_area", "accepted"}
)
_ASKING: frozenset[ActionStepKind] = frozenset({"time_asked", "time_refused", "extended"})


def steps_of(case: Case, action: Action) -> tuple[ActionStep, ...]:
    """The action's history, oldest first."""
    return tuple(step for step in case.action_steps if step.action == action.id)


def offer(case: Case, action: Action) -> ActionStep | None:
    """To whom it was given who has neither taken nor declined it: until then it stays the giver's."""
    return _last(case, action, _GIVING, "offered")


def with_area(case: Case, action: Action) -> ActionStep | None:
    """The other area it was passed to and that has not accepted it in writing: until then it stays open here."""
    return _last(case, action, _GIVING, "to_area")


def time_asked(case: Case, action: Action) -> ActionStep | None:
    """More time that was asked for and that a duty manager has neither agreed nor refused."""
    return _last(case, action, _ASKING, "time_asked")


def replaced_requests(case: Case, action: Action) -> tuple[ActionStep, ...]:
    """The requests for more time in whose place the open one came before anybody answered them, oldest first."""
    waiting: list[ActionStep] = []
    for step in steps_of(case, action):
        if step.kind in _ASKING:
            waiting = [*waiting, step] if step.kind == "time_asked" else []
    return tuple(waiting[:-1])


def asked_again(case: Case, action: Action, asked: ActionStep) -> ActionStep | None:
    """The request that took the place of this one before anybody answered it; None where it was answered, or is open."""
    steps = [step for step in steps_of(case, action) if step.kind in _ASKING]
    after = steps[steps.index(asked) + 1 :]
    return after[0] if after and after[0].kind == "time_asked" else None


def time_answered(case: Case, action: Action) -> ActionStep | None:
    """The last word about its due time: more time that was agreed or given, or refused; nothing was asked for since."""
    return _last(case, action, _ASKING, "extended") or _last(case, action, _ASKING, "time_refused")


def who_asked(case: Case, answer: ActionStep) -> tuple[str, ...]:
    """Who asked for the more time that this step agrees to or refuses; nobody where it was given without asking."""
    asked: tuple[str, ...] = ()
    for step in steps_of(case, case.action(answer.action)):
        if step.id == answer.id:
            break
        if step.kind in _ASKING:
            asked = (*asked, step.by) if step.kind == "time_asked" else ()
    return asked


def less_safe(case: Case, action: Action) -> ActionStep | None:
    """That it will not be done and somebody is less safe, until a manager has said what is done instead."""
    if action.unsafe_since is None:
        return None
    return next((step for step in reversed(steps_of(case, action)) if step.less_safe), None)


def who_reported(case: Case, action: Action) -> tuple[str, ...]:
    """Who said that it will not be done and somebody is less safe."""
    return tuple(dict.fromkeys(step.by for step in steps_of(case, action) if step.less_safe))


def said_instead(case: Case, action: Action) -> ActionStep | None:
    """Who said last what is done in its place."""
    said = [step for step in steps_of(case, action) if step.kind == "instead"]
    return said[-1] if said else None


def refusals(case: Case, action: Action) -> tuple[ActionStep, ...]:
    """Each time that more time was not agreed, oldest first."""
    return tuple(step for step in steps_of(case, action) if step.kind == "time_refused")


def times_extended(case: Case, action: Action) -> int:
    """How often it was given more time."""
    return sum(step.kind == "extended" for step in steps_of(case, action))


def given_at(case: Case, action: Action) -> datetime | None:
    """When it came to the owner it has now, where it was not theirs from the start."""
    given = [step.at for step in steps_of(case, action) if step.kind in {"taken", "moved"}]
    return given[-1] if given else None


def is_urgent(case: Case) -> bool:
    """Whether actions of this case are red ones: more time needs a duty manager's word, reminders know no closing time."""
    return bool(case.level) and case.profile.level(case.level).alerts


def open_actions(case: Case) -> tuple[Action, ...]:
    """What is still to be done, soonest due first."""
    waiting = [action for action in case.actions if action.state == "open"]
    return tuple(sorted(waiting, key=lambda action: (action.due_at, action.number)))


def _last(
    case: Case, action: Action, among: frozenset[ActionStepKind], kind: ActionStepKind
) -> ActionStep | None:
    steps = [step for step in steps_of(case, action) if step.kind in among]
    waits = bool(steps) and steps[-1].kind == kind and action.state == "open"
    return steps[-1] if waits else None
