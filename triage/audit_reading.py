"""Who may read what in the audit, as everybody is told when they first come in.

Duty managers, the information governance lead and auditors read it all; an agency's lead reads that agency's entries.
"""

from triage.authority import Actor

READS_ALL = ("duty_manager", "service_manager", "information_governance", "auditor")


def reads_audit(actor: Actor) -> bool:
    """Whether there is anything in the audit that the actor may read."""
    return actor.has(*READS_ALL) or (actor.has("lead") and bool(actor.seat))


def may_read_entry(actor: Actor, seat: str) -> bool:
    """Whether the actor may read what somebody acting for this seat did."""
    return actor.has(*READS_ALL) or (actor.has("lead") and bool(actor.seat) and seat == actor.seat)
