"""Forecasts of years that are past, from what was known then: is the interval honest, and is it
better to forecast than to take the year before?

On public series and on invented ones of known kinds; and how long a county takes.
"""

import csv
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assets.analysis.forecast.methods import Numbers, as_last_year
from assets.analysis.forecast.projections import History, project
from sources.framework.forecasting import ForecastRules
from sources.framework.layouts import PeriodStyle, read_period
from tests.bench.measure import Measured

DATA = Path(__file__).parents[1] / "data" / "timeseries"
# Of five outturns four should fall within.
AIM_PCT = 80
OFF_PCT = 5
# Where the year before cannot be beaten, choosing costs no more than this.
WORSE = 1.05
COUNTY = 300


@dataclass(frozen=True)
class Tried:
    """Forecasts of past years: how many, of them given, within the interval, and their errors with
    those of the floor, each in per cent of the outturn."""

    asked: int
    given: int
    within: int
    error_pct: float
    floor_pct: float

    @property
    def within_pct(self) -> float:
        return 100 * self.within / self.given


def try_on(values: Numbers, rules: ForecastRules, *, is_mean: bool = True) -> Tried:
    """Forecast every year of a block that has enough years before it, from every point of it."""
    measures, years, periods = values.shape
    points = range(1, periods) if periods > 1 else range(1)
    asked = given = within = 0
    errors, floors = [], []
    for year in range(rules.trials + 1, years):
        actual = values[:, year].mean(1) if is_mean else values[:, year].sum(1)
        for known in points:
            asked += measures
            histories = _histories(values, year, known, is_mean=is_mean)
            rest = as_last_year(values, year, known)
            full = np.concatenate([values[:, year, :known], rest], 1)
            floor = full.mean(1) if is_mean else full.sum(1)
            for name, found in project(histories, rules).items():
                if found.value is None or found.low is None or found.high is None:
                    continue
                truth = float(actual[int(name)])
                given += 1
                within += float(found.low) <= truth <= float(found.high)
                errors.append(abs(float(found.value) - truth) / abs(truth))
                floors.append(abs(float(floor[int(name)]) - truth) / abs(truth))
    return Tried(asked, given, within, 100 * _mean(errors), 100 * _mean(floors))


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / max(len(numbers), 1)


def _histories(values: Numbers, year: int, known: int, *, is_mean: bool) -> Iterator[History]:
    periods = values.shape[2]
    for number, own in enumerate(values):
        past = tuple(tuple(map(float, one)) for one in own[:year])
        yield History(
            key=str(number),
            past=past,
            now=tuple(map(float, own[year, :known])),
            past_weights=((1.0,) * periods,) * year,
            now_weights=(1.0,) * known,
            periods=periods,
            is_mean=is_mean,
            places=2,
        )


def recycling(unit: str, years: int) -> Numbers:
    """Waste recycled, one value a year: in per cent (`Waste`) or in `Tonnes`."""
    rows = [row for row in _rows("household_recycling_annual.csv") if row["unit"] == unit]
    return _whole(rows, PeriodStyle.FINANCIAL_YEAR, years, 1)


def claimants() -> Numbers:
    """Claimant counts of every area, months of three years."""
    rows = (
        row
        for row in _rows("claimant_count_trafford_and_neighbours_monthly.csv")
        if row["indicator"] == "Claimant count"
    )
    return _whole(rows, PeriodStyle.MONTH_NAME, 3, 12)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _whole(rows: Iterable[dict[str, str]], style: PeriodStyle, years: int, periods: int) -> Numbers:
    areas: dict[str, list[float]] = {}
    for row in sorted(rows, key=lambda row: str(read_period(row["period"], style))):
        areas.setdefault(row["area_code"], []).append(float(row["value"]))
    size = years * periods
    whole = [values[:size] for _, values in sorted(areas.items()) if len(values) >= size]
    return np.array(whole).reshape(len(whole), years, periods)


def invented(
    periods: int, *, drift: float, noise: float, season: float, years: int = 6, seed: int = 1
) -> Numbers:
    """Series that wander by `drift`, jump about by `noise` and repeat a season of a size, each as a
    share of the level."""
    draw, count = np.random.default_rng(seed), 200
    usual = np.maximum(1 + season * draw.normal(size=(count, 1, periods)), 0.2)
    walk = np.exp(np.cumsum(draw.normal(0, drift, (count, years * periods)), 1))
    chance = np.exp(draw.normal(0, noise, (count, years, periods)))
    block: Numbers = 100 * usual * walk.reshape(count, years, periods) * chance
    return block


KINDS = {
    "calm quarters": invented(4, drift=0.01, noise=0.05, season=0.25),
    "wandering quarters": invented(4, drift=0.05, noise=0.05, season=0.25),
    "noisy quarters": invented(4, drift=0.01, noise=0.1, season=0.25),
    "months without a season": invented(12, drift=0.03, noise=0.05, season=0.0),
}


def measure() -> Iterator[Measured]:
    print("Forecasts of past years, from what was known then", flush=True)
    rules = ForecastRules()
    yield from _told("recycling rates, 17 areas", try_on(recycling("Waste", 12), rules))
    yield from _told("tonnes recycled, 16 areas", try_on(recycling("Tonnes", 8), rules))
    # Three years allow one trial: by default too short a record to be printed, so without goals.
    few = ForecastRules(trials=1)
    yield from _told("claimant counts, 17 areas", try_on(claimants(), few), has_goals=False)
    for name, values in KINDS.items():
        yield from _told(f"invented {name}", try_on(values, rules))
    histories = list(_histories(KINDS["calm quarters"], 5, 2, is_mean=True))
    county = [one for _ in range(COUNTY // len(histories) + 1) for one in histories][:COUNTY]
    named = [History(**{**vars(one), "key": str(n)}) for n, one in enumerate(county)]
    began = time.perf_counter()
    assert len(project(named, rules)) == COUNTY
    spent = time.perf_counter() - began
    yield Measured(f"forecasts of {COUNTY} measures with five years behind", spent, " s", 1).told()


def _told(what: str, tried: Tried, *, has_goals: bool = True) -> Iterator[Measured]:
    print(f"  {what}: {tried.given} of {tried.asked} had a credible projection", flush=True)
    off = abs(tried.within_pct - AIM_PCT)
    yield Measured(
        f"  {tried.within_pct:.0f}% within the {AIM_PCT}% interval, off by",
        off,
        " points",
        OFF_PCT if has_goals else None,
    ).told()
    yield Measured(
        f"  out by {tried.error_pct:.1f}% on average, against the year before's",
        tried.error_pct / tried.floor_pct,
        "x",
        WORSE if has_goals else None,
    ).told()
