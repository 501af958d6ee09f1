"""Rating one row of a table: what its cells say, and the texts that rating adds to it.

Finding the table is `rate_table`, the rule of a rating `analysis/rating`.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assets.analysis.closing import six_places
from assets.analysis.rated import Beside, Terms
from assets.analysis.rating import CONTEXT, rate
from sources.framework.columns import Written
from sources.framework.levels import Level, misfit, parse_levels
from sources.framework.measures import Polarity, Stretch, TargetValue
from sources.framework.schemes import MeasureScheme
from sources.returns.entries import states_scale, value_of
from sources.returns.tables import TableRow
from sources.unreadable import why_unreadable
from sources.values import Absence, Unit, Value, parse_target
from sources.workbooks.cells import Cell
from sources.workbooks.recalculation import Recalculation

# Read where they stand, but not asked for.
SIZES = ("tolerance", "zero_tolerance")
BETTERED = "target_to_be_bettered"
OPTIONAL = (*SIZES, BETTERED)

# Beyond this factor a percentage's hundredfold is nearer to the other one than itself.
_NEARER = 10
_TO = re.compile(r"\bto\b|\u2013|(?<=[\d%])-")


class _NoRating(Exception):
    """Why a row cannot be rated; the message is the row's reason."""


def needed_by(scheme: MeasureScheme) -> tuple[str, ...]:
    """The columns that a scheme looks at beside those that every table has."""
    conditions = {band.condition for band in scheme.bands}
    return (
        *(("forecast",) if scheme.rates == "forecast" else ()),
        *(("levels",) if scheme.basis == "levels" else ()),
        *(("floor",) if "at_least_floor" in conditions else ()),
        *(("last_year",) if "as_last_year" in conditions else ()),
        *(("low", "high") if "interval" in conditions else ()),
    )


def rate_row(
    row: TableRow, scheme: MeasureScheme, needed: Sequence[str], recalculation: Recalculation
) -> tuple[str, str, str, str]:
    """The four texts that a row gains: rating, variance, rule, and why there is no rating.

    `needed` are the columns that the scheme looks at (`needed_by`).
    """
    try:
        if not row.text("measure").strip():
            raise _NoRating("the row does not name its measure")
        terms = _terms(row, scheme, needed)
        actual = _number(row, scheme.rates, terms.unit)
        target = _target(row, terms) if scheme.basis != "levels" else _any_target(row, terms)
        _trust(row, scheme.rates, terms, actual, target, recalculation)
        beside = _beside(row, terms.unit, needed)
    except _NoRating as error:
        return "", "", "", str(error)
    rated = rate(actual, target, terms, scheme, beside)
    variance = "" if rated.variance is None else _short(six_places(rated.variance))
    word = scheme.level(rated.rating).word if rated.rating else ""
    return word, variance, rated.rule or "", rated.reason or ""


def _trust(
    row: TableRow,
    rates: str,
    terms: Terms,
    actual: Decimal,
    target: TargetValue | None,
    recalculation: Recalculation,
) -> None:
    """Raise _NoRating where actual or target may not mean what it looks like."""
    cells = {name: row.cell(name) for name in (rates, "target")}
    for name, cell in cells.items():
        if cell is not None and recalculation.is_stale(cell):
            raise _NoRating(f"the {name} is a stored result that its formula no longer gives")
    if terms.unit is not Unit.PERCENT or isinstance(target, Stretch) or not actual or not target:
        return
    sizes = {rates: (actual, target), "target": (target, actual)}
    for name, (small, other) in sizes.items():
        cell = cells[name]
        is_stated = cell is not None and states_scale(cell, Written.AS_MEASURED, terms.unit)
        if abs(small) <= 1 and abs(other) > _NEARER * abs(small) and not is_stated:
            hundredfold = f"{(small * 100).normalize():f}"
            raise _NoRating(
                f"the {name} of {small} could mean {small}% or {hundredfold}%: write its sign"
            )


def _terms(row: TableRow, scheme: MeasureScheme, needed: Sequence[str]) -> Terms:
    unit_text, polarity_text = (row.text(name).strip().casefold() for name in ("unit", "polarity"))
    units = {unit.value: unit for unit in Unit}
    polarities = {polarity.value: polarity for polarity in Polarity}
    if unit_text not in units:
        raise _NoRating(f"the unit is not one of {', '.join(units)}")
    if polarity_text not in polarities:
        raise _NoRating(f"the polarity is not one of {', '.join(polarities)}")
    unit = units[unit_text]
    if polarities[polarity_text] is Polarity.NONE:
        raise _NoRating(CONTEXT)
    sizes = {name: _size(name, row.cell(name), unit) for name in SIZES}
    return Terms(
        unit,
        polarities[polarity_text],
        **sizes,
        floor=_given(row, "floor", unit) if "floor" in needed else None,
        levels=_levels(row, polarities[polarity_text], scheme),
    )


