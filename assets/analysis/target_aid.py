"""What helps to set a measure's target: its past, its pace, what others reach, and a range.

Pure and exact; nothing here decides a target. Gathering series and benchmarks is `steps`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median

from assets.analysis.series import Series, discrete, kept, value_for
from sources.framework.framework import Framework
from sources.framework.keys import FinancialYear, Period
from sources.framework.measures import Measure, Polarity, Stretch
from sources.values import Unit, from_units
from warehouse.benchmark_rows import MeasureBenchmark

_OUTTURNS = 4
_FEWEST_PAIRS = 3
_LOOKED_BACK = 8
_PER_YEAR = {"M": 12, "Q": 4, "H": 2, "F": 1}
_CANNOT = "no range is suggested"


@dataclass(frozen=True)
class Peer:
    """Others' value: whose it is, of when, and where the council stands among them; for a group
    also the median, and the figures at which its first and its last quartile begin."""

    name: str
    period: str
    value: Decimal | None
    standing: str
    median: Decimal | None = None
    first: Decimal | None = None
    last: Decimal | None = None

    @property
    def reached(self) -> tuple[tuple[Decimal, str], ...]:
        """What there is to reach, from near to far, and what it is called."""
        near = (
            (self.value, self.name)
            if self.median is None
            else (self.median, f"the median of {self.name}")
        )
        far = (self.first, f"the first quartile of {self.name}")
        return tuple((value, name) for value, name in (near, far) if value is not None)


@dataclass(frozen=True)
class Aid:
    """What is known when a target is set. `pace` is the usual change in a year, as it was reckoned
    in `pace_how`; `met` of `compared` latest periods would have met the present target."""

    measure: Measure
    outturns: tuple[tuple[FinancialYear, Decimal], ...]
    pace: Decimal | None
    pace_how: str
    met: int
    compared: int
    present: Decimal | None
    present_words: str | None
    peers: tuple[Peer, ...]
    low: Decimal | None
    high: Decimal | None
    why: str
    is_worse_than_outturn: bool


def aid_for(
    framework: Framework,
    measure: Measure,
    series: Series,
    benchmarks: Sequence[MeasureBenchmark] = (),
) -> Aid:
    """What there is to know of a measure when the target of a framework's year is set.

    Only figures of earlier years count that compare with those of the year.
    """
    outturns = _outturns(framework, measure, series)
    pace, how = _pace(framework, measure, series)
    met, compared = _met(framework, measure, series)
    target = framework.target_in_force(measure.id, Period(framework.year, "FY"))
    peers = tuple(_peer(row) for row in benchmarks)
    low, high, why = _range(measure, outturns, pace, peers)
    last = outturns[-1][1] if outturns else None
    return Aid(
        measure=measure,
        outturns=outturns,
        pace=pace,
        pace_how=how,
        met=met,
        compared=compared,
        present=target.annual,
        present_words=target.words if target.high is None else f"{target.annual} to {target.high}",
        peers=peers,
        low=low,
        high=high,
        why=why,
        is_worse_than_outturn=target.high is None and _is_worse(measure, target.annual, last),
    )


def _compares(framework: Framework, measure: Measure, period: Period) -> bool:
    now = Period.of(framework.year, period.kind, period.number)
    return framework.break_between(measure.id, now, period) is None


def _outturns(
    framework: Framework, measure: Measure, series: Series
) -> tuple[tuple[FinancialYear, Decimal], ...]:
    found = []
    for ago in range(_OUTTURNS, 0, -1):
        year = FinancialYear(framework.year.start_year - ago)
        whole = Period(year, "FY")
        derived = value_for(measure, series, whole)
        seen = derived.observation
        is_whole = seen is not None and not (derived.lacking or derived.reason or seen.is_queried)
        if seen is None or seen.actual is None or not is_whole:
            continue
        if _compares(framework, measure, whole):
            found.append((year, seen.actual))
    return tuple(found)


def _earlier(framework: Framework, measure: Measure, series: Series) -> dict[Period, Decimal]:
    """Each period's own figure, of earlier years, at the measure's pace, that compares."""
    kind = measure.frequency.period_kind
    found = {}
    for period in sorted(p for p in series if p.kind == kind and p.year < framework.year):
        own = discrete(measure, series, period)
        if own is not None and _compares(framework, measure, period):
            found[period] = own
    return found


def _pace(framework: Framework, measure: Measure, series: Series) -> tuple[Decimal | None, str]:
    """The usual change in a year: the middle one of those between the same periods of successive
    years, so that seasons and single odd periods do not count; for running totals, of a year's."""
    known = _earlier(framework, measure, series)
    steps = [
        Fraction(own) - Fraction(known[before])
        for period, own in known.items()
        if (before := period.year_before()) in known
    ]
    if len(steps) < _FEWEST_PAIRS:
        return None, f"fewer than {_FEWEST_PAIRS} pairs of periods a year apart"
    times = _PER_YEAR[measure.frequency.period_kind] if measure.is_cumulative else 1
    pace = kept(Fraction(median(steps)) * times)
    of = f", times {times} periods" if times > 1 else ""
    return pace, f"median of {len(steps)} changes between the same periods a year apart{of}"


