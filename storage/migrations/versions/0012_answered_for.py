"""that the rating stands against a view above it, and since when an action leaves somebody less safe."""

import sqlalchemy as sa
from alembic import op

import storage.columns
from storage.append_only import protect

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table('rating_stands',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('referral', sa.String(length=64), nullable=False),
    sa.Column('vote', sa.String(length=64), nullable=False),
    sa.Column('rating', sa.String(length=64), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', storage.columns.UTCDateTime(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['rating'], ['rating.id'], name=op.f('fk_rating_stands_rating')),
    sa.ForeignKeyConstraint(['referral'], ['referral.id'], name=op.f('fk_rating_stands_referral')),
    sa.ForeignKeyConstraint(['vote'], ['vote.id'], name=op.f('fk_rating_stands_vote')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_rating_stands')),
    sa.UniqueConstraint('id', name=op.f('uq_rating_stands_id')),
    sa.UniqueConstraint('vote', 'rating', name=op.f('uq_rating_stands_vote_rating'))
    )
    op.create_index(op.f('ix_rating_stands_referral'), 'rating_stands', ['referral'])
    protect(op.get_bind(), ('rating_stands',))
    op.add_column('action', sa.Column('unsafe_since', storage.columns.UTCDateTime(), nullable=True))


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_column('action', 'unsafe_since')
    op.drop_table('rating_stands')
