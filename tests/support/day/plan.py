"""What arrives on a day, drawn from a seed: how, when, about whom, and what becomes of it."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Literal

Way = Literal["form", "api", "file"]
End = Literal["red", "amber", "green", "advice", "early_help", "other_area", "information"]

REFERRERS = (
    "teacher-1",
    "nurse-1",
    "police-2",
    "health-2",
    "education-2",
    "caf-2",
    "housing-2",
    "probation-2",
)
MARK = "plant"
"""Stands in each name and each narrative, and in nothing that the hub itself writes."""
_FIRST = ("Ada", "Bo", "Cal", "Dot", "Eli", "Fay", "Gus", "Hal", "Ivy", "Jo", "Kit", "Lou")
_MOST_OF_THEM: tuple[End, ...] = ("amber",) * 14 + ("green",) * 8 + ("advice", "early_help", "other_area")
_EARLY = 220
"""Minutes after opening until which what must be decided the same day arrives."""
_LATE = 430


@dataclass
class Story:
    """One referral. `after` is the time from opening until it arrives; `reference` is known once it did."""

    number: int
    after: timedelta
    way: Way
    by: str
    children: tuple[str, ...]
    end: End
    flags: set[str] = field(default_factory=set)
    reference: str = ""

    @property
    def worry(self) -> str:
        """The narrative, with the mark."""
        return f"Worry{MARK} {self.number}: a bruise, and nobody says why."

    def born(self, number: int) -> str:
        """Day, month and year of birth of one of the children."""
        return f"{1 + (self.number * 7 + number) % 28} {1 + number % 12} {2012 + self.number % 10}"


def plan(size: int, rng: Random) -> list[Story]:
    """So many referrals, in the order in which they arrive; the seldom kinds are among them even in a small day."""
    ends = _ends(size, rng)
    stories = [_story(number, end, rng) for number, end in enumerate(ends)]
    _ways(stories, rng)
    _flags(stories, rng)
    for one in stories[size // 2 :: 6]:
        _comes_again(one, stories[one.number - size // 2])
    return sorted(stories, key=lambda one: one.after)


def _ends(size: int, rng: Random) -> list[End]:
    reds = max(1, size // 8)
    seldom: list[End] = [*(["red"] * reds), "information", "amber", "amber"]
    seldom += ["information"] if size > len(seldom) + 1 and size > len(_FIRST) else []
    ends = seldom + [rng.choice(_MOST_OF_THEM) for _ in range(size - len(seldom))]
    return ends[:size]


def _story(number: int, end: End, rng: Random) -> Story:
    at = rng.randint(1, _EARLY if end in ("red", "information") or rng.random() < 0.6 else _LATE)
    several = 1 if rng.random() < 0.7 or end == "information" else rng.randint(2, 3)
    family = f"{chr(ord('A') + number % 26)}{chr(ord('a') + number // 26)}{MARK}"
    children = tuple(f"{_FIRST[(number + n * 5) % len(_FIRST)]} {family}" for n in range(several))
    return Story(number, timedelta(minutes=at), "form", rng.choice(REFERRERS), children, end)


def _ways(stories: list[Story], rng: Random) -> None:
    """A third do not come by the form; requests for information do, so that the asker can be replied to."""
    others = [one for one in stories if one.end != "information"]
    for one in rng.sample(others, len(others) // 3):
        one.way = "api" if rng.random() < 0.5 else "file"
        if one.way == "file":
            one.children = one.children[:1]


def _flags(stories: list[Story], rng: Random) -> None:
    ambers = [one for one in stories if one.end == "amber"]
    ambers[0].flags.add("restricted")
    ambers[1].flags.add("conflict")
    for one in ambers[:2]:
        one.after = timedelta(minutes=20 + 10 * one.number % 90)
    for one in [one for one in stories if one.end == "red"][:3]:
        one.flags.add("danger")
    for one in ambers[2::4]:
        one.flags.add("returned")
    for one in [one for one in stories if one.way == "file"][::3]:
        one.flags.add("doubtful")
    for one in rng.sample(stories, len(stories) // 6):
        one.flags.add("disagreed")


def _comes_again(one: Story, earlier: Story) -> None:
    """The same household once more, later the same day."""
    if one.end != "information":
        one.children = earlier.children[: len(one.children)]
        one.after = max(one.after, earlier.after + timedelta(minutes=15))
