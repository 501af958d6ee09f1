"""View models of a measure's chart and of the table of all its values, for its own page.

Places run from 0 to 1, y upwards; how large the drawing is, is its template's business.
"""

from dataclasses import dataclass
from typing import ClassVar

from report_templates.parts import Figure, Mark


@dataclass(frozen=True)
class ChartPoint:
    """A period's value; y is None where there is none. `shape` tells special causes apart."""

    x: float
    y: float | None
    label: str
    text: str
    shape: str = "common"


@dataclass(frozen=True)
class ChartLine:
    """A level line from one place to another: a mean, a limit, a target."""

    kind: str
    from_x: float
    to_x: float
    y: float


@dataclass(frozen=True)
class ChartTick:
    """A mark of an axis; `is_narrow` where it is kept on a narrow screen too."""

    at: float
    text: str
    is_narrow: bool = True


@dataclass(frozen=True)
class Chart:
    """A measure over time. `breaks` are places where values on either side do not compare.

    `shapes` and `kinds` are pairs of what is drawn and what it means, as the key lists them.
    """

    description: str
    points: tuple[ChartPoint, ...]
    lines: tuple[ChartLine, ...]
    breaks: tuple[float, ...]
    values_axis: tuple[ChartTick, ...]
    periods_axis: tuple[ChartTick, ...]
    shapes: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ChartPart:
    """The chart with its limits as figures, and notes on what it cannot show."""

    partial: ClassVar[str] = "chart"

    title: str
    chart: Chart
    limits: tuple[tuple[str, Figure], ...]
    special: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ValueLine:
    """One period's value, or in `nothing` why there is none, with what it was held against.

    `context_note` is what a reader must know of the figure.
    """

    period: str
    value: Figure | None
    nothing: str | None
    alone: Figure | None
    target: Figure | None
    mark: Mark | None
    notes: tuple[str, ...]
    context_note: str | None = None


@dataclass(frozen=True)
class ValuesPart:
    """Every value, the newest first; `has_alone` where running totals are shown by period too."""

    partial: ClassVar[str] = "values"

    title: str
    kind: str
    has_alone: bool
    lines: tuple[ValueLine, ...]


@dataclass(frozen=True)
class TargetLine:
    """What the annual target was from when on, why, and by whom."""

    since: str
    annual: Figure | None
    words: str | None
    reason: str
    approved: str


@dataclass(frozen=True)
class BreakLine:
    """A change of what is counted: whether figures compare across it, why, and by whom."""

    what: str
    is_comparable: bool
    wording: str | None
    reason: str
    approved: str


@dataclass(frozen=True)
class HistoryPart:
    """Targets and definitions over time, and what was said in each period or why it is left out."""

    partial: ClassVar[str] = "history"

    title: str
    targets: tuple[TargetLine, ...]
    breaks: tuple[BreakLine, ...]
    said: tuple[tuple[str, str], ...]
    unsaid: str | None = None
