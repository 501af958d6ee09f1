"""A sparkline shows where values stop being comparable, and its sentence says so."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from assets.analysis.series import Observation
from assets.views.sparks import spark_of
from report_templates.parts import Spark
from sources.framework.changes import Changed, DefinitionChange
from sources.framework.keys import FinancialYear, Period
from sources.framework.library import Library

DERBYSHIRE = Library().get("derbyshire", FinancialYear(2023))
MEASURE = DERBYSHIRE.measures["asc-08"]
PERIODS = [Period.parse(f"{year}-Q{n}") for year in ("2022-23", "2023-24") for n in range(1, 5)][:6]


def a_spark(start: str, comparable: bool = False) -> Spark:
    change = DefinitionChange(
        measure="asc-08",
        from_period=Period.parse(start),
        what=Changed.BOUNDARY,
        is_comparable=comparable,
        reason="New wards",
        approved_by="Cabinet",
        approved_on=date(2023, 6, 20),
    )
    context: Any = SimpleNamespace(
        framework=replace(DERBYSHIRE, definition_changes={"asc-08": (change,)}),
        series={"asc-08": {p: Observation(Decimal(70 + n)) for n, p in enumerate(PERIODS)}},
        current={"asc-08": SimpleNamespace(period="2023-24-Q2")},
    )
    found = spark_of(context, MEASURE, None)
    assert found is not None
    return found


def test_the_break_falls_between_the_last_value_before_and_the_first_after() -> None:
    spark = a_spark("2023-24-Q1")
    assert [point.label for point in spark.points][3:5] == ["Q4 2022-23", "Q1 2023-24"]
    (at,) = spark.breaks
    assert spark.points[3].x < at < spark.points[4].x
    assert spark.description.endswith(
        "The line is broken: the boundary of what is counted changed from Q1 2023-24, and values "
        "before are not comparable."
    )


def test_a_break_before_all_that_is_shown_is_none() -> None:
    for spark in (a_spark("2021-22-Q1"), a_spark("2023-24-Q1", comparable=True)):
        assert spark.breaks == ()
        assert "broken" not in spark.description
