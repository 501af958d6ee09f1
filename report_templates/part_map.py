"""View models of a map of a measure's parts: areas as they are drawn, and a key.

Paths and places are in whole units of the drawing, x to the right and y downwards.
"""

from dataclasses import dataclass

from report_templates.parts import Figure, Mark


@dataclass(frozen=True)
class MapArea:
    """One area: its outline as a path, and the lines of words that stand at x and y within it.

    `look` names its pattern or shade; `is_flagged` that the whole hides what it shows.
    """

    path: str
    x: int
    y: int
    lines: tuple[str, ...]
    look: str
    is_flagged: bool = False


@dataclass(frozen=True)
class MapNumber:
    """What an area is that bears a number in place of its name; `none` says why it has no value."""

    number: str
    name: str
    value: Figure | None
    none: str | None
    mark: Mark | None


@dataclass(frozen=True)
class MapDrawing:
    """The map at one size. `numbered` are the areas too small for their names."""

    size: str
    width: int
    height: int
    areas: tuple[MapArea, ...]
    numbered: tuple[MapNumber, ...]


@dataclass(frozen=True)
class MapKey:
    """What a look means: a rating, or words."""

    look: str
    words: str
    mark: Mark | None = None


@dataclass(frozen=True)
class PartMap:
    """The parts of a measure as a map; `source` is what the licence of the boundaries asks for."""

    title: str
    description: str
    drawings: tuple[MapDrawing, ...]
    key: tuple[MapKey, ...]
    notes: tuple[str, ...]
    source: str
