"""Stored rows as observations: what stands for each measure, period and text.

Pure. Rows are given oldest submission first; a later submission replaces only what it fills.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from assets.analysis.series import Observation, Ref
from checks.finding import Severity
from sources.framework.keys import Period
from sources.returns.content import WHOLE_RETURN, Quantity
from sources.values import Absence, from_units
from warehouse.rows import AnyFinding, SubmittedText, SubmittedValue

Texts = Mapping[tuple[str, str | None, str], SubmittedText]


def series(
    values: Iterable[SubmittedValue], queried: Iterable[tuple[str, str]] = ()
) -> dict[str, dict[Period, Observation]]:
    """Values, oldest submission first, as one observation per measure and measurement period.

    Later submissions replace what they fill. `queried` are the (measure, period) pairs that have
    an error finding.
    """
    latest: dict[tuple[str, str], dict[str, SubmittedValue]] = defaultdict(dict)
    for value in values:
        latest[(value.measure, value.period)][value.quantity] = value
    in_question = set(queried)
    result: dict[str, dict[Period, Observation]] = defaultdict(dict)
    for (measure, period), quantities in latest.items():
        actual = quantities.get(Quantity.ACTUAL.value)
        if actual is None:
            continue
        parts = [
            quantities[q.value]
            for q in (Quantity.ACTUAL, Quantity.NUMERATOR, Quantity.DENOMINATOR)
            if q.value in quantities
        ]
        result[measure][Period.parse(period)] = Observation(
            actual=number_of(actual),
            absence=Absence(actual.absence) if actual.absence else None,
            numerator=number_of(quantities.get(Quantity.NUMERATOR.value)),
            denominator=number_of(quantities.get(Quantity.DENOMINATOR.value)),
            is_provisional=actual.is_provisional,
            is_queried=(measure, period) in in_question,
            refs=tuple(ref_of(part) for part in parts),
        )
    return result


def number_of(value: SubmittedValue | None) -> Decimal | None:
    if value is None or value.units is None or value.places is None:
        return None
    return from_units(value.units, value.places)


def ref_of(value: SubmittedValue) -> Ref:
    return Ref(value.submission, value.quantity, value.sheet, value.cell, value.raw)


_OF_THE_ACTUAL = (Quantity.ACTUAL, Quantity.NUMERATOR, Quantity.DENOMINATOR)


def queried_pairs(findings: Iterable[AnyFinding]) -> set[tuple[str, str]]:
    """The (measure, period) pairs whose actual an error finding holds back (ruling 12)."""
    held_back = {quantity.value for quantity in _OF_THE_ACTUAL}
    return {
        (f.measure, f.period)
        for f in findings
        if f.severity == Severity.ERROR.value and f.measure and f.period and f.quantity in held_back
    }


def queried_forecasts(findings: Iterable[AnyFinding]) -> set[str]:
    """The measures whose year-end forecast an error finding holds back."""
    return {
        f.measure
        for f in findings
        if f.severity == Severity.ERROR.value and f.measure and f.quantity == Quantity.FORECAST
    }


def latest_texts(
    texts: Iterable[SubmittedText],
) -> dict[tuple[str, str | None, str], SubmittedText]:
    """The text that stands for each subject, period and field; sign-off is kept per slot."""
    latest: dict[tuple[str, str | None, str], SubmittedText] = {}
    for text in texts:
        subject = text.slot if text.subject == WHOLE_RETURN else text.subject
        latest[(subject, text.period, text.field)] = text
    return latest
