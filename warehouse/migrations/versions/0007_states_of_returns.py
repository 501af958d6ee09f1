"""How far each return has come on its sign-off route, and every state it reached.

Revision ID: 0007
Revises: 0011
"""
from alembic import op
import sqlalchemy as sa

revision = '0007'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('return_statuses', sa.Column('state', sa.String(length=80), nullable=True))
    op.add_column('return_statuses', sa.Column('waits_for', sa.Text(), nullable=True))
    op.create_table('return_states',
    sa.Column('close', sa.String(length=200), nullable=False),
    sa.Column('slot', sa.String(length=200), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=80), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('day', sa.String(length=80), nullable=True),
    sa.Column('identity', sa.String(length=80), nullable=True),
    sa.Column('entry', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('close', 'slot', 'position', name=op.f('pk_return_states'))
    )


def downgrade() -> None:
    op.drop_table('return_states')
    op.drop_column('return_statuses', 'waits_for')
    op.drop_column('return_statuses', 'state')
