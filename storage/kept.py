"""Records of one kind: what rows are found by stands in plain columns, everything else is sealed in `body`."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import BindParameter, Row, Select, Table, Update, bindparam, insert, select, update

from storage.keyring import Erased
from storage.sealing import Unreadable, seal, unseal
from storage.tables import APPEND_ONLY, referral

if TYPE_CHECKING:
    from storage.tx import Tx

R = TypeVar("R")


def _moves_version(table: Table) -> Update | None:
    """Moves the version of the referral that one row of this table belongs to; None where rows belong to none."""
    row: BindParameter[str] = bindparam("one")
    moved = update(referral).values(version=referral.c.version + 1)
    if table is referral:
        return moved.where(referral.c.id == row)
    if "referral" not in table.c:
        return None
    return moved.where(referral.c.id == select(table.c.referral).where(table.c.id == row).scalar_subquery())


@cache
def _of_forum(
    table: Table, given: tuple[str, ...], empty: tuple[str, ...], *, soonest_due: bool
) -> Select[Any]:
    """A hub's rows whose columns hold the values `given`, and nothing in those that are `empty`."""
    wanted = select(table)
    if "forum" in table.c:
        wanted = wanted.where(table.c.forum == bindparam("hub"))
    else:
        wanted = wanted.join(referral, referral.c.id == table.c.referral)
        wanted = wanted.where(referral.c.forum == bindparam("hub"))
    wanted = wanted.where(*(table.c[name] == bindparam(name) for name in given))
    wanted = wanted.where(*(table.c[name].is_(None) for name in empty))
    return wanted.order_by(table.c.due_at, table.c.seq) if soonest_due else wanted.order_by(table.c.seq)


class _Statements:
    """What is asked of one table all the time, made once: making a statement takes longer than the database needs for it."""

    def __init__(self, table: Table) -> None:
        every = select(table)
        self.add = insert(table)
        self.by_id = every.where(table.c.id == bindparam("one"))
        self.by_ids = every.where(table.c.id.in_(bindparam("some", expanding=True)))
        self.of_one, self.of_some = every, every
        self.moves_version = _moves_version(table)
        if "referral" in table.c:
            owner = table.c.referral
            self.of_one = every.where(owner == bindparam("one")).order_by(table.c.seq)
            self.of_some = every.where(owner.in_(bindparam("some", expanding=True))).order_by(table.c.seq)


class Shape(Generic[R]):
    """How one kind of record is laid out: which of its fields are columns and which are sealed."""

    def __init__(self, record: type[R], table: Table, owner: Callable[[R], str] | None = None) -> None:
        names = [field.name for field in fields(record)]  # type: ignore[arg-type]  # every record is a dataclass
        self.table = table
        self.adapter: TypeAdapter[R] = TypeAdapter(record)
        self.plain = tuple(name for name in names if name in table.c)
        self.sealed = tuple(name for name in names if name not in table.c)
        self.statements = _Statements(table)
        self._at = [table.c.keys().index(name) for name in self.plain]
        self._owner = owner

    def columns(self, row: Row[Any]) -> dict[str, Any]:
        """The record's fields that are columns, from a row with the table's columns in their order."""
        return {name: row[at] for name, at in zip(self.plain, self._at, strict=True)}

    def owner(self, record: R) -> str:
        """Whose key seals this record: its referral's, unless said otherwise."""
        if self._owner is not None:
            return self._owner(record)
        return str(record.referral)  # type: ignore[attr-defined]  # records without one name their owner


