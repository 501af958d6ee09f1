"""Measures whose target is a range, from the register through the close: neither too much nor too
little."""

from decimal import Decimal

import pytest
from analysis_builders import (
    DERBYSHIRE,
    a_measure,
    closed,
    row_of,
    series,
    with_measure,
    with_target,
)

from assets.views.lines import target_of
from assets.views.wording import number_text
from sources.framework.framework import Framework
from sources.framework.measures import Stretch
from sources.framework.targets import Target
from warehouse.rows import MeasureRating

# A percentage that should lie between 70 and 80.
IN_RANGE = with_target(
    with_measure(DERBYSHIRE, "asc-08", polarity="range"),
    "asc-08",
    annual=Decimal(70),
    high=Decimal(80),
    q1=None,
    q2=None,
    q3=None,
    q4=None,
)


def rated(framework: Framework = IN_RANGE, **values: str) -> MeasureRating:
    rows = closed(values={"asc-08": series(**values)}, framework=framework)
    return row_of(rows, "asc-08")


@pytest.mark.parametrize(
    ("actual", "rating", "variance"),
    [
        ("70", "good", "0.000000"),
        ("75", "good", "0.000000"),
        ("80", "good", "0.000000"),
        ("68.6", "good", "-2.000000"),
        ("68.5", "review", "-2.142857"),
        ("81.7", "review", "-2.125000"),
        ("88.1", "action", "-10.125000"),
        # Full marks are no success where too much is not wanted.
        ("100", "action", "-25.000000"),
    ],
)
def test_a_range_is_rated_by_the_distance_outside_it(
    actual: str, rating: str, variance: str
) -> None:
    row = rated(Q2=actual)
    assert (row.rating, row.variance_pct) == (rating, variance)
    assert target_of(row) == Stretch(Decimal(70), Decimal(80))


@pytest.mark.parametrize(
    ("before", "now", "direction"),
    [
        ("60", "65", "better"),
        ("65", "60", "worse"),
        ("90", "82", "better"),
        ("72", "79", "same"),
        ("65", "85", "same"),
        ("75", "75", "same"),
        ("60", "75", "better"),
        ("75", "90", "worse"),
    ],
)
def test_nearer_to_the_range_is_better(before: str, now: str, direction: str) -> None:
    assert rated(Q1=before, Q2=now).direction == direction


def test_a_range_stands_for_every_period_and_the_year() -> None:
    target = IN_RANGE.targets["asc-08"]
    measure = IN_RANGE.measures["asc-08"]
    for slot in IN_RANGE.closes:
        assert target.for_period(slot.period, measure) == Stretch(Decimal(70), Decimal(80))


def test_a_range_is_printed_from_end_to_end() -> None:
    measure = a_measure(unit="percent", decimal_places=1)
    assert number_text(Stretch(Decimal("2.5"), Decimal(5)), measure) == "2.5% to 5.0%"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"high": "80"}, "from annual to high"),
        ({"annual": "80", "high": "70"}, "not lower"),
        (
            {"annual": "1", "high": "2", "q1": "1", "q2": "1", "q3": "1", "q4": "1"},
            "no profile",
        ),
    ],
)
def test_a_range_that_cannot_be_is_refused(fields: dict[str, str], words: str) -> None:
    given = {"measure": "m", "rationale": "r", "set_by": "s", "provenance": "ours", **fields}
    with pytest.raises(ValueError, match=words):
        Target.model_validate(given)


def test_a_running_total_has_no_range() -> None:
    with pytest.raises(ValueError, match="running total"):
        with_measure(DERBYSHIRE, "asc-02", polarity="range")
