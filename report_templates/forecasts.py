"""View models of the year's outturn before it is known: the officer's forecast, and the other one.

The other says what the year comes to if nothing changes. Whose a number is always stands beside it.
"""

from dataclasses import dataclass
from typing import ClassVar

from report_templates.parts import Figure, Mark


@dataclass(frozen=True)
class Unchanged:
    """The outturn if nothing changes, with its 80% interval and predicted rating; or in `reason`
    why there is no credible projection."""

    value: Figure | None
    interval: Figure | None = None
    mark: Mark | None = None
    target: Figure | None = None
    reason: str | None = None


@dataclass(frozen=True)
class TrackRecord:
    """How the same method did on past years from the same point of the year.

    `error_pct` is the mean error in per cent of what those years came to, where they came to
    anything; `floor_error` that of taking them as the year before; `covered` of `held` past years
    fell within the interval that they would have been given.
    """

    trials: Figure
    error: Figure
    error_pct: Figure | None
    floor_error: Figure | None
    covered: Figure | None
    held: Figure | None


@dataclass(frozen=True)
class ForecastPart:
    """Both forecasts of a measure's year side by side, and what the one worked out is worth.

    `notes` say what must be known to read the interval, and which year it is.
    """

    partial: ClassVar[str] = "forecast"
    title: ClassVar[str] = "What the year may come to"

    target: Figure | None
    officers: Figure | None
    officers_mark: Mark | None
    officers_rule: str | None
    officers_words: str
    unchanged: Unchanged | None
    rule: str | None
    method: str | None
    record: TrackRecord | None
    warning: str | None = None
    notes: tuple[str, ...] = ()
