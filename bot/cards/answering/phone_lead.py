"""Phone whoever leads an agency in which something is late: whom, on which number, and what came of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.cards import phrases, times
from bot.cards.elements import Choice, Form, FormPart, Option, Section, TextField
from bot.cards.form_top import form_top
from bot.cards.referring.secret_address import quoted
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import LeadPhoned, Person

SOMEBODY_ELSE = "somebody_else"
"""Whoever answered there and is not on the roster."""


@dataclass(frozen=True)
class Reached:
    """Who can be phoned at an agency, each once: who leads it, who stands in, and who is on duty there.

    All of them may know of the case. Where a lead may not, so that there is none of these, `others` who answer for it.
    """

    seat: str
    leads: tuple[Person, ...]
    deputies: tuple[Person, ...] = ()
    on_duty: tuple[Person, ...] = ()
    others: tuple[Person, ...] = ()
    kept_from_lead: bool = False
    """Whether somebody leads it who may not know of the case."""

    @property
    def people(self) -> tuple[Person, ...]:
        """All of them, leads first."""
        found = (*self.leads, *self.deputies, *self.on_duty, *self.others)
        return tuple({one.id: one for one in found}.values())


def form(sight: Sight, case: Case, thing: str, reached: Reached, calls: Iterable[LeadPhoned]) -> Form:
    """Whom to phone, who was phoned before, and what comes of it now. `thing` is the line of the reminder."""
    _ = sight.words.gettext
    return Form(
        title=_("Phone the lead"),
        verb="reminder.phone",
        thing=thing,
        body=(
            *form_top(sight, case),
            Section((sight.seat(reached.seat), *_first(sight, case, reached), *numbers(sight, reached))),
            *(part for one in calls for part in _before(sight, case, one)),
            *_fields(sight, reached),
            phrases.safe_to_record(sight),
        ),
        submit=_("Record"),
    )


def said(sight: Sight, one: LeadPhoned, say: Callable[[Sight, datetime], str]) -> str:
    """One call in a row: "Phoned 10:42am, A. Novak: no answer". `say` says when; what was said stands in the form alone."""
    words = sight.words.gettext("Phoned {when}, {name}: {outcome}")
    return words.format(when=say(sight, one.at), name=_whom(sight, one), outcome=_outcome(sight, one))


def _whom(sight: Sight, one: LeadPhoned) -> str:
    return sight.name(one.whom) if one.whom else sight.words.gettext("somebody else there")


def _outcome(sight: Sight, one: LeadPhoned) -> str:
    _ = sight.words.gettext
    return {"told": _("told"), "no_answer": _("no answer"), "message": _("left a message")}[one.came_of_it]


def _first(sight: Sight, case: Case, reached: Reached) -> Iterator[str]:
    """What to know before anybody there is phoned: that nobody leads it, or that a lead may not know; never why."""
    _ = sight.words.gettext
    if reached.seat in case.kept_from:
        yield _("Nobody at this agency may know of this case. Do not speak to anybody there about it.")
    elif reached.kept_from_lead:
        yield not_to_the_lead(sight, reached)
    elif not reached.leads:
        yield _("Nobody leads this agency here. Phone its office.")


def not_to_the_lead(sight: Sight, reached: Reached) -> str:
    """That a lead, or another one, may not know of the case, for whoever phones there."""
    _ = sight.words.gettext
    if reached.leads:
        return _("Another lead may not know of this case. Do not speak to them about it.")
    return _("Its lead may not know of this case. Do not speak to them about it.")


def numbers(sight: Sight, reached: Reached) -> Iterator[str]:
    """Each person with what they are there and their number, or that none is known."""
    for one in reached.people:
        yield f"{one.name}, {_what(sight, reached, one)}: {_number(sight, one)}"


def _what(sight: Sight, reached: Reached, one: Person) -> str:
    _ = sight.words.gettext
    if one in reached.leads:
        return _("lead, on duty now") if one in reached.on_duty else _("lead")
    if one in reached.deputies:
        return _("deputy, on duty now") if one in reached.on_duty else _("deputy")
    return _("on duty now") if one in reached.on_duty else _("answers for this agency")


def _number(sight: Sight, one: Person) -> str:
    """Where they are reached; that no number is known is said, and not left to be guessed."""
    if one.phone:
        return one.phone
    none = sight.words.gettext("no phone number is known here")
    return ", ".join(part for part in (none, one.email) if part)


def _before(sight: Sight, case: Case, one: LeadPhoned) -> Iterator[FormPart]:
    """An earlier call, who made it, and what was said."""
    line = sight.words.gettext("{call}. Recorded by {name}.")
    yield Section((line.format(call=said(sight, one, times.now_read), name=sight.name(one.by)),))
    if one.words:
        yield quoted(sight, case, one.words)


def _fields(sight: Sight, reached: Reached) -> tuple[Choice | TextField, ...]:
    """Whom is filled in, since it says what is true of most calls and judges nothing; what came of it is not."""
    _ = sight.words.gettext
    people = tuple(Option(one.id, sight.name(one.id)) for one in reached.people)
    first = people[0].value if people else SOMEBODY_ELSE
    return (
        Choice(
            "whom",
            _("Who you phoned"),
            (*people, Option(SOMEBODY_ELSE, _("Somebody else there"))),
            missing=_("Select who you phoned"),
            value=first,
        ),
        Choice(
            "came_of_it",
            _("What came of it"),
            (
                Option("told", _("Told them")),
                Option("no_answer", _("No answer")),
                Option("message", _("Left a message")),
            ),
            missing=_("Select what came of it"),
        ),
        TextField(
            "words",
            _("What was said (optional)"),
            hint=_("The next duty manager reads this before they phone"),
            limit=300,
            multiline=True,
            guarded=True,
            optional=True,
        ),
    )
