"""What moderation changed in a close: a rating or a value that was decided over what came of files.

Pure. Both are kept: what came of the files stands in the `original_` columns. An override is for
its own close; earlier values that later closes rest on are corrected in their returns.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from assets.analysis.rated import RATED, Unrated
from assets.analysis.results import Decision
from assets.analysis.series import Derived, Observation
from sources.decisions import Override, OverrideWithdrawn
from sources.framework.keys import Close, Period
from sources.framework.schemes import RatingLevel
from sources.values import from_units
from warehouse.rows import MeasureRating

# Printed as the rule that decided a rating, for the public too: no arithmetic did.
BY_REVIEW = "decided by the council on review"


def overrides_of(close: Close, decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The override that stands for each measure of a close: the newest that was not withdrawn."""
    held: dict[str, Decision] = {}
    for one in decisions:
        if one.subject == close and isinstance(one.body, Override):
            held[one.body.measure] = one
        elif one.subject == close and isinstance(one.body, OverrideWithdrawn):
            held.pop(one.body.measure, None)
    return held


def decided_values(
    rows: Iterable[MeasureRating], overrides: Mapping[str, Decision]
) -> dict[str, tuple[Period, Decimal]]:
    """The values that were decided on review, by measure, each with the period it stands for."""
    return {
        row.measure: (Period.parse(row.period), from_units(row.units, row.places))
        for row in rows
        if row.basis == "current" and row.override is not None and row.period
        if row.units is not None and row.places is not None
        if isinstance(body := overrides[row.measure].body, Override) and body.value is not None
    }


def with_value(derived: Derived, value: Decimal) -> Derived:
    """A period's value as decided; the places are those of what came."""
    seen = derived.observation or Observation()
    decided = replace(
        seen, actual=value, numerator=None, denominator=None, absence=None, is_queried=False
    )
    return Derived(decided, how=BY_REVIEW)


def overridden(
    row: MeasureRating,
    decision: Decision,
    levels: Iterable[RatingLevel],
    rated_on: Callable[[Decimal], MeasureRating],
) -> MeasureRating:
    """A row as moderation decided it; `rated_on` rates another value in its place.

    What is not due is left alone, and so is a rating of a value that is queried or not there, or
    one that the scheme no longer has: `moved_since` says so.
    """
    body = decision.body
    if not isinstance(body, Override) or row.status == Unrated.NOT_DUE.value:
        return row
    if body.value is not None:
        decided = rated_on(Decimal(body.value))
    elif body.rating in {level.id for level in levels} and _has_figure(row):
        decided = replace(row, rating=body.rating, rule=BY_REVIEW, status=RATED, reason=None)
    else:
        return row
    return replace(
        decided,
        override=decision.seq,
        original_units=row.units,
        original_places=row.places,
        original_rating=row.rating,
        original_rule=row.rule or row.reason,
    )


def _has_figure(row: MeasureRating) -> bool:
    """Only a number is rated, by review too."""
    return row.units is not None and row.status != Unrated.QUERIED.value


def original_of(row: MeasureRating) -> tuple[str | None, str | None]:
    """The value and the rating that came of the files, as texts."""
    units, places, rating = row.units, row.places, row.rating
    if row.override is not None:
        units, places, rating = row.original_units, row.original_places, row.original_rating
    value = None if units is None or places is None else from_units(units, places)
    return (None if value is None else f"{value:f}"), rating


def moved_since(
    rows: Iterable[MeasureRating], overrides: Mapping[str, Decision]
) -> dict[str, tuple[str, str]]:
    """Of overridden measures whose files now give something else: what it was, and what it is."""
    found = {}
    for row in rows:
        body = overrides[row.measure].body if row.measure in overrides else None
        if row.basis != "current" or not isinstance(body, Override):
            continue
        was, now = (body.was_value, body.was_rating), original_of(row)
        if was != now:
            found[row.measure] = (_words(was), _words(now))
    return found


def _words(original: tuple[str | None, str | None]) -> str:
    value, rating = original
    return f"{value or 'no value'}, {f'rated {rating}' if rating else 'not rated'}"
