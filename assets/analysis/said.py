"""What officers say beside a measure's values in a close, and which period it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assets.analysis.observed import Texts
from assets.analysis.series import Ref
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period, Slot
from sources.framework.measures import Measure, ReferencePeriod
from sources.returns.content import Quantity, TextField
from warehouse.rows import SubmittedValue


@dataclass(frozen=True)
class Forecast:
    """The officer's own year-end forecast for a measure, and where it stands."""

    number: Decimal
    ref: Ref


def measured_period(measure: Measure, reporting: Period) -> Period:
    """The measurement period that a reporting period's rating is about (ruling 1)."""
    kind = measure.frequency.period_kind
    period = reporting
    if kind == "H" and reporting.kind == "Q":
        period = Period(reporting.year, "H1" if reporting.last_month <= 6 else "H2")
    if measure.reference_period is ReferencePeriod.IN_ARREARS:
        if reporting.kind == "F" and kind != "F":
            last = {"M": "M12", "Q": "Q4", "H": "H2"}[kind]
            return Period(reporting.year, last).previous()
        return period.previous()
    return period


def commentary_on(framework: Framework, close: Close, measure: Measure, texts: Texts) -> str | None:
    """What the department said of a measure in this close, for whichever of its periods."""
    periods = [
        measured_period(measure, close.period),
        *framework.due_in(measure, close.period),
    ]
    said = [
        texts[key].text.strip()
        for period in dict.fromkeys(periods)
        if (key := (measure.id, str(period), TextField.COMMENTARY.value)) in texts
    ]
    # The same words beside each month of a quarter are said once.
    return "\n".join(dict.fromkeys(said)) or None


def officers_forecasts(values: Iterable[SubmittedValue], close: Close) -> dict[str, Forecast]:
    """The latest forecast of each measure that came in this close's own returns."""
    found: dict[str, Forecast] = {}
    for value in values:
        in_close = Slot.parse(value.slot).close == close
        if value.quantity != Quantity.FORECAST.value or not in_close:
            continue
        if value.units is None:
            found.pop(value.measure, None)
            continue
        ref = Ref(value.submission, value.quantity, value.sheet, value.cell, value.raw)
        places = value.places or 0
        found[value.measure] = Forecast(Decimal(value.units).scaleb(-places), ref)
    return found
