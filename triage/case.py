"""One referral with all that belongs to it, and what follows from it.

Nothing here is stored: ready, late, who is waited for, how urgent, when due, are worked out from rows. Times are aware.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Literal

from triage.clocks import meeting_time
from triage.disagreeing import Standing, standing
from triage.lifecycle import ENDED
from triage.meetings import Sitting, now_in
from triage.profile import Profile
from triage.records import (
    AccessRequest,
    AccessReview,
    Action,
    ActionStep,
    Addition,
    AfterHours,
    Answer,
    Check,
    Circle,
    Clock,
    Closing,
    Conflict,
    ConsentDecision,
    Decision,
    DestinationRating,
    Disagreement,
    DisagreementStep,
    EarlierContact,
    Export,
    ExportConfirmation,
    Feedback,
    HandedOn,
    HoldingReply,
    InformationReply,
    InformationRequest,
    LeadPhoned,
    LegalHold,
    Link,
    NightItem,
    Nudge,
    Proposal,
    ProposalReturn,
    Rating,
    RatingStands,
    Referral,
    Reopening,
    Restriction,
    Stage,
    Statement,
    Subject,
    Task,
    UrgentProtection,
    UrgentTaken,
    ViewAsked,
    Vote,
    conflicts_in_force,
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NO_VIEW = "no_view"
NEED_MORE = "need_more"

CaseState = Literal[
    "received", "not_asked", "checks_out", "some_late", "ready", "in_meeting", "proposed", "decided", "closed"
]


@dataclass(frozen=True)
class SeatAnswer:
    """Where one asked seat stands with its answer."""

    seat: str
    due_at: datetime
    left: tuple[str, ...]
    """Subjects it has not answered for yet."""
    cannot_check: bool

    @property
    def answered(self) -> bool:
        """Whether it has answered for everybody it was asked about, "cannot check" included."""
        return not self.left


@dataclass(frozen=True)
class Case:
    """One referral as it is now. Tuples are in the order in which things happened."""

    referral: Referral
    profile: Profile
    subjects: tuple[Subject, ...]
    additions: tuple[Addition, ...] = ()
    links: tuple[Link, ...] = ()
    earlier: tuple[EarlierContact, ...] = ()
    ratings: tuple[Rating, ...] = ()
    ratings_stand: tuple[RatingStands, ...] = ()
    clocks: tuple[Clock, ...] = ()
    checks: tuple[Check, ...] = ()
    answers: tuple[Answer, ...] = ()
    consent_decisions: tuple[ConsentDecision, ...] = ()
    votes: tuple[Vote, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    returns: tuple[ProposalReturn, ...] = ()
    decisions: tuple[Decision, ...] = ()
    actions: tuple[Action, ...] = ()
    action_steps: tuple[ActionStep, ...] = ()
    handed_on: tuple[HandedOn, ...] = ()
    phoned: tuple[LeadPhoned, ...] = ()
    nudges: tuple[Nudge, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    holding: tuple[HoldingReply, ...] = ()
    urgent: tuple[UrgentProtection, ...] = ()
    urgent_taken: tuple[UrgentTaken, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    disagreement_steps: tuple[DisagreementStep, ...] = ()
    tasks: tuple[Task, ...] = ()
    closings: tuple[Closing, ...] = ()
    reopenings: tuple[Reopening, ...] = ()
    legal_holds: tuple[LegalHold, ...] = ()
    exports: tuple[Export, ...] = ()
    export_confirmations: tuple[ExportConfirmation, ...] = ()
    access_requests: tuple[AccessRequest, ...] = ()
    access_reviews: tuple[AccessReview, ...] = ()
    information_requests: tuple[InformationRequest, ...] = ()
    information_replies: tuple[InformationReply, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    views_asked: tuple[ViewAsked, ...] = ()
    statements: tuple[Statement, ...] = ()
    destinations: tuple[DestinationRating, ...] = ()
    nights: tuple[NightItem, ...] = ()
    after_hours: tuple[AfterHours, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    kept_from: frozenset[str] = frozenset()
    """Seats of which nobody may know of the case, as the roster was when it was read: nobody there can answer."""

    # Who may know of it.

    @property
    def restriction(self) -> Restriction | None:
        """The restriction in force."""
        newest = self.restrictions[-1] if self.restrictions else None
        return None if newest is None or newest.lifted else newest

    @property
    def conflicts_now(self) -> tuple[Conflict, ...]:
        """The conflicts of interest in force, one for each person."""
        return conflicts_in_force(self.conflicts)

    @cached_property
    def circle(self) -> Circle:
        """Who may know of it; `triage.visibility.may_know` judges by this."""
        restriction = self.restriction
        return Circle(
            forum=self.referral.forum,
            referrer=self.referral.referrer.person,
            restricted=restriction is not None,
            named=frozenset(restriction.named if restriction else ()),
            conflicted=frozenset(one.person for one in self.conflicts_now),
        )

    # Subjects and urgency.

    def subject(self, subject_id: str) -> Subject:
        """The subject with this id; raises KeyError."""
        for subject in self.subjects:
            if subject.id == subject_id:
                return subject
        raise KeyError(subject_id)

    @cached_property
    def as_told(self) -> tuple[Subject, ...]:
        """The subjects in the order in which the referral told of them; their numbers go by age."""
        return tuple(sorted(self.subjects, key=lambda subject: subject.told_order))

    @property
    def told_of(self) -> tuple[Subject, ...]:
        """The subjects that whoever referred told of, in that order: of the others they hear nothing."""
        return tuple(subject for subject in self.as_told if not subject.by_hub)

    @property
    def first_told(self) -> Subject:
        """The subject that the referral's own answers are about."""
        return self.as_told[0]

    def rating_of(self, subject: Subject) -> Rating | None:
        """The rating in force for this subject, in its round."""
        given = [r for r in self.ratings if r.subject == subject.id and r.round == subject.round]
        return given[-1] if given else None

    @cached_property
    def level(self) -> str:
        """The highest urgency among the subjects still open, else among all; empty before rating."""
        open_ones = [s for s in self.subjects if s.stage not in ENDED] or list(self.subjects)
        levels = [rating.level for s in open_ones if (rating := self.rating_of(s))]
        return max(levels, key=self.profile.rank, default="")

    @cached_property
    def due_at(self) -> datetime | None:
        """The earliest urgency due among the subjects still open; for a decided case, the one that ran."""
        ended = [c for c in self.clocks if c.kind in {"urgency", "information"}]
        running = [c for c in ended if c.stopped_at is None]
        return min((clock.due_at for clock in running or ended[-1:]), default=None)

    @property
    def runs(self) -> bool:
        """Whether the urgency clock of at least one subject still runs."""
        return any(c.kind == "urgency" and c.stopped_at is None for c in self.clocks)

    def clock(self, kind: str, subject: str = "") -> Clock | None:
        """The newest clock of this kind, of this subject or of the whole referral."""
        mine = [c for c in self.clocks if c.kind == kind and c.subject == subject]
        return mine[-1] if mine else None

    @property
    def counted_contacts(self) -> int:
        """Earlier contacts within the profile's months that a person said are the same child or household."""
        return len({contact.reference for contact in self.earlier})

    # What whoever referred was told.

    @property
    def last_told_at(self) -> datetime | None:
        """When whoever referred was last told something: that nothing is decided yet, or what was decided."""
        told = [*(one.sent_at for one in self.holding), *(one.sent_at for one in self.feedback)]
        return max((at for at in told if at is not None), default=None)

    # Urgent protection.

    @property
    def urgent_now(self) -> UrgentProtection | None:
        """The newest urgent protection that stands: nothing that was decided for everybody came after it."""
        if not self.urgent or self.referral.closed_at is not None:
            return None
        newest = self.urgent[-1]
        all_ended = all(subject.stage in ENDED for subject in self.subjects)
        decided_since = any(decision.at > newest.at for decision in self.decisions)
        return None if all_ended and decided_since else newest

    @property
    def in_danger(self) -> bool:
        """Whether somebody may be in danger now: the referral said so, or urgent protection was started."""
        return self.referral.danger == "yes" or self.urgent_now is not None

    def taken(self, urgent: UrgentProtection) -> UrgentTaken | None:
        """Who deals with an urgent protection, if somebody said so."""
        return next((one for one in self.urgent_taken if one.urgent == urgent.id), None)

    # Rounds: what is asked and answered after a case was reopened stands apart from what was before.

    @property
    def reopened(self) -> Reopening | None:
        """How this round began; None in the first."""
        return self.reopenings[-1] if self.reopenings else None

    @property
    def began_at(self) -> datetime:
        """When this round began: in the first, when the referral was received."""
        return self.reopened.at if self.reopened else self.referral.received_at

    def of_this_round(self, at: datetime) -> bool:
        """Whether what happened then belongs to this round."""
        return self.reopened is None or at >= self.reopened.at

    @cached_property
    def round_checks(self) -> tuple[Check, ...]:
        """What agencies were asked in this round."""
        return tuple(check for check in self.checks if self.of_this_round(check.asked_at))

    @property
    def ever_asked(self) -> frozenset[str]:
        """The seats that were asked in any round: what they could read then, they can read now."""
        return frozenset(check.seat for check in self.checks)

    # Answers.

    @cached_property
    def current_answers(self) -> tuple[Answer, ...]:
        """Answers that no other answer supersedes."""
        replaced = {answer.supersedes for answer in self.answers}
        return tuple(answer for answer in self.answers if answer.id not in replaced)

    def answers_of(self, seat: str) -> tuple[Answer, ...]:
        """What this seat's answers say now."""
        return tuple(answer for answer in self.current_answers if answer.seat == seat)

    @property
    def asked(self) -> tuple[str, ...]:
        """The seats asked in this round, in the profile's order."""
        asked = {check.seat for check in self.round_checks}
        return tuple(seat.id for seat in self.profile.seats if seat.id in asked)

    def asked_about(self, seat: str) -> tuple[str, ...]:
        """The subjects this seat was asked about."""
        mine = (check for check in self.round_checks if check.seat == seat)
        return tuple(dict.fromkeys(subject for check in mine for subject in check.subjects))

    def check_of(self, seat: str) -> str:
        """The id of the newest check that asked this seat; empty for a seat that was not asked."""
        asked = [check.id for check in self.round_checks if check.seat == seat]
        return asked[-1] if asked else ""

    def seat_answer(self, seat: str) -> SeatAnswer:
        """Where an asked seat stands; raises KeyError for one that was not asked."""
        checks = [check for check in self.round_checks if check.seat == seat]
        if not checks:
            raise KeyError(seat)
        mine = [answer for answer in self.answers_of(seat) if self.of_this_round(answer.at)]
        done = {subject for answer in mine for subject in answer.subjects}
        return SeatAnswer(
            seat=seat,
            due_at=max(check.due_at for check in checks),
            left=tuple(subject for subject in self.asked_about(seat) if subject not in done),
            cannot_check=any(answer.kind == "cannot_check" for answer in mine),
        )

    @cached_property
    def seat_answers(self) -> tuple[SeatAnswer, ...]:
        """Where each asked seat stands, in the profile's order."""
        return tuple(self.seat_answer(seat) for seat in self.asked)

    @property
    def answered(self) -> tuple[str, ...]:
        """Seats that answered and could check."""
        return tuple(s.seat for s in self.seat_answers if s.answered and not s.cannot_check)

    @property
    def cannot_check(self) -> tuple[str, ...]:
        """Seats that said they cannot check."""
        return tuple(s.seat for s in self.seat_answers if s.cannot_check)

    def away(self, seat: str, now: datetime) -> bool:
        """Whether this seat does not sit today: it is neither waited for nor late."""
        days = self.profile.seat(seat).sits_on
        return bool(days) and WEEKDAYS[now.astimezone(self.profile.zone).weekday()] not in days

    def not_in(self, now: datetime) -> tuple[str, ...]:
        """Seats still to answer that do not sit today."""
        return tuple(s.seat for s in self.still_asked if self.away(s.seat, now))

    def waiting(self, now: datetime) -> tuple[str, ...]:
        """Seats still to answer, late ones included, without those that do not sit today or cannot know of the case."""
        return tuple(s.seat for s in self.still_asked if not self.away(s.seat, now))

    @property
    def shut_out(self) -> tuple[str, ...]:
        """Seats still to answer of which nobody may know of the case: neither waited for nor late."""
        return tuple(s.seat for s in self.seat_answers if not s.answered and s.seat in self.kept_from)

    @property
    def silent(self) -> tuple[str, ...]:
        """Every asked seat that has not replied, whether it was waited for or not."""
        return tuple(s.seat for s in self.seat_answers if not s.answered)

    @property
    def still_asked(self) -> tuple[SeatAnswer, ...]:
        """Where each seat stands that has not answered and could, in the profile's order."""
        return tuple(s for s in self.seat_answers if not s.answered and s.seat not in self.kept_from)

    def late(self, now: datetime) -> tuple[str, ...]:
        """Seats whose answer is late."""
        waiting = set(self.waiting(now))
        return tuple(s.seat for s in self.seat_answers if s.seat in waiting and s.due_at <= now)

    @property
    def cut_off(self) -> datetime | None:
        """When waiting for answers ends: the time a meeting would be called for, or when the last answer is due if later."""
        asked = [check.asked_at for check in self.round_checks]
        if not asked or self.due_at is None:
            return None
        return max(meeting_time(min(asked), self.due_at), *(check.due_at for check in self.round_checks))

    def ready(self, now: datetime) -> bool:
        """Every asked seat that sits today and may know answered or could not, or the cut-off passed (missing ones are named)."""
        if self.cut_off is None:
            return False
        return not self.waiting(now) or self.cut_off <= now

    def missing(self, now: datetime) -> tuple[str, ...]:
        """Seats that have not answered: a decision names each and why it did not wait."""
        return self.waiting(now) + self.not_in(now) + self.shut_out + self.cannot_check

    def answers_due_at(self) -> datetime | None:
        """When the next answer that is still missing is due; when none is, the last that was due."""
        open_ones = [s.due_at for s in self.still_asked]
        return min(open_ones or [s.due_at for s in self.seat_answers], default=None)

    def as_answered_by(self, at: datetime) -> "Case":
        """The case with the answers that were in at that moment, for saying who was missing then."""
        return replace(self, answers=tuple(answer for answer in self.answers if answer.at <= at))

    # Consent.

    def consent_decision(self, answer: Answer) -> ConsentDecision | None:
        """What the duty manager decided about this answer, if it needed that."""
        return next((c for c in self.consent_decisions if c.answer == answer.id), None)

    def held(self, answer: Answer) -> bool:
        """Whether nobody else may read this answer: consent was refused and nobody has decided to share without it."""
        if answer.consent != "refused":
            return False
        decided = self.consent_decision(answer)
        return decided is None or not decided.share

    def to_decide_consent(self) -> tuple[Answer, ...]:
        """Answers that wait for a duty manager to decide about consent."""
        return tuple(
            a for a in self.current_answers if a.consent == "refused" and self.consent_decision(a) is None
        )

    def answer_with(self, vote: Vote) -> Answer | None:
        """The answer inside which a view was given, which is its reason, as its agency says it now; None for any other view.

        An answer asks for the urgency alone, so that such a view has no reason of its own.
        """
        if vote.reason or vote.urgency == NO_VIEW:
            return None
        given = next((a for a in self.answers if (a.seat, a.at) == (vote.seat, vote.at)), None)
        while given and (newer := next((a for a in self.answers if a.supersedes == given.id), None)):
            given = newer
        return given

    # Views.

    def votes_on(self, subject: Subject) -> tuple[Vote, ...]:
        """The newest vote of each seat on this subject in its round; late ones apart."""
        newest: dict[str, Vote] = {}
        for vote in self.votes:
            if vote.subject == subject.id and vote.round == subject.round and not vote.late:
                newest[vote.seat] = vote
        return tuple(newest.values())

    def late_votes(self) -> tuple[Vote, ...]:
        """Votes given after the decision: they stand beside it and change nothing."""
        return tuple(vote for vote in self.votes if vote.late)

    def vote_of(self, seat: str, subject: Subject) -> Vote | None:
        """What this seat said last about this subject, in time or late."""
        mine = [
            v for v in self.votes if v.seat == seat and v.subject == subject.id and v.round == subject.round
        ]
        return mine[-1] if mine else None

    @cached_property
    def seats_with_views(self) -> frozenset[str]:
        """Seats that gave a view on at least one subject; a recorded "no view" is an answer, not a view."""
        return frozenset(
            vote.seat
            for subject in self.subjects
            for vote in self.votes_on(subject)
            if (vote.urgency, vote.destination) != (NO_VIEW, NO_VIEW)
        )

    @property
    def views_open(self) -> bool:
        """Whether seats may read each other's views."""
        return self.profile.views.shown == "open" or any(s.views_open_at is not None for s in self.subjects)

    def above_urgency(self, vote: Vote) -> bool:
        """Whether a view is more urgent than the rating in force."""
        rating = self.rating_of(self.subject(vote.subject))
        return rating is not None and self.is_above(vote, rating)

    def is_above(self, vote: Vote, rating: Rating) -> bool:
        """Whether a view is more urgent than this rating, in force or not; one that names no level is above none."""
        rank, levels = self.profile.rank, {level.id for level in self.profile.levels}
        return vote.urgency in levels and rank(vote.urgency) > rank(rating.level)

    def votes_above(self) -> tuple[Vote, ...]:
        """Views in force that are more urgent than the rating of a subject still open."""
        return tuple(
            vote
            for subject in self.subjects
            if subject.stage not in ENDED
            for vote in self.votes_on(subject)
            if self.above_urgency(vote)
        )

    def destination_of(self, subject: Subject) -> DestinationRating | None:
        """The second rating in force for this subject, in its round."""
        given = [r for r in self.destinations if r.subject == subject.id and r.round == subject.round]
        return given[-1] if given else None

    # Proposals and decisions.

    @property
    def open_proposals(self) -> tuple[Proposal, ...]:
        """Proposals that wait for somebody to approve or return them."""
        return tuple(proposal for proposal in self.proposals if proposal.state == "open")

    def is_to_propose_again(self, returned: Proposal) -> bool:
        """Whether it came back and nothing newer was proposed for one at least of those it was about."""
        after = self.proposals[self.proposals.index(returned) + 1 :]
        newer = {one.subject for later in after for one in later.outcomes}
        return returned.state == "returned" and any(one.subject not in newer for one in returned.outcomes)

    def proposal(self, proposal_id: str) -> Proposal:
        """The proposal with this id; raises KeyError."""
        for proposal in self.proposals:
            if proposal.id == proposal_id:
                return proposal
        raise KeyError(proposal_id)

    def standing(self, disagreement: str) -> Standing | None:
        """Where a disagreement stands now; None when there is none with this id."""
        found = next((one for one in self.disagreements if one.id == disagreement), None)
        return standing(found, self.disagreement_steps) if found else None

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Every disagreement as it stands now, those that are settled included."""
        return tuple(standing(one, self.disagreement_steps) for one in self.disagreements)

    def partial(self, disagreement: str, about: str = "") -> frozenset[str]:
        """Who has judged what a disagreement is about: whoever approved a decision in force, or answered it before.

        Of one about a rating also who gave the rating in force, and who said of a view above it that it stands. What it is
        `about` is told of one that is only being raised.
        """
        in_force = (self.decision_on(subject) for subject in self.subjects)
        steps = (step for step in self.disagreement_steps if step.disagreement == disagreement)
        answered = (step.by for step in steps if step.kind == "answered")
        about = next((one.about for one in self.disagreements if one.id == disagreement), about)
        rated = self._judged_the_rating() if about == "rating" else ()
        return frozenset({*(made.by for made in in_force if made), *answered, *rated})

    def _judged_the_rating(self) -> Iterator[str]:
        now = [rating for subject in self.subjects if (rating := self.rating_of(subject))]
        yield from (rating.by for rating in now)
        yield from (said.by for said in self.ratings_stand if said.rating in {rating.id for rating in now})

    def decision_on(self, subject: Subject) -> Decision | None:
        """The decision in force for this subject."""
        made = [decision for decision in self.decisions if decision.subject == subject.id]
        return made[-1] if made else None

    def interim_until(self, proposal: Proposal) -> str:
        """The day on whose list what was decided on this comes back: by how it was approved, or was put forward."""
        made = next((decision for decision in self.decisions if decision.proposal == proposal.id), None)
        return (made.interim_until if made else "") or proposal.interim_until

    def action(self, action_id: str) -> Action:
        """The action with this id; raises KeyError."""
        for action in self.actions:
            if action.id == action_id:
                return action
        raise KeyError(action_id)

    def lead_told_at(self, seat: str) -> datetime | None:
        """When the lead of an agency was told that its answer is late, last; None while that has not been."""
        told = [n.at for n in self.nudges if (n.level, n.about, n.seat) == ("lead", "answer", seat)]
        return max(told, default=None)

    def handed_to(self, seat: str) -> HandedOn | None:
        """To whom what this seat was asked was handed on last; None while it is everybody's who answers for the seat."""
        handed = [one for one in self.handed_on if one.seat == seat]
        return handed[-1] if handed else None

    def to_propose(self) -> tuple[Subject, ...]:
        """Subjects for which a decision may be proposed now: rated ones, or with none left, decided ones."""
        rated = tuple(s for s in self.subjects if s.stage == "rated")
        return rated or tuple(s for s in self.subjects if s.stage == "decided")

    # The state as the card shows it.

    @property
    def stages(self) -> frozenset[Stage]:
        """The stages of its subjects; of a closed case that one alone, whichever way its subjects went."""
        if self.referral.closed_at is not None:
            return frozenset({"closed"})
        return frozenset(subject.stage for subject in self.subjects)

    def state(self, now: datetime) -> CaseState:
        """Where the case is, as its card says it: the subject that is least far on decides."""
        stages = self.stages
        if stages == {"closed"}:
            return "closed"
        if "received" in stages:
            return "received"
        if not stages.isdisjoint({"rated", "requested"}):
            return self._rated_state(now)
        return "proposed" if "proposed" in stages else "decided"

    def _rated_state(self, now: datetime) -> CaseState:
        if now_in(self):
            return "in_meeting"
        if not self.asked:
            return "not_asked"
        if self.ready(now):
            return "ready"
        return "some_late" if self.late(now) else "checks_out"
