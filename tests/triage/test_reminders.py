"""Who is reminded of what and when, as rules without a database: tables of single moments, and days of random work."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bank_holidays import uk_bank_holidays
from tests.support.cases import PROFILE
from triage.reminders import (
    Key,
    Level,
    NewDigest,
    Owed,
    Snoozed,
    Waiting,
    late_at,
    plan,
    snooze_until,
)

HOURS = PROFILE.hours.opening(uk_bank_holidays(PROFILE.hours.bank_holidays))
RULES = PROFILE.reminders.rules
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(hour: int, minute: int = 0, day: int = 0) -> datetime:
    """A time on Monday 16 November 2026, or so many days later."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


TEN, FOUR = at(10), at(16)


def thing(name: str = "one", begun: datetime = TEN, due: datetime = FOUR, *, urgent: bool = False) -> Waiting:
    return Waiting("action", name, "referral-1", "housing", begun, due, urgent)


def owner(waiting: Waiting, person: str = "robin") -> Owed:
    return Owed(person, "owner", waiting)


@dataclass
class Day:
    """One hub's reminders as time goes on: what was said is kept, as rows are."""

    said: set[Key] = field(default_factory=set)
    snoozed: dict[Snoozed, datetime] = field(default_factory=dict)
    last: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def look(self, owed: Iterable[Owed], now: datetime) -> tuple[NewDigest, ...]:
        made = plan(
            owed,
            said=frozenset(self.said),
            snoozed=self.snoozed,
            last=self.last,
            now=now,
            hours=HOURS,
            rules=RULES,
        )
        for digest in made:
            self.last[(digest.person, digest.level)] = now
            for _, key in digest.new:
                assert key not in self.said, "said twice"
                self.said.add(key)
        return made


def moments(made: Iterable[NewDigest]) -> list[tuple[str, str, str]]:
    return [(digest.person, one.waiting.thing, key.moment) for digest in made for one, key in digest.new]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (at(12, 59), []),
        (at(13), [("robin", "one", "half")]),
        (at(15, 59), [("robin", "one", "half")]),
        (at(16), [("robin", "one", "half"), ("robin", "one", "due")]),
        (at(17, 1), []),  # the hub has closed
    ],
)
def test_the_owner_at_half_time_and_at_the_due_time_in_opening_hours(
    now: datetime, said: list[tuple[str, str, str]]
) -> None:
    assert moments(Day().look([owner(thing())], now)) == said


def test_what_came_due_in_the_night_is_said_when_the_hub_opens() -> None:
    day, night = Day(), thing(due=at(20))

    assert day.look([owner(night)], at(20)) == ()
    assert moments(day.look([owner(night)], at(8, 45, day=1))) == [
        ("robin", "one", "half"),
        ("robin", "one", "due"),
    ]


def test_a_red_knows_no_closing_time() -> None:
    night = thing(begun=at(18), due=at(22), urgent=True)

    assert moments(Day().look([owner(night)], at(20))) == [("robin", "one", "half")]


def test_at_night_a_red_brings_nothing_else_with_it() -> None:
    red, other = thing(begun=at(18), due=at(22), urgent=True), thing("two")

    (digest,) = Day().look([owner(red), owner(other)], at(20))

    assert [line.thing for line in digest.lines] == ["one"]


@pytest.mark.parametrize("level", ["owner", "lead", "desk"])
def test_at_night_what_was_said_before_stands_after_the_red_and_is_not_said_again(level: Level) -> None:
    day, early = Day(), thing(begun=at(9), due=at(15))
    red = thing("red", begun=at(9), due=at(17, 50), urgent=True)
    owed = [Owed("joy", level, early), Owed("joy", level, red), Owed("joy", level, thing("two", due=at(19)))]
    day.look(owed, at(16, 55))

    (digest,) = day.look(owed, at(18, 5))

    assert [line.thing for line in digest.lines][:2] == ["red", "one"]
    assert {name for _, name, _ in moments([digest])} == {"red"}


def test_what_is_due_again_in_the_night_stands_in_the_red_message_and_is_said_in_the_morning() -> None:
    day, early = Day(), thing(due=at(19))
    red = thing("red", begun=at(18), due=at(22), urgent=True)
    day.look([owner(early)], at(16))

    (night,) = day.look([owner(early), owner(red)], at(20))
    (morning,) = day.look([owner(early), owner(red)], at(8, 45, day=1))

    assert [line.thing for line in night.lines] == ["red", "one"]
    assert ("robin", "one", "due") in moments([morning])


def test_one_message_holds_all_that_needs_a_person_soonest_first() -> None:
    later, sooner, not_yet = thing("later", due=at(16, 30)), thing("sooner"), thing("not yet", begun=at(13))

    (digest,) = Day().look([owner(later), owner(sooner), owner(not_yet)], at(13, 20))

    assert [line.thing for line in digest.lines] == ["sooner", "later"]


def test_a_second_message_waits_for_the_cap_and_then_replaces_the_first() -> None:
    day, first, second = Day(), thing(), thing("two", begun=at(10, 10), due=at(16, 10))
    both = [owner(first), owner(second)]
    day.look(both, at(13))

    assert day.look(both, at(13, 29)) == ()
    (digest,) = day.look(both, at(13, 30))
    assert [line.thing for line in digest.lines] == ["one", "two"]
    assert moments([digest]) == [("robin", "two", "half")]


def test_a_red_does_not_wait_for_the_cap() -> None:
    day = Day()
    day.look([owner(thing())], at(13))
    red = thing("red", begun=at(12, 2), due=at(14, 2), urgent=True)

    assert moments(day.look([owner(thing()), owner(red)], at(13, 2))) == [("robin", "red", "half")]


