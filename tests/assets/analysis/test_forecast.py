"""The outturn if nothing changes: what it is, what it was worth in the past, when there is none."""

from collections.abc import Mapping
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.analysis.forecast.histories import History, NoHistory, history_of
from assets.analysis.forecast.methods import (
    METHODS,
    as_last_year,
    by_profile,
    profile_share,
    smoothed_level,
)
from assets.analysis.forecast.outturns import Block, margin_of, outturns
from assets.analysis.forecast.projections import Projection, project
from assets.analysis.series import Observation
from sources.framework.forecasting import ForecastRules
from sources.framework.keys import Period
from sources.framework.measures import Measure
from tests.assets.analysis.analysis_builders import a_measure

RULES = ForecastRules()
# A total that runs through the year alike, year after year, and grows by a tenth each year.
GROWING = [[15, 33, 52, 75], [16.5, 36.3, 57.2, 82.5], [18.2, 39.9, 62.9, 90.8], [20, 43.9, 69.2]]


def running(**given: object) -> Measure:
    ordinary = {"unit": "number", "is_cumulative": True, "supplied": "year to date"}
    return a_measure(**{**ordinary, "aggregation": "sum", **given})


def quarters(years: list[list[float]], last: int = 2023) -> dict[Period, Observation]:
    """Values of quarters, years in a row of which the last begins in April of `last`."""
    first = last - len(years) + 1
    return {
        Period.parse(f"{first + y}-{(first + y + 1) % 100:02d}-Q{q + 1}"): Observation(
            Decimal(str(value))
        )
        for y, values in enumerate(years)
        for q, value in enumerate(values)
    }


def projected(
    measure: Measure,
    series: Mapping[Period, Observation],
    until: str = "2023-24-Q3",
    rules: ForecastRules = RULES,
) -> Projection:
    found = history_of(measure, series, Period.parse(until))
    if isinstance(found, NoHistory):
        return Projection(measure.id, reason=found.reason)
    return project([found], rules)[measure.id]


def test_a_year_to_date_of_15_33_52_is_carried_on_by_the_profile_of_the_year_before() -> None:
    """Of three years in which a third quarter's total was 52/75 of the year, each a tenth up."""
    years = [[n / 1.1**y for n in GROWING[0]] for y in (3, 2, 1)]
    series = quarters([[round(n, 3) for n in year] for year in years] + [[15, 33, 52]])
    found = projected(running(decimal_places=0), series)
    assert found.method == "the year before's profile"
    assert found.value == 75
    assert found.low is not None and found.high is not None
    assert found.low <= 75 <= found.high
    assert (found.trials, found.error_pct) == (2, Decimal("0.0"))
    # It was right, but nobody would have chosen it then: the interval is that of the floor.
    assert found.floor_error == Decimal("1.8")
    assert (found.low, found.high) == (71, 79)


def test_where_no_method_beats_the_year_before_it_stays() -> None:
    flat = [[10, 20, 30, 40], [12, 21, 31, 41], [9, 20, 29, 39], [12, 22, 31, 42], [11, 20, 30]]
    found = projected(running(), quarters([[float(n) for n in year] for year in flat]))
    assert found.method == "as the year before"
    # 30 in three quarters, and 11 more as in the last quarter of the year before.
    assert found.value == Decimal("41.0")
    assert found.error == found.floor_error


def test_an_outturn_is_never_below_what_has_been_reached() -> None:
    years = [[10, 20, 30, 70], [10, 20, 30, 31], [10, 20, 30, 70], [10, 20, 30, 31], [10, 20, 30]]
    lax = ForecastRules.model_validate({"error_pct": "200"})
    found = projected(running(), quarters([[float(n) for n in y] for y in years]), rules=lax)
    assert found.low == 30


def test_a_percentage_stays_within_its_hundred() -> None:
    years = [[97, 99, 95, 99], [95, 92, 98, 93], [99, 97, 95, 100], [99, 99, 99]]
    found = projected(a_measure(), quarters([[float(n) for n in y] for y in years]))
    assert found.high == 100
    beyond = a_measure(may_exceed_100=True)
    again = projected(beyond, quarters([[float(n) for n in y] for y in years]))
    assert again.high is not None and again.high > 100


