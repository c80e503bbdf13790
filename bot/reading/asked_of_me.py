"""What is asked of one person alone: meetings to set or to open, minutes, what came back, disagreements."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from bot.cards.overview import by_message
from bot.cards.overview.work_rows import Item
from storage.messages import Message
from storage.tx import Tx
from triage import actions
from triage.authority import Actor
from triage.case import Case
from triage.hub import Hub
from triage.meetings import Sitting
from triage.roster import Roster

ROWS = {"returned": "returned", "disagreement": "disagreements"}
"""Messages that are rows of a group of their own."""
BY_MESSAGE = {
    **dict.fromkeys(by_message.CANNOT_WAIT, "cannot_wait"),
    **dict.fromkeys(by_message.TO_SETTLE, "to_settle"),
}
"""All other messages about a case that ask for something, each with its group."""
TOLD_APART = frozenset({"late_clock", *by_message.OF_ACTIONS})
"""Messages of one kind about one case whose rows say each something else; of all others the first is enough."""

Cases = Callable[[Iterable[str]], Mapping[str, Case]]
"""Reads cases, without those that the person may not know of."""


def items(tx: Tx, hub: Hub, roster: Roster, actor: Actor, cases: Cases) -> Iterator[Item]:
    """All of it, in no order: of each case what is due first of a kind, so that no two rows read alike."""
    yield from _meetings(tx, hub, roster, actor, cases)
    messages = {(one.card, one.thing): one for one in tx.messages.to_person(actor.person)}
    mine = [one for one in messages.values() if one.forum == hub.forum.id]
    read = cases([one.scope for one in mine if one.card in {*ROWS, *BY_MESSAGE}])
    found: dict[tuple[str, str, str], Item] = {}
    for one in mine:
        case = read.get(one.scope)
        if case is None or not _still_asks(case, one):
            continue
        if one.card in ROWS:
            item = Item(ROWS[one.card], case, one.thing, _due(one, case), unsafe=_says_unsafe(one, case))
        elif one.card in BY_MESSAGE:
            item = Item(BY_MESSAGE[one.card], case, one.thing, _due(one, case), message=one.card)
        else:
            continue
        apart = one.card in TOLD_APART or item.unsafe
        key = (one.card, one.scope, one.thing if apart else "")
        found[key] = min(found.get(key, item), item, key=lambda each: each.due_at)
    yield from found.values()
    for one in mine:
        if one.card == "minutes" and (sitting := tx.meetings.sitting(one.thing)):
            yield from _of_meeting("minutes", sitting, cases)


def _due(one: Message, case: Case) -> datetime:
    """When what a message asks for is due."""
    if one.card in by_message.OF_ACTIONS:
        return by_message.action_of(case, one.thing).due_at
    if one.card != "disagreement":
        return case.due_at or case.referral.received_at
    standing = next(now for now in case.standings if now.disagreement.id == one.thing)
    return standing.due_at or standing.disagreement.due_at


def _says_unsafe(one: Message, case: Case) -> bool:
    """Whether it tells of a disagreement that says that somebody is unsafe now."""
    return one.card == "disagreement" and any(
        each.id == one.thing and each.unsafe for each in case.disagreements
    )


def _still_asks(case: Case, one: Message) -> bool:
    """Some messages stand for a while after it was done, and say who did it."""
    match one.card:
        case "urgent":
            return case.taken(next(each for each in case.urgent if each.id == one.thing)) is None
        case "on_call":
            return next(each for each in case.nights if each.id == one.thing).answered_at is None
        case "said_for_you":
            return next(each for each in case.statements if each.id == one.thing).confirmed_at is None
        case "action_offered" | "time_asked":
            step = next(each for each in case.action_steps if each.id == one.thing)
            standing = actions.offer if one.card == "action_offered" else actions.time_asked
            return standing(case, case.action(step.action)) == step
    return True


def _meetings(tx: Tx, hub: Hub, roster: Roster, actor: Actor, cases: Cases) -> Iterator[Item]:
    """Those that this person chairs; a duty manager's too that nobody chairs yet."""
    live = tx.meetings.live(hub.forum.id)
    mine = [
        one.id
        for one in live
        if one.chair == actor.person
        or (
            one.kind == "urgent"
            and actor.has("duty_manager")
            and not (one.chair and roster.actor(one.chair, hub.forum.id, tx.now))
        )
    ]
    for sitting in tx.meetings.sittings(mine).values():
        yield from _of_meeting("meetings", sitting, cases)


def _of_meeting(group: str, sitting: Sitting, cases: Cases) -> Iterator[Item]:
    meeting = sitting.meeting
    case = cases([meeting.referral]).get(meeting.referral) if meeting.referral else None
    if case is not None or not meeting.referral:
        yield Item(group, case, meeting.id, meeting.at, sitting=sitting)
