"""What can come of rating an observation, as numbers: the band or clause that decided, or why none.

The numbers only, for the facts of `rated`. They are worked out in `ratings`.
"""

from enum import IntEnum

import numpy as np

from assets.analysis.kernel.block import Codes
from assets.analysis.rated import By, Decided, Rated, Unrated, ratings_by
from sources.framework.schemes import MeasureScheme

# Bands (or levels) count from 0, special clauses from here.
FIRST_CLAUSE = 64
ZERO_MET, ZERO_WITHIN, ZERO_BEYOND = 100, 101, 102
_FIRST = {
    By.BAND: 0,
    By.LEVEL: 0,
    By.CLAUSE: FIRST_CLAUSE,
    By.ZERO_MET: ZERO_MET,
    By.ZERO_WITHIN: ZERO_WITHIN,
    By.ZERO_BEYOND: ZERO_BEYOND,
}


class Why(IntEnum):
    """Why an observation has no rating, by the names of `Unrated`. A scheme without arithmetic for
    a variance leaves it without a value to show (`Unrated.ABSENT`), a block that has no value too.
    """

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

    @classmethod
    def of(cls, status: Unrated) -> "Why":
        """The number for a status that the exact rule gives."""
        return cls.NO_ARITHMETIC if status is Unrated.ABSENT else cls[status.name]

    @property
    def status(self) -> Unrated:
        """The status that the exact rule gives for it."""
        return Unrated.__members__.get(self.name, Unrated.ABSENT)


def rating_codes(scheme: MeasureScheme) -> dict[str, int]:
    """Each rating's place in its scheme's list, which is best first."""
    return {level.id: place for place, level in enumerate(scheme.ratings)}


def rating_table(scheme: MeasureScheme) -> Codes:
    """For each outcome (as an unsigned byte) the rating's place, -1 for none.

    Levels are a measure's own, so that their ratings stand in no table of the scheme.
    """
    places, table = rating_codes(scheme), np.full(256, -1, np.int8)
    for decided, rating in ratings_by(scheme).items():
        table[_code(decided)] = places[rating]
    return table


def outcome_of(rated: Rated) -> int:
    """What the exact rule decided, as a number."""
    if isinstance(rated.outcome, Unrated):
        return Why.of(rated.outcome)
    return _code(rated.outcome)


def _code(decided: Decided) -> int:
    return _FIRST[decided.by] + decided.number