@pytest.mark.parametrize(
    ("years", "until", "reason"),
    [
        (GROWING[2:], "2023-24-Q3", "only 1 earlier year is complete"),
        (GROWING[3:], "2023-24-Q3", "no earlier year is complete"),
        (GROWING[1:], "2023-24-Q3", "only 2 earlier years are complete"),
        ([*GROWING[:3], []], "2023-24-Q3", "there is no value of this year yet"),
        ([*GROWING[:3], [*GROWING[3], 100.0]], "2023-24-Q4", "the year's values are all in"),
    ],
)
def test_without_enough_history_there_is_no_projection(
    years: list[list[float]], until: str, reason: str
) -> None:
    found = projected(running(), quarters(years), until)
    assert found.value is None
    assert found.reason is not None and found.reason.startswith(reason)


def test_a_gap_in_the_year_or_a_queried_value_leaves_none() -> None:
    series = quarters(GROWING)
    gone = {p: seen for p, seen in series.items() if str(p) != "2023-24-Q2"}
    asked = series | {Period.parse("2023-24-Q2"): Observation(Decimal(44), is_queried=True)}
    for held in (gone, asked):
        assert projected(running(), held).reason == "there is no value for Q2 2023-24"


def test_the_year_is_carried_on_from_the_last_value_that_came() -> None:
    """A return that is late leaves the projection where it was, not without one."""
    series = quarters([*GROWING[:3], GROWING[3][:2]])
    assert projected(running(), series) == projected(running(), series, "2023-24-Q2")


def test_a_poor_record_is_no_credible_projection_and_the_record_is_kept() -> None:
    wild = [[1, 2, 3, 40], [30, 31, 32, 33], [1, 2, 3, 90], [20, 20, 20, 21], [5, 6, 7]]
    found = projected(running(), quarters([[float(n) for n in y] for y in wild]))
    assert (found.value, found.low, found.high) == (None, None, None)
    assert found.reason is not None and found.reason.startswith("tried on 3 past years from this")
    assert found.trials == 3 and found.error_pct is not None and found.error_pct > 20
    lax = ForecastRules.model_validate({"error_pct": "1000"})
    assert projected(running(), quarters([[float(n) for n in y] for y in wild]), rules=lax).value


def test_years_before_a_change_of_what_is_counted_do_not_count() -> None:
    changed = Period.parse("2021-22-Q1")
    found = history_of(
        running(),
        quarters(GROWING),
        Period.parse("2023-24-Q3"),
        lambda now, then: then >= changed,
    )
    assert isinstance(found, History) and len(found.past) == 2


def test_a_ratio_is_weighed_by_its_denominators() -> None:
    def ratio(top: int, bottom: int) -> Observation:
        both = {"numerator": Decimal(top), "denominator": Decimal(bottom)}
        return Observation(Decimal(top) * 100 / bottom, **both)

    year = [ratio(50, 100), ratio(90, 100), ratio(90, 100), ratio(1, 10)]
    series = {}
    for start in (2020, 2021, 2022, 2023):
        for n, seen in enumerate(year[: 3 if start == 2023 else 4], 1):
            series[Period.parse(f"{start}-{start % 100 + 1:02d}-Q{n}")] = seen
    found = projected(a_measure(aggregation="weighted ratio"), series)
    assert found.value == Decimal("74.5")  # 231 of 310
    assert found.error == 0


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"aggregation": "mean"}, "25.0"),
        ({"aggregation": "latest"}, "40.0"),
        ({"aggregation": "sum", "unit": "number"}, "100.0"),
        # A share of the year so far: its last value is the year's, and no sum of them is.
        ({"aggregation": "latest", "is_cumulative": True, "supplied": "year to date"}, "40.0"),
    ],
)
def test_a_year_is_put_together_as_the_measure_says(given: dict[str, object], value: str) -> None:
    found = projected(a_measure(**given), quarters([[10.0, 20.0, 30.0, 40.0]] * 3 + [[10.0]]))
    assert found.value == Decimal(value)


