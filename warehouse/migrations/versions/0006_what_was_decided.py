"""Findings that are waived in a close.

Revision ID: 0006
Revises: 0004
"""
from alembic import op
import sqlalchemy as sa

revision = '0006'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('waived_findings',
    sa.Column('close', sa.String(length=200), nullable=False),
    sa.Column('slot', sa.String(length=200), nullable=False),
    sa.Column('waiver', sa.Integer(), nullable=False),
    sa.Column('until', sa.String(length=80), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('authorised_by', sa.Text(), nullable=False),
    sa.Column('rule', sa.String(length=80), nullable=False),
    sa.Column('dimension', sa.String(length=80), nullable=False),
    sa.Column('severity', sa.String(length=80), nullable=False),
    sa.Column('submission', sa.Integer(), nullable=True),
    sa.Column('measure', sa.String(length=80), nullable=True),
    sa.Column('period', sa.String(length=80), nullable=True),
    sa.Column('quantity', sa.String(length=80), nullable=True),
    sa.Column('sheet', sa.Text(), nullable=True),
    sa.Column('cell', sa.String(length=80), nullable=True),
    sa.Column('raw', sa.Text(), nullable=True),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('mend', sa.Text(), nullable=False)
    )
    op.create_index(op.f('ix_waived_findings_close'), 'waived_findings', ['close'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_waived_findings_close'), table_name='waived_findings')
    op.drop_table('waived_findings')
