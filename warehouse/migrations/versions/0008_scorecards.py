"""How often each check was run on a return, and what scorecards made of that.

Revision ID: 0008
Revises: 0006
"""
from alembic import op
import sqlalchemy as sa

revision = '0008'
down_revision = '0006'
branch_labels = None
depends_on = None

_OUTCOMES = ('errors', 'warnings', 'information', 'waived')


def upgrade() -> None:
    op.create_table('check_runs',
    sa.Column('slot', sa.String(length=200), nullable=False),
    sa.Column('rule', sa.String(length=80), nullable=False),
    sa.Column('dimension', sa.String(length=80), nullable=False),
    sa.Column('checks', sa.Integer(), nullable=False),
    sa.Column('is_of_file', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('slot', 'rule', name=op.f('pk_check_runs')),
    )
    op.create_table('scorecards',
    sa.Column('close', sa.String(length=200), nullable=False),
    sa.Column('level', sa.String(length=80), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('dimension', sa.String(length=80), nullable=False),
    *[sa.Column(name, sa.Integer(), nullable=False) for name in ('checks', *_OUTCOMES)],
    sa.Column('score_pct', sa.String(length=80), nullable=True),
    sa.Column('rating', sa.String(length=80), nullable=True),
    sa.Column('expected', sa.Integer(), nullable=True),
    sa.Column('supplied', sa.Integer(), nullable=True),
    sa.Column('accounted_for', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('close', 'level', 'subject', 'dimension', name=op.f('pk_scorecards')),
    sa.CheckConstraint(f"{' + '.join(_OUTCOMES)} <= checks", name=op.f('ck_scorecards_no_more_failed_than_run')),
    sa.CheckConstraint('(score_pct IS NULL) = (checks = 0)', name=op.f('ck_scorecards_score_of_what_was_run')),
    )


def downgrade() -> None:
    op.drop_table('scorecards')
    op.drop_table('check_runs')
