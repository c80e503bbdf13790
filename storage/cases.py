"""A referral read whole: everything that belongs to it, as one value that rules and cards work on."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from storage.kept import Kept
from triage.case import Case
from triage.linking import in_force
from triage.meetings import Sitting
from triage.profile import Profile
from triage.records import Circle, EarlierContact, Link, MeetingItem, Referral, Subject

if TYPE_CHECKING:
    from storage.tx import Tx

R = TypeVar("R")


class _Records(Protocol):
    """Where the records of one referral are found."""

    def __call__(self, kept: Kept[R], referral: str, /) -> tuple[R, ...]:
        """This kind of record, of this referral."""


def read_case(tx: "Tx", referral_id: str, profile: Profile) -> Case | None:
    """The case with this referral id; None when there is none."""
    referral = tx.referrals.get(referral_id)
    return None if referral is None else _case(tx, referral, profile, _alone)


def read_cases(tx: "Tx", referral_ids: Sequence[str], profile: Profile) -> tuple[Case, ...]:
    """The cases with these referral ids, in that order: one query for each kind of record, however many there are."""
    together = _Together(referral_ids)
    return tuple(_case(tx, one, profile, together) for one in tx.referrals.by_ids(referral_ids))


def _alone(kept: Kept[R], referral: str, /) -> tuple[R, ...]:
    return kept.of(referral)


class _Together:
    """Reads a kind of record once, for all of many referrals."""

    def __init__(self, referrals: Sequence[str]) -> None:
        self._referrals = referrals
        self._found: dict[Kept[Any], dict[str, tuple[Any, ...]]] = {}

    def __call__(self, kept: Kept[R], referral: str, /) -> tuple[R, ...]:
        """This kind of record, of this referral."""
        if kept not in self._found:
            self._found[kept] = kept.of_each(self._referrals)
        return self._found[kept].get(referral, ())


def _case(tx: "Tx", referral: Referral, profile: Profile, records: _Records) -> Case:
    links = records(tx.links, referral.id)
    subjects = records(tx.subjects, referral.id)
    return Case(
        referral=referral,
        profile=profile,
        subjects=tuple(sorted(subjects, key=lambda subject: subject.number)),
        additions=records(tx.additions, referral.id),
        links=links,
        earlier=tuple(_earlier(tx, links)),
        ratings=records(tx.ratings, referral.id),
        clocks=records(tx.clocks, referral.id),
        checks=records(tx.checks, referral.id),
        answers=records(tx.answers, referral.id),
        consent_decisions=records(tx.consent_decisions, referral.id),
        votes=records(tx.votes, referral.id),
        proposals=records(tx.proposals, referral.id),
        returns=records(tx.proposal_returns, referral.id),
        decisions=records(tx.decisions, referral.id),
        actions=records(tx.actions, referral.id),
        action_steps=records(tx.action_steps, referral.id),
        handed_on=records(tx.handed_on, referral.id),
        nudges=records(tx.nudges, referral.id),
        feedback=records(tx.feedback, referral.id),
        holding=records(tx.holding_replies, referral.id),
        urgent=records(tx.urgent, referral.id),
        urgent_taken=records(tx.urgent_taken, referral.id),
        disagreements=records(tx.disagreements, referral.id),
        disagreement_steps=records(tx.disagreement_steps, referral.id),
        tasks=records(tx.tasks, referral.id),
        closings=records(tx.closings, referral.id),
        reopenings=records(tx.reopenings, referral.id),
        legal_holds=records(tx.legal_holds, referral.id),
        exports=records(tx.exports, referral.id),
        export_confirmations=records(tx.export_confirmations, referral.id),
        access_requests=records(tx.access_requests, referral.id),
        access_reviews=records(tx.access_reviews, referral.id),
        information_requests=records(tx.information_requests, referral.id),
        information_replies=records(tx.information_replies, referral.id),
        sittings=_sittings(tx, records(tx.meetings.items, referral.id)),
        views_asked=records(tx.views_asked, referral.id),
        statements=records(tx.statements, referral.id),
        destinations=records(tx.destination_ratings, referral.id),
        nights=records(tx.night_items, referral.id),
        after_hours=records(tx.after_hours, referral.id),
        restrictions=records(tx.restrictions, referral.id),
        conflicts=records(tx.conflicts, referral.id),
    )


def _sittings(tx: "Tx", items: tuple[MeetingItem, ...]) -> tuple[Sitting, ...]:
    """The meetings that a referral is or was a case of, in the order in which it came to them."""
    found = (tx.meetings.sitting(item.meeting) for item in items)
    return tuple(sitting for sitting in found if sitting is not None)


def _earlier(tx: "Tx", links: tuple[Link, ...]) -> Iterator[EarlierContact]:
    """The contacts before this one; one that was erased is none any more."""
    for link in in_force(links):
        other = tx.subjects.get(link.other) if link.counts else None
        referral = tx.referrals.get(other.referral) if other else None
        if other and referral:
            yield _contact(tx, link, other, referral)


def _contact(tx: "Tx", link: Link, other: Subject, referral: Referral) -> EarlierContact:
    ratings = [rating.level for rating in tx.ratings.of(referral.id) if rating.subject == other.id]
    outcomes = [made.outcome for made in tx.decisions.of(referral.id) if made.subject == other.id]
    return EarlierContact(
        subject=link.subject,
        other=other.id,
        kind="same" if link.kind == "same" else "household",
        reference=referral.reference,
        received_at=referral.received_at,
        level=ratings[-1] if ratings else "",
        outcome=outcomes[-1] if outcomes else "",
        circle=tx.circles.of(referral.id) or Circle(referral.forum),
    )
