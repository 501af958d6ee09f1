"""The tables of returns that hold no measures, and of jobs; `tables` has these and all others."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)


def budget_lines_table(metadata: MetaData) -> Table:
    """Every amount of every budget line that finance sent."""
    return Table(
        "budget_lines",
        metadata,
        Column("slot", String(200), nullable=False, index=True),
        Column("council", String(80), nullable=False),
        Column("submission", Integer, nullable=False),
        Column("row", Integer, nullable=False),
        Column("line", Text, nullable=False),
        Column("fund", String(80)),
        Column("body", String(80)),
        Column("service", String(80)),
        Column("is_corporate", Boolean, nullable=False),
        Column("is_total", Boolean, nullable=False),
        Column("amount", String(80), nullable=False),
        Column("units", BigInteger),
        Column("places", Integer),
        Column("absence", String(80)),
        Column("raw", Text, nullable=False),
        Column("sheet", Text, nullable=False),
        Column("cell", String(80), nullable=False),
        CheckConstraint("(units IS NULL) <> (absence IS NULL)", name="number_or_absence"),
        CheckConstraint("(units IS NULL) = (places IS NULL)", name="units_with_places"),
    )


def risk_assessments_table(metadata: MetaData) -> Table:
    """Every row of the risk returns: assessments, and mitigations that were done."""
    return Table(
        "risk_assessments",
        metadata,
        Column("slot", String(200), nullable=False, index=True),
        Column("council", String(80), nullable=False),
        Column("submission", Integer, nullable=False),
        Column("row", Integer, nullable=False),
        Column("risk", String(80)),
        Column("assessed_on", String(80)),
        Column("likelihood", Integer),
        Column("impact", Integer),
        Column("mitigation", Text),
        Column("done_on", String(80)),
        Column("note", Text, nullable=False),
        Column("raw", Text, nullable=False),
        Column("sheet", Text, nullable=False),
        Column("cell", String(80), nullable=False),
    )


def job_runs_table(metadata: MetaData) -> Table:
    """When jobs last ended well, and what failed since: notes of the work, no results."""
    return Table(
        "job_runs",
        metadata,
        Column("job", String(80), nullable=False),
        Column("key", String(200), nullable=False),
        Column("council", String(80), nullable=False),
        Column("finished_at", String(80)),
        Column("failed_at", String(80)),
        Column("failures", Integer, nullable=False),
        Column("message", Text),
        PrimaryKeyConstraint("job", "key"),
    )
