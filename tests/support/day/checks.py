"""What must be true when the day is over. Each check returns what is wrong, in words; nothing wrong is an empty list."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.cards.elements import Card
from bot.cards.render import adaptive, blockkit
from bot.words import Words
from storage.messages import CHANNEL, HOME, Message
from storage.tx import Tx
from tests.doubles.slack.things import Message as SlackMessage
from tests.doubles.teams.world import Message as TeamsMessage
from tests.scenarios import outside
from tests.support.day.plan import MARK
from tests.support.day.stage import Day
from tests.support.people import FORUM
from triage.visibility import may_know, may_know_own

Standing = dict[tuple[str, str], tuple[Message, Card | None]]


async def everything(day: Day) -> dict[str, list[str]]:
    """All checks by name."""
    return {
        "not done by anybody": day.missed,
        "undelivered": await day.hub.undelivered(),
        "posts": await posts(day),
        "seen by who may not know": await strangers(day),
        "audit": await audit(day),
        "words outside forms": words_outside(day),
        "kept from the channel": await kept_to_themselves(day),
        "meetings of reds": await red_meetings(day),
        "what the platforms refused": refused(day),
    }


async def posts(day: Day) -> list[str]:
    """Each standing post is one of the registry's, stands once, and shows what would be drawn now."""
    wanted = await day.hub.core.store.read(lambda tx: _wanted(tx, day))
    wrong = list(_compared(wanted, dict(_at_slack(day)), "Slack", _slack_differs))
    return wrong + list(_compared(wanted, dict(_at_teams(day)), "Teams", _teams_differs))


def _wanted(tx: Tx, day: Day) -> dict[str, Standing]:
    found: dict[str, Standing] = {"Slack": {}, "Teams": {}}
    for row in _rows(tx, day):
        drawn = day.hub.core.drawing.draw(tx, row)
        if row.card != HOME and row.surface in ("slack", "teams") and (drawn or row.platform_id):
            key = (row.conversation, row.platform_id)
            found[row.surface.title()][key] = (row, drawn.card if drawn else None)
    return found


def _rows(tx: Tx, day: Day) -> list[Message]:
    people = [*day.hub.core.hubs.roster(tx).people]
    in_channels = [row for surface in ("slack", "teams") for row in tx.messages.in_channel(FORUM, surface)]
    return in_channels + [row for person in people for row in tx.messages.to_person(person)]


def _compared(wanted: dict[str, Standing], there: dict[Any, Any], where: str, differs: Any) -> Iterator[str]:
    for key, (row, card) in wanted[where].items():
        what = f"{where}: {row.card} to {row.audience}"
        if key not in there:
            yield f"{what} is lost (state {row.state}, {row.attempts} tries, {row.last_reason})"
        elif card is None:
            yield f"{what} stands and there is nothing to show"
        elif differs(there[key], card):
            yield f"{what} shows something else: {differs(there[key], card)}"
    for key, post in there.items():
        if key not in wanted[where] and not post.text.startswith("My work"):  # somebody asked for that one
            yield f"{where}: a post that nobody wants: {_first_line(post)}"


def _at_slack(day: Day) -> Iterator[tuple[tuple[str, str], SlackMessage]]:
    assert day.hub.slack is not None
    for channel in day.hub.slack.world.channels.values():
        for message in channel.messages:
            if message.bot_id:
                yield (channel.id, message.ts), message


def _at_teams(day: Day) -> Iterator[tuple[tuple[str, str], TeamsMessage]]:
    assert day.hub.teams is not None
    for chat in day.hub.teams.chats.values():
        for message in chat.messages:
            if message.author is None and message.card:
                yield (chat.id, message.id), message


def _slack_differs(post: SlackMessage, card: Card) -> str:
    should = blockkit.message(card, Words("en"))
    return "" if post.text == should["text"] else f"{post.text!r}, not {should['text']!r}"


def _teams_differs(post: TeamsMessage, card: Card) -> str:
    content, _ = adaptive.message(card, Words("en"))
    return "" if _plain(post.card) == _plain(content) else f"{post.text[:200]!r}"


def _plain(content: Any) -> str:
    return json.dumps(content, sort_keys=True, default=str)


