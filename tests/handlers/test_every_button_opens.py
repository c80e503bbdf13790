"""A case to which everything has happened: every button that anybody is shown opens, and no two on a page sound alike."""

from collections.abc import Iterable, Iterator

from bot.cards.elements import Button, Card, Form, Row
from bot.drawing import Drawing
from storage.tx import Tx
from tests.support.cases import answered, asked
from tests.support.decisions import keep_answered
from tests.support.desk import Desk

PEOPLE = ("police-1", "caf-1", "housing-lead", "duty-2", "screening-1", "minutes-1", "chair-1", "teacher-1")
FIRST = ("work.open", "referral.mine", "tasks.list", "desk.list", "desk.next", "recorded.read")


async def test_before_and_after_the_decision_and_when_people_have_left(desk: Desk) -> None:
    referral = await _answered_in_every_way(desk)
    await _each_opens(desk)

    await _decided_by_halves(desk, referral)
    await _each_opens(desk)

    desk.move_clock(days=3)
    await desk.store.write(_leave)
    await _each_opens(desk)


async def _answered_in_every_way(desk: Desk) -> str:
    """Refused consent, a phone answer, "cannot check", a view, a lower rating, and two who disagree."""
    referral = await keep_answered(desk, answered(asked(), "police", "health"))
    known = {"kind": "known_with_info", "text": "Two broken arms.", "need": "risk"}
    phoned = {"seat": "housing", "told_by": "A clerk", "told_at": "10am", "basis": "public_task"}
    view = {
        "urgency_1": "red",
        "destination_1": "child_protection",
        "urgency_2": "no_view",
        "destination_2": "no_view",
    }
    disagree = {"unsafe": "yes", "about": "rating", "why": "Not enough is known."}
    for person, verb, typed in (
        ("adults-1", "check.answer", {"kind": "cannot_check", "why_not": "The system is down."}),
        ("caf-1", "check.answer", {**known, "consent": "refused"}),
        ("minutes-1", "check.phone", {**known, **phoned, "consent": "given"}),
        ("police-1", "vote.cast", {**view, "reason": "Because of the arms."}),
        ("screening-1", "rating.change", {"urgency_1": "amber", "urgency_2": "green", "reason": "Calmer."}),
        ("chair-1", "disagreement.raise", disagree),
        ("teacher-1", "disagreement.raise", disagree),
    ):
        answer = await desk.do(person, verb, referral, typed)
        assert answer.kind == "done", (verb, answer.form and answer.form.problems)
    return referral


async def _decided_by_halves(desk: Desk, referral: str) -> None:
    """Two proposals by somebody of no agency: one is approved, one is returned."""
    outcomes = {"outcome_1": "section_17", "outcome_2": "advice", "rationale": "Seen by a doctor."}
    await desk.do(
        "chair-1", "decision.propose", referral, {**outcomes, "without": "Late.", "safety": "School watches."}
    )
    await _each_opens(desk)
    first, second = (await desk.case(referral)).open_proposals
    await desk.do("duty-2", "proposal.approve", first.id, {})
    await desk.do("duty-2", "proposal.return", second.id, {"need": "other", "words": "Say why not more."})


def _leave(tx: Tx) -> None:
    for person in ("chair-1", "teacher-1", "caf-1"):
        tx.people.end(person, tx.now)


async def _each_opens(desk: Desk) -> None:
    for person in PEOPLE:
        todo = [Button(verb, verb, "hub", verb) for verb in FIRST]
        for card in await desk.store.read(lambda tx, who=person: _cards(desk, tx, who)):  # type: ignore[misc]  # bound at once
            todo += _buttons(card)
        await _open_all(desk, person, todo)


async def _open_all(desk: Desk, person: str, todo: list[Button]) -> None:
    """Press everything that opens, and everything in what that opens."""
    pressed = set()
    while todo:
        button = todo.pop()
        key = (button.verb, button.thing, button.page)
        if not button.opens or key in pressed:
            continue
        pressed.add(key)
        answer = await desk.press(person, button.verb, button.thing, page=button.page)
        if answer.kind == "open" and answer.form is not None:
            shown = _buttons(answer.form)
            names = [one.name for one in shown]
            assert len(names) == len(set(names)), (person, key, names)
            todo += shown


def _cards(desk: Desk, tx: Tx, person: str) -> list[Card]:
    """The channel's cards and the person's own messages, drawn as they are now."""
    drawing = Drawing(desk.hubs)
    wanted = (
        m for m in (*tx.messages.in_channel("hub", "web"), *tx.messages.to_person(person)) if not m.gone
    )
    return [drawn.card for message in wanted if (drawn := drawing.draw(tx, message))]


def _buttons(shown: Card | Form) -> list[Button]:
    return [*_of_rows(shown.body), *shown.buttons]


def _of_rows(parts: Iterable[object]) -> Iterator[Button]:
    for part in parts:
        if isinstance(part, Row):
            yield from part.buttons
