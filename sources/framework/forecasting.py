"""When a year's outturn may be forecast at all: how much of a track record a council asks for.

The vocabulary and its defaults only; the forecasts themselves are `assets/analysis/forecast`.
"""

from typing import Annotated

from pydantic import Field

from sources.framework.base import Exact, Record


class ForecastRules(Record):
    """What a forecast must have shown before it is printed, and when a method counts as better.

    `trials` are past years that it was tried on; `error_pct` is the mean error in them, in per cent
    of the mean outturn, beyond which there is no credible projection. A method is taken in place of
    "as in the year before" only if its errors are smaller by more than `gain_pct`.
    """

    trials: Annotated[int, Field(ge=1, le=50)] = 2
    error_pct: Annotated[Exact, Field(gt=0, le=1000)] = Field(default="20", validate_default=True)
    gain_pct: Annotated[Exact, Field(ge=0, le=90)] = Field(default="25", validate_default=True)
