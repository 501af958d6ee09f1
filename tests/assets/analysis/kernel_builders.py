"""Blocks and schemes drawn at random, small enough to be told row by row and full of edges."""

from decimal import Decimal
from typing import Any

import numpy as np
from analysis_builders import SCHEME, a_scheme
from hypothesis import strategies as st

from assets.analysis.kernel.block import POLARITIES, UNITS, Block, Facts, Known, Levels
from sources.framework.levels import Level
from sources.framework.measures import Polarity
from sources.framework.schemes import MeasureScheme
from sources.values import Unit, from_units

PERIODS = 6
EDGES = ("10", "5", "2.5", "2", "0", "-0.5", "-2", "-5", "-10", "-12.25")
# Of every size from one to what only just can be kept.
NUMBERS = st.one_of(
    st.integers(-30, 30),
    st.integers(-20_000, 20_000),
    st.sampled_from([0, 95, 950, 100, 1000, 9_500, 10_000, 96, 960]),
    st.integers(-(10**18) + 1, 10**18 - 1),
)


@st.composite
def schemes(draw: st.DrawFn) -> MeasureScheme:
    """Derbyshire's scheme as it stands, or bands of every kind under the same ratings."""
    kind = draw(st.sampled_from(["derbyshire", "edges", "tolerance", "floor", "year", "interval"]))
    if kind == "derbyshire":
        return SCHEME
    chosen = sorted(set(draw(st.lists(st.sampled_from(EDGES), max_size=3))), key=Decimal)
    edges = [Decimal(edge) for edge in reversed(chosen)]
    if kind in ("tolerance", "floor"):
        edges = [edge for edge in edges if edge >= 0]
    if kind == "interval":
        edges = []
    signs = st.sampled_from(["above", "at_least"])
    conditions: list[dict[str, Any]] = [{draw(signs): edge} for edge in edges]
    if kind == "tolerance":
        if draw(st.booleans()):
            conditions = [{"above_tolerance": "yes"}]
        conditions.append({"within_tolerance": "yes"})
    if kind == "floor":
        conditions.append({"at_least_floor": "yes"})
    if kind == "year":
        conditions.append({"as_last_year": "yes"})
    if kind == "interval":
        conditions = [{"interval": "better"}, {"interval": "includes"}]
    conditions = [*conditions[:3], {}]
    names = [level.id for level in SCHEME.ratings]
    bands = [{"rating": n, **c} for n, c in zip(names, conditions, strict=False)]
    clauses = SCHEME.clauses if draw(st.booleans()) else ()
    variance = draw(st.sampled_from(["relative", "points"]))
    return a_scheme(*bands, variance=variance, clauses=clauses)


@st.composite
def near(draw: st.DrawFn, target: int) -> int:
    """A number, as often as not at an edge of a target or a hair beside it."""
    if draw(st.booleans()):
        return draw(NUMBERS)
    edge = target + int(abs(target) * Decimal(draw(st.sampled_from(EDGES))) / 100)
    found = edge + draw(st.sampled_from([0, 0, 1, -1]))
    return max(-(10**18) + 1, min(10**18 - 1, found))


@st.composite
def blocks(draw: st.DrawFn, most: int = 4) -> Block:
    """A few series with everything that a block can say of them, or without some of it."""
    count = draw(st.integers(1, most))
    target, high, is_range = [], [], []
    for _ in range(count):
        row = draw(st.lists(NUMBERS, min_size=PERIODS, max_size=PERIODS))
        is_range.append(draw(st.booleans()))
        reach = draw(st.sampled_from([0, 1, 10, 500]))
        target.append(row)
        high.append([min(one + reach, 10**18 - 1) for one in row])
    actual = [[draw(near(one)) for one in row] for row in target]
    low_end = [[one - draw(st.sampled_from([0, 1, 20])) for one in row] for row in actual]
    high_end = [[one + draw(st.sampled_from([0, 1, 20])) for one in row] for row in actual]
    ranged = np.array(is_range)[:, None] & flags(draw, count, PERIODS)
    return Block(
        actual=known(actual, flags(draw, count, PERIODS)),
        target=known(target, flags(draw, count, PERIODS) | ranged),
        facts=draw(facts(count)),
        number=np.array([1, 2, 3, 4, 1, 2], np.int8),
        high=known(high, ranged) if draw(st.booleans()) else None,
        low_end=known(low_end, flags(draw, count, PERIODS)) if draw(st.booleans()) else None,
        high_end=known(high_end, flags(draw, count, PERIODS)) if draw(st.booleans()) else None,
        era=eras(draw, count) if draw(st.booleans()) else None,
    )


