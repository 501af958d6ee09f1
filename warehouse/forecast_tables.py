"""The table of forecasts; `tables` has this and all others."""

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


def measure_forecasts_table(metadata: MetaData) -> Table:
    """What each measure's year would come to if nothing changed, and what that is worth."""
    return Table(
        "measure_forecasts",
        metadata,
        Column("close", String(200), nullable=False),
        Column("measure", String(80), nullable=False),
        Column("period", String(80), nullable=False),
        Column("known_to", String(80)),
        Column("units", BigInteger),
        Column("low_units", BigInteger),
        Column("high_units", BigInteger),
        Column("places", Integer),
        Column("rating", String(80)),
        Column("rule", Text),
        Column("unrated", Text),
        Column("current_rating", String(80)),
        Column("crosses", Boolean, nullable=False),
        Column("method", String(80)),
        Column("trials", Integer, nullable=False),
        Column("mean_error", String(80)),
        Column("mean_error_pct", String(80)),
        Column("floor_error", String(80)),
        Column("covered", Integer, nullable=False),
        Column("held", Integer, nullable=False),
        Column("reason", Text),
        Column("sources", Text, nullable=False),
        PrimaryKeyConstraint("close", "measure"),
        CheckConstraint("(units IS NULL) <> (reason IS NULL)", name="outturn_or_reason"),
        CheckConstraint(
            "(units IS NULL) = (low_units IS NULL) AND (units IS NULL) = (high_units IS NULL)"
            " AND (units IS NULL) = (places IS NULL)",
            name="outturn_with_interval",
        ),
        CheckConstraint("low_units <= units AND units <= high_units", name="within_its_interval"),
        CheckConstraint("covered <= held AND held <= trials", name="no_more_covered_than_tried"),
    )
