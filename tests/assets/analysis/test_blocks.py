"""Closes of invented values, laid out as blocks: the kernel rates them as the close does."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
from analysis_builders import (
    DERBYSHIRE,
    LEVELLED,
    Periods,
    a_scheme,
    closed,
    seen,
    series,
    with_measure,
    with_target,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.analysis.blocks import lay_out
from assets.analysis.series import Observation
from sources.framework.changes import Changed, DefinitionChange
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period
from sources.values import Absence
from tests.kernel_rows import assert_same

Q2 = Close.parse("derbyshire.2023-24-Q2")
RANGED = with_target(
    with_measure(DERBYSHIRE, "asc-08", polarity="range"),
    "asc-08",
    annual=Decimal(70),
    high=Decimal(80),
    q1=None,
    q2=None,
    q3=None,
    q4=None,
)
A_BREAK = DefinitionChange(
    measure="asc-01",
    from_period=Period.parse("2023-24-Q2"),
    what=Changed.METHOD,
    is_comparable=False,
    reason="It is counted otherwise.",
    approved_by="A",
    approved_on=date(2023, 7, 1),
)
BROKEN = replace(RANGED, definition_changes={"asc-01": (A_BREAK,)})


def an_observation(of: np.random.Generator, target: Decimal) -> Observation | None:
    kind = of.random()
    if kind < 0.1:
        return None
    if kind < 0.2:
        return seen(absence=Absence.SUPPRESSED)
    near = target * Decimal(int(of.choice([85, 90, 98, 100, 105, 106]))) / 100
    actual = str(of.choice([str(near), str(target), "0", "-1", "100", "250"]))
    return seen(actual, queried=of.random() < 0.1)


def values_of(framework: Framework, of: np.random.Generator) -> dict[str, Periods]:
    found: dict[str, Periods] = {}
    for name, measure in framework.measures.items():
        kind = measure.frequency.period_kind
        target = framework.target_for(name, Q2.period)
        goal = target if isinstance(target, Decimal) else Decimal(75)
        periods = [
            part
            for year in ("2022-23", "2023-24")
            for part in Period.parse(f"{year}-FY").parts(kind)
            if part.ends <= Q2.period.ends
        ]
        own = {period: an_observation(of, goal) for period in periods}
        found[name] = {period: one for period, one in own.items() if one is not None}
    return found


@settings(max_examples=25)
@given(st.integers(2**20, 2**40), st.sampled_from([DERBYSHIRE, RANGED, BROKEN]))
def test_every_row_of_a_close_is_the_kernels(seed: int, framework: Framework) -> None:
    values = values_of(framework, np.random.default_rng(seed))
    laid, left = lay_out(framework, Q2, values)
    assert left == []
    seen_of: Counter[str] = assert_same(
        closed(values=values, framework=framework), laid, framework.measure_scheme
    )
    assert seen_of["rated"] >= 10
    assert seen_of["no value"] + seen_of["not supplied"] + seen_of["queried with department"] >= 1


def test_numbers_that_fit_no_block_are_left_to_the_rule() -> None:
    values = {"asc-01": series(Q1="0.000000000000000001", Q2="100000000000000000")}
    laid, left = lay_out(DERBYSHIRE, Q2, values)
    assert [measure.id for measure in left] == ["asc-01"]
    assert all(m.id != "asc-01" for one in laid for m in one.measures)


def test_levels_that_measures_state_themselves_come_along() -> None:
    framework = replace(
        with_measure(DERBYSHIRE, "asc-08", levels="strong >= 80; good > 70; action"),
        measure_scheme=LEVELLED,
    )
    for actual in ("80", "79.99", "70", "70.001"):
        values = {"asc-08": series(Q2=actual)}
        laid, _ = lay_out(framework, Q2, values)
        seen_of = assert_same(closed(values=values, framework=framework), laid, LEVELLED)
        assert seen_of["rated"] == 1


def test_a_floor_and_a_tolerance_come_along_in_their_own_places() -> None:
    bands = ({"rating": "good", "at_least": "0"}, {"rating": "action"})
    for middle, declared in (
        ({"within_tolerance": "yes"}, {"tolerance": "2.125"}),
        ({"at_least_floor": "yes"}, {"floor": "61.0005"}),
    ):
        scheme = a_scheme(bands[0], {"rating": "review", **middle}, bands[1], clauses=())
        framework = replace(with_measure(DERBYSHIRE, "asc-08", **declared), measure_scheme=scheme)
        target = framework.target_for("asc-08", Q2.period)
        assert isinstance(target, Decimal)
        for actual in (target, target * Decimal("0.97875"), Decimal("61.0005"), Decimal("61")):
            values = {"asc-08": series(Q2=str(actual))}
            laid, _ = lay_out(framework, Q2, values)
            assert assert_same(closed(values=values, framework=framework), laid, scheme)["rated"]
