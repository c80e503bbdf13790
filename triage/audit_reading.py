"""Who may read what in the audit, as everybody is told when they first come in.

Duty managers, the information governance lead and auditors read it all; an agency's lead reads that agency's entries;
an administrator reads when what was done for which seat and how it ended, and no more.
"""

from triage.authority import Actor

SHOW_NOBODY = frozenset({"case.more", "recorded.read", "feedback.read", "referral.add", "proposal.list"})
"""Verbs whose opened form names nobody, or only what the reader told the hub."""
SHOW_ANSWERS = frozenset(
    {
        "details.open", "proposal.approve", "consent.decide", "check.answer", "check.correct", "minutes.read",
        "minutes.print", "export.read", "sar.release", "information.reply", "information.approve", "rating.stands",
    }
)  # fmt: skip
"""Verbs whose opened form shows what agencies said."""
READS_ALL = ("duty_manager", "service_manager", "information_governance", "auditor")


def reads_audit(actor: Actor) -> bool:
    """Whether there is anything in the audit that the actor may read."""
    return actor.has(*READS_ALL) or (actor.has("lead") and bool(actor.seat))


def showed_people(verb: str, outcome: str) -> bool:
    """Whether an entry says that somebody opened a form that showed who a case is about."""
    return outcome == "opened" and verb not in SHOW_NOBODY


def showed_answers(verb: str, outcome: str) -> bool:
    """Whether an entry says that somebody opened a form that showed what agencies said."""
    return outcome == "opened" and verb in SHOW_ANSWERS


def reads_metadata(actor: Actor) -> bool:
    """Whether the actor may read each entry's time, verb, seat and outcome, but not who, on what, or what was written."""
    return actor.has("administrator")


def may_read_entry(actor: Actor, seat: str) -> bool:
    """Whether the actor may read what somebody acting for this seat did."""
    return actor.has(*READS_ALL) or (actor.has("lead") and bool(actor.seat) and seat == actor.seat)
