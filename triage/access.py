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
from triage.records import AccessRequest, AccessReview, Subject
from triage.records.ends import Verdict

ItemKind = Literal["referral", "answer", "view", "rating", "proposal", "disagreement", "reopening"]
Flag = Literal["third_party", "serious_harm"]
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


def due_at(received_at: datetime, case: Case, *, extended: bool = False) -> datetime:
    """The end of the day one month on from receipt; extended, of the day three months on [W60, W61]."""
    months = MOST_MONTHS if extended else ALLOWED_MONTHS
    return months_after(received_at, months, case.profile.zone)


def items(case: Case, request: AccessRequest) -> tuple[Item, ...]:
    """All that is held about the subject of the request until it is answered, the hub's own first, then by agency."""
    subject, until = case.subject(request.subject), request.released_at
    found = [one for one in _all(case, subject) if until is None or one.at <= until]
    order = ["", *(seat.id for seat in case.profile.seats)]
    return tuple(sorted(found, key=lambda one: (order.index(one.seat), one.at)))


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
            yield Item(answer.id, "answer", answer.seat, answer.at, words, answer.tier)
    for vote in case.votes:
        if vote.subject == subject.id:
            yield Item(vote.id, "view", vote.seat, vote.at, _joined(vote.reason, vote.why_changed))
    for said in case.disagreements:
        yield Item(said.id, "disagreement", said.seat, said.at, said.why)


def _of_the_hub(case: Case, subject: Subject) -> Iterator[Item]:
    referral = case.referral
    told = _joined(referral.worry, referral.child_words, referral.household)
    yield Item(referral.id, "referral", "", referral.received_at, told)
    for rating in case.ratings:
        if rating.subject == subject.id:
            yield Item(rating.id, "rating", "", rating.at, rating.reason)
    for one in case.proposals:
        if any(outcome.subject == subject.id for outcome in one.outcomes):
            yield Item(one.id, "proposal", "", one.at, one.rationale)
    for again in case.reopenings:
        yield Item(again.id, "reopening", "", again.at, again.new)


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
