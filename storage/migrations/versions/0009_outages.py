"""times at which a chat could not be reached."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table('unreached',
    sa.Column('surface', sa.String(length=10), nullable=False),
    sa.Column('since', storage.columns.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('surface', name=op.f('pk_unreached'))
    )
    op.create_table('outage',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('surface', sa.String(length=10), nullable=False),
    sa.Column('began_at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('noted_at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('ended_at', storage.columns.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_outage')),
    sa.UniqueConstraint('id', name=op.f('uq_outage_id')),
    sa.UniqueConstraint('surface', 'began_at', name=op.f('uq_outage_surface_began_at'))
    )
    op.create_index(op.f('ix_outage_ended_at'), 'outage', ['ended_at'])
    op.create_table('outage_notice',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('outage', sa.String(length=64), nullable=False),
    sa.Column('forum', sa.String(length=64), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=False),
    sa.Column('task', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['forum'], ['forum.id'], name=op.f('fk_outage_notice_forum')),
    sa.ForeignKeyConstraint(['outage'], ['outage.id'], name=op.f('fk_outage_notice_outage')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_outage_notice')),
    sa.UniqueConstraint('id', name=op.f('uq_outage_notice_id'))
    )
    op.create_index(op.f('ix_outage_notice_outage'), 'outage_notice', ['outage'])


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_table('outage_notice')
    op.drop_table('outage')
    op.drop_table('unreached')
