"""Who may do what, on which case, now: judged at the press and again at the submit.

Each verb has one rule here. A verdict carries its reason and the roles that could, for the refusal, the audit and the
tests. A verb without a rule is refused. Authority comes from the roster, never from who is in a channel.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from triage import access
from triage.case import Case
from triage.lifecycle import is_governed, may_happen
from triage.records import ActionStep, Proposal


class Reason(StrEnum):
    """Why something is allowed or refused."""

    ALLOWED = "allowed"
    NO_ROLE = "no_role"
    NOT_ASKED = "not_asked"
    OWN_PROPOSAL = "own_proposal"
    OWN_DECISION = "own_decision"
    NOT_YOURS = "not_yours"
    NO_CASE = "no_case"
    NOT_NOW = "not_now"
    CLOSED = "closed"
    DECIDED_ALREADY = "decided_already"
    SCREENED = "screened"
    UNKNOWN_VERB = "unknown_verb"


@dataclass(frozen=True)
class Verdict:
    """Allowed or not, why, and the roles that could."""

    allowed: bool
    reason: Reason
    who: tuple[str, ...] = ()


@dataclass(frozen=True)
class Actor:
    """Somebody on the roster, in one forum, now. `seat` is empty for hub staff and referrers.

    `after_hours` is whether the hub is closed: some roles may do more then.
    """

    person: str
    seat: str = ""
    roles: frozenset[str] = frozenset()
    after_hours: bool = False

    def has(self, *roles: str) -> bool:
        """Whether the actor holds at least one of these roles."""
        return not self.roles.isdisjoint(roles)


ALLOWED = Verdict(allowed=True, reason=Reason.ALLOWED)
SEAT_ROLES = ("practitioner", "lead", "screening", "duty_manager", "edt")
WATCHES = frozenset(
    {
        "screening", "social_worker", "duty_manager", "service_manager", "chair", "minute_taker", "edt", "on_call",
        "information_governance",
    }
)  # fmt: skip
"""The hub's own roles that are watched in turn: whoever holds one may be on duty with it."""
HUB_ROLES = ("screening", "duty_manager", "service_manager", "edt", "on_call", "information_governance")
STANDS_IN = {"duty_manager": ("service_manager",), "social_worker": ("duty_manager", "service_manager")}
"""Roles that may approve in another's place: what a duty manager approves, a service manager may too."""
STANDS_IN_AFTER_HOURS = {"duty_manager": ("edt",)}
"""Roles that may approve in another's place while the hub is closed, and for the time being only."""

GOVERNANCE = ("information_governance",)
EXPORTERS = ("duty_manager", "service_manager", "minute_taker", "information_governance")
"""Who makes copies of the record, reads them, and says that they stand in the case system."""
Rule = Callable[[Actor, Case | None, str], Verdict]


def approvers(role: str, *, after_hours: bool = False) -> tuple[str, ...]:
    """The roles that may approve what this role approves, in opening hours or after them."""
    at_night = STANDS_IN_AFTER_HOURS.get(role, ()) if after_hours else ()
    return (role, *STANDS_IN.get(role, ()), *at_night)


def may_approve(actor: Actor, proposal: Proposal) -> bool:
    """Whether the actor may approve this proposal while it is open: by role and hour, and never their own."""
    allowed = actor.has(*approvers(proposal.role, after_hours=actor.after_hours))
    return allowed and proposal.by != actor.person


def only_for_now(actor: Actor, proposal: Proposal) -> bool:
    """Whether what the actor approves is an interim decision: they stand in only because the hub is closed."""
    return not actor.has(*approvers(proposal.role))


