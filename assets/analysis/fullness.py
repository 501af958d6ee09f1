"""How full a return is: how much it should hold, and how much of that is there or accounted for.

Pure. When it came, and what is wrong with what it holds, is decided elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from checks.budget import StandingLine
from checks.extracts import StandingFigure
from checks.risk_register import StandingAssessment
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.returns.budget_lines import Amount
from sources.values import Absence


@dataclass(frozen=True)
class Fullness:
    """Values expected, supplied as a number, and supplied or absent with a reason."""

    expected: int
    supplied: int
    accounted_for: int


def budget_fullness(framework: Framework, slot: Slot, lines: Iterable[StandingLine]) -> Fullness:
    """Of a finance return: how many lines there should be nobody knows, but each wants its amounts.

    The totals that finance states are not counted.
    """
    columns = framework.layouts[framework.returns[slot.return_id].layout].budget
    asked = [Amount.BUDGET, Amount.FORECAST]
    asked += [Amount.ACTUAL] if columns and columns.actual else []
    own = [one for one in lines if not one.line.is_total]
    held = [one.amounts[a][1].value for one in own for a in asked if a in one.amounts]
    return Fullness(
        expected=len(own) * len(asked),
        supplied=sum(value.number is not None for value in held),
        accounted_for=sum(value.absence is not Absence.UNREADABLE for value in held),
    )


def risk_fullness(rows: Iterable[StandingAssessment]) -> Fullness:
    """Of a risk return: how many risks moved nobody knows, but each row wants what it is for."""
    items = [one.item for one in rows]
    understood = sum(one.is_assessment or one.is_done for one in items)
    return Fullness(expected=len(items), supplied=understood, accounted_for=understood)


def extract_fullness(figures: Iterable[StandingFigure]) -> Fullness:
    """Of an extract: how many figures others have published nobody knows; those that count."""
    count = sum(1 for _ in figures)
    return Fullness(expected=count, supplied=count, accounted_for=count)
