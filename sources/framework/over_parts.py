"""The words for how a whole follows from its parts. What a measure means by them: `breakdowns`."""

from enum import StrEnum


class OverParts(StrEnum):
    """How the whole of a period follows from its parts, such as districts or teams."""

    SUM = "sum"
    WEIGHTED_RATIO = "weighted ratio"
    MEAN = "mean"
    LATEST = "latest"
    NONE = "none"
