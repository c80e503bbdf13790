"""lives and ends."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

import storage.columns
from storage.append_only import protect

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

TABLES = (
    'information_reply', 'information_request', 'access_review', 'access_request', 'export_confirmation', 'export',
    'legal_hold', 'reopening', 'closing',
)
APPEND_ONLY = (
    'closing', 'reopening', 'legal_hold', 'export', 'export_confirmation', 'access_review', 'information_request',
)


def upgrade() -> None:
    """Bring the tables to this revision."""
    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.add_column(sa.Column('erased_at', storage.columns.UTCDateTime(), nullable=True))
    _of_referral('closing', _at(), _by())
    _of_referral('reopening', _at(), _by())
    _of_referral('legal_hold', _at(), _by(), sa.Column('on', sa.Boolean(), nullable=False))
    _of_referral(
        'export',
        _code('kind'),
        sa.Column('copy', sa.Integer(), nullable=False),
        _at(),
        _by(),
        sa.UniqueConstraint('referral', 'kind', 'copy', name=op.f('uq_export_referral')),
    )
    _of_referral(
        'export_confirmation',
        _id('export'),
        _at(),
        _by(),
        sa.ForeignKeyConstraint(['export'], ['export.id'], name=op.f('fk_export_confirmation_export')),
        sa.UniqueConstraint('export', name=op.f('uq_export_confirmation_export')),
    )
    _of_referral(
        'access_request', _at(), _by(), _at('received_at'), _at('due_at'), _code('state'), _at('released_at', nullable=True)
    )
    with op.batch_alter_table('access_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_access_request_state'), ['state'], unique=False)
    _of_referral(
        'access_review',
        _id('request'),
        _code('seat'),
        _at(),
        _by(),
        sa.ForeignKeyConstraint(['request'], ['access_request.id'], name=op.f('fk_access_review_request')),
    )
    _of_referral('information_request', _at(), _by(), _at('due_at'))
    _of_referral(
        'information_reply',
        _at(),
        _by(),
        _code('state'),
        _id('decided_by'),
        _at('decided_at', nullable=True),
        _at('read_at', nullable=True),
    )
    protect(op.get_bind(), APPEND_ONLY)


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    for table in TABLES:
        op.drop_table(table)
    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.drop_column('erased_at')


def _of_referral(name: str, *parts: sa.schema.SchemaItem) -> None:
    """A table of rows that belong to a referral, in the order of writing, each with a sealed body."""
    op.create_table(
        name,
        sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
        _id('id'),
        _id('referral'),
        *parts,
        sa.Column('body', sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(['referral'], ['referral.id'], name=op.f(f'fk_{name}_referral')),
        sa.PrimaryKeyConstraint('seq', name=op.f(f'pk_{name}')),
        sa.UniqueConstraint('id', name=op.f(f'uq_{name}_id')),
    )
    with op.batch_alter_table(name, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f'ix_{name}_referral'), ['referral'], unique=False)


def _id(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=64), nullable=False)


def _code(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=60), nullable=False)


def _by() -> sa.Column[str]:
    return _id('by')


def _at(name: str = 'at', *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, storage.columns.UTCDateTime(), nullable=nullable)
