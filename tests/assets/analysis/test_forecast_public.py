"""Years that are past, forecast from what was known then: public series, and invented kinds.

The interval must hold what it promises, and forecasting must be worth more than the year before.
"""

import pytest

from assets.analysis.forecast.methods import Numbers
from sources.framework.forecasting import ForecastRules
from tests.bench.forecasting import KINDS, WORSE, claimants, recycling, try_on

RULES = ForecastRules()
SERIES = {
    "recycling rates": recycling("Waste", 12),
    "tonnes recycled": recycling("Tonnes", 8),
    **KINDS,
}


@pytest.mark.parametrize("values", SERIES.values(), ids=SERIES.keys())
def test_four_outturns_in_five_fall_within_the_interval(values: Numbers) -> None:
    tried = try_on(values, RULES)
    assert tried.given > 0.7 * tried.asked
    assert 75 <= tried.within_pct <= 85
    assert tried.error_pct <= WORSE * tried.floor_pct


def test_it_is_worth_more_than_the_year_before_where_there_is_no_season() -> None:
    tried = try_on(KINDS["months without a season"], RULES)
    assert tried.error_pct < 0.92 * tried.floor_pct


def test_totals_are_forecast_like_means() -> None:
    mean, total = (try_on(KINDS["calm quarters"], RULES, is_mean=m) for m in (True, False))
    assert mean.error_pct == pytest.approx(total.error_pct, rel=0.01)


def test_three_years_are_too_few_to_print_anything() -> None:
    """Claimant counts of 17 areas: one trial each, and two are asked for."""
    assert claimants().shape == (17, 3, 12)
    assert try_on(claimants(), ForecastRules(trials=1)).given > 100
    assert try_on(claimants(), RULES).asked == 0
