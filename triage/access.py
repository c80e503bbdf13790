"""A request for what is held about one subject: what there is, whose it is, and what each owner says of it.

Nobody's information goes out before its owner has looked at it. Flags only say where to look: a person decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from triage.case import Case
from triage.ends import months_after
from triage.meetings import Sitting
from triage.records import AccessRequest, AccessReview, Answer, Statement, Subject
from triage.records.ends import Verdict

ItemKind = Literal[
    "referral",
    "addition",
    "urgent",
    "rating",
    "rating_stands",
    "destination",
    "answer",
    "consent",
    "view",
    "statement",
    "meeting",
    "proposal",
    "action",
    "action_step",
    "lead_phoned",
    "disagreement",
    "disagreement_step",
    "information_reply",
    "feedback",
    "closing",
    "reopening",
]
Flag = Literal["third_party", "serious_harm"]
Mark = Literal["unconfirmed", "late", "interim", "without_consent"]
ALLOWED_MONTHS, MOST_MONTHS = 1, 3


@dataclass(frozen=True)
class Item:
    """One piece of what is held about the subject. `seat` owns it; empty is the hub."""

    id: str
    kind: ItemKind
    seat: str
    at: datetime
    words: str
    tier: str = ""
    flags: tuple[Flag, ...] = ()
    marks: tuple[Mark, ...] = ()
    """What must be said with it wherever it is read."""


def due_at(received_at: datetime, case: Case, *, extended: bool = False) -> datetime:
    """The end of the day one month on from receipt; extended, of the day three months on [W60, W61]."""
    months = MOST_MONTHS if extended else ALLOWED_MONTHS
    return months_after(received_at, months, case.profile.zone)


def items(case: Case, request: AccessRequest) -> tuple[Item, ...]:
    """All that is held about the subject of the request until it is answered, the hub's own first, then by agency."""
    subject, until = case.subject(request.subject), request.released_at
    found = [one for one in _all(case, subject) if until is None or one.at <= until]
    order = {"": 0} | {seat.id: n for n, seat in enumerate(case.profile.seats, start=1)}
    return tuple(sorted(found, key=lambda one: (order.get(one.seat, len(order)), one.seat, one.at)))


def owners(case: Case, request: AccessRequest) -> tuple[str, ...]:
    """Whose information it is, each once: the hub as an empty name, then the agencies."""
    return tuple(dict.fromkeys(item.seat for item in items(case, request)))


def waits_for(case: Case, request: AccessRequest) -> tuple[str, ...]:
    """The owners who have not said of each of their items whether it may go out."""
    missing = (item.seat for item in items(case, request) if verdict(case, request, item) is None)
    return tuple(dict.fromkeys(missing))


def verdict(case: Case, request: AccessRequest, item: Item) -> Verdict | None:
    """What the owner said last of one item."""
    said = [
        review.verdicts[item.id] for review in reviews(case, request, item.seat) if item.id in review.verdicts
    ]
    return said[-1] if said else None


def reviews(case: Case, request: AccessRequest, seat: str) -> tuple[AccessReview, ...]:
    """What one owner said, oldest first."""
    return tuple(one for one in case.access_reviews if (one.request, one.seat) == (request.id, seat))


def _all(case: Case, subject: Subject) -> Iterator[Item]:
    found = (*_of_agencies(case, subject), *_of_the_hub(case, subject))
    return (replace(item, flags=_flags(case, subject, item)) for item in found)


def _of_agencies(case: Case, subject: Subject) -> Iterator[Item]:
    for answer in case.answers:
        if subject.id in answer.subjects:
            words = _joined(answer.text, answer.why_not)
            marks = _shared_without_consent(case, answer)
            yield Item(answer.id, "answer", answer.seat, answer.at, words, answer.tier, marks=marks)
    yield from _views(case, subject)
    for one in case.statements:
        if _is_about(case, one, subject):
            unconfirmed: tuple[Mark, ...] = () if one.confirmed_at else ("unconfirmed",)
            yield Item(one.id, "statement", one.seat, one.at, one.words, marks=unconfirmed)
    for said in case.disagreements:
        yield Item(said.id, "disagreement", said.seat, said.at, said.why)
    for urgent in case.urgent:
        yield Item(urgent.id, "urgent", urgent.seat, urgent.at, urgent.words)


def _views(case: Case, subject: Subject) -> Iterator[Item]:
    """What was said in a meeting carries its views with it: the words are the same."""
    said = {vote for one in case.statements for vote in one.votes}
    for vote in case.votes:
        if vote.subject == subject.id and vote.id not in said:
            late: tuple[Mark, ...] = ("late",) if vote.late else ()
            words = _joined(vote.reason, vote.why_changed)
            yield Item(vote.id, "view", vote.seat, vote.at, words, marks=late)


def _shared_without_consent(case: Case, answer: Answer) -> tuple[Mark, ...]:
    made = case.consent_decision(answer)
    return ("without_consent",) if made is not None and made.share else ()


def _is_about(case: Case, one: Statement, subject: Subject) -> bool:
    """Where its views name their subjects, it is about those; else about everybody."""
    about = {vote.subject for vote in case.votes if vote.id in one.votes}
    return not about or subject.id in about


