"""What the bot keeps, as values: plain frozen records without behaviour.

Times are aware and in UTC. Personal text is in the clear here; storage seals it. Records are never edited: a change is a
new record that names the one it supersedes, except where a field says "moves" (a stage, a state, a clock's stop).
"""

from triage.records.access import Circle, Conflict, ConflictState, Restriction, conflicts_in_force
from triage.records.afterwards import Feedback, FeedbackState, HoldingReply, HoldingState, Task
from triage.records.answers import Answer, AnswerKind, Check, ConsentDecision, HandedOn, Vote
from triage.records.decisions import (
    Action,
    ActionState,
    ActionStep,
    ActionStepKind,
    Decision,
    Disagreement,
    Proposal,
    ProposalReturn,
    ProposalState,
    ProposedAction,
    ProposedOutcome,
)
from triage.records.people import Forum, Membership, Person
from triage.records.referral import (
    Addition,
    ContactKind,
    EarlierContact,
    Link,
    Referral,
    Referrer,
    Screening,
    Stage,
    Subject,
    SubjectKind,
)
from triage.records.urgency import Clock, Rating, UrgentProtection, UrgentTaken

__all__ = (
    "Action",
    "ActionState",
    "ActionStep",
    "ActionStepKind",
    "Addition",
    "Answer",
    "AnswerKind",
    "Check",
    "Circle",
    "Clock",
    "Conflict",
    "ConflictState",
    "ConsentDecision",
    "ContactKind",
    "Decision",
    "Disagreement",
    "EarlierContact",
    "Feedback",
    "FeedbackState",
    "Forum",
    "HandedOn",
    "HoldingReply",
    "HoldingState",
    "Link",
    "Membership",
    "Person",
    "Proposal",
    "ProposalReturn",
    "ProposalState",
    "ProposedAction",
    "ProposedOutcome",
    "Rating",
    "Referral",
    "Referrer",
    "Restriction",
    "Screening",
    "Stage",
    "Subject",
    "SubjectKind",
    "Task",
    "UrgentProtection",
    "UrgentTaken",
    "Vote",
    "conflicts_in_force",
)
