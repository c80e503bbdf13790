"""how often anything of a referral was written."""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.add_column('referral', sa.Column('version', sa.Integer(), server_default='0', nullable=False))


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_column('referral', 'version')
