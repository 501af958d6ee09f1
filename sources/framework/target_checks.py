"""What only shows when targets are held beside their measures: missing ones, profiles, units.

What a target states by itself is checked in `targets`. A profile must lead to the annual target in
the way in which the measure's year follows from its quarters.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from sources.framework.changes import TargetChange
from sources.framework.framework import Framework
from sources.framework.measures import Aggregation, Measure, Polarity
from sources.framework.places import Problem
from sources.framework.targets import ProfileAs, Target

_Place = Callable[..., tuple[str, int]]
_WHOLE = Decimal(100)


def targets_fit(fw: Framework, place: _Place) -> Iterator[Problem]:
    """Every measure has its row, and every target, changed ones too, is one that it can have."""
    for name in sorted(set(fw.measures) - set(fw.targets)):
        file, line = place(Measure, name)
        mend = "Add its row to targets.csv; leave annual blank if no target is set, and say why."
        yield Problem(file, line, f"Measure '{name}' has no row in targets.csv.", mend)
    for name, target in fw.targets.items():
        yield from _target(fw, target, *place(Target, name))
    for name, changes in fw.target_changes.items():
        for change in changes if name in fw.targets else ():
            target = change.as_target(fw.targets[name].provenance)
            yield from _target(fw, target, *place(TargetChange, change.key))


def _target(fw: Framework, target: Target, file: str, line: int) -> Iterator[Problem]:
    """What a target must be for its measure, the year's own one and each that replaces it."""
    name, measure = target.measure, fw.measures.get(target.measure)
    if measure is None or not (target.annual is not None or target.of_last_year):
        return
    if (measure.polarity is Polarity.RANGE) != (target.high is not None):
        mend = "Give both annual and high, and polarity range; or neither high nor range."
        yield Problem(file, line, f"Is the target of '{name}' a range or not?", mend)
    if target.of_last_year is not None:
        yield from _of_last_year(measure, target, file, line)
    elif measure.is_cumulative and not target.has_profile:
        mend = "Give q1 to q4, year to date."
        yield Problem(file, line, f"Cumulative measure '{name}' has no profile.", mend)
    astray = strays(measure, target)
    if astray is not None:
        message, mend = astray
        yield Problem(file, line, f"The profile of '{name}' {message}.", mend)
    values = (target.annual, target.high, *target.profile, *target.monthly)
    if any(value is not None and not measure.admits(value) for value in values):
        mend = "Correct it, or set may_exceed_100 or may_be_negative for the measure."
        yield Problem(file, line, f"A target of '{name}' is outside what its unit allows.", mend)


def _of_last_year(measure: Measure, target: Target, file: str, line: int) -> Iterator[Problem]:
    asked = target.of_last_year
    assert asked is not None
    against = {Polarity.HIGHER: not asked.is_higher, Polarity.LOWER: asked.is_higher}
    if asked.is_strict and against.get(measure.polarity, False):
        message = f"The target of '{measure.id}' is {asked.words}, and {measure.polarity} is better"
        mend = "Turn one of them round; for less than last year in a planned fall, write -2%."
        yield Problem(file, line, f"{message}.", mend)


def strays(measure: Measure, target: Target) -> tuple[str, str] | None:
    """How a profile fails to lead to the annual target, and the mend; None if it does, or if none
    is given. Shares lead to 100, whatever the target will be."""
    is_shares = target.profile_as is ProfileAs.SHARES
    parts = target.months or tuple(part for part in target.quarters if part is not None)
    aim = _WHOLE if is_shares else target.annual
    if not parts or aim is None:
        return None
    found = _astray(measure, parts, aim, "q4" if target.months is None else "the last month")
    if found is None:
        return None
    way, mend = found
    return f"{way}, the annual target is {aim}{' (per cent of itself)' if is_shares else ''}", mend


def _astray(
    measure: Measure, parts: tuple[Decimal, ...], aim: Decimal, last: str
) -> tuple[str, str] | None:
    """A profile against its aim, in the way in which the year follows from its parts."""
    if measure.is_cumulative or measure.aggregation is Aggregation.LATEST:
        mend = f"Make {last} equal to annual."
        return (f"ends at {parts[-1]}", mend) if parts[-1] != aim else None
    if measure.aggregation is Aggregation.SUM:
        mend = "The year is the sum of its periods: make them add up to annual."
        return (f"adds up to {sum(parts)}", mend) if sum(parts) != aim else None
    if measure.aggregation is Aggregation.MEAN:
        mean = Fraction(sum(parts)) / len(parts)
        # A mean seldom comes out even: it is held against the target as the measure is printed.
        if abs(mean - Fraction(aim)) * 2 <= Fraction(Decimal(1).scaleb(-measure.decimal_places)):
            return None
        mend = "The year is the mean of its periods: make their mean the annual target."
        return f"has a mean of {float(mean):.10g}", mend
    if measure.aggregation is Aggregation.WEIGHTED_RATIO and not min(parts) <= aim <= max(parts):
        mend = "The year's ratio lies between those of its periods: move one of them."
        return f"goes from {min(parts)} to {max(parts)}", mend
    return None
