"""The kernel's directions, persistence, charts and comparisons, held against one row at a time."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from analysis_builders import SCHEME, a_measure, period
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel_builders import PERIODS, blocks, known, polarity_of

from assets.analysis.benchmark import mean, place_among
from assets.analysis.direction import direction
from assets.analysis.kernel.block import Block, Facts, code_of
from assets.analysis.kernel.charted import Assured, Variation, charted, charted_points
from assets.analysis.kernel.comparing import LEAST_OTHERS, compared
from assets.analysis.kernel.control_chart import Better, assurance, charts
from assets.analysis.kernel.ratings import rate_block
from assets.analysis.kernel.travel import Way, directions, persistence
from assets.analysis.kernel.whole import describe, tiles
from assets.analysis.series import Observation, discrete
from assets.analysis.special_causes import COMMON, CONCERN, IMPROVEMENT, NEUTRAL_LOW, point_type
from sources.framework.changes import Changed, DefinitionChange
from sources.framework.keys import Period
from sources.framework.measures import Aggregation, Measure, Polarity, Stretch, Supplied
from sources.values import from_units

QUARTERS = [period(f"2022-23-Q{n}") for n in (1, 2, 3, 4)] + [period("Q1"), period("Q2")]
BETTER = {
    Polarity.HIGHER: Better.INCREASE,
    Polarity.LOWER: Better.DECREASE,
    Polarity.RANGE: Better.NEUTRAL,
    Polarity.NONE: Better.NEUTRAL,
}


def number(block: Block, at: tuple[int, int]) -> Decimal | None:
    if not block.actual.is_known[at]:
        return None
    return from_units(int(block.actual.units[at]), int(block.facts.places[at[0]]))


def series_of(block: Block, row: int) -> dict[Period, Observation]:
    values = {q: number(block, (row, p)) for p, q in enumerate(QUARTERS)}
    return {q: Observation(actual=value) for q, value in values.items() if value is not None}


def a_measure_of(block: Block, row: int, *, is_total: bool) -> Measure:
    plain = a_measure(polarity=polarity_of(block, row).value)
    if not is_total:
        return plain
    # No measure is both a total and in a range, but nothing else of it matters here.
    total = {"supplied": Supplied.YEAR_TO_DATE, "aggregation": Aggregation.SUM}
    return plain.model_copy(update={"is_cumulative": True, **total})


def target_of(block: Block, at: tuple[int, int]) -> Decimal | Stretch | None:
    places = int(block.facts.places[at[0]])
    low = from_units(int(block.target.units[at]), places)
    if block.high is not None and block.high.is_known[at]:
        return Stretch(low, from_units(int(block.high.units[at]), places))
    return low if block.target.is_known[at] else None


A_BREAK = DefinitionChange(
    measure="m-1",
    from_period=period("Q1"),
    what=Changed.METHOD,
    is_comparable=False,
    reason="It is counted otherwise.",
    approved_by="A",
    approved_on=date(2023, 4, 1),
)
REASONS = {
    "no value in this period": Way.NO_VALUE,
    "neither way is better": Way.NEITHER,
}


def way_of(words: str) -> Way:
    if words.startswith("not comparable"):
        return Way.NOT_COMPARABLE
    return REASONS.get(words, Way.NOTHING_BEFORE)


@settings(max_examples=60)
@given(blocks())
def test_every_direction_is_that_of_one_value_at_a_time(block: Block) -> None:
    found = directions(block)
    for row in range(block.series):
        lag = int(block.facts.lag[row])
        measure, series = a_measure_of(block, row, is_total=lag == 4), series_of(block, row)
        for column, quarter in enumerate(QUARTERS):
            at, before = (row, column), column - lag
            era = block.era
            parted = era is not None and before >= 0 and era[at] != era[row, before]
            exact = direction(
                measure,
                series,
                quarter,
                number(block, at),
                target_of(block, at),
                A_BREAK if parted else None,
            )
            if exact.direction is not None:
                assert Way(found[at]).name.lower() == exact.direction.value
            else:
                assert found[at] == way_of(exact.reason or "")


@given(blocks())
def test_exceptions_are_counted_over_the_last_four_periods(block: Block) -> None:
    rating = rate_block(block, SCHEME)[0]
    exceptions, rated = persistence(rating, SCHEME)
    for at in np.ndindex(rating.shape):
        late = rating[at[0], max(0, at[1] - 3) : at[1] + 1]
        assert exceptions[at] == sum(one in (2, 3) for one in late)
        assert rated[at] == sum(one >= 0 for one in late)


@settings(max_examples=60)
@given(blocks())
def test_every_chart_is_that_of_one_series_alone(block: Block) -> None:
    done, points = charted(block), charted_points(block)
    for row in range(block.series):
        own = np.flatnonzero(points.is_known[row])
        size = 10.0 ** int(block.facts.places[row])
        values = points.units[row, own].astype(float) / size
        alone = charts(values[None, :])
        assert done.points[row] == len(own)
        for found, exact in ((done.mean, alone.mean), (done.lower, alone.lower)):
            assert found[row] == pytest.approx(exact[0], nan_ok=True)
        assert (done.causes[row, own] == alone.causes[0]).all()
        assert (done.sides[row, own] == alone.sides[0]).all()
        assert not np.delete(done.causes[row], own).any()
        better = BETTER[polarity_of(block, row)]
        goals = np.flatnonzero(block.target.is_known[row])
        told = None
        if goals.size and len(own):
            goal = block.target.units[row, goals[-1]] / size
            told = assurance(done.lower[row], done.upper[row], goal, better)
        wanted = {
            None: Assured.NONE,
            "inconsistent": Assured.INCONSISTENT,
            "consistent_pass": Assured.PASS,
            "consistent_fail": Assured.FAIL,
        }[told.value if told else None]
        assert done.assurance[row] == wanted
        if not len(own):
            assert done.variation[row] == Variation.NONE
            continue
        names = {COMMON: 0, IMPROVEMENT: 1, CONCERN: 2, NEUTRAL_LOW: 4}
        kind = point_type(int(alone.causes[0][-1]), int(alone.sides[0][-1]), better)
        assert done.variation[row] == names.get(kind, Variation.RISE)


@given(blocks())
def test_a_running_total_is_charted_by_what_each_period_adds(block: Block) -> None:
    points = charted_points(block)
    for row in range(block.series):
        total = bool(block.facts.is_running[row])
        measure, series = a_measure_of(block, row, is_total=total), series_of(block, row)
        for column, quarter in enumerate(QUARTERS):
            era = block.era
            exact = discrete(measure, series, quarter)
            if era is not None and era[row, column] != era[row, -1]:
                exact = None
            assert points.is_known[row, column] == (exact is not None)
            if exact is not None:
                places = int(block.facts.places[row])
                assert from_units(int(points.units[row, column]), places) == exact


def a_group(rows: list[list[int | None]], polarity: Polarity = Polarity.HIGHER) -> Block:
    """Series of one group in tenths, without targets."""
    is_known = np.array([[one is not None for one in row] for row in rows])
    units = [[one or 0 for one in row] for row in rows]
    return Block(
        known(units, is_known),
        known(np.zeros(is_known.shape, int), np.zeros(is_known.shape, bool)),
        Facts.alike(len(rows), polarity=code_of(polarity), group=np.zeros(len(rows))),
        np.arange(1, len(rows[0]) + 1, dtype=np.int8),
    )


def test_rank_and_quartile_count_the_council_and_the_average_does_not() -> None:
    found = compared(a_group([[700], [690], [690], [650], [721]]))
    assert found.rank[:, 0].tolist() == [2, 3, 3, 5, 1]
    assert found.quartile[:, 0].tolist() == [2, 3, 3, 4, 1]
    assert found.others[:, 0].tolist() == [4] * 5
    assert found.average[0, 0] == pytest.approx((69 + 69 + 65 + 72.1) / 4)


def test_where_lower_is_better_the_lowest_is_first() -> None:
    found = compared(a_group([[700], [690], [690], [650], [721]], Polarity.LOWER))
    assert found.rank[:, 0].tolist() == [4, 2, 2, 1, 5]


@pytest.mark.parametrize("polarity", [Polarity.NONE, Polarity.RANGE])
def test_where_no_way_is_better_there_is_an_average_and_no_rank(polarity: Polarity) -> None:
    found = compared(a_group([[1], [2], [3], [4]], polarity))
    assert found.rank[:, 0].tolist() == [0] * 4
    assert found.average[0, 0] == pytest.approx(0.3)


@pytest.mark.parametrize("others", [0, 1, 2])
def test_a_group_with_fewer_than_three_others_says_nothing(others: int) -> None:
    found = compared(a_group([[1], *([[2]] * others)]))
    assert found.others[0, 0] == others
    assert np.isnan(found.average[0, 0])
    assert (found.rank[0, 0], found.quartile[0, 0]) == (0, 0)


def test_a_series_without_a_value_is_not_compared_and_not_counted() -> None:
    found = compared(a_group([[1], [2], [3], [None], [4]]))
    assert found.others[:, 0].tolist() == [3, 3, 3, 4, 3]
    assert found.rank[:, 0].tolist() == [4, 3, 2, 0, 1]
    assert np.isnan(found.average[3, 0])


units = st.one_of(st.integers(-5, 5), st.integers(-(10**18) + 1, 10**18 - 1))


@given(
    st.lists(st.lists(st.one_of(st.none(), units), min_size=2, max_size=2), max_size=9, min_size=1),
    st.lists(st.booleans(), min_size=8, max_size=8),
    st.sampled_from([Polarity.HIGHER, Polarity.LOWER]),
)
def test_every_rank_and_average_is_that_of_its_group_counted_out(
    rows: list[list[int | None]], splits: list[bool], polarity: Polarity
) -> None:
    block = a_group(rows, polarity)
    group = np.cumsum([0, *splits][: len(rows)])
    block.facts.group[:] = group
    found = compared(block)
    for at in np.ndindex(block.actual.units.shape):
        own = rows[at[0]][at[1]]
        peers = [
            rows[r][at[1]] for r in range(len(rows)) if group[r] == group[at[0]] and r != at[0]
        ]
        held = [one for one in peers if one is not None]
        assert found.others[at] == len(held)
        if own is None or len(held) < LEAST_OTHERS:
            assert np.isnan(found.average[at])
            assert (found.rank[at], found.quartile[at]) == (0, 0)
            continue
        others_of = [from_units(one, 1) for one in held]
        exact = place_among(from_units(own, 1), others_of, polarity)
        assert exact is not None
        assert (found.rank[at], found.quartile[at]) == (exact.rank, exact.quartile or 0)
        assert found.average[at] == pytest.approx(float(mean(others_of)), abs=1e-6)


def test_where_all_are_equal_nobody_is_in_a_better_quarter() -> None:
    found = compared(a_group([[5], [5], [5], [5]]))
    assert (found.rank[:, 0].tolist(), found.quartile[:, 0].tolist()) == ([1] * 4, [0] * 4)


def test_a_group_whose_sum_does_not_fit_still_has_its_average() -> None:
    found = compared(a_group([[10**18 - 1]] * 12))
    assert found.average[0, 0] == pytest.approx(1e17)


def test_groups_that_do_not_stand_together_or_do_not_compare_are_refused() -> None:
    block = a_group([[1], [2], [3]])
    block.facts.group[:] = [0, 1, 0]
    with pytest.raises(ValueError, match="sort the block by group"):
        compared(block)
    mixed = Facts.alike(3, places=[1, 2, 1], group=np.zeros(3))
    with pytest.raises(ValueError, match="differ in places"):
        compared(Block(block.actual, block.target, mixed, block.number))


@given(blocks(most=8), st.integers(1, 20), st.lists(st.booleans(), min_size=7, max_size=7))
def test_cutting_into_tiles_changes_nothing(block: Block, tile: int, splits: list[bool]) -> None:
    facts = Facts.alike(block.series, group=np.cumsum([0, *splits][: block.series]))
    block = Block(block.actual, block.target, facts, block.number, era=block.era)
    one, other = describe(block, [SCHEME]), describe(block, [SCHEME], tile=tile)
    for whole, cut in ((one.verdicts, other.verdicts), (one.limits, other.limits)):
        for name, column in vars(whole).items():
            is_number = column.dtype == np.float64
            assert np.array_equal(column, getattr(cut, name), equal_nan=is_number), name
    rows = list(tiles(block, tile))
    assert [r.start for r in rows[1:]] == [r.stop for r in rows[:-1]]
    assert rows[-1].stop == block.series
    starts = {0, *(np.flatnonzero(np.diff(facts.group)) + 1).tolist()}
    assert {r.start for r in rows} <= starts


@given(blocks())
def test_series_of_several_schemes_are_each_rated_by_their_own(block: Block) -> None:
    plain = SCHEME.model_copy(update={"clauses": ()})
    scheme = np.arange(block.series, dtype=np.int8) % 2
    facts = Facts(**{**vars(block.facts), "scheme": scheme})
    mixed = Block(**{**vars(block), "facts": facts})
    found = describe(mixed, [SCHEME, plain]).verdicts
    for number, own in enumerate((SCHEME, plain)):
        rating, outcome, variance = rate_block(block, own)
        rows = scheme == number
        assert (found.rating[rows] == rating[rows]).all()
        assert (found.outcome[rows] == outcome[rows]).all()
        assert np.array_equal(found.variance[rows], variance[rows], equal_nan=True)


def test_the_draws_hold_several_periods() -> None:
    assert len(QUARTERS) == PERIODS


def test_what_chance_may_explain_is_neither_better_nor_worse_nor_the_same() -> None:
    block = a_group([[10, 12, 12], [10, 12, 12]])
    unsure = np.array([[False, True, True], [False, False, False]])
    found = directions(replace(block, unsure=unsure))
    assert found[0].tolist() == [Way.NOTHING_BEFORE, Way.UNSURE, Way.SAME]
    assert found[1].tolist() == [Way.NOTHING_BEFORE, Way.BETTER, Way.SAME]