def may(actor: Actor, verb: str, case: Case | None, thing: str = "") -> Verdict:
    """Judge one press. `case` is None for verbs about no referral, or when there is none; `thing` is what was pressed."""
    rule = RULES.get(verb)
    if rule is None:
        return Verdict(allowed=False, reason=Reason.UNKNOWN_VERB)
    if case is None and is_governed(verb):
        return Verdict(allowed=False, reason=Reason.NO_CASE)
    if case is not None and not may_happen(verb, case.stages):
        if verb == "subject.add":
            return _screened_meanwhile(rule(actor, case, thing))
        closed = case.stages == {"closed"}
        decided = _decided_meanwhile(case, verb, thing)
        return decided or Verdict(allowed=False, reason=Reason.CLOSED if closed else Reason.NOT_NOW)
    return rule(actor, case, thing)


def may_read(actor: Actor, case: Case) -> bool:
    """Whether the actor may open the case at all: its seat was asked, it is hub staff, or a chair or minute taker."""
    return actor.has(*HUB_ROLES, "chair", "minute_taker") or (
        bool(actor.seat) and actor.seat in case.ever_asked
    )


def may_see_channel(actor: Actor) -> bool:
    """Whether the actor may read the cards in the hub's channel: whoever answers for a seat, and the hub's own staff.

    Somebody who only refers, audits or runs the system may not, and closes a channel that they are in.
    """
    return bool(actor.seat) or actor.has(*HUB_ROLES, "chair", "minute_taker", "social_worker")


def may_hear_of(actor: Actor, case: Case) -> bool:
    """Whether a refusal may tell the actor that the case is there: whoever reads the channel, and who referred it."""
    return may_see_channel(actor) or actor.person == case.referral.referrer.person


def may_see_board(actor: Actor) -> bool:
    """Whether the actor may open the board and put up the wall screen: the hub's own staff."""
    return actor.has(*HUB_ROLES, "chair", "minute_taker")


def may_read_measures(actor: Actor) -> bool:
    """Whether the actor may read the hub's figures: whoever answers for how the hub works."""
    return actor.has("duty_manager", "service_manager", "information_governance", "auditor")


def _screened_meanwhile(before: Verdict) -> Verdict:
    """Whoever could have added a person before is told that a brother or sister is a new referral now."""
    return Verdict(allowed=False, reason=Reason.SCREENED) if before.allowed else before


def _decided_meanwhile(case: Case, verb: str, thing: str) -> Verdict | None:
    """Of a proposal that somebody settled first, that is said rather than "not now"."""
    if verb not in {"proposal.approve", "proposal.return", "proposal.list"}:
        return None
    proposal = proposal_of(case, thing)
    if proposal and proposal.state != "open":
        return Verdict(allowed=False, reason=Reason.DECIDED_ALREADY)
    return None


def _anybody(actor: Actor, case: Case | None, thing: str) -> Verdict:  # noqa: ARG001 - every rule is called alike
    return ALLOWED


def _roles(*roles: str) -> Rule:
    def rule(actor: Actor, case: Case | None, thing: str) -> Verdict:  # noqa: ARG001 - every rule is called alike
        return ALLOWED if actor.has(*roles) else Verdict(allowed=False, reason=Reason.NO_ROLE, who=roles)

    return rule


def _asked_seat(actor: Actor, case: Case | None, thing: str) -> Verdict:  # noqa: ARG001 - every rule is called alike
    if case is None:
        return Verdict(allowed=False, reason=Reason.NO_CASE)
    if not actor.seat or not actor.has(*SEAT_ROLES):
        return Verdict(allowed=False, reason=Reason.NO_ROLE, who=("practitioner",))
    if actor.seat not in case.asked:
        return Verdict(allowed=False, reason=Reason.NOT_ASKED)
    return ALLOWED


def _seat_not_asked(actor: Actor, case: Case | None, thing: str) -> Verdict:  # noqa: ARG001 - every rule is called alike
    if not actor.seat or not actor.has(*SEAT_ROLES):
        return Verdict(allowed=False, reason=Reason.NO_ROLE, who=("practitioner",))
    return ALLOWED


