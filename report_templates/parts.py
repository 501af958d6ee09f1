"""The small pieces that sections are made of: figures, marks of ratings, sparklines, directions."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Figure:
    """A printed number and its id: close/measure/breakdown/period/quantity.

    The id is also the anchor of the figure's entry on the report's page of sources, or, where
    `page` is empty, on the page that it stands on itself.
    """

    text: str
    id: str
    page: str = "figures.html"


# A sentence in pieces, so that the numbers in it are figures too.
Words = tuple[str | Figure, ...]


@dataclass(frozen=True)
class Mark:
    """A rating as people see it: symbol, word and colour together, never colour alone."""

    id: str
    word: str
    symbol: str
    colour: str


@dataclass(frozen=True)
class SparkPoint:
    """One point of a sparkline; x and y run from 0 to 1, y upwards. None leaves a gap."""

    label: str
    text: str
    x: float
    y: float | None


@dataclass(frozen=True)
class Spark:
    """A measure's recent values as a line, with a sentence that says the same.

    `breaks` are the places, from 0 to 1, where values on either side do not compare: the line stops
    there and a mark stands across it.
    """

    points: tuple[SparkPoint, ...]
    description: str
    target_y: float | None = None
    breaks: tuple[float, ...] = ()


@dataclass(frozen=True)
class Direction:
    """Direction of travel in words, and what it was compared with: `compared`, in `detail`."""

    word: Literal[
        "better", "worse", "same", "not distinguishable", "neither way is better", "not known"
    ]
    detail: str
    compared: Figure | None = None


@dataclass(frozen=True)
class Reading:
    """What a measure's chart says, beside its rating: `words`, then how often its target is met.

    `limits` says that the chart's limits may still move.
    """

    words: str
    often: Figure | None = None
    limits: str | None = None
