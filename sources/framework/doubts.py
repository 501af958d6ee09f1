"""What a framework may say and perhaps does not mean: taken, and listed as worth a look.

Gathered here and decided beside what is refused. Nothing of it keeps a framework from being used.
"""

from collections.abc import Callable, Iterator

from sources.framework.boundaries import boundary_doubts
from sources.framework.comparator_checks import comparison_doubts
from sources.framework.framework import Framework
from sources.framework.part_checks import part_doubts
from sources.framework.places import Problem
from sources.framework.target_sense import target_doubts

Place = Callable[..., tuple[str, int]]


def doubts(framework: Framework, place: Place) -> Iterator[Problem]:
    """Every doubt about a framework in which nothing is wrong."""
    yield from comparison_doubts(framework, place)
    yield from target_doubts(framework, place)
    yield from part_doubts(framework, place)
    yield from boundary_doubts(framework)
