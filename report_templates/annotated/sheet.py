"""A worksheet whose failing cells get another style, and its link to the drawing of its notes.

Only the style of marked cells changes, and what is missing of them is put in where it belongs. What
the notes say and how they are drawn is `notes`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from report_templates.annotated.marks import Unfit
from report_templates.annotated.splice import (
    Attributes,
    Edits,
    add_inside,
    element_end,
    prefix_at,
    tag_end,
    walk,
    with_attributes,
)
from sources.workbooks.addresses import address_of, position_of
from sources.workbooks.notation import TRUE, whole_number

# A worksheet's children in front of the link to its notes, in the order that the format asks for.
_BEFORE = frozenset(
    """
    sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection
    protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells
    phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup
    headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing
    """.split()  # noqa: SIM905
)
_LINKS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_USUAL_HEIGHT, _USUAL_WIDTH = 15.0, 8.43


@dataclass
class _Row:
    """A row's element: its number, its place, and where it ends."""

    number: int
    at: int
    style: int | None
    end: int = -1
    # By column; where a cell's element begins. A cell may stand twice.
    cells: list[tuple[int, int]] = field(default_factory=list)


class Worksheet:
    """A worksheet's part as it lies: rows, cells that are to be marked, sizes, the notes' link."""

    def __init__(self, data: bytes, wanted: set[str]) -> None:
        self._data = data
        self._wanted_rows = {position_of(address)[0] for address in wanted}
        self._rows: list[_Row] = []
        self._columns: list[tuple[int, int, int | None, float]] = []
        self._places: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._data_at = self._data_end = self._last_before = -1
        self.drawing_link: str | None = None
        self.heights: dict[int, float] = {}
        self.height, self.width = _USUAL_HEIGHT, _USUAL_WIDTH
        self._walk()
        if self._data_at < 0:
            raise Unfit
        self._prefix = prefix_at(data, self._data_at)
        self.edits = Edits(data)

    def _walk(self) -> None:
        row = _Row(0, -1, None)
        column = child_at = 0

        def start(tag: str, attributes: Attributes, depth: int, at: int) -> None:
            nonlocal row, column, child_at
            if depth == 2:
                child_at = at
                self._child(tag, attributes, at)
            elif tag == "c":
                place, column = self._place(row, column, attributes)
                if place[0] in self._wanted_rows:
                    row.cells.append((place[1], at))
                    style = int(attributes.get("s", "0"))
                    self._places.setdefault(place, []).append((at, style))
            elif tag == "row":
                number = whole_number(attributes["r"]) if "r" in attributes else row.number + 1
                own = attributes.get("customFormat") in TRUE
                row, column = _Row(number, at, int(attributes.get("s", "0")) if own else None), 0
                self._rows.append(row)
                if "ht" in attributes:
                    self.heights[number] = float(attributes["ht"])
            elif tag == "col":
                own_style = attributes.get("style")
                ends = int(attributes["min"]), int(attributes["max"])
                width = float(attributes.get("width", self.width))
                is_hidden = attributes.get("hidden") in TRUE
                number_or_none = int(own_style) if own_style is not None else None
                self._columns.append((*ends, number_or_none, 0.0 if is_hidden else width))

        def end(tag: str, depth: int, at: int) -> None:
            if tag == "row" and row.number in self._wanted_rows:
                row.end = at
            elif depth == 2:
                if tag == "sheetData":
                    self._data_end = at
                if tag in _BEFORE:
                    self._last_before = element_end(self._data, child_at, at)

        try:
            walk(self._data, start, end)
        except (LookupError, ValueError, OverflowError):
            raise Unfit from None

    def _child(self, tag: str, attributes: Attributes, at: int) -> None:
        if tag == "sheetData":
            self._data_at = at
        elif tag == "legacyDrawing":
            self.drawing_link = next((attributes[n] for n in _LINKS if n in attributes), None)
        elif tag == "sheetFormatPr":
            self.height = float(attributes.get("defaultRowHeight", self.height))
            self.width = float(attributes.get("defaultColWidth", self.width))

    def _place(self, row: _Row, column: int, attributes: Attributes) -> tuple[tuple[int, int], int]:
        if attributes.get("r"):
            place = position_of(attributes["r"])
            return place, place[1]
        return (row.number, column + 1), column + 1

    def column_width(self, column: int) -> float:
        """In characters; 0 for a hidden one."""
        for first, last, _, width in self._columns:
            if first <= column <= last:
                return width
        return self.width

    def _column_style(self, column: int) -> int:
        for first, last, style, _ in self._columns:
            if first <= column <= last and style is not None:
                return style
        return 0

    def mark(self, severities: Mapping[str, str], styled: Callable[[int, str], int]) -> None:
        """Give cells another style; `styled` is told the old one and the severity."""
        missing: dict[int, list[tuple[int, str]]] = {}
        for address, severity in severities.items():
            place = position_of(address)
            if place not in self._places:
                missing.setdefault(place[0], []).append((place[1], severity))
            for at, style in self._places.get(place, ()):
                close = tag_end(self._data, at)
                changed = {b"s": b"%d" % styled(style, severity)}
                self.edits.replace(at, close, with_attributes(self._data[at:close], changed))
        held = {row.number: row for row in reversed(self._rows)}
        at_end: list[bytes] = []
        for number, cells in sorted(missing.items()):
            own = held.get(number)
            pieces = [
                (column, self._cell(number, column, severity, own, styled))
                for column, severity in sorted(cells)
            ]
            if own is not None:
                self._into_row(own, pieces)
                continue
            p, inner = self._prefix, b"".join(piece for _, piece in pieces)
            whole = b'<%srow r="%d">%s</%srow>' % (p, number, inner, p)
            following = next((row for row in self._rows if row.number > number), None)
            if following is None:
                at_end.append(whole)
            else:
                self.edits.insert(following.at, whole)
        if at_end:
            add_inside(self.edits, self._data_at, self._data_end, b"".join(at_end))

    def _cell(
        self,
        row: int,
        column: int,
        severity: str,
        own: _Row | None,
        styled: Callable[[int, str], int],
    ) -> bytes:
        """An empty cell that looks as its place looked before there was one."""
        base = own.style if own is not None and own.style is not None else None
        style = styled(self._column_style(column) if base is None else base, severity)
        address = address_of(row, column).encode()
        return b'<%sc r="%s" s="%d"/>' % (self._prefix, address, style)

    def _into_row(self, row: _Row, pieces: list[tuple[int, bytes]]) -> None:
        last: list[bytes] = []
        for column, piece in pieces:
            following = next((at for other, at in row.cells if other > column), None)
            if following is None:
                last.append(piece)
            else:
                self.edits.insert(following, piece)
        close = tag_end(self._data, row.at)
        tag = self._data[row.at : close]
        widened = _widened(tag, [column for column, _ in pieces])
        if tag.endswith(b"/>"):
            open_tag = widened[:-2].rstrip() + b">"
            name = self._prefix + b"row"
            self.edits.replace(row.at, close, b"%s%s</%s>" % (open_tag, b"".join(last), name))
            return
        if widened != tag:
            self.edits.replace(row.at, close, widened)
        if last:
            self.edits.insert(row.end, b"".join(last))

    def link_drawing(self, link: str, space: str) -> None:
        """Lead to the drawing of notes, where the format wants it to stand."""
        piece = b'<%slegacyDrawing xmlns:r="%s" r:id="%s"/>'
        whole = piece % (self._prefix, space.encode(), link.encode())
        self.edits.insert(self._last_before, whole)


def _widened(tag: bytes, columns: list[int]) -> bytes:
    """A row's tag whose stretch of columns holds new cells too, if it names one."""
    found = re.search(rb"""\sspans\s*=\s*["'](\d+):(\d+)["']""", tag)
    if found is None:
        return tag
    first, last = min(int(found[1]), *columns), max(int(found[2]), *columns)
    return with_attributes(tag, {b"spans": b"%d:%d" % (first, last)})