def _met(framework: Framework, measure: Measure, series: Series) -> tuple[int, int]:
    """How many of the last periods would have met the present target of the same part of a year."""
    if measure.polarity not in (Polarity.HIGHER, Polarity.LOWER):
        return 0, 0
    held = []
    kind = measure.frequency.period_kind
    for period in sorted(p for p in series if p.kind == kind and p.year < framework.year):
        now = Period.of(framework.year, period.kind, period.number)
        target = framework.target_for(measure.id, now)
        seen = value_for(measure, series, period).observation
        if target is None or isinstance(target, Stretch) or seen is None or seen.actual is None:
            continue
        if _compares(framework, measure, period) and not seen.is_queried:
            held.append(not _is_worse(measure, seen.actual, target))
    return sum(held[-_LOOKED_BACK:]), len(held[-_LOOKED_BACK:])


def _is_worse(measure: Measure, number: Decimal | None, than: Decimal | None) -> bool:
    if number is None or than is None:
        return False
    return {Polarity.HIGHER: number < than, Polarity.LOWER: number > than}.get(
        measure.polarity, False
    )


def _peer(row: MeasureBenchmark) -> Peer:
    standing = row.reason or ""
    if row.rank is not None:
        standing = f"rank {row.rank} of {row.ranked}"
        standing += f", quartile {row.quartile}" if row.quartile is not None else ""
    return Peer(
        row.name,
        row.period,
        _number(row.units, row.places),
        standing,
        _number(row.median_units, row.median_places),
        _number(row.first_units, row.first_places),
        _number(row.last_units, row.last_places),
    )


def _number(units: int | None, places: int | None) -> Decimal | None:
    return None if units is None or places is None else from_units(units, places)


def _range(
    measure: Measure,
    outturns: tuple[tuple[FinancialYear, Decimal], ...],
    pace: Decimal | None,
    peers: Sequence[Peer],
) -> tuple[Decimal | None, Decimal | None, str]:
    """From last year's outturn, which a target should not be worse than, to the best of what the
    pace of past years would bring in one more and what others reach: a group's median, or where
    the outturn is no worse than that, the figure at which the group's first quartile begins."""
    if measure.polarity not in (Polarity.HIGHER, Polarity.LOWER):
        return None, None, f"{_CANNOT}: no one way is better"
    if not outturns:
        return None, None, f"{_CANNOT}: no outturn of an earlier year is known that compares"
    year, last = outturns[-1]
    ends = [(_within(measure, last + pace), "its own pace carried on")] if pace is not None else []
    for peer in peers:
        reached = [one for one in peer.reached if _is_worse(measure, last, one[0])][:1]
        ends += [(_within(measure, value), name) for value, name in reached]
    better = [(value, name) for value, name in ends if _is_worse(measure, last, value)]
    base = f"from the outturn of {year}"
    if not better:
        why = f"{base}; neither its own pace nor what others reach is better: hold it"
        return last, last, why
    pick = max if measure.polarity is Polarity.HIGHER else min
    best, name = pick(better, key=lambda one: one[0])
    return last, best, f"{base} to {name}"


def _within(measure: Measure, number: Decimal) -> Decimal:
    """A number within what the unit allows."""
    if measure.unit in (Unit.PERCENT, Unit.DAYS) and not measure.may_be_negative:
        number = max(number, Decimal(0))
    if measure.unit is Unit.PERCENT and not measure.may_exceed_100:
        number = min(number, Decimal(100))
    return number
