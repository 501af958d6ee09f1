"""Figures of others that departments send to compare a measure with.

Revision ID: 0005
Revises: 0009
"""
from alembic import op
import sqlalchemy as sa

revision = '0005'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('submitted_benchmarks',
    sa.Column('slot', sa.String(length=200), nullable=False),
    sa.Column('council', sa.String(length=80), nullable=False),
    sa.Column('submission', sa.Integer(), nullable=False),
    sa.Column('measure', sa.String(length=80), nullable=False),
    sa.Column('comparator', sa.Text(), nullable=False),
    sa.Column('period', sa.Text(), nullable=False),
    sa.Column('units', sa.BigInteger(), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=80), nullable=False),
    sa.Column('raw', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('sheet', sa.Text(), nullable=False),
    sa.Column('cell', sa.String(length=80), nullable=False)
    )
    op.create_index(op.f('ix_submitted_benchmarks_slot'), 'submitted_benchmarks', ['slot'])


def downgrade() -> None:
    op.drop_index(op.f('ix_submitted_benchmarks_slot'), table_name='submitted_benchmarks')
    op.drop_table('submitted_benchmarks')
