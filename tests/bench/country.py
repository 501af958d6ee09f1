"""A country of invented series: many measures of many councils, as a block and as tables of SQL.

A tenth of the measures are running totals; values are missing here and there; targets of zero, ties
and values on the edge of a rating come up as they do in life.
"""

import numpy as np

from assets.analysis.kernel.block import POLARITIES, UNITS, Block, Facts, Known
from sources.framework.measures import Polarity
from sources.values import Unit

PERIODS = 20
COUNCILS = 150


def a_country(measures: int, councils: int = COUNCILS, *, seed: int = 1) -> Block:
    """So many measures of so many councils over five years of quarters, in tenths."""
    of = np.random.default_rng(seed)
    series, shape = measures * councils, (measures * councils, PERIODS)

    def of_measure(values: np.ndarray) -> np.ndarray:
        return np.repeat(values, councils)

    usual = of_measure(of.integers(30, 990, measures))[:, None]
    target = usual + np.repeat(of.integers(-30, 31, (series, 1)), PERIODS, axis=1)
    target[of.random(series) < 0.01] = 0
    swing = np.maximum(1, usual // 8)
    actual = usual + of.integers(-(10**6), 10**6, shape) * swing // 10**6
    drifts = of.random(series) < 0.2
    actual[drifts] += np.arange(PERIODS) * swing[drifts] // 8
    running = of_measure(of.random(measures) < 0.1)
    number = (np.arange(PERIODS) % 4 + 1).astype(np.int8)
    actual[running] = _totals(actual[running])
    polarity = of_measure(of.choice(_codes(Polarity.HIGHER, Polarity.LOWER), measures))
    unit = of.choice([UNITS.index(Unit.PERCENT), UNITS.index(Unit.NUMBER)], measures)
    tolerance = Known(of.integers(0, 300, series), of.random(series) < 0.5)
    return Block(
        actual=_known(actual, of.random(shape) > 0.01),
        target=_known(target, np.repeat(of.random((series, 1)) > 0.05, PERIODS, axis=1)),
        facts=Facts.alike(
            series,
            polarity=polarity,
            unit=of_measure(unit),
            lag=np.where(running, 4, 1),
            is_running=running,
            group=of_measure(np.arange(measures)),
            zero_tolerance=tolerance,
        ),
        number=number,
    )


def _totals(values: np.ndarray) -> np.ndarray:
    """Each year's values added up as the year goes."""
    years = values.reshape(len(values), PERIODS // 4, 4)
    return np.cumsum(years, axis=2).reshape(values.shape)


def _known(values: np.ndarray, is_known: np.ndarray) -> Known:
    held = np.where(is_known, values, 0).astype(np.int64)
    return Known(np.asfortranarray(held), np.asfortranarray(is_known))


def _codes(*polarities: Polarity) -> list[int]:
    return [POLARITIES.index(polarity) for polarity in polarities]
