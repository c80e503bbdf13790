"""actions and reminders."""

import sqlalchemy as sa
from alembic import op

import storage.columns
from storage.append_only import protect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

APPEND_ONLY = ("action_step", "handed_on", "nudge", "snooze")


def upgrade() -> None:
    """Bring the tables to this revision."""
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.add_column(sa.Column("begun_at", storage.columns.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("state", sa.String(length=60), server_default="open", nullable=False))
        batch_op.create_index(batch_op.f("ix_action_state"), ["state"], unique=False)
    op.execute(
        "UPDATE action SET begun_at = (SELECT decided_at FROM proposal WHERE proposal.id = action.proposal)"
    )
    op.create_table(
        "action_step",
        *_in_order(),
        sa.Column("referral", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", storage.columns.UTCDateTime(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("seat", sa.String(length=60), nullable=False),
        sa.Column("due_at", storage.columns.UTCDateTime(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["action"], ["action.id"], name=op.f("fk_action_step_action")),
        sa.ForeignKeyConstraint(["referral"], ["referral.id"], name=op.f("fk_action_step_referral")),
        *_keys("action_step"),
    )
    _index("action_step", "action")
    _index("action_step", "referral")
    op.create_table(
        "handed_on",
        *_in_order(),
        sa.Column("referral", sa.String(length=64), nullable=False),
        sa.Column("seat", sa.String(length=60), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", storage.columns.UTCDateTime(), nullable=False),
        sa.Column("to", sa.String(length=64), nullable=False),
        sa.Column("choice", sa.String(length=60), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["referral"], ["referral.id"], name=op.f("fk_handed_on_referral")),
        *_keys("handed_on"),
    )
    _index("handed_on", "referral")
    op.create_table(
        "digest",
        *_in_order(),
        sa.Column("forum", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=60), nullable=False),
        sa.Column("made_at", storage.columns.UTCDateTime(), nullable=False),
        sa.Column("replaced_at", storage.columns.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["forum"], ["forum.id"], name=op.f("fk_digest_forum")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_digest_person")),
        *_keys("digest"),
    )
    op.create_index("ix_digest_person_level", "digest", ["forum", "person", "level"], unique=False)
    op.create_table(
        "digest_line",
        *_in_order(),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("referral", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("thing", sa.String(length=64), nullable=False),
        sa.Column("seat", sa.String(length=60), nullable=False),
        sa.Column("due_at", storage.columns.UTCDateTime(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["digest.id"], name=op.f("fk_digest_line_digest")),
        *_keys("digest_line"),
        sa.UniqueConstraint("digest", "number", name=op.f("uq_digest_line_digest_number")),
    )
    _index("digest_line", "digest")
    _index("digest_line", "referral")
    op.create_table(
        "nudge",
        *_in_order(),
        sa.Column("forum", sa.String(length=64), nullable=False),
        sa.Column("referral", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("thing", sa.String(length=64), nullable=False),
        sa.Column("seat", sa.String(length=60), nullable=False),
        sa.Column("moment", sa.String(length=60), nullable=False),
        sa.Column("moment_at", storage.columns.UTCDateTime(), nullable=False),
        sa.Column("at", storage.columns.UTCDateTime(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["digest.id"], name=op.f("fk_nudge_digest")),
        sa.ForeignKeyConstraint(["forum"], ["forum.id"], name=op.f("fk_nudge_forum")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_nudge_person")),
        *_keys("nudge"),
        sa.UniqueConstraint(
            "person",
            "level",
            "about",
            "thing",
            "seat",
            "moment",
            "moment_at",
            name=op.f("uq_nudge_person_level_about_thing_seat_moment_moment_at"),
        ),
    )
    op.create_index("ix_nudge_forum_thing", "nudge", ["forum", "thing"], unique=False)
    _index("nudge", "referral")
    op.create_table(
        "snooze",
        *_in_order(),
        sa.Column("forum", sa.String(length=64), nullable=False),
        sa.Column("referral", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("thing", sa.String(length=64), nullable=False),
        sa.Column("at", storage.columns.UTCDateTime(), nullable=False),
        sa.Column("until", storage.columns.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["forum"], ["forum.id"], name=op.f("fk_snooze_forum")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_snooze_person")),
        *_keys("snooze"),
    )
    op.create_index("ix_snooze_forum_until", "snooze", ["forum", "until"], unique=False)
    _index("snooze", "referral")
    protect(op.get_bind(), APPEND_ONLY)


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    for table in ("snooze", "nudge", "digest_line", "digest", "handed_on", "action_step"):
        op.drop_table(table)
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_state"))
        batch_op.drop_column("state")
        batch_op.drop_column("begun_at")


def _in_order() -> tuple[sa.Column[int], sa.Column[str]]:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return (
        sa.Column("seq", number, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
    )


def _keys(table: str) -> tuple[sa.PrimaryKeyConstraint, sa.UniqueConstraint]:
    return (
        sa.PrimaryKeyConstraint("seq", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("id", name=op.f(f"uq_{table}_id")),
    )


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
