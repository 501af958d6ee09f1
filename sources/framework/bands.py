"""Bands of a rating scheme: on which condition a rating holds, and what makes a list of them whole.

Which actual meets which band is `assets/analysis/rating`; the scheme as a whole is `schemes`.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from pydantic import model_validator

from sources.framework.base import Exact, Id, Record, YesNo


class Interval(StrEnum):
    """Where the target lies against the interval that a value's own uncertainty gives it."""

    BETTER = "better"
    INCLUDES = "includes"


class Band(Record):
    """A condition of a rating; the first band whose condition holds decides, best band first.

    `above` excludes its edge and `at_least` includes it, both of variance, in the scheme's own
    measure of it. `above_tolerance` and `within_tolerance` reach as far above and below the target
    as the measure's own tolerance. `at_least_floor` is no worse than the measure's floor,
    `as_last_year` no worse than the same period of the year before; `interval` is where the whole
    of the value's interval lies. A band with none of them takes all that is left.
    """

    rating: Id
    above: Exact | None = None
    at_least: Exact | None = None
    above_tolerance: YesNo = False
    within_tolerance: YesNo = False
    at_least_floor: YesNo = False
    as_last_year: YesNo = False
    interval: Interval | None = None

    @model_validator(mode="after")
    def _one_edge(self) -> "Band":
        if len(self._conditions) > 1:
            raise ValueError(
                "a band has one condition: above, at_least, above_tolerance, within_tolerance, "
                "at_least_floor, as_last_year or interval"
            )
        return self

    @property
    def _conditions(self) -> list[str]:
        given = {
            "above": self.above is not None,
            "at_least": self.at_least is not None,
            "above_tolerance": self.above_tolerance,
            "within_tolerance": self.within_tolerance,
            "at_least_floor": self.at_least_floor,
            "as_last_year": self.as_last_year,
            "interval": self.interval is not None,
        }
        return [name for name, is_given in given.items() if is_given]

    @property
    def condition(self) -> str | None:
        """The name of the field that says when the band holds; None for one that takes the rest."""
        return next(iter(self._conditions), None)

    @property
    def edge(self) -> Exact | None:
        """The variance at which the band ends, of those that end at a variance of the scheme's."""
        return self.above if self.above is not None else self.at_least

    @property
    def is_open(self) -> bool:
        """Whether the band takes all that the better ones leave."""
        return self.condition is None


def disorder(bands: Sequence[Band]) -> Iterator[str]:
    """What is wrong with a list of bands: any that can never hold, and any that overlap.

    As the first band that holds decides, and the last takes the rest, an ordered list has no gaps.
    """
    if any(band.is_open for band in bands[:-1]):
        yield "only the last band may be without a lower edge"
    held = [(band.edge, band.at_least is not None) for band in bands if band.edge is not None]
    for (better, is_better_included), (worse, is_worse_included) in pairwise(held):
        assert better is not None
        assert worse is not None
        if worse > better:
            yield "the bands must run from best to worst"
        elif worse == better and not (is_worse_included and not is_better_included):
            yield f"two bands end at {worse}: the second can never hold"
    named = [band.condition for band in bands if band.edge is None and band.condition]
    twice = {c for c in named if named.count(c) > 1} - {"interval"}
    intervals = [band.interval for band in bands if band.interval is not None]
    if twice or len(set(intervals)) < len(intervals):
        yield "two bands have the same condition: the second can never hold"
    if intervals and (held or intervals[0] is not Interval.BETTER):
        yield "bands by interval stand alone: first better, then includes, then the rest"
    yield from _around_target(bands)


# The condition of a band, and on which side of the target it reaches how far.
_BELOW_TARGET = ("within_tolerance", "at_least_floor")


def _around_target(bands: Sequence[Band]) -> Iterator[str]:
    """Reaches that differ from measure to measure cannot be put in order with edges that do not."""
    conditions = [band.condition for band in bands]
    if "above_tolerance" in conditions[1:]:
        yield "above_tolerance is the best band: put it first"
    own = [name for name in _BELOW_TARGET if name in conditions]
    if len(own) > 1:
        yield "a scheme has within_tolerance or at_least_floor: which is further is not known"
    for index, band in enumerate(bands):
        if band.condition in _BELOW_TARGET and any(
            later.edge is not None for later in bands[index:]
        ):
            yield f"{band.condition} stands after every band that ends at a variance"
        if band.edge is not None and band.edge < 0 and own:
            yield f"a band that ends below target overlaps with {own[0]}"
        if band.edge is not None and band.edge > 0 and "above_tolerance" in conditions:
            yield "a band that ends above target overlaps with above_tolerance"
