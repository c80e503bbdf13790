"""No outcome is computed from views: whatever is cast, ratings, stages and decisions stay as they were."""

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.cases import PROFILE, answered, asked, decided, proposed
from tests.support.desk import Desk, open_desk
from tests.support.keeping import keep
from triage.case import NEED_MORE, NO_VIEW, Case

View = tuple[str, str]
"""An urgency and a destination."""
Ballot = tuple[str, View, View]
"""A seat, and its view on each of the two children."""

SEATS = PROFILE.level("red").asks
URGENCIES = (*(level.id for level in PROFILE.levels), NEED_MORE, NO_VIEW)
DESTINATIONS = (*(choice.id for choice in PROFILE.views.destinations), NEED_MORE, NO_VIEW)
MAY_FOLLOW_A_VIEW = {"referral", "votes", "tasks"}
"""A view is kept, moves the case's revision, and when it is late asks the duty manager whether the decision stands.

The clock of that question, beside its task, is left out too.
"""

STARTS: Mapping[str, Case] = {
    "answers are awaited": asked(),
    "a decision waits for approval": proposed(answered(asked(), *SEATS)),
    "it is decided": decided(proposed(answered(asked(), *SEATS))),
}

views = st.lists(
    st.tuples(
        st.sampled_from(SEATS),
        st.tuples(st.sampled_from(URGENCIES), st.sampled_from(DESTINATIONS)),
        st.tuples(st.sampled_from(URGENCIES), st.sampled_from(DESTINATIONS)),
    ),
    min_size=1,
    max_size=6,
)


def all_but_views(case: Case) -> dict[str, object]:
    """What a case holds apart from what a view adds."""
    held = {one.name: getattr(case, one.name) for one in fields(case) if one.name not in MAY_FOLLOW_A_VIEW}
    return held | {"clocks": tuple(clock for clock in case.clocks if clock.kind != "late_view")}


def what_follows(desk: Desk, case: Case) -> tuple[object, ...]:
    """What the card says of it: where it is, how urgent, by when, for whom it waits."""
    now = desk.clock.now()
    return (case.state(now), case.level, case.due_at, case.waiting(now), case.missing(now), case.to_propose())


async def cast(desk: Desk, referral: str, seat: str, *given_views: View) -> None:
    """One seat gives, or changes, its view on both children."""
    typed = {"reason": "What we know.", "why_changed": "We know more."}
    for number, (urgency, destination) in enumerate(given_views, start=1):
        typed |= {f"urgency_{number}": urgency, f"destination_{number}": destination}
    opened = await desk.press(f"{seat}-1", "vote.cast", referral)
    assert opened.form
    asked_for = {field.id for field in opened.form.fields()}
    answer = await desk.submit(
        opened.form, {name: value for name, value in typed.items() if name in asked_for}, by=f"{seat}-1"
    )
    assert answer.kind == "done", answer


async def before_and_after(url: str, start: Case, ballots: list[Ballot]) -> None:
    """Cast all of them, and compare."""
    async with open_desk(url) as desk:
        referral = await keep(desk, start)
        before = await desk.case(referral)
        for seat, *given_views in ballots:
            await cast(desk, referral, seat, *given_views)
        after = await desk.case(referral)
        assert after.votes
        assert all_but_views(after) == all_but_views(before)
        assert what_follows(desk, after) == what_follows(desk, before)


@pytest.mark.parametrize("start", sorted(STARTS))
@settings(max_examples=8)
@given(ballots=views)
def test_whatever_views_are_given_nothing_else_changes(
    sqlite_template: Path, start: str, ballots: list[Ballot]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "store.sqlite3"
        copyfile(sqlite_template, file)
        asyncio.run(before_and_after(f"sqlite:///{file}", STARTS[start], ballots))
