"""What the invented colleagues would do next with one case, and when. Worked out from the case alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.cards.desk import screen, urgency
from bot.demo.story import Part, share
from triage.authority import approvers
from triage.calendar import OpeningHours
from triage.case import NO_VIEW, Case
from triage.meetings import ahead, now_in, to_ask
from triage.records import Proposal, Subject

SIGNING_OFF = timedelta(minutes=120)
SIGNING_OFF_URGENT = timedelta(minutes=20)
PUTTING_FORWARD = timedelta(minutes=15)
GIVING_A_VIEW = timedelta(minutes=3)
TALKING = timedelta(minutes=12)
"""How long a case is discussed in a meeting before somebody proposes."""
WAITING_FOR_A_MEETING = timedelta(minutes=60)
"""So long after its time a case goes on without a meeting that nobody opened."""
NEEDS_MET = {"early_help": "early_help", "advice": "universal", "section_17": "child_in_need"}
"""Where needs are met best, by outcome; every other outcome protects."""

Typed = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Act:
    """One thing that somebody does at this moment: this person, or somebody in this seat or with one of these roles."""

    at: datetime
    verb: str
    thing: str
    seat: str = ""
    roles: tuple[str, ...] = ()
    person: str = ""
    not_by: str = ""
    typed: Typed = field(default_factory=dict)
    any_hour: bool = False
    """Done at night too."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it one and the same, however often it is worked out."""
        return (self.verb, self.thing, self.seat or self.person)


def acts(case: Case, part: Part, hours: OpeningHours, now: datetime) -> tuple[Act, ...]:
    """All that colleagues still have to do until a case is decided, as it is now, soonest first."""
    found = (
        *_screening(case, part),
        *_answers(case, part),
        *_views(case, part),
        *_asked_views(case),
        *_in_meeting(case, now),
        *_outcome(case, part, now),
        *_approvals(case),
    )
    return tuple(sorted((in_hours(act, case, hours) for act in found), key=lambda act: act.at))


def in_hours(act: Act, case: Case, hours: OpeningHours) -> Act:
    """People go home when the hub closes, except for what is most urgent."""
    if act.any_hour or hours.is_open(act.at) or case.level == case.profile.levels[0].id:
        return act
    after = timedelta(minutes=60 * share(act.verb, act.thing, act.seat))
    return replace(act, at=hours.next_opening(act.at) + after)


def _screening(case: Case, part: Part) -> Iterator[Act]:
    waiting = [subject for subject in case.subjects if subject.stage == "received"]
    if not waiting:
        return
    at, thing = case.began_at + timedelta(minutes=part.screen_after), case.referral.id
    if part.asker:
        typed: Typed = {"asker": part.asker, "seats": part.asks}
        yield Act(at, "information.start", thing, roles=("screening",), typed=typed)
        return
    rating = {"what": part.exit or screen.RATE, "reason": part.reason, "send_to": part.send_to}
    level = part.level or _level(case)
    rating |= {urgency.field_id(subject): level for subject in waiting if not part.exit}
    yield Act(at, "referral.screen", thing, roles=("screening",), typed=rating)


def _level(case: Case) -> str:
    """For what visitors refer: as urgent as the answer about danger sounds."""
    levels = [level.id for level in case.profile.levels]
    return levels[{"yes": 0, "not_sure": 1}.get(case.referral.danger, -1)]


def _answers(case: Case, part: Part) -> Iterator[Act]:
    if not _undecided(case):
        return
    for asked in case.seat_answers:
        if asked.answered or asked.seat in part.silent or case.profile.seat(asked.seat).sits_on:
            continue
        began = min(check.asked_at for check in case.round_checks if check.seat == asked.seat)
        length = timedelta(minutes=part.answers_within) if part.answers_within else asked.due_at - began
        at = began + length * share(case.referral.submission_id, asked.seat)
        known = part.known.get(asked.seat)
        verb = "check.answer" if known else "check.nothing_known"
        typed = _known(known, tier="referrer" if part.asker else "hub") if known else {}
        yield Act(at, verb, case.referral.id, asked.seat, typed=typed)


def _known(words: str, tier: str) -> dict[str, str]:
    return {"kind": "known_with_info", "text": words, "need": "risk", "consent": "not_needed", "tier": tier}


def _views(case: Case, part: Part) -> Iterator[Act]:
    """A view from the seats of the story, once they answered: each child as urgent as it was rated."""
    if not _undecided(case) or not case.level:
        return
    for seat, destination in part.views.items():
        given = case.answers_of(seat)
        if not given or seat in case.seats_with_views:
            continue
        typed = {"reason": part.reason}
        for subject in case.subjects:
            rating = case.rating_of(subject)
            typed |= {f"urgency_{subject.number}": rating.level} if rating else {}
            typed |= {f"destination_{subject.number}": destination}
        yield Act(given[-1].at + GIVING_A_VIEW, "vote.cast", case.referral.id, seat, typed=typed)


