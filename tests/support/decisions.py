"""Steps of a decision, pressed the way people press them, and cases beside the first one."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from tests.support.cases import PROFILE, answered, asked
from tests.support.desk import Desk, Typed
from tests.support.keeping import keep
from triage.case import Case
from triage.records import Proposal

SEATS = PROFILE.level("red").asks
BOTH_JOINT: Mapping[str, str] = {
    "outcome_1": "section_47_joint",
    "outcome_2": "section_47_joint",
    "rationale": "Two injuries without an explanation.",
}

T = TypeVar("T")


def all_answered(case: Case | None = None) -> Case:
    """A red case that every agency has answered."""
    return answered(case or asked(), *SEATS)


def another(case: Case, mark: str, reference: str) -> Case:
    """The same case again as a second one: every id has a mark of its own."""
    records = [item for part in vars(case).values() if isinstance(part, tuple) for item in part]
    ids = {case.referral.id, *(item.id for item in records if hasattr(item, "id"))}
    moved: Case = _marked(case, ids, mark)
    return replace(moved, referral=replace(moved.referral, reference=reference))


async def keep_answered(desk: Desk, case: Case | None = None) -> str:
    """Keep a case that everybody answered, at 12:48pm."""
    desk.move_clock(hours=3, minutes=36)
    return await keep(desk, case or all_answered())


async def propose(desk: Desk, referral: str, typed: Typed | None = None, by: str = "chair-1") -> Proposal:
    """Put a decision forward; returns the newest proposal, three minutes later."""
    answer = await desk.do(by, "decision.propose", referral, {**BOTH_JOINT, **(typed or {})})
    assert answer.kind == "done", (answer.form and answer.form.problems) or answer.note
    desk.move_clock(minutes=3)
    return (await desk.case(referral)).proposals[-1]


async def approve(desk: Desk, referral: str, typed: Typed | None = None, by: str = "duty-1") -> Case:
    """Put a decision forward and approve it; returns the case."""
    proposal = await propose(desk, referral, typed)
    answer = await desk.do(by, "proposal.approve", proposal.id, {})
    assert answer.kind == "done", answer.note
    return await desk.case(referral)


def _marked(value: Any, ids: set[str], mark: str) -> Any:
    if isinstance(value, str):
        return f"{value}{mark}" if value in ids else value
    if isinstance(value, tuple):
        return tuple(_marked(item, ids, mark) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            one.name: _marked(getattr(value, one.name), ids, mark)
            for one in fields(value)
            if one.name not in {"profile", "referrer"}
        }
        return replace(value, **changed)
    return value
