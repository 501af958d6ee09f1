"""Reorganisations: which parts became which, from which day, and with what share.

The crosswalk as data. Working figures out along it is for analysis; whether its dates and shares
are in order is in `breakdown_checks`.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from sources.framework.base import Day, Exact, Id, Record
from sources.framework.keys import Period

_WHOLE = "whole"


def _share(value: Any) -> Any:
    return Decimal(1) if value == _WHOLE else value


class Move(Record):
    """What became of one part, or of a share of it."""

    predecessor: Id
    successor: Id
    share: Annotated[Exact, BeforeValidator(_share), Field(gt=0, le=1)] = Decimal(1)

    @property
    def is_whole(self) -> bool:
        return self.share == 1


class Reorganisation(Record):
    """Parts of a breakdown that were merged, split or renamed on a day.

    `shares_by` says what shares were worked out by, where a part did not go over whole.
    """

    id: Id
    breakdown: Id
    on: Day
    reason: str
    source: str
    shares_by: str | None = None
    moves: tuple[Move, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _moves_are_whole(self) -> "Reorganisation":
        pairs = [(move.predecessor, move.successor) for move in self.moves]
        if len(set(pairs)) != len(pairs):
            raise ValueError("the same move stands here twice")
        for name in self.predecessors:
            total = sum(move.share for move in self.moves if move.predecessor == name)
            if total != 1:
                raise ValueError(f"the shares of '{name}' add to {total}, and not to 1")
        if self.shares_by is None and not all(move.is_whole for move in self.moves):
            raise ValueError("a share needs shares_by: what it was worked out by")
        return self

    @property
    def predecessors(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(move.predecessor for move in self.moves))

    @property
    def successors(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(move.successor for move in self.moves))


def made_of(
    reorganisations: Iterable[Reorganisation], part: str, period: Period
) -> Mapping[str, Fraction]:
    """The parts as they were at the end of a period that a part is made of, each with its share.

    Step by step back through every reorganisation since; a part that was not touched is itself.
    """
    held: dict[str, Fraction] = {part: Fraction(1)}
    for one in sorted(reorganisations, key=lambda r: r.on, reverse=True):
        if one.on <= period.ends:
            break
        before: dict[str, Fraction] = {}
        for name, weight in held.items():
            came = [move for move in one.moves if move.successor == name]
            for move in came:
                share = weight * Fraction(move.share)
                before[move.predecessor] = before.get(move.predecessor, Fraction(0)) + share
            if not came and name not in one.predecessors:
                before[name] = weight
        held = before
    return held
