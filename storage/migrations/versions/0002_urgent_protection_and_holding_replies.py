"""urgent protection and holding replies."""

import sqlalchemy as sa
from alembic import op

import storage.columns

from storage.append_only import protect

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table('holding_reply',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=60), nullable=False),
    sa.Column('prepared_at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('sent_at', storage.columns.UTCDateTime(), nullable=True),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['referral'], ['referral.id'], name=op.f('fk_holding_reply_referral')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_holding_reply')),
    sa.UniqueConstraint('id', name=op.f('uq_holding_reply_id')),
    sa.UniqueConstraint('referral', name=op.f('uq_holding_reply_referral'))
    )
    with op.batch_alter_table('holding_reply', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_holding_reply_referral'), ['referral'], unique=False)
        batch_op.create_index(batch_op.f('ix_holding_reply_state'), ['state'], unique=False)

    op.create_table('urgent_protection',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['referral'], ['referral.id'], name=op.f('fk_urgent_protection_referral')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_urgent_protection')),
    sa.UniqueConstraint('id', name=op.f('uq_urgent_protection_id'))
    )
    with op.batch_alter_table('urgent_protection', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_urgent_protection_referral'), ['referral'], unique=False)

    op.create_table('urgent_taken',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('urgent', sa.String(length=64), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['referral'], ['referral.id'], name=op.f('fk_urgent_taken_referral')),
    sa.ForeignKeyConstraint(['urgent'], ['urgent_protection.id'], name=op.f('fk_urgent_taken_urgent')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_urgent_taken')),
    sa.UniqueConstraint('id', name=op.f('uq_urgent_taken_id')),
    sa.UniqueConstraint('urgent', name=op.f('uq_urgent_taken_urgent'))
    )
    with op.batch_alter_table('urgent_taken', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_urgent_taken_referral'), ['referral'], unique=False)

    protect(op.get_bind(), ('urgent_protection', 'urgent_taken'))

    op.drop_column('search_token', 'at')


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.add_column('search_token', sa.Column('at', storage.columns.UTCDateTime(), nullable=True))
    for table in ('urgent_taken', 'urgent_protection', 'holding_reply'):
        op.drop_table(table)