def test_what_comes_to_somebody_else_is_said_to_them_at_once() -> None:
    handed = replace(thing(), given_at=at(11))

    assert moments(Day().look([owner(handed, "sam")], at(11))) == [("sam", "one", "given")]


def test_a_later_due_time_has_moments_of_its_own() -> None:
    day = Day()
    day.look([owner(thing())], at(13))
    day.look([owner(thing())], at(16))

    assert moments(day.look([owner(thing(due=at(16, day=1)))], at(13, 0, day=1))) == [
        ("robin", "one", "half")
    ]


def test_the_lead_and_after_the_grace_the_desk() -> None:
    late = thing()
    owed: list[Owed] = [Owed("lee", "lead", late), Owed("joy", "desk", late)]
    day = Day()

    assert moments(day.look(owed, at(15, 59))) == []
    assert moments(day.look(owed, at(16))) == [("lee", "one", "late")]
    assert moments(day.look(owed, at(16, 59))) == []
    assert moments(day.look(owed, at(17))) == []  # closed at 5:00pm
    assert moments(day.look(owed, at(8, 45, day=1))) == [("joy", "one", "late")]


@pytest.mark.parametrize(
    ("level", "urgent", "told"),
    [
        ("lead", False, at(16)),
        ("lead", True, at(16)),
        ("desk", False, at(17)),
        ("desk", True, at(16, 15)),
    ],
)
def test_when_each_is_told_that_it_is_late(level: Level, urgent: bool, told: datetime) -> None:
    assert late_at(level, thing(urgent=urgent), RULES) == told


@pytest.mark.parametrize(
    ("made", "waiting", "until"),
    [
        (at(11, 30), thing(), at(13, 30)),
        (at(15), thing(), at(16)),  # never past the due time
        (at(16), thing(), None),  # never what is late
        (at(11, 30), thing(urgent=True), None),  # never a red
        (at(15, 30), thing(due=at(12, day=1)), at(8, 45, day=1)),  # nobody is reminded at 5:30pm
        (at(15, 30), thing(due=at(20)), None),
    ],
)
def test_how_long_a_reminder_may_be_put_off(made: datetime, waiting: Waiting, until: datetime | None) -> None:
    assert snooze_until(made, waiting, RULES, HOURS) == until


def test_what_is_put_off_comes_back_and_never_after_its_due_time() -> None:
    day = Day()
    day.look([owner(thing())], at(13))
    day.snoozed[Snoozed("robin", "action", "one")] = at(15)

    assert day.look([owner(thing())], at(14, 59)) == ()
    assert moments(day.look([owner(thing())], at(15))) == [("robin", "one", "snoozed")]
    assert moments(day.look([owner(thing())], at(16))) == [("robin", "one", "due")]


def test_put_off_to_beyond_the_due_time_it_is_said_when_due() -> None:
    day = Day()
    day.look([owner(thing())], at(13))
    day.snoozed[Snoozed("robin", "action", "one")] = at(17)

    assert moments(day.look([owner(thing())], at(16))) == [("robin", "one", "due")]


@st.composite
def work(draw: st.DrawFn) -> list[tuple[Owed, datetime]]:
    """Things for two people at all levels, each with the minute at which it is done."""
    made = []
    for number in range(draw(st.integers(1, 6))):
        begun = at(0) + MINUTE * draw(st.integers(0, 2 * 24 * 60))
        due = begun + MINUTE * draw(st.integers(1, 600))
        waiting = replace(thing(f"thing-{number}", begun, due), urgent=draw(st.booleans()))
        level: Level = draw(st.sampled_from(("owner", "lead", "desk")))
        person = draw(st.sampled_from(("robin", "sam")))
        done = begun + MINUTE * draw(st.integers(0, 900))
        made.append((Owed(person, level, waiting), done))
    return made


@settings(deadline=None, max_examples=60)
@given(work(), st.lists(st.integers(1, 90), min_size=5, max_size=60))
def test_over_days_nobody_hears_twice_too_often_at_night_or_of_what_is_done(
    things: list[tuple[Owed, datetime]], steps: list[int]
) -> None:
    """Looked at however irregularly: `Day.look` itself holds that nothing is said twice."""
    day, now = Day(), at(6)
    before: dict[tuple[str, str], datetime] = {}
    for step in steps:
        now += MINUTE * step
        open_ones = [owed for owed, done in things if owed.waiting.begun_at <= now < done]
        for digest in day.look(open_ones, now):
            urgent = any(owed.waiting.urgent for owed, _ in digest.new)
            assert digest.new
            waiting = {owed.waiting for owed in open_ones if owed.person == digest.person}
            assert set(digest.lines) <= waiting
            if not HOURS.is_open(now):
                assert all(owed.waiting.urgent for owed, _ in digest.new)
            last = before.get((digest.person, digest.level))
            assert last is None or now - last >= RULES.cap or urgent
            before[(digest.person, digest.level)] = now


@settings(deadline=None, max_examples=60)
@given(work(), st.integers(1, 30))
def test_every_moment_of_what_stays_open_is_said_in_the_end(
    things: list[tuple[Owed, datetime]], step: int
) -> None:
    """Nobody is forgotten: with the hub open once more after everything was due, all has been said."""
    day, owed = Day(), [one for one, _ in things]
    now = at(0)
    while now < at(12, 0, day=3):
        day.look([one for one in owed if one.waiting.begun_at <= now], now)
        now += MINUTE * step
    due = {(key.person, key.level, key.thing) for key in day.said if key.moment in {"due", "late"}}
    wanted = {(one.person, one.level, one.waiting.thing) for one in owed}
    reached = {
        (one.person, one.level, one.waiting.thing)
        for one in owed
        if max(one.waiting.due_at, late_at("desk", one.waiting, RULES)) < at(10, 0, day=3)
    }
    assert reached <= due <= wanted
