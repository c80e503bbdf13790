"""A referral read whole: everything that belongs to it, as one value that rules and cards work on."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from storage.kept import Kept
from storage.presence import tables_of
from triage.case import Case
from triage.lifecycle import EXITS
from triage.linking import in_force
from triage.meetings import Sitting
from triage.profile import Profile
from triage.records import Circle, EarlierContact, Link, Referral, Subject
from triage.roster import Roster
from triage.visibility import kept_from

if TYPE_CHECKING:
    from storage.tx import Tx

R = TypeVar("R")


def read_case(tx: "Tx", referral_id: str, profile: Profile) -> Case | None:
    """The case with this referral id; None when there is none."""
    return next(iter(read_cases(tx, (referral_id,), profile)), None)


def read_cases(tx: "Tx", referral_ids: Sequence[str], profile: Profile) -> tuple[Case, ...]:
    """The cases with these referral ids, in that order: one query for each kind of record, however many there are."""
    referrals = tx.referrals.by_ids(referral_ids)
    if not referrals:
        return ()
    records = _Together(tx, [referral.id for referral in referrals])
    cases = tuple(_case(tx, one, profile, records) for one in referrals)
    records.remember()
    return cases


class _Together:
    """Reads what belongs to many referrals: each kind of record once for all, and only such as any of them has.

    Of a referral that is as it was when it was read before, nothing is read.
    """

    def __init__(self, tx: "Tx", referrals: Sequence[str]) -> None:
        self._tx = tx
        self._referrals = referrals
        self._versions = {} if tx.writes else tx.referrals.versions(referrals)
        found = {one: tx.remembered.at(one, version) for one, version in self._versions.items()}
        self._known = {one: records for one, records in found.items() if records is not None}
        self._new = [one for one in referrals if one not in self._known]
        self._tables = tables_of(tx.connection, self._new) if self._new else frozenset()
        self._found: dict[str, dict[str, tuple[Any, ...]]] = {}

    def __call__(self, kept: Kept[R], referral: str) -> tuple[R, ...]:
        """This kind of record, of this referral."""
        if referral in self._known:
            return kept.seed(referral, self._known[referral].get(kept.table, ()))
        if kept.table not in self._tables:
            return ()
        if kept.table not in self._found:
            self._found[kept.table] = kept.of_each(self._new)
        return self._found[kept.table][referral]

    def remember(self) -> None:
        """Keep what was read for the next transaction; called when all of it was."""
        if not self._tx.sees_one_state:
            return
        for one in self._new:
            records = {table: found[one] for table, found in self._found.items() if found[one]}
            self._tx.remembered.keep(one, self._versions[one], records, erasures=self._tx.erasures)

    @cached_property
    def roster(self) -> Roster:
        """Everybody, for the cases that not everybody may know of."""
        return self._tx.people.roster()

    @cached_property
    def sittings(self) -> dict[str, Sitting]:
        """The meetings that any of the referrals is or was a case of, by id."""
        items = (item for one in self._referrals for item in self(self._tx.meetings.items, one))
        return self._tx.meetings.sittings(tuple(dict.fromkeys(item.meeting for item in items)))

    @cached_property
    def earlier(self) -> dict[str, EarlierContact]:
        """The contacts before any of the referrals, by the id of the link that counts them."""
        links = in_force(link for one in self._referrals for link in self(self._tx.links, one))
        return _earlier(self._tx, [link for link in links if link.counts])


def _case(tx: "Tx", referral: Referral, profile: Profile, records: _Together) -> Case:
    case = _as_recorded(tx, referral, profile, records)
    if not case.circle.closed:
        return case
    seats = (seat.id for seat in profile.seats)
    return replace(case, kept_from=kept_from(records.roster, case, seats, tx.now))


def _as_recorded(tx: "Tx", referral: Referral, profile: Profile, records: _Together) -> Case:
    links = records(tx.links, referral.id)
    subjects = records(tx.subjects, referral.id)
    return Case(
        referral=referral,
        profile=profile,
        subjects=tuple(sorted(subjects, key=lambda subject: subject.number)),
        additions=records(tx.additions, referral.id),
        links=links,
        earlier=tuple(records.earlier[link.id] for link in links if link.id in records.earlier),
        ratings=records(tx.ratings, referral.id),
        ratings_stand=records(tx.ratings_stand, referral.id),
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
        phoned=records(tx.leads_phoned, referral.id),
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
        sittings=tuple(
            records.sittings[item.meeting]
            for item in records(tx.meetings.items, referral.id)
            if item.meeting in records.sittings
        ),
        views_asked=records(tx.views_asked, referral.id),
        statements=records(tx.statements, referral.id),
        destinations=records(tx.destination_ratings, referral.id),
        nights=records(tx.night_items, referral.id),
        after_hours=records(tx.after_hours, referral.id),
        restrictions=records(tx.restrictions, referral.id),
        conflicts=records(tx.conflicts, referral.id),
    )


def _earlier(tx: "Tx", links: Sequence[Link]) -> dict[str, EarlierContact]:
    """The contacts that these links count, by link; one that was erased is none any more."""
    others = (
        {other.id: other for other in tx.subjects.by_ids([link.other for link in links])} if links else {}
    )
    if not others:
        return {}
    owners = list(dict.fromkeys(other.referral for other in others.values()))
    referrals = {referral.id: referral for referral in tx.referrals.by_ids(owners)}
    circles = tx.circles.of_each(owners)
    tx.ratings.of_each(owners)
    tx.decisions.of_each(owners)
    found = ((link, others[link.other]) for link in links if link.other in others)
    return {
        link.id: _contact(tx, link, other, referrals[other.referral], circles.get(other.referral))
        for link, other in found
        if other.referral in referrals
    }


def _contact(
    tx: "Tx", link: Link, other: Subject, referral: Referral, circle: Circle | None
) -> EarlierContact:
    ratings = [rating.level for rating in tx.ratings.of(referral.id) if rating.subject == other.id]
    outcomes = [made.outcome for made in tx.decisions.of(referral.id) if made.subject == other.id]
    way_out = other.stage if other.stage in EXITS else ""
    return EarlierContact(
        subject=link.subject,
        other=other.id,
        kind="same" if link.kind == "same" else "household",
        reference=referral.reference,
        received_at=referral.received_at,
        level=ratings[-1] if ratings else "",
        outcome=outcomes[-1] if outcomes else way_out,
        circle=circle or Circle(referral.forum),
    )
