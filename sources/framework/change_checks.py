"""What only shows when a measure's changes are held beside one another and beside its own dates.

Shapes are the models'; that a changed target fits its measure is `cross_check`, as for any target.
"""

from collections.abc import Callable, Iterator

from sources.framework.changes import DefinitionChange, TargetChange
from sources.framework.framework import Framework
from sources.framework.places import Problem

_Place = Callable[..., tuple[str, int]]


def changes_in_order(framework: Framework, place: _Place) -> Iterator[Problem]:
    """Changes of one measure follow one another, and lie where it is collected."""
    of_one: list[tuple[TargetChange | DefinitionChange, ...]] = [
        *framework.target_changes.values(),
        *framework.definition_changes.values(),
    ]
    for changes in of_one:
        before: TargetChange | DefinitionChange | None = None
        for change in changes:
            file, line = place(type(change), change.key)
            if before is not None and not _follows(before, change):
                message = (
                    f"The change of '{change.measure}' from {change.from_period} does not come "
                    f"after the one from {before.from_period}."
                )
                mend = "Put a measure's changes in order, each from a later period than the last."
                if isinstance(change, TargetChange):
                    mend += " Of two from the same period the later approved comes second."
                yield Problem(file, line, message, mend)
            before = change
            yield from _within(framework, change, file, line)


def _follows(
    before: TargetChange | DefinitionChange, change: TargetChange | DefinitionChange
) -> bool:
    """Whether a change comes after another. A target may change twice before its period is over:
    then the one that was approved later holds."""
    if isinstance(before, TargetChange) and isinstance(change, TargetChange):
        same = change.from_period == before.from_period
        if same:
            return change.approved_on > before.approved_on
    return change.from_period.starts > before.from_period.starts


def _within(
    framework: Framework, change: TargetChange | DefinitionChange, file: str, line: int
) -> Iterator[Problem]:
    measure, start = framework.measures.get(change.measure), change.from_period
    if isinstance(change, TargetChange) and start.year != framework.year:
        message = f"The target of '{change.measure}' changes from {start}, not in {framework.year}."
        yield Problem(file, line, message, "A target changes in the folder of its own year.")
    elif start.year.start_year > framework.year.start_year:
        message = f"'{change.measure}' changes from {start}, which is after {framework.year}."
        yield Problem(file, line, message, "Write it in the folder of that year.")
    if measure is not None and measure.last_period and start.starts > measure.last_period.ends:
        message = f"'{measure.id}' changes from {start}, after its end with {measure.last_period}."
        yield Problem(file, line, message, "Remove the change, or correct the measure's dates.")