def _first_line(post: Any) -> str:
    return str(post.text).splitlines()[0]


async def strangers(day: Day) -> list[str]:
    """Nobody has a message, in their own chat or a channel, of a case of which they may not know."""
    return await day.hub.core.store.read(lambda tx: list(_strangers(tx, day)))


def _strangers(tx: Tx, day: Day) -> Iterator[str]:
    hubs = day.hub.core.hubs
    roster = hubs.roster(tx)
    by_scope = {}
    for story in day.stories:
        referral = tx.referrals.by_reference(story.reference)
        if referral:
            by_scope[referral] = tx.case(referral, hubs.of(FORUM).profile)
    for row in _rows(tx, day):
        case = by_scope.get(row.scope)
        if case is None:
            continue
        if row.audience == CHANNEL:
            if case.circle.closed:
                yield f"{row.card} of {case.referral.reference} in the channel of {row.surface}"
            continue
        actor = roster.actor(row.audience, FORUM, tx.now)
        if not actor or not (may_know(actor, case) or may_know_own(row.audience, case)):
            yield f"{row.card} of {case.referral.reference} to {row.audience}"


async def kept_to_themselves(day: Day) -> list[str]:
    """A case kept from the channel is named in no post there."""
    closed = [s.reference for s in day.stories if s.flags & {"restricted", "conflict"} and s.reference]
    assert day.hub.slack_channel is not None
    assert day.hub.teams_channel is not None
    there = [json.dumps(each.blocks) + each.text for each in day.hub.slack_channel.messages]
    there += [each.text for each in day.hub.teams_channel.messages]
    return [f"{reference} in a channel" for reference in closed if any(reference in text for text in there)]


async def audit(day: Day) -> list[str]:
    """Each chain holds against its head."""
    return await day.hub.core.store.read(
        lambda tx: [
            str(wrong) for chain, head in tx.audit.heads().items() for wrong in tx.audit.problems(chain, head)
        ]
    )


def words_outside(day: Day) -> list[str]:
    """The mark that is in each name and narrative stands in no post, notification, address or button."""
    found = Counter(
        f"{left.where}: …{left.text[max(0, at - 60) : at + 30]}…"
        for left in (*outside.posted(day.hub), *outside.read_by_programs(day.hub))
        if (at := left.text.casefold().find(MARK)) >= 0
    )
    return list(found)


async def red_meetings(day: Day) -> list[str]:
    """Each red has a meeting with a chair, at a time inside its clock."""
    wrong = []
    for story in day.stories:
        if story.end != "red" or not story.reference:
            continue
        case = await day.hub.case(story.reference)
        if case.stages == {"received"}:
            continue
        urgency = [clock.due_at for clock in case.clocks if clock.kind == "urgency"]
        held = [each.meeting for each in case.sittings if each.meeting.chair]
        if not held:
            wrong.append(f"{story.reference}: no meeting with a chair")
        elif held[0].at > min(urgency):
            wrong.append(f"{story.reference}: meeting {held[0].at:%H:%M}, due {min(urgency):%H:%M}")
    return wrong


def refused(day: Day) -> list[str]:
    """What people were shown as a failure though no call was made to fail, and cards that a platform did not take."""
    assert day.hub.teams is not None
    assert day.hub.slack is not None
    bad = Counter(
        f"Slack {call.method}: {call.error}"
        for call in day.hub.slack.recorder.errors()
        if call.error
        not in (
            "ratelimited",
            "service_unavailable",
            "connection_dropped",
            "message_not_found",
            "internal_error",
        )
    )
    warned = Counter(f"Slack delivery: {each}" for each in day.hub.slack.recorder.failures)
    return [*map(str, bad.items()), *map(str, warned.items()), *day.hub.teams.problems]


async def ends(day: Day) -> dict[str, list[str]]:
    """Every referral by the state that it reached."""
    found: dict[str, list[str]] = {}
    for story in day.stories:
        if not story.reference:
            found.setdefault("never arrived", []).append(f"{story.way} {story.number}")
            continue
        case = await day.hub.case(story.reference)
        state = " and ".join(sorted(case.stages))
        told = ", told" if case.last_told_at else ""
        found.setdefault(f"{story.end}: {state}{told}", []).append(story.reference)
    return found
