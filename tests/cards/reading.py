"""What a person reads on a card or form, as plain text; and through whose eyes cards are built in tests."""

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.bank_holidays import uk_bank_holidays
from bot.cards.elements import Button, Card, Choice, Choices, Form, Heading, Link, Quote, Row, Section
from bot.cards.sight import Sight
from bot.words import Words
from tests.support.cases import PROFILE
from tests.support.people import FORUM, REFERRERS, STAFF
from triage.authority import Actor
from triage.hub import Hub
from triage.records import Forum, Membership, Person
from triage.roster import Roster

HUB = Hub(
    Forum(FORUM, PROFILE.id, PROFILE.name, PROFILE.hours.timezone, PROFILE.language),
    PROFILE,
    PROFILE.hours.opening(uk_bank_holidays(PROFILE.hours.bank_holidays)),
)


def _roster() -> Roster:
    people = {person: Person(person, name, "Council") for person, name, _ in STAFF}
    people |= {person: Person(person, name, agency) for person, name, agency in REFERRERS}
    held = [Membership(person, FORUM, "", roles) for person, _, roles in STAFF]
    for seat in PROFILE.seats:
        people[f"{seat.id}-1"] = Person(f"{seat.id}-1", f"Robin {seat.name.split()[0]}", seat.name)
        held.append(Membership(f"{seat.id}-1", FORUM, seat.id, frozenset({"practitioner"})))
    return Roster(1, people, tuple(held))


ROSTER = _roster()


def at(hour: int, minute: int = 0, day: int = 16) -> datetime:
    """A time in November 2026, when London is on UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def sight(now: datetime, reader: Actor | None = None) -> Sight:
    return Sight(Words("en"), HUB, ROSTER, now, reader, "http://127.0.0.1:8080")


def practitioner(seat: str, *also: str) -> Actor:
    return Actor(f"{seat}-1", seat, frozenset({"practitioner", *also}))


def staff(role: str) -> Actor:
    person = next(person for person, _, roles in STAFF if role in roles)
    return Actor(person, "", frozenset({role}))


def read(card: Card) -> str:
    """A card as people read it, one line a line, buttons last."""
    lines = [card.title, *(line for part in card.body for line in _lines(part))]
    if card.buttons:
        lines.append(_buttons(card.buttons))
    if card.footer:
        lines.append(card.footer)
    return "\n".join(lines)


def words(shown: Card | Form) -> str:
    """Every word that a card or form gives away: text, labels, options, values, buttons."""
    lines = [shown.title, *(line for part in shown.body for line in _lines(part))]
    if isinstance(shown, Card):
        lines += [shown.fallback, shown.footer]
    else:
        lines += [shown.notice, shown.submit, *shown.problems.values()]
    lines += [word for button in shown.buttons for word in (button.label, button.name)]
    return "\n".join(lines)


def buttons_of(shown: Card | Form) -> list[Button]:
    rows = [button for part in shown.body if isinstance(part, Row) for button in part.buttons]
    return [*rows, *shown.buttons]


def _lines(part: object) -> Iterator[str]:
    match part:
        case Heading(text=text) | Quote(text=text):
            yield text
        case Section(lines=lines):
            yield from lines
        case Row(lines=lines, buttons=buttons):
            yield from lines
            if buttons:
                yield _buttons(buttons)
        case Link(label=label, url=url):
            yield f"{label} {url}"
        case Choice(label=label, hint=hint, options=options, value=value):
            yield from (label, hint, value, *(option.label for option in options))
        case Choices(label=label, hint=hint, options=options):
            yield from (label, hint, *(option.label for option in options))
        case _:
            yield from (part.label, part.hint, part.value)  # type: ignore[attr-defined]  # a text or a date


def _buttons(buttons: tuple[Button, ...]) -> str:
    return " ".join(f"[{button.label} >]" if button.opens else f"[{button.label}]" for button in buttons)
