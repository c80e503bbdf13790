"""Pages that show the hub as a whole: the board, the wall screen and the measures.

Whatever somebody may not know of is in none of their rows, counts or figures; a case that may stand in no channel is on
no wall and in nobody's measures.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.cards.overview import board, measures
from bot.cards.overview.board import Row
from bot.cards.sight import Sight
from bot.hubs import Hubs
from bot.interaction import Identity
from bot.reading import my_work
from bot.reading.known import known_cases
from bot.surfaces.web.ports import Board, BoardWanted
from bot.visitors import visitor_behind
from bot.words import Words
from storage.store import Store
from storage.tx import Tx
from triage.authority import Actor, may_read_measures, may_see_board
from triage.case import Case
from triage.comparing import months_before
from triage.folding import fold
from triage.hub import Hub
from triage.intake_rules import PUBLIC
from triage.measures import measure
from triage.records import Person
from triage.roster import Roster
from triage.visibility import apart


@dataclass(frozen=True)
class Reader:
    """Who reads, in which hub, as whom."""

    person: Person
    actor: Actor
    hub: Hub
    roster: Roster
    sight: Sight

    @property
    def seats(self) -> frozenset[str]:
        """The agencies that they answer for."""
        found = self.roster.actors(self.person.id, self.hub.forum.id, self.sight.now)
        return frozenset(actor.seat for actor in found)


class StoredOverview:
    """The pages on the store. A page that somebody may not open is None, and the attempt is in the audit."""

    def __init__(self, store: Store[Tx], hubs: Hubs) -> None:
        self._store = store
        self._hubs = hubs

    async def board(self, identity: Identity, wanted: BoardWanted) -> Board | None:
        """The board. A search by name, and what it found, is in the audit of each case found."""

        def read(tx: Tx) -> Board | None:
            reader = self._reader(tx, identity)
            return _board(tx, reader, wanted) if reader and may_see_board(reader.actor) else None

        def search(tx: Tx) -> Board | None:
            found = read(tx)
            _note_search(tx, identity, found)
            return found

        return await (self._store.write(search) if wanted.name else self._store.read(read))

    async def wall_of(self, identity: Identity) -> str:
        """The hub whose wall screen this person may put up; empty for none. It is in the audit."""

        def put_up(tx: Tx) -> str:
            reader = self._reader(tx, identity)
            allowed = reader is not None and may_see_board(reader.actor)
            _note(tx, identity, "wall.open", "done" if allowed else "refused")
            return reader.hub.forum.id if reader and allowed else ""

        return await self._store.write(put_up)

    async def wall(self, forum: str) -> tuple[Row, ...]:
        """What the wall screen shows: no initials, and nothing that may stand in no channel."""

        def read(tx: Tx) -> tuple[Row, ...]:
            self._hubs.refresh(tx)
            hub, roster = self._hubs.of(forum), self._hubs.roster(tx)
            sight = Sight(Words(hub.forum.language), hub, roster, tx.now, Actor(""), self._hubs.web_address)
            cases = tx.cases(tx.referrals.live(forum), hub.profile)
            rows = board.rows(sight, (case for case in cases if not apart(roster, case, tx.now)))
            return tuple(replace(row, about="") for row in rows)

        return await self._store.read(read)

    async def measures(self, identity: Identity, months: int) -> measures.Report | None:
        """The figures of the last so many months. Reading them is in the audit."""

        def read(tx: Tx) -> measures.Report | None:
            reader = self._reader(tx, identity)
            if reader is None or not may_read_measures(reader.actor):
                _note(tx, identity, "measures.open", "refused")
                return None
            _note(tx, identity, "measures.open", "done")
            return _report(tx, reader, months)

        return await self._store.write(read)

    def _reader(self, tx: Tx, identity: Identity) -> Reader | None:
        """Whoever is reading, while their access holds."""
        found = visitor_behind(tx, self._hubs, identity)
        if found.person is None or found.actor is None:
            return None
        return Reader(found.person, found.actor, found.hub, found.roster, found.sight)


def _board(tx: Tx, reader: Reader, wanted: BoardWanted) -> Board:
    known = known_cases(tx, reader.hub, reader.actor, tx.referrals.live(reader.hub.forum.id))
    mine = _mine(tx, reader) if wanted.mine else frozenset()
    kept = [case for case in known if _is_wanted(case, reader, wanted, mine)]
    rows = board.rows(reader.sight, kept)
    kept_rows = tuple(
        row for row in rows if wanted.state in {"", row.state} and (row.late or not wanted.late)
    )
    return Board(kept_rows, board.filters(reader.sight), bool(reader.actor.seat))


def _is_wanted(case: Case, reader: Reader, wanted: BoardWanted, mine: frozenset[str]) -> bool:
    return (
        wanted.level in {"", case.level}
        and (not wanted.my_agency or not reader.seats.isdisjoint(case.asked))
        and (not wanted.mine or case.referral.id in mine)
        and wanted.reference.strip().upper() in {"", case.referral.reference}
        and (not wanted.name or _is_named(case, wanted.name))
    )


def _mine(tx: Tx, reader: Reader) -> frozenset[str]:
    items = my_work.gather(tx, reader.hub, reader.roster, reader.person).items
    return frozenset(item.case.referral.id for item in items if item.case is not None)


def _is_named(case: Case, name: str) -> bool:
    wanted = fold(name).split()
    return any(
        _has_words(subject.first_name, subject.surname, subject.other_names, wanted)
        for subject in case.subjects
    )


def _has_words(first: str, surname: str, others: str, wanted: Iterable[str]) -> bool:
    known = fold(f"{first} {surname} {others}").split()
    return all(any(word.startswith(part) for word in known) for part in wanted)


def _note_search(tx: Tx, identity: Identity, found: Board | None) -> None:
    outcome = "refused" if found is None else "done"
    referrals = [tx.referrals.by_reference(row.reference) for row in found.rows] if found else []
    for referral in referrals or [""]:
        _note(tx, identity, "board.search", outcome, referral or "")


def _note(tx: Tx, identity: Identity, verb: str, outcome: str, referral: str = "") -> None:
    tx.audit.record(
        actor=identity.user[:64],
        seat="",
        surface=identity.surface,
        verb=verb,
        thing="",
        outcome=outcome,
        referral_id=referral,
    )


def _report(tx: Tx, reader: Reader, months: int) -> measures.Report:
    since = months_before(tx.now, months)
    ids = tx.referrals.received_since(reader.hub.forum.id, since)
    known = known_cases(tx, reader.hub, reader.actor, ids)
    counted = [case for case in known if not apart(reader.roster, case, tx.now)]
    told = measure(counted, now=tx.now, source_of=lambda case: _source(reader, case))
    return measures.report(reader.sight, told, months)


def _source(reader: Reader, case: Case) -> str:
    """The kind of agency that referred: the roster's word for it, else what they wrote themselves."""
    _ = reader.sight.words.gettext
    referrer = case.referral.referrer
    if case.referral.source == PUBLIC:
        return _("Members of the public")
    if referrer.anonymous:
        return _("Name kept back")
    person = reader.roster.people.get(referrer.person)
    return (person.agency if person else referrer.organisation) or _("Not said")