def _own_answer(actor: Actor, case: Case | None, thing: str) -> Verdict:
    if case is None:
        return Verdict(allowed=False, reason=Reason.NO_CASE)
    if not actor.seat or not actor.has(*SEAT_ROLES):
        return Verdict(allowed=False, reason=Reason.NO_ROLE, who=("practitioner",))
    mine = any(answer.id == thing and answer.seat == actor.seat for answer in case.answers)
    return ALLOWED if mine else Verdict(allowed=False, reason=Reason.NOT_YOURS)


def _proposal(actor: Actor, case: Case | None, thing: str) -> Verdict:
    if case is None:
        return Verdict(allowed=False, reason=Reason.NO_CASE)
    proposal = proposal_of(case, thing)
    if proposal is None:
        return Verdict(allowed=False, reason=Reason.NO_CASE)
    who = approvers(proposal.role, after_hours=actor.after_hours)
    if not actor.has(*who):
        return Verdict(allowed=False, reason=Reason.NO_ROLE, who=who)
    if proposal.by == actor.person:
        return Verdict(allowed=False, reason=Reason.OWN_PROPOSAL, who=who)
    if proposal.state != "open":
        return Verdict(allowed=False, reason=Reason.DECIDED_ALREADY)
    return ALLOWED


def proposal_of(case: Case, thing: str) -> Proposal | None:
    """Which proposal a press is about; pressed on a case, the first of those that wait, else the newest that was settled."""
    if thing == case.referral.id:
        return next(iter((*case.open_proposals, *reversed(case.proposals))), None)
    return next((proposal for proposal in case.proposals if proposal.id == thing), None)


def _some_proposal(actor: Actor, case: Case | None, thing: str) -> Verdict:  # noqa: ARG001 - every rule is called alike
    """Whoever may decide one of those that are open; to others what stands against the first."""
    if case is None or not case.open_proposals:
        return Verdict(allowed=False, reason=Reason.NO_CASE)
    verdicts = [_proposal(actor, case, one.id) for one in case.open_proposals]
    return next((one for one in verdicts if one.allowed), verdicts[0])


def _copy(actor: Actor, case: Case | None, thing: str) -> Verdict:
    """A copy made for somebody's access request is information governance's own."""
    if case is None:
        return Verdict(allowed=False, reason=Reason.NO_CASE)
    kinds = {one.kind for one in case.exports if one.id == thing}
    if not kinds:
        return Verdict(allowed=False, reason=Reason.NO_CASE)
    return _roles(*(EXPORTERS if "case_system" in kinds else GOVERNANCE))(actor, case, thing)


def _reply(actor: Actor, case: Case | None, thing: str) -> Verdict:
    """A duty manager who did not write it, as for a decision."""
    known = [one for one in case.information_replies if one.id == thing] if case else []
    if not known:
        return Verdict(allowed=False, reason=Reason.NO_CASE)
    who = approvers("duty_manager")
    if not actor.has(*who):
        return Verdict(allowed=False, reason=Reason.NO_ROLE, who=who)
    if known[0].by == actor.person:
        return Verdict(allowed=False, reason=Reason.OWN_PROPOSAL, who=who)
    return ALLOWED if known[0].state == "open" else Verdict(allowed=False, reason=Reason.NOT_NOW)


def _reviewer(actor: Actor, case: Case | None, thing: str) -> Verdict:
    """The lead of an agency reviews what its agency said; governance the hub's."""
    if case is None:
        return Verdict(allowed=False, reason=Reason.NO_CASE)
    owners = {seat for one in case.access_requests if one.id == thing for seat in access.owners(case, one)}
    if actor.has("lead") and actor.seat and actor.seat in owners:
        return ALLOWED
    return _roles(*GOVERNANCE)(actor, case, thing)


