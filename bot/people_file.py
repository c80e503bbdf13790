"""people.csv: who is on the roster. Read whole, with every problem named by its line; applied all or not at all.

One line is one membership; somebody with two seats has two lines. People who are not in the file stay as they are:
leaving is said by `until`, or by `mash-triage people leave`.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.hubs import Hubs
from storage.tx import Tx
from triage.records import Membership, Person
from triage.roster import LinkedIdentity, Roster

COLUMNS = (
    "id", "name", "agency", "forum", "seat", "roles", "deputy for", "from", "until", "e-mail", "language",
    "slack_team", "slack_user", "teams_tenant", "teams_object", "phone",
)  # fmt: skip
NEEDED = ("id", "name", "agency", "roles")
ROLES = frozenset(
    {
        "practitioner", "lead", "screening", "social_worker", "duty_manager", "service_manager", "chair",
        "minute_taker", "edt", "on_call", "information_governance", "auditor", "administrator", "referrer", "guest",
    }
)  # fmt: skip
WEB = "web"
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
_PHONE = re.compile(r"[+(]?[0-9][0-9() -]{2,29}(?: (?:ext\.?|x) ?[0-9]{1,6})?")
_ACCOUNTS = (("slack", "slack_team", "slack_user"), ("teams", "teams_tenant", "teams_object"))


class PeopleProblems(Exception):
    """The file cannot be applied; each line says where and why. Nothing was changed."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass
class Entry:
    """All that the file says of one person."""

    person: Person
    line: int
    memberships: list[Membership] = field(default_factory=list)
    accounts: set[LinkedIdentity] = field(default_factory=set)
    seats: frozenset[str] = frozenset()
    """The seats of the hubs that it is read for."""
    says_phone: bool = True
    """Whether the file has a column for it; one without leaves the numbers that are known."""


@dataclass(frozen=True)
class Applied:
    """How many people were added, changed, and found as they were."""

    added: int
    changed: int
    unchanged: int


def read_people(text: str, hubs: Hubs) -> tuple[Entry, ...]:
    """The people in the file; raises `PeopleProblems`."""
    reader = csv.DictReader(io.StringIO(text, newline=None))
    headings = [heading.strip().casefold() for heading in reader.fieldnames or ()]
    unknown = [f'line 1: column "{heading}" is not known' for heading in headings if heading not in COLUMNS]
    missing = [f'line 1: there is no column "{name}"' for name in NEEDED if name not in headings]
    if unknown or missing:
        raise PeopleProblems((*unknown, *missing))
    reader.fieldnames = headings
    reading = _Reading(hubs)
    for row in reader:
        if None in row:
            reading.problems.append(f"line {reader.line_num}: there are more cells than columns")
        reading.row(reader.line_num, {key: (value or "").strip() for key, value in row.items() if key})
    reading.check_together()
    if reading.problems:
        raise PeopleProblems(tuple(reading.problems))
    return tuple(reading.entries.values())


def apply_people(tx: Tx, entries: tuple[Entry, ...], roster: Roster, by: str) -> Applied:
    """Bring the roster to what the file says; raises `PeopleProblems` for somebody who left and gave no new start."""
    known = {*roster.people, *(entry.person.id for entry in entries)}
    problems = tuple(problem for entry in entries for problem in _rejoining(tx, entry, roster))
    problems += tuple(problem for entry in entries for problem in _stands_in_for_nobody(entry, known))
    if problems:
        raise PeopleProblems(problems)
    added = changed = 0
    for entry in (_with_known_phone(entry, roster) for entry in entries):
        who = entry.person
        accounts = _accounts(entry, roster)
        if who.id in roster.people and _same(entry, accounts, roster):
            continue
        is_new = who.id not in roster.people
        tx.people.put(who, entry.memberships, sorted(accounts, key=lambda account: account.surface))
        verb = "people.add" if is_new else "people.change"
        tx.audit.record(actor=by, seat="", surface="", verb=verb, thing=who.id, outcome="done")
        added, changed = added + is_new, changed + (not is_new)
    return Applied(added, changed, len(entries) - added - changed)


def _with_known_phone(entry: Entry, roster: Roster) -> Entry:
    known = roster.people.get(entry.person.id)
    if entry.says_phone or known is None:
        return entry
    return replace(entry, person=replace(entry.person, phone=known.phone))


