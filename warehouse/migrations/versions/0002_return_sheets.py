"""What became of every cell of a return, sheet by sheet.

Revision ID: 0002
Revises: 0001
"""
from alembic import op
import sqlalchemy as sa

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

_USES = (
    'numbers', 'absences', 'unreadable', 'texts', 'references', 'dashes',
    'headings', 'form', 'passed_over', 'not_used', 'unread',
)


def upgrade() -> None:
    op.create_table('return_sheets',
    sa.Column('slot', sa.String(length=200), nullable=False),
    sa.Column('submission', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('sheet', sa.Text(), nullable=False),
    sa.Column('is_hidden', sa.Boolean(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('cells', sa.Integer(), nullable=False),
    *[sa.Column(name, sa.Integer(), nullable=False) for name in _USES],
    sa.CheckConstraint(' + '.join(f'"{name}"' for name in _USES) + ' = cells', name=op.f('ck_return_sheets_every_cell')),
    )
    op.create_index(op.f('ix_return_sheets_slot'), 'return_sheets', ['slot'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_return_sheets_slot'), table_name='return_sheets')
    op.drop_table('return_sheets')