def _own_referral(*others: str) -> Rule:
    def rule(actor: Actor, case: Case | None, thing: str) -> Verdict:  # noqa: ARG001 - every rule is called alike
        if case is None:
            return Verdict(allowed=False, reason=Reason.NO_CASE)
        mine = case.referral.referrer.person == actor.person
        return ALLOWED if mine or actor.has(*others) else Verdict(allowed=False, reason=Reason.NOT_YOURS)

    return rule


def _reader(actor: Actor, case: Case | None, thing: str) -> Verdict:  # noqa: ARG001 - every rule is called alike
    if case is None:
        return Verdict(allowed=False, reason=Reason.NO_CASE)
    if may_read(actor, case):
        return ALLOWED
    asked = bool(actor.seat) and actor.has(*SEAT_ROLES)
    return Verdict(allowed=False, reason=Reason.NOT_ASKED if asked else Reason.NO_ROLE, who=HUB_ROLES)


def _in_sight(actor: Actor, case: Case | None, thing: str) -> Verdict:  # noqa: ARG001 - every rule is called alike
    """Whoever may know that there is such a case: who referred, who reads it, and once it is rated, the channel."""
    if case is None:
        return Verdict(allowed=False, reason=Reason.NO_CASE)
    mine = case.referral.referrer.person == actor.person != ""
    in_channel = bool(case.ratings) and may_see_channel(actor)
    known = mine or may_read(actor, case) or in_channel
    return ALLOWED if known else Verdict(allowed=False, reason=Reason.NOT_YOURS)


def _answers_disagreement(actor: Actor, case: Case | None, thing: str) -> Verdict:
    """Whoever holds the role of the level that it is at, or of one above; never who raised it.

    Who approved what it is about, or answered it before, only where it was given to them since there is nobody else.
    """
    now = case.standing(thing) if case else None
    if case is None or now is None:
        return Verdict(allowed=False, reason=Reason.NO_CASE)
    who = tuple(step.role for step in case.profile.disagreement[now.level - 1 :])
    if not actor.has(*who) or now.disagreement.by == actor.person:
        return Verdict(allowed=False, reason=Reason.NO_ROLE, who=who)
    if actor.person in case.partial(thing) and actor.person != now.owner:
        return Verdict(allowed=False, reason=Reason.OWN_DECISION, who=who)
    return ALLOWED


def _raised_it(actor: Actor, case: Case | None, thing: str) -> Verdict:
    """Whoever raised a disagreement, and colleagues of the same agency where an agency did."""
    now = case.standing(thing) if case else None
    if now is None:
        return Verdict(allowed=False, reason=Reason.NO_CASE)
    ours = bool(actor.seat) and actor.seat == now.disagreement.seat and actor.has(*SEAT_ROLES)
    mine = now.disagreement.by == actor.person
    return ALLOWED if mine or ours else Verdict(allowed=False, reason=Reason.NOT_YOURS)


def _disagree(actor: Actor, case: Case | None, thing: str) -> Verdict:
    """Whoever works on the case, any agency of the channel, and whoever referred; not minute takers and governance."""
    if case is not None and case.referral.referrer.person == actor.person:
        return ALLOWED
    if actor.seat and actor.has(*SEAT_ROLES):
        return _in_sight(actor, case, thing)
    if actor.has(*DISAGREE, *SEAT_ROLES):
        return _reader(actor, case, thing)
    return Verdict(allowed=False, reason=Reason.NO_ROLE, who=DISAGREE)


def _action(*also: str) -> Rule:
    """Its owner, the lead of its agency, and managers; `also` are roles that may besides."""

    def rule(actor: Actor, case: Case | None, thing: str) -> Verdict:
        found = [action for action in case.actions if action.id == thing] if case else []
        if not found:
            return Verdict(allowed=False, reason=Reason.NO_CASE)
        action = found[0]
        ours = bool(action.seat) and action.seat == actor.seat
        mine = action.owner == actor.person or (not action.owner and ours and actor.has(*SEAT_ROLES))
        if actor.has(*MANAGERS, *also) or mine or (ours and actor.has("lead")):
            return ALLOWED
        return Verdict(allowed=False, reason=Reason.NO_ROLE, who=("duty_manager",))

    return rule


