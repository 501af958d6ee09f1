"""The tables of others' figures and of measures beside them; `tables` has these and all others."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Integer, MetaData, Table, Text
from sqlalchemy import String as Word


def benchmarks_table(metadata: MetaData) -> Table:
    """Figures of others that departments sent to compare a measure with."""
    return Table(
        "submitted_benchmarks",
        metadata,
        Column("slot", Word(200), nullable=False, index=True),
        Column("council", Word(80), nullable=False),
        Column("submission", Integer, nullable=False),
        Column("measure", Word(80), nullable=False),
        Column("comparator", Text, nullable=False),
        Column("period", Text, nullable=False),
        Column("units", BigInteger, nullable=False),
        Column("places", Integer, nullable=False),
        Column("unit", Word(80), nullable=False),
        Column("raw", Text, nullable=False),
        Column("source", Text, nullable=False),
        Column("sheet", Text, nullable=False),
        Column("cell", Word(80), nullable=False),
    )


def measure_benchmarks_table(metadata: MetaData) -> Table:
    """Each measure beside the nation, its groups and what was sent to compare it with."""
    return Table(
        "measure_benchmarks",
        metadata,
        Column("close", Word(200), nullable=False, index=True),
        Column("measure", Word(80), nullable=False),
        Column("kind", Word(80), nullable=False),
        Column("comparator", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("period", Text, nullable=False),
        Column("own_units", BigInteger),
        Column("own_places", Integer),
        Column("units", BigInteger),
        Column("places", Integer),
        Column("comparators", Integer),
        Column("members", Integer),
        Column("rank", Integer),
        Column("ranked", Integer),
        Column("quartile", Integer),
        Column("reason", Text),
        Column("origin", Text, nullable=False),
        Column("is_members_only", Boolean, nullable=False),
        Column("own_sources", Text, nullable=False),
        Column("sources", Text, nullable=False),
        Column("median_units", BigInteger),
        Column("median_places", Integer),
        Column("first_units", BigInteger),
        Column("first_places", Integer),
        Column("last_units", BigInteger),
        Column("last_places", Integer),
        CheckConstraint("(own_units IS NULL) = (own_places IS NULL)", name="own_with_places"),
        CheckConstraint("(units IS NULL) = (places IS NULL)", name="units_with_places"),
        CheckConstraint("(rank IS NULL) = (ranked IS NULL)", name="rank_among"),
        CheckConstraint("quartile IS NULL OR rank IS NOT NULL", name="quartile_by_rank"),
    )
