"""What a meeting makes of somebody: who chairs it acts as a chair in it, whoever they are otherwise [001]."""

from dataclasses import replace

from triage.authority import Actor
from triage.meetings import Sitting


def as_in_meeting(actor: Actor, sittings: tuple[Sitting, ...]) -> Actor:
    """The actor with the role that a meeting gives them: whoever was named to chair it, or to take its minutes."""
    given = set()
    if any(sitting.meeting.chair == actor.person for sitting in sittings):
        given.add("chair")
    if any(sitting.meeting.minute_taker == actor.person for sitting in sittings):
        given.add("minute_taker")
    return replace(actor, roles=actor.roles | given) if given and actor.person else actor
