"""Restrictions and conflicts as tests make them, and looking for what must not be found."""

from tests.support.desk import Desk

NAMED = ("duty-1", "chair-1", "police-1", "screening-1")


async def restrict(desk: Desk, referral: str, *named: str, by: str = "duty-1") -> None:
    """Restrict it to these people, else to a duty manager, a chair, a screening officer and one of the police."""
    answer = await desk.do(by, "case.restrict", referral, {"why": "staff", "named": named or NAMED})
    assert answer.kind == "done", answer.form and answer.form.problems


async def declare(desk: Desk, person: str, referral: str) -> str:
    """Somebody says that they know the family; returns the words they are told."""
    answer = await desk.do(person, "conflict.declare", referral, {"connection": "family"})
    assert answer.kind == "done", answer
    return answer.note
