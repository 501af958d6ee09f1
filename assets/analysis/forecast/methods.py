"""Ways of carrying a year on from what is known of it: blocks of numbers in, blocks out.

A block holds, for every measure, the values of all periods of some years in a row: `values[measure,
year, period]`. A method sees the years before `year` and the first `known` periods of it, and gives
the rest. Which method a measure gets is `outturns`' business.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Method = Callable[[Numbers, int, int], Numbers]

# How much of a surprise moves the level; each measure takes what would have served it best so far.
_WEIGHTS = (0.2, 0.5, 0.8)
# With a single year behind, nobody can tell season from accident.
_HALF = 0.5


def as_last_year(values: Numbers, year: int, known: int) -> Numbers:
    """The rest of the year as it was the year before: the floor that others must beat."""
    return values[:, year - 1, known:]


def profile_share(values: Numbers, year: int, known: int) -> Numbers:
    """What is known is the share of the year that it was the year before.

    Where shares make no sense (nothing known, or numbers below zero), as the year before.
    """
    floor = as_last_year(values, year, known)
    now, then = values[:, year, :known].sum(1), values[:, year - 1, :known].sum(1)
    is_share = (
        (then > 0) & (values[:, year - 1] >= 0).all(1) & (values[:, year, :known] >= 0).all(1)
    )
    ratio = np.divide(now, then, out=np.ones_like(now), where=is_share)
    shared: Numbers = floor * ratio[:, None]
    return shared


def by_profile(profile: Numbers) -> Method:
    """What is known is the share of the year that a profile, `profile[measure, period]`, gives it.

    Where shares make no sense, as the year before.
    """

    def rest(values: Numbers, year: int, known: int) -> Numbers:
        floor = as_last_year(values, year, known)
        now, told = values[:, year, :known].sum(1), profile[:, :known].sum(1)
        is_share = (told > 0) & (profile >= 0).all(1)
        ratio = np.divide(now, told, out=np.ones_like(now), where=is_share)
        shared: Numbers = np.where(is_share[:, None], profile[:, known:] * ratio[:, None], floor)
        return shared

    return rest


def smoothed_level(values: Numbers, year: int, known: int) -> Numbers:
    """The present level carried on, with as much of the season as past years agree on.

    Simple exponential smoothing of what is left once each period's usual distance from its year's
    mean is taken off; that distance is shrunk by how far the years differ about it.
    """
    past = values[:, :year]
    season = _season(past)
    freed = [(past - season[:, None]).reshape(len(values), -1), values[:, year, :known]]
    freed[1] = freed[1] - season[:, :known]
    carried: Numbers = _level(np.concatenate(freed, axis=1))[:, None] + season[:, known:]
    return carried


def _season(past: Numbers) -> Numbers:
    _, years, periods = past.shape
    if periods == 1:
        return np.zeros((len(past), 1))
    distances = past - past.mean(2, keepdims=True)
    usual: Numbers = distances.mean(1)
    if years == 1:
        return usual * np.float64(_HALF)
    between = years * (usual**2).sum(1) / (periods - 1)
    rest = distances - usual[:, None]
    within = (rest**2).sum((1, 2)) / ((years - 1) * (periods - 1))
    noise = np.divide(within, between, out=np.ones_like(within), where=between > 0)
    agreed: Numbers = np.clip(1 - noise, 0, 1)
    return usual * agreed[:, None]


def _level(series: Numbers) -> Numbers:
    """The last level of each series, by the weight that forecast its own past best."""
    best, least = series[:, 0], np.full(len(series), np.inf)
    for weight in _WEIGHTS:
        level, missed = series[:, 0], np.zeros(len(series))
        for place in range(1, series.shape[1]):
            surprise = series[:, place] - level
            missed = missed + surprise**2
            level = level + weight * surprise
        is_better = missed < least
        best, least = np.where(is_better, level, best), np.where(is_better, missed, least)
    return best


# In the order in which equals are preferred; the first is the floor.
METHODS: dict[str, Method] = {
    "as the year before": as_last_year,
    "the year before's profile": profile_share,
    "the smoothed level": smoothed_level,
}
# Where the year has one.
PROFILE = "its own profile"
