"""What each measure's year would come to if nothing changed.

Revision ID: 0014
Revises: 0012
"""
from alembic import op
import sqlalchemy as sa

revision = '0014'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('measure_forecasts',
    sa.Column('close', sa.String(length=200), nullable=False),
    sa.Column('measure', sa.String(length=80), nullable=False),
    sa.Column('period', sa.String(length=80), nullable=False),
    sa.Column('known_to', sa.String(length=80), nullable=True),
    sa.Column('units', sa.BigInteger(), nullable=True),
    sa.Column('low_units', sa.BigInteger(), nullable=True),
    sa.Column('high_units', sa.BigInteger(), nullable=True),
    sa.Column('places', sa.Integer(), nullable=True),
    sa.Column('rating', sa.String(length=80), nullable=True),
    sa.Column('rule', sa.Text(), nullable=True),
    sa.Column('unrated', sa.Text(), nullable=True),
    sa.Column('current_rating', sa.String(length=80), nullable=True),
    sa.Column('crosses', sa.Boolean(), nullable=False),
    sa.Column('method', sa.String(length=80), nullable=True),
    sa.Column('trials', sa.Integer(), nullable=False),
    sa.Column('mean_error', sa.String(length=80), nullable=True),
    sa.Column('mean_error_pct', sa.String(length=80), nullable=True),
    sa.Column('floor_error', sa.String(length=80), nullable=True),
    sa.Column('covered', sa.Integer(), nullable=False),
    sa.Column('held', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('sources', sa.Text(), nullable=False),
    sa.CheckConstraint('(units IS NULL) <> (reason IS NULL)', name=op.f('ck_measure_forecasts_outturn_or_reason')),
    sa.CheckConstraint('(units IS NULL) = (low_units IS NULL) AND (units IS NULL) = (high_units IS NULL) AND (units IS NULL) = (places IS NULL)', name=op.f('ck_measure_forecasts_outturn_with_interval')),
    sa.CheckConstraint('low_units <= units AND units <= high_units', name=op.f('ck_measure_forecasts_within_its_interval')),
    sa.CheckConstraint('covered <= held AND held <= trials', name=op.f('ck_measure_forecasts_no_more_covered_than_tried')),
    sa.PrimaryKeyConstraint('close', 'measure', name=op.f('pk_measure_forecasts'))
    )


def downgrade() -> None:
    op.drop_table('measure_forecasts')
