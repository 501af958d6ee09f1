"""A close's measures laid out as blocks for the kernel: series in, whole numbers out.

Which value a period has is asked of `series`, which target of `held_targets` and the framework of
the period's year, which periods compare of the close's. One block holds one pace of periods.
Intervals of surveys are no whole numbers and stay out. What is worked out of blocks is the
kernel's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from assets.analysis.direction import comparable
from assets.analysis.held_targets import Held, held_target
from assets.analysis.said import measured_period
from assets.analysis.series import Observation, Series, value_for
from assets.analysis.survey import can_be_told_apart, sample_of
from sources.framework.framework import Framework
from sources.framework.keys import Close, FinancialYear, Period
from sources.framework.measures import (
    Measure,
    Polarity,
    ReferencePeriod,
    Stretch,
    Supplied,
    TargetValue,
)
from sources.framework.schemes import MeasureScheme
from sources.values import MAX_DIGITS, places_of

if TYPE_CHECKING:
    from assets.analysis.kernel.block import Block, Known, Levels

_PER_YEAR = {"M": 12, "Q": 4, "H": 2, "F": 1}
_LIMIT = 10**MAX_DIGITS


@dataclass(frozen=True)
class LaidOut:
    """A block and what its rows and columns are: measures, and the periods of each."""

    block: "Block"
    measures: tuple[Measure, ...]
    periods: tuple[tuple[Period, ...], ...]


@dataclass(frozen=True)
class _Row:
    """One measure's series up to the period that a close rates, oldest first."""

    measure: Measure
    periods: tuple[Period, ...]
    seen: tuple[Observation | None, ...]
    targets: tuple[TargetValue | None, ...]
    is_strict: bool
    eras: tuple[int, ...]
    unsure: tuple[bool, ...]

    @property
    def actuals(self) -> list[Decimal | None]:
        return [None if o is None or o.is_queried else o.actual for o in self.seen]

    @property
    def lows(self) -> list[Decimal | None]:
        return [t.low if isinstance(t, Stretch) else t for t in self.targets]

    @property
    def highs(self) -> list[Decimal | None]:
        return [t.high if isinstance(t, Stretch) else None for t in self.targets]

    @property
    def numbers(self) -> list[Decimal]:
        """All that is to be written in the series' own places."""
        own = [self.measure.floor, self.measure.zero_tolerance]
        own += [level.limit for level in self.measure.levels or ()]
        return [n for n in (*self.actuals, *self.lows, *self.highs, *own) if n is not None]

    @property
    def places(self) -> int:
        """The decimal places that all its numbers fit into."""
        return max(map(places_of, self.numbers), default=0)

    def fits(self) -> bool:
        """Whether all its numbers can be written as whole ones of that size."""
        return all(abs(number.scaleb(self.places)) < _LIMIT for number in self.numbers)


def lay_out(
    framework: Framework,
    close: Close,
    series: Mapping[str, Series],
    *,
    years: int = 5,
    earlier: Iterable[Framework] = (),
) -> tuple[list[LaidOut], list[Measure]]:
    """A close's measures as one block for each pace, and those whose numbers fit no block.

    Each series ends with the period that the close rates, and goes back so many years. `earlier`
    are the frameworks of years before, which alone know the targets of those years.
    """
    by_year = {one.year: one for one in (*earlier, framework)}
    rows = [
        _row(by_year, framework, close, measure, series.get(measure.id, {}), years)
        for measure in framework.measures.values()
    ]
    fitting = [row for row in rows if row.fits()]
    kinds = dict.fromkeys(row.periods[-1].kind for row in fitting)
    laid = [_laid([r for r in fitting if r.periods[-1].kind == kind], framework) for kind in kinds]
    return laid, [row.measure for row in rows if not row.fits()]


def _row(
    by_year: Mapping[FinancialYear, Framework],
    framework: Framework,
    close: Close,
    measure: Measure,
    series: Series,
    years: int,
) -> _Row:
    periods = [measured_period(measure, close.period)]
    while len(periods) < years * _PER_YEAR[periods[-1].kind] + 1:
        periods.append(periods[-1].previous())
    periods.reverse()
    held = held_target(framework, close, measure, series)
    then = (_held_then(by_year, close.council, measure, series, one) for one in periods[:-1])
    # A series is of one strictness: a target that is reached otherwise is none of its own.
    targets = [one.value if one.is_strict == held.is_strict else None for one in then]
    seen = tuple(value_for(measure, series, period).observation for period in periods)
    lag = _lag(measure, periods[-1])
    return _Row(
        measure=measure,
        periods=tuple(periods),
        seen=seen,
        targets=(*targets, held.value),
        is_strict=held.is_strict,
        eras=tuple(_eras(framework, measure, periods)),
        unsure=tuple(
            _is_unsure(measure, now, seen[place - lag] if place >= lag else None)
            for place, now in enumerate(seen)
        ),
    )


