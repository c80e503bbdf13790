"""The forms by which a meeting is called, its roll is called, and it is adjourned or goes on without an agency."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from bot.cards import phrases, times
from bot.cards.answering import phone_lead
from bot.cards.answering.phone_lead import Reached
from bot.cards.elements import Choice, DateField, Field, Form, FormPart, Option, Section, TextField
from bot.cards.sight import Sight
from triage.case import Case
from triage.meetings import Sitting
from triage.records import Meeting, Person

SUGGESTED = "suggested"
AS_SET = "as_set"
OTHER = "other"
NEXT_LIST = "next_list"


def call(
    sight: Sight,
    *,
    verb: str,
    thing: str,
    line: str,
    meeting: Meeting | None,
    suggested: datetime,
    due: tuple[str, datetime] | None,
    any_day: bool,
) -> Form:
    """When, who chairs, who takes the minutes, where. `due` is the rating and when it is due, for an urgent case.

    With `any_day` it may be on another day than today, which the meeting of a day's list may not.
    """
    _ = sight.words.gettext
    fields: list[Field] = [_when(sight, meeting, suggested), *_other_time(sight, any_day=any_day)]
    fields += [*_who(sight, meeting), _place(sight, meeting)]
    if due:
        fields.append(_why_late(sight, *due))
    return Form(
        title=_("Call the meeting"),
        verb=verb,
        thing=thing,
        body=(Section((line,)), *fields),
        submit=_("Call the meeting"),
    )


def after_due(sight: Sight, level: str, due_at: datetime) -> str:
    """What is said when a meeting is set for after the case is due and nobody said why."""
    return sight.words.gettext("This is after the {rating} is due ({time}). Say why").format(
        rating=phrases.rating_word(sight, level).lower(), time=times.happened(sight, due_at)
    )


def not_a_time(sight: Sight) -> str:
    """What is said when another time was chosen and cannot be read."""
    return sight.words.gettext("Enter a time like 2:30pm that is still to come")


def not_a_day_ahead(sight: Sight) -> str:
    """What is said when a day was typed for another time that cannot be read or is over."""
    return sight.words.gettext("Enter a date like 20 11 2026, today or later")


def roll_call(sight: Sight, sitting: Sitting, seats: tuple[str, ...], deputies: frozenset[str]) -> Form:
    """One choice for each agency, filled from what is known; an agency left empty is not here yet.

    `deputies` are agencies of which only somebody's deputy is on duty.
    """
    _ = sight.words.gettext
    ways = _ways(sight)
    fields = []
    for seat in seats:
        now = sitting.attended(seat)
        fields.append(
            Choice(
                seat_field(seat),
                sight.seat(seat),
                tuple(Option(code, label) for code, label in ways.items()),
                optional=True,
                value=now.how if now else "",
                as_list=True,
                hint=_("A deputy is on duty") if seat in deputies and now is None else "",
            )
        )
    guests = TextField(
        "guests",
        _("Guests (optional)"),
        hint=_("Names, with commas between them"),
        limit=200,
        optional=True,
        value=", ".join(guest.name for guest in sitting.guests),
    )
    return Form(
        title=_("Roll call"),
        verb="meeting.roll",
        thing=sitting.meeting.id,
        body=(Section((meeting_line(sight, sitting),)), *fields, guests),
        submit=_("Record the roll call"),
    )


def seat_field(seat: str) -> str:
    """The id of an agency's field in the roll call."""
    return f"seat_{seat}"


def ways_words(sight: Sight, how: str) -> str:
    """How an agency is in a meeting, in words."""
    return _ways(sight)[how]


def phone(sight: Sight, case: Case | None, sitting: Sitting, reached: Reached) -> Form:
    """Whom to phone of an agency that is missing, on which number and about which case, and how that went."""
    _ = sight.words.gettext
    how = Choice(
        "how",
        _("What came of it?"),
        (
            Option("phone", _("They take part by phone")),
            Option("coming", _("They are on their way")),
            Option("none", _("No answer, or they cannot")),
        ),
        missing=_("Select what came of it"),
    )
    return Form(
        title=_("Phone an agency"),
        verb="meeting.phone",
        thing=sitting.meeting.id,
        body=(Section(tuple(_whom_to_phone(sight, case, sitting, reached))), how),
        submit=_("Record"),
    )


def _whom_to_phone(sight: Sight, case: Case | None, sitting: Sitting, reached: Reached) -> Iterator[str]:
    _ = sight.words.gettext
    seat = sight.seat(reached.seat)
    yield meeting_line(sight, sitting)
    if case is not None:
        yield phrases.case_line(sight, case)
    if not reached.people:
        yield _("Nobody is known for {seat}.").format(seat=seat)
        return
    yield seat
    if reached.kept_from_lead:
        yield phone_lead.not_to_the_lead(sight, reached)
    yield from phone_lead.numbers(sight, reached)


def adjourn(sight: Sight, sitting: Sitting, line: str, next_list: date) -> Form:
    """Until when, why, and what keeps the child safe until then."""
    _ = sight.words.gettext
    return Form(
        title=_("Adjourn"),
        verb="meeting.adjourn",
        thing=sitting.meeting.id,
        body=(
            Section((line, _("The clock runs on. The case comes back on the list of that day."))),
            *_until(sight, next_list),
            _why(sight),
            _safe(sight),
            phrases.safe_to_record(sight),
        ),
        submit=_("Adjourn"),
    )


