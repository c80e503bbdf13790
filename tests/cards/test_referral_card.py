"""The card that everybody in the channel sees, word for word in each state, and what it may never hold."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import posts
from bot.cards.cases import referral_card
from bot.cards.render import adaptive, blockkit
from bot.words import Words
from tests.cards.reading import at, buttons_of, read, sight, words
from tests.support import cases
from tests.support.cases import answered, arrived, asked, decided, proposed, rated, voted
from triage.case import Case
from triage.meetings import Sitting
from triage.records import (
    Action,
    Clock,
    Disagreement,
    EarlierContact,
    Feedback,
    LegalHold,
    Meeting,
    MeetingItem,
    Nudge,
    Rating,
    Reopening,
    Task,
)

FIVE = ("police", "social_work", "health", "dv_nurse", "womens_aid")
ELEVEN = tuple(seat.id for seat in cases.PROFILE.seats if seat.id != "housing")
FOOTER = "Do not type names or details in this channel."


def _checks_out() -> Case:
    earlier = tuple(
        EarlierContact("subject-1", f"other-{n}", "same", f"MASH-2606-AAAA{n}", at(9), "green", "early_help")
        for n in (1, 2)
    )
    case = replace(answered(asked(rated(arrived(safe_contact=True))), *FIVE), earlier=earlier)
    for seat in FIVE[:4]:
        case = voted(case, seat, "red")
    return case


def _late() -> Case:
    case = answered(asked(), *(seat for seat in ELEVEN if seat not in {"education", "adults"}))
    told = tuple(
        Nudge(f"nudge-{seat}", "referral-1", f"{seat}-lead", "lead", "answer", "referral-1", seat, at(11, 26))
        for seat in ("housing", "education")
    )
    return replace(case, nudges=told)


def _decided() -> Case:
    case = decided(proposed(answered(asked(), *ELEVEN)))
    action = Action("action-1", "referral-1", "subject-1", 1, "Visit.", "police", "", at(16), "proposal-1")
    return replace(
        case,
        actions=tuple(replace(action, id=f"action-{n}", number=n) for n in (1, 2, 3, 4)),
        feedback=(Feedback("feedback-1", "referral-1", at(12, 51), at(17, day=17), ()),),
        disagreements=(
            Disagreement(
                id="disagreement-1",
                referral="referral-1",
                by="education-1",
                seat="education",
                at=at(12, 55),
                unsafe=False,
                about="outcome",
                why="No.",
                level=1,
                owner="duty_manager",
                due_at=at(17, day=19),
            ),
        ),
    )  # fmt: skip


STATES: dict[str, tuple[Callable[[], Case], Any, str]] = {
    "just rated": (
        lambda: rated(arrived(consent="not_required")),
        at(9, 41),
        f"""\
RED ◆ due 1:12pm Mon 16 November · MASH-2611-7KDMQ
Now: rated 9:40am. Agencies have not been asked yet.
Child 1: K.B., 9. Child 2: K.B., 6.
[Ask agencies >] [Open details >] [More >]
Updated 9:40am Mon 16 November. {FOOTER}""",
    ),
    "consent is sought": (
        lambda: rated(arrived(consent="not_sought")),
        at(9, 41),
        f"""\
RED ◆ due 1:12pm Mon 16 November · MASH-2611-7KDMQ
Now: rated 9:40am. Agencies have not been asked yet: consent is being sought.
Child 1: K.B., 9. Child 2: K.B., 6.
[Ask agencies >] [Open details >] [More >]
Updated 9:40am Mon 16 November. {FOOTER}""",
    ),
    "checks out": (
        _checks_out,
        at(10, 42),
        f"""\
RED ◆ due 1:12pm Mon 16 November · MASH-2611-7KDMQ
SAFE CONTACT: open details before you phone, write or visit.
Now: agencies are asked what they know. Answer by 11:26am.
Answered 5 of 12. Waiting for CAF, Education, Housing, Mental Health, Probation, Youth Support. Not in on Mon 16 November: Adults (Wednesday; phone contact asked).
Views: 4 in, hidden until you give yours.
Child 1: K.B., 9. Child 2: K.B., 6. Earlier contacts: 2 in 12 months.
[Nothing known >] [Add what we know >] [Give our view >] [Open details >] [More >]
Updated 10:20am Mon 16 November. {FOOTER}""",
    ),
    "some late": (
        _late,
        at(11, 27),
        f"""\
