"""What a close stored of the demonstration, held against the kernel row for row."""

import pytest

from assets.analysis.blocks import lay_out
from assets.analysis.observed import series
from assets.analysis.rated import RATED
from assets.analysis.results import CloseResults
from assets.steps.close import close_period
from assets.steps.house import House
from sources.framework.keys import Close
from tests.kernel_rows import assert_same

Q2 = Close.parse("derbyshire.2023-24-Q2")


@pytest.fixture
def results(demo_house: House) -> CloseResults:
    return close_period(demo_house, Q2).results


def test_every_rating_and_direction_of_the_close_is_the_kernels(results: CloseResults) -> None:
    framework = results.framework
    laid, left = lay_out(framework, Q2, series(results.values, results.queried))
    assert left == []
    assert sum(len(one.measures) for one in laid) == len(framework.measures)
    seen = assert_same(results.ratings, laid, framework.measure_scheme)
    assert seen[RATED] >= 20
    assert min(seen[way] for way in ("better", "worse", "same", "none")) >= 1, seen
    # The close rates its own period and no other: its work does not grow with the past.
    assert {row.close for row in results.ratings} == {str(Q2)}
    assert len(results.ratings) <= 2 * len(framework.measures)
