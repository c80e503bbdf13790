"""whether members of the public may tell a hub of a worry."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.add_column('forum', sa.Column('public_form', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_column('forum', 'public_form')
