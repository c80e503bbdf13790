"""Conflicts of interest that nobody has to declare: relatives noted beforehand, matched with whom a referral is about.

The administrator notes relatives by a file and opens no case. A match takes the case from that person and asks for a
deputy, as if they had said so; once a duty manager has lifted it, it is not made again.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from bot.hubs import Hubs
from bot.people_file import PeopleProblems
from storage.ids import new_id
from storage.tx import Tx
from triage.comparing import months_before
from triage.hub import Hub
from triage.matching import KnownPerson, score, search_pairs
from triage.records import Conflict, Referral, Relative, Subject
from triage.roster import Roster
from triage.told import known_person
from triage.typed_dates import read_born

COLUMNS = ("id", "name", "date of birth")
MATCHED = "roster"


class Noted(NamedTuple):
    """One line of the file."""

    person: str
    first_name: str
    surname: str
    born: str


def read_families(text: str, roster: Roster, today: date) -> tuple[Noted, ...]:
    """The lines of families.csv; raises `PeopleProblems` with every problem by its line."""
    reader = csv.DictReader(io.StringIO(text, newline=None))
    reader.fieldnames = [heading.strip().casefold() for heading in reader.fieldnames or ()]
    missing = [f'line 1: there is no column "{name}"' for name in COLUMNS if name not in reader.fieldnames]
    if missing:
        raise PeopleProblems(tuple(missing))
    found, problems = [], []
    for row in reader:
        person, name, born = ((row[column] or "").strip() for column in COLUMNS)
        *first, surname = name.split() or [""]
        if person not in roster.people:
            problems.append(f"line {reader.line_num}: nobody on the roster has this id")
        if not first or not surname:
            problems.append(f"line {reader.line_num}: name needs a first name and a surname")
        if read_born(born, today, unborn=False) is None:
            problems.append(f"line {reader.line_num}: date of birth cannot be read")
        found.append(Noted(person, " ".join(first), surname, born))
    if problems:
        raise PeopleProblems(tuple(problems))
    return tuple(found)


def note_families(tx: Tx, noted: Iterable[Noted], hubs: Hubs) -> int:
    """Note them in each hub that a person is in, in the place of what was noted; says for how many people."""
    lines = tuple(noted)
    people = dict.fromkeys(one.person for one in lines)
    for person in people:
        tx.families.forget(person)
    for one in lines:
        for hub in _hubs_of(tx, one.person, hubs):
            kept = Relative(new_id(), one.person, hub.forum.id, tx.now, one.first_name, one.surname, one.born)
            pairs = search_pairs(_known(kept, hub))
            tx.families.note(kept, pairs)
            _look_back(tx, hub, kept, pairs)
    return len(people)


def note_conflicts(tx: Tx, hub: Hub, referral: Referral, subject: Subject) -> None:
    """Take the referral from everybody of whose family its subject is."""
    person = known_person(referral, subject, hub.zone)
    for relative in tx.families.like(hub.forum.id, search_pairs(person)):
        if score(person, _known(relative, hub)).proposed == "same":
            _keep(tx, hub, referral.id, relative.person)


def _look_back(tx: Tx, hub: Hub, relative: Relative, pairs: tuple[str, ...]) -> None:
    """Do the same for what arrived before, as far back as earlier contacts are looked for."""
    since = months_before(tx.now, hub.profile.history.months)
    for subject in tx.referrals.candidates(hub.forum.id, pairs, since, ""):
        referral = tx.referrals.get(subject.referral)
        if referral is None:
            continue
        person = known_person(referral, subject, hub.zone)
        if score(person, _known(relative, hub)).proposed == "same":
            _keep(tx, hub, referral.id, relative.person)


def _keep(tx: Tx, hub: Hub, referral: str, person: str) -> None:
    if any(one.person == person for one in tx.conflicts.of(referral)):
        return
    actor = tx.people.roster().actor(person, hub.forum.id, tx.now)
    seat = actor.seat if actor else ""
    tx.conflicts.add(Conflict(new_id(), referral, person, MATCHED, tx.now, "matched", seat=seat))
    tx.messages.redraw_lists(hub.forum.id)
    tx.audit.record(
        actor=MATCHED,
        seat="",
        surface="",
        verb="conflict.match",
        thing=person,
        outcome="done",
        referral_id=referral,
    )


def _hubs_of(tx: Tx, person: str, hubs: Hubs) -> Iterator[Hub]:
    roster = tx.people.roster()
    return (hub for hub in hubs.all() if roster.actor(person, hub.forum.id, tx.now))


def _known(relative: Relative, hub: Hub) -> KnownPerson:
    told_on = relative.at.astimezone(hub.zone).date()
    born = read_born(relative.born, told_on, unborn=False)
    return KnownPerson(relative.first_name, relative.surname, born=born, told_on=told_on)
