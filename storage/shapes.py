"""Which record is laid out in which table."""

from storage import tables
from storage.kept import Shape
from storage.keyring import HUB
from triage import records

REFERRALS = Shape(records.Referral, tables.referral, owner=lambda record: record.id)
SUBJECTS = Shape(records.Subject, tables.subject)
ADDITIONS = Shape(records.Addition, tables.addition)
LINKS = Shape(records.Link, tables.link)
RATINGS = Shape(records.Rating, tables.rating)
CLOCKS = Shape(records.Clock, tables.clock)
CHECKS = Shape(records.Check, tables.check)
ANSWERS = Shape(records.Answer, tables.answer)
CONSENT_DECISIONS = Shape(records.ConsentDecision, tables.consent_decision)
VOTES = Shape(records.Vote, tables.vote)
PROPOSALS = Shape(records.Proposal, tables.proposal)
PROPOSAL_RETURNS = Shape(records.ProposalReturn, tables.proposal_return)
DECISIONS = Shape(records.Decision, tables.decision)
ACTIONS = Shape(records.Action, tables.action)
ACTION_STEPS = Shape(records.ActionStep, tables.action_step)
HANDED_ON = Shape(records.HandedOn, tables.handed_on)
FEEDBACK = Shape(records.Feedback, tables.feedback)
HOLDING_REPLIES = Shape(records.HoldingReply, tables.holding_reply)
URGENT = Shape(records.UrgentProtection, tables.urgent_protection)
URGENT_TAKEN = Shape(records.UrgentTaken, tables.urgent_taken)
DISAGREEMENTS = Shape(records.Disagreement, tables.disagreement)
TASKS = Shape(records.Task, tables.task, owner=lambda record: record.referral or HUB)
