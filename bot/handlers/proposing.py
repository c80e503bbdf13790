"""A decision is put forward: an outcome for each subject, why, and what begins when it is approved.

Each role that must approve gets a proposal of its own, so that it acts on its own subjects and on nobody else's.
"""

from dataclasses import dataclass

from bot.cards.deciding import propose
from bot.cards.deciding.proposed_before import ACTION_ROWS
from bot.cards.elements import Form
from bot.handlers.steps.changed import again_if_changed
from bot.handlers.steps.names import named_in_the_record
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage import action_due
from triage.case import Case
from triage.meetings import now_in, to_ask
from triage.records import Proposal, ProposedAction, ProposedOutcome, Subject
from triage.typed_dates import read_date


@dataclass(frozen=True)
class ActionRow:
    """One row of "Actions now": what it asks for, or the field that is wrong and how."""

    action: ProposedAction | None = None
    field: str = ""
    wrong: str = ""


def open_form(tx: Tx, press: Press) -> Reply:
    """Ask for an outcome for each subject that waits for one."""
    unasked = _not_asked(press)
    if unasked:
        return Refused("seat_not_asked", {"seat": unasked[0]})
    if not press.the_case.to_propose():
        return Refused("not_now")
    return Open(_form(press))


def send_for_approval(tx: Tx, press: Press) -> Reply:
    """Keep one proposal per role that must approve, and open the views to the seats."""
    unasked = _not_asked(press)
    if unasked:
        return Refused("seat_not_asked", {"seat": unasked[0]})
    subjects = press.the_case.to_propose()
    if not subjects:
        return Refused("not_now")
    again = again_if_changed(tx, press, _form(press))
    if again:
        return again
    rows = _rows(press)
    proposals = _proposals(press, subjects, tuple(row.action for row in rows if row.action))
    for proposal in proposals:
        tx.proposals.add(proposal)
    for subject in subjects:
        opened = subject.views_open_at or press.now
        tx.subjects.move(subject.id, stage="proposed", views_open_at=opened)
    chosen = (one for proposal in proposals for one in proposal.outcomes)
    return Done(note={one.subject: one.outcome for one in chosen})


def _form(press: Press) -> Form:
    case = press.the_case
    subjects = case.to_propose()
    return propose.form(press.sight, case, subjects, case.missing(press.now), _came_back(case, subjects))


def _not_asked(press: Press) -> tuple[str, ...]:
    """Seats that this urgency is asked of and that nobody asked; in a meeting, those in it whose view nobody asked for."""
    case = press.the_case
    wanted = case.profile.level(case.level).asks if case.level else ()
    unasked = tuple(seat for seat in wanted if seat not in case.asked)
    sitting = now_in(case)
    return unasked or (to_ask(case, sitting) if sitting else ())


def _came_back(case: Case, subjects: tuple[Subject, ...]) -> tuple[Proposal, ...]:
    """The parts about these subjects that were returned and in whose place nothing newer was put forward."""
    wanted = {subject.id for subject in subjects}
    return tuple(
        part
        for part in case.proposals
        if case.is_to_propose_again(part)
        and case.of_this_round(part.at)
        and any(one.subject in wanted for one in part.outcomes)
    )


def _row(press: Press, number: int) -> ActionRow:
    """One row read; a row left empty asks for nothing."""
    what, who, due, date = (press.text(f"action_{number}_{part}") for part in ("what", "who", "due", "date"))
    if not any((what, who, due, date)):
        return ActionRow()
    for part, typed in (("what", what), ("who", who), ("due", due)):
        if not typed:
            return ActionRow(field=f"action_{number}_{part}", wrong=part)
    if who in press.the_case.kept_from:
        return ActionRow(field=f"action_{number}_who", wrong="shut")
    if due == action_due.ANOTHER_DATE:
        day = read_date(date, press.sight.today, ahead=True)
        if day is None:
            return ActionRow(field=f"action_{number}_date", wrong="date")
        due = action_due.on(day.day)
    if action_due.due_at(due, press.now, press.hub.hours) <= press.now:
        return ActionRow(field=f"action_{number}_date", wrong="past")
    return ActionRow(ProposedAction(what, who, due))


def _rows(press: Press) -> tuple[ActionRow, ...]:
    return tuple(_row(press, number) for number in ACTION_ROWS)


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """A reason for each answer that is missing, whole rows of actions, and no name in what the referrer will hear."""
    missing = press.the_case.missing(press.now)
    return propose.problems(
        press.sight,
        no_reason_for=missing if missing and not press.text("without") else (),
        rows={row.field: row.wrong for row in _rows(press) if row.field},
        name=named_in_the_record(press.the_case, press.text("referrer_words")) or "",
    )


def _proposals(
    press: Press, subjects: tuple[Subject, ...], actions: tuple[ProposedAction, ...]
) -> tuple[Proposal, ...]:
    profile = press.hub.profile
    chosen = [(s, profile.outcome(press.text(f"outcome_{s.number}"))) for s in subjects]
    by_role: dict[str, list[ProposedOutcome]] = {}
    for subject, outcome in sorted(chosen, key=lambda one: not one[1].protects):
        proposed = ProposedOutcome(subject.id, outcome.id, outcome.approver)
        by_role.setdefault(outcome.approver, []).append(proposed)
    first = next(iter(by_role))
    return tuple(
        _proposal(press, role, tuple(outcomes), actions if role == first else (), leads=role == first)
        for role, outcomes in by_role.items()
    )


def _proposal(
    press: Press,
    role: str,
    outcomes: tuple[ProposedOutcome, ...],
    actions: tuple[ProposedAction, ...],
    *,
    leads: bool,
) -> Proposal:
    """One role's part. What is done for all of them goes with the part that leads, once."""
    why = press.text("without")
    sitting = now_in(press.the_case)
    return Proposal(
        id=new_id(),
        referral=press.the_case.referral.id,
        role=role,
        by=press.actor.person,
        at=press.now,
        rationale=press.text("rationale"),
        outcomes=outcomes,
        without=dict.fromkeys(press.the_case.missing(press.now), why),
        safety=press.text("safety") if leads else "",
        referrer_words=press.text("referrer_words") if leads else "",
        actions=actions,
        meeting=sitting.meeting.id if sitting else "",
        interim_until=sitting.meeting.interim_until if sitting else "",
    )


VERBS = (Verb("decision.propose", "referral", opens=open_form, does=send_for_approval, checks=check),)
