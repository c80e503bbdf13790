"""that somebody cannot be reached outlives each new try of their message."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.add_column('message', sa.Column('reach', sa.String(length=60), server_default='', nullable=False))
    op.execute("UPDATE message SET reach = state, state = 'wanted' WHERE state IN ('unreachable', 'handed_on')")


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.execute("UPDATE message SET state = reach WHERE reach <> '' AND state = 'wanted'")
    op.drop_column('message', 'reach')
