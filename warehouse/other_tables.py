"""The tables of returns that hold no measures; all others are `tables`, which has these, too."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Integer,
    MetaData,
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
