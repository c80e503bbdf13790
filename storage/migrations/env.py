"""What Alembic runs for each command; `storage.migrate` hands it an open connection with a transaction on it."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),
    # SQLite changes a column by making the table anew.
    render_as_batch=True,
)
context.run_migrations()
