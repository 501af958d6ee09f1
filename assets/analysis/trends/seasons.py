"""Whether a series follows the seasons, which limits of a control chart would take for change.

Pure. Charts are `charting`; a forecast has seasons of its own.
"""

from collections.abc import Sequence

from sources.framework.keys import Period

# So much of how values differ is between the same periods of years, beyond what chance gives.
_SHARE = 0.6
# A season is seen once it came round this often.
_YEARS = 2


def is_seasonal(points: Sequence[tuple[Period, float]]) -> bool:
    """Whether the season explains most of how values differ, over at least two whole years.

    The share is that of an analysis of variance, with the usual correction for the number of
    seasons. Values that are all equal have no season.
    """
    seasons: dict[int, list[float]] = {}
    for period, number in points:
        seasons.setdefault(period.number, []).append(number)
    if len(seasons) < _YEARS or min(len(held) for held in seasons.values()) < _YEARS:
        return False
    numbers = [number for _, number in points]
    mean = sum(numbers) / len(numbers)
    whole = sum((number - mean) ** 2 for number in numbers)
    within = sum(
        (number - sum(held) / len(held)) ** 2 for held in seasons.values() for number in held
    )
    if whole <= 0 or len(numbers) <= len(seasons):
        return False
    return 1 - (within / (len(numbers) - len(seasons))) / (whole / (len(numbers) - 1)) > _SHARE