def _held_then(
    by_year: Mapping[FinancialYear, Framework],
    council: str,
    measure: Measure,
    series: Series,
    period: Period,
) -> Held:
    """The target of an earlier period, as it stood in the period that reported it."""
    is_late = measure.reference_period is ReferencePeriod.IN_ARREARS
    reporting = period.following() if is_late else period
    framework = by_year.get(reporting.year)
    if framework is None or measure.id not in framework.measures:
        return Held(None)
    own = framework.measures[measure.id]
    return held_target(framework, Close(council, reporting), own, series)


def _lag(measure: Measure, period: Period) -> int:
    return _PER_YEAR[period.kind] if comparable(measure, period) != period.previous() else 1


def _eras(framework: Framework, measure: Measure, periods: Sequence[Period]) -> Iterable[int]:
    """A number for each period that only periods that compare with it share."""
    found: list[int] = []
    for place, period in enumerate(periods):
        alike = [
            found[before]
            for before in range(place)
            if framework.break_between(measure.id, period, periods[before]) is None
        ]
        found.append(alike[-1] if alike else max(found, default=-1) + 1)
    return found


def _is_unsure(measure: Measure, now: Observation | None, then: Observation | None) -> bool:
    one, other = sample_of(measure, now), sample_of(measure, then)
    return one is not None and other is not None and not can_be_told_apart(one, other)


def _laid(rows: Sequence[_Row], framework: Framework) -> LaidOut:
    import numpy as np

    from assets.analysis.kernel.block import UNITS, Block, Facts, code_of

    places = [row.places for row in rows]
    measures = [row.measure for row in rows]
    kind = rows[0].periods[-1].kind

    def known(numbers: Iterable[Sequence[Decimal | None]]) -> "Known":
        return _known(list(numbers), places)

    def declared(numbers: Iterable[Decimal | None]) -> "Known":
        found = known([number] for number in numbers)
        return type(found)(found.units[:, 0], found.is_known[:, 0])

    tolerances = [measure.tolerance for measure in measures]
    own_places = [places_of(t) if t is not None else 0 for t in tolerances]
    tolerance = _known([[t] for t in tolerances], own_places)
    facts = Facts.alike(
        len(rows),
        polarity=[code_of(Polarity(measure.polarity)) for measure in measures],
        unit=[UNITS.index(measure.unit) for measure in measures],
        places=places,
        lag=[_lag(row.measure, row.periods[-1]) for row in rows],
        is_running=[m.is_cumulative and m.supplied is Supplied.YEAR_TO_DATE for m in measures],
        is_strict=[row.is_strict for row in rows],
        zero_tolerance=declared(m.zero_tolerance for m in measures),
        floor=declared(m.floor for m in measures),
        tolerance=type(tolerance)(tolerance.units[:, 0], tolerance.is_known[:, 0]),
        tolerance_places=own_places,
    )
    block = Block(
        actual=known(row.actuals for row in rows),
        target=known(row.lows for row in rows),
        facts=facts,
        number=np.array([period.number for period in rows[0].periods], np.int8),
        season=_PER_YEAR[kind],
        high=known(row.highs for row in rows),
        era=np.asfortranarray([row.eras for row in rows], np.int8),
        unsure=np.asfortranarray([row.unsure for row in rows], bool),
        levels=_levels(rows, framework.measure_scheme),
    )
    return LaidOut(block, tuple(measures), tuple(row.periods for row in rows))


def _levels(rows: Sequence[_Row], scheme: MeasureScheme) -> "Levels | None":
    """The limits that measures state, where the scheme looks at them: they name its ratings."""
    import numpy as np

    from assets.analysis.kernel.block import Levels

    most = max(len(row.measure.levels or ()) for row in rows)
    if not most or scheme.basis != "levels":
        return None
    ratings = [level.id for level in scheme.ratings]
    shape = (len(rows), most)
    limits, signs, places = np.zeros(shape, np.int64), np.zeros(shape, np.int8), np.zeros(shape)
    for number, row in enumerate(rows):
        for place, level in enumerate(row.measure.levels or ()):
            limits[number, place] = int((level.limit or Decimal(0)).scaleb(row.places))
            signs[number, place] = Levels.SIGNS.index(level.sign or "rest")
            places[number, place] = ratings.index(level.rating)
    return Levels(limits, signs, places.astype(np.int8))


def _known(numbers: Sequence[Sequence[Decimal | None]], places: Sequence[int]) -> "Known":
    import numpy as np

    from assets.analysis.kernel.block import Known

    units = [
        [0 if number is None else int(number.scaleb(own)) for number in row]
        for row, own in zip(numbers, places, strict=True)
    ]
    is_known = [[number is not None for number in row] for row in numbers]
    return Known(np.asfortranarray(units, np.int64), np.asfortranarray(is_known, bool))
