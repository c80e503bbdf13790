"""The day's list is opened: its cases as this person may see them, and the actions that its meeting reviews."""

from bot.cards.meetings import day_list as cards
from bot.cards.meetings import meeting_buttons
from bot.reading.day_lists import for_reader
from bot.reading.known import known_cases
from bot.reply import Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx
from triage.actions import open_actions
from triage.authority import may
from triage.records import DayList


def open_list(tx: Tx, press: Press) -> Reply:
    """The list as it is now."""
    of = _list(tx, press)
    if of is None:
        return Refused("nothing_here")
    return Open(cards.form(press.sight, of, for_reader(tx, press.hub, press.actor, of)))


def open_more(tx: Tx, press: Press) -> Reply:
    """What this person may do with it, and which actions are still open."""
    of = _list(tx, press)
    if of is None:
        return Refused("nothing_here")
    buttons = [
        meeting_buttons.open_list(press.sight, of.id),
        meeting_buttons.call_for_list(press.sight, of.id),
    ]
    offered = tuple(one for one in buttons if may(press.actor, one.verb, None, of.id).allowed)
    cases = known_cases(tx, press.hub, press.actor, tx.referrals.live(press.hub.forum.id))
    actions = tuple(
        (case.referral.reference, action)
        for case in cases
        for action in open_actions(case)
        if may(press.actor, "details.open", case).allowed
    )
    return Open(cards.more(press.sight, of, offered, tuple(sorted(actions, key=lambda one: one[1].due_at))))


def _list(tx: Tx, press: Press) -> DayList | None:
    found = tx.day_lists.get(press.thing)
    return found if found is not None and found.forum == press.hub.forum.id else None


VERBS = (
    Verb("list.open", "none", opens=open_list, looking=True),
    Verb("list.more", "none", opens=open_more, looking=True),
)