class _Reading:
    """The rows read so far, and what is wrong with them."""

    def __init__(self, hubs: Hubs) -> None:
        self._hubs = {hub.forum.id: hub for hub in hubs.all()}
        self.entries: dict[str, Entry] = {}
        self.problems: list[str] = []

    def row(self, line: int, cells: Mapping[str, str]) -> None:
        """Read one line."""
        wrong = [*self._wrong(cells)]
        self.problems += [f"line {line}: {problem}" for problem in wrong]
        if wrong:
            return
        who = Person(
            cells["id"],
            cells["name"],
            cells["agency"],
            cells.get("e-mail", ""),
            cells.get("language") or "en",
            cells.get("phone", ""),
        )
        seats = frozenset(seat.id for hub in self._hubs.values() for seat in hub.profile.seats)
        entry = self.entries.setdefault(who.id, Entry(who, line, seats=seats, says_phone="phone" in cells))
        if entry.person != who:
            self.problems.append(
                f'line {line}: "{who.id}" stands in line {entry.line} with other particulars'
            )
            return
        entry.accounts |= {LinkedIdentity(WEB, "", who.id, who.id), *_linked(cells)}
        self._hold(line, entry, cells)

    def check_together(self) -> None:
        """What only shows when all lines are read."""
        owners: dict[tuple[str, str, str], str] = {}
        for entry in self.entries.values():
            for account in entry.accounts:
                key = (account.surface, account.tenant, account.user)
                first = owners.setdefault(key, entry.person.id)
                if first != entry.person.id:
                    self.problems.append(
                        f'line {entry.line}: the {account.surface} account is that of "{first}" already'
                    )

    def _hold(self, line: int, entry: Entry, cells: Mapping[str, str]) -> None:
        hub = self._hubs[self._forum(cells)]
        held = Membership(
            entry.person.id,
            hub.forum.id,
            cells.get("seat", ""),
            frozenset(_roles(cells)),
            cells.get("deputy for", ""),
            _instant(cells.get("from", ""), hub.zone, ends=False),
            _instant(cells.get("until", ""), hub.zone, ends=True),
        )
        if any((m.forum, m.seat) == (held.forum, held.seat) for m in entry.memberships):
            self.problems.append(f'line {line}: "{entry.person.id}" has this forum and seat already')
        elif held.starts_at and held.ends_at and held.ends_at <= held.starts_at:
            self.problems.append(f"line {line}: until is before from")
        else:
            entry.memberships.append(held)

    def _forum(self, cells: Mapping[str, str]) -> str:
        only = next(iter(self._hubs)) if len(self._hubs) == 1 else ""
        return cells.get("forum") or only

    def _wrong(self, cells: Mapping[str, str]) -> Iterator[str]:
        yield from (f"{name} is empty" for name in NEEDED if not cells.get(name))
        if cells.get("id") and not _ID.fullmatch(cells["id"]):
            yield f'id "{cells["id"]}" may hold a to z, 0 to 9, dots, lines and dashes only'
        forum = self._forum(cells)
        if forum not in self._hubs:
            yield f'forum "{forum}" is not one of {", ".join(self._hubs)}'
        elif cells.get("seat") and cells["seat"] not in {s.id for s in self._hubs[forum].profile.seats}:
            yield f'seat "{cells["seat"]}" is not in the profile'
        if cells.get("phone") and not _PHONE.fullmatch(cells["phone"]):
            yield f'phone "{cells["phone"]}" is not like 01632 960 001'
        yield from (f'role "{role}" is not known' for role in _roles(cells) if role not in ROLES)
        for name in ("from", "until"):
            try:
                _instant(cells.get(name, ""), ZoneInfo("UTC"), ends=False)
            except ValueError:
                yield f"{name} is not like 2026-11-16 or 2026-11-16 17:00"
        for surface, where, who in _ACCOUNTS:
            if bool(cells.get(where)) != bool(cells.get(who)):
                yield f"a {surface} account needs both {where} and {who}"


def _roles(cells: Mapping[str, str]) -> list[str]:
    return [role for role in re.split(r"[;,\s]+", cells.get("roles", "")) if role]


def _linked(cells: Mapping[str, str]) -> set[LinkedIdentity]:
    return {
        LinkedIdentity(surface, cells[where], cells[who], cells["id"])
        for surface, where, who in _ACCOUNTS
        if cells.get(who)
    }


def _instant(written: str, zone: ZoneInfo, *, ends: bool) -> datetime | None:
    """A local time, or a day: its start, or for an end the midnight after it."""
    if not written:
        return None
    if len(written) == len("2026-11-16"):
        day = date.fromisoformat(written) + timedelta(days=ends)
        return datetime.combine(day, time.min, zone)
    return datetime.fromisoformat(written).replace(tzinfo=zone)


def _accounts(entry: Entry, roster: Roster) -> set[LinkedIdentity]:
    """What the file links, and what a one-time code linked on a surface of which the file says nothing."""
    named = {account.surface for account in entry.accounts}
    kept = {account for account in roster.accounts(entry.person.id) if account.surface not in named}
    return entry.accounts | kept


def _same(entry: Entry, accounts: set[LinkedIdentity], roster: Roster) -> bool:
    who = entry.person
    held = {m for m in roster.memberships if m.person == who.id}
    return (
        roster.people[who.id] == who
        and held == set(entry.memberships)
        and set(roster.accounts(who.id)) == accounts
    )


def _stands_in_for_nobody(entry: Entry, known: set[str]) -> Iterator[str]:
    """A deputy stands in for a seat of the profile, which was looked at, or for somebody on the roster."""
    for held in entry.memberships:
        if held.deputy_for and held.deputy_for not in known | entry.seats:
            yield f'line {entry.line}: deputy for "{held.deputy_for}": no seat and nobody on the roster is called so'


def _rejoining(tx: Tx, entry: Entry, roster: Roster) -> Iterator[str]:
    """Nobody comes back by an old file: who left needs a start after they left."""
    for held in entry.memberships:
        left = roster.ended_at(entry.person.id, held.forum)
        has_left = left is not None and left <= tx.now
        comes_back = held.holds_at(tx.now) and not (held.starts_at and left and held.starts_at >= left)
        if has_left and comes_back:
            yield (
                f'line {entry.line}: "{entry.person.id}" left {left:%Y-%m-%d %H:%M} UTC: '
                "take the line out, or give a from after that"
            )
