"""What came of the files where moderation decided otherwise.

Revision ID: 0011
Revises: 0008
"""
from alembic import op
import sqlalchemy as sa

revision = '0011'
down_revision = '0008'
branch_labels = None
depends_on = None

_COLUMNS = {
    'override': sa.Integer,
    'original_units': sa.BigInteger,
    'original_places': sa.Integer,
    'original_rating': lambda: sa.String(length=80),
    'original_rule': sa.Text,
}


def upgrade() -> None:
    for name, of_type in _COLUMNS.items():
        op.add_column('measure_ratings', sa.Column(name, of_type(), nullable=True))


def downgrade() -> None:
    for name in reversed(_COLUMNS):
        op.drop_column('measure_ratings', name)