class Kept(Generic[R]):
    """The records of one kind, inside one transaction."""

    def __init__(self, tx: "Tx", shape: Shape[R]) -> None:
        self._tx = tx
        self._shape = shape
        self._read: dict[str, tuple[R, ...]] = {}
        """What `of_each` has read since the last lock: from then on only this transaction changes what it reads."""
        self._as_of = tx.locks
        self.writes = 0
        """How often this transaction wrote any of them."""

    @property
    def table(self) -> str:
        """The name of the table that these records stand in."""
        return self._shape.table.name

    def add(self, record: R, **also: object) -> R:
        """Keep a new record; `also` fills columns that are not part of it."""
        self._read.clear()
        row = self._row(record)
        self._tx.connection.execute(self._shape.statements.add, {**row, **also})
        self._written(row["id"])
        return record

    def of(self, referral: str) -> tuple[R, ...]:
        """A referral's records, in the order in which they were written."""
        return self.of_each((referral,))[referral]

    def of_each(self, referrals: Sequence[str]) -> dict[str, tuple[R, ...]]:
        """The records of many referrals by its id, each in the order in which they were written, in one query."""
        known = self._since_the_lock()
        new = [one for one in referrals if one not in known]
        if new:
            known |= self._rows_of(new)
        return {one: known[one] for one in referrals}

    def seed(self, referral: str, records: tuple[R, ...]) -> tuple[R, ...]:
        """Take these for what was read of a referral: once this transaction wrote, it reads anew only what it wrote."""
        return self._since_the_lock().setdefault(referral, records)

    def _since_the_lock(self) -> dict[str, tuple[R, ...]]:
        """While a lock was waited for, another transaction may have written what was read before."""
        if self._as_of != self._tx.locks:
            self._read.clear()
            self._as_of = self._tx.locks
        return self._read

    def by_ids(self, ids: Sequence[str]) -> tuple[R, ...]:
        """The records with these ids that are there, in that order, in one query."""
        rows = self._tx.connection.execute(self._shape.statements.by_ids, {"some": ids}).all()
        found = {row.id: record for row in rows if (record := self._unless_erased(row)) is not None}
        return tuple(found[one] for one in ids if one in found)

    def of_forum(self, forum: str, *, soonest_due: bool = False, **held: object) -> tuple[R, ...]:
        """A hub's records whose columns hold these values, oldest first, or the soonest due first."""
        empty = tuple(name for name, value in held.items() if value is None)
        given = {name: value for name, value in held.items() if value is not None}
        wanted = _of_forum(self._shape.table, tuple(given), empty, soonest_due=soonest_due)
        return self.read(self._tx.connection.execute(wanted, {"hub": forum, **given}))

    def get(self, record_id: str) -> R | None:
        """The record with this id; None when there is none, or it was erased."""
        row = self._tx.connection.execute(self._shape.statements.by_id, {"one": record_id}).one_or_none()
        return next(iter(self.read([row])), None) if row else None

    def move(self, record_id: str, *, only_if: Mapping[str, object] | None = None, **columns: object) -> bool:
        """Change moving columns; with `only_if`, only while those still hold. Says whether a row was changed."""
        table = self._shape.table
        if table in APPEND_ONLY:
            raise TypeError(f"{table.name} is append-only")
        self._read.clear()
        wanted = update(table).where(table.c.id == record_id)
        for name, value in (only_if or {}).items():
            wanted = wanted.where(table.c[name] == value)
        moved = self._tx.connection.execute(wanted.values(**columns)).rowcount == 1
        self._written(record_id)
        return moved

    def rewrite(self, record: R) -> None:
        """Keep a record's new state in the place of its old one; append-only kinds refuse."""
        values = self._row(record)
        self.move(values.pop("id"), **values)

    def read(self, rows: Iterable[Row[Any]]) -> tuple[R, ...]:
        """The records in these rows of the table, without those that were erased."""
        found = (self._unless_erased(row) for row in rows)
        return tuple(one for one in found if one is not None)

    def _written(self, record_id: str) -> None:
        """Nobody may take what was read before for what there is now; this transaction reads for itself from here on."""
        self._tx.writes += 1
        self.writes += 1
        if (moves := self._shape.statements.moves_version) is not None:
            self._tx.connection.execute(moves, {"one": record_id})

    def _rows_of(self, referrals: Sequence[str]) -> dict[str, tuple[R, ...]]:
        found: dict[str, list[R]] = {referral: [] for referral in referrals}
        for row in self._found(referrals):
            record = self._unless_erased(row)
            if record is not None:
                found[row.referral].append(record)
        return {referral: tuple(records) for referral, records in found.items()}

    def _found(self, referrals: Sequence[str]) -> Sequence[Row[Any]]:
        asked = self._shape.statements
        if len(referrals) == 1:
            return self._tx.connection.execute(asked.of_one, {"one": referrals[0]}).all()
        return self._tx.connection.execute(asked.of_some, {"some": referrals}).all()

    def _row(self, record: R) -> dict[str, Any]:
        shape = self._shape
        row: dict[str, Any] = {name: getattr(record, name) for name in shape.plain}
        if not shape.sealed:
            return row
        whole = shape.adapter.dump_python(record, mode="json", include=set(shape.sealed))
        words = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
        key = self._tx.key(shape.owner(record))
        row["body"] = seal(key, words, table=shape.table.name, row=row["id"], column="body")
        return row

    def _unless_erased(self, row: Row[Any]) -> R | None:
        try:
            return self._record(row)
        except Erased:
            return None

    def _record(self, row: Row[Any]) -> R:
        values = self._shape.columns(row)
        if self._shape.sealed:
            values |= self._opened(row)
        try:
            return self._shape.adapter.validate_python(values)
        except ValidationError:
            # Without the cause: its message would show what the row holds.
            raise Unreadable(f"A row in {self._shape.table.name} is not what this program knows") from None

    def _opened(self, row: Row[Any]) -> dict[str, Any]:
        table = self._shape.table
        owner = (row.referral if "referral" in table.c else "") or self._owner_of(row)
        words = unseal(self._tx.key(owner), row.body, table=table.name, row=row.id, column="body")
        opened: dict[str, Any] = json.loads(words)
        return opened

    def _owner_of(self, row: Row[Any]) -> str:
        """A referral's own row is sealed under its own key; what belongs to no referral under the hub's."""
        return row.id if self._shape.table.name == "referral" else "hub"
