"""Outlines laid out for drawing: projected, put on whole units, with a place for words in each.

Geometry alone: what an area is worth and how it is shown is `part_map`.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from sources.geography.boundaries import Outline

Point = tuple[int, int]

# Words of an area stand in a box that is this high, half of it above the place.
_HALF_BOX = 22
# Words are placed by where edges go through rows; beyond so many, only some of the rows are looked
# at. Generalised boundaries of a county have a tenth of it at most.
_MOST_CUTS = 200_000
# So many units from edge to drawing, for the lines around areas.
_MARGIN = 3


@dataclass(frozen=True)
class Drawn:
    """An area's path, the place for its words, and how wide they may be there."""

    path: str
    x: int
    y: int
    room: int


@dataclass(frozen=True)
class Layout:
    """Areas on a drawing of so many units."""

    width: int
    height: int
    areas: Mapping[str, Drawn]


@lru_cache(maxsize=32)
def laid_out(outlines: tuple[tuple[str, Outline], ...], width: int, height: int) -> Layout:
    """Outlines as large as a drawing of at most `width` and `height` holds them.

    Degrees of longitude are drawn as long as they are in the middle of the map. Positions are put
    on whole units, each by itself: so what two areas share stays shared, without a gap.
    """
    positions = [position for _, outline in outlines for ring in outline for position in ring]
    west, east = min(x for x, _ in positions), max(x for x, _ in positions)
    south, north = min(y for _, y in positions), max(y for _, y in positions)
    narrowing = math.cos(math.radians((south + north) / 2))
    across, up = (east - west) * narrowing, north - south
    held_width, held_height = width - 2 * _MARGIN, height - 2 * _MARGIN
    scale = min(held_width / across if across else held_height / up, held_height / up) if up else 1

    def on_drawing(position: tuple[float, float]) -> Point:
        x, y = position
        return (
            round((x - west) * narrowing * scale) + _MARGIN,
            round((north - y) * scale) + _MARGIN,
        )

    shapes = {
        name: _shapes([[on_drawing(position) for position in ring] for ring in outline])
        for name, outline in outlines
    }
    step = 1 + sum(_rows(shape) for own in shapes.values() for shape in own) // _MOST_CUTS
    areas = {name: _drawn(own, step) for name, own in shapes.items()}
    return Layout(round(across * scale) + 2 * _MARGIN, round(up * scale) + 2 * _MARGIN, areas)


def _shapes(rings: list[list[Point]]) -> list[list[Point]]:
    shapes = [shape for ring in rings if len(shape := _without_needless(ring)) >= 3]
    if shapes:
        return shapes
    # Too small to be drawn as it is, and not to be lost either.
    x, y = rings[0][0]
    return [[(x - 1, y - 1), (x + 1, y - 1), (x + 1, y + 1), (x - 1, y + 1)]]


def _rows(shape: list[Point]) -> int:
    """How many rows the edges of a shape go through, all together."""
    return sum(abs(y2 - y1) for (_, y1), (_, y2) in pairwise([*shape, shape[0]]))


def _drawn(shapes: list[list[Point]], step: int) -> Drawn:
    x, y, room = _place_for_words(shapes, step)
    return Drawn("".join(_path(shape) for shape in shapes), x, y, room)


def _without_needless(ring: list[Point]) -> list[Point]:
    """A ring without points that stand where the one before does, or on the way to the next."""
    kept: list[Point] = []
    for point in ring:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and _is_on_the_way(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept[:-1] if len(kept) > 1 and kept[0] == kept[-1] else kept


def _is_on_the_way(start: Point, middle: Point, end: Point) -> bool:
    first = (middle[0] - start[0], middle[1] - start[1])
    then = (end[0] - middle[0], end[1] - middle[1])
    return first[0] * then[1] == first[1] * then[0] and (
        first[0] * then[0] + first[1] * then[1] > 0
    )


def _path(shape: list[Point]) -> str:
    steps = (f"{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in pairwise(shape))
    return f"M{shape[0][0]} {shape[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def _place_for_words(shapes: list[list[Point]], step: int) -> tuple[int, int, int]:
    """Where a box of words has most room on both sides; in the middle of the widest line if no such
    box fits."""
    spans = _spans(shapes, step)
    half = math.ceil(_HALF_BOX / step) * step
    x, y = shapes[0][0]
    best = (0.0, float(x), y)
    for y, within in spans.items():
        ends = _common(spans.get(y - half, []), spans.get(y + half, []))
        best = max(best, _widest(_common(within, ends), y))
    if best[0]:
        room, left, y = best
        return round(left + room / 2), y, round(room)
    room, left, y = max((_widest(at, y) for y, at in spans.items()), default=best)
    return round(left + room / 2), y, 0


Span = tuple[float, float]


def _spans(shapes: list[list[Point]], step: int) -> dict[int, list[Span]]:
    """From where to where the middle of a row is within the area, in order: a hole is not.

    Of every row that is a multiple of `step` and has any width within.
    """
    cuts: dict[int, list[float]] = defaultdict(list)
    for shape in shapes:
        for (x1, y1), (x2, y2) in pairwise([*shape, shape[0]]):
            first = math.ceil(min(y1, y2) / step) * step
            for y in range(first, max(y1, y2), step):
                cuts[y].append(x1 + (y + 0.5 - y1) * (x2 - x1) / (y2 - y1))
    return {y: spans for y, at in cuts.items() if (spans := _with_width(sorted(at)))}


def _with_width(cuts: list[float]) -> list[Span]:
    pairs = zip(cuts[::2], cuts[1::2], strict=True)
    return [(left, right) for left, right in pairs if left < right]


def _common(first: list[Span], second: list[Span]) -> list[Span]:
    """What is within both: one walk along the two, as each has its spans in order."""
    found: list[Span] = []
    one = other = 0
    while one < len(first) and other < len(second):
        left = max(first[one][0], second[other][0])
        right = min(first[one][1], second[other][1])
        if left < right:
            found.append((left, right))
        if first[one][1] < second[other][1]:
            one += 1
        else:
            other += 1
    return found


def _widest(spans: Iterable[Span], y: int) -> tuple[float, float, int]:
    return max(((right - left, left, y) for left, right in spans), default=(0.0, 0.0, y))


def wrapped(words: str, room: int, unit: float) -> Iterator[str]:
    """Words in lines of at most `room` units, at `unit` for each letter; a long word overhangs."""
    line = ""
    for word in words.split():
        if line and len(line) + 1 + len(word) > room / unit:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line