def _action_read(actor: Actor, case: Case | None, thing: str) -> Verdict:
    """Whoever may read the case, and whoever the action is, or is offered to."""
    offered = case is not None and any(
        step.action == thing and _is_offered(actor, step) for step in case.action_steps
    )
    if offered or _action()(actor, case, thing).allowed:
        return ALLOWED
    return _reader(actor, case, thing)


def _action_offered(actor: Actor, case: Case | None, thing: str) -> Verdict:
    """To whom an action was given, and the lead of their agency; whether it still is, is looked at when they answer."""
    if case and any(step.action == thing and _is_offered(actor, step) for step in case.action_steps):
        return ALLOWED
    return Verdict(allowed=False, reason=Reason.NO_ROLE, who=("duty_manager",))


def _is_offered(actor: Actor, step: ActionStep) -> bool:
    lead = bool(step.seat) and step.seat == actor.seat and actor.has("lead")
    return step.kind == "offered" and (step.person == actor.person or lead)


def _actions_read(actor: Actor, case: Case | None, thing: str) -> Verdict:
    """Whoever may read the case, and whoever has or is offered one of its actions."""
    if case is not None and any(_action_read(actor, case, one.id).allowed for one in case.actions):
        return ALLOWED
    return _reader(actor, case, thing)


MANAGERS = ("duty_manager", "service_manager")
ACTION_LOG = ("duty_manager", "service_manager", "chair", "minute_taker")
"""Who looks through the open and late actions of the whole hub."""
HUB_RECORDS = ("screening", "minute_taker")
"""Who of the hub, besides managers, records that another area accepted an action in writing."""
AGENCY_ROLES = ("practitioner", "lead")


def _restricter(actor: Actor, case: Case | None, thing: str) -> Verdict:
    """Whoever runs the case, and whoever answers for a seat that was asked."""
    if case is None:
        return Verdict(allowed=False, reason=Reason.NO_CASE)
    if actor.has(*RESTRICTERS):
        return ALLOWED
    asked = _asked_seat(actor, case, thing).allowed
    return ALLOWED if asked else Verdict(allowed=False, reason=Reason.NO_ROLE, who=RESTRICTERS)


def _deputy_chooser(actor: Actor, case: Case | None, thing: str) -> Verdict:
    """The lead of the agency whose deputy is asked for, and whoever runs the case."""
    if case is None:
        return Verdict(allowed=False, reason=Reason.NO_CASE)
    seats = [one.seat for one in case.conflicts if one.id == thing]
    own = actor.has("lead") and bool(actor.seat) and actor.seat in seats
    if own or actor.has("duty_manager", "service_manager"):
        return ALLOWED
    return Verdict(allowed=False, reason=Reason.NO_ROLE, who=("lead", "duty_manager"))


SCREENERS = ("screening", "duty_manager", "edt", "service_manager")
PROPOSERS = ("screening", "duty_manager", "chair", "edt", "service_manager")
DISAGREE = ("screening", "duty_manager", "chair", "edt", "service_manager")
URGENT_TO = ("duty_manager", "service_manager")
"""Who is told at once that protection cannot wait, and says who deals with it."""
LINKERS = ("screening", "duty_manager", "minute_taker", "edt", "service_manager")
RESTRICTERS = ("screening", "duty_manager", "chair", "edt", "service_manager", "information_governance")
FEEDBACK_SENDERS = ("screening", "duty_manager", "minute_taker", "service_manager")


