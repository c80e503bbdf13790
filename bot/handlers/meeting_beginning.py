"""Who is in the meeting, and whether it can begin: roll call, and what to do without an agency that is needed."""

from dataclasses import replace

from bot.cards.meetings import meeting_forms
from bot.handlers.meeting_calling import put_on_agenda
from bot.handlers.steps import meetings
from bot.handlers.steps.phoning import reached_at_once
from bot.handlers.steps.sitting import case_in_hand, found, next_day, next_or_over, until
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.authority import SEAT_ROLES
from triage.meetings import HERE, Sitting, invited
from triage.records import Attendance, Guest, How, Person


def here(tx: Tx, press: Press) -> Reply:
    """Somebody says that they are in it: for their seat, as a deputy, or as a guest."""
    sitting = found(tx, press)
    if not sitting.is_live:
        return Refused("meeting_over")
    guest = next((one for one in sitting.guests if one.person == press.actor.person), None)
    if guest is not None and not press.actor.seat:
        return Done(note={"guest": guest.id})
    seat = press.actor.seat
    if not seat or not press.actor.has(*SEAT_ROLES):
        return Refused("no_role", {"who": "practitioner"})
    now = sitting.attended(seat)
    if now is not None and now.how in HERE:
        return Done("already", {"at": now.at.isoformat()})
    how: How = "deputy" if _is_deputy(press, press.actor.person) else "here"
    _attend(tx, press, sitting, seat, how, person=press.actor.person)
    return Done(note={"seat": seat, "how": how})


def open_roll(tx: Tx, press: Press) -> Reply:
    """Each agency, filled in from what is known."""
    sitting = found(tx, press)
    if not sitting.is_live:
        return Refused("meeting_over")
    seats = invited(press.hub.profile, sitting, case_in_hand(tx, press, sitting))
    return Open(meeting_forms.roll_call(press.sight, sitting, seats, _only_deputies(press, seats)))


def record_roll(tx: Tx, press: Press) -> Reply:
    """Keep what changed, with its time; then begin, or say who is missing."""
    sitting = found(tx, press)
    if not sitting.is_live:
        return Refused("meeting_over")
    changed = {}
    for seat in invited(press.hub.profile, sitting, case_in_hand(tx, press, sitting)):
        how, now = press.text(meeting_forms.seat_field(seat)), sitting.attended(seat)
        if how and (now is None or now.how != how):
            _attend(tx, press, sitting, seat, how)  # type: ignore[arg-type]  # the form's own options
            changed[seat] = how
    _invite(tx, press, sitting)
    if sitting.is_open:
        return Done(note=changed)
    return _begin(tx, press, changed)


def start(tx: Tx, press: Press) -> Reply:
    """Begin with who said that they are there, or say who is missing."""
    sitting = found(tx, press)
    if sitting.is_open:
        return Done("already", {"at": (sitting.meeting.opened_at or press.now).isoformat()})
    return _begin(tx, press, {}) if sitting.is_live else Refused("meeting_over")


def open_phone(tx: Tx, press: Press) -> Reply:
    """Whom to phone, on which number, and about which case."""
    sitting = found(tx, press)
    missing = _missing(press, sitting)
    if not sitting.is_live or not missing:
        return Refused("not_now")
    found_there = reached_at_once(tx, press, missing[0])
    case = case_in_hand(tx, press, sitting)
    return Open(meeting_forms.phone(press.sight, case, sitting, found_there))


def phoned(tx: Tx, press: Press) -> Reply:
    """An agency that takes part by phone is there; then the meeting can begin if nobody else is missing."""
    sitting = found(tx, press)
    missing = _missing(press, sitting)
    if not sitting.is_live or not missing:
        return Refused("not_now")
    if press.text("how") == "phone":
        _attend(tx, press, sitting, missing[0], "phone")
        return _begin(tx, press, {missing[0]: "phone"})
    return Done(note={missing[0]: press.text("how")})


def open_interim(tx: Tx, press: Press) -> Reply:
    """Why it goes on without them."""
    sitting = found(tx, press)
    missing = _missing(press, sitting)
    if sitting.meeting.state != "called" or not missing:
        return Refused("not_now")
    line = meeting_forms.case_line(press.sight, case_in_hand(tx, press, sitting), sitting)
    return Open(meeting_forms.interim(press.sight, sitting, line, missing, next_day(tx, press)))


def check_day(tx: Tx, press: Press) -> dict[str, str]:
    """Another day must be one on which the hub is open."""
    day = until(tx, press) if press.text("until") else ""
    return {"until_day": day} if isinstance(day, str) and day else {}


def go_on(tx: Tx, press: Press) -> Reply:
    """Begin without them: what is decided in this meeting holds for the time being and is marked so everywhere."""
    sitting = found(tx, press)
    missing, day = _missing(press, sitting), until(tx, press)
    if sitting.meeting.state != "called" or not missing or isinstance(day, str):
        return Refused("not_now")
    _complete(tx, press, sitting)
    tx.meetings.rewrite(
        replace(
            sitting.meeting,
            interim_at=press.now,
            interim_why="\n".join((press.text("without"), press.text("why"))),
            interim_safe=press.text("safe"),
            interim_until=day.isoformat(),
            interim_by=press.actor.person,
        )
    )
    _open(tx, press)
    return Done(note={"without": " ".join(missing), "until": day.isoformat()})


