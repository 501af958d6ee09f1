"""The block: complete series of values and targets, as whole numbers, and what is known of each.

Shapes and types only, and how a block is cut. What they mean in full is docs/block-contract.md;
what is worked out from them is in the other modules of the kernel.
"""

from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from sources.framework.measures import Polarity
from sources.values import Unit

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
Rows = slice | npt.NDArray[np.intp]

# A code of the block is the place in these.
POLARITIES = tuple(Polarity)
UNITS = tuple(Unit)


def code_of(polarity: Polarity) -> int:
    """A polarity as a number of the block."""
    return POLARITIES.index(polarity)


@dataclass(frozen=True)
class Known:
    """Whole numbers, and where they are known; where they are not, `units` holds 0."""

    units: Ints
    is_known: Flags

    def rows(self, rows: Rows) -> "Known":
        return Known(self.units[rows], self.is_known[rows])

    @classmethod
    def nothing(cls, *shape: int) -> "Known":
        """As many numbers, none of them known."""
        return cls(np.zeros(shape, np.int64, order="F"), np.zeros(shape, bool, order="F"))


@dataclass(frozen=True)
class Levels:
    """The limits that series state for themselves, best first, all [series, level].

    `signs` are the places in `SIGNS`; `ratings` the places in the scheme's list of ratings.
    """

    SIGNS = ("", ">=", ">", "<=", "<", "rest")

    limits: Ints
    signs: Codes
    ratings: Codes

    def rows(self, rows: Rows) -> "Levels":
        return Levels(self.limits[rows], self.signs[rows], self.ratings[rows])


@dataclass(frozen=True)
class Facts:
    """What is declared of each series, [series].

    `places` are the decimal places of all numbers of a series; a tolerance, which is in per cent
    or points, has places of its own. `lag` is how many periods back the comparable one lies;
    `is_strict` are those whose target is to be bettered, so that reaching it is not enough.
    Series of one `group`, which stand together, are compared with one another.
    """

    scheme: Codes
    polarity: Codes
    unit: Codes
    places: Codes
    lag: Codes
    is_running: Flags
    is_strict: Flags
    group: Ints
    tolerance: Known
    tolerance_places: Codes
    zero_tolerance: Known
    floor: Known

    def rows(self, rows: Rows) -> "Facts":
        return _cut(self, rows)

    @classmethod
    def alike(cls, series: int, **given: Any) -> "Facts":
        """Facts of so many series: percentages with one decimal place where higher is better, each
        in a group of its own; `given` is said otherwise, once or for each series."""
        plain = {
            "scheme": 0,
            "polarity": code_of(Polarity.HIGHER),
            "unit": UNITS.index(Unit.PERCENT),
            "places": 1,
            "lag": 1,
            "tolerance_places": 0,
        }
        codes: dict[str, Any] = {
            name: np.broadcast_to(np.asarray(given.get(name, usual), np.int8), (series,))
            for name, usual in plain.items()
        }
        flags: dict[str, Any] = {
            name: np.broadcast_to(np.asarray(given.get(name, False), bool), (series,))
            for name in ("is_running", "is_strict")
        }
        group = np.asarray(given.get("group", np.arange(series)), np.int64)
        unknown: dict[str, Any] = {
            name: given[name] if name in given else Known.nothing(series)
            for name in ("tolerance", "zero_tolerance", "floor")
        }
        return cls(**codes, **flags, group=group, **unknown)


@dataclass(frozen=True)
class Block:
    """Complete series of values and targets, [series, period], best stored period by period.

    `high` makes a target the lower end of a range; `low_end` and `high_end` are the ends of a
    value's interval. Only observations of one `era` compare; `unsure` are those that chance alone
    may part from the comparable one. `number` is each period's number within its year, of `season`
    periods.
    """

    actual: Known
    target: Known
    facts: Facts
    number: Codes
    season: int = 4
    high: Known | None = None
    low_end: Known | None = None
    high_end: Known | None = None
    era: Codes | None = None
    unsure: Flags | None = None
    levels: Levels | None = None

    @property
    def series(self) -> int:
        return len(self.actual.units)

    @property
    def periods(self) -> int:
        return int(self.actual.units.shape[1])

    def rows(self, rows: Rows) -> "Block":
        """Some of the series, whole."""
        return _cut(self, rows)

    def with_actual(self, actual: Known) -> "Block":
        return replace(self, actual=actual)


_Cut = TypeVar("_Cut", Block, Facts)


def _cut(whole: _Cut, rows: Rows) -> _Cut:
    """Every part that has an entry for each series, cut; what belongs to all is kept."""
    cut: dict[str, Any] = {}
    for field in fields(whole):
        part = getattr(whole, field.name)
        if isinstance(part, Known | Levels | Facts):
            cut[field.name] = part.rows(rows)
        elif isinstance(part, np.ndarray) and field.name != "number":
            cut[field.name] = part[rows]
    return replace(whole, **cut)


def shifted(known: Known, by: int, era: Codes | None = None) -> Known:
    """What was known so many periods before; nothing where it is of another era."""
    units, is_known = np.zeros_like(known.units), np.zeros_like(known.is_known)
    if 0 < by < units.shape[1]:
        units[:, by:] = known.units[:, :-by]
        is_known[:, by:] = known.is_known[:, :-by]
        if era is not None:
            is_known[:, by:] &= era[:, by:] == era[:, :-by]
    return Known(units, is_known)
