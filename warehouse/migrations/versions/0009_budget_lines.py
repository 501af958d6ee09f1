"""Budget lines of finance returns.

Revision ID: 0009
Revises: 0007
"""
from alembic import op
import sqlalchemy as sa

revision = '0009'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('budget_lines',
    sa.Column('slot', sa.String(length=200), nullable=False),
    sa.Column('council', sa.String(length=80), nullable=False),
    sa.Column('submission', sa.Integer(), nullable=False),
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('line', sa.Text(), nullable=False),
    sa.Column('fund', sa.String(length=80), nullable=True),
    sa.Column('body', sa.String(length=80), nullable=True),
    sa.Column('service', sa.String(length=80), nullable=True),
    sa.Column('is_corporate', sa.Boolean(), nullable=False),
    sa.Column('is_total', sa.Boolean(), nullable=False),
    sa.Column('amount', sa.String(length=80), nullable=False),
    sa.Column('units', sa.BigInteger(), nullable=True),
    sa.Column('places', sa.Integer(), nullable=True),
    sa.Column('absence', sa.String(length=80), nullable=True),
    sa.Column('raw', sa.Text(), nullable=False),
    sa.Column('sheet', sa.Text(), nullable=False),
    sa.Column('cell', sa.String(length=80), nullable=False),
    sa.CheckConstraint('(units IS NULL) <> (absence IS NULL)', name=op.f('ck_budget_lines_number_or_absence')),
    sa.CheckConstraint('(units IS NULL) = (places IS NULL)', name=op.f('ck_budget_lines_units_with_places')),
    )
    op.create_index(op.f('ix_budget_lines_slot'), 'budget_lines', ['slot'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_budget_lines_slot'), table_name='budget_lines')
    op.drop_table('budget_lines')