def _of_the_hub(case: Case, subject: Subject) -> Iterator[Item]:
    yield from _told(case)
    yield from _judged(case, subject)
    yield from _answered_for(case, subject)
    yield from _met(case)
    yield from _done(case, subject)
    yield from _phoned(case, subject)
    for reply in case.information_replies:
        yield Item(reply.id, "information_reply", "", reply.at, _joined(reply.words, reply.held_back))
    for ended in case.closings:
        if ended.reason:
            yield Item(ended.id, "closing", "", ended.at, ended.reason)
    for again in case.reopenings:
        yield Item(again.id, "reopening", "", again.at, again.new)


def _told(case: Case) -> Iterator[Item]:
    """What whoever referred told, and what they were told."""
    referral = case.referral
    told = _joined(referral.worry, referral.child_words, referral.household)
    yield Item(referral.id, "referral", "", referral.received_at, told)
    for more in case.additions:
        yield Item(more.id, "addition", "", more.at, _joined(*more.fields.values()))
    for reply in case.feedback:
        if reply.sent_at is not None and reply.added_words:
            yield Item(reply.id, "feedback", "", reply.sent_at, reply.added_words)


def _judged(case: Case, subject: Subject) -> Iterator[Item]:
    for rating in case.ratings:
        if rating.subject == subject.id:
            yield Item(rating.id, "rating", "", rating.at, rating.reason)
    of_subject = {vote.id for vote in case.votes if vote.subject == subject.id}
    for said in case.ratings_stand:
        if said.vote in of_subject:
            yield Item(said.id, "rating_stands", "", said.at, said.reason)
    for second in case.destinations:
        if second.subject == subject.id:
            yield Item(second.id, "destination", "", second.at, second.reason)
    for one in case.proposals:
        if any(outcome.subject == subject.id for outcome in one.outcomes):
            words = _joined(one.rationale, *one.without.values(), one.safety)
            interim: tuple[Mark, ...] = ("interim",) if case.interim_until(one) else ()
            yield Item(one.id, "proposal", "", one.at, words, marks=interim)


def _answered_for(case: Case, subject: Subject) -> Iterator[Item]:
    """How disagreements were answered, and why something was shared or not where consent was refused."""
    for step in case.disagreement_steps:
        if step.words:
            yield Item(step.id, "disagreement_step", "", step.at, step.words)
    about = {answer.id for answer in case.answers if subject.id in answer.subjects}
    for made in case.consent_decisions:
        if made.answer in about:
            yield Item(made.id, "consent", "", made.at, _joined(made.asked, made.reasons, made.told_words))


def _met(case: Case) -> Iterator[Item]:
    """Why a meeting put this case off, or went on without an agency; never what concerns others on its agenda."""
    for sitting in case.sittings:
        item = sitting.item_of(case.referral.id)
        words = _joined(item.why, item.safe) if item else ""
        if item and words:
            at = item.ended_at or sitting.meeting.at
            yield Item(item.id, "meeting", "", at, words)
        went_on = sitting.meeting
        if went_on.interim_at is not None and is_only_about(case, sitting):
            words = _joined(went_on.interim_why, went_on.interim_safe)
            yield Item(went_on.id, "meeting", "", went_on.interim_at, words, marks=("interim",))


def is_only_about(case: Case, sitting: Sitting) -> bool:
    """Whether a meeting had no other case on its agenda."""
    return all(item.referral == case.referral.id for item in sitting.items)


def _done(case: Case, subject: Subject) -> Iterator[Item]:
    """Actions are the hub's, since the decision made them; what became of them is told by who did it."""
    for action in case.actions:
        if action.subject not in {"", subject.id}:
            continue
        steps = [step for step in case.action_steps if step.action == action.id]
        begun = action.begun_at or min((step.at for step in steps), default=case.referral.received_at)
        yield Item(action.id, "action", "", begun, _joined(action.what, action.proof))
        for step in steps:
            if step.words:
                seat = "" if step.kind == "instead" else action.seat
                yield Item(step.id, "action_step", seat, step.at, step.words)


def _phoned(case: Case, subject: Subject) -> Iterator[Item]:
    """What was said when somebody phoned about what is late; about an action only where that may be theirs."""
    theirs = {action.id for action in case.actions if action.subject in {"", subject.id}}
    for one in case.phoned:
        if one.words and (one.about == "answer" or one.thing in theirs):
            yield Item(one.id, "lead_phoned", "", one.at, one.words)


def _joined(*words: str) -> str:
    return "\n".join(filter(None, words))


def _flags(case: Case, subject: Subject, item: Item) -> tuple[Flag, ...]:
    flags: list[Flag] = []
    if _names_others(case, subject, item.words):
        flags.append("third_party")
    if item.tier == "hub" or case.referral.safe_contact or any(s.address_secret for s in case.subjects):
        flags.append("serious_harm")
    return tuple(flags)


def _names_others(case: Case, subject: Subject, words: str) -> bool:
    """Whether somebody else of the case, or whoever referred, is named."""
    mine = {name.casefold() for name in (subject.first_name, subject.surname)}
    others = [name for s in case.subjects if s.id != subject.id for name in (s.first_name, s.surname)]
    others += case.referral.referrer.name.split()
    known = {name.casefold() for name in others if len(name) > 1} - mine
    return not known.isdisjoint(re.findall(r"[\w'-]+", words.casefold()))