def open_adjourn(tx: Tx, press: Press) -> Reply:
    """Until when, and why."""
    sitting = found(tx, press)
    if not sitting.is_live:
        return Refused("meeting_over")
    line = meeting_forms.case_line(press.sight, case_in_hand(tx, press, sitting), sitting)
    return Open(meeting_forms.adjourn(press.sight, sitting, line, next_day(tx, press)))


def adjourn(tx: Tx, press: Press) -> Reply:
    """The case in hand goes to the list of that day; before the meeting began, all its cases do."""
    sitting, day = found(tx, press), until(tx, press)
    if not sitting.is_live or isinstance(day, str):
        return Refused("meeting_over")
    in_hand = sitting.in_hand
    waiting = (in_hand,) if in_hand else sitting.agenda
    for item in waiting:
        adjourned = replace(item, state="adjourned", ended_at=press.now, back_on=day.isoformat())
        tx.meetings.items.rewrite(replace(adjourned, why=press.text("why"), safe=press.text("safe")))
    if waiting:
        next_or_over(tx, press, sitting.meeting.id)
    return Done(note={"until": day.isoformat(), "cases": str(len(waiting))})


def _begin(tx: Tx, press: Press, changed: dict[str, str]) -> Reply:
    sitting = found(tx, press)
    missing = _missing(press, sitting)
    if missing:
        if sitting.meeting.tried_at is None:
            tx.meetings.rewrite(replace(sitting.meeting, tried_at=press.now))
        return Done(
            "not_enough", {"seats": " ".join(missing)}, note={**changed, "missing": " ".join(missing)}
        )
    _complete(tx, press, sitting)
    _open(tx, press)
    return Done(note={**changed, "opened": press.now.isoformat()})


def _open(tx: Tx, press: Press) -> None:
    """Begin; with nothing left to discuss the meeting is over at once."""
    meetings.open_meeting(tx, press, found(tx, press))
    if found(tx, press).in_hand is None:
        next_or_over(tx, press, press.thing)


def _complete(tx: Tx, press: Press, sitting: Sitting) -> None:
    """A day's meeting takes what came onto its list since it was called."""
    of = tx.day_lists.get(sitting.meeting.day_list) if sitting.meeting.day_list else None
    if of is not None:
        put_on_agenda(tx, press, sitting.meeting, of)


def _missing(press: Press, sitting: Sitting) -> tuple[str, ...]:
    return sitting.missing(press.hub.profile.meetings.needed)


def _attend(tx: Tx, press: Press, sitting: Sitting, seat: str, how: How, *, person: str = "") -> None:
    tx.meetings.attendance.add(
        Attendance(new_id(), sitting.meeting.id, seat, how, press.now, press.actor.person, person)
    )


def _is_deputy(press: Press, person: str) -> bool:
    return any(
        held.person == person and held.deputy_for and held.forum == press.hub.forum.id
        for held in press.roster.memberships
        if held.holds_at(press.now)
    )


def _only_deputies(press: Press, seats: tuple[str, ...]) -> frozenset[str]:
    forum, now = press.hub.forum.id, press.now
    found_for = {seat: press.roster.on_duty_for_seat(forum, seat, now) for seat in seats}
    return frozenset(
        seat
        for seat, people in found_for.items()
        if people and all(_is_deputy(press, person.id) for person in people)
    )


def _invite(tx: Tx, press: Press, sitting: Sitting) -> None:
    """Keep guests by name; one who is on the roster as a guest may see the case they come for."""
    item = sitting.in_hand or sitting.next_item
    if item is None:
        return
    known = {guest.name.casefold() for guest in sitting.guests}
    guests = press.roster.with_role(press.hub.forum.id, ("guest",), press.now)
    for name in (part.strip() for part in press.text("guests").split(",")):
        if name and name.casefold() not in known:
            person = _named(guests, name)
            tx.meetings.guests.add(
                Guest(
                    new_id(), item.referral, sitting.meeting.id, name, person, press.now, press.actor.person
                )
            )


def _named(people: tuple[Person, ...], name: str) -> str:
    found_by_name = [person.id for person in people if person.name.casefold() == name.casefold()]
    return found_by_name[0] if len(found_by_name) == 1 else ""


VERBS = (
    Verb("meeting.here", "meeting", does=here),
    Verb("meeting.roll", "meeting", opens=open_roll, does=record_roll),
    Verb("meeting.start", "meeting", does=start),
    Verb("meeting.phone", "meeting", opens=open_phone, does=phoned),
    Verb("meeting.interim", "meeting", opens=open_interim, does=go_on, checks=check_day),
    Verb("meeting.adjourn", "meeting", opens=open_adjourn, does=adjourn, checks=check_day),
)
