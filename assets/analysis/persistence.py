"""Persistence: whether a measure has been an exception in most of its latest periods.

Pure: ratings of several closes in, a count out. Which ratings are exceptions, and how many make a
pattern, is the scheme's (Chorley and South Ribble ask what "persists"; no framework says how long
that is, so it is an option).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sources.framework.keys import Close
from sources.framework.schemes import MeasureScheme
from warehouse.rows import MeasureRating


@dataclass(frozen=True)
class Persisting:
    """In `count` of its last `of` rated periods a measure was an exception; the newest is one."""

    count: int
    of: int


def persisting(scheme: MeasureScheme, rows: Iterable[MeasureRating]) -> dict[str, Persisting]:
    """The measures that are exceptions now and were so often enough, by measure.

    `rows` are current ratings of the close at hand and of earlier ones, in any order. Periods
    without a rating are passed over: a measure that is due twice a year has twice as long.
    """
    bad = {level.id for level in scheme.ratings if level.is_exception}
    known = {level.id for level in scheme.ratings}
    by_measure: dict[str, dict[Close, str]] = {}
    for row in rows:
        if row.basis == "current" and row.rating in known:
            by_measure.setdefault(row.measure, {})[Close.parse(row.close)] = row.rating
    found = {}
    for measure, rated in by_measure.items():
        newest = [rated[close] for close in _of_one_pace(rated)][: scheme.persists.of]
        count = sum(rating in bad for rating in newest)
        if rated[max(rated)] in bad and count >= scheme.persists.at_least:
            found[measure] = Persisting(count, len(newest))
    return found


def _of_one_pace(closes: Iterable[Close]) -> list[Close]:
    """Closes of periods of one length, the newest first. The full year stands for its last period
    only where that has no close of its own (ruling 4: they are two periods)."""
    in_order = sorted(closes, reverse=True)
    pace = next((close.period.kind for close in in_order if close.period.kind != "F"), "F")
    ends = {close.period.ends for close in in_order if close.period.kind == pace}
    return [
        close
        for close in in_order
        if close.period.kind == pace or (close.period.kind == "F" and close.period.ends not in ends)
    ]
