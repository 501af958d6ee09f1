"""What each measure's control chart says.

Revision ID: 0013
Revises: 0015
"""
from alembic import op
import sqlalchemy as sa

revision = '0013'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('measure_trends',
    sa.Column('close', sa.String(length=200), nullable=False),
    sa.Column('measure', sa.String(length=80), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('mean', sa.String(length=80), nullable=True),
    sa.Column('lower', sa.String(length=80), nullable=True),
    sa.Column('upper', sa.String(length=80), nullable=True),
    sa.Column('is_trial', sa.Boolean(), nullable=False),
    sa.Column('is_seasonal', sa.Boolean(), nullable=False),
    sa.Column('variation', sa.String(length=80), nullable=True),
    sa.Column('assurance', sa.String(length=80), nullable=True),
    sa.Column('met', sa.Integer(), nullable=False),
    sa.Column('judged', sa.Integer(), nullable=False),
    sa.Column('reading', sa.Text(), nullable=True),
    sa.CheckConstraint('met <= judged AND judged <= points', name=op.f('ck_measure_trends_no_more_met_than_judged')),
    sa.CheckConstraint('(mean IS NULL) = (lower IS NULL) AND (mean IS NULL) = (upper IS NULL)', name=op.f('ck_measure_trends_mean_with_limits')),
    sa.PrimaryKeyConstraint('close', 'measure', name=op.f('pk_measure_trends'))
    )


def downgrade() -> None:
    op.drop_table('measure_trends')