def _in_meeting(actor: Actor, case: Case | None, thing: str) -> Verdict:  # noqa: ARG001 - every rule is called alike
    """Members of seats, and guests, who the handler finds to be invited or not."""
    if actor.has("guest"):
        return ALLOWED
    if not actor.seat or not actor.has(*SEAT_ROLES):
        return Verdict(allowed=False, reason=Reason.NO_ROLE, who=("practitioner",))
    counts = case is None or actor.seat in {*case.asked, *case.profile.meetings.needed}
    return ALLOWED if counts else Verdict(allowed=False, reason=Reason.NOT_ASKED)


def _channel_reader(actor: Actor, case: Case | None, thing: str) -> Verdict:  # noqa: ARG001 - every rule is called alike
    reads = may_see_channel(actor)
    return (
        ALLOWED if reads else Verdict(allowed=False, reason=Reason.NO_ROLE, who=("practitioner", *HUB_ROLES))
    )


def _own_statement(actor: Actor, case: Case | None, thing: str) -> Verdict:
    if case is None:
        return Verdict(allowed=False, reason=Reason.NO_CASE)
    if not actor.seat or not actor.has(*SEAT_ROLES):
        return Verdict(allowed=False, reason=Reason.NO_ROLE, who=("practitioner",))
    mine = any(one.id == thing and one.seat == actor.seat for one in case.statements)
    return ALLOWED if mine else Verdict(allowed=False, reason=Reason.NOT_YOURS)


CHAIRS = ("chair", "duty_manager", "service_manager")
RUN_MEETINGS = (*CHAIRS, "minute_taker")

