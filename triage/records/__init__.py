"""What the bot keeps, as values: plain frozen records without behaviour.

Times are aware and in UTC. Personal text is in the clear here; storage seals it. Records are never edited: a change is a
new record that names the one it supersedes, except where a field says "moves" (a stage, a state, a clock's stop).
"""

from triage.records.afterwards import Feedback, FeedbackState, Task
from triage.records.answers import Answer, AnswerKind, Check, ConsentDecision, Vote
from triage.records.decisions import (
    Action,
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
from triage.records.urgency import Clock, Rating

__all__ = (
    "Action",
    "Addition",
    "Answer",
    "AnswerKind",
    "Check",
    "Clock",
    "ConsentDecision",
    "ContactKind",
    "Decision",
    "Disagreement",
    "EarlierContact",
    "Feedback",
    "FeedbackState",
    "Forum",
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
    "Screening",
    "Stage",
    "Subject",
    "SubjectKind",
    "Task",
    "Vote",
)
