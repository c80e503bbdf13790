"""A view above the rating is asked about until the rating rises to it, or somebody says that the rating stands."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from tests.support.cases import RATED, arrived, asked, decided, proposed, rated, voted
from triage import views_above
from triage.case import Case
from triage.records import Rating, RatingStands

ONE = arrived(("Kacey", "Brannigan", "4 3 2017"))


@dataclass(frozen=True)
class Course:
    """What happens one after the other: "view LEVEL" of Health, "rate LEVEL", or "stands". Is Health's view asked about?"""

    said: str
    steps: tuple[str, ...]
    asks: bool

    def __str__(self) -> str:
        return self.said


COURSES = (
    Course("as urgent as the rating", ("view amber",), asks=False),
    Course("less urgent", ("view green",), asks=False),
    Course("no view", ("view no_view",), asks=False),
    Course("above", ("view red",), asks=True),
    Course("above, and the rating rises to it", ("view red", "rate red"), asks=False),
    Course("above, and the rating stands", ("view red", "stands"), asks=False),
    Course("a new view above, after the rating stood", ("view red", "stands", "view red"), asks=True),
    Course("that one answered too", ("view red", "stands", "view red", "stands"), asks=False),
    Course("a calmer view since", ("view red", "stands", "view amber"), asks=False),
    Course(
        "lowered since: it was not said of so low a rating", ("view red", "stands", "rate green"), asks=True
    ),
    Course("lowered since, and that stands too", ("view red", "stands", "rate green", "stands"), asks=False),
    Course(
        "raised since, but not to the view", ("rate green", "view red", "stands", "rate amber"), asks=False
    ),
    Course(
        "raised to the view and lowered again", ("view red", "stands", "rate red", "rate amber"), asks=True
    ),
    Course(
        "raised, and lowered to what stood",
        ("rate green", "view red", "stands", "rate amber", "rate green"),
        asks=True,
    ),
    Course("lowered before anybody answered", ("view red", "rate green"), asks=True),
    Course("lowered before, then it stands", ("view red", "rate green", "stands"), asks=False),
)


@pytest.mark.parametrize("course", COURSES, ids=str)
def test_a_view_is_asked_about_until_it_is_answered_for(course: Course) -> None:
    case = asked(rated(ONE, level="amber"))
    for step in course.steps:
        case = _after(case, *step.split())

    assert [vote.seat for vote in views_above.to_answer(case)] == (["health"] if course.asks else [])


def test_what_is_said_of_one_view_says_nothing_of_another() -> None:
    case = voted(asked(rated(level="amber")), "health", "red")
    answered, other = case.votes
    case = _stands(case, answered.id)

    assert views_above.to_answer(case) == (other,)
    said = views_above.stands_against(case, answered)
    assert said is not None
    assert (said.by, said.reason) == ("duty-1", "Seen by the school today.")
    assert views_above.stands_against(case, other) is None


def test_another_childs_rating_may_be_lowered() -> None:
    case = voted(asked(rated(level="amber")), "health", "red")
    case = _stands(_stands(case, case.votes[0].id), case.votes[1].id)

    lowered = _rated(case, "green", child=1)

    assert views_above.to_answer(lowered) == (case.votes[1],)


def test_of_whom_it_is_decided_about_nothing_is_asked() -> None:
    case = voted(asked(rated(ONE, level="amber")), "health", "red")

    assert views_above.to_answer(case)
    assert not views_above.to_answer(decided(proposed(case)))


def test_what_was_said_stays_readable_when_it_holds_no_longer() -> None:
    case = voted(asked(rated(ONE, level="amber")), "health", "red")
    case = _rated(_stands(case, case.votes[0].id), "green")

    assert views_above.stands_against(case, case.votes[0]) is None
    assert len(views_above.said_of(case, case.votes[0])) == 1


def _after(case: Case, step: str, level: str = "") -> Case:
    match step:
        case "view":
            return voted(case, "health", level)
        case "rate":
            return _rated(case, level)
        case _:
            return _stands(case, case.votes[-1].id)