RED ◆ due 1:12pm Mon 16 November · MASH-2611-7KDMQ
Late since 11:26am: Education, Housing. Their leads were told 11:26am.
Answered 9 of 12. Not in on Mon 16 November: Adults (Wednesday; phone contact asked).
Views: 0 in, hidden until you give yours.
Child 1: K.B., 9. Child 2: K.B., 6.
[Nothing known >] [Add what we know >] [Give our view >] [Open details >] [More >]
Updated 11:26am Mon 16 November. {FOOTER}""",
    ),
    "ready": (
        lambda: answered(answered(asked(), *ELEVEN[:-1]), ELEVEN[-1], kind="cannot_check"),
        at(12, 20),
        f"""\
RED ◆ due 1:12pm Mon 16 November · MASH-2611-7KDMQ
Now: ready for a decision. Answered 10 of 12. No reply: Housing.
Cannot check: Women's Aid.
Views: 0 in, hidden until you give yours.
Child 1: K.B., 9. Child 2: K.B., 6.
[Propose decision >] [Add what we know >] [Give our view >] [Open details >] [More >]
Updated 12:15pm Mon 16 November. {FOOTER}""",
    ),
    "proposed": (
        lambda: proposed(answered(asked(), *ELEVEN)),
        at(12, 49),
        f"""\
RED ◆ due 1:12pm Mon 16 November · MASH-2611-7KDMQ
Now: decision proposed 12:48pm. Waiting for a duty manager.
Views are open: read them in details.
Child 1: K.B., 9. Child 2: K.B., 6.
[Read and decide >] [Add what we know >] [Give our view >] [Open details >] [More >]
Updated 12:48pm Mon 16 November. {FOOTER}""",
    ),
    "decided": (
        _decided,
        at(13),
        f"""\
DECIDED 12:51pm Mon 16 November · MASH-2611-7KDMQ
DISAGREEMENT, level 1, due 5:00pm Thursday 19 November. The decision stands.
Child 1: section 47 enquiry, joint. Child 2: section 47 enquiry, joint.
Approved by J. Okafor. No reply: Housing. 1 agency recorded a disagreement: read it in details.
Actions: 4 open, next due 4:00pm Mon 16 November. Feedback: due by 5:00pm Tuesday 17 November.
[Actions >] [Open details >] [More >]
Updated 12:55pm Mon 16 November. {FOOTER}""",
    ),
    "closed": (
        lambda: replace(
            _decided(), referral=replace(arrived().referral, closed_at=at(12, day=24)), subjects=arrived().subjects
        ),
        at(13, day=24),
        """\
