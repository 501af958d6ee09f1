"""The rules by which a report product may choose its exceptions. What meets them is for a view."""

from enum import StrEnum


class ExceptionRule(StrEnum):
    """Why a measure is listed among the exceptions; key actions are by their rating only."""

    RATING = "rating"
    NEW_FORECAST = "new-forecast"
    PERSISTENT = "persistent"
    SPECIAL_CAUSE = "special-cause"
    FORECAST = "forecast"
    BEHIND_OTHERS = "behind-others"
    NO_VALUE = "no-value"
    LATE_RETURN = "late-return"
    WORSE_DIRECTION = "worse-direction"


# What a product goes by that states no rules of its own.
USUAL_RULES = (ExceptionRule.RATING, ExceptionRule.NEW_FORECAST)
