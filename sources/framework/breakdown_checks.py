"""What only shows across breakdowns: a part that could be meant by two of them."""

from collections.abc import Callable, Iterator

from sources.framework.breakdowns import Breakdown
from sources.framework.framework import Framework
from sources.framework.places import Problem

Place = Callable[..., tuple[str, int]]


def parts_told_apart(framework: Framework, place: Place) -> Iterator[Problem]:
    """A part's id says by itself which breakdown it belongs to."""
    known: dict[str, str] = {}
    for breakdown in framework.breakdowns.values():
        for part in breakdown.parts:
            if part.id in known:
                file, line = place(Breakdown, breakdown.id)
                message = f"Part '{part.id}' stands in '{known[part.id]}' and '{breakdown.id}'."
                yield Problem(file, line, message, "Give each part an id of its own.")
            known[part.id] = breakdown.id
