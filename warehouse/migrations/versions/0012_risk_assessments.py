"""Assessments of risk returns.

Revision ID: 0012
Revises: 0005
"""
from alembic import op
import sqlalchemy as sa

revision = '0012'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('risk_assessments',
    sa.Column('slot', sa.String(length=200), nullable=False),
    sa.Column('council', sa.String(length=80), nullable=False),
    sa.Column('submission', sa.Integer(), nullable=False),
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('risk', sa.String(length=80), nullable=True),
    sa.Column('assessed_on', sa.String(length=80), nullable=True),
    sa.Column('likelihood', sa.Integer(), nullable=True),
    sa.Column('impact', sa.Integer(), nullable=True),
    sa.Column('mitigation', sa.Text(), nullable=True),
    sa.Column('done_on', sa.String(length=80), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('raw', sa.Text(), nullable=False),
    sa.Column('sheet', sa.Text(), nullable=False),
    sa.Column('cell', sa.String(length=80), nullable=False),
    )
    op.create_index(op.f('ix_risk_assessments_slot'), 'risk_assessments', ['slot'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_risk_assessments_slot'), table_name='risk_assessments')
    op.drop_table('risk_assessments')
