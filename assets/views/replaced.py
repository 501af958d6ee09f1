"""What the public does not read where a value was decided on review: the one that it replaced.

Decisions of earlier closes are known by their stored ratings. Readers inside the council follow
values to their files, so that for them nothing is left out here; what stands beside a figure of
this close is `moderated`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from assets.analysis.results import CloseResults
from assets.analysis.series import Observation
from sources.framework.keys import Period
from sources.values import from_units
from warehouse.rows import AnyFinding, MeasureRating

_DECIDED = "the earlier value was decided on review"
_WITHHELD = "This was found in a return whose figure was decided on review."


def is_value_decided(row: MeasureRating) -> bool:
    """Whether a row has another value than came of the files."""
    is_other = (row.units, row.places) != (row.original_units, row.original_places)
    return row.override is not None and row.period is not None and is_other


def replaced_places(rows: Iterable[MeasureRating]) -> set[tuple[str, str | None]]:
    """The measures and periods that have a decided value."""
    return {(row.measure, row.period) for row in rows if is_value_decided(row)}


def decided_rows(
    rows: Iterable[MeasureRating], measures: Collection[str], withheld: Collection[str]
) -> Iterator[MeasureRating]:
    """Of earlier closes' ratings those with a decided value, but for returns that are withheld."""
    for row in rows:
        is_shown = row.measure in measures and row.is_confirmed and row.slot not in withheld
        if is_shown and row.basis == "current" and is_value_decided(row):
            yield row


def without_replaced(results: CloseResults, decided: Collection[MeasureRating]) -> CloseResults:
    """Results without what rests on the files' values of earlier periods with a decided one: the
    comparisons with them and the forecasts from them."""
    places, measures = replaced_places(decided), {row.measure for row in decided}
    return replace(
        results,
        ratings=tuple(
            _without_past(row) if (row.measure, row.compared_period) in places else row
            for row in results.ratings
        ),
        forecasts=tuple(row for row in results.forecasts if row.measure not in measures),
    )


def _without_past(row: MeasureRating) -> MeasureRating:
    return replace(
        row,
        direction=None,
        direction_reason=_DECIDED,
        compared_period=None,
        compared_units=None,
        compared_places=None,
    )


def with_decided(
    known: Mapping[str, Mapping[Period, Observation]], decided: Iterable[MeasureRating]
) -> dict[str, dict[Period, Observation]]:
    """Values with the decided ones in place of those that they replaced; they lead to no file.

    A value that the department has corrected since is not the one that was decided on.
    """
    found = {measure: dict(periods) for measure, periods in known.items()}
    for row in decided:
        if row.units is None or row.period is None:
            continue
        period = Period.parse(row.period)
        seen = found.get(row.measure, {}).get(period, Observation())
        if seen.is_queried or seen.actual in (None, _original(row)):
            number = from_units(row.units, row.places or 0)
            stands = Observation(actual=number, is_provisional=seen.is_provisional)
            found.setdefault(row.measure, {})[period] = stands
    return found


def _original(row: MeasureRating) -> Decimal | None:
    if row.original_units is None:
        return None
    return from_units(row.original_units, row.original_places or 0)


def without_raw(findings: Iterable[AnyFinding], decided: Collection[str]) -> list[AnyFinding]:
    """Findings as the public reads them: none quotes a value where a decided one stands."""
    return [
        replace(f, raw=None, message=_WITHHELD) if f.measure in decided else f for f in findings
    ]
