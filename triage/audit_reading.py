"""Who may read what in the audit, as everybody is told when they first come in.

Duty managers, the information governance lead and auditors read it all; an agency's lead reads that agency's entries;
an administrator reads when what was done for which seat and how it ended, and no more.
"""

from triage.authority import Actor

READS_ALL = ("duty_manager", "service_manager", "information_governance", "auditor")


def reads_audit(actor: Actor) -> bool:
    """Whether there is anything in the audit that the actor may read."""
    return actor.has(*READS_ALL) or (actor.has("lead") and bool(actor.seat))


def reads_metadata(actor: Actor) -> bool:
    """Whether the actor may read each entry's time, verb, seat and outcome, but not who, on what, or what was written."""
    return actor.has("administrator")


def may_read_entry(actor: Actor, seat: str) -> bool:
    """Whether the actor may read what somebody acting for this seat did."""
    return actor.has(*READS_ALL) or (actor.has("lead") and bool(actor.seat) and seat == actor.seat)
