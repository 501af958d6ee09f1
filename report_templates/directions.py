"""View models of whether a measure gets better or worse, for its own page.

Each line says what it was held against; the last says how it goes over several periods.
"""

from dataclasses import dataclass
from typing import ClassVar

from report_templates.parts import Figure


@dataclass(frozen=True)
class DirectionLine:
    """One comparison in words: `word`, or "not known" with its `reason`.

    `before` is the earlier value; `now` what is compared with it where that is not the value at the
    page's head, or the usual change where that is what is told.
    """

    name: str
    period: str
    word: str
    before: Figure | None
    now: Figure | None
    reason: str


@dataclass(frozen=True)
class DirectionPart:
    """The value against the period before and the same period of last year, and its course."""

    partial: ClassVar[str] = "direction"
    title: ClassVar[str] = "Better or worse"

    lines: tuple[DirectionLine, ...]
    course: DirectionLine
