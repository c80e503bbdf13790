"""Every form about a case begins alike: which case and for whom one answers, whom it is about, and that it was recorded."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.cards.acting import action_forms
from bot.cards.afterwards import exporting, holding, send_feedback
from bot.cards.answering import answer, handing_on, phone_lead
from bot.cards.answering.phone_lead import Reached
from bot.cards.cases import closing, legal_hold, links, restrict
from bot.cards.deciding import disagree, disagreement_answer, propose
from bot.cards.desk import ask_agencies, rerate
from bot.cards.elements import Form
from bot.cards.sight import Sight
from tests.cards.reading import at, practitioner, sight, staff, words
from tests.support.cases import asked, decided, proposed, rated
from triage.authority import Actor
from triage.case import Case
from triage.ends import StillOpen
from triage.records import Action, Disagreement, DisagreementStep, Feedback, HoldingReply

POLICE, MANAGER = practitioner("police"), staff("duty_manager")
TEACHER = Actor("teacher-1", "", frozenset({"referrer"}))
WHO = [
    "Child 1: Kacey Brannigan, born 4 March 2017 (9)",
    "Child 2: Kian Brannigan, born 15 September 2020 (6)",
]
VISIT = Action("action-1", "referral-1", "", 1, "Visit.", "police", "police-1", at(16), "proposal-1")
DRAFT = answer.Draft("check.answer", "referral-1", "Add what we know", asked().subjects, ("subject-1",))

FORMS: dict[str, tuple[Actor, Callable[[Sight, Case], Form]]] = {
    "answer": (POLICE, lambda seen, case: answer.form(seen, case, DRAFT)),
    "not mine": (POLICE, lambda seen, case: handing_on.whose(seen, case, ())),
    "give to a colleague": (POLICE, lambda seen, case: handing_on.give(seen, case, ())),
    "phone the lead": (MANAGER, lambda seen, case: phone_lead.form(seen, case, "line-1", Reached("police", ()), ())),
    "action done": (POLICE, lambda seen, case: action_forms.done(seen, case, VISIT)),
    "add an action": (MANAGER, lambda seen, case: action_forms.add(seen, case, ())),
    "disagree": (POLICE, disagree.form),
    "propose": (MANAGER, lambda seen, case: propose.form(seen, case, case.subjects, (), ())),
    "change rating": (
        MANAGER,
        lambda seen, case: rerate.form(seen, case, case.subjects, lambda _subject, _level: at(13)),
    ),
    "ask agencies": (MANAGER, lambda seen, case: ask_agencies.form(seen, case, ("caf",), ())),
    "legal hold": (
        staff("information_governance"),
        lambda seen, case: legal_hold.form(seen, case, on=True),
    ),
    "restrict": (MANAGER, lambda seen, case: restrict.form(seen, case, ())),
    "links": (MANAGER, links.find_form),
    "close": (MANAGER, lambda seen, case: closing.close(seen, case, StillOpen((), (), (), ()))),
    "export": (MANAGER, exporting.make),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_a_form_begins_with_the_case_the_people_and_that_it_was_recorded(name: str) -> None:
    reader, build = FORMS[name]
    for_whom = " · You answer for Police" if reader is POLICE else ""

    lines = words(build(sight(at(10), reader), asked())).splitlines()

    assert lines[1] == f"MASH-2611-7KDMQ · RED ◆ due 1:12pm today{for_whom}"
    assert lines[2:4] == WHO
    assert lines[4] == "Opening this was recorded."


@pytest.mark.parametrize("name", [name for name, (reader, _) in FORMS.items() if reader is POLICE])
def test_who_was_not_asked_reads_in_a_form_what_the_channel_shows(name: str) -> None:
    _, build = FORMS[name]

    shown = words(build(sight(at(10), practitioner("police")), rated()))

    assert "Child 1: K.B., 9" in shown
    assert "Kacey" not in shown


def test_a_disagreement_and_its_answer_hold_no_secret_address() -> None:
    case = asked()
    hidden = replace(case.subjects[0], address="4 Quayle Rise", postcode="ZZ99 3VZ", address_secret=True)
    one = Disagreement(
        id="d-1",
        referral="referral-1",
        by="police-1",
        seat="police",
        at=at(10),
        unsafe=False,
        about="outcome",
        why="He knows 4 Quayle Rise.",
        level=1,
        owner="duty-1",
        due_at=at(17, day=19),
    )
    said = DisagreementStep(
        "s-1", "referral-1", "d-1", "answered", at(11), "duty-1", 1, "duty-1", None, "Not 4 Quayle Rise."
    )
    case = replace(
        case, subjects=(hidden, *case.subjects[1:]), disagreements=(one,), disagreement_steps=(said,)
    )
    now = case.standings[0]

    for form in (
        disagreement_answer.form(sight(at(12), MANAGER), case, now),
        disagreement_answer.read_form(sight(at(12), POLICE), case, now),
    ):
        assert "Quayle" not in words(form)
        assert "[address withheld]" in words(form)


def test_whoever_referred_reads_the_reference_alone() -> None:
    lines = words(disagree.form(sight(at(14), TEACHER), decided(proposed(asked())))).splitlines()

    assert lines[:3] == ["I disagree", "MASH-2611-7KDMQ", "Opening this was recorded."]


def test_the_forms_of_replies_say_what_was_decided_and_when_somebody_was_told_before() -> None:
    case, prepared = decided(proposed(asked())), Feedback("feedback-1", "referral-1", at(13), at(17), ())
    prepared = replace(prepared, outcomes=(("subject-1", "section_17"), ("subject-2", "early_help")))
    told = HoldingReply("holding-1", "referral-1", at(12), state="sent", sent_at=at(12, 30))
    case = replace(case, feedback=(prepared,), holding=(told,))

    lines = words(send_feedback.form(sight(at(14), MANAGER), case, prepared, "")).splitlines()

    assert lines[4:8] == [
        "Opening this was recorded.",
        "Child 1: child in need assessment.",
        "Child 2: early help.",
        "Last feedback: 12:30pm today.",
    ]
    said = holding.Said(read=True, asked=True, again_by=at(17))
    assert words(holding.form(sight(at(14), MANAGER), case, told, said)).splitlines()[2:4] == WHO
