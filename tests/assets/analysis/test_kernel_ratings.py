"""The kernel rates whole blocks exactly as the rule rates one value."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from analysis_builders import HART, LEVELLED, SCHEME, a_scheme
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel_builders import INCLUSIVE, blocks, known, levels, schemes

from assets.analysis.kernel.block import UNITS, Block, Facts
from assets.analysis.kernel.fitting import misfits
from assets.analysis.kernel.outcomes import (
    FIRST_CLAUSE,
    ZERO_BEYOND,
    ZERO_MET,
    ZERO_WITHIN,
    Why,
    outcome_of,
    rating_codes,
)
from assets.analysis.kernel.ratings import rate_block
from assets.analysis.kernel.rowwise import rate_one, terms_of
from assets.analysis.rated import By, Decided
from assets.analysis.rating import rate
from sources.framework.schemes import MeasureScheme
from sources.values import Unit, from_units

CODES = rating_codes(SCHEME)


def values(block: Block) -> list[tuple[int, int]]:
    return [(int(s), int(p)) for s, p in zip(*np.nonzero(block.actual.is_known), strict=True)]


@settings(max_examples=200)
@given(blocks(), schemes())
def test_every_observation_is_rated_as_the_exact_rule_rates_it(
    block: Block, scheme: MeasureScheme
) -> None:
    rating, outcome, variance = rate_block(block, scheme)
    assert (outcome[~block.actual.is_known] == Why.NO_VALUE).all()
    assert (rating[~block.actual.is_known] == -1).all()
    for at in values(block):
        exact = rate_one(block, *at, scheme)
        assert outcome[at] == outcome_of(exact), exact
        assert rating[at] == CODES.get(exact.rating or "", -1), exact
        if exact.variance is None and exact.status != Why.NO_DIRECTION:
            assert np.isnan(variance[at]) or outcome[at] == Why.NO_DIRECTION
        elif exact.variance is not None:
            assert variance[at] == pytest.approx(float(exact.variance), rel=1e-12)


@given(st.data(), blocks())
def test_levels_of_a_measures_own_are_read_as_the_exact_rule_reads_them(
    data: st.DataObject, block: Block
) -> None:
    limits, stated = data.draw(levels(block))
    block = replace(block, levels=limits)
    rating, outcome, _ = rate_block(block, LEVELLED)
    for series, period in values(block):
        terms = replace(terms_of(block.facts, series), levels=stated[series])
        places = int(block.facts.places[series])
        actual = from_units(int(block.actual.units[series, period]), places)
        exact = rate(actual, None, terms, LEVELLED)
        assert rating[series, period] == CODES.get(exact.rating or "", -1)
        assert outcome[series, period] == outcome_of(exact)


def test_without_levels_no_measure_is_rated_by_levels() -> None:
    rating, outcome, _ = rate_block(a_row(["50"], "50"), LEVELLED)
    assert (rating[0, 0], outcome[0, 0]) == (-1, Why.NO_LEVELS)


def a_row(actuals: list[str], target: str, **facts: object) -> Block:
    """One series in hundredths, with one target throughout."""
    numbers = [[int(Decimal(a) * 100) for a in actuals]]
    every = np.ones((1, len(actuals)), bool)
    goal = np.full((1, len(actuals)), int(Decimal(target) * 100))
    number = np.arange(len(actuals), dtype=np.int8) % 4 + 1
    return Block(
        known(numbers, every),
        known(goal, every),
        Facts.alike(1, places=2, **facts),  # type: ignore[arg-type]
        number,
    )


def test_what_decided_is_a_band_a_clause_or_a_rule_for_zero() -> None:
    found = rate_block(a_row(["84.01", "84", "78.39", "71.99", "100"], "80"), SCHEME)[1]
    assert found[0].tolist() == [0, 1, 2, 3, FIRST_CLAUSE]
    found = rate_block(a_row(["97.92", "97.93"], "96"), SCHEME)[1]
    assert found[0].tolist() == [1, FIRST_CLAUSE + 1]
    taken_in = SCHEME.model_copy(update={"clauses": INCLUSIVE})
    found = rate_block(a_row(["97.91", "97.92"], "96"), taken_in)[1]
    assert found[0].tolist() == [1, FIRST_CLAUSE + 1]
    number = UNITS.index(Unit.NUMBER)
    zero = a_row(["-6", "-5", "3"], "0", unit=number, zero_tolerance=known([500], np.array([True])))
    assert rate_block(zero, SCHEME)[1][0].tolist() == [ZERO_BEYOND, ZERO_WITHIN, ZERO_MET]
    zero = a_row(["-6", "3"], "0", unit=number)
    assert rate_block(zero, SCHEME)[1][0].tolist() == [Why.TARGET_ZERO, ZERO_MET]


def test_clauses_and_bands_of_the_same_words_are_told_apart() -> None:
    said = [clause.model_copy(update={"words": "on target"}) for clause in SCHEME.clauses]
    scheme = SCHEME.model_copy(update={"clauses": tuple(said)})
    block = a_row(["100", "97.93", "96"], "96")
    exact = [rate_one(block, 0, at, scheme) for at in range(3)]
    assert [one.outcome for one in exact] == [
        Decided(By.CLAUSE, 0),
        Decided(By.CLAUSE, 1),
        Decided(By.BAND, 1),
    ]
    assert rate_block(block, scheme)[1][0].tolist() == [outcome_of(one) for one in exact]


@pytest.mark.parametrize("field", ["actual_at_least", "target_above"])
def test_a_clause_with_more_places_than_the_values_is_exact_too(field: str) -> None:
    clause = SCHEME.clauses[0].model_copy(
        update={"actual_at_least": Decimal("0"), field: Decimal("95.995")}
    )
    scheme = SCHEME.model_copy(update={"clauses": (clause,)})
    for target in ("95.99", "96.00"):
        block = a_row(["95.99", "96", "97"], target)
        exact = [outcome_of(rate_one(block, 0, at, scheme)) for at in range(3)]
        assert rate_block(block, scheme)[1][0].tolist() == exact
        assert FIRST_CLAUSE in exact or field == "target_above"


def test_a_clause_on_variance_says_nothing_of_a_target_of_zero() -> None:
    clause = SCHEME.clauses[1].model_copy(update={"target_above": None})
    scheme = SCHEME.model_copy(update={"clauses": (clause,)})
    assert rate_block(a_row(["3", "0"], "0"), scheme)[1][0].tolist() == [ZERO_MET, ZERO_MET]


def test_a_missed_zero_is_never_given_the_rating_for_success() -> None:
    tolerance = known([100], np.array([True]))
    block = a_row(["-3", "-1", "0"], "0", zero_tolerance=tolerance)
    found = rate_block(block, HART.measure_scheme)[1]
    assert found[0].tolist() == [Why.TARGET_ZERO, ZERO_WITHIN, ZERO_MET]


def test_a_target_to_be_bettered_is_not_met_by_reaching_it() -> None:
    scheme = a_scheme({"rating": "good", "at_least": "0"}, {"rating": "action"}, clauses=())
    block = a_row(["80", "80.01", "79.99"], "80")
    assert rate_block(block, scheme)[1][0].tolist() == [0, 0, 1]
    strict = a_row(["80", "80.01", "79.99"], "80", is_strict=True)
    assert rate_block(strict, scheme)[1][0].tolist() == [1, 0, 1]
    at_zero = a_row(["0", "0.01"], "0", is_strict=True)
    assert rate_block(at_zero, scheme)[1][0].tolist() == [Why.TARGET_ZERO, ZERO_MET]


def test_within_a_range_that_ends_at_zero_nothing_is_off_target() -> None:
    scheme = a_scheme({"rating": "good", "above": "-5"}, {"rating": "action"}, clauses=())
    block = replace(a_row(["-3", "1", "-11"], "-10"), high=known([[0] * 3], np.ones((1, 3), bool)))
    exact = [outcome_of(rate_one(block, 0, at, scheme)) for at in range(3)]
    assert rate_block(block, scheme)[1][0].tolist() == exact == [0, ZERO_MET, 1]


def test_only_series_whose_products_might_not_fit_go_row_by_row() -> None:
    huge = 10**18 - 1
    whole = np.ones((3, 2), bool)
    actual = known([[1, 2], [huge, 2], [3, 4]], whole)
    block = Block(actual, known([[1, 1]] * 3, whole), Facts.alike(3), np.array([1, 2], np.int8))
    assert misfits(block, SCHEME).tolist() == [1]
    assert rate_block(block, SCHEME)[0].tolist() == [[1, 0], [0, 0], [0, 0]]


@pytest.mark.parametrize("edge", ["999999999999999999", "0.00000000000000001"])
def test_a_scheme_of_edges_that_fit_nothing_is_still_exact(edge: str) -> None:
    scheme = a_scheme({"rating": "good", "above": edge}, {"rating": "action"}, clauses=())
    block = a_row(["80", "80.01", "99999999"], "80")
    exact = [rate_one(block, 0, period, scheme).rating for period in range(3)]
    assert rate_block(block, scheme)[0][0].tolist() == [CODES[one or ""] for one in exact]


@given(st.data(), blocks(), schemes())
def test_the_order_of_the_series_does_not_matter(
    data: st.DataObject, block: Block, scheme: MeasureScheme
) -> None:
    order = np.array(data.draw(st.permutations(range(block.series))), np.intp)
    one, other = rate_block(block, scheme), rate_block(block.rows(order), scheme)
    for whole, moved in zip(one, other, strict=True):
        assert np.array_equal(whole[order], moved, equal_nan=whole.dtype == np.float64)
