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
    reached = [
        change
        for change in framework.target_changes.get(measure.id, ())
        if period.reaches(change.from_period)
    ]
    for place, change in enumerate(reached):
        now, start = change.as_target(held.provenance), change.from_period
        later = reached[place + 1 :]
        # Two changes from one period are told apart by the day of approval.
        is_one_of_two = sum(other.from_period == start for other in reached) > 1
        since = f"{start} approved {change.approved_on}" if is_one_of_two else f"{start}"
        yield RegisterChange(
            id=measure.id,
            name=measure.name,
            what="annual target",
            since=start.label,
            is_new=_is_new(period, start),
            was=_figure(context, measure, held, f"target before {since}"),
            now=_figure(context, measure, now, f"target from {since}"),
            wording=None,
            reason=change.reason,
            approved=approved(change),
            is_target=True,
            was_words=held.words,
            now_words=now.words,
            is_replaced=any(_is_new(period, other.from_period) for other in later)
            and _is_new(period, start),
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
