"""What can come of rating an observation, as numbers: the band or clause that decided, or why none.

The numbers only, and how a rating of the exact arithmetic is told in them. They are worked out in
`ratings`.
"""

from enum import IntEnum

import numpy as np

from assets.analysis.kernel.block import Codes
from assets.analysis.rating import Rated, Unrated
from assets.analysis.rating_words import band_words
from sources.framework.schemes import MeasureScheme

# Bands (or levels) count from 0, special clauses from here.
FIRST_CLAUSE = 64
ZERO_MET, ZERO_WITHIN, ZERO_BEYOND = 100, 101, 102


class Why(IntEnum):
    """Why an observation has no rating."""

    NO_VALUE = -1
    NO_DIRECTION = -2
    NO_TARGET = -3
    TARGET_ZERO = -4
    NO_TOLERANCE = -5
    NO_FLOOR = -6
    NO_LEVELS = -7
    NO_LAST_YEAR = -8
    NO_INTERVAL = -9
    NO_ARITHMETIC = -10


_STATUS = {
    Unrated.NO_DIRECTION: Why.NO_DIRECTION,
    Unrated.NO_TARGET: Why.NO_TARGET,
    Unrated.TARGET_ZERO: Why.TARGET_ZERO,
    Unrated.NO_TOLERANCE: Why.NO_TOLERANCE,
    Unrated.NO_FLOOR: Why.NO_FLOOR,
    Unrated.NO_LEVELS: Why.NO_LEVELS,
    Unrated.NO_LAST_YEAR: Why.NO_LAST_YEAR,
    Unrated.NO_INTERVAL: Why.NO_INTERVAL,
    Unrated.ABSENT: Why.NO_ARITHMETIC,
}
_ZERO_WORDS = {"the target of zero": ZERO_MET, "within": ZERO_WITHIN, "more than": ZERO_BEYOND}
_FROM_ZERO = "the target of zero"


def status_of(outcome: int) -> str:
    """The status that the exact arithmetic gives for an outcome without a rating."""
    return next(status.value for status, why in _STATUS.items() if why == outcome)


def rating_codes(scheme: MeasureScheme) -> dict[str, int]:
    """Each rating's place in its scheme's list, which is best first."""
    return {level.id: place for place, level in enumerate(scheme.ratings)}


def rating_table(scheme: MeasureScheme) -> Codes:
    """For each outcome (as an unsigned byte) the rating's place, -1 for none.

    Levels are a measure's own, so that their ratings stand in no table of the scheme.
    """
    places, table = rating_codes(scheme), np.full(256, -1, np.int8)
    for number, band in enumerate(scheme.bands):
        table[number] = places[band.rating]
    for number, clause in enumerate(scheme.clauses):
        table[FIRST_CLAUSE + number] = places[clause.rating]
    table[[ZERO_MET, ZERO_WITHIN]] = places[scheme.target_zero_met]
    if scheme.bands:
        table[ZERO_BEYOND] = places[scheme.bands[-1].rating]
    return table


def outcome_of(rated: Rated, scheme: MeasureScheme) -> int:
    """A rating of the exact arithmetic by bands as an outcome, told by the rule that it names."""
    if rated.rule is None:
        return _STATUS[Unrated(rated.status)]
    for number, clause in enumerate(scheme.clauses):
        if rated.rule == clause.words:
            return FIRST_CLAUSE + number
    if _FROM_ZERO in rated.rule:
        return next(code for words, code in _ZERO_WORDS.items() if rated.rule.startswith(words))
    rule = rated.rule.split(";")[0]
    return next(
        number for number, band in enumerate(scheme.bands) if band_words(band, scheme) == rule
    )
