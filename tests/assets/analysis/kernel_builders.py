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

# Derbyshire's clauses, with the second's edge taken in.
INCLUSIVE = tuple(
    clause.model_copy(update={"variance_above": None, "variance_at_least": clause.variance_above})
    for clause in SCHEME.clauses
)
PERIODS = 6
EDGES = ("10", "5", "2.5", "2", "0", "-0.5", "-2", "-5", "-10", "-12.25")
# The largest number that a block may hold.
MOST = 10**18 - 1


@st.composite
def schemes(draw: st.DrawFn) -> MeasureScheme:
    """Derbyshire's scheme as it stands, or bands of every kind under the same ratings."""
    of = generator(draw)
    kind = of.choice(["derbyshire", "edges", "tolerance", "floor", "year", "interval"])
    if kind == "derbyshire":
        return SCHEME
    edges = sorted(map(Decimal, of.choice(EDGES, of.integers(0, 4), replace=False)), reverse=True)
    if kind in ("tolerance", "floor"):
        edges = [edge for edge in edges if edge >= 0]
    conditions: list[dict[str, Any]] = [
        {str(of.choice(["above", "at_least"])): edge} for edge in edges
    ]
    if kind == "tolerance":
        if of.random() < 0.5:
            conditions = [{"above_tolerance": "yes"}]
        conditions.append({"within_tolerance": "yes"})
    if kind == "floor":
        conditions.append({"at_least_floor": "yes"})
    if kind == "year":
        conditions = [*conditions[:2], {"as_last_year": "yes"}]
    if kind == "interval":
        conditions = [{"interval": "better"}, {"interval": "includes"}]
    conditions = [*conditions[-3:], {}]
    names = [level.id for level in SCHEME.ratings]
    bands = [{"rating": n, **c} for n, c in zip(names, conditions, strict=False)]
    clauses = (SCHEME.clauses, INCLUSIVE, ())[of.integers(0, 3)]
    return a_scheme(*bands, variance=str(of.choice(["relative", "points"])), clauses=clauses)


def generator(draw: st.DrawFn) -> np.random.Generator:
    """Only the seed is drawn: that is quick, and goes far afield."""
    return np.random.default_rng(draw(st.integers(2**20, 2**40)))


def draw_numbers(of: np.random.Generator, *shape: int) -> Any:
    """Numbers of every size, most of them small, many of them where rules have their limits."""
    kinds = [
        np.zeros(shape, np.int64),
        of.integers(-30, 30, shape),
        of.integers(-20_000, 20_000, shape),
        of.integers(90, 103, shape) * 10 ** of.integers(0, 3, shape),
        of.integers(-MOST, MOST, shape),
    ]
    return np.choose(of.choice(5, shape, p=[0.15, 0.2, 0.25, 0.35, 0.05]), kinds)


def near(of: np.random.Generator, target: Any) -> Any:
    """Numbers, as often as not at an edge of their targets or a hair beside it."""
    edges = np.array([int(Decimal(edge) * 100) for edge in EDGES], object)
    apart = np.abs(target.astype(object)) * edges[of.integers(0, len(edges), target.shape)]
    at_edge = target + apart // 10_000 + of.choice([0, 0, 1, -1], target.shape)
    found = np.where(of.random(target.shape) < 0.5, at_edge, draw_numbers(of, *target.shape))
    return np.clip(found, -MOST, MOST).astype(np.int64)


