"""Targets and definitions that changed in the year, as a report lists them (the change log).

What changed since the draft before is `changes`: that is about figures, this is about promises.
"""

from collections.abc import Iterator

from assets.views.context import Context
from assets.views.wording import number_text
from report_templates.parts import Figure
from report_templates.sections import RegisterChange
from sources.framework.changes import DefinitionChange, TargetChange
from sources.framework.day_rules import day_text
from sources.framework.keys import Period
from sources.framework.measures import Measure, Stretch, TargetValue
from sources.framework.targets import Target


def register_changes(context: Context) -> tuple[RegisterChange, ...]:
    """Every change that has taken effect by the close's period, measure by measure."""
    return tuple(
        line
        for measure in context.framework.measures.values()
        for line in (*_targets(context, measure), *_definitions(context, measure))
    )


def _targets(context: Context, measure: Measure) -> Iterator[RegisterChange]:
    framework, period = context.framework, context.results.close.period
    held = framework.targets[measure.id]
    for change in framework.target_changes.get(measure.id, ()):
        now = change.as_target(held.provenance)
        if period.reaches(change.from_period):
            start = change.from_period
            yield RegisterChange(
                id=measure.id,
                name=measure.name,
                what="annual target",
                since=start.label,
                is_new=_is_new(period, start),
                was=_figure(context, measure, held, f"target before {start}"),
                now=_figure(context, measure, now, f"target from {start}"),
                wording=None,
                reason=change.reason,
                approved=approved(change),
            )
        held = now


def _definitions(context: Context, measure: Measure) -> Iterator[RegisterChange]:
    period = context.results.close.period
    for change in context.framework.definition_changes.get(measure.id, ()):
        if period.reaches(change.from_period) and change.from_period.year == period.year:
            compared = "comparable" if change.is_comparable else "not comparable"
            yield RegisterChange(
                id=measure.id,
                name=measure.name,
                what=f"{change.what.words}; {compared} with figures before",
                since=change.from_period.label,
                is_new=_is_new(period, change.from_period),
                was=None,
                now=None,
                wording=change.definition,
                reason=change.reason,
                approved=approved(change),
            )


def approved(change: TargetChange | DefinitionChange) -> str:
    return f"{change.approved_by}, {day_text(change.approved_on)}"


def annual_value(target: Target) -> TargetValue | None:
    """The annual target: a number, or a range."""
    if target.annual is not None and target.high is not None:
        return Stretch(target.annual, target.high)
    return target.annual


def _is_new(period: Period, start: Period) -> bool:
    """Whether a period is the first in which a change holds: its start lies within it."""
    return period.starts <= start.starts <= period.ends


def _figure(context: Context, measure: Measure, target: Target, quantity: str) -> Figure | None:
    value = annual_value(target)
    if value is None:
        return None
    return context.book.enter(
        number_text(value, measure),
        measure.id,
        quantity,
        period=str(context.results.close.period),
        what=f"Annual {quantity.replace('target', f'target of {measure.name}', 1)}",
        group=measure.name,
        how=f"Set by {target.set_by}: {target.rationale}",
    )
