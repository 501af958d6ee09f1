"""Notes that stand with a measure because of its entry in the register: changes and providers.

What the register's own page shows is `register`.
"""

from collections.abc import Iterator
from datetime import date

from assets.views.wording import body_text
from sources.framework.day_rules import day_text
from sources.framework.framework import Framework
from sources.framework.holders import handed_over_since
from sources.framework.keys import Close, Period
from sources.framework.measures import DeliveryModel, Influence, Measure
from warehouse.rows import MeasureRating

_DELIVERED = {
    DeliveryModel.CONTRACTED: "contracted to",
    DeliveryModel.COMMISSIONED: "commissioned from",
    DeliveryModel.PARTNERSHIP: "in partnership with",
}
_MOVED = {
    Influence.INFLUENCE: "the council influences this together with others",
    Influence.CONTEXT: "context: the council cannot move this by itself",
}


def register_notes(framework: Framework, measure: Measure, row: MeasureRating) -> tuple[str, ...]:
    """What a reader must know of a measure beside its value in one close."""
    period = Close.parse(row.close).period
    return (
        *_target_words(framework, measure, period),
        *_changes(framework, measure, row, period),
        *delivery(measure),
        *figure_source(measure),
    )


def _target_words(framework: Framework, measure: Measure, period: Period) -> Iterator[str]:
    """A target on last year in its own words, since beside it stands what it comes to."""
    asked = framework.target_in_force(measure.id, period).of_last_year
    if asked is not None:
        yield f"target: {asked.words}"


def handed_over(
    framework: Framework, measure: Measure, period: Period, today: date
) -> Iterator[str]:
    """Who took a measure over between the period's end and the day of the report."""
    handover = handed_over_since(framework, measure.id, period.ends, today)
    if handover is not None:
        body = body_text(framework, handover.body)
        yield f"since {day_text(handover.on)} {body}, to which this is addressed"


def delivery(measure: Measure) -> Iterator[str]:
    """Who delivers it, if not the council, and how far the council can move it."""
    if measure.delivery_model in _DELIVERED:
        yield f"{_DELIVERED[measure.delivery_model]} {measure.provider}"
    if measure.influence in _MOVED:
        yield _MOVED[measure.influence]


def figure_source(measure: Measure) -> Iterator[str]:
    """Whose figure it is, if somebody else publishes it, and under which licence."""
    if measure.figure_source is not None:
        licence = f"; licence: {measure.figure_licence}" if measure.figure_licence else ""
        yield f"source: {measure.figure_source}{licence}"


def _changes(
    framework: Framework, measure: Measure, row: MeasureRating, period: Period
) -> Iterator[str]:
    measured = Period.parse(row.period) if row.period else period
    for change in framework.definition_changes.get(measure.id, ()):
        if measured.reaches(change.from_period):
            compared = "comparable" if change.is_comparable else "not comparable"
            yield f"{change.words}; {compared} with figures before"
    for moved in framework.target_changes.get(measure.id, ()):
        if period.reaches(moved.from_period):
            yield f"target changed from {moved.from_period.short_label}"
