"""Finding earlier contacts of the people in a case, and keeping what a person said about them."""

from collections.abc import Iterator
from typing import Literal

from bot.handlers.steps.linking import flag
from bot.reading.known import known_cases
from bot.verbs import Press
from storage.ids import new_id
from storage.tx import Tx
from triage.authority import Actor
from triage.case import Case
from triage.comparing import Contact, Proposed, months_before, propose
from triage.hub import Hub
from triage.lifecycle import EXITS
from triage.matching import KnownPerson, search_pairs
from triage.records import Link, Subject
from triage.told import known_person

_KINDS: dict[str, Literal["same", "different", "household"]] = {
    "same": "same",
    "different": "different",
    "household": "household",
}


def proposals(tx: Tx, hub: Hub, actor: Actor, case: Case) -> tuple[Proposed, ...]:
    """Contacts of the profile's last months that may be of the same people or household, as far as this person may know."""
    return propose(_pairs(tx, hub, actor, case))


def choices(press: Press, proposed: tuple[Proposed, ...]) -> dict[Proposed, str]:
    """What was chosen for each pair that was shown; "later" where nothing was."""
    return {one: press.text(one.field) or "later" for one in proposed}


def keep_links(tx: Tx, press: Press, chosen: dict[Proposed, str]) -> tuple[str, ...]:
    """Keep what a person said about each pair; returns the referrals that it may have been news for."""
    touched = []
    for one, kind in chosen.items():
        link = Link(
            id=new_id(),
            referral=press.the_case.referral.id,
            subject=one.subject.id,
            other=one.contact.subject.id,
            kind=_KINDS.get(kind, "later"),
            by=press.actor.person,
            at=press.now,
        )
        tx.links.add(link)
        earlier = tx.case(one.contact.subject.referral, press.hub.profile)
        if earlier is not None:
            flag(tx, press, link, earlier)
            touched.append(earlier.referral.id)
    return tuple(touched)


def _pairs(tx: Tx, hub: Hub, actor: Actor, case: Case) -> Iterator[tuple[Subject, KnownPerson, Contact]]:
    decided = {(link.subject, link.other) for link in case.links if link.kind in _KINDS}
    since = months_before(case.referral.received_at, hub.profile.history.months)
    for subject in case.subjects:
        person = known_person(case.referral, subject, hub.zone)
        pairs = search_pairs(person)
        found = tx.referrals.candidates(hub.forum.id, pairs, since, case.referral.id)
        known = known_cases(tx, hub, actor, dict.fromkeys(other.referral for other in found))
        cases = {one.referral.id: one for one in known}
        for other in found:
            if other.referral in cases and (subject.id, other.id) not in decided:
                yield subject, person, _contact(hub, cases[other.referral], other)


def _contact(hub: Hub, case: Case, other: Subject) -> Contact:
    rating, decision = case.rating_of(other), case.decision_on(other)
    exit_taken = other.stage if other.stage in EXITS else ""
    return Contact(
        subject=other,
        person=known_person(case.referral, other, hub.zone),
        reference=case.referral.reference,
        received_at=case.referral.received_at,
        level=rating.level if rating else "",
        outcome=decision.outcome if decision else exit_taken,
    )
