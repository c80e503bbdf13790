"""Write a row, or write over the one that is there, in one statement: of two who do it at once, neither fails."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Keep `values` in the row with this primary key. What a new row begins with stands in `values` too."""
    upsert_or(connection, table, key, values, values)


def upsert_or(
    connection: Connection,
    table: Table,
    key: Mapping[str, Any],
    new: Mapping[str, Any],
    changed: Mapping[str, Any],
) -> None:
    """Insert a row with `new`; where one with this primary key stands, write `changed` over it."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = insert(table).values(**key, **new)
    connection.execute(row.on_conflict_do_update(index_elements=list(key), set_=dict(changed)))