def _rated(case: Case, level: str, child: int = 0) -> Case:
    subject = case.subjects[child]
    now = case.rating_of(subject)
    assert now is not None
    new = Rating(
        f"rating-{len(case.ratings)}-b",
        "referral-1",
        subject.id,
        subject.round,
        level,
        "screening-1",
        RATED + timedelta(hours=1),
        "Seen again.",
        was=now.level,
    )
    return replace(case, ratings=(*case.ratings, new))


def _stands(case: Case, vote_id: str) -> Case:
    vote = next(one for one in case.votes if one.id == vote_id)
    rating = case.rating_of(case.subject(vote.subject))
    assert rating is not None
    said = RatingStands(
        f"stands-{len(case.ratings_stand)}",
        "referral-1",
        vote.id,
        rating.id,
        "duty-1",
        RATED + timedelta(hours=1),
        "Seen by the school today.",
    )
    return replace(case, ratings_stand=(*case.ratings_stand, said))


def test_one_message_tells_of_all_of_them_by_the_newest() -> None:
    case = voted(asked(rated(level="amber")), "health", "red")
    assert views_above.told_by(asked(rated(level="amber"))) is None
    assert views_above.told_by(case) == case.votes[-1]

    answered = _stands(case, case.votes[-1].id)
    assert views_above.told_by(answered) == case.votes[-1], "answering one tells of the other no second time"
    assert views_above.told_by(_stands(answered, case.votes[0].id)) is None


@dataclass(frozen=True)
class Telling:
    """What happens one after the other: "view SEAT LEVEL", "rate LEVEL". Whose view the message is told by at the end, and how urgent."""

    said: str
    steps: tuple[str, ...]
    by: tuple[str, str] | None

    def __str__(self) -> str:
        return self.said


BOTH = ("view health red", "view police red")
TELLINGS = (
    Telling("the newest", BOTH, ("police", "red")),
    Telling("the newest is lowered: no news", (*BOTH, "view police amber"), ("police", "red")),
    Telling("the older is lowered: no news", (*BOTH, "view health amber"), ("police", "red")),
    Telling("both are lowered", (*BOTH, "view police amber", "view health amber"), None),
    Telling("lowered and raised again", (*BOTH, "view police amber", "view police red"), ("police", "red")),
    Telling("one that was never above", ("view health red", "view police amber"), ("health", "red")),
    Telling(
        "the rating rises to the newest: no news",
        ("rate green", "view health red", "view police amber", "rate amber"),
        ("police", "amber"),
    ),
    Telling(
        "above no rating that was in force since",
        ("rate green", "rate amber", "view health red", "view police amber"),
        ("health", "red"),
    ),
    Telling(
        "lowered to below one that was not above",
        (*BOTH, "view adults amber", "rate green"),
        ("adults", "amber"),
    ),
)


@pytest.mark.parametrize("telling", TELLINGS, ids=str)
def test_one_view_less_tells_nobody_anew(telling: Telling) -> None:
    case = asked(rated(ONE, level="amber"))
    for n, step in enumerate(telling.steps):
        case = _at(case, RATED + timedelta(minutes=n), *step.split())

    found = views_above.told_by(case)

    assert (found and (found.seat, found.urgency)) == telling.by


def _at(case: Case, at: datetime, kind: str, *what: str) -> Case:
    if kind == "view":
        seat, level = what
        return voted(case, seat, level, at=at)
    new = _rated(case, *what)
    return replace(new, ratings=(*new.ratings[:-1], replace(new.ratings[-1], at=at)))


def test_one_child_of_whom_it_is_decided_tells_of_the_other_no_second_time() -> None:
    case = voted(asked(rated(level="amber")), "health", "red")
    newest = views_above.told_by(case)
    assert newest is not None

    ended = (replace(one, stage="decided") if one.id == newest.subject else one for one in case.subjects)

    assert views_above.told_by(replace(case, subjects=tuple(ended))) == newest


def test_views_of_the_round_before_tell_of_nothing() -> None:
    case = voted(voted(asked(rated(ONE, level="amber")), "police", "red"), "health", "red")
    again = replace(case.subjects[0], round=2)
    now = replace(case.ratings[0], id="rating-9", round=2)
    case = replace(case, subjects=(again,), ratings=(*case.ratings, now))
    assert views_above.told_by(case) is None

    assert views_above.told_by(voted(case, "police", "red")) is not None
