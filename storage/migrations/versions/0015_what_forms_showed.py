"""which records a form showed, so that nothing is answered unread: told by ids, since clocks of two hosts differ."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.add_column('form_token', sa.Column('shows', storage.columns.Json(), server_default='[]', nullable=False))


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_column('form_token', 'shows')