@st.composite
def blocks(draw: st.DrawFn, most: int = 12) -> Block:
    """Some series with everything that a block can say of them, or without some of it."""
    of = generator(draw)
    count = int(of.integers(1, most + 1))
    shape = (count, PERIODS)
    target = draw_numbers(of, *shape)
    actual = near(of, target)
    # Values that return, which a rule about the year before wants to see.
    again = of.random(count) < 0.3
    actual[again, 4:] = actual[again, :2]
    high = np.minimum(target + of.choice([0, 1, 10, 500], shape), MOST)
    ranged = (of.random(count) < 0.3)[:, None] & flags(of, *shape)
    return Block(
        actual=known(actual, flags(of, *shape)),
        target=known(target, flags(of, *shape) | ranged),
        facts=facts(of, actual),
        number=np.array([1, 2, 3, 4, 1, 2], np.int8),
        high=known(high, ranged) if of.random() < 0.5 else None,
        low_end=ends(of, actual, -1) if of.random() < 0.5 else None,
        high_end=ends(of, actual, 1) if of.random() < 0.5 else None,
        era=eras(of, count) if of.random() < 0.5 else None,
    )


def facts(of: np.random.Generator, actual: Any) -> Facts:
    count = len(actual)
    amounts = np.array([0, 1, 5, 20, 900, 10**17])
    own = actual[np.arange(count), of.integers(0, PERIODS, count)]
    floor = np.where(of.random(count) < 0.7, own, draw_numbers(of, count))
    zero = np.where(of.random(count) < 0.5, np.abs(own), of.choice(amounts, count))
    return Facts.alike(
        count,
        polarity=of.integers(0, len(POLARITIES), count),
        unit=of.choice([UNITS.index(Unit.PERCENT), UNITS.index(Unit.NUMBER)], count),
        places=of.choice([0, 0, 1, 1, 2, 2, 6, 17], count),
        lag=of.choice([1, 4], count),
        is_running=of.random(count) < 0.5,
        is_strict=of.random(count) < 0.2,
        tolerance=known(of.choice(amounts, count), flags(of, count)),
        tolerance_places=of.choice([0, 1, 17], count),
        zero_tolerance=known(zero, flags(of, count)),
        floor=known(floor, flags(of, count)),
    )


def ends(of: np.random.Generator, actual: Any, way: int) -> Known:
    end = actual + way * of.choice([0, 1, 20], actual.shape)
    return known(np.clip(end, -MOST, MOST), flags(of, *actual.shape))


def flags(of: np.random.Generator, *shape: int) -> Any:
    """Mostly set."""
    return of.random(shape) < 0.8


def eras(of: np.random.Generator, count: int) -> Any:
    return np.cumsum(of.random((count, PERIODS)) < 0.3, axis=1).astype(np.int8)


def known(units: Any, is_known: Any) -> Known:
    """Stored period by period, with 0 for what is not known."""
    held = np.where(is_known, np.array(units, np.int64), 0)
    return Known(np.asfortranarray(held), np.asfortranarray(is_known))


@st.composite
def levels(draw: st.DrawFn, block: Block) -> tuple[Levels, list[tuple[Level, ...] | None]]:
    """Limits for each series in its own units, and the same as the rule knows them."""
    of = generator(draw)
    names = [level.id for level in SCHEME.ratings]
    limits = np.zeros((block.series, 3), np.int64)
    signs, ratings = np.zeros((block.series, 3), np.int8), np.zeros((block.series, 3), np.int8)
    stated: list[tuple[Level, ...] | None] = []
    for series in range(block.series):
        values = np.unique([*block.actual.units[series], *draw_numbers(of, 2), 0, 1])
        way, places = of.choice([">", "<"]), int(block.facts.places[series])
        pair = np.sort(of.choice(values, 2, replace=False))
        if of.random() < 0.2:
            stated.append(None)
            continue
        held = []
        for number, limit in enumerate((pair[::-1] if way == ">" else pair).tolist()):
            sign = str(of.choice([way, way + "="]))
            limits[series, number], signs[series, number] = limit, Levels.SIGNS.index(sign)
            held.append(Level(names[number], sign, from_units(limit, places)))
        signs[series, 2] = Levels.SIGNS.index("rest")
        ratings[series] = [0, 1, 2]
        stated.append((*held, Level(names[2], None, None)))
    return Levels(limits, signs, ratings), stated


def polarity_of(block: Block, series: int) -> Polarity:
    return POLARITIES[block.facts.polarity[series]]
