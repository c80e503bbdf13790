"""The database's own refusal to change or delete a vote, a decision or an audit entry."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only'; END $$
"""


def protect(connection: Connection, tables: Iterable[str]) -> None:
    """Install triggers that refuse every update and delete on these tables."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(_FUNCTION))
    for table in tables:
        for change in ("UPDATE", "DELETE"):
            name = f"{table}_no_{change.lower()}"
            if connection.dialect.name == "postgresql":
                does = f'BEFORE {change} ON "{table}" FOR EACH ROW EXECUTE FUNCTION refuse_change()'
            else:
                does = f"BEFORE {change} ON \"{table}\" BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            connection.execute(text(f'CREATE TRIGGER "{name}" {does}'))
