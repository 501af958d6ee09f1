"""Levels: the limits that a single measure states for each rating, such as `green >= 55; red`.

Only the text and its order belong here; which rating a value gets is `assets/analysis/rating`.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator

_PART = re.compile(r"(?P<rating>[a-z0-9_-]+)(?:\s*(?P<sign>>=|<=|>|<)\s*(?P<limit>-?[0-9.]+))?")
_MAX_PARTS = 20


class Level(NamedTuple):
    """A rating from a limit on: `sign` is >=, >, <= or <. The last level has neither."""

    rating: str
    sign: str | None
    limit: Decimal | None

    def holds(self, value: Decimal) -> bool:
        """Whether a value is within the limit."""
        if self.limit is None:
            return True
        if value == self.limit:
            return self.sign in (">=", "<=")
        return (value > self.limit) == (self.sign in (">", ">="))

    @property
    def text(self) -> str:
        """As it is written: `green >= 55`."""
        return self.rating if self.limit is None else f"{self.rating} {self.sign} {self.limit:f}"

    @property
    def words(self) -> str:
        """The limit as it is stated: `55 or more`."""
        if self.limit is None:
            return "beyond the other limits"
        return {
            ">=": f"{self.limit} or more",
            ">": f"more than {self.limit}",
            "<=": f"{self.limit} or less",
            "<": f"less than {self.limit}",
        }[self.sign or ""]


def parse_levels(text: str) -> tuple[Level, ...]:
    """The levels that a text states, best first. Raises ValueError for gaps and overlaps.

    Every level but the last has a limit, all on the same side and each further out, so that every
    value has exactly one rating.
    """
    parts = [part.strip() for part in text.split(";")]
    if len(parts) > _MAX_PARTS:
        raise ValueError(f"these are more than {_MAX_PARTS} levels")
    levels = tuple(map(_level, parts))
    if len(levels) < 2:
        raise ValueError("levels are at least two, parted by semicolons: green >= 55; red")
    if levels[-1].limit is not None:
        raise ValueError(
            f"values beyond {levels[-1].limit} would have no rating: leave the last level "
            "without a limit"
        )
    if any(level.limit is None for level in levels[:-1]):
        raise ValueError("only the last level may be without a limit")
    limited = levels[:-1]
    if len({(level.sign or "")[0] for level in limited}) > 1:
        raise ValueError("the limits look both ways: write all with > or >=, or all with < or <=")
    for better, worse in pairwise(limited):
        _check_order(better, worse)
    if len({level.rating for level in levels}) < len(levels):
        raise ValueError("one rating stands twice")
    return levels


def misfit(levels: Sequence[Level], polarity: str, known: Sequence[str]) -> str | None:
    """Why levels do not suit a measure's polarity (`higher` or `lower`) or a scheme's ratings; None
    if they do."""
    unknown = [level.rating for level in levels if level.rating not in known]
    if unknown:
        return f"'{unknown[0]}' is no rating of the scheme: {', '.join(known)}"
    way = (levels[0].sign or "")[0]
    if (way, polarity) in (("<", "higher"), (">", "lower")):
        return f"they say {levels[0].words} for the best, but {polarity} is better"
    return None


def _level(part: str) -> Level:
    found = _PART.fullmatch(part)
    if found is None:
        raise ValueError(f"'{part[:40]}' is no level: write one like green >= 55")
    limit = found["limit"]
    try:
        return Level(found["rating"], found["sign"], Decimal(limit) if limit else None)
    except ArithmeticError:
        raise ValueError(f"'{limit[:40]}' is no number") from None


def _check_order(better: Level, worse: Level) -> None:
    assert better.limit is not None
    assert worse.limit is not None
    is_higher_better = (better.sign or "").startswith(">")
    if better.limit == worse.limit:
        if "=" in (worse.sign or "") and "=" not in (better.sign or ""):
            return
        raise ValueError(f"two levels end at {worse.limit}: the second can never hold")
    if (worse.limit < better.limit) != is_higher_better:
        raise ValueError("the levels must run from best to worst")


def _read(given: object) -> object:
    return parse_levels(given) if isinstance(given, str) and given.strip() else given or None


LevelsText = Annotated[tuple[Level, ...] | None, BeforeValidator(_read)]
