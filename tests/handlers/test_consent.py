"""Consent was refused: nobody else reads the answer until a duty manager decides to share it."""

import asyncio

import pytest

from tests.cards.reading import words
from tests.support.cases import asked, decided, proposed, voted
from tests.support.decisions import propose
from tests.support.desk import Desk
from tests.support.keeping import keep

SECRET = "She told the refuge worker everything."
REFUSED = {"text": SECRET, "need": "risk", "consent": "refused"}
SHARE = {
    "asked": "The mother was asked on Friday and said no.",
    "decision": "share",
    "why": "significant_harm",
    "reasons": "Two injuries; the police must know today; nothing more is shared.",
    "basis": "public_task",
    "told": "not_safe",
    "told_words": "Telling her partner would put her at risk.",
}
WHY_SHARED = """\
What was asked, of whom, and the answer:
The mother was asked on Friday and said no.
Why: Risk of significant harm.
Lawful basis: Public task; safeguarding of children and individuals at risk.
Two injuries; the police must know today; nothing more is shared.
Has the family been told: Not safe
Telling her partner would put her at risk."""


async def _details(desk: Desk, person: str, referral: str) -> str:
    form = (await desk.press(person, "details.open", referral)).form
    assert form is not None
    return words(form)


async def _held(desk: Desk) -> tuple[str, str]:
    """A case with one answer that is held for consent, and one of each other seat."""
    referral = await keep(desk, asked())
    for seat in ("health", "housing"):
        await desk.do(f"{seat}-1", "check.nothing_known", referral, {})
    await desk.do("police-1", "check.answer", referral, REFUSED)
    return referral, (await desk.case(referral)).answers[-1].id


async def test_a_refusal_is_told_to_the_duty_managers_and_to_nobody_else(desk: Desk) -> None:
    _, given = await _held(desk)

    told = await desk.messages("consent")

    assert {(m.audience, m.thing) for m in told} == {("duty-1", given), ("duty-2", given)}


async def test_until_it_is_decided_only_its_own_agency_reads_it(desk: Desk) -> None:
    referral, _ = await _held(desk)

    assert SECRET in await _details(desk, "police-2", referral)
    for person in ("health-1", "screening-1", "chair-1", "minutes-1", "governance-1", "service-1", "duty-1"):
        read = await _details(desk, person, referral)
        assert SECRET not in read
        assert "Held until a duty manager has decided about consent." in read
        assert "Known, with information" not in read


async def test_the_form_reads_word_for_word(desk: Desk) -> None:
    _, given = await _held(desk)

    form = (await desk.press("duty-1", "consent.decide", given)).form

    assert form is not None
    assert form.binding
    assert form.submit == "Record decision"
    assert SECRET in words(form)
    only = " (only if you share without consent)"
    assert [field.label for field in form.fields()][:7] == [
        "What was asked, of whom, and the answer",
        "Decision",
        f"Why{only}",
        f"Your reasons{only}",
        f"Lawful basis{only}",
        f"Has the family been told?{only}",
        f"Who was told, or why not{only}",
    ]


async def test_sharing_without_consent_lets_others_read_it_and_is_in_the_audit_twice(desk: Desk) -> None:
    referral, given = await _held(desk)

    answer = await desk.do("duty-1", "consent.decide", given, SHARE)

    assert answer.note == "Recorded 9:12am. MASH-2611-7KDMQ."
    assert SECRET in await _details(desk, "health-1", referral)
    waiting = await _details(desk, "education-1", referral)
    assert SECRET not in waiting
    assert "Hidden until your own answer is in." in waiting
    entries = await desk.store.read(lambda tx: tx.audit.entries(referral))
    facts = [
        (e.actor, e.verb, e.thing) for e in entries if e.verb.startswith("consent.") and e.outcome == "done"
    ]
    assert facts == [
        ("police-1", "consent.refused", given),
        ("duty-1", "consent.overruled", given),
        ("duty-1", "consent.decide", given),
    ]
    assert await desk.messages("consent") == []


async def test_who_shared_it_and_why_stand_with_the_decision(desk: Desk) -> None:
    referral, given = await _held(desk)
    await desk.do("duty-1", "consent.decide", given, SHARE)

    read = await _details(desk, "health-1", referral)

    assert "Police: shared without consent. J. Okafor, 9:12am today.\n" + WHY_SHARED in read


async def test_who_approves_reads_why_it_was_shared(desk: Desk) -> None:
    referral, given = await _held(desk)
    await desk.do("duty-1", "consent.decide", given, SHARE)
    proposal = await propose(desk, referral, {"without": "They cannot wait."})

    opened = await desk.press("duty-1", "proposal.approve", proposal.id)

    assert opened.form
    assert WHY_SHARED in words(opened.form)


