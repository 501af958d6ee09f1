"""The rows of what a year would come to if nothing changed; the other tables' are `rows`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MeasureForecast:
    """A measure's projected outturn of the year with its 80% interval, or the reason for none.

    `known_to` is the last period that it rests on. `rating` is the outturn's against the annual
    target, `crosses` whether that is worse than `current_rating`. `mean_error` is the mean size of
    the method's errors in `trials` past years, in the measure's own unit, `mean_error_pct` in per
    cent of what those came to, `floor_error` the error of taking them as the year before. Of `held`
    past years that could be given an interval, `covered` fell within it.
    """

    close: str
    measure: str
    period: str
    known_to: str | None
    units: int | None
    low_units: int | None
    high_units: int | None
    places: int | None
    rating: str | None
    rule: str | None
    unrated: str | None
    current_rating: str | None
    crosses: bool
    method: str | None
    trials: int
    mean_error: str | None
    mean_error_pct: str | None
    floor_error: str | None
    covered: int
    held: int
    reason: str | None
    sources: str
