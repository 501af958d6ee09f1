"""A measure's projection of the year: its history laid out, forecast in blocks, believed or not.

Numbers that are printed are decimals again here; the arithmetic is `outturns`. Where histories come
from is `histories`; what a close stores of projections is `forecast_rows`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

import numpy as np

from assets.analysis.forecast.outturns import Block, Outturns, outturns
from sources.framework.forecasting import ForecastRules

NO_PROJECTION = "no credible projection"
# Beyond what any measure prints, and below what floating point gets wrong.
_SURE_PLACES = 9


@dataclass(frozen=True)
class History:
    """All that a projection rests on: complete past years, oldest first, and the year so far.

    `past[year][period]` and `now[period]` are the values of periods alone; weights stand beside
    them. With `is_mean` the outturn is the weighted mean, else the sum. No outturn can be below
    `least` or above `most`; it is printed with so many `places`. `profile` is how this year was
    expected to run, period by period.
    """

    key: str
    past: tuple[tuple[float, ...], ...]
    now: tuple[float, ...]
    past_weights: tuple[tuple[float, ...], ...]
    now_weights: tuple[float, ...]
    periods: int
    is_mean: bool
    places: int
    least: float = -np.inf
    most: float = np.inf
    profile: tuple[float, ...] | None = None

    @property
    def shape(self) -> tuple[int, int, int, bool, bool]:
        """What it must share with others to stand in one block with them."""
        return (
            len(self.past),
            self.periods,
            len(self.now),
            self.is_mean,
            self.profile is not None,
        )


@dataclass(frozen=True)
class Projection:
    """The outturn if nothing changes with its 80% interval, or in `reason` why there is none.

    `error` is the mean size of the errors in `trials` past years, `error_pct` the same in per cent
    of what those years came to, `floor_error` that of taking them as the year before. Of `held`
    trials that could be given an interval then, `covered` fell within it.
    """

    key: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    method: str | None = None
    trials: int = 0
    error: Decimal | None = None
    error_pct: Decimal | None = None
    floor_error: Decimal | None = None
    covered: int = 0
    held: int = 0
    reason: str | None = None


def project(histories: Iterable[History], rules: ForecastRules) -> dict[str, Projection]:
    """The projection of every history, by key; histories of one shape are worked out as a block."""
    shapes: dict[tuple[int, int, int, bool, bool], list[History]] = defaultdict(list)
    found: dict[str, Projection] = {}
    for one in histories:
        if len(one.past) <= rules.trials:
            found[one.key] = Projection(one.key, reason=_too_short(len(one.past), rules.trials))
        else:
            shapes[one.shape].append(one)
    for of_shape in shapes.values():
        done = outturns(_block(of_shape), float(rules.gain_pct) / 100)
        for place, one in enumerate(of_shape):
            found[one.key] = _projection(one, done, place, rules)
    return found


def _too_short(years: int, trials: int) -> str:
    had = {0: "no earlier year is", 1: "only 1 earlier year is"}.get(
        years, f"only {years} earlier years are"
    )
    tried = "1 year" if trials == 1 else f"{trials} years"
    return f"{had} complete and comparable; to try it on {tried} takes {trials + 1}"


def _block(histories: Sequence[History]) -> Block:
    first = histories[0]
    values = [_laid_out(one.past, one.now, one.periods) for one in histories]
    weights = [_laid_out(one.past_weights, one.now_weights, one.periods) for one in histories]
    profile = None if first.profile is None else np.array([one.profile for one in histories])
    return Block(np.array(values), np.array(weights), len(first.now), first.is_mean, profile)


def _laid_out(
    past: tuple[tuple[float, ...], ...], now: tuple[float, ...], periods: int
) -> list[tuple[float, ...]]:
    return [*past, (*now, *(float("nan"),) * (periods - len(now)))]


def _projection(one: History, done: Outturns, place: int, rules: ForecastRules) -> Projection:
    errors = np.abs(done.errors[:, place])
    numbers = [done.value[place], done.margin[place], *errors, done.floor_error[place]]
    if not np.isfinite(numbers).all():
        return Projection(one.key, reason="its values cannot be put together over a year")
    usual, mean = float(np.abs(done.outturns[:, place]).mean()), float(errors.mean())
    record = {
        "method": done.method[place],
        "trials": len(errors),
        "error": _kept(mean, one.places + 1),
        "error_pct": _kept(100 * mean / usual, 1) if usual else None,
        "floor_error": _kept(float(done.floor_error[place]), one.places + 1),
        "covered": int(done.covered[place]),
        "held": done.held,
    }
    if mean and (not usual or 100 * mean / usual > float(rules.error_pct)):
        return Projection(one.key, reason=_poor(record, rules), **record)  # type: ignore[arg-type]  # by name
    value, margin = float(done.value[place]), float(done.margin[place])
    low, mid, high = (
        min(max(number, one.least), one.most) for number in (value - margin, value, value + margin)
    )
    return Projection(
        one.key,
        _kept(mid, one.places),
        _kept(low, one.places, ROUND_FLOOR),
        _kept(high, one.places, ROUND_CEILING),
        **record,  # type: ignore[arg-type]  # by name
    )


def _poor(record: dict[str, object], rules: ForecastRules) -> str:
    tried = f"tried on {record['trials']} past year{'' if record['trials'] == 1 else 's'}"
    if record["error_pct"] is None:
        return f"{tried} that came to nothing, it was out by {record['error']} on average"
    return (
        f"{tried} from this point, it was out by {record['error_pct']}% on average, "
        f"more than {rules.error_pct}%"
    )


def _kept(number: float, places: int, way: str = ROUND_HALF_EVEN) -> Decimal:
    sure = Decimal(number).quantize(Decimal(1).scaleb(-_SURE_PLACES), ROUND_HALF_EVEN)
    return sure.quantize(Decimal(1).scaleb(-places), way) + 0
