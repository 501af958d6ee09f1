"""Undoing: rating a ground again with some of its parts put back to what they were before.

It finds the fewest changes without which a rating would be another one. What those changes are
called is `moves`.
"""

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum
from itertools import combinations

from assets.analysis.grounds import Ground, rated


class Part(StrEnum):
    """A part of a ground that changes by itself."""

    VALUE = "value"
    QUERY = "query"
    SUPPLIED = "supplied"
    FORECAST = "forecast"
    TARGET = "target"
    SCHEME = "scheme"
    DEFINITION = "definition"
    REVIEW = "review"
    SIGNED = "signed"


_FIELDS = {
    Part.VALUE: ("close", "series", "is_due", "has_come", "has_purged"),
    Part.QUERY: ("is_queried",),
    Part.SUPPLIED: ("supplied",),
    Part.FORECAST: ("forecast",),
    Part.TARGET: ("held",),
    Part.SCHEME: ("scheme",),
    Part.DEFINITION: ("measure", "changes"),
    Part.REVIEW: ("override",),
    Part.SIGNED: ("is_withheld",),
}


def undone(after: Ground, before: Ground, parts: Collection[Part]) -> Ground:
    """What there is now, with some parts put back to what they were."""
    names = [name for part in parts for name in _fields(part, before, after)]
    return replace(after, **{name: getattr(before, name) for name in names})


def _fields(part: Part, before: Ground, after: Ground) -> tuple[str, ...]:
    """The fields of a part. The target of a running total runs along with it: from one period to
    the next they change together, unless another target was set."""
    if part not in (Part.VALUE, Part.TARGET) or not is_profiled_on(before, after):
        return _FIELDS[part]
    return (*_FIELDS[part], "held") if part is Part.VALUE else ()


def is_profiled_on(before: Ground, after: Ground) -> bool:
    """Whether two grounds are of a running total that is held against two points of one profile."""
    if before.close == after.close or not after.measure.is_cumulative:
        return False
    return has_same_target(before, after)


def has_same_target(before: Ground, after: Ground) -> bool:
    """Whether the frameworks say the same of the target, whatever it comes to."""
    name = after.measure.id
    then = before.framework.target_in_force(name, before.close.period)
    return then == after.framework.target_in_force(name, after.close.period)


def parts_that_moved(before: Ground, after: Ground) -> dict[Part, tuple[Part, ...]]:
    """The parts that moved a rating: those of the smallest sets that undo the move, each with the
    others of a set of its own."""
    found = rated(after).rating
    changed = [
        part
        for part in Part
        if any(
            getattr(before, name) != getattr(after, name) for name in _fields(part, before, after)
        )
    ]
    for size in range(1, len(changed) + 1):
        named: dict[Part, tuple[Part, ...]] = {}
        for parts in combinations(changed, size):
            if rated(undone(after, before, parts)).rating != found:
                for part in parts:
                    named.setdefault(part, tuple(p for p in parts if p is not part))
        if named:
            return named
    return {}
