"""A referral read whole: everything that belongs to it, as one value that rules and cards work on."""

from typing import TYPE_CHECKING

from triage.case import Case
from triage.profile import Profile
from triage.records import EarlierContact, Link, Referral

if TYPE_CHECKING:
    from storage.tx import Tx


def read_case(tx: "Tx", referral_id: str, profile: Profile) -> Case | None:
    """The case with this referral id; None when there is none."""
    referral = tx.referrals.get(referral_id)
    if referral is None:
        return None
    links = tx.links.of(referral_id)
    return Case(
        referral=referral,
        profile=profile,
        subjects=tuple(sorted(tx.subjects.of(referral_id), key=lambda subject: subject.number)),
        additions=tx.additions.of(referral_id),
        links=links,
        earlier=tuple(_earlier(tx, link) for link in _in_force(links) if link.kind in {"same", "household"}),
        ratings=tx.ratings.of(referral_id),
        clocks=tx.clocks.of(referral_id),
        checks=tx.checks.of(referral_id),
        answers=tx.answers.of(referral_id),
        consent_decisions=tx.consent_decisions.of(referral_id),
        votes=tx.votes.of(referral_id),
        proposals=tx.proposals.of(referral_id),
        returns=tx.proposal_returns.of(referral_id),
        decisions=tx.decisions.of(referral_id),
        actions=tx.actions.of(referral_id),
        feedback=tx.feedback.of(referral_id),
        disagreements=tx.disagreements.of(referral_id),
        tasks=tx.tasks.of(referral_id),
    )


def _in_force(links: tuple[Link, ...]) -> tuple[Link, ...]:
    replaced = {link.supersedes for link in links}
    return tuple(link for link in links if link.id not in replaced)


def _earlier(tx: "Tx", link: Link) -> EarlierContact:
    other = tx.subjects.get(link.other)
    if other is None:
        raise LookupError("a link names a subject that is not there")
    referral: Referral | None = tx.referrals.get(other.referral)
    if referral is None:
        raise LookupError("a subject names a referral that is not there")
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
    )
