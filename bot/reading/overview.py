"""Pages that show the hub as a whole: the board, the wall screen and the measures.

Whatever somebody may not know of is in none of their rows, counts or figures; a case that may stand in no channel is on
no wall and in nobody's measures.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.cards.overview import board, measures
from bot.cards.overview.board import Row
from bot.cards.sight import Sight
from bot.hubs import Hubs
from bot.interaction import Identity
from bot.reading import my_work
from bot.reading.known import known_cases
from bot.surfaces.web.ports import Board, BoardWanted, Figures, Where
from bot.visitors import visitor_behind
from bot.words import Words
from storage.store import Store
from storage.tx import Tx
from triage.authority import Actor, may_read_measures, may_see_board
from triage.case import Case
from triage.comparing import months_before
from triage.folding import folded_words
from triage.hub import Hub
from triage.intake_rules import PUBLIC
from triage.measures import measure
from triage.records import Person
from triage.roster import Roster
from triage.visibility import apart


@dataclass(frozen=True)
class Reader:
    """Who reads, in which hub, as whom. `hubs` are all in which they may read the same."""

    person: Person
    actor: Actor
    hub: Hub
    hubs: tuple[Hub, ...]
    roster: Roster
    sight: Sight

    @property
    def seats(self) -> frozenset[str]:
        """The agencies that they answer for."""
        found = self.roster.actors(self.person.id, self.hub.forum.id, self.sight.now)
        return frozenset(actor.seat for actor in found)

    @property
    def where(self) -> Where:
        """The hub, and what else they may choose."""
        several = self.hubs if len(self.hubs) > 1 else ()
        return Where(self.hub.forum.id, tuple((one.forum.id, one.forum.name) for one in several))


class StoredOverview:
    """The pages on the store. A page that somebody may not open is None, and the attempt is in the audit."""

    def __init__(self, store: Store[Tx], hubs: Hubs) -> None:
        self._store = store
        self._hubs = hubs

    async def board(self, identity: Identity, wanted: BoardWanted) -> Board | None:
        """The board. A search by name, and what it found, is in the audit of each case found."""

        def read(tx: Tx) -> Board | None:
            reader = self._reader(tx, identity, wanted.hub, may_see_board)
            return _board(tx, reader, wanted) if reader else None

        def search(tx: Tx) -> Board | None:
            found = read(tx)
            _note_search(tx, identity, found)
            return found

        if wanted.name:
            return await self._store.write(search)
        found = await self._store.read(read)
        if found is None:
            await self._store.write(lambda tx: _note(tx, identity, "board.open", "refused"))
        return found

    async def wall_of(self, identity: Identity, hub: str = "") -> str:
        """The hub whose wall screen this person may put up; empty for none. It is in the audit."""

        def put_up(tx: Tx) -> str:
            reader = self._reader(tx, identity, hub, may_see_board)
            whose = reader.hub.forum.id if reader else ""
            _note(tx, identity, "wall.open", "done" if reader else "refused", thing=whose)
            return whose

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

    async def measures(self, identity: Identity, months: int, hub: str = "") -> Figures | None:
        """The figures of the last so many months. Reading them is in the audit."""

        def read(tx: Tx) -> Figures | None:
            reader = self._reader(tx, identity, hub, may_read_measures)
            if reader is None:
                _note(tx, identity, "measures.open", "refused")
                return None
            _note(tx, identity, "measures.open", "done", thing=reader.hub.forum.id)
            return Figures(_report(tx, reader, months), reader.where)

        return await self._store.write(read)

    def _reader(
        self, tx: Tx, identity: Identity, hub: str, may_read: Callable[[Actor], bool]
    ) -> Reader | None:
        """Whoever is reading, in the hub of theirs that was chosen or else the first; None where they may not."""
        found = visitor_behind(tx, self._hubs, identity)
        if found.person is None:
            return None
        theirs = {
            one.forum.id: (one, actor)
            for one in self._hubs.each_of_person(found.roster, found.person, tx.now)
            if (actor := found.roster.actor(found.person.id, one.forum.id, tx.now)) and may_read(actor)
        }
        chosen = theirs.get(hub or next(iter(theirs), ""))
        if chosen is None:
            return None
        shown, actor = chosen
        sight = replace(found.sight, hub=shown, reader=actor)
        hubs = tuple(one for one, _ in theirs.values())
        return Reader(found.person, actor, shown, hubs, found.roster, sight)


def _board(tx: Tx, reader: Reader, wanted: BoardWanted) -> Board:
    known = known_cases(tx, reader.hub, reader.actor, tx.referrals.live(reader.hub.forum.id))
    mine = _mine(tx, reader) if wanted.mine else frozenset()
    kept = [case for case in known if _is_wanted(case, reader, wanted, mine)]
    rows = board.rows(reader.sight, kept)
    kept_rows = tuple(
        row for row in rows if wanted.state in {"", row.state} and (row.late or not wanted.late)
    )
    return Board(kept_rows, board.filters(reader.sight), bool(reader.actor.seat), reader.where)


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
    wanted = folded_words(name)
    return any(
        _has_words(subject.first_name, subject.surname, subject.other_names, wanted)
        for subject in case.subjects
    )


def _has_words(first: str, surname: str, others: str, wanted: Iterable[str]) -> bool:
    """Whether each word that was typed begins one of the names, in whatever order and however they are hyphenated."""
    known = folded_words(f"{first} {surname} {others}")
    return all(any(word.startswith(part) for word in known) for part in wanted)


def _note_search(tx: Tx, identity: Identity, found: Board | None) -> None:
    outcome = "refused" if found is None else "done"
    referrals = [tx.referrals.by_reference(row.reference) for row in found.rows] if found else []
    for referral in referrals or [""]:
        _note(tx, identity, "board.search", outcome, referral=referral or "")


def _note(
    tx: Tx, identity: Identity, verb: str, outcome: str, *, referral: str = "", thing: str = ""
) -> None:
    tx.audit.record(
        actor=identity.user[:64],
        seat="",
        surface=identity.surface,
        verb=verb,
        thing=thing,
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
