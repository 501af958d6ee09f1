"""The table of what control charts say; `tables` has this and all others."""

from sqlalchemy import (
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


def measure_trends_table(metadata: MetaData) -> Table:
    """What each measure's control chart says at a close."""
    return Table(
        "measure_trends",
        metadata,
        Column("close", String(200), nullable=False),
        Column("measure", String(80), nullable=False),
        Column("points", Integer, nullable=False),
        Column("mean", String(80)),
        Column("lower", String(80)),
        Column("upper", String(80)),
        Column("is_trial", Boolean, nullable=False),
        Column("is_seasonal", Boolean, nullable=False),
        Column("variation", String(80)),
        Column("assurance", String(80)),
        Column("met", Integer, nullable=False),
        Column("judged", Integer, nullable=False),
        Column("reading", Text),
        PrimaryKeyConstraint("close", "measure"),
        CheckConstraint("met <= judged AND judged <= points", name="no_more_met_than_judged"),
        CheckConstraint(
            "(mean IS NULL) = (lower IS NULL) AND (mean IS NULL) = (upper IS NULL)",
            name="mean_with_limits",
        ),
    )
