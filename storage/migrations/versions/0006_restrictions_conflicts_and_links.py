"""restrictions conflicts and links."""

import sqlalchemy as sa
from alembic import op

import storage.columns
from storage.append_only import protect

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    number = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table('restriction',
    sa.Column('seq', number, autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('lifted', sa.Boolean(), nullable=False),
    sa.Column('named', storage.columns.Json(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['referral'], ['referral.id'], name=op.f('fk_restriction_referral')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_restriction')),
    sa.UniqueConstraint('id', name=op.f('uq_restriction_id'))
    )
    op.create_index(op.f('ix_restriction_referral'), 'restriction', ['referral'])
    op.create_table('conflict',
    sa.Column('seq', number, autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('state', sa.String(length=60), nullable=False),
    sa.Column('deputy', sa.String(length=64), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['referral'], ['referral.id'], name=op.f('fk_conflict_referral')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_conflict')),
    sa.UniqueConstraint('id', name=op.f('uq_conflict_id'))
    )
    op.create_index(op.f('ix_conflict_referral'), 'conflict', ['referral'])
    op.create_index(op.f('ix_conflict_person'), 'conflict', ['person'])
    op.create_table('family',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=False),
    sa.Column('forum', sa.String(length=64), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['forum'], ['forum.id'], name=op.f('fk_family_forum')),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_family_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family'))
    )
    op.create_index(op.f('ix_family_person'), 'family', ['person'])
    op.create_table('family_token',
    sa.Column('token', sa.String(length=64), nullable=False),
    sa.Column('family', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['family'], ['family.id'], name=op.f('fk_family_token_family')),
    sa.PrimaryKeyConstraint('token', 'family', name=op.f('pk_family_token'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('first', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(op.f('ix_audit_thing'), 'audit', ['thing'])
    protect(op.get_bind(), ('restriction', 'conflict'))


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_index(op.f('ix_audit_thing'), table_name='audit')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_column('first')
    for table in ('family_token', 'family', 'conflict', 'restriction'):
        op.drop_table(table)
