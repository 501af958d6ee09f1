"""The boxes that show notes, in the old drawing format that spreadsheet programs keep for them.

What notes say as text is `notes`; programs take the words from there.
"""

import re
from collections.abc import Iterator, Mapping

from report_templates.annotated.book import Book
from report_templates.annotated.marks import Unfit
from report_templates.annotated.sheet import Worksheet
from report_templates.annotated.splice import tag_end
from sources.workbooks.addresses import position_of

# Pieces of text, each with whether it is bold.
Note = tuple[tuple[str, bool], ...]

_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# Points: a box's width and lines, and how many letters stand in a line.
_WIDTH, _LINE, _LETTERS, _HIGHEST = 260, 13, 46, 400
_POINTS_OF_A_LETTER = 5.6
_MOST_COLUMNS, _MOST_ROWS = 16_000, 1_000_000
# Boxes are numbered in blocks of so many, and no two drawings of a workbook share a block.
_BLOCK = 1_024
_SPACES = {
    b"v": b"urn:schemas-microsoft-com:vml",
    b"o": b"urn:schemas-microsoft-com:office:office",
    b"x": b"urn:schemas-microsoft-com:office:excel",
}
_SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    b'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    b'<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;'
    b'width:%dpt;height:%dpt;z-index:1;visibility:hidden" fillcolor="#ffffe1" '
    b'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
    b'<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>'
    b'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    b"<x:Anchor>%s</x:Anchor><x:AutoFill>False</x:AutoFill>"
    b"<x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>"
)
_END = re.compile(rb"</\s*xml\s*>\s*\Z")


def draw(book: Book, part: str, sheet: Worksheet, notes: Mapping[str, Note]) -> None:
    """Boxes for new notes, in the drawing that the sheet has, or in a new one. Raises Unfit."""
    drawing = book.linked(part, "vmlDrawing") if sheet.drawing_link is not None else None
    if drawing is not None:
        book.write(drawing, _added(book.raw(drawing), sheet, notes))
        return
    block = 1 + max((_last_block(book.raw(name)) for name in book.parts(".vml")), default=0)
    blocks = b",".join(b"%d" % (block + n) for n in range(len(notes) // _BLOCK + 1))
    layout = b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%s"/></o:shapelayout>'
    shapes = b"".join(_shapes(sheet, notes, block * _BLOCK + 1))
    drawing = book.free_part("xl/drawings/vmlDrawing{}.vml")
    whole = b"<xml %s>%s%s%s</xml>" % (
        b"".join(_declared(_SPACES)),
        layout % blocks,
        _SHAPE_TYPE,
        shapes,
    )
    book.write(drawing, whole)
    book.declare(drawing, _DRAWING)
    sheet.link_drawing(book.link(part, "vmlDrawing", drawing), book.link_space)


def _added(data: bytes, sheet: Worksheet, notes: Mapping[str, Note]) -> bytes:
    """A drawing with more boxes. Such parts need not be XML that can be read: only their end and
    what their root declares are looked at."""
    last, root_at = _END.search(data), data.find(b"<xml")
    if last is None or root_at < 0:
        raise Unfit
    root = data[root_at : tag_end(data, root_at)]
    missing = {
        prefix: space for prefix, space in _SPACES.items() if b"xmlns:%s=" % prefix not in root
    }
    taken = [int(found) for found in re.findall(rb"_x0000_s(\d{1,9})\b", data)]
    shapes = b"".join(_shapes(sheet, notes, max(taken, default=_BLOCK) + 1))
    kind = b"" if b"_x0000_t202" in data else _SHAPE_TYPE
    boxes = kind + shapes
    for tag in (b"<v:shape ", b"<v:shapetype "):
        boxes = boxes.replace(tag, tag + b"".join(_declared(missing)))
    return data[: last.start()] + boxes + data[last.start() :]


def _declared(spaces: Mapping[bytes, bytes]) -> Iterator[bytes]:
    return (b'xmlns:%s="%s" ' % pair for pair in spaces.items())


def _last_block(data: bytes) -> int:
    found = re.findall(rb"""idmap[^>]*\sdata=["']([\d, ]{1,200})["']""", data)
    numbers = [int(one) for text in found for one in re.findall(rb"\d{1,6}", text)]
    return max(numbers, default=0)


def _shapes(sheet: Worksheet, notes: Mapping[str, Note], first: int) -> Iterator[bytes]:
    for number, (address, note) in enumerate(notes.items(), start=first):
        row, column = position_of(address)
        lines = sum(len(text) // _LETTERS + text.count("\n") for text, _ in note) + 2
        height = min(_HIGHEST, lines * _LINE)
        anchor = ", ".join(map(str, _anchor(sheet, row, column, height)))
        yield _SHAPE % (number, _WIDTH, height, anchor.encode(), row - 1, column - 1)


def _anchor(sheet: Worksheet, row: int, column: int, height: int) -> list[int]:
    """Where a box stands: beside its cell, over as many columns and rows as it needs.

    From the first to the last column and row, each with what is left over, in pixels.
    """
    right, wide = column, float(_WIDTH)
    while right < _MOST_COLUMNS and (width := _points(sheet, right + 1)) < wide:
        wide -= max(width, 0.5)
        right += 1
    bottom, high = row - 1, float(height)
    while bottom < _MOST_ROWS and (own := sheet.heights.get(bottom + 1, sheet.height)) < high:
        high -= max(own, 0.5)
        bottom += 1
    return [column, 12, row - 1, 4, right, int(wide * 4 / 3), bottom, int(high * 4 / 3)]


def _points(sheet: Worksheet, column: int) -> float:
    return sheet.column_width(column) * _POINTS_OF_A_LETTER