CLOSED 24 November 2026 · MASH-2611-7KDMQ
Nothing more to do here.
[Open details >]""",
    ),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_the_card_reads_word_for_word(state: str) -> None:
    case, now, expected = STATES[state]

    assert read(referral_card.card(case(), sight(now))) == expected


def test_who_did_not_sit_that_day_is_named_with_a_decision_too() -> None:
    absent = answered(asked(), *(seat for seat in ELEVEN if seat != "adults"))

    lines = read(referral_card.card(decided(proposed(absent)), sight(at(13))))

    assert "No reply: Adults, Housing." in lines


def test_fallbacks_say_the_state() -> None:
    said = {
        state: referral_card.card(case(), sight(now)).fallback for state, (case, now, _) in STATES.items()
    }

    due = "MASH-2611-7KDMQ: RED. Due 1:12pm Mon 16 November."
    assert said == {
        "just rated": f"{due} Agencies have not been asked yet.",
        "consent is sought": f"{due} Agencies have not been asked yet.",
        "checks out": f"{due} Answer by 11:26am. 5 of 12 answered, 0 late.",
        "some late": f"{due} Answer by 11:26am. 9 of 12 answered, 2 late.",
        "ready": f"{due} Ready for a decision. 10 of 12 answered.",
        "proposed": f"{due} Decision proposed. 11 of 12 answered.",
        "decided": "MASH-2611-7KDMQ: decided 12:51pm Mon 16 November.",
        "closed": "MASH-2611-7KDMQ: closed 24 November 2026.",
    }


def test_a_card_is_as_new_as_the_moment_at_which_leads_were_told() -> None:
    case = _late()
    later = replace(case, nudges=tuple(replace(one, at=at(12, 30)) for one in case.nudges))
    assert posts.last_change(later, at(12, 40)) == at(12, 30)


HALF_PAST_TEN = at(10, 30)
SUGGESTED = Meeting("meeting-1", "hub", "urgent", at(12, 15), HALF_PAST_TEN, referral="referral-1")
ITEMS = (MeetingItem("item-1", "referral-1", "meeting-1", 1),)
CHANGES: dict[str, dict[str, Any]] = {
    "Meeting: 12:15pm, chair still to be set.": {"sittings": (Sitting(SUGGESTED, ITEMS),)},
    "Meeting: 12:15pm, chair S. Patel.": {
        "sittings": (Sitting(replace(SUGGESTED, made_at=at(9, 40), chair="chair-1", set_at=HALF_PAST_TEN), ITEMS),)
    },
    "Views are open: read them in details.": {
        "subjects": tuple(replace(one, views_open_at=HALF_PAST_TEN) for one in asked().subjects)
    },
    "NEW HOUSEHOLD INFORMATION 10:30am Mon 16 November.": {
        "tasks": (Task("task-1", "hub", "household", "referral-1", HALF_PAST_TEN, at(17)),)
    },
    "LATE VIEW 10:30am Mon 16 November.": {
        "tasks": (Task("task-1", "hub", "late_view", "referral-1", HALF_PAST_TEN, at(11)),)
    },
    "REOPENED, round 2.": {"reopenings": (Reopening("reopening-1", "referral-1", HALF_PAST_TEN, "duty-1", "New."),)},
    "LEGAL HOLD since Mon 16 November.": {
        "legal_holds": (LegalHold("hold-1", "referral-1", HALF_PAST_TEN, "governance-1", on=True, reason="A claim."),)
    },
}  # fmt: skip


@pytest.mark.parametrize("line", CHANGES)
def test_a_card_is_as_new_as_what_it_says(line: str) -> None:
    before, now = asked(), sight(at(10, 42))
    case = replace(before, **CHANGES[line])

    assert line not in read(referral_card.card(before, now))
    assert line in read(referral_card.card(case, now))
    assert posts.last_change(case, at(10, 42)) == HALF_PAST_TEN


def test_a_decided_card_grows_no_newer_when_an_answer_would_have_been_late() -> None:
    case = decided(proposed(asked(due_at=at(13, 30))))
    late = Clock(
        "clock-a", "referral-1", "check-caf", "answer", "red", at(9, 40), at(13, 30), missed_at=at(13, 30)
    )
    assert posts.last_change(replace(case, clocks=(*case.clocks, late)), at(14)) == at(12, 51)


def test_a_raised_rating_is_said_with_what_it_was_due() -> None:
    case = asked()
    old = Clock(
        "clock-0", "referral-1", "subject-1", "urgency", "amber", cases.RECEIVED, at(9, 12, 17), at(10, 20)
    )
    raised = Rating(
        "rating-9", "referral-1", "subject-1", 1, "red", "screening-1", at(10, 20), "Worse.", was="amber"
    )
    case = replace(case, ratings=(*case.ratings, raised), clocks=(old, *case.clocks))

    line = read(referral_card.card(case, sight(at(10, 42)))).splitlines()[1]

    assert line == "RATING RAISED from AMBER to RED 10:20am. Was due 9:12am Tue 17 November."


def test_a_late_view_is_said_until_somebody_looked_at_it() -> None:
    task = Task("task-1", "hub", "late_view", "referral-1", at(14, 10), at(14, 40))
    case = replace(_decided(), disagreements=(), tasks=(task,))

    line = read(referral_card.card(case, sight(at(14, 11)))).splitlines()[1]
    done = replace(case, tasks=(replace(task, done_at=at(14, 20)),))

    assert line == (
        "LATE VIEW 2:10pm Mon 16 November. Duty manager asked to confirm or reopen by 2:40pm Mon 16 November."
    )
    assert "LATE VIEW" not in read(referral_card.card(done, sight(at(14, 21))))


def test_an_answer_due_on_another_day_says_which() -> None:
    case = asked(rated(level="amber", due_at=at(9, 12, 17)), due_at=at(21, 26))

    lines = read(referral_card.card(case, sight(at(9, 41)))).splitlines()

    assert lines[0] == "AMBER ▲ due 9:12am Tue 17 November · MASH-2611-7KDMQ"
    assert lines[1] == "Now: agencies are asked what they know. Answer by 9:26pm Mon 16 November."


def test_a_secret_address_makes_contact_safe_without_being_said() -> None:
    case = asked()
    subjects = (replace(case.subjects[0], address="4 Quayle Rise", address_secret=True), *case.subjects[1:])
    card = referral_card.card(replace(case, subjects=subjects), sight(at(10)))

    assert "SAFE CONTACT: open details before you phone, write or visit." in read(card)
    assert "Quayle" not in words(card)


def test_a_late_change_of_the_card_is_not_on_it_before_its_time() -> None:
    before = referral_card.card(_late(), sight(at(11, 25)))

    assert "Late since" not in words(before)
    assert "0 late" in before.fallback


@pytest.mark.parametrize(
    ("people", "line"),
    [
        (
            [("child", "1 7 2026"), ("child", "2015"), ("child", "2011"), ("child", "about 9"), ("unborn", "1 1 2027")],
            "5 children, 4 months to 15.",
        ),
        ([("child", "1 5 2015")] * 5, "5 children, aged 11."),
        ([("child", "not known")] * 5, "5 children."),
        (
            [("child", "1 5 2015")] * 5 + [("adult", "1 1 1950")],
            "5 children, aged 11. Adult 6: K.B., 70s.",
        ),
        (
            [("child", "1 5 2015")] * 2 + [("adult", "1 1 1950")] * 3,
            "Child 1: K.B., 11. Child 2: K.B., 11. Adult 3: K.B., 70s. Adult 4: K.B., 70s. Adult 5: K.B., 70s.",
        ),
        ([("adult", "about 70")], "Adult 1: K.B., 70s."),
        ([("child", "1 11 2026")], "Child 1: K.B., under 1 month."),
    ],
)  # fmt: skip
def test_more_than_four_children_are_a_count_and_their_ages(people: list[tuple[str, str]], line: str) -> None:
    case = arrived(*(("Kacey", "Brannigan", born) for _, born in people))
    kinds = zip(case.subjects, people, strict=True)
    case = replace(case, subjects=tuple(replace(subject, kind=kind) for subject, (kind, _) in kinds))

    assert line in read(referral_card.card(rated(case), sight(at(9, 41)))).splitlines()


@pytest.mark.parametrize(
    ("kinds", "said"),
    [(("child", "child"), "2 children."), (("child", "adult"), "1 child, 1 adult."), (("place", "unborn"), "1 child, 1 place or group.")],
)  # fmt: skip
def test_where_an_area_allows_less_a_card_says_only_how_many(kinds: tuple[str, ...], said: str) -> None:
    case = asked()
    case = replace(
        case, subjects=tuple(replace(s, kind=k) for s, k in zip(case.subjects, kinds, strict=True))
    )
    seen = sight(at(10, 42))
    seen = replace(
        seen, hub=replace(seen.hub, profile=cases.PROFILE.model_copy(update={"on_cards": "count"}))
    )

    card = referral_card.card(case, seen)

    assert said in read(card).splitlines()
    assert "K.B." not in words(card)


# Over many cases.

NAMES = (
    "Kacey Brannigan",
    "Zuleikha Quartermaine",
    "Bartholomew Ffoulkes",
    "Ōta Llewellyn-Frost",
    "Wren Tallis",
    "Jo Yew",
)
TITLES = re.compile(
    r"(?:(?:RED ◆|AMBER ▲|GREEN ●) due (?:midday|\d{1,2}:\d\d[ap]m) (?:Mon|Tue|Wed|Thu) \d{1,2} November"
    r"|DECIDED \d{1,2}:\d\d[ap]m \w{3} \d{1,2} November) · MASH-2611-7KDMQ"
)
DUE = r"MASH-2611-7KDMQ: (?:RED|AMBER|GREEN)\. Due (?:midday|\d{1,2}:\d\d[ap]m) \w{3} \d{1,2} November\."
FALLBACKS = re.compile(
    rf"{DUE} (?:Agencies have not been asked yet\."
    r"|Answer by \d{1,2}:\d\d[ap]m(?: \w{3} \d{1,2} November)?\. \d+ of \d+ answered, \d+ late\."
    r"|(?:Ready for a decision|Decision proposed)\. \d+ of \d+ answered\.)"
    r"|MASH-2611-7KDMQ: decided \d{1,2}:\d\d[ap]m \w{3} \d{1,2} November\."
)
INITIALS = re.compile(r"\b\w\.\w\.(?:,|$)")
OUTCOMES = tuple(outcome.label.lower() for outcome in cases.PROFILE.outcomes)


@st.composite
def any_case(draw: st.DrawFn) -> Case:
    """A case somewhere on its way."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6))
    children = tuple((*name.split(" "), "4 3 2017") for name in names)
    level, due = draw(
        st.sampled_from([("red", at(13, 12)), ("amber", at(9, 12, 17)), ("green", at(9, 12, 19))])
    )
    case = rated(arrived(*children, safe_contact=draw(st.booleans())), level, due)
    step = draw(st.sampled_from(["rated", "asked", "proposed", "decided"]))
    if step == "rated":
        return case
    case = asked(case)
    seats = draw(st.sets(st.sampled_from(case.asked)))
    kind = draw(st.sampled_from(["known_with_info", "checked_nothing_known", "cannot_check"]))
    case = answered(case, *sorted(seats), kind=kind, text="Seen at Marlowe House.")
    for seat in sorted(draw(st.sets(st.sampled_from(case.asked), max_size=4))):
        case = voted(
            case, seat, draw(st.sampled_from(["red", "amber", "green", "no_view"])), reason="Hearsay."
        )
    if step == "asked":
        return case
    case = proposed(case, draw(st.sampled_from([outcome.id for outcome in cases.PROFILE.outcomes])))
    return decided(case) if step == "decided" else case