def _asked_views(case: Case) -> Iterator[Act]:
    """Whoever is asked in a meeting and gave no view of their own says so."""
    sitting = now_in(case)
    if sitting is None or not _undecided(case):
        return
    asked = {one.seat: one.at for one in case.views_asked if one.meeting == sitting.meeting.id}
    for seat, at in asked.items():
        if any(case.vote_of(seat, subject) is None for subject in case.subjects):
            typed = {"reason": "Nothing to add to what was said."}
            for subject in case.subjects:
                typed |= {f"urgency_{subject.number}": NO_VIEW, f"destination_{subject.number}": NO_VIEW}
            after = timedelta(minutes=1 + 2 * share(case.referral.id, seat))
            yield Act(at + after, "vote.cast", case.referral.id, seat, typed=typed)


def _in_meeting(case: Case, now: datetime) -> Iterator[Act]:
    """The chair asks whoever gave no view, leaves a case that still waits for answers, and goes on to the next."""
    sitting = now_in(case)
    item = sitting.in_hand if sitting else None
    if sitting is None or item is None or item.started_at is None:
        return
    chair: tuple[str, ...] = ("chair",)
    if to_ask(case, sitting):
        at = item.started_at + timedelta(minutes=2)
        yield Act(at, "meeting.ask_views", case.referral.id, roles=chair)
    proposed = [p.at for p in case.proposals if p.at >= item.started_at]
    if not _rated(case):
        at = max((item.started_at, *proposed)) + timedelta(minutes=6)
        yield Act(at, "meeting.next", sitting.meeting.id, roles=chair, typed=_needs_met(case))
    elif sitting.meeting.kind == "daily" and case.waiting(now):
        at = item.started_at + timedelta(minutes=5)
        yield Act(at, "meeting.adjourn", sitting.meeting.id, roles=chair, typed=_UNTIL_ANSWERED)


_UNTIL_ANSWERED: Typed = {
    "until": "next_list",
    "why": "Agencies still have time to answer.",
    "safe": "Nothing new since the referral. Any agency phones the hub if that changes.",
}


def _needs_met(case: Case) -> Typed:
    typed = {}
    for proposal in case.proposals:
        for one in proposal.outcomes:
            number = case.subject(one.subject).number
            typed[f"destination_{number}"] = NEEDS_MET.get(one.outcome, "child_protection")
            typed[f"reason_{number}"] = "As discussed in the meeting."
    return typed


def _outcome(case: Case, part: Part, now: datetime) -> Iterator[Act]:
    """Put forward what the story says, never what the views add up to."""
    rated = _rated(case)
    if not rated or not part.outcome or case.cut_off is None:
        return
    at = _when_put_forward(case, now)
    if at is None:
        return
    typed = {f"outcome_{subject.number}": part.outcome for subject in rated}
    typed |= {"rationale": part.rationale, "without": "Asked twice. What is known is enough to act on today."}
    for number, action in enumerate(part.actions, start=1):
        for name, value in (("what", action.what), ("who", action.seat), ("due", action.due)):
            typed[f"action_{number}_{name}"] = value
    yield Act(at, "decision.propose", case.referral.id, roles=("chair",), typed=typed)


def _when_put_forward(case: Case, now: datetime) -> datetime | None:
    """In its meeting once everybody there was asked; without one, when answers are in. None while a meeting waits for more."""
    returned = [p.decided_at for p in case.proposals if p.state == "returned" and p.decided_at]
    back = max(returned) + 2 * PUTTING_FORWARD if returned else None
    sitting = now_in(case)
    if sitting is not None and sitting.in_hand and sitting.in_hand.started_at:
        if to_ask(case, sitting) or (sitting.meeting.kind == "daily" and case.waiting(now)):
            return None
        return back or sitting.in_hand.started_at + TALKING
    if back is not None:
        return back
    waits = ahead(case)
    if waits is not None:
        return waits.meeting.at + WAITING_FOR_A_MEETING
    last = max((answer.at for answer in case.current_answers), default=case.began_at)
    return (case.cut_off or last if case.waiting(now) else last) + PUTTING_FORWARD


def _approvals(case: Case) -> Iterator[Act]:
    urgent = case.level == case.profile.levels[0].id
    for proposal in case.open_proposals:
        yield _approval(proposal, SIGNING_OFF_URGENT if urgent else SIGNING_OFF)


def _approval(proposal: Proposal, after: timedelta) -> Act:
    roles = approvers(proposal.role)[:1]
    return Act(proposal.at + after, "proposal.approve", proposal.id, roles=roles, not_by=proposal.by)


def _rated(case: Case) -> tuple[Subject, ...]:
    return tuple(subject for subject in case.subjects if subject.stage == "rated")


def _undecided(case: Case) -> bool:
    return any(subject.stage in {"rated", "proposed", "requested"} for subject in case.subjects)
