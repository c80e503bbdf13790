"""What the invented colleagues would do next with one case, and when. Worked out from the case alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.cards import screen, urgency
from bot.demo.story import Part, share
from triage.authority import approvers
from triage.calendar import OpeningHours
from triage.case import Case

SIGNING_OFF = timedelta(minutes=40)
PUTTING_FORWARD = timedelta(minutes=15)
ANSWERING_BACK = timedelta(minutes=25)
GIVING_A_VIEW = timedelta(minutes=3)

Typed = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Act:
    """One thing that somebody in this seat, or with one of these roles, does at this moment."""

    at: datetime
    verb: str
    thing: str
    seat: str = ""
    roles: tuple[str, ...] = ()
    not_by: str = ""
    typed: Typed = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it one and the same, however often it is worked out."""
        return (self.verb, self.thing, self.seat)


def acts(case: Case, part: Part, hours: OpeningHours, now: datetime) -> tuple[Act, ...]:
    """All that colleagues still have to do with this case, as it is now, soonest first."""
    found = (*_screening(case, part), *_answers(case, part), *_views(case, part), *_outcome(case, part, now))
    everything = (_in_hours(act, case, hours) for act in (*found, *_approvals(case), *_feedback(case)))
    return tuple(sorted(everything, key=lambda act: act.at))


def _in_hours(act: Act, case: Case, hours: OpeningHours) -> Act:
    """People go home when the hub closes, except for what is most urgent."""
    if hours.is_open(act.at) or case.level == case.profile.levels[0].id:
        return act
    after = timedelta(minutes=60 * share(act.verb, act.thing, act.seat))
    return replace(act, at=hours.next_opening(act.at) + after)


def _screening(case: Case, part: Part) -> Iterator[Act]:
    waiting = [subject for subject in case.subjects if subject.stage == "received"]
    if not waiting:
        return
    at = case.referral.recorded_at + timedelta(minutes=part.screen_after)
    typed: dict[str, str] = {"what": part.exit or screen.RATE, "reason": part.reason, "send_to": part.send_to}
    level = part.level or _level(case)
    typed |= {urgency.field_id(subject): level for subject in waiting if not part.exit}
    yield Act(at, "referral.screen", case.referral.id, roles=("screening",), typed=typed)


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
        at = began + (asked.due_at - began) * share(case.referral.submission_id, asked.seat)
        known = part.known.get(asked.seat)
        verb = "check.answer" if known else "check.nothing_known"
        yield Act(at, verb, case.referral.id, asked.seat, typed=_known(known) if known else {})


def _known(words: str) -> dict[str, str]:
    return {"kind": "known_with_info", "text": words, "need": "risk", "consent": "not_needed"}


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


def _outcome(case: Case, part: Part, now: datetime) -> Iterator[Act]:
    """Put forward what the story says, never what the views add up to."""
    rated = [subject for subject in case.subjects if subject.stage == "rated"]
    if not rated or not part.outcome or case.cut_off is None:
        return
    last = max((answer.at for answer in case.current_answers), default=case.cut_off)
    at = (case.cut_off if case.waiting(now) else last) + PUTTING_FORWARD
    typed = {f"outcome_{subject.number}": part.outcome for subject in rated}
    typed |= {"rationale": part.rationale, "without": "Asked twice. What is known is enough to act on today."}
    yield Act(at, "decision.propose", case.referral.id, roles=("chair",), typed=typed)


def _approvals(case: Case) -> Iterator[Act]:
    for proposal in case.open_proposals:
        at = proposal.at + SIGNING_OFF
        roles = approvers(proposal.role)[:1]
        yield Act(at, "proposal.approve", proposal.id, roles=roles, not_by=proposal.by)


def _feedback(case: Case) -> Iterator[Act]:
    for prepared in case.feedback:
        if prepared.state == "prepared":
            how = "chat" if case.referral.referrer.person else "phone"
            typed: Typed = {"how": how, "checked": ("yes",)}
            at = prepared.prepared_at + ANSWERING_BACK
            yield Act(at, "feedback.send", prepared.id, roles=("minute_taker",), typed=typed)


def _undecided(case: Case) -> bool:
    return any(subject.stage in {"rated", "proposed"} for subject in case.subjects)
