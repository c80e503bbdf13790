"""duty, handed over, and the hub's nights."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.add_column('duty', sa.Column('stands_for', sa.String(length=64), server_default='', nullable=False))
    op.create_table('handover',
    sa.Column('seq', NUMBER, autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('forum', sa.String(length=64), nullable=False),
    sa.Column('duty', sa.String(length=64), nullable=False),
    sa.Column('giver', sa.String(length=64), nullable=False),
    sa.Column('taker', sa.String(length=64), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['duty'], ['duty.id'], name=op.f('fk_handover_duty_duty')),
    sa.ForeignKeyConstraint(['forum'], ['forum.id'], name=op.f('fk_handover_forum_forum')),
    sa.ForeignKeyConstraint(['giver'], ['person.id'], name=op.f('fk_handover_giver_person')),
    sa.ForeignKeyConstraint(['taker'], ['person.id'], name=op.f('fk_handover_taker_person')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_handover')),
    sa.UniqueConstraint('id', name=op.f('uq_handover_id'))
    )
    op.create_index(op.f('ix_handover_duty'), 'handover', ['duty'])
    op.create_table('follow_up',
    sa.Column('forum', sa.String(length=64), nullable=False),
    sa.Column('mark', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['forum'], ['forum.id'], name=op.f('fk_follow_up_forum_forum')),
    sa.PrimaryKeyConstraint('forum', name=op.f('pk_follow_up'))
    )
    op.create_table('night_item',
    sa.Column('seq', NUMBER, autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('forum', sa.String(length=64), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('opens_at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('arrived', sa.Boolean(), nullable=False),
    sa.Column('urgent_at', storage.columns.UTCDateTime()),
    sa.Column('answered_at', storage.columns.UTCDateTime()),
    sa.Column('answered_by', sa.String(length=64), nullable=False),
    sa.Column('picked_up_at', storage.columns.UTCDateTime()),
    sa.Column('picked_up_by', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['forum'], ['forum.id'], name=op.f('fk_night_item_forum_forum')),
    sa.ForeignKeyConstraint(['referral'], ['referral.id'], name=op.f('fk_night_item_referral_referral')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_night_item')),
    sa.UniqueConstraint('id', name=op.f('uq_night_item_id'))
    )
    op.create_index(op.f('ix_night_item_referral'), 'night_item', ['referral'])
    op.create_index('ix_night_item_forum_picked_up_at', 'night_item', ['forum', 'picked_up_at'])
    op.create_table('after_hours',
    sa.Column('seq', NUMBER, autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('opens_at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('called_at', storage.columns.UTCDateTime()),
    sa.ForeignKeyConstraint(['referral'], ['referral.id'], name=op.f('fk_after_hours_referral_referral')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_after_hours')),
    sa.UniqueConstraint('id', name=op.f('uq_after_hours_id'))
    )
    op.create_index(op.f('ix_after_hours_referral'), 'after_hours', ['referral'])
    op.add_column('form_token', sa.Column('seat', sa.String(length=60), server_default='', nullable=False))


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    for table in ('after_hours', 'night_item', 'follow_up', 'handover'):
        op.drop_table(table)
    with op.batch_alter_table('duty') as batch_op:
        batch_op.drop_column('stands_for')
    with op.batch_alter_table('form_token') as batch_op:
        batch_op.drop_column('seat')
