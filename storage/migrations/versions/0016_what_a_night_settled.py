"""when something was decided or begun is found without a look at all that ever was."""

from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_index(op.f('ix_decision_at'), 'decision', ['at'])
    op.create_index(op.f('ix_urgent_protection_at'), 'urgent_protection', ['at'])


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_index(op.f('ix_urgent_protection_at'), 'urgent_protection')
    op.drop_index(op.f('ix_decision_at'), 'decision')