@settings(max_examples=150)
@given(any_case(), st.integers(min_value=0, max_value=4000))
def test_no_version_of_the_card_holds_what_a_post_may_not(case: Case, minutes: int) -> None:
    card = referral_card.card(case, sight(cases.RATED + timedelta(minutes=minutes)))
    shown = words(card)

    assert not (INITIALS.search(shown) and any(outcome in shown.lower() for outcome in OUTCOMES))
    assert not any(part in shown for name in NAMES for part in name.split(" ") if len(part) > 2)
    assert "Marlowe" not in shown
    assert "Hearsay" not in shown
    assert "bruise" not in shown.lower()
    assert TITLES.fullmatch(card.title)
    assert FALLBACKS.fullmatch(card.fallback)


@settings(max_examples=150)
@given(any_case(), st.integers(min_value=0, max_value=4000), st.booleans())
def test_the_card_fits_its_budgets_and_its_buttons_differ(case: Case, minutes: int, raised: bool) -> None:
    if raised:
        case = replace(case, ratings=tuple(replace(r, was="green", level="amber") for r in case.ratings))
    card = referral_card.card(case, sight(cases.RATED + timedelta(minutes=minutes)))

    blocks = blockkit.message(card, Words("en"))["blocks"]
    content, _ = adaptive.message(card, Words("en"))
    names = [button.name for button in buttons_of(card)]

    assert len(blocks) <= 7
    assert _text_blocks(content) <= 8
    assert adaptive.size(content) <= 5 * 1024
    assert len(names) == len(set(names)) <= 5


def _text_blocks(value: object) -> int:
    if isinstance(value, dict):
        return (value.get("type") == "TextBlock") + sum(_text_blocks(one) for one in value.values())
    return sum(_text_blocks(one) for one in value) if isinstance(value, list) else 0
