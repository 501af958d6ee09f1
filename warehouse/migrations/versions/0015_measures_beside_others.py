"""Measures beside others: the nation, groups, and figures that were sent to compare with.

Revision ID: 0015
Revises: 0014
"""
from alembic import op
import sqlalchemy as sa

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('measure_benchmarks',
    sa.Column('close', sa.String(length=200), nullable=False),
    sa.Column('measure', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('comparator', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('period', sa.Text(), nullable=False),
    sa.Column('own_units', sa.BigInteger(), nullable=True),
    sa.Column('own_places', sa.Integer(), nullable=True),
    sa.Column('units', sa.BigInteger(), nullable=True),
    sa.Column('places', sa.Integer(), nullable=True),
    sa.Column('comparators', sa.Integer(), nullable=True),
    sa.Column('members', sa.Integer(), nullable=True),
    sa.Column('rank', sa.Integer(), nullable=True),
    sa.Column('ranked', sa.Integer(), nullable=True),
    sa.Column('quartile', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('origin', sa.Text(), nullable=False),
    sa.Column('is_members_only', sa.Boolean(), nullable=False),
    sa.Column('own_sources', sa.Text(), nullable=False),
    sa.Column('sources', sa.Text(), nullable=False),
    sa.CheckConstraint('(own_units IS NULL) = (own_places IS NULL)', name=op.f('ck_measure_benchmarks_own_with_places')),
    sa.CheckConstraint('(units IS NULL) = (places IS NULL)', name=op.f('ck_measure_benchmarks_units_with_places')),
    sa.CheckConstraint('(rank IS NULL) = (ranked IS NULL)', name=op.f('ck_measure_benchmarks_rank_among')),
    sa.CheckConstraint('quartile IS NULL OR rank IS NOT NULL', name=op.f('ck_measure_benchmarks_quartile_by_rank'))
    )
    op.create_index(op.f('ix_measure_benchmarks_close'), 'measure_benchmarks', ['close'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_measure_benchmarks_close'), table_name='measure_benchmarks')
    op.drop_table('measure_benchmarks')