def test_years_that_came_to_nothing_have_no_error_in_per_cent() -> None:
    found = projected(
        running(decimal_places=0), quarters([[0, 0, 0, 6], [0] * 4, [0] * 4, [0] * 3])
    )
    assert (found.value, found.error_pct, found.trials) == (None, None, 2)
    assert found.reason == (
        "tried on 2 past years that came to nothing, it was out by 3.0 on average"
    )


def test_half_years_of_which_none_is_there_yet_are_no_history() -> None:
    series = {
        Period.parse(f"{start}-{start % 100 + 1}-H{half}"): Observation(Decimal(40))
        for start in range(2018, 2023)
        for half in (1, 2)
    }
    found = history_of(a_measure(frequency="half-yearly"), series, Period.parse("2023-24-Q2"))
    assert found == NoHistory("there is no value of this year yet")


def test_a_history_holds_ten_years_and_is_compared_with_the_newest_value() -> None:
    compared: set[str] = set()

    def holds(newest: Period, earlier: Period) -> bool:
        compared.add(str(newest))
        return True

    series = quarters([[1, 2, 3, 4]] * 14 + [[1, 2]])
    found = history_of(a_measure(), series, Period.parse("2023-24-Q2"), holds)
    assert isinstance(found, History)
    assert (len(found.past), len(found.now)) == (10, 2)
    assert compared == {"2023-24-Q2"}


def test_a_season_counts_as_far_as_the_years_agree_on_it() -> None:
    """Distances from the mean of -5 and 5, then -3 and 3: 4 on average, 15/16 of it agreed."""
    block = np.array([[[10.0, 20.0], [12.0, 18.0], [0.0, 0.0]]])
    (rest,) = smoothed_level(block, 2, 0)
    assert rest[1] - rest[0] == pytest.approx(2 * 4 * 15 / 16)
    # One year alone is believed by half.
    (half,) = smoothed_level(block[:, :2], 1, 0)
    assert half[1] - half[0] == pytest.approx(10 / 2)


def test_an_annual_figure_has_no_season_and_goes_on_at_its_level() -> None:
    block = np.array([[[10.0], [20.0], [20.0], [0.0]]])
    rest = smoothed_level(block, 3, 0)
    # The weight that served best so far is 0.8: it moved 8 of 10, and then 1.6 of 2.
    assert rest.tolist() == [[pytest.approx(19.6)]]


def test_an_annual_measure_is_projected_from_its_years_alone() -> None:
    series = {
        Period.parse(f"{start}-{start % 100 + 1:02d}-FY"): Observation(Decimal(40 + start % 2))
        for start in range(2015, 2023)
    }
    annual = a_measure(frequency="annual", aggregation="supplied again")
    found = projected(annual, series, "2023-24-Q2")
    assert found.value is not None and 40 <= found.value <= 41
    assert found.trials == 7


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"aggregation": "supplied again"}, "its year-end figure is supplied by itself"),
        (
            {
                "reference_period": "period in arrears",
                "is_cumulative": True,
                "supplied": "year to date",
                "aggregation": "sum",
            },
            "it is a running total in arrears",
        ),
    ],
)
def test_some_years_cannot_be_put_together(given: dict[str, object], reason: str) -> None:
    found = projected(a_measure(**given), quarters(GROWING))
    assert found.reason is not None and found.reason.startswith(reason)


def test_nothing_but_zeros_is_projected_to_be_zero() -> None:
    found = projected(running(), quarters([[0.0] * 4] * 3 + [[0.0] * 2]))
    assert (found.value, found.low, found.high, found.error_pct) == (0, 0, 0, None)


def test_interval_by_few_errors_and_by_enough() -> None:
    assert np.isnan(margin_of(np.zeros((0, 1))))[0]
    assert margin_of(np.array([[-2.0]]))[0] == pytest.approx(6.156)
    assert margin_of(np.array([[3.0], [-4.0]]))[0] == pytest.approx(1.886 * 12.5**0.5)
    assert margin_of(np.array([[1.0], [-4.0], [2.0], [3.0]]))[0] == 4
    # Of nine, eight in ten of ten places: the eighth.
    assert margin_of(np.arange(1.0, 10.0)[:, None])[0] == pytest.approx(8)


