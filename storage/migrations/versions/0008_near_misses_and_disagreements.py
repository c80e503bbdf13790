"""near misses and how disagreements go on."""

import sqlalchemy as sa
from alembic import op

import storage.columns
from storage.append_only import protect

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table('near_miss',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('forum', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('reviewed_at', storage.columns.UTCDateTime(), nullable=True),
    sa.Column('reviewed_by', sa.String(length=64), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['forum'], ['forum.id'], name=op.f('fk_near_miss_forum')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_near_miss')),
    sa.UniqueConstraint('id', name=op.f('uq_near_miss_id'))
    )
    op.create_index(op.f('ix_near_miss_forum'), 'near_miss', ['forum'])
    op.create_index(op.f('ix_near_miss_referral'), 'near_miss', ['referral'])
    op.create_table('disagreement_step',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('disagreement', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('owner', sa.String(length=64), nullable=False),
    sa.Column('due_at', storage.columns.UTCDateTime(), nullable=True),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['disagreement'], ['disagreement.id'], name=op.f('fk_disagreement_step_disagreement')),
    sa.ForeignKeyConstraint(['referral'], ['referral.id'], name=op.f('fk_disagreement_step_referral')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_disagreement_step')),
    sa.UniqueConstraint('id', name=op.f('uq_disagreement_step_id'))
    )
    op.create_index(op.f('ix_disagreement_step_referral'), 'disagreement_step', ['referral'])
    op.create_index(op.f('ix_disagreement_step_disagreement'), 'disagreement_step', ['disagreement'])
    protect(op.get_bind(), ("disagreement_step",))


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_table('disagreement_step')
    op.drop_table('near_miss')
