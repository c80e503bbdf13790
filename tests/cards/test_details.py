"""Details: all of a case in its order, each part to those who may read it, and addresses behind a press of their own."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.cases import details, more
from bot.cards.cases.details import Opening
from bot.cards.elements import Form, Heading
from bot.cards.render import adaptive, blockkit
from bot.words import Words
from tests.cards.reading import at, buttons_of, practitioner, sight, staff, words
from tests.support import cases
from tests.support.cases import answered, arrived, asked, decided, proposed, rated, voted
from triage.authority import Actor
from triage.case import Case
from triage.meetings import Sitting
from triage.records import (
    Action,
    Addition,
    Clock,
    Closing,
    ConsentDecision,
    Disagreement,
    DisagreementStep,
    EarlierContact,
    LegalHold,
    Meeting,
    Referrer,
)

POLICE = practitioner("police")
REFERRER = Actor("teacher-1", "", frozenset({"referrer"}))
EVERYBODY = (
    POLICE,
    practitioner("health"),
    practitioner("housing", "lead"),
    *(
        staff(role)
        for role in ("screening", "duty_manager", "service_manager", "chair", "minute_taker", "edt")
    ),
    staff("information_governance"),
    staff("auditor"),
    staff("administrator"),
    REFERRER,
)


def _whole() -> Case:
    """A case in which everything has happened."""
    case = asked(
        rated(
            arrived(
                referrer=Referrer(
                    "teacher-1",
                    "Marcus Oyelaran",
                    "Teacher",
                    "Harbour Lane Primary School",
                    phone="01632 960 001",
                ),
                household="MARKER-HOUSEHOLD",
                child_words="MARKER-CHILD",
                where_now="MARKER-WHERE",
                family_told="no_unsafe",
                consent="not_sought",
                consent_reason="MARKER-REASON",
            )
        )
    )
    case = answered(
        case, "police", kind="known_with_info", text="MARKER-POLICE", basis="public_task", tier="lead"
    )
    case = answered(case, "health")
    case = voted(voted(case, "police", "red", reason="MARKER-VIEW"), "health", "amber", reason="MARKER-OTHER")
    case = decided(proposed(case))
    return replace(
        case,
        earlier=(
            EarlierContact("subject-1", "other", "same", "MASH-2606-QQQQQ", at(9), "green", "early_help"),
        ),
        additions=(
            Addition("addition-1", "referral-1", at(10), "teacher-1", "added", {"school": "MARKER-ADDED"}),
        ),
        actions=(
            Action("action-1", "referral-1", "", 1, "MARKER-ACTION", "health", "", at(16), "proposal-1"),
        ),
        disagreements=(
            Disagreement(
                id="disagreement-1",
                referral="referral-1",
                by="health-1",
                seat="health",
                at=at(13),
                unsafe=False,
                about="outcome",
                why="MARKER-DISAGREE",
                level=1,
                owner="duty_manager",
                due_at=at(17, day=18),
            ),
        ),
    )


def _form(case: Case, actor: Actor, *openings: Opening) -> Form:
    return details.form(sight(at(14), actor), case, actor, openings)


def test_the_duty_manager_reads_everything_in_the_order_of_the_screens() -> None:
    form = _form(_whole(), staff("duty_manager"), Opening("police-1", "police", at(13, 30)))

    headings = [part.text for part in form.body if isinstance(part, Heading) and part.level == 2]
    assert headings == [
        "People",
        "Referral",
        "Earlier contacts",
        "Answers",
        "Views",
        "Decisions",
        "Actions",
        "Clocks",
        "Who has opened this",
    ]
    read = words(form).splitlines()
    for line in (
        "MASH-2611-7KDMQ · RED ◆",
        "Opening this was recorded.",
        "Child 1: Kacey Brannigan, born 4 March 2017 (9)",
        "Received 9:12am today from Marcus Oyelaran, Teacher, Harbour Lane Primary School, 01632 960 001.",
        "It says that someone is in danger now.",
        "A bruise the shape of fingers.",
        "MARKER-CHILD",
        "Who else is in the home: MARKER-HOUSEHOLD",
        "Parents or carers know: No, it could put someone at risk",
        "Consent: Not asked",
        "School or nursery: MARKER-ADDED",
        "Child 1, same person, 16 November 2026, MASH-2606-QQQQQ, GREEN, Early help",
        "Known, with information.",
        "Who may see this: The lead professional too.",
        "Lawful basis: Public task; safeguarding of children and individuals at risk.",
        "By R. Police, 10:10am today.",
        "MARKER-POLICE",
        "Police: RED ◆; Child protection. By R. Police, 10:20am today.",
        "MARKER-VIEW",
        "Child 1: Section 47 enquiry, joint",
        "Proposed by S. Patel 12:48pm today.",
        "Approved by J. Okafor 12:51pm today.",
        "Two unexplained injuries.",
        "Health disagrees with outcome, 1:00pm today.",
        "1. Health, due 4:00pm today.",
        "Child 1, RED ◆: due 1:12pm today. Stopped 12:51pm today: a decision was approved.",
        "R. Police (Police), 1:30pm today",
    ):
        assert line in read


def _clock(kind: str, stopped: datetime | None, subject: str = "") -> Clock:
    return Clock(f"clock-{kind}", "referral-1", subject, kind, "", at(9), at(17), stopped)


@pytest.mark.parametrize(
    ("clock", "line"),
    [
        (_clock("acknowledge", cases.RECEIVED), "Telling the person who referred that it arrived: due 5:00pm today. Stopped 9:12am today: the person who referred was told."),
        (_clock("answer", at(10, 10), "check-police"), "Answer of Police: due 5:00pm today. Stopped 10:10am today: the agency answered."),
        (_clock("meeting_begins", at(12, 15)), "The meeting: due 5:00pm today. Stopped 12:15pm today: the meeting was opened."),
        (_clock("disagreement", at(13, 30), "d-1"), "Answer to a disagreement: due 5:00pm today. Stopped 1:30pm today: it was answered."),
        (_clock("decide", at(13, 50)), "A social worker's decision: due 5:00pm today. Stopped 1:50pm today: the case was closed."),
        (_clock("feedback", None), "Feedback to the person who referred: due 5:00pm today."),
        (_clock("feedback", at(13, 59)), "Feedback to the person who referred: due 5:00pm today. Stopped 1:59pm today."),
    ],
)  # fmt: skip
def test_a_clock_says_what_stopped_it(clock: Clock, line: str) -> None:
    met = Meeting(
        "meeting-1", "hub", "urgent", at(12, 15), at(9, 40), "closed", "referral-1", opened_at=at(12, 15)
    )
    said = DisagreementStep(
        "s-1", "referral-1", "d-1", "answered", at(13, 30), "duty-1", 1, "duty-1", None, "It stands."
    )
    case = replace(
        answered(asked(), "police", at=at(10, 10)),
        clocks=(clock,),
        sittings=(Sitting(met),),
        disagreement_steps=(said,),
        closings=(Closing("closing-1", "referral-1", at(13, 50), "duty-1"),),
    )

    assert line in words(_form(case, staff("duty_manager"))).splitlines()


def test_an_asked_agency_reads_the_case_but_not_who_read_it() -> None:
    read = words(_form(_whole(), POLICE))

    for marker in ("MARKER-CHILD", "MARKER-OTHER", "MARKER-ACTION", "MARKER-DISAGREE"):
        assert marker in read
    assert "Received 9:12am today from Marcus Oyelaran, Teacher, Harbour Lane Primary School." in read
    assert "01632 960 001" not in read
    assert "MASH-2606-QQQQQ" not in read
    assert "1 in 12 months." in read
    assert "Who has opened this" not in read


def test_agencies_read_the_summary_in_place_of_the_referral() -> None:
    case = asked(rated(arrived(shared_words="summary", summary="Known to you?", child_words="MARKER-CHILD")))

    seat, hub = words(_form(case, POLICE)), words(_form(case, staff("screening")))

    assert "Known to you?" in seat
    assert "A bruise" not in seat
    assert "MARKER-CHILD" not in seat
    assert "Marcus" not in seat
    assert "A bruise" in hub


def test_a_name_kept_back_is_read_by_a_duty_manager_alone() -> None:
    whole = _whole()
    case = replace(
        whole, referral=replace(whole.referral, referrer=replace(whole.referral.referrer, anonymous=True))
    )

    for actor in EVERYBODY:
        read = words(_form(case, actor))
        assert ("Marcus" in read) == ("duty_manager" in actor.roles)
    assert "from Somebody who asked not to be named." in words(_form(case, staff("screening")))


def test_views_are_for_and_against_the_rating_to_those_who_may_read_each() -> None:
    case = voted(voted(voted(asked(), "police", "red"), "health", "amber"), "caf", "need_more")

    manager = words(_form(case, staff("duty_manager"))).splitlines()
    view_missing = words(_form(case, practitioner("housing")))

    first = manager.index("For RED ◆: Police.")
    assert manager[first + 1 : first + 3] == ["Against RED ◆: Health.", "Need more information: CAF."]
    assert "For RED" not in view_missing
    assert "Hidden until you give your view." in view_missing


def test_an_answer_shows_what_it_corrected() -> None:
    case = answered(asked(), "police", kind="known_with_info", text="MARKER-OLD")
    case = answered(case, "police", kind="known_with_info", text="MARKER-NEW", supersedes=case.answers[0].id)

    read = words(_form(case, POLICE)).splitlines()

    assert "Corrected since. Before: Known, with information." in read
    assert read.index("MARKER-OLD") < read.index("MARKER-NEW")


def test_who_has_not_answered_is_said_with_its_time() -> None:
    case = answered(asked(), "police")
    early, late = details.form(sight(at(11), POLICE), case, POLICE, ()), _form(case, POLICE)

    assert "No reply yet. It is due 11:26am today." in words(early)
    assert "No reply. It was due 11:26am today." in words(late)


def test_a_long_case_is_paged_on_both_platforms_and_every_page_fits() -> None:
    case = asked()
    for number, seat in enumerate(case.asked * 3):
        case = answered(case, seat, kind="known_with_info", text=f"MARKER-{number} " + "words " * 450)
    form = _form(case, staff("duty_manager"))

    pages = [replace(form, page=page) for page in range(1, 40)]
    slack = [blockkit.modal(page, Words("en"), "") for page in pages]
    teams = [adaptive.dialog(page, Words("en"), "") for page in pages]

    assert all(len(view["blocks"]) <= 100 for view in slack)
    assert all(adaptive.size(card) <= 24 * 1024 for card in teams)
    for number in range(len(case.answers)):
        assert any(f"MARKER-{number} " in str(view) for view in slack)
        assert any(f"MARKER-{number} " in str(card) for card in teams)


# What holds whatever was written.


@settings(max_examples=80)
@given(st.sampled_from(["waits", "respected"]), st.booleans(), st.booleans())
def test_an_answer_held_for_consent_is_in_nobody_else_s_details(
    became: str, is_decided: bool, phoned: bool
) -> None:
    case = answered(asked(), *(seat for seat in asked().asked if seat != "police"))
    told = {"told_by": "MARKER-TOLD", "told_at": "10:35am"} if phoned else {}
    case = answered(
        case, "police", kind="known_with_info", text="MARKER-HELD", consent="refused", need="risk", **told
    )
    case = voted(case, "police", "red", reason="")
    if became == "respected":
        no = ConsentDecision(
            "consent-1", "referral-1", case.answers[-1].id, "duty-1", at(12), share=False, asked="MARKER-ASKED",
            why="", reasons="MARKER-WHY", basis="", told="", told_words="",
        )  # fmt: skip
        case = replace(case, consent_decisions=(no,))
    if is_decided:
        case = decided(proposed(case))

    for actor in EVERYBODY:
        read = words(_form(case, actor))
        if actor.seat == "police":
            assert "MARKER-HELD" in read
        else:
            assert "MARKER" not in read
            assert "Known, with information" not in read


STREETS = ("Quayle Rise", "High Street", "Îsland View", "St Osyth's Close", "The Green")
WRITTEN = ("{address}", "She is at {upper} now.", "moved to {address}, {postcode}; do not tell", "{postcode}")


@settings(max_examples=120)
@given(
    st.integers(min_value=1, max_value=400),
    st.sampled_from(STREETS),
    st.sampled_from(WRITTEN),
    st.sampled_from(EVERYBODY),
)
def test_a_secret_address_is_in_nobody_s_details(
    number: int, street: str, written: str, actor: Actor
) -> None:
    address, postcode = f"{number} {street}", "ZZ99 3VZ"
    text = written.format(address=address, upper=address.upper(), postcode=postcode)
    whole = _whole()
    case = replace(
        whole,
        referral=replace(
            whole.referral, worry=text, household=text, child_words=text, where_now=text, summary=text
        ),
        subjects=tuple(
            replace(s, address=address, postcode=postcode, address_secret=True) for s in whole.subjects
        ),
        answers=tuple(replace(a, text=text) for a in whole.answers),
        votes=tuple(replace(v, reason=text, why_changed=text) for v in whole.votes),
        proposals=tuple(replace(p, rationale=text, safety=text) for p in whole.proposals),
        actions=tuple(replace(a, what=text) for a in whole.actions),
        disagreements=tuple(replace(d, why=text) for d in whole.disagreements),
        additions=tuple(replace(a, fields={"where": text}) for a in whole.additions),
        legal_holds=(LegalHold("hold-1", "referral-1", at(13), "governance-1", on=True, reason=text),),
    )

    read = words(_form(case, actor)).lower()

    assert address.lower() not in read
    assert postcode.lower() not in read
    assert "safe contact" in read


def test_an_address_is_read_behind_its_own_button() -> None:
    case = asked()
    subject = replace(case.subjects[0], address="4 Quayle Rise", postcode="ZZ99 3VZ", address_secret=True)
    case = replace(case, subjects=(subject, case.subjects[1]))

    buttons = [button for button in buttons_of(_form(case, POLICE)) if button.verb == "details.address"]
    shown = words(details.address(sight(at(14), POLICE), case, subject))

    assert [(button.label, button.thing) for button in buttons] == [("Show the address", "subject-1")]
    assert "4 Quayle Rise\nZZ99 3VZ" in shown
    assert "This address is secret. Do not pass it on or write it down." in shown


@pytest.mark.parametrize("address", ["confidential", "CONFIDENTIAL; confidential", ""])
def test_of_a_secret_address_that_nobody_gave_it_is_said_whom_to_phone(address: str) -> None:
    case = asked()
    secret = replace(case.subjects[0], address=address, postcode="", address_secret=True)
    case = replace(case, subjects=(secret, case.subjects[1]))
    said = "No address yet: phone the person who referred."

    buttons = [button for button in buttons_of(_form(case, POLICE)) if button.thing == secret.id]
    shown = words(details.address(sight(at(14), POLICE), case, secret))

    assert said in words(_form(case, POLICE)).splitlines()
    assert "Show the address" not in [button.label for button in buttons]
    assert said in shown, "a form that was open before says it too"
    assert "Do not pass it on" not in shown


def test_no_two_buttons_of_a_form_have_the_same_name() -> None:
    case = answered(_whole(), "housing", told_by="Dev", told_at="10am", consent="refused", text="x")
    case = replace(case, subjects=tuple(replace(s, address="4 Quayle Rise") for s in case.subjects))

    for actor in EVERYBODY:
        names = [button.name for button in buttons_of(_form(case, actor))]
        assert len(names) == len(set(names))


# The menu.


def _menu(case: Case, actor: Actor) -> list[str]:
    return [button.label for button in more.form(sight(at(14), actor), case, actor).buttons]


def test_the_menu_holds_what_each_may_do_in_the_fixed_order() -> None:
    some = answered(asked(rated(level="green")), "health")
    waiting = proposed(answered(asked(), "health"))

    assert {_menu(some, each)[0] for each in (POLICE, staff("screening"), REFERRER)} == {"Urgent: act now"}
    assert _menu(some, POLICE)[1:] == [
        "Nothing known",
        "I know this family",
        "Raise a disagreement",
        "Restrict",
    ]
    assert "I know this family" not in _menu(some, REFERRER)
    assert _menu(some, practitioner("health"))[1:] == [
        "I know this family",
        "Raise a disagreement",
        "Correct my answer",
        "Restrict",
    ]
    assert _menu(some, practitioner("housing"))[1:] == [
        "Offer information",
        "I know this family",
        "Raise a disagreement",
    ]
    assert _menu(some, staff("screening"))[1:] == [
        "I know this family",
        "Raise a disagreement",
        "Change rating",
        "Ask agencies",
        "Record a phone answer",
        "Propose decision",
        "People and links",
        "Restrict",
    ]
    assert _menu(some, staff("minute_taker"))[1:] == [
        "I know this family",
        "Record a phone answer",
        "People and links",
        "Export the record",
    ]
    assert "Read and decide" in _menu(waiting, staff("duty_manager"))
    assert "Read and decide" not in _menu(waiting, staff("chair"))
    assert _menu(some, staff("auditor")) == ["I know this family"]


def test_after_the_decision_an_agency_still_reaches_its_answer_and_view() -> None:
    assert _menu(_whole(), practitioner("housing"))[1:3] == ["Add what we know", "Give our view"]


def test_the_menu_says_of_whom_nothing() -> None:
    for actor in EVERYBODY:
        read = words(more.form(sight(at(14), actor), _whole(), actor))
        assert "MARKER" not in read
        assert "Brannigan" not in read


def test_the_menu_of_who_may_not_read_the_channel_says_no_rating() -> None:
    for actor in (REFERRER, staff("auditor"), staff("administrator")):
        assert "RED" not in words(more.form(sight(at(14), actor), asked(), actor))
