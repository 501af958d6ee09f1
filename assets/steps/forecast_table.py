"""Forecasts of a table that belongs to no framework: series in, one row for each series out.

Reads the file and lays its series out; nothing is stored. The methods, and when there is no
credible projection, are `analysis/forecast`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from assets.analysis.forecast.histories import NoHistory, history_of, known_in
from assets.analysis.forecast.possible import cut_words, may_be_either_side, reached_by
from assets.analysis.forecast.projections import NO_PROJECTION, History, Projection, project
from assets.analysis.rated import Rated, Terms
from assets.analysis.rating import rate
from assets.analysis.series import Observation
from sources.framework.forecasting import ForecastRules
from sources.framework.keys import Period
from sources.framework.layouts import PeriodStyle, read_period
from sources.framework.measures import Aggregation, Frequency, Measure, Polarity
from sources.framework.schemes import MeasureScheme
from sources.returns.entries import value_of
from sources.returns.tables import Shape, TableRow, find_table
from sources.unreadable import why_unreadable
from sources.values import Absence, Unit, places_of
from sources.workbooks.cells import CannotRead, Cell
from sources.workbooks.door import open_file
from sources.workbooks.number_formats import shows_percent

ASKED = ("series", "period", "value")
HEADINGS = (
    *("series", "known_to", "outturn", "low", "high", "rating", "rule"),
    *("method", "trials", "mean_error", "mean_error_pct", "interval_held", "reason"),
    "interval_note",
)
ADDED_SHARES = (
    "percentages of single periods do not add up to a year's: say --aggregation mean or latest"
)
_FREQUENCIES = {one.period_kind: one for one in Frequency}
_MOST_PLACES = 6
_ALL = 100


@dataclass(frozen=True)
class Settings:
    """How the year follows from its periods, what is aimed at, and how much record is asked for.

    `aggregation` is sum, mean or latest. With `scheme` and `target` the outturn is rated.
    """

    aggregation: str = "sum"
    is_year_to_date: bool = False
    unit: Unit = Unit.NUMBER
    polarity: Polarity = Polarity.HIGHER
    target: Decimal | None = None
    scheme: MeasureScheme | None = None
    rules: ForecastRules = field(default_factory=ForecastRules)


class _Number(NamedTuple):
    number: Decimal
    unit: Unit


@dataclass
class _Series:
    values: dict[Period, Observation] = field(default_factory=dict)
    profile: dict[Period, Decimal] = field(default_factory=dict)
    seen: set[Period] = field(default_factory=set)
    shares: int = 0


def forecast_table(data: bytes, settings: Settings) -> tuple[tuple[str, ...], ...]:
    """Forecast the last year of every series of a table (CSV or workbook), in its order.

    Columns are series, period and value, and there may be a profile: what a period was to bring, or
    with running totals to reach. Raises CannotRead for a file that is no such table, and names the
    first cell that cannot be used.
    """
    workbook = open_file(data)
    table = find_table(workbook, (), Shape(tuple((name,) for name in ASKED)))
    given = {text.strip().casefold() for text in table.headings.values()}
    asked = (*ASKED, "profile") if "profile" in given else ASKED
    table = find_table(workbook, (), Shape(tuple((name,) for name in asked)))
    series = _series(table.rows, settings.unit, has_profile="profile" in given)
    measures = {name: _measure(name, own, settings) for name, own in series.items()}
    years = {name: _asked(max(own.values)) for name, own in series.items() if own.values}
    found = {
        name: _history(measures[name], series[name], year, settings) for name, year in years.items()
    }
    keyed = [(n, one) for n, one in found.items() if not isinstance(one, NoHistory)]
    done = project((one for _, one in keyed), settings.rules)
    rows = []
    for name, own in series.items():
        history = found.get(name, NoHistory("it has no values"))
        projection = (
            Projection(name, reason=history.reason)
            if isinstance(history, NoHistory)
            else done[history.key]
        )
        year = years.get(name)
        rows.append(_row(measures[name], own, year, projection, settings))
    return tuple(rows)


def _series(rows: Iterable[TableRow], unit: Unit, *, has_profile: bool) -> dict[str, _Series]:
    found: dict[str, _Series] = {}
    for row in rows:
        name = row.text("series").strip()
        if not name:
            raise CannotRead(f"{row.address('series')}: the row does not name its series.")
        period = _period(row)
        own = found.setdefault(name, _Series())
        if period in own.seen:
            raise CannotRead(
                f"{row.address('period')}: '{name[:40]}' has a second value for {period}: "
                "keep one of them."
            )
        if own.seen and next(iter(own.seen)).kind != period.kind:
            raise CannotRead(
                f"{row.address('period')}: '{name[:40]}' mixes months, quarters, half-years or "
                "years: give each a series of its own."
            )
        own.seen.add(period)
        value = _number(row.cell("value"), unit)
        if value is not None:
            own.values[period] = Observation(value.number)
            own.shares += value.unit is Unit.PERCENT
        aimed = _number(row.cell("profile"), unit) if has_profile else None
        if aimed is not None:
            own.profile[period] = aimed.number
    if not found:
        raise CannotRead("The table has no rows below its headings: there is nothing to forecast.")
    return found


def _asked(last: Period) -> Period:
    """The year that is forecast: the one that the last value is of, or follows on."""
    return last.following() if last.kind == "F" else Period(last.year, "FY")


def _period(row: TableRow) -> Period:
    text = row.text("period")
    read = (read_period(text, style) for style in PeriodStyle)
    period = next((one for one in read if one is not None), None)
    if period is None:
        raise CannotRead(
            f"{row.address('period')} is not a period: write it like 2023-24-Q2, 2023-24-M04, "
            "April 2023, 2023-04 or 2023/24."
        )
    return period


def _number(cell: Cell | None, unit: Unit) -> _Number | None:
    """A cell's number with its unit; None where it states none."""
    if cell is None or not cell.text.strip():
        return None
    if "%" in cell.text or shows_percent(cell.number_format):
        unit = Unit.PERCENT
    value = value_of(cell, unit)
    if value.absence is Absence.UNREADABLE:
        raise CannotRead(
            f"{cell.address} cannot be read as a number: {why_unreadable(value.raw, unit)}."
        )
    return None if value.number is None else _Number(value.number, value.unit)


