"""What colleagues do once a case is decided, or beside its way: replies, actions, disagreements, what is urgent."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.cards.desk import rating_stands
from bot.demo.acts import Act, Typed, in_hours
from bot.demo.story import Part, share
from triage import actions, views_above
from triage.calendar import OpeningHours
from triage.case import Case

ANSWERING_BACK = timedelta(minutes=25)
HOLDING = timedelta(minutes=10)
TAKING_UP = timedelta(minutes=6)
"""How soon somebody says that they deal with what is urgent."""
TAKING_AN_ACTION = timedelta(minutes=20)
ANSWERING_A_DISAGREEMENT = timedelta(minutes=120)
WRITING_A_REPLY = timedelta(minutes=45)
ANSWERING_FOR_IT = timedelta(minutes=30)
"""How soon a duty manager answers for a rating, or for an action that will not be done."""


def acts(case: Case, part: Part, hours: OpeningHours) -> tuple[Act, ...]:
    """All that is to be done with the case as it is now, soonest first."""
    found = (
        *_urgent(case),
        *_replies(case),
        *_actions(case, part),
        *_answered_for(case),
        *_disagreements(case, part),
        *_statements(case),
        *_information(case),
    )
    return tuple(sorted((in_hours(act, case, hours) for act in found), key=lambda act: act.at))


def _urgent(case: Case) -> Iterator[Act]:
    """The service manager deals with urgent protection, whoever is on call with a red at night."""
    urgent = case.urgent_now
    if urgent is not None and case.taken(urgent) is None:
        roles = ("service_manager",)
        yield Act(urgent.at + TAKING_UP, "urgent.take", urgent.id, roles=roles, any_hour=True)
    for item in case.nights[-1:]:
        if item.urgent_at and item.answered_at is None:
            at = item.urgent_at + TAKING_UP
            yield Act(at, "night.answer", case.referral.id, roles=("on_call",), any_hour=True)


def _replies(case: Case) -> Iterator[Act]:
    """Business support tells whoever referred, and where nothing is decided by three, that."""
    how = "chat" if case.referral.referrer.person else "phone"
    typed: Typed = {"how": how, "checked": ("yes",)}
    for prepared in case.feedback:
        if prepared.state == "prepared":
            at = prepared.prepared_at + ANSWERING_BACK
            yield Act(at, "feedback.send", prepared.id, roles=("minute_taker",), typed=typed)
    for holding in case.holding:
        if holding.state == "prepared":
            at = holding.prepared_at + HOLDING
            yield Act(at, "holding.send", holding.id, roles=("minute_taker",), typed=typed)


def _actions(case: Case, part: Part) -> Iterator[Act]:
    """Each does what is theirs before it is due, but for those who answer nothing; what is offered is taken."""
    for action in actions.open_actions(case):
        offered = actions.offer(case, action)
        if offered is not None and offered.person:
            yield Act(offered.at + TAKING_AN_ACTION, "action.take", action.id, person=offered.person)
        elif action.seat not in part.silent and action.begun_at and action.owner:
            typed = {"words": "Done as agreed. It is recorded in our own file."}
            at = action.begun_at + (action.due_at - action.begun_at) * share(action.what, action.seat)
            at = max(at, _since(case, action.id))
            yield Act(at, "action.done", action.id, person=action.owner, typed=typed)


def _answered_for(case: Case) -> Iterator[Act]:
    """A duty manager says why a rating stands against a view above it, and what is done instead of an action."""
    roles = ("duty_manager",)
    for vote in views_above.to_answer(case)[-1:]:
        why = "The school saw all of them this morning, and they stay with their aunt until Friday."
        stands: Typed = {rating_stands.field(one): why for one in case.subjects}
        yield Act(vote.at + ANSWERING_FOR_IT, "rating.stands", vote.id, roles=roles, typed=stands)
    for action in case.actions:
        if (step := actions.less_safe(case, action)) is not None:
            typed = {"words": "A colleague of the family's social worker sees them today instead."}
            yield Act(step.at + ANSWERING_FOR_IT, "action.instead", action.id, roles=roles, typed=typed)


def _since(case: Case, action: str) -> datetime:
    """When the newest thing happened to an action: nobody does it in the same moment."""
    steps = [step.at for step in case.action_steps if step.action == action]
    return max(steps, default=case.began_at) + ANSWERING_BACK


def _disagreements(case: Case, part: Part) -> Iterator[Act]:
    """A seat of the story disagrees once it is decided; a manager answers, and whoever raised it says that this settles it."""
    decided = max((decision.at for decision in case.decisions), default=None)
    raised = {standing.disagreement.seat for standing in case.standings}
    for seat, why in part.disagrees.items():
        if decided is not None and seat not in raised:
            typed = {"unsafe": "no", "about": "outcome", "why": why}
            yield Act(decided + ANSWERING_BACK, "disagreement.raise", case.referral.id, seat, typed=typed)
    for standing in case.standings:
        one = standing.disagreement
        if standing.due_at is not None and standing.owner:
            typed = {
                "result": "stands",
                "words": "Read again with the chair. It will be looked at in a week.",
            }
            at = one.at + ANSWERING_A_DISAGREEMENT
            yield Act(at, "disagreement.answer", one.id, person=standing.owner, typed=typed)
        elif standing.answer is not None and not standing.settled:
            at = standing.answer.at + ANSWERING_A_DISAGREEMENT
            yield Act(at, "disagreement.settle", one.id, person=one.by)


def _statements(case: Case) -> Iterator[Act]:
    """An agency confirms what was written down for it."""
    for one in case.statements:
        if one.confirmed_at is None:
            at = one.at + TAKING_AN_ACTION
            yield Act(at, "statement.confirm", one.id, one.seat)


def _information(case: Case) -> Iterator[Act]:
    """Business support writes the reply to an information request, and a duty manager approves it."""
    waiting = [one for one in case.information_replies if one.state == "open"]
    for one in waiting:
        roles = ("duty_manager",)
        yield Act(one.at + WRITING_A_REPLY, "information.approve", one.id, roles=roles, not_by=one.by)
    if waiting or "requested" not in case.stages or len(case.answered) < len(case.asked):
        return
    returned = [one.decided_at for one in case.information_replies if one.decided_at]
    last = max((*returned, *(answer.at for answer in case.current_answers)))
    yield Act(
        last + WRITING_A_REPLY,
        "information.reply",
        case.referral.id,
        roles=("minute_taker",),
        typed={
            "right": "The listing clerk of the family court, for a hearing on Friday.",
            "checked": "Rang the court's published number and asked for the clerk by name.",
            "words": "The family is known to health and to education. Nothing gives cause for concern today.",
            "held_back": "Nothing.",
        },
    )
