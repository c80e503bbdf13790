"""Duty: whom somebody is on duty for, handing it over, and the note that came with it."""

from collections.abc import Mapping
from datetime import datetime

from bot.cards import phrases, times
from bot.cards.elements import Button, Choice, Form, Option, Quote, Row, Section, TextField
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import Handover
from triage.roster import Charge, Duty

NOTE_LIMIT = 500


def line(sight: Sight, duty: Duty) -> str:
    """For what somebody is on duty, and until when."""
    _ = sight.words.gettext
    seat = charge_name(sight, duty.seat)
    if duty.until is None:
        return _("You are on duty for {seat}.").format(seat=seat)
    return _("You are on duty for {seat} until {time}.").format(seat=seat, time=until(sight, duty.until))


def until(sight: Sight, at: datetime) -> str:
    """An end where it is read at once: "5:00pm" of today, "8:45am tomorrow"."""
    return times.happened(sight, at)


def charge_name(sight: Sight, seat: str) -> str:
    """What a duty is for: an agency's name, or the hub."""
    return sight.seat(seat) if seat else sight.words.gettext("the hub")


def rows(
    sight: Sight, held: tuple[Duty, ...], free: tuple[Charge, ...], handovers: tuple[Handover, ...]
) -> tuple[Row, ...]:
    """What somebody is on duty for, may start, and was told when it was handed over."""
    return (
        *(_held(sight, duty) for duty in held),
        *(_off_duty(sight, charge) for charge in free if not charge.stands_for),
        *(_may_stand_in(sight, charge) for charge in free if charge.stands_for),
        *(_note(sight, handover) for handover in handovers),
    )


def start_for(sight: Sight, case: Case, seat: str) -> Button:
    """On an alert to a deputy: take the duty of the seat. Named after the case, as everything on its card is."""
    _ = sight.words.gettext
    charges = sight.roster.charges(sight.reader.person if sight.reader else "", sight.hub.forum.id, sight.now)
    stands_for = next(one.stands_for for one in charges if one.stands_for and one.seat == seat)
    name = _("Start duty for {seat}, {reference}").format(
        seat=sight.seat(seat), reference=case.referral.reference
    )
    return phrases.button(_("Start duty"), name, "duty.start", stands_for, opens=False, primary=True)


def form(sight: Sight, duty: Duty, takers: tuple[Charge, ...], ends: Mapping[str, datetime]) -> Form:
    """Hand over duty: to whom, until when, and what they need to know."""
    _ = sight.words.gettext
    people = tuple(Option(one.person, _taker(sight, one)) for one in takers)
    named = tuple(Option(code, times.now_read(sight, at)) for code, at in ends.items())
    return Form(
        title=_("Hand over duty"),
        verb="duty.hand_over",
        thing=duty.id,
        body=(
            Section((line(sight, duty),)),
            Choice("to", _("To"), people, missing=_("Select who takes over"), as_list=True),
            Choice(
                "until",
                _("Until"),
                named,
                missing=_("Select until when"),
                value=named[0].value if named else "",
            ),
            TextField(
                "note",
                _("Note"),
                hint=_("Read by whoever takes over, in My work. It is not sent in chat"),
                guarded=True,
                limit=NOTE_LIMIT,
                multiline=True,
                missing=_("Enter a note for whoever takes over"),
            ),
            phrases.safe_to_record(sight),
        ),
        submit=_("Hand over"),
    )


def note(sight: Sight, handover: Handover) -> Form:
    """The note, for whoever took over."""
    _ = sight.words.gettext
    return Form(
        title=_("Handover note"),
        verb="duty.note",
        thing=handover.id,
        body=(
            Section((_from(sight, handover),)),
            Section((phrases.opening_recorded(sight),)),
            Quote(handover.note),
        ),
    )


def _held(sight: Sight, duty: Duty) -> Row:
    _ = sight.words.gettext
    name = _("Hand over duty for {seat}").format(seat=charge_name(sight, duty.seat))
    return Row((line(sight, duty),), (phrases.button(_("Hand over"), name, "duty.hand_over", duty.id),))


def _off_duty(sight: Sight, charge: Charge) -> Row:
    _ = sight.words.gettext
    return Row((_("You are off duty."),), (_start(sight, charge),))


def _may_stand_in(sight: Sight, charge: Charge) -> Row:
    _ = sight.words.gettext
    said = _("You stand in for {seat}.").format(seat=_stood_for(sight, charge))
    return Row((said,), (_start(sight, charge),))


def _start(sight: Sight, charge: Charge) -> Button:
    _ = sight.words.gettext
    name = _("Start duty for {seat}").format(seat=_stood_for(sight, charge))
    return phrases.button(_("Start duty"), name, "duty.start", charge.stands_for, opens=False)


def _stood_for(sight: Sight, charge: Charge) -> str:
    """The seat, or the person whose duty in the hub it is."""
    if charge.stands_for and not charge.seat:
        return sight.name(charge.stands_for)
    return charge_name(sight, charge.seat)


def _note(sight: Sight, handover: Handover) -> Row:
    _ = sight.words.gettext
    name = _("Read the note from {name}").format(name=sight.name(handover.giver))
    read = phrases.button(_("Read the note"), f"{name}, {_when(sight, handover)}", "duty.note", handover.id)
    return Row((_from(sight, handover),), (read,))


def _from(sight: Sight, handover: Handover) -> str:
    said = sight.words.gettext("{name} handed duty over to you, {when}.")
    return said.format(name=sight.name(handover.giver), when=_when(sight, handover))


def _when(sight: Sight, handover: Handover) -> str:
    return times.now_read(sight, handover.at)


def _taker(sight: Sight, charge: Charge) -> str:
    if not charge.stands_for:
        return sight.name(charge.person)
    return sight.words.gettext("{name}, deputy").format(name=sight.name(charge.person))