@st.composite
def facts(draw: st.DrawFn, count: int) -> Facts:
    polarity = st.sampled_from(range(len(POLARITIES)))
    unit = st.sampled_from([UNITS.index(Unit.PERCENT), UNITS.index(Unit.NUMBER)])
    places = st.sampled_from([0, 1, 2, 6, 17])
    amounts = st.sampled_from([0, 1, 5, 20, 900, 10**17])
    many = {"min_size": count, "max_size": count}
    return Facts.alike(
        count,
        polarity=draw(st.lists(polarity, **many)),
        unit=draw(st.lists(unit, **many)),
        places=draw(st.lists(places, **many)),
        lag=draw(st.lists(st.sampled_from([1, 4]), **many)),
        is_running=draw(st.lists(st.booleans(), **many)),
        tolerance=known(draw(st.lists(amounts, **many)), flags(draw, count)),
        tolerance_places=draw(st.lists(st.sampled_from([0, 1, 17]), **many)),
        zero_tolerance=known(draw(st.lists(amounts, **many)), flags(draw, count)),
        floor=known(draw(st.lists(NUMBERS, **many)), flags(draw, count)),
    )


def flags(draw: st.DrawFn, *shape: int) -> Any:
    """Mostly set."""
    size = int(np.prod(shape))
    drawn = draw(st.lists(st.integers(0, 9), min_size=size, max_size=size))
    return (np.array(drawn) > 1).reshape(shape)


def eras(draw: st.DrawFn, count: int) -> Any:
    breaks = st.lists(st.integers(0, 1), min_size=PERIODS, max_size=PERIODS)
    return np.cumsum([draw(breaks) for _ in range(count)], axis=1).astype(np.int8)


def known(units: Any, is_known: Any) -> Known:
    """Stored period by period, with 0 for what is not known."""
    held = np.where(is_known, np.array(units, np.int64), 0)
    return Known(np.asfortranarray(held), np.asfortranarray(is_known))


@st.composite
def levels(draw: st.DrawFn, block: Block) -> tuple[Levels, list[tuple[Level, ...] | None]]:
    """Limits for each series in its own units, and the same as the rule knows them."""
    names = [level.id for level in SCHEME.ratings]
    limits = np.zeros((block.series, 3), np.int64)
    signs, ratings = np.zeros((block.series, 3), np.int8), np.zeros((block.series, 3), np.int8)
    stated: list[tuple[Level, ...] | None] = []
    for series in range(block.series):
        if draw(st.integers(0, 4)) == 0:
            stated.append(None)
            continue
        near_values = st.sampled_from(block.actual.units[series].tolist()) | NUMBERS
        way, places = draw(st.sampled_from([">", "<"])), int(block.facts.places[series])
        first, second = sorted({draw(near_values), draw(near_values)} | {0, 1})[:2]
        pair = (second, first) if way == ">" else (first, second)
        held = []
        for number, limit in enumerate(pair):
            sign = draw(st.sampled_from([way, way + "="]))
            limits[series, number], signs[series, number] = limit, Levels.SIGNS.index(sign)
            held.append(Level(names[number], sign, from_units(limit, places)))
        signs[series, 2] = Levels.SIGNS.index("rest")
        ratings[series] = [0, 1, 2]
        stated.append((*held, Level(names[2], None, None)))
    return Levels(limits, signs, ratings), stated


def polarity_of(block: Block, series: int) -> Polarity:
    return POLARITIES[block.facts.polarity[series]]
