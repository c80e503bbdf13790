"""Who is in a meeting, who is missing, who must be asked, in which order cases come, and what stands on a day's list."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cards.reading import HUB
from tests.support.cases import PROFILE, RECEIVED, answered, asked, decided, proposed, rated, voted
from triage import day_list
from triage.case import Case
from triage.clocks import meeting_time
from triage.meetings import Sitting, agenda, ends_for_guest, interim_until, invited, settled_since, to_ask
from triage.profile import DailyMeeting
from triage.records import Attendance, DayList, Guest, How, Meeting, MeetingItem, Minutes, ViewAsked

NEEDED = ("social_work", "police", "health")
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
DAILY = PROFILE.meetings.daily
LIST = DayList(
    "list-1", "hub", "2026-11-16", datetime(2026, 11, 16, 13, tzinfo=UTC),
    datetime(2026, 11, 16, 14, tzinfo=UTC), datetime(2026, 11, 17, 14, tzinfo=UTC),
)  # fmt: skip


def sitting(
    *came: tuple[str, How], state: str = "called", item: str = "waiting", **meeting: object
) -> Sitting:
    one = Meeting("meeting-1", "hub", "urgent", NOON, RECEIVED, referral="referral-1")
    one = replace(one, state=state, **meeting)  # type: ignore[arg-type]  # a test says which
    rows = tuple(
        Attendance(f"attendance-{n}", "meeting-1", seat, how, NOON, f"{seat}-1")
        for n, (seat, how) in enumerate(came)
    )
    items = (MeetingItem("item-1", "referral-1", "meeting-1", 1, item, NOON if item == "in_hand" else None),)  # type: ignore[arg-type]
    return Sitting(one, items, rows)


@pytest.mark.parametrize(
    ("came", "missing"),
    [
        ((), NEEDED),
        ((("police", "here"), ("health", "here"), ("social_work", "here")), ()),
        ((("police", "deputy"), ("health", "phone"), ("social_work", "here")), ()),
        ((("police", "apologies_sent"), ("health", "here"), ("social_work", "here")), ("police",)),
        ((("police", "absent"), ("health", "apologies"), ("social_work", "here")), ("police", "health")),
        (
            (("police", "here"), ("police", "absent"), ("health", "here"), ("social_work", "here")),
            ("police",),
        ),
        ((("police", "absent"), ("police", "here"), ("health", "here"), ("social_work", "here")), ()),
    ],
)
def test_who_is_missing(came: tuple[tuple[str, How], ...], missing: tuple[str, ...]) -> None:
    assert sitting(*came).missing(NEEDED) == missing


@pytest.mark.parametrize(
    ("one", "stage"),
    [
        (sitting(), "roll_call"),
        (sitting(tried_at=NOON), "short"),
        (
            sitting(("police", "here"), ("health", "here"), ("social_work", "here"), tried_at=NOON),
            "roll_call",
        ),
        (sitting(state="open"), "in_hand"),
        (sitting(state="closed"), "over"),
        (sitting(state="adjourned"), "over"),
        (sitting(state="not_needed"), "over"),
    ],
)
def test_where_a_meeting_is(one: Sitting, stage: str) -> None:
    assert one.stage(NEEDED) == stage


@given(
    st.lists(
        st.tuples(
            st.sampled_from([s.id for s in PROFILE.seats]),
            st.sampled_from(["here", "deputy", "absent", "phone"]),
        )
    )
)
def test_a_seat_is_here_or_missing_and_never_both(came: list[tuple[str, How]]) -> None:
    one = sitting(*came)

    assert set(one.here).isdisjoint(one.missing(NEEDED))
    assert set(NEEDED) <= set(one.here) | set(one.missing(NEEDED))


def test_whoever_is_there_without_a_view_is_to_be_asked() -> None:
    one = sitting(("police", "here"), ("health", "here"), ("housing", "absent"), state="open", item="in_hand")
    case = voted(asked(), "police", "no_view", "no_view")

    assert to_ask(case, one) == ("health",), 'a recorded "no view" counts'
    prompted = replace(
        case, views_asked=(ViewAsked("v", "referral-1", "meeting-1", "health", NOON, "chair-1"),)
    )
    assert to_ask(prompted, one) == ()
    elsewhere = replace(
        case, views_asked=(ViewAsked("v", "referral-1", "another", "health", NOON, "chair-1"),)
    )
    assert to_ask(elsewhere, one) == ("health",), "being asked in another meeting does not count"


def test_the_most_urgent_comes_first_then_what_is_due_first() -> None:
    amber, red = asked(rated(level="amber")), asked()
    sooner = asked(rated(level="amber", due_at=RECEIVED + timedelta(hours=1)))

    assert agenda((amber, sooner, red), PROFILE) == (red, sooner, amber)


def test_whom_a_meeting_counts_on() -> None:
    assert set(invited(PROFILE, sitting(), asked())) == set(PROFILE.level("red").asks)
    assert set(invited(PROFILE, sitting(), rated())) == set(NEEDED)


def test_a_guest_s_item_ends_with_the_case_or_the_meeting() -> None:
    guest = Guest("guest-1", "referral-1", "meeting-1", "Ada Guest", "guest-1", NOON, "chair-1")
    open_one = sitting(state="open", item="in_hand")
    ended = replace(open_one, items=(replace(open_one.items[0], state="decided", ended_at=NOON),))

    assert ends_for_guest(open_one, guest) is None
    assert ends_for_guest(ended, guest) == NOON
    assert ends_for_guest(sitting(state="closed", closed_at=NOON), guest) == NOON


@given(st.integers(0, 72 * 60), st.integers(1, 24 * 60))
def test_the_suggested_time_is_inside_the_clock_and_on_a_quarter_hour(after: int, length: int) -> None:
    at = RECEIVED + timedelta(minutes=after)
    due_at = at + timedelta(minutes=length)

    suggested = meeting_time(at, due_at)

    assert at <= suggested < due_at
    assert suggested.minute % 15 == 0 or suggested == at, "at once, when no quarter hour is left"


# The day's list.


@pytest.mark.parametrize(
    ("now", "newest", "is_due"),
    [
        (datetime(2026, 11, 16, 12, 59, tzinfo=UTC), None, False),
        (datetime(2026, 11, 16, 13, 0, tzinfo=UTC), None, True),
        (datetime(2026, 11, 16, 18, 0, tzinfo=UTC), None, True),
        (datetime(2026, 11, 16, 13, 0, tzinfo=UTC), LIST, False),
        (datetime(2026, 11, 17, 13, 0, tzinfo=UTC), LIST, True),
        (datetime(2026, 11, 21, 13, 0, tzinfo=UTC), LIST, False),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), None, True),
        (datetime(2026, 7, 1, 11, 59, tzinfo=UTC), None, False),
    ],
    ids=[
        "before",
        "at the cut-off",
        "made up later",
        "made",
        "the next day",
        "a Saturday",
        "summer",
        "before, in summer",
    ],
)
def test_when_a_list_is_due(now: datetime, newest: DayList | None, *, is_due: bool) -> None:
    assert (day_list.due(DAILY, HUB.hours, now, newest) is not None) is is_due


def test_the_next_list_after_a_friday_is_monday_s() -> None:
    friday = datetime(2026, 11, 20, 13, tzinfo=UTC)

    times = day_list.due(
        DailyMeeting(cut_off=DAILY.cut_off, meeting_at=DAILY.meeting_at), HUB.hours, friday, None
    )

    assert times is not None
    assert times.next_at == datetime(2026, 11, 23, 14, tzinfo=UTC)
    assert day_list.next_day(HUB.hours, friday, None).isoformat() == "2026-11-20"
    made = replace(LIST, day="2026-11-20")
    assert day_list.next_day(HUB.hours, friday, made).isoformat() == "2026-11-23"


AMBER_DUE = RECEIVED + timedelta(hours=24)


def amber(due_at: datetime = AMBER_DUE, answers: datetime | None = None) -> Case:
    return asked(rated(level="amber", due_at=due_at), due_at=answers or RECEIVED + timedelta(hours=2))


def adjourned(case: Case, back_on: str) -> Case:
    one = sitting(state="adjourned", closed_at=NOON)
    return replace(
        case, sittings=(replace(one, items=(replace(one.items[0], state="adjourned", back_on=back_on),)),)
    )


def interim(until: str) -> Case:
    case = proposed(answered(asked(), *PROFILE.level("red").asks))
    case = replace(case, proposals=(replace(case.proposals[0], interim_until=until),))
    return decided(case)


@pytest.mark.parametrize(
    ("case", "where"),
    [
        (amber(), "listed"),
        (asked(), "listed"),
        (asked(rated(level="green")), "nowhere"),
        (decided(proposed(asked())), "nowhere"),
        (proposed(asked()), "listed"),
        (adjourned(amber(), "2026-11-17"), "adjourned"),
        (adjourned(amber(), "2026-11-16"), "listed"),
        (interim("2026-11-17"), "nowhere"),
        (interim("2026-11-16"), "listed"),
        (amber(RECEIVED + timedelta(hours=72), RECEIVED + timedelta(hours=9)), "papers_late"),
        (amber(RECEIVED + timedelta(hours=24), RECEIVED + timedelta(hours=9)), "listed"),
    ],
    ids=[
        "amber", "red", "green", "decided", "proposed", "adjourned to a later day", "back today", "interim until later",
        "interim until today", "papers late", "papers late, but the next list is too late",
    ],
)  # fmt: skip
def test_what_stands_on_a_list(case: Case, where: str) -> None:
    rows = day_list.rows((case,), LIST)

    assert (bool(rows.listed), [why for _, why in rows.rolled]) == (
        where == "listed", [where] if where in {"adjourned", "papers_late"} else [],
    )  # fmt: skip


def test_what_came_after_the_cut_off_is_added_and_what_came_after_the_meeting_waits() -> None:
    def came(at: datetime) -> Case:
        case = amber(at + timedelta(hours=24))
        return replace(case, ratings=tuple(replace(one, at=at) for one in case.ratings))

    early, late, too_late = came(RECEIVED), came(LIST.built_at + timedelta(minutes=5)), came(LIST.meeting_at)

    rows = day_list.rows((early, late, too_late), LIST)

    assert rows.listed == (early, late)
    assert rows.added == (late,)


@pytest.mark.parametrize(
    ("told", "proposed_at", "state", "decided_at", "said"),
    [
        ("waits still", 11, "open", None, False),
        ("approved since", 11, "approved", 13, True),
        ("returned since", 11, "returned", 13, True),
        ("put forward when they were made", 12, "approved", 13, True),
        ("approved before: they say so", 10, "approved", 11, False),
        ("put forward later: they say nothing of it", 13, "approved", 14, False),
    ],
)
def test_what_minutes_of_noon_are_behind_with(
    told: str, proposed_at: int, state: str, decided_at: int | None, said: bool
) -> None:
    case = proposed(asked())
    one = replace(
        case.proposals[0],
        at=NOON.replace(hour=proposed_at),
        state=state,
        decided_at=NOON.replace(hour=decided_at) if decided_at else None,
    )
    version = Minutes("minutes-1", "meeting-1", "hub", "referral-1", 1, NOON, "chair-1")

    assert settled_since(replace(case, proposals=(one,)), version) == ((one,) if said else ()), told


def test_an_interim_decision_is_one_as_long_as_it_is_in_force() -> None:
    assert interim_until(interim("2026-11-17")) == "2026-11-17"
    assert interim_until(decided(proposed(asked()))) == ""
