"""meetings."""

import sqlalchemy as sa
from alembic import op

import storage.columns

from storage.append_only import protect

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table('day_list',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('forum', sa.String(length=64), nullable=False),
    sa.Column('day', sa.String(length=10), nullable=False),
    sa.Column('built_at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('meeting_at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('next_at', storage.columns.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['forum'], ['forum.id'], name=op.f('fk_day_list_forum')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_day_list')),
    sa.UniqueConstraint('forum', 'day', name=op.f('uq_day_list_forum_day'))
    )

    op.create_table('meeting',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('forum', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('day_list', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=60), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('made_at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('closed_at', storage.columns.UTCDateTime(), nullable=True),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['forum'], ['forum.id'], name=op.f('fk_meeting_forum')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_meeting')),
    sa.UniqueConstraint('id', name=op.f('uq_meeting_id'))
    )

    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_day_list'), ['day_list'], unique=False)
        batch_op.create_index('ix_meeting_forum_state', ['forum', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_referral'), ['referral'], unique=False)

    op.create_table('attendance',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('meeting', sa.String(length=64), nullable=False),
    sa.Column('seat', sa.String(length=60), nullable=False),
    sa.Column('how', sa.String(length=60), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['meeting'], ['meeting.id'], name=op.f('fk_attendance_meeting')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_attendance')),
    sa.UniqueConstraint('id', name=op.f('uq_attendance_id'))
    )

    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_meeting'), ['meeting'], unique=False)

    op.create_table('destination_rating',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('subject', sa.String(length=64), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('destination', sa.String(length=60), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['referral'], ['referral.id'], name=op.f('fk_destination_rating_referral')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_destination_rating')),
    sa.UniqueConstraint('id', name=op.f('uq_destination_rating_id'))
    )

    with op.batch_alter_table('destination_rating', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_destination_rating_referral'), ['referral'], unique=False)

    op.create_table('guest',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('meeting', sa.String(length=64), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['meeting'], ['meeting.id'], name=op.f('fk_guest_meeting')),
    sa.ForeignKeyConstraint(['referral'], ['referral.id'], name=op.f('fk_guest_referral')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_guest')),
    sa.UniqueConstraint('id', name=op.f('uq_guest_id'))
    )

    with op.batch_alter_table('guest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guest_meeting'), ['meeting'], unique=False)
        batch_op.create_index(batch_op.f('ix_guest_person'), ['person'], unique=False)
        batch_op.create_index(batch_op.f('ix_guest_referral'), ['referral'], unique=False)

    op.create_table('meeting_item',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('meeting', sa.String(length=64), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=60), nullable=False),
    sa.Column('back_on', sa.String(length=10), nullable=False),
    sa.Column('started_at', storage.columns.UTCDateTime(), nullable=True),
    sa.Column('ended_at', storage.columns.UTCDateTime(), nullable=True),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['meeting'], ['meeting.id'], name=op.f('fk_meeting_item_meeting')),
    sa.ForeignKeyConstraint(['referral'], ['referral.id'], name=op.f('fk_meeting_item_referral')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_meeting_item')),
    sa.UniqueConstraint('id', name=op.f('uq_meeting_item_id')),
    sa.UniqueConstraint('meeting', 'referral', name=op.f('uq_meeting_item_meeting_referral'))
    )

    with op.batch_alter_table('meeting_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_item_meeting'), ['meeting'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_item_referral'), ['referral'], unique=False)

    op.create_table('minutes',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('meeting', sa.String(length=64), nullable=False),
    sa.Column('forum', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('approved_at', storage.columns.UTCDateTime(), nullable=True),
    sa.Column('approved_by', sa.String(length=64), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['forum'], ['forum.id'], name=op.f('fk_minutes_forum')),
    sa.ForeignKeyConstraint(['meeting'], ['meeting.id'], name=op.f('fk_minutes_meeting')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_minutes')),
    sa.UniqueConstraint('id', name=op.f('uq_minutes_id')),
    sa.UniqueConstraint('meeting', 'version', name=op.f('uq_minutes_meeting_version'))
    )

    with op.batch_alter_table('minutes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_minutes_meeting'), ['meeting'], unique=False)

    op.create_table('statement',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('meeting', sa.String(length=64), nullable=False),
    sa.Column('seat', sa.String(length=60), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('confirmed_at', storage.columns.UTCDateTime(), nullable=True),
    sa.Column('confirmed_by', sa.String(length=64), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['meeting'], ['meeting.id'], name=op.f('fk_statement_meeting')),
    sa.ForeignKeyConstraint(['referral'], ['referral.id'], name=op.f('fk_statement_referral')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_statement')),
    sa.UniqueConstraint('id', name=op.f('uq_statement_id'))
    )

    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statement_meeting'), ['meeting'], unique=False)
        batch_op.create_index(batch_op.f('ix_statement_referral'), ['referral'], unique=False)

    op.create_table('view_asked',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('meeting', sa.String(length=64), nullable=False),
    sa.Column('seat', sa.String(length=60), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['meeting'], ['meeting.id'], name=op.f('fk_view_asked_meeting')),
    sa.ForeignKeyConstraint(['referral'], ['referral.id'], name=op.f('fk_view_asked_referral')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_view_asked')),
    sa.UniqueConstraint('id', name=op.f('uq_view_asked_id'))
    )

    with op.batch_alter_table('view_asked', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_view_asked_meeting'), ['meeting'], unique=False)
        batch_op.create_index(batch_op.f('ix_view_asked_referral'), ['referral'], unique=False)

    op.create_table('minutes_part',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('minutes', sa.String(length=64), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['minutes'], ['minutes.id'], name=op.f('fk_minutes_part_minutes')),
    sa.ForeignKeyConstraint(['referral'], ['referral.id'], name=op.f('fk_minutes_part_referral')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_minutes_part')),
    sa.UniqueConstraint('id', name=op.f('uq_minutes_part_id'))
    )

    with op.batch_alter_table('minutes_part', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_minutes_part_minutes'), ['minutes'], unique=False)
        batch_op.create_index(batch_op.f('ix_minutes_part_referral'), ['referral'], unique=False)

    protect(op.get_bind(), ('attendance', 'guest', 'view_asked', 'destination_rating', 'minutes_part'))


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_table('minutes_part')
    op.drop_table('view_asked')
    op.drop_table('statement')
    op.drop_table('minutes')
    op.drop_table('meeting_item')
    op.drop_table('guest')
    op.drop_table('destination_rating')
    op.drop_table('attendance')
    op.drop_table('meeting')
    op.drop_table('day_list')
