"""Outturns of a block of measures, each by the method that its own past speaks for, with a record.

Pure numpy over complete years; no loop over measures. What a measure's numbers are, and whether to
believe a record, is `projections`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assets.analysis.forecast.methods import METHODS, PROFILE, Method, Numbers, by_profile

Places = npt.NDArray[np.intp]
# Student's t: 90% of its distribution with 1, 2 and 3 degrees of freedom lie below.
_FEW = {1: 3.078, 2: 1.886, 3: 1.638}
_SHARE = 0.8
# So many past years are needed before a method may be taken in place of the floor.
_TO_CHOOSE = 2


@dataclass(frozen=True)
class Block:
    """Measures of one shape: `values[measure, year, period]`, of whose last year `known` are known.

    `weights` say what each period counts for in its year; those of periods to come are never used.
    With `is_mean` an outturn is the weighted mean of the year's periods, else their sum. `profile`
    is how this year was expected to run, by period, where that is known.
    """

    values: Numbers
    weights: Numbers
    known: int
    is_mean: bool
    profile: Numbers | None = None

    @property
    def methods(self) -> dict[str, Method]:
        if self.profile is None:
            return METHODS
        return {**METHODS, PROFILE: by_profile(self.profile)}


@dataclass(frozen=True)
class Outturns:
    """One entry per measure; `margin` is half the width of the 80% interval.

    `errors[trial, measure]` are signed, of its method, tried on past years from the same point of
    the year; `floor_error` is the mean size of the floor's own. `outturns` are those of the years
    tried. `covered` of `held` trials fell within the interval that would have been given then.
    """

    value: Numbers
    margin: Numbers
    method: tuple[str, ...]
    errors: Numbers
    floor_error: Numbers
    outturns: Numbers
    covered: Numbers
    held: int


def outturns(block: Block, gain: float = 0.25) -> Outturns:
    """Forecast the last year's outturn of every measure, and try the same on each past year.

    The record is that of the method. The interval is wider: it rests on how far past years would
    have been missed with the choice of method made then, since one that was chosen by its errors
    makes fewer of them than it will. `gain` is by what share of its errors it must beat the floor.
    """
    years = block.values.shape[1]
    tried = range(1, years - 1)
    actual = [_outturn(block, year, block.values[:, year]) for year in range(years - 1)]
    misses = _misses(block, actual)
    forecast = {
        year: np.stack([_forecast(block, m, year, block.known) for m in block.methods.values()])
        for year in range(1, years)
    }
    chosen = {year: _chosen(misses, year, gain) for year in range(1, years)}
    given = {year: _taken(forecast[year], chosen[year]) for year in range(1, years)}
    measures, last = len(block.values), chosen[years - 1]
    missed = _stacked([given[year] - actual[year] for year in tried], measures)
    own = [_taken(forecast[year], last) - actual[year] for year in tried]
    floors = _stacked([forecast[year][0] - actual[year] for year in tried], measures)
    inside = [np.abs(missed[n]) <= margin_of(missed[:n]) for n in range(1, len(missed))]
    names = tuple(block.methods)
    return Outturns(
        value=given[years - 1],
        margin=margin_of(missed),
        method=tuple(names[place] for place in last),
        errors=_stacked(own, measures),
        floor_error=_mean(np.abs(floors)),
        outturns=_stacked([actual[year] for year in tried], measures),
        covered=np.sum(inside, axis=0) if inside else np.zeros(measures),
        held=len(inside),
    )


def margin_of(errors: Numbers) -> Numbers:
    """Half the width of an interval that four outturns in five should fall in.

    Empirical from four errors on: the size that 80% of them keep within, counting the one to come.
    With fewer, by Student's t around none; without any, NaN.
    """
    trials = len(errors)
    if not trials:
        return np.full(errors.shape[1], np.nan)
    if trials in _FEW:
        spread: Numbers = np.sqrt((errors**2).mean(0))
        return spread * _FEW[trials]
    sizes = np.sort(np.abs(errors), axis=0)
    place = min(_SHARE * (trials + 1), trials) - 1
    below = int(place)
    above = min(below + 1, trials - 1)
    between: Numbers = sizes[below] + (place - below) * (sizes[above] - sizes[below])
    return between


def _misses(block: Block, actual: list[Numbers]) -> Numbers:
    """Mean error of each method in each past year, over all points of the year: [year, method,
    measure]. One point alone would be too few to choose by."""
    periods, years = block.values.shape[2], block.values.shape[1]
    points = range(1, periods) if periods > 1 else range(1)
    found = [
        [
            np.mean([np.abs(_forecast(block, m, year, k) - actual[year]) for k in points], axis=0)
            for m in block.methods.values()
        ]
        for year in range(1, years - 1)
    ]
    return np.array(found).reshape(len(found), len(block.methods), len(block.values))


def _chosen(misses: Numbers, year: int, gain: float) -> Places:
    """The place of each measure's method, by what years before `year` tell."""
    before = misses[: year - 1]
    if len(before) < _TO_CHOOSE:
        return np.zeros(misses.shape[2], dtype=np.intp)
    mean = before.mean(0)
    # The first is taken unless another is better by more than the gain.
    mean[1:] /= 1 - gain
    places: Places = np.argmin(mean, axis=0)
    return places


def _forecast(block: Block, method: Method, year: int, known: int) -> Numbers:
    rest = method(block.values, year, known)
    return _outturn(block, year, np.concatenate([block.values[:, year, :known], rest], 1), known)


def _outturn(block: Block, year: int, full: Numbers, known: int | None = None) -> Numbers:
    """The outturn of a year whose periods are `full`; weights still to come are last year's."""
    weights = block.weights[:, year]
    if known is not None:
        weights = np.concatenate([weights[:, :known], block.weights[:, year - 1, known:]], 1)
    total: Numbers = (full * weights).sum(1)
    if not block.is_mean:
        return total
    whole, nothing = weights.sum(1), np.full_like(total, np.nan)
    mean: Numbers = np.divide(total, whole, out=nothing, where=whole != 0)
    return mean


def _taken(options: Numbers, chosen: Places) -> Numbers:
    taken: Numbers = np.take_along_axis(options, chosen[None], axis=0)[0]
    return taken


def _stacked(rows: list[Numbers], measures: int) -> Numbers:
    return np.array(rows).reshape(len(rows), measures)


def _mean(rows: Numbers) -> Numbers:
    mean: Numbers = rows.mean(0) if len(rows) else np.full(rows.shape[1], np.nan)
    return mean
