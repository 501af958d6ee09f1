"""A measure's values over time, and the longer periods that follow from shorter ones.

Exact: sums and weighted ratios are worked out on the numbers as submitted. Rating them is `rating`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

from sources.framework.keys import Period
from sources.framework.measures import Aggregation, Measure, Supplied
from sources.values import MAX_DIGITS, Absence, Unit


@dataclass(frozen=True)
class Ref:
    """Where a number stands: the ledger entry of its file, what it is, sheet, cell and content."""

    submission: int
    quantity: str
    sheet: str
    cell: str
    raw: str


def refs_text(refs: Iterable[Ref]) -> str:
    """Refs as the text in which they are stored."""
    return json.dumps([astuple(ref) for ref in refs], ensure_ascii=False)


def refs_of(text: str) -> tuple[Ref, ...]:
    return tuple(Ref(*parts) for parts in json.loads(text))


@dataclass(frozen=True)
class Observation:
    """What is known of a measure for one measurement period.

    `refs` are the places of every number that the observation rests on.
    """

    actual: Decimal | None = None
    absence: Absence | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    is_provisional: bool = False
    is_queried: bool = False
    refs: tuple[Ref, ...] = ()


Series = Mapping[Period, Observation]


@dataclass(frozen=True)
class Derived:
    """A period's value, supplied or derived; without one, the reason in words.

    `lacking` are the shorter periods that hold no usable number; `reason` says what else stands in
    the way.
    """

    observation: Observation | None
    lacking: tuple[Period, ...] = ()
    how: str = "as supplied"
    reason: str | None = None


def value_for(measure: Measure, series: Series, period: Period) -> Derived:
    """The value of a period: supplied at that period, or derived by the measure's aggregation.

    Cumulative measures give the year to date (ruling 3); a period with a part missing is
    incomplete and has no value (ruling 2).
    """
    if measure.is_cumulative:
        return _year_to_date(measure, series, period)
    if period in series:
        return Derived(series[period])
    parts = _measured(measure, period.parts(_collected_in(measure, period)))
    return _combine(measure, series, parts) if parts else Derived(None)


def _collected_in(measure: Measure, period: Period) -> str:
    kind = measure.frequency.period_kind
    # A half-yearly or annual measure has no parts within a quarter: only the period itself.
    return kind if len(period.parts(kind)) else period.kind


def _year_to_date(measure: Measure, series: Series, period: Period) -> Derived:
    kind = measure.frequency.period_kind
    last = Period.of(period.year, kind, period.last_month * _per_year(kind) // 12)
    if measure.supplied is Supplied.YEAR_TO_DATE:
        found = series.get(period) or series.get(last)
        return Derived(found, () if found else (last,))
    parts = tuple(Period.of(period.year, kind, n) for n in range(1, last.number + 1))
    return _combine(measure, series, _measured(measure, parts))


def _measured(measure: Measure, parts: tuple[Period, ...]) -> tuple[Period, ...]:
    """The parts for which the measure is collected; one that began in the year has no others."""
    return tuple(part for part in parts if measure.is_measured(part)) or parts


def _per_year(kind: str) -> int:
    return {"M": 12, "Q": 4, "H": 2, "F": 1}[kind]


def _combine(measure: Measure, series: Series, parts: tuple[Period, ...]) -> Derived:
    if measure.aggregation is Aggregation.SUPPLIED_AGAIN:
        return Derived(None)
    if measure.aggregation is Aggregation.LATEST:
        found = series.get(parts[-1])
        return Derived(found, () if found else parts[-1:], f"value of {parts[-1].label}")
    held = [series.get(part) for part in parts]
    lacking = tuple(p for p, o in zip(parts, held, strict=True) if o is None or o.actual is None)
    whole = [o for o in held if o is not None and o.actual is not None]
    queried = any(o is not None and o.is_queried for o in held)
    refs = tuple(ref for o in held if o is not None for ref in o.refs)
    if lacking:
        shell = Observation(absence=_first_absence(held), is_queried=queried, refs=refs)
        return Derived(shell if shell.absence or queried else None, lacking)
    actual, numerator, denominator = _worked(measure, whole)
    if actual is None:
        return Derived(None, (), reason="its numerators and denominators cannot be combined")
    observation = Observation(
        actual=actual,
        numerator=numerator,
        denominator=denominator,
        is_provisional=any(o.is_provisional for o in whole),
        is_queried=queried,
        refs=refs,
    )
    return Derived(observation, (), f"{measure.aggregation.value} of {len(parts)} periods")


def _worked(
    measure: Measure, whole: list[Observation]
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    if measure.aggregation is Aggregation.WEIGHTED_RATIO:
        top = sum((o.numerator or Decimal(0) for o in whole), Decimal(0))
        bottom = sum((o.denominator or Decimal(0) for o in whole), Decimal(0))
        if not bottom or any(o.numerator is None or o.denominator is None for o in whole):
            return None, None, None
        scale = 100 if measure.unit is Unit.PERCENT else 1
        return kept(Fraction(top) * scale / Fraction(bottom)), top, bottom
    total = sum((Fraction(o.actual) for o in whole if o.actual is not None), Fraction(0))
    if measure.aggregation is Aggregation.SUM:
        return kept(total), None, None
    return kept(total / len(whole)), None, None


def kept(exact: Fraction) -> Decimal | None:
    """A worked-out number kept to ten places, or as many as can be stored; None if none can.

    Ten places are far beyond any rating's edge as printed.
    """
    with localcontext(prec=80):
        number = Decimal(exact.numerator) / Decimal(exact.denominator)
        places = min(10, MAX_DIGITS - 1 - number.adjusted())
        if places < 0:
            return None
        kept = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN).normalize()
        return kept.quantize(Decimal(1)) if kept == kept.to_integral_value() else kept


def _first_absence(held: list[Observation | None]) -> Absence | None:
    return next((o.absence for o in held if o is not None and o.absence is not None), None)


def discrete(measure: Measure, series: Series, period: Period) -> Decimal | None:
    """The value of a period alone, also for measures supplied year to date (ruling 3)."""
    found = series.get(period)
    if found is None or found.actual is None or found.is_queried:
        return None
    if not measure.is_cumulative or measure.supplied is not Supplied.YEAR_TO_DATE:
        return found.actual
    if period.number == 1:
        return found.actual
    before = series.get(period.previous())
    if before is None or before.actual is None or before.is_queried:
        return None
    return found.actual - before.actual