def test_each_method_by_hand() -> None:
    values = np.array([[[10.0, 20.0, 30.0, 40.0], [20.0, 40.0, np.nan, np.nan]]])
    assert as_last_year(values, 1, 2).tolist() == [[30, 40]]
    assert profile_share(values, 1, 2).tolist() == [[60, 80]]
    # Half of the season's distances -15, -5, 5, 15 is kept; the level follows what is left of it.
    freed = [17.5, 22.5, 27.5, 32.5, 27.5, 42.5]
    levels = {}
    for weight in (0.2, 0.5, 0.8):
        level, missed = freed[0], 0.0
        for value in freed[1:]:
            missed += (value - level) ** 2
            level += weight * (value - level)
        levels[missed] = level
    level = levels[min(levels)]
    assert smoothed_level(values, 1, 2)[0].tolist() == pytest.approx([level + 2.5, level + 7.5])


def test_a_profile_is_followed_where_it_told_the_past_best() -> None:
    """Each year half of the total comes in the last quarter, and totals jump about."""
    years = [[c * n for n in (10, 20, 25, 50)] for c in (1, 3, 2, 5)] + [[7 * 10.0, 7 * 20.0]]
    measure = running(decimal_places=0)
    series = quarters([[float(n) for n in year] for year in years])
    aims = {f"2023-24-Q{n}": Decimal(aim) for n, aim in enumerate((20, 40, 50, 100), 1)}
    last_year_was_odd = series | {
        Period.parse("2022-23-Q3"): Observation(Decimal(240)),
    }
    found = history_of(
        measure, last_year_was_odd, Period.parse("2023-24-Q2"), None, lambda p: aims[str(p)]
    )
    assert isinstance(found, History) and found.profile == (20, 20, 10, 50)
    done = project([found], RULES)[measure.id]
    assert (done.value, done.error) == (350, 0)
    # Without all of the profile there is none.
    del aims["2023-24-Q3"]
    bare = history_of(measure, series, Period.parse("2023-24-Q2"), None, lambda p: aims.get(str(p)))
    assert isinstance(bare, History) and bare.profile is None


def test_a_profile_by_hand() -> None:
    values = np.array([[[10.0, 20.0, 30.0], [20.0, np.nan, np.nan]]] * 2)
    profile = np.array([[10.0, 30.0, 5.0], [0.0, 30.0, 5.0]])
    assert by_profile(profile)(values, 1, 1).tolist() == [[60, 10], [20, 30]]


def test_a_share_of_nothing_or_of_less_than_nothing_is_as_the_year_before() -> None:
    for before, now in ((0.0, 5.0), (-10.0, 5.0), (10.0, -5.0)):
        values = np.array([[[before, 20.0], [now, np.nan]]])
        assert profile_share(values, 1, 1).tolist() == [[20]]


block_of = st.tuples(st.integers(3, 6), st.sampled_from([1, 2, 4, 12]), st.integers(0, 2**32 - 1))


def blocks(shape: tuple[int, int, int], scale: float = 1.0, measures: int = 3) -> Block:
    years, periods, seed = shape
    values = np.random.default_rng(seed).integers(0, 100, (measures, years, periods)) * scale
    known = (periods - 1) // 2 if periods > 1 else 0
    values[:, -1, known:] = np.nan
    return Block(values, np.ones_like(values), known, is_mean=False)


@settings(max_examples=40, deadline=None)
@given(block_of)
def test_measures_do_not_know_of_each_other(shape: tuple[int, int, int]) -> None:
    block = blocks(shape)
    whole = outturns(block)
    for place in range(3):
        cut = Block(block.values[[place]], block.weights[[place]], block.known, is_mean=False)
        alone = outturns(cut)
        assert alone.method[0] == whole.method[place]
        assert alone.value[0] == pytest.approx(whole.value[place])
        assert alone.margin[0] == pytest.approx(whole.margin[place])


