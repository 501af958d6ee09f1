"""The upper end of targets that are a range.

Revision ID: 0003
Revises: 0002
"""
from alembic import op
import sqlalchemy as sa

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('measure_ratings', sa.Column('target_high_units', sa.BigInteger(), nullable=True))
    op.add_column('measure_ratings', sa.Column('target_high_places', sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column('measure_ratings', 'target_high_places')
    op.drop_column('measure_ratings', 'target_high_units')
