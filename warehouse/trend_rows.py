"""The rows of what control charts say of measures; the other tables' are `rows`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MeasureTrend:
    """What a measure's control chart says at a close, from the values that compare with the newest.

    `points` counts values, each of a period alone. `mean`, `lower` and `upper` are texts of fifteen
    digits in the measure's own unit, None where there are too few values; `variation` is the kind
    of the newest value's cause, `assurance` on which side of its target the limits lie. `met` of
    `judged` values meet the target in force; `reading` says all of it in words.
    """

    close: str
    measure: str
    points: int
    mean: str | None
    lower: str | None
    upper: str | None
    is_trial: bool
    is_seasonal: bool
    variation: str | None
    assurance: str | None
    met: int
    judged: int
    reading: str | None