def _measure(name: str, own: _Series, settings: Settings) -> Measure:
    """What the table and its reader say of a series, in a measure's words."""
    kind = next(iter(own.seen)).kind
    numbers = [seen.actual for seen in own.values.values() if seen.actual is not None]
    unsaid = "not stated"
    return Measure.model_validate(
        {
            "id": f"series-{name.encode().hex()}",
            "name": name,
            "unit": _unit(own, settings),
            "decimal_places": min(max(map(places_of, numbers), default=0), _MOST_PLACES),
            "polarity": settings.polarity if settings.polarity is not Polarity.RANGE else "none",
            "frequency": _FREQUENCIES[kind],
            "is_cumulative": settings.is_year_to_date,
            "supplied": "year to date" if settings.is_year_to_date else None,
            "aggregation": settings.aggregation,
            "may_exceed_100": any(number > _ALL for number in numbers),
            "may_be_negative": any(number < 0 for number in numbers),
            "kind": "output",
            "tier": "local",
            "provenance": "ours",
            "department": "unsaid",
            "body": "unsaid",
            "priorities": ("unsaid",),
            "outcomes": (),
            **dict.fromkeys(("definition", "purpose", "collection_officer"), unsaid),
            **dict.fromkeys(("responsible_officer", "authorising_officer"), unsaid),
        }
    )


def _unit(own: _Series, settings: Settings) -> Unit:
    """What a series is in: per cent, too, where all its values are written so."""
    all_are_shares = bool(own.values) and own.shares == len(own.values)
    return Unit.PERCENT if all_are_shares else settings.unit


def _history(
    measure: Measure, own: _Series, year: Period, settings: Settings
) -> History | NoHistory:
    adds_shares = measure.unit is Unit.PERCENT and measure.aggregation is Aggregation.SUM
    if adds_shares and not measure.is_cumulative and measure.frequency is not Frequency.ANNUAL:
        return NoHistory(ADDED_SHARES)
    return history_of(measure, own.values, year, None, _aimed(own, settings))


def _aimed(own: _Series, settings: Settings) -> Callable[[Period], Decimal | None] | None:
    if not own.profile:
        return None
    if settings.is_year_to_date:
        return own.profile.get

    def reached(period: Period) -> Decimal | None:
        parts = [Period.of(period.year, period.kind, n) for n in range(1, period.number + 1)]
        if not all(part in own.profile for part in parts):
            return None
        return sum((own.profile[part] for part in parts), Decimal(0))

    return reached


def _row(
    measure: Measure, own: _Series, year: Period | None, found: Projection, settings: Settings
) -> tuple[str, ...]:
    rated = _rated(measure.unit, found, settings)
    rating, rule = (rated.rating, rated.rule or "") if rated else (None, "")
    word = settings.scheme.level(rating).word if settings.scheme and rating else ""
    known = known_in(measure, own.values, year) if year else []
    has_none = found.value is None
    unrated = rated.reason or "" if rated else ""
    reason = f"{NO_PROJECTION}: {found.reason}" if has_none else unrated
    return (
        *(measure.name, str(known[-1][0]) if known else ""),
        *(_text(number) for number in (found.value, found.low, found.high)),
        *(word, rule, found.method or "", str(found.trials)),
        *(_text(found.error), _text(found.error_pct)),
        f"{found.covered} of {found.held}" if found.held else "",
        reason,
        "; ".join(_notes(measure, own, year, found, settings.target)),
    )


def _notes(
    measure: Measure, own: _Series, year: Period | None, found: Projection, target: Decimal | None
) -> Iterator[str]:
    """What must be known to read an interval."""
    if found.low is None or found.high is None or year is None:
        return
    if may_be_either_side(found.low, found.high, target):
        yield "the target lies within the interval: the year could end on either side of it"
    yield from cut_words(measure, found.low, found.high, reached_by(measure, own.values, year))


def _rated(unit: Unit, found: Projection, settings: Settings) -> Rated | None:
    """The rating of a projection by the scheme, where both are there."""
    if found.value is None or settings.scheme is None:
        return None
    terms = Terms(unit, settings.polarity)
    return rate(found.value, settings.target, terms, settings.scheme)


def _text(number: Decimal | None) -> str:
    return "" if number is None else format(number, "f")
