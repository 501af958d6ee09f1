"""A map of a measure's parts beside their table, where their boundaries are known.

It shows what the table says: ratings by pattern, colour and symbol, or figures by shade. Geometry
is `outlines`; the lines are those of the table.
"""

from collections.abc import Iterator, Mapping, Sequence

from assets.views.outlines import Drawn, laid_out, wrapped
from assets.views.wording import counted
from report_templates.measure_breakdowns import PartLine
from report_templates.part_map import MapArea, MapDrawing, MapKey, MapNumber, PartMap
from sources.framework.boundaries import outlines_of
from sources.framework.breakdowns import Breakdown, Part
from sources.framework.framework import Framework

# At most so wide and high; letters are about so many units wide.
_SIZES = {"wide": (600, 640), "narrow": (340, 480)}
_LETTER = 7.0
_MOST_LINES = 2
# Patterns and shades that the style sheet knows.
_PATTERNS, _SHADES = 6, 4
_NOTHING, _UNRATED = "nothing", "unrated"


def part_map(
    framework: Framework,
    name: str,
    caption: str,
    breakdown: Breakdown,
    given: Sequence[tuple[Part, PartLine]],
) -> PartMap | None:
    """The parts of a breakdown, each with its line of the table; None without boundaries.

    Only parts that are there have a line, so no outline of another time is drawn.
    """
    outlines = outlines_of(framework, breakdown)
    lines = {part.id: line for part, line in given if part.id in outlines}
    if not lines:
        return None
    looks = _looks(framework, lines)
    placed = tuple((part, outlines[part]) for part in lines)
    drawings = []
    for size, (width, height) in _SIZES.items():
        layout = laid_out(placed, width, height)
        areas: list[MapArea] = []
        numbered: list[MapNumber] = []
        for part, line in lines.items():
            drawn = layout.areas[part]
            words = _words_within(line, drawn)
            if words is None:
                number = str(len(numbered) + 1)
                none = None if line.value else _figure(line)
                numbered.append(MapNumber(number, line.name, line.value, none, line.mark))
                words = (f"{number} {line.mark.symbol}" if line.mark else number,)
            area = MapArea(drawn.path, drawn.x, drawn.y, words, looks[part], line.flag is not None)
            areas.append(area)
        drawings.append(
            MapDrawing(size, layout.width, layout.height, tuple(areas), tuple(numbered))
        )
    lacking = [line.name for part, line in given if part.id not in outlines]
    notes = [f"Not on the map, which has no outline of them: {'; '.join(lacking)}."] * bool(lacking)
    if len({line.of for line in lines.values() if line.value}) > 1:
        notes.append("Figures are not all of one period: the table says of which each is.")
    return PartMap(
        title=f"{name}: {caption[0].lower()}{caption[1:]}",
        description=_description(lines),
        drawings=tuple(drawings),
        key=tuple(_key(lines, looks)),
        notes=tuple(notes),
        source=breakdown.boundaries_source or "",
    )


def _figure(line: PartLine) -> str:
    """What stands on the map for a part, as in its line of the table."""
    if line.value is None:
        return line.none or "no figure"
    return f"{line.mark.symbol} {line.value.text}" if line.mark else line.value.text


def _words_within(line: PartLine, drawn: Drawn) -> tuple[str, ...] | None:
    """Name and figure, if they fit."""
    lines = (*wrapped(line.name, drawn.room, _LETTER), _figure(line))
    fit = all(len(each) * _LETTER <= drawn.room for each in lines)
    return lines if fit and len(lines) <= _MOST_LINES + 1 else None


def _looks(framework: Framework, lines: Mapping[str, PartLine]) -> dict[str, str]:
    """Patterns by rating, the denser the worse; where none is rated, shades by figure."""
    levels = [level.id for level in framework.measure_scheme.ratings]
    if any(line.mark for line in lines.values()):
        return {
            part: f"pattern-{min(levels.index(line.mark.id), _PATTERNS - 1)}"
            if line.mark
            else (_UNRATED if line.value else _NOTHING)
            for part, line in lines.items()
        }
    return {
        part: _NOTHING
        if line.value is None
        else _UNRATED
        if line.bar is None
        else f"shade-{min(int(line.bar * _SHADES), _SHADES - 1)}"
        for part, line in lines.items()
    }


def _key(lines: Mapping[str, PartLine], looks: Mapping[str, str]) -> Iterator[MapKey]:
    """Every look of the map once, ratings from the best down."""
    held: dict[str, list[PartLine]] = {}
    for part, line in lines.items():
        held.setdefault(looks[part], []).append(line)
    for look in sorted(held, key=lambda look: (look in (_UNRATED, _NOTHING), look)):
        same = held[look]
        if look == _NOTHING:
            yield MapKey(look, " or ".join(sorted({line.none or "no figure" for line in same})))
        elif look == _UNRATED:
            yield MapKey(look, "a figure that is not rated")
        elif same[0].mark is not None:
            yield MapKey(look, same[0].mark.word, same[0].mark)
        else:
            yield MapKey(look, _from_to(same))


def _from_to(lines: Sequence[PartLine]) -> str:
    ordered = sorted((line for line in lines if line.value), key=lambda line: line.bar or 0)
    texts = [line.value.text for line in ordered if line.value]
    return texts[0] if texts[0] == texts[-1] else f"{texts[0]} to {texts[-1]}"


def _description(lines: Mapping[str, PartLine]) -> str:
    """The map in a few sentences; each figure is in the table."""
    held: dict[str, list[str]] = {}
    for line in lines.values():
        word = line.mark.word if line.mark else (line.value.text if line.value else line.none)
        held.setdefault(word or "no figure", []).append(line.name)
    said = ". ".join(f"{word}: {', '.join(names)}" for word, names in held.items())
    return f"Map of {counted(len(lines), 'area')}. {said}. The table below says the same."