RULES: dict[str, Rule] = {
    "meeting.call": _roles(*CHAIRS),
    "meeting.here": _in_meeting,
    "meeting.roll": _roles(*RUN_MEETINGS),
    "meeting.start": _roles(*RUN_MEETINGS),
    "meeting.phone": _roles(*RUN_MEETINGS),
    "meeting.interim": _roles(*CHAIRS),
    "meeting.adjourn": _roles(*CHAIRS),
    "meeting.ask_views": _roles(*RUN_MEETINGS),
    "meeting.said": _roles(*RUN_MEETINGS),
    "meeting.next": _roles(*CHAIRS),
    "meeting.more": _channel_reader,
    "statement.read": _own_statement,
    "statement.confirm": _own_statement,
    "statement.correct": _own_statement,
    "destination.rate": _roles(*PROPOSERS),
    "minutes.read": _channel_reader,
    "minutes.print": _channel_reader,
    "minutes.make": _roles("chair", "minute_taker"),
    "minutes.approve": _roles("chair"),
    "list.open": _channel_reader,
    "list.more": _channel_reader,
    "list.call": _roles(*CHAIRS),
    "urgent.start": _in_sight,
    "urgent.take": _roles(*URGENT_TO),
    "referral.start": _anybody,
    "referral.add": _own_referral("screening", "duty_manager"),
    "subject.add": _own_referral(*SCREENERS),
    "referral.mine": _anybody,
    "referral.screen": _roles(*SCREENERS),
    "desk.next": _roles(*SCREENERS),
    "desk.list": _roles(*SCREENERS),
    "addition.accept": _roles(*SCREENERS),
    "rating.change": _roles(*SCREENERS),
    "rating.stands": _roles("duty_manager"),
    "checks.ask": _roles(*SCREENERS),
    "check.nothing_known": _asked_seat,
    "checks.through": _asked_seat,
    "check.answer": _asked_seat,
    "check.correct": _own_answer,
    "check.offer": _seat_not_asked,
    "check.phone": _roles("screening", "duty_manager", "minute_taker"),
    "check.confirm": _own_answer,
    "consent.decide": _roles("duty_manager", "edt", "service_manager"),
    "vote.cast": _asked_seat,
    "late_view.confirm": _roles("duty_manager", "chair", "service_manager"),
    "decision.propose": _roles(*PROPOSERS),
    "proposal.list": _some_proposal,
    "proposal.approve": _proposal,
    "proposal.return": _proposal,
    "feedback.send": _roles(*FEEDBACK_SENDERS),
    "holding.send": _roles(*FEEDBACK_SENDERS),
    "feedback.read": _own_referral(),
    "feedback.seen": _own_referral(),
    "disagreement.raise": _disagree,
    "disagreement.answer": _answers_disagreement,
    "disagreement.read": _raised_it,
    "disagreement.settle": _raised_it,
    "disagreement.still": _raised_it,
    "actions.list": _actions_read,
    "actions.add": _roles(*PROPOSERS),
    "actions.log": _roles(*ACTION_LOG),
    "action.open": _action_read,
    "action.done": _action(),
    "action.not_possible": _action(),
    "action.give": _action(),
    "action.not_mine": _action(),
    "action.more_time": _action(),
    "action.take": _action_offered,
    "action.decline": _action_offered,
    "action.accepted": _action(*HUB_RECORDS),
    "action.agree_time": _roles(*MANAGERS),
    "action.refuse_time": _roles(*MANAGERS),
    "action.instead": _roles(*MANAGERS),
    "answer.not_mine": _asked_seat,
    "answer.give": _asked_seat,
    "check.cannot": _asked_seat,
    "reminder.snooze": _anybody,
    "reminder.all": _anybody,
    "reminder.late": _roles(*MANAGERS),
    "reminder.phone": _roles(*MANAGERS),
    "export.make": _roles(*EXPORTERS),
    "export.read": _copy,
    "export.confirm": _roles(*EXPORTERS),
    "sar.open": _roles(*GOVERNANCE),
    "sar.review": _reviewer,
    "sar.extend": _roles(*GOVERNANCE),
    "sar.release": _roles(*GOVERNANCE),
    "information.start": _roles(*SCREENERS),
    "information.reply": _roles("duty_manager", "minute_taker"),
    "information.approve": _reply,
    "information.return": _reply,
    "information.read": _own_referral(),
    "hold.set": _roles("information_governance"),
    "hold.lift": _roles("information_governance"),
    "case.close": _roles("duty_manager", "service_manager"),
    "case.reopen": _roles("duty_manager", "service_manager"),
    "people.links": _roles(*LINKERS),
    "link.find": _roles(*LINKERS),
    "link.make": _roles(*LINKERS),
    "link.decide": _roles("duty_manager", "service_manager"),
    "link.undo": _roles("duty_manager", "service_manager"),
    "household.confirm": _roles("duty_manager", "service_manager"),
    "conflict.declare": _anybody,
    "conflict.lift": _roles("duty_manager"),
    "deputy.choose": _deputy_chooser,
    "case.restrict": _restricter,
    "restriction.lift": _roles("duty_manager", "service_manager"),
    "details.open": _reader,
    "details.address": _reader,
    "case.more": _anybody,
    "slip.report": _anybody,
    "slip.list": _roles("information_governance", "duty_manager", "service_manager"),
    "slip.review": _roles("information_governance", "duty_manager", "service_manager"),
    "task.do": _roles("minute_taker", "duty_manager"),
    "tasks.list": _roles("minute_taker", "duty_manager"),
    "guard.recheck": _roles("administrator", "duty_manager"),
    "guard.add": _roles("administrator", "duty_manager"),
    "duty.start": _roles(*AGENCY_ROLES, *sorted(WATCHES)),
    "duty.hand_over": _roles(*AGENCY_ROLES, *sorted(WATCHES)),
    "duty.note": _anybody,
    "night.called": _anybody,
    "night.answer": _roles("on_call", "edt", "duty_manager", "service_manager"),
    "night.next": _roles(*SCREENERS),
    "night.read": _roles(*SCREENERS),
    "recorded.read": _anybody,
    "recorded.seen": _anybody,
    "work.open": _anybody,
    "draft.drop": _anybody,
    "work.refresh": _anybody,
}
"""One rule a verb; a test holds that every verb a handler answers to stands here."""
