"""who was phoned about what is late in an agency, and on which number people are reached at work."""

import sqlalchemy as sa
from alembic import op

import storage.columns
from storage.append_only import protect

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table('lead_phoned',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('about', sa.String(length=60), nullable=False),
    sa.Column('thing', sa.String(length=64), nullable=False),
    sa.Column('seat', sa.String(length=60), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['referral'], ['referral.id'], name=op.f('fk_lead_phoned_referral')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_lead_phoned')),
    sa.UniqueConstraint('id', name=op.f('uq_lead_phoned_id'))
    )
    op.create_index(op.f('ix_lead_phoned_referral'), 'lead_phoned', ['referral'])
    protect(op.get_bind(), ('lead_phoned',))
    op.add_column('person', sa.Column('phone', sa.String(length=60), server_default='', nullable=False))


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_column('person', 'phone')
    op.drop_table('lead_phoned')
