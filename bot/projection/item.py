"""A case that may stand in no channel reaches people one by one."""

from collections.abc import Iterator
from datetime import datetime

from bot.projection.personal import DESK, Personal
from storage.tx import Tx
from triage.case import Case
from triage.hub import Hub
from triage.meetings import LIVE
from triage.roster import Roster


def of_case(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """To each person named; without a restriction, to whoever works on it.

    Those are the asked seats, the desk and chairs on duty, and who chairs or takes the minutes of its meetings.

    `roster` holds nobody from whom the case is kept.
    """
    restriction = case.restriction
    if restriction is not None:
        people = dict.fromkeys(restriction.named)
    else:
        forum = hub.forum.id
        in_seats = (who for seat in case.asked for who in roster.on_duty_for_seat(forum, seat, tx.now))
        at_the_hub = (
            who for role in (*DESK, "chair") for who in roster.on_duty_with_role(forum, (role,), tx.now)
        )
        deputies = (one.deputy for one in case.conflicts_now if one.deputy)
        people = dict.fromkeys(
            (
                *(who.id for who in (*in_seats, *at_the_hub)),
                *deputies,
                *_in_meetings(hub, roster, case, tx.now),
            )
        )
    yield from (Personal("item", person, case.referral.id) for person in people)


def _in_meetings(hub: Hub, roster: Roster, case: Case, now: datetime) -> Iterator[str]:
    for sitting in case.sittings:
        meeting = sitting.meeting
        if meeting.state in LIVE:
            named = (meeting.chair, meeting.minute_taker)
            yield from (person for person in named if roster.actor(person, hub.forum.id, now))
