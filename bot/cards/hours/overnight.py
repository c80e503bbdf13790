"""To the desk when the hub opens: what the night brought, until each item is picked up and screened.

What was decided or begun at night stands there to be read until the hub closes again.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.cards import phrases, times
from bot.cards.elements import Card, Section
from bot.cards.hours.closed import ONE_NIGHT
from bot.cards.sight import Sight
from triage.case import Case
from triage.nights import Night
from triage.records import NightItem, Screening

MOST = 10
"""So many items are named on the card."""
TOLD = 2
"""Of so many urgent ones the title says of each when on call was told and answered."""
LINES = 2
"""So many lines it has below its title; the handover has them all."""


def card(sight: Sight, night: Night) -> Card:
    """`night` holds what the reader may know of."""
    _ = sight.words.gettext
    forum, person = sight.hub.forum.id, sight.reader.person if sight.reader else ""
    lines = [
        line for line in (_to_pick_up(sight, night), _in_hand(sight, night), _settled(sight, night)) if line
    ]
    next_one = phrases.button(
        _("Pick up the next one"),
        _("Pick up the next one of the night"),
        "night.next",
        night.mark(person),
        primary=True,
    )
    read = phrases.button(_("Read the handover"), _("Read the handover of the night"), "night.read", forum)
    return Card(
        title=_title(sight, night),
        fallback=_fallback(sight, night),
        body=(Section(tuple(lines[:LINES])),),
        buttons=(next_one, read) if night.to_pick_up or night.in_hand else (read,),
    )


def still_yours(sight: Sight) -> str:
    """Why somebody is shown again what they picked up."""
    return sight.words.gettext(
        "You have this one, and it is not screened yet. Screen it, then pick up the next one."
    )


def yours_before(sight: Sight) -> str:
    """That this press picked up nothing more: it was done before."""
    return sight.words.gettext("You picked this one up before. Nothing more was picked up.")


def taken_over(sight: Sight, has: Screening) -> str:
    """Whose it was until now."""
    _ = sight.words.gettext
    words = _("{name} opened this one {time} and has not screened it. You have it now.")
    return words.format(name=sight.name(has.person), time=when(sight, has.at))


def _title(sight: Sight, night: Night) -> str:
    _, many = sight.words.gettext, sight.words.ngettext
    items, cases, since = night.newest, night.cases, night.closed_at
    said = [_("OVERNIGHT")]
    if arrived := _arrived(items, since):
        words = many("{n} arrived since {time}", "{n} arrived since {time}", arrived)
        said.append(words.format(n=arrived, time=when(sight, since)))
    if before := len(items) - arrived:
        said.append(_left_over(sight, before))
    for level in sight.hub.profile.levels:
        reds = [item for item in items if level.alerts and cases[item.referral].level == level.id]
        if reds:
            said.append(_urgent(sight, phrases.rating(sight, level.id), reds))
    unrated = [item for item in items if item.urgent_at and not cases[item.referral].level]
    if unrated:
        said.append(_urgent(sight, _("may be in danger"), unrated))
    return " · ".join((*said, *_how_many_settled(sight, night)))


def _arrived(items: Sequence[NightItem], since: datetime) -> int:
    return sum(item.arrived and item.at >= since for item in items)


def _left_over(sight: Sight, before: int) -> str:
    return sight.words.ngettext("{n} left from before", "{n} left from before", before).format(n=before)


def _urgent(sight: Sight, what: str, urgent: Sequence[NightItem]) -> str:
    """How many are urgent, and of each when on call was told and when somebody answered; of many, how many nobody did."""
    told = sorted((item for item in urgent if item.urgent_at), key=lambda item: item.urgent_at or item.at)
    parts = _each_told(sight, told) if len(told) <= TOLD else _all_told(sight, told)
    return ", ".join((f"{len(urgent)} {what}", *parts))


def _each_told(sight: Sight, told: Sequence[NightItem]) -> tuple[str, ...]:
    _ = sight.words.gettext
    said = []
    for item in told:
        answered = _("not answered")
        if item.answered_at:
            answered = _("answered {time}").format(time=when(sight, item.answered_at))
        call = _("on call told {time}").format(time=when(sight, item.urgent_at or item.at))
        said.append(f"{call}, {answered}")
    return tuple(dict.fromkeys(said))


def _all_told(sight: Sight, told: Sequence[NightItem]) -> tuple[str, str]:
    _ = sight.words.gettext
    first, last = (when(sight, item.urgent_at or item.at) for item in (told[0], told[-1]))
    missing = sum(item.answered_at is None for item in told)
    answered = _("{n} not answered").format(n=missing) if missing else _("all answered")
    return _("on call told {first} to {last}").format(first=first, last=last), answered


def _to_pick_up(sight: Sight, night: Night) -> str:
    return _at_most(sight, [where(sight, night.cases[item.referral]) for item in night.to_pick_up])


def _in_hand(sight: Sight, night: Night) -> str:
    """What somebody picked up and nobody screened: "1 picked up, not screened yet: MASH-… by A. Novak 9:05am"."""
    named = [_has_it(sight, night, item) for item in night.in_hand]
    if not named:
        return ""
    words = sight.words.ngettext(
        "{n} picked up, not screened yet: {which}", "{n} picked up, not screened yet: {which}", len(named)
    )
    return words.format(n=len(named), which=_at_most(sight, named))


def _has_it(sight: Sight, night: Night, item: NightItem) -> str:
    """Who picked it up, or who opened it since."""
    _ = sight.words.gettext
    has = night.who_has(item)
    if has is None or has.person == item.picked_up_by:
        words, name, at = _("{reference} by {name} {time}"), item.picked_up_by, item.picked_up_at
    else:
        words, name, at = _("{reference}, opened by {name} {time}"), has.person, has.at
    return words.format(
        reference=night.cases[item.referral].referral.reference,
        name=sight.name(name),
        time=when(sight, at or night.opens_at),
    )


def _how_many_settled(sight: Sight, night: Night) -> Iterator[str]:
    """In how many cases something was decided at night, and how often urgent protection began."""
    many, since, until = sight.words.ngettext, night.closed_at, night.opens_at
    decided = sum(any(since <= one.at < until for one in case.decisions) for case in night.settled)
    begun = sum(since <= one.at < until for case in night.settled for one in case.urgent)
    if decided:
        yield many("{n} case decided", "{n} cases decided", decided).format(n=decided)
    if begun:
        yield many("{n} urgent protection", "{n} urgent protections", begun).format(n=begun)


def _settled(sight: Sight, night: Night) -> str:
    """What is to be read of cases that nobody need pick up."""
    if not night.beside:
        return ""
    named = _at_most(sight, [where(sight, case) for case in night.beside])
    return sight.words.gettext("To read in the handover: {which}").format(which=named)


def _at_most(sight: Sight, named: Sequence[str]) -> str:
    _ = sight.words.gettext
    more = (_("and {n} more").format(n=len(named) - MOST),) if len(named) > MOST else ()
    return " · ".join((*named[:MOST], *more))


def where(sight: Sight, case: Case) -> str:
    """A referral and where it is: "MASH-… RED ◆", "MASH-…, not screened"."""
    _ = sight.words.gettext
    reference = case.referral.reference
    if case.level:
        return f"{reference} {phrases.rating(sight, case.level)}"
    if case.state(sight.now) == "received":
        return _("{reference}, not screened").format(reference=reference)
    return reference


def _fallback(sight: Sight, night: Night) -> str:
    items, cases = night.newest, night.cases
    if not items:
        settled = ", ".join(_how_many_settled(sight, night))
        return sight.words.gettext("Overnight: {what}.").format(what=settled)
    arrived = _arrived(items, night.closed_at)
    many = sight.words.ngettext("{n} arrived overnight", "{n} arrived overnight", arrived)
    said = many.format(n=arrived) if arrived else _left_over(sight, len(items))
    for level in sight.hub.profile.levels:
        reds = sum(level.alerts and cases[item.referral].level == level.id for item in items)
        if reds:
            said += f", {reds} {level.word}"
    return f"{said}."


def when(sight: Sight, at: datetime) -> str:
    """A time of the night that is just over; of an earlier one with its day."""
    return times.clock_time(sight, at) if sight.now - at < ONE_NIGHT else times.posted(sight, at)