def _levels(row: TableRow, polarity: Polarity, scheme: MeasureScheme) -> tuple[Level, ...] | None:
    text = row.text("levels").strip().casefold()
    if scheme.basis != "levels" or not text:
        return None
    try:
        levels = parse_levels(text)
    except ValueError as error:
        raise _NoRating(f"the levels cannot be used: {error}") from None
    problem = misfit(levels, polarity.value, [level.id for level in scheme.ratings])
    if problem is not None:
        raise _NoRating(f"the levels cannot be used: {problem}")
    return levels


def _beside(row: TableRow, unit: Unit, needed: Sequence[str]) -> Beside:
    names = [name for name in ("last_year", "low", "high") if name in needed]
    given = {name: _given(row, name, unit) for name in names}
    is_strict = row.text(BETTERED).strip().casefold()
    if is_strict not in ("", "yes", "no"):
        raise _NoRating(f"{BETTERED} is neither yes nor no")
    ends = given.get("low"), given.get("high")
    beside = Beside(given.get("last_year"), *ends, is_strict == "yes")
    if beside.low is not None and beside.high is not None and beside.low > beside.high:
        raise _NoRating("the interval's low end is above its high end")
    return beside


def _size(name: str, cell: Cell | None, unit: Unit) -> Decimal | None:
    value = _target_value(cell, unit)
    if value.number is not None and value.number >= 0:
        return value.number
    if value.absence is Absence.UNREADABLE or value.number is not None:
        raise _NoRating(f"the {name.replace('_', ' ')} is not a number of 0 or more")
    return None


def _given(row: TableRow, name: str, unit: Unit) -> Decimal | None:
    """A number that a rule looks at beside actual and target; None where there is none."""
    value = _target_value(row.cell(name), unit)
    if value.absence is Absence.UNREADABLE:
        raise _NoRating(_why_not(name.replace("_", " "), value, unit))
    return value.number


def _number(row: TableRow, name: str, unit: Unit) -> Decimal:
    cell = row.cell(name)
    value = Value.absent(Absence.BLANK, unit) if cell is None else value_of(cell, unit)
    if value.number is None:
        raise _NoRating(_why_not(name, value, unit))
    return value.number


def _any_target(row: TableRow, terms: Terms) -> TargetValue | None:
    """The target of a measure that is rated by levels, for its variance; it may have none."""
    value = _target_value(row.cell("target"), terms.unit)
    return None if value.number is None else _target(row, terms)


def _target(row: TableRow, terms: Terms) -> TargetValue:
    cell = row.cell("target")
    value = _target_value(cell, terms.unit)
    if value.number is not None:
        return value.number
    if terms.polarity is Polarity.RANGE and cell is not None:
        stretch = _stretch(cell.text, terms.unit)
        if stretch is not None:
            return stretch
    raise _NoRating(_why_not("target", value, terms.unit))


def _target_value(cell: Cell | None, unit: Unit) -> Value:
    if cell is None:
        return Value.absent(Absence.BLANK, unit)
    is_text = cell.number is None and cell.error is None
    return parse_target(cell.text, unit) if is_text else value_of(cell, unit)


def _stretch(text: str, unit: Unit) -> Stretch | None:
    """A target from one value to another: `90 to 110`, `90-110`, `5% to 7.5%`."""
    ends = list(_ends(text, unit))
    if len(ends) != 2 or None in ends:
        return None
    low, high = ends
    return Stretch(low, high) if low is not None and high is not None and low <= high else None


def _ends(text: str, unit: Unit) -> Iterator[Decimal | None]:
    for part in _TO.split(" ".join(text.split()).replace(" -", "-"), maxsplit=1):
        yield parse_target(part, unit).number


def _why_not(what: str, value: Value, unit: Unit) -> str:
    if value.absence is Absence.UNREADABLE:
        return f"the {what} cannot be read as a number: {why_unreadable(value.raw, unit)}"
    if value.absence is Absence.BLANK:
        return f"there is no {what}"
    assert value.absence is not None
    return f"there is no {what}: {value.absence.value}"


def _short(number: str) -> str:
    """Six places without the zeros at the end: `5.0125`, `-2`."""
    short = number.rstrip("0").rstrip(".")
    return "0" if short in ("-0", "") else short
