"""What a close stored of the demonstration, held against the kernel row for row."""

from collections import Counter

import pytest

from assets.analysis.blocks import LaidOut, lay_out
from assets.analysis.kernel.outcomes import Why, rating_codes, status_of
from assets.analysis.kernel.travel import Way
from assets.analysis.kernel.whole import describe
from assets.analysis.observed import series
from assets.analysis.rating import RATED, Unrated
from assets.analysis.results import CloseResults
from assets.steps.close import close_period
from assets.steps.house import House
from sources.framework.keys import Close
from warehouse.rows import MeasureRating

Q2 = Close.parse("derbyshire.2023-24-Q2")
# What is said of a measure before anything is compared is not the kernel's to say.
ASKED_BEFORE = {Unrated.NOT_DUE.value, Unrated.INFORMATION_ONLY.value}
NO_VALUE = {
    Unrated.QUERIED.value,
    Unrated.RETURN_MISSING.value,
    Unrated.NOT_SUPPLIED.value,
    Unrated.INCOMPLETE.value,
    Unrated.ABSENT.value,
}


@pytest.fixture
def results(demo_house: House) -> CloseResults:
    return close_period(demo_house, Q2).results


def current(results: CloseResults) -> dict[str, MeasureRating]:
    return {row.measure: row for row in results.ratings if row.basis == "current"}


def blocks_of(results: CloseResults) -> list[LaidOut]:
    observed = series(results.values, results.queried)
    laid, left = lay_out(results.framework, Q2, observed)
    assert left == []
    assert sum(len(one.measures) for one in laid) == len(results.framework.measures)
    return laid


def test_every_rating_and_direction_of_the_close_is_the_kernels(results: CloseResults) -> None:
    rows, scheme = current(results), results.framework.measure_scheme
    codes = rating_codes(scheme)
    seen: Counter[str] = Counter()
    for laid in blocks_of(results):
        verdicts = describe(laid.block, [scheme]).verdicts
        for number, measure in enumerate(laid.measures):
            row, outcome = rows[measure.id], int(verdicts.outcome[number, -1])
            if row.status in ASKED_BEFORE:
                continue
            seen[row.status] += 1
            assert verdicts.rating[number, -1] == codes.get(row.rating or "", -1), measure.id
            if row.status in NO_VALUE:
                assert outcome == Why.NO_VALUE
            elif row.status == Unrated.NO_TARGET:
                # Of two reasons the close names another one first.
                assert outcome in (Why.NO_TARGET, Why.NO_DIRECTION)
            elif row.status != RATED:
                assert status_of(outcome) == row.status
            if row.variance_pct is not None:
                assert abs(verdicts.variance[number, -1] - float(row.variance_pct)) < 1e-6
            way = int(verdicts.direction[number, -1])
            words = {"better": Way.BETTER, "worse": Way.WORSE, "same": Way.SAME}
            seen[row.direction or "none"] += 1
            if row.direction is None:
                assert way < -1
            else:
                assert way == words.get(row.direction, Way.UNSURE)
    assert seen[RATED] >= 20
    assert min(seen[way] for way in ("better", "worse", "same", "none")) >= 1, seen


def test_a_close_rates_its_own_period_and_no_other(results: CloseResults) -> None:
    """Earlier closes keep what they hold; so the work does not grow with the past."""
    rated = {row.period for row in results.ratings if row.basis == "current"}
    assert all(period.startswith("2023-24-") for period in rated)
    assert {row.close for row in results.ratings} == {str(Q2)}
    assert len(results.ratings) <= 2 * len(results.framework.measures)