def interim(sight: Sight, sitting: Sitting, line: str, missing: tuple[str, ...], next_list: date) -> Form:
    """Until when the decision is to hold, why, what keeps the child safe, and why without the agencies that are missing."""
    _ = sight.words.gettext
    without = _("Why without {seats}").format(seats=phrases.seats_inside(sight, missing))
    return Form(
        title=_("Go on: interim"),
        verb="meeting.interim",
        thing=sitting.meeting.id,
        body=(
            Section(
                (
                    line,
                    _(
                        "What is decided holds until then. The clock runs on, and the case is back on the list."
                    ),
                )
            ),
            *_until(sight, next_list),
            _why(sight),
            _safe(sight),
            TextField(
                "without",
                without,
                limit=300,
                guarded=True,
                multiline=True,
                missing=_("Enter why without {seats}").format(seats=phrases.seats_inside(sight, missing)),
            ),
            phrases.safe_to_record(sight),
        ),
        submit=_("Go on: interim"),
    )


def not_a_day(sight: Sight) -> str:
    """What is said when another day was chosen and cannot be read, or is no day on which the hub opens."""
    return sight.words.gettext("Enter a date like 20 11 2026 on which the hub is open")


def case_line(sight: Sight, case: Case | None, sitting: Sitting) -> str:
    """What a form of a meeting is about: the case in hand, or the meeting."""
    return phrases.case_line(sight, case) if case else meeting_line(sight, sitting)


def meeting_line(sight: Sight, sitting: Sitting) -> str:
    """Which meeting a form is about."""
    return sight.words.gettext("Meeting {when}").format(when=times.now_read(sight, sitting.meeting.at))


def _ways(sight: Sight) -> dict[str, str]:
    _ = sight.words.gettext
    return {
        "here": _("Here"),
        "deputy": _("Deputy here"),
        "apologies_sent": _("Apologies, information sent"),
        "apologies": _("Apologies"),
        "absent": _("Absent"),
        "phone": _("Here by phone"),
    }


def _when(sight: Sight, meeting: Meeting | None, suggested: datetime) -> Choice:
    _ = sight.words.gettext
    options = []
    is_set = meeting is not None and meeting.set_at is not None
    if meeting is not None and is_set:
        options.append(
            Option(AS_SET, _("{when}, as it is set").format(when=times.now_read(sight, meeting.at)))
        )
    options.append(Option(SUGGESTED, _("{when}, suggested").format(when=times.now_read(sight, suggested))))
    options.append(Option(OTHER, _("Another time")))
    return Choice(
        "when", _("When"), tuple(options), missing=_("Select when"), value=AS_SET if is_set else SUGGESTED
    )


def _other_time(sight: Sight, *, any_day: bool) -> Iterator[Field]:
    _ = sight.words.gettext
    yield TextField(
        "other_time",
        _("The time (only if another time)"),
        hint=_("For example 2:30pm") if any_day else _("For example 2:30pm, today"),
        limit=20,
        optional=True,
    )
    if any_day:
        yield DateField(
            "other_day",
            _("The day (only if another time, and not today)"),
            hint=_("For example 20 11 2026"),
            optional=True,
        )


def _who(sight: Sight, meeting: Meeting | None) -> tuple[Choice, Choice]:
    _ = sight.words.gettext
    hub = sight.hub
    chairs = sight.roster.with_role(hub.forum.id, hub.profile.meetings.chairs, sight.now)
    takers = sight.roster.with_role(hub.forum.id, ("minute_taker",), sight.now)
    known = {person.id for person in (*chairs, *takers)}
    chair = meeting.chair if meeting and meeting.chair in known else ""
    taker = meeting.minute_taker if meeting and meeting.minute_taker in known else ""
    return (
        Choice("chair", _("Chair"), _people(chairs), missing=_("Select a chair"), value=chair, as_list=True),
        Choice(
            "minute_taker", _("Minutes (optional)"), _people(takers), optional=True, value=taker, as_list=True
        ),
    )


def _people(people: Iterable[Person]) -> tuple[Option, ...]:
    return tuple(Option(person.id, person.name[:75]) for person in people)


def _place(sight: Sight, meeting: Meeting | None) -> Choice:
    _ = sight.words.gettext
    rooms = sight.hub.profile.meetings.rooms
    known = [room.id for room in rooms if meeting and room.label == meeting.place]
    return Choice(
        "place",
        _("Join link or room"),
        tuple(Option(room.id, room.label) for room in rooms),
        missing=_("Enter a link on the hub's list"),
        value=known[0] if known else rooms[0].id,
    )


def _why_late(sight: Sight, level: str, due_at: datetime) -> TextField:
    label = sight.words.gettext("Why so late (only if it is after the {rating} is due, {time})").format(
        rating=phrases.rating_word(sight, level).lower(), time=times.happened(sight, due_at)
    )
    return TextField("why_late", label, limit=300, optional=True, guarded=True)


def _until(sight: Sight, next_list: date) -> tuple[FormPart, ...]:
    _ = sight.words.gettext
    return (
        Choice(
            "until",
            _("Until"),
            (
                Option(NEXT_LIST, _("The list of {day}").format(day=times.day(sight, next_list))),
                Option(OTHER, _("The list of another day")),
            ),
            missing=_("Select until when"),
        ),
        DateField(
            "until_day", _("The day (only if another day)"), hint=_("For example 20 11 2026"), optional=True
        ),
    )


def _why(sight: Sight) -> TextField:
    _ = sight.words.gettext
    return TextField("why", _("Why"), limit=300, guarded=True, missing=_("Enter why"))


def _safe(sight: Sight) -> TextField:
    _ = sight.words.gettext
    return TextField(
        "safe",
        _("What keeps the child safe until then"),
        limit=500,
        guarded=True,
        multiline=True,
        missing=_("Enter what keeps the child safe"),
    )
