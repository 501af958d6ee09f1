"""DuckDB works out the kernel's whole job in SQL: row for row the same."""

from typing import Any

import numpy as np
import pytest
from analysis_builders import SCHEME

from assets.analysis.kernel.control_chart import Cause
from assets.analysis.kernel.whole import Star, describe
from tests.bench.country import PERIODS, a_country
from tests.bench.in_sql import describe_in_sql, tables_of

MEASURES, COUNCILS = 40, 12

Columns = dict[str, Any]


@pytest.fixture(scope="module")
def both() -> tuple[Star, Columns, Columns]:
    """A country as the kernel describes it, and the rows of SQL as arrays of the same shape."""
    block = a_country(MEASURES, COUNCILS, seed=20231019)
    connection = tables_of(block)
    describe_in_sql(connection)
    rows = connection.execute("from verdicts order by series, period").fetchnumpy()
    limits = connection.execute(
        "select limits.* exclude (series) from series left join limits using (series) "
        "order by series"
    ).fetchnumpy()
    shape = (block.series, PERIODS)
    return describe(block, [SCHEME]), {n: c.reshape(shape) for n, c in rows.items()}, limits


def filled(column: Any, absent: int = -1) -> Any:
    return np.ma.filled(column, absent)


@pytest.mark.parametrize(
    ("name", "absent"),
    [("rating", -1), ("exceptions", 0), ("rated", 0), ("rank", 0), ("quartile", 0), ("cause", 0)],
)
def test_every_verdict_is_that_of_the_sql(
    both: tuple[Star, Columns, Columns], name: str, absent: int
) -> None:
    star, rows, _ = both
    found, wanted = getattr(star.verdicts, name), filled(rows[name], absent)
    assert np.array_equal(found, wanted)
    # Each answer comes up often enough for the comparison to prove something.
    assert min(np.unique(wanted, return_counts=True)[1]) >= 5


def test_every_direction_is_that_of_the_sql(both: tuple[Star, Columns, Columns]) -> None:
    star, rows, _ = both
    wanted = filled(rows["direction"], -9)
    found = np.where(star.verdicts.direction < -1, -9, star.verdicts.direction)
    assert np.array_equal(found, wanted)
    assert set(np.unique(wanted)) == {-9, -1, 0, 1}


@pytest.mark.parametrize("name", ["variance", "average"])
def test_every_number_is_that_of_the_sql(both: tuple[Star, Columns, Columns], name: str) -> None:
    star, rows, _ = both
    wanted = np.ma.filled(rows[name].astype(float), np.nan)
    found = getattr(star.verdicts, name)
    if name == "variance":
        wanted = np.where(star.verdicts.outcome == -1, np.nan, wanted)
    assert np.allclose(found, wanted, rtol=1e-12, atol=0, equal_nan=True)
    assert not np.isnan(wanted).all()


def test_every_limit_is_that_of_the_sql(both: tuple[Star, Columns, Columns]) -> None:
    star, _, limits = both
    for name in ("mean", "lower", "upper"):
        wanted = np.ma.filled(limits[name].astype(float), np.nan)
        assert np.allclose(getattr(star.limits, name), wanted, rtol=1e-9, equal_nan=True), name
    assert np.array_equal(star.limits.points, filled(limits["points"], 0))
    assert np.array_equal(star.limits.is_trial, filled(limits["is_trial"], 1).astype(bool))


def test_every_point_stands_on_the_side_that_the_sql_says(
    both: tuple[Star, Columns, Columns],
) -> None:
    star, rows, _ = both
    told = star.verdicts.cause != Cause.TREND
    wanted = filled(rows["side"].astype(float), 0)
    assert np.array_equal(star.verdicts.side[told], wanted[told])