async def test_a_refusal_that_is_respected_stays_held(desk: Desk) -> None:
    referral, given = await _held(desk)

    answer = await desk.do("duty-1", "consent.decide", given, {"asked": "Asked; no.", "decision": "respect"})

    assert answer.kind == "done"
    assert SECRET not in await _details(desk, "health-1", referral)
    assert "Not shared: consent was refused." in await _details(desk, "screening-1", referral)
    entries = await desk.store.read(lambda tx: tx.audit.entries(referral))
    assert "consent.overruled" not in {entry.verb for entry in entries}


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("asked", "Enter what was asked, of whom, and the answer"),
        ("decision", "Select a decision"),
        ("why", "Select why"),
        ("reasons", "Enter your reasons for sharing without consent"),
        ("basis", "Select the lawful basis"),
        ("told", "Select if the family has been told"),
        ("told_words", "Enter who was told, or why nobody was"),
    ],
)
async def test_what_sharing_needs(desk: Desk, field: str, said: str) -> None:
    _, given = await _held(desk)

    answer = await desk.do("duty-1", "consent.decide", given, {**SHARE, field: ""})

    assert answer.form is not None
    assert answer.form.problems == {field: said}


@pytest.mark.parametrize("person", ["police-1", "screening-1", "chair-1", "minutes-1", "governance-1"])
async def test_nobody_else_decides(desk: Desk, person: str) -> None:
    _, given = await _held(desk)

    answer = await desk.press(person, "consent.decide", given)

    assert answer.kind == "refused"
    assert SECRET not in (answer.note + (words(answer.form) if answer.form else ""))


async def test_of_two_duty_managers_at_once_one_decides(desk: Desk) -> None:
    referral, given = await _held(desk)
    first = await desk.press("duty-1", "consent.decide", given)
    second = await desk.press("duty-2", "consent.decide", given)

    answers = await asyncio.gather(
        desk.submit(first.form, SHARE, by="duty-1"),
        desk.submit(second.form, {"asked": "Asked.", "decision": "respect"}, by="duty-2"),
    )

    assert sorted(answer.note for answer in answers) == [
        "Already recorded 9:12am. Nothing was added. MASH-2611-7KDMQ.",
        "Recorded 9:12am. MASH-2611-7KDMQ.",
    ]
    assert len((await desk.case(referral)).consent_decisions) == 1


async def test_an_answer_corrected_meanwhile_is_shown_with_what_was_typed(desk: Desk) -> None:
    referral, given = await _held(desk)
    opened = await desk.press("duty-1", "consent.decide", given)
    await desk.do("police-1", "check.correct", given, {"text": "She told the worker one thing."})

    again = await desk.submit(opened.form, SHARE, by="duty-1")

    assert again.kind == "open"
    assert again.form is not None
    assert again.form.notice == (
        "This changed while you were reading.\nPolice corrected this answer 9:12am. The new one is below."
    )
    assert "She told the worker one thing." in words(again.form)
    assert SHARE["reasons"] in words(again.form)
    assert (await desk.submit(again.form, {}, by="duty-1")).kind == "done"
    case = await desk.case(referral)
    assert not case.held(case.current_answers[-1])
    assert case.held(next(a for a in case.answers if a.id == given))
    assert SECRET not in await _details(desk, "health-1", referral)


async def test_a_view_given_with_a_held_answer_does_not_give_the_answer_away(desk: Desk) -> None:
    referral = await keep(desk, decided(proposed(voted(asked(), "health", "amber"))))
    await desk.do("police-1", "check.answer", referral, {**REFUSED, "urgency_1": "red"})

    assert SECRET not in await _details(desk, "health-1", referral)


async def test_who_proposes_and_who_decides_read_that_a_consent_is_still_to_decide(desk: Desk) -> None:
    """What an agency knows may be what the decision hangs on; it is not read until then, and nobody may overlook it."""
    referral, given = await _held(desk)
    waits = "Consent to decide, so nobody else has read what they know: Police."
    form = (await desk.press("chair-1", "decision.propose", referral)).form
    assert form is not None
    assert waits in words(form)
    proposal = await propose(desk, referral, {"without": "It cannot wait."})
    await desk.do("education-1", "check.nothing_known", referral, {})

    read = (await desk.press("duty-1", "proposal.approve", proposal.id)).form

    assert read is not None
    assert waits in words(read)
    assert "Answered since: Education." in words(read)
    assert "No reply: " in words(read)
    await desk.do("duty-1", "consent.decide", given, SHARE)
    read = (await desk.press("duty-1", "proposal.approve", proposal.id)).form
    assert read is not None
    assert waits not in words(read)
