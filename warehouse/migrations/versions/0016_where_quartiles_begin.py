"""The median of a group's others, and the figures at which its first and last quartile begin.

Revision ID: 0016
Revises: 0013
"""
from alembic import op
import sqlalchemy as sa

revision = '0016'
down_revision = '0013'
branch_labels = None
depends_on = None

NUMBERS = ('median', 'first', 'last')


def upgrade() -> None:
    for number in NUMBERS:
        op.add_column('measure_benchmarks', sa.Column(f'{number}_units', sa.BigInteger(), nullable=True))
        op.add_column('measure_benchmarks', sa.Column(f'{number}_places', sa.Integer(), nullable=True))


def downgrade() -> None:
    for number in reversed(NUMBERS):
        op.drop_column('measure_benchmarks', f'{number}_places')
        op.drop_column('measure_benchmarks', f'{number}_units')