@settings(max_examples=40, deadline=None)
@given(block_of, st.sampled_from([0.125, 8.0, 1024.0]))
def test_the_unit_does_not_matter(shape: tuple[int, int, int], scale: float) -> None:
    one, other = outturns(blocks(shape)), outturns(blocks(shape, scale))
    assert one.method == other.method
    assert other.value == pytest.approx(one.value * scale)
    assert other.margin == pytest.approx(one.margin * scale)


@settings(max_examples=40, deadline=None)
@given(block_of)
def test_what_is_to_come_is_never_looked_at(shape: tuple[int, int, int]) -> None:
    """A year is forecast alike whatever came after the point from which it is forecast."""
    block = blocks(shape)
    other = block.values.copy()
    other[:, -1, block.known :] = 1e6
    done, again = outturns(block), outturns(Block(other, block.weights, block.known, False))
    assert done.value.tolist() == again.value.tolist()
    for method in METHODS.values():
        full = other.copy()
        full[:, -1, block.known :] = -1e6
        year = full.shape[1] - 1
        assert method(full, year, block.known).tolist() == method(other, year, block.known).tolist()


@settings(max_examples=40, deadline=None)
@given(block_of)
def test_a_method_is_taken_only_if_it_beat_the_floor(shape: tuple[int, int, int]) -> None:
    """Over all points of the year; by its margin, and with at least two years tried."""
    block = blocks(shape)
    periods = block.values.shape[2]
    points = range(1, periods) if periods > 1 else range(1)
    each = [
        outturns(Block(block.values, block.weights, known, is_mean=False), gain=0.25)
        for known in points
    ]
    for place in range(3):
        (method,) = {one.method[place] for one in each}
        own = np.mean([np.abs(one.errors[:, place]).mean() for one in each])
        floor = np.mean([one.floor_error[place] for one in each])
        is_floor = method == "as the year before"
        assert is_floor or (len(each[0].errors) >= 2 and own < 0.75 * floor)


@settings(max_examples=40, deadline=None)
@given(block_of)
def test_the_first_years_tried_are_missed_as_by_the_floor(shape: tuple[int, int, int]) -> None:
    """The interval rests on the choice as it would have been made then."""
    _years, periods, seed = shape
    block = blocks((3, periods, seed))
    done = outturns(block)
    assert done.margin == pytest.approx(3.078 * done.floor_error)


def test_a_year_in_arrears_is_that_of_the_figures_which_are_due_in_it() -> None:
    """By the third quarter's return the figures to the second have come: three of four."""
    late = a_measure(reference_period="period in arrears", aggregation="sum", unit="number")
    # From the last quarter of 2019-20 on: years of 100, 200, 300, 400 with their fourth first.
    series = quarters([[1, 2, 3, 40], *[[10, 20, 30, 40]] * 3, [10, 20]])
    ordinary = projected(a_measure(aggregation="sum", unit="number"), series)
    assert ordinary.reason is None and ordinary.value == 100
    found = projected(late, series)
    assert (found.value, found.low, found.high, found.trials) == (100, 100, 100, 2)
    again = history_of(late, series, Period.parse("2023-24-Q3"))
    assert isinstance(again, History)
    assert again.past == ((40, 10, 20, 30),) * 3
    assert again.now == (40, 10, 20)
    # Of the last of them alone, if a year is its latest value: the third quarter's.
    late = a_measure(reference_period="period in arrears", aggregation="latest")
    last = projected(late, series)
    assert last.value == 30


def test_a_year_in_arrears_is_all_in_by_its_last_return() -> None:
    late = a_measure(reference_period="period in arrears", aggregation="sum", unit="number")
    series = quarters([[10, 20, 30, 40]] * 4)
    assert projected(late, series, "2023-24-FY").reason == "the year's values are all in"


def test_an_annual_figure_in_arrears_is_forecast_until_it_comes() -> None:
    late = a_measure(reference_period="period in arrears", frequency="annual", aggregation="latest")
    series = {
        Period.parse(f"{start}-{start % 100 + 1:02d}-FY"): Observation(Decimal(40))
        for start in range(2015, 2022)
    }
    assert projected(late, series, "2023-24-Q2").value == 40
    due = {**series, Period.parse("2022-23-FY"): Observation(Decimal(40))}
    assert projected(late, due, "2023-24-FY").reason == "the year's values are all in"
