"""A day's list as one reader, or the channel, may see it: the one place where its rows are chosen."""

from bot.reading.known import known_cases, known_ids
from storage.listed import may_stand_on
from storage.tx import Tx
from triage import visibility
from triage.authority import Actor
from triage.case import Case
from triage.day_list import Rows, rows
from triage.hub import Hub
from triage.meetings import own_meeting
from triage.records import DayList
from triage.roster import Roster


def for_channel(tx: Tx, hub: Hub, roster: Roster, of: DayList) -> Rows:
    """What everybody in the channel may see: a case that may stand in no channel is in no row and no count."""
    cases = tx.cases(tx.referrals.live(hub.forum.id), hub.profile)
    shared = tuple(case for case in cases if not visibility.apart(roster, case, tx.now))
    return rows(_decisions_wait(shared), of)


def to_meet(tx: Tx, hub: Hub, roster: Roster, of: DayList) -> tuple[Case, ...]:
    """The cases of the list that its meeting discusses: those that have no meeting of their own."""
    return tuple(case for case in for_channel(tx, hub, roster, of).listed if own_meeting(case) is None)


def for_reader(tx: Tx, hub: Hub, actor: Actor, of: DayList) -> Rows:
    """What one person may see, restricted cases in which they are named included."""
    return rows(_decisions_wait(known_cases(tx, hub, actor, tx.referrals.live(hub.forum.id))), of)


def how_many_for_reader(tx: Tx, hub: Hub, actor: Actor, of: DayList) -> int:
    """How many cases `for_reader` lists; read whole is only what plain columns do not tell of."""
    may_stand = may_stand_on(tx, of, hub.profile.meetings.listed)
    known = known_ids(tx, actor, may_stand)
    uncertain = [one for one in known if not may_stand[one]]
    if not uncertain:
        return len(known)
    listed = rows(_decisions_wait(known_cases(tx, hub, actor, uncertain)), of).listed
    return len(known) - len(uncertain) + len(listed)


def _decisions_wait(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    return tuple(case for case in cases if case.ratings)
