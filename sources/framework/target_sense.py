"""Targets that have the right shape and cannot be reached as they are written: totals that fall,
changes beyond what there is, days in the wrong order.

That a profile leads to its annual target is `target_checks`. What money does, which can run back
and be negative, is a doubt and no refusal.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise

from sources.framework.changes import TargetChange
from sources.framework.framework import Framework
from sources.framework.measures import Measure
from sources.framework.places import Problem
from sources.framework.targets import Target
from sources.values import Unit

Place = Callable[..., tuple[str, int]]
_Found = tuple[str, str]
_ALL = Decimal(-100)


def targets_can_be_reached(framework: Framework, place: Place) -> Iterator[Problem]:
    """Targets that no figures could follow, those that replace others too."""
    for target, measure, (file, line) in _targets(framework, place):
        found = [*_days(target)]
        if not may_run_back(measure):
            found += [*_runs_back(measure, target), *_beyond_nothing(target)]
        for message, mend in found:
            yield Problem(file, line, f"'{target.measure}': {message}.", mend)


def target_doubts(framework: Framework, place: Place) -> Iterator[Problem]:
    """The same of measures whose figures may run back or be negative."""
    for target, measure, (file, line) in _targets(framework, place):
        if measure.unit is Unit.MONEY:
            for message, mend in (*_runs_back(measure, target), *_beyond_nothing(target)):
                yield Problem(file, line, f"'{target.measure}': {message}.", mend)


def may_run_back(measure: Measure) -> bool:
    """Whether figures of a measure may be below zero, and so a running total of them may fall."""
    return measure.may_be_negative or measure.unit is Unit.MONEY


def _targets(
    framework: Framework, place: Place
) -> Iterator[tuple[Target, Measure, tuple[str, int]]]:
    for name, target in framework.targets.items():
        measure = framework.measures.get(name)
        if measure is None:
            continue
        yield target, measure, place(Target, name)
        for change in framework.target_changes.get(name, ()):
            yield change.as_target(target.provenance), measure, place(TargetChange, change.key)


def _runs_back(measure: Measure, target: Target) -> Iterator[_Found]:
    """A running total that goes back on its way from nothing to the annual target."""
    parts = target.months or tuple(part for part in target.quarters if part is not None)
    if not measure.is_cumulative or not parts:
        return
    mend = "Write totals since 1 April, each as large as the one before or larger"
    mend += "; if figures below 0 take from it, set may_be_negative for the measure."
    if any(part < 0 for part in parts):
        yield f"the profile of a running total holds {min(parts)}", mend
    elif any(later < earlier for earlier, later in pairwise(parts)):
        fall = next((a, b) for a, b in pairwise(parts) if b < a)
        yield f"the profile of a running total falls from {fall[0]} to {fall[1]}", mend


def _beyond_nothing(target: Target) -> Iterator[_Found]:
    asked = target.of_last_year
    if asked is not None and asked.change_pct is not None and asked.change_pct < _ALL:
        message = f"a target of {asked.written} on last year is less than nothing"
        yield message, "Write a fall of at most 100%, or the number itself in annual."


def _days(target: Target) -> Iterator[_Found]:
    """A target is set before it is to be reached, and is not to be set by a day that is over."""
    if target.set_on is None:
        return
    if target.reach_by is not None and target.reach_by < target.set_on:
        message = f"it is to be reached by {target.reach_by}, before it was set on {target.set_on}"
        yield message, "Correct one of the two days."
    if target.to_be_set_by is not None and target.to_be_set_by < target.set_on:
        message = f"it is to be set by {target.to_be_set_by}, which was over on {target.set_on}"
        yield message, "Write the new day, or the target if it is set by now."
