"""Measures, series and closes in which a test names only what matters to it."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from assets.analysis.closing import SlotFacts, rate_measures
from assets.analysis.said import Forecast
from assets.analysis.series import Observation, Ref
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period, Slot
from sources.framework.load import load_folder
from sources.framework.measures import Measure
from sources.framework.schemes import MeasureScheme
from sources.returns.content import Quantity, TextField
from sources.values import Absence, to_units
from warehouse.rows import MeasureRating, SubmittedText, SubmittedValue

_ROOT = Path(__file__).parents[3]
DERBYSHIRE = load_folder(_ROOT / "sources" / "councils" / "derbyshire" / "2023-24")
HART = load_folder(_ROOT / "tests" / "data" / "hart" / "frameworks" / "hart" / "2014-15")
SCHEME = DERBYSHIRE.measure_scheme

Periods = dict[Period, Observation]
Key = tuple[str, str | None, str]


def period(text: str) -> Period:
    """`Q2` is that of 2023-24; other years are written out."""
    return Period.parse(text if "-" in text else f"2023-24-{text}")


def a_measure(**given: Any) -> Measure:
    """A quarterly percentage where higher is better, unless said otherwise."""
    ordinary: dict[str, Any] = {
        "id": "m-1",
        "name": "A measure",
        "definition": "What it counts.",
        "purpose": "Why it is counted.",
        "unit": "percent",
        "decimal_places": 1,
        "polarity": "higher",
        "frequency": "quarterly",
        "kind": "output",
        "tier": "corporate",
        "is_cumulative": False,
        "aggregation": "latest",
        "department": "place",
        "body": "cabinet",
        "outcomes": (),
        "priorities": ("first",),
        "collection_officer": "A",
        "responsible_officer": "B",
        "authorising_officer": "C",
        "provenance": "ours",
    }
    if given.get("aggregation") == "weighted ratio":
        ordinary |= {"numerator": "Those in time", "denominator": "All of them"}
    if given.get("unit") == "rate":
        ordinary["unit_words"] = "per 1,000 people"
    return Measure.model_validate(ordinary | given)


def a_scheme(*bands: dict[str, str], **given: Any) -> MeasureScheme:
    """Derbyshire's scheme with other bands, or other fields."""
    fields = SCHEME.model_dump() | given
    if bands:
        fields |= {"bands": bands}
    return MeasureScheme.model_validate(fields)


# On target, within the measure's own tolerance in points, or beyond it.
TOLERANT = a_scheme(
    {"rating": "good", "at_least": "0"},
    {"rating": "review", "within_tolerance": "yes"},
    {"rating": "action"},
    variance="points",
    clauses=(),
)


# Limits that do not stand in the scheme alone.
FLOORED = a_scheme(
    {"rating": "good", "at_least": "0"},
    {"rating": "review", "at_least_floor": "yes"},
    {"rating": "action"},
    clauses=(),
)
AS_LAST_YEAR = a_scheme(
    {"rating": "good", "at_least": "-10"},
    {"rating": "review", "as_last_year": "yes"},
    {"rating": "action"},
    clauses=(),
)
BY_INTERVAL = a_scheme(
    {"rating": "good", "interval": "better"},
    {"rating": "review", "interval": "includes"},
    {"rating": "action"},
    clauses=(),
)
LEVELLED = a_scheme(basis="levels", bands=(), clauses=())


def seen(
    actual: str | None = None,
    of: tuple[str, str] | None = None,
    *,
    absence: Absence | None = None,
    queried: bool = False,
    provisional: bool = False,
    cell: str | None = None,
) -> Observation:
    """An actual, `of` its numerator and denominator, standing in `cell`."""
    return Observation(
        actual=Decimal(actual) if actual is not None else None,
        absence=absence,
        numerator=Decimal(of[0]) if of else None,
        denominator=Decimal(of[1]) if of else None,
        is_provisional=provisional,
        is_queried=queried,
        refs=(a_ref(cell, actual or ""),) if cell else (),
    )


def a_ref(cell: str = "H12", raw: str = "", quantity: str = "actual") -> Ref:
    return Ref(7, quantity, "Measures", cell, raw)


def series(**values: str | Observation) -> Periods:
    """`series(Q1="10", Q2=seen("20", queried=True))`, all in 2023-24."""
    return {
        period(code): seen(value) if isinstance(value, str) else value
        for code, value in values.items()
    }


def a_text(
    subject: str, text: str, *, field: TextField, at: str = "2023-24-Q2", cell: str = "M12"
) -> dict[Key, SubmittedText]:
    slot = f"derbyshire.{at}.place"
    row = SubmittedText(slot, "derbyshire", 7, subject, at, field.value, text, "Measures", cell)
    return {(subject, at, field.value): row}


def a_stored_value(
    number: str | Absence,
    quantity: Quantity = Quantity.ACTUAL,
    *,
    measure: str = "asc-08",
    at: str = "2023-24-Q2",
    slot: str = "derbyshire.2023-24-Q2.adult-care",
    submission: int = 7,
    provisional: bool = False,
    cell: str = "H12",
) -> SubmittedValue:
    """A value as it stands in the warehouse."""
    absent = isinstance(number, Absence)
    units, places = (None, None) if absent else to_units(Decimal(number))
    return SubmittedValue(
        slot=slot,
        council="derbyshire",
        submission=submission,
        measure=measure,
        breakdown="all",
        period=at,
        quantity=quantity.value,
        units=units,
        places=places,
        unit="percent",
        absence=number.value if isinstance(number, Absence) else None,
        is_provisional=provisional,
        raw=str(number),
        sheet="Measures",
        cell=cell,
    )


def facts_of(
    framework: Framework, close: Close, missing: tuple[str, ...] = (), confirmed: bool = True
) -> dict[str, SlotFacts]:
    """Every return of a close has come, but for those named."""
    return {
        slot.return_id: SlotFacts(slot, slot.return_id not in missing, confirmed)
        for slot in (Slot(close.council, close.period, owed) for owed in framework.returns)
    }


def closed(
    at: str = "2023-24-Q2",
    values: Mapping[str, Periods] | None = None,
    *,
    framework: Framework = DERBYSHIRE,
    missing: tuple[str, ...] = (),
    confirmed: bool = True,
    texts: Mapping[Key, SubmittedText] | None = None,
    forecasts: Mapping[str, Forecast] | None = None,
) -> list[MeasureRating]:
    """The rows of a close of which only some measures' values matter."""
    close = Close(framework.council.id, Period.parse(at))
    facts = facts_of(framework, close, missing, confirmed)
    return rate_measures(framework, close, values or {}, facts, texts or {}, forecasts or {})


def row_of(rows: list[MeasureRating], measure: str, basis: str = "current") -> MeasureRating:
    (row,) = (row for row in rows if row.measure == measure and row.basis == basis)
    return row


def with_measure(framework: Framework, measure: str, **changes: Any) -> Framework:
    """A framework in which one measure is declared otherwise."""
    fields = framework.measures[measure].model_dump() | changes
    changed = Measure.model_validate(fields)
    return replace(framework, measures={**framework.measures, measure: changed})


def with_target(framework: Framework, measure: str, **changes: Any) -> Framework:
    """A framework in which one measure has another target."""
    target = framework.targets[measure].model_copy(update=changes)
    return replace(framework, targets={**framework.targets, measure: target})
