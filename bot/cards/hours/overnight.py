"""To the desk when the hub opens: what the night brought, until each item is picked up; and the handover of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.cards import phrases, posts, times
from bot.cards.elements import Card, Form, FormPart, Row, Section
from bot.cards.hours.closed import ONE_NIGHT
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import NightItem

MOST = 10
"""So many items are named on the card."""


def card(sight: Sight, items: Sequence[NightItem], cases: Mapping[str, Case], since: datetime) -> Card:
    """`items` are those of the night and those that still wait; `cases` are those that the reader may know of."""
    _ = sight.words.gettext
    known = list({item.referral: item for item in items if item.referral in cases}.values())
    forum = sight.hub.forum.id
    return Card(
        title=_title(sight, known, cases, since),
        fallback=_fallback(sight, known, cases, since),
        body=(Section((_waiting(sight, known, cases),)),),
        buttons=(
            phrases.button(
                _("Pick up the next one"),
                _("Pick up the next one of the night"),
                "night.next",
                forum,
                primary=True,
            ),
            phrases.button(_("Read the handover"), _("Read the handover of the night"), "night.read", forum),
        ),
    )


def handover(sight: Sight, items: Sequence[NightItem], cases: Mapping[str, Case]) -> Form:
    """Each item of the night: what happened to it, who was told and who answered."""
    _ = sight.words.gettext
    rows = tuple(_row(sight, item, cases[item.referral]) for item in items if item.referral in cases) or (
        Section((_("Nothing came in overnight."),)),
    )
    body: tuple[FormPart, ...] = (Section((phrases.opening_recorded(sight),)), *rows)
    return Form(title=_("Handover"), verb="night.read", thing="", body=body)


def in_order(items: Sequence[NightItem], cases: Mapping[str, Case]) -> list[NightItem]:
    """What is picked up first: what was urgent, then what came first."""
    return sorted(
        (item for item in items if item.referral in cases), key=lambda item: (item.urgent_at is None, item.at)
    )


def _title(sight: Sight, items: Sequence[NightItem], cases: Mapping[str, Case], since: datetime) -> str:
    _, many = sight.words.gettext, sight.words.ngettext
    said = [_("OVERNIGHT")]
    if arrived := _arrived(items, since):
        words = many("{n} arrived since {time}", "{n} arrived since {time}", arrived)
        said.append(words.format(n=arrived, time=_when(sight, since)))
    if before := len(items) - arrived:
        said.append(_left_over(sight, before))
    for level in sight.hub.profile.levels:
        reds = [item for item in items if level.alerts and cases[item.referral].level == level.id]
        if reds:
            said.append(_urgent(sight, phrases.rating(sight, level.id), reds))
    unrated = [item for item in items if item.urgent_at and not cases[item.referral].level]
    if unrated:
        said.append(_urgent(sight, _("may be in danger"), unrated))
    return " · ".join(said)


def _arrived(items: Sequence[NightItem], since: datetime) -> int:
    return sum(item.arrived and item.at >= since for item in items)


def _left_over(sight: Sight, before: int) -> str:
    return sight.words.ngettext("{n} left from before", "{n} left from before", before).format(n=before)


def _urgent(sight: Sight, what: str, urgent: Sequence[NightItem]) -> str:
    """How many are urgent, when on call was first told, and when the last was answered or how many never were."""
    _ = sight.words.gettext
    told = [item.urgent_at for item in urgent if item.urgent_at]
    answered = [item.answered_at for item in urgent if item.urgent_at and item.answered_at]
    parts = [f"{len(urgent)} {what}"]
    if told:
        parts.append(_("on call told {time}").format(time=_when(sight, min(told))))
    if told and len(answered) == len(told):
        parts.append(_("answered {time}").format(time=_when(sight, max(answered))))
    elif told:
        parts.append(_not_answered(sight, len(told) - len(answered), len(told)))
    return ", ".join(parts)


def _not_answered(sight: Sight, missing: int, told: int) -> str:
    _ = sight.words.gettext
    return _("not answered") if missing == told else _("{n} not answered").format(n=missing)


def _waiting(sight: Sight, items: Sequence[NightItem], cases: Mapping[str, Case]) -> str:
    _ = sight.words.gettext
    open_ones = in_order([item for item in items if item.picked_up_at is None], cases)
    named = [_where(sight, cases[item.referral]) for item in open_ones[:MOST]]
    if len(open_ones) > MOST:
        named.append(_("and {n} more").format(n=len(open_ones) - MOST))
    return " · ".join(named)


def _where(sight: Sight, case: Case) -> str:
    """A referral and where it is: "MASH-… RED ◆", "MASH-…, not screened"."""
    _ = sight.words.gettext
    reference = case.referral.reference
    if case.level:
        return f"{reference} {phrases.rating(sight, case.level)}"
    if case.state(sight.now) == "received":
        return _("{reference}, not screened").format(reference=reference)
    return reference


def _fallback(sight: Sight, items: Sequence[NightItem], cases: Mapping[str, Case], since: datetime) -> str:
    arrived = _arrived(items, since)
    many = sight.words.ngettext("{n} arrived overnight", "{n} arrived overnight", arrived)
    said = many.format(n=arrived) if arrived else _left_over(sight, len(items))
    for level in sight.hub.profile.levels:
        reds = sum(level.alerts and cases[item.referral].level == level.id for item in items)
        if reds:
            said += f", {reds} {level.word}"
    return f"{said}."


def _row(sight: Sight, item: NightItem, case: Case) -> Row:
    _ = sight.words.gettext
    lines = [_where(sight, case)]
    if item.arrived:
        lines.append(_("Arrived {when}.").format(when=times.now_read(sight, item.at)))
    if item.urgent_at:
        lines.append(_("On call told {when}.").format(when=times.now_read(sight, item.urgent_at)))
    if item.answered_at:
        lines.append(
            _("{name} is dealing with it since {time}.").format(
                name=sight.name(item.answered_by), time=times.now_read(sight, item.answered_at)
            )
        )
    elif item.urgent_at:
        lines.append(_("Nobody on call has answered."))
    lines += [
        _("{name} called the emergency duty team, recorded {when}.").format(
            name=sight.name(one.person), when=times.now_read(sight, one.called_at)
        )
        for one in case.after_hours
        if one.called_at and one.opens_at == item.opens_at
    ]
    if item.picked_up_at:
        lines.append(
            _("Picked up by {name}, {when}.").format(
                name=sight.name(item.picked_up_by), when=times.now_read(sight, item.picked_up_at)
            )
        )
    return Row(tuple(lines), (posts.open_details(sight, case),))


def _when(sight: Sight, at: datetime) -> str:
    """A time of the night that is just over; of an earlier one with its day."""
    return times.clock_time(sight, at) if sight.now - at < ONE_NIGHT else times.posted(sight, at)
