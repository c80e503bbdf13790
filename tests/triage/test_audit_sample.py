"""An audit draws the same cases again, and misses none that needs looking at."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.support.cases import DUE, rated
from triage.audit_sample import sample
from triage.case import Case
from triage.records import ConsentDecision


def cases(number: int) -> list[Case]:
    one = rated()
    return [
        replace(one, referral=replace(one.referral, reference=f"MASH-2611-{n:05}")) for n in range(number)
    ]


@given(st.integers(0, 40), st.integers(1, 12), st.integers(0, 1000))
def test_so_many_by_chance_and_the_same_again(number: int, wanted: int, seed: int) -> None:
    drawn = sample(cases(number), wanted, seed)
    assert drawn == sample(reversed(cases(number)), wanted, seed)
    assert len(drawn) == min(number, wanted)
    assert {why for one in drawn for why in one.why} <= {"chance"}


def test_overrides_and_late_reds_are_always_there() -> None:
    late, overruled, *others = cases(30)
    late = replace(late, clocks=tuple(replace(clock, missed_at=DUE) for clock in late.clocks))
    decision = ConsentDecision(
        "c1", "referral-1", "a1", "duty-1", DUE, share=True, asked="", why="harm", reasons="", basis="", told="", told_words=""
    )  # fmt: skip
    overruled = replace(overruled, consent_decisions=(decision,))
    found = {one.reference: one.why for one in sample([late, overruled, *others], 3, seed=7)}
    assert "urgent_late" in found[late.referral.reference]
    assert "shared_without_consent" in found[overruled.referral.reference]
    assert 3 <= len(found) <= 5


def test_a_late_green_is_no_reason() -> None:
    (green,) = [rated(level="green")]
    green = replace(green, clocks=tuple(replace(clock, missed_at=DUE) for clock in green.clocks))
    assert [one.why for one in sample([green], 1, seed=1)] == [("chance",)]
