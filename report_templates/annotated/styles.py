"""Looks that are added to a workbook's own: a marked cell keeps its look but for the fill.

A new style copies the old one as it is written and leads to another fill. Nothing that is there is
changed. What looks the Findings sheet needs stands here too.
"""

from dataclasses import dataclass, field

from report_templates.annotated.marks import SEVERITIES, Unfit
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

# Pale under dark text, dark under pale text: what stands in the cell stays readable.
_PALE = {"error": "FFFFB3B3", "warning": "FFFFD280", "information": "FFCFE2F3"}
_DARK = {"error": "FF9C0006", "warning": "FF7F4A00", "information": "FF1F3864"}
_HEADING_FILL = "FF1F3864"
_HALF = 0.4
_SIDES = (b"left", b"right", b"top", b"bottom")
_LISTS = ("fonts", "fills", "borders", "cellXfs")
_TEXT_FORMAT = 49
_MOST_STYLES = 60_000
# Looks of the Findings sheet: font, fill, and whether lines are broken.
TITLE, BOLD, PLAIN, HEADING, TEXT, LINK = "title", "bold", "plain", "heading", "text", "link"


@dataclass
class _List:
    """A list of looks in the part: where it stands, and its items' places."""

    at: int = -1
    end: int = -1
    items: list[tuple[int, int]] = field(default_factory=list)


class Styles:
    """A workbook's styles part, and what is added to it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._lists = {name: _List() for name in _LISTS}
        self._is_pale: list[bool] = []
        self._fonts: list[str] = []
        self._added: dict[str, list[bytes]] = {name: [] for name in self._lists}
        self._marked: dict[tuple[int, str], int] = {}
        self._fills: dict[str, int] = {}
        self._read()
        if any(one.at < 0 for one in self._lists.values()) or not self._lists["cellXfs"].items:
            raise Unfit
        self._prefix = prefix_at(data, self._lists["cellXfs"].at)

    def _read(self) -> None:
        inside: _List | None = None

        def start(tag: str, attributes: Attributes, depth: int, at: int) -> None:
            nonlocal inside
            if depth == 2 and tag in self._lists:
                inside = self._lists[tag]
                inside.at = at
            elif depth == 3 and inside is not None:
                inside.items.append((at, tag_end(self._data, at)))
                if inside is self._lists["fonts"]:
                    self._is_pale.append(False)
                if inside is self._lists["cellXfs"]:
                    self._fonts.append(attributes.get("fontId", "0"))
            elif depth == 4 and tag == "color" and inside is self._lists["fonts"]:
                self._is_pale[-1] = _is_pale(attributes)

        def end(tag: str, depth: int, at: int) -> None:
            nonlocal inside
            if depth == 2 and tag in self._lists and inside is not None:
                inside.end, inside = at, None
            elif depth == 3 and inside is not None:
                began, _ = inside.items[-1]
                inside.items[-1] = (began, element_end(self._data, began, at))

        walk(self._data, start, end)

    def marked(self, style: int, severity: str) -> int:
        """The style that looks like another, filled for a severity."""
        key = (style, severity)
        if key not in self._marked:
            items = self._lists["cellXfs"].items
            if not 0 <= style < len(items) or len(items) + len(self._marked) > _MOST_STYLES:
                raise Unfit
            began, ended = items[style]
            whole = self._data[began:ended]
            close = tag_end(whole, 0)
            fill = self._fill((_DARK if self._writes_pale(style) else _PALE)[severity])
            tag = with_attributes(whole[:close], {b"fillId": b"%d" % fill, b"applyFill": b"1"})
            self._marked[key] = self._add("cellXfs", tag + whole[close:])
        return self._marked[key]

    def _writes_pale(self, style: int) -> bool:
        font = self._fonts[style]
        return font.isdecimal() and int(font) < len(self._is_pale) and self._is_pale[int(font)]

    def _fill(self, colour: str) -> int:
        if colour not in self._fills:
            p = self._prefix
            piece = b'<%spatternFill patternType="solid"><%sfgColor rgb="%s"/></%spatternFill>'
            inner = piece % (p, p, colour.encode(), p)
            self._fills[colour] = self._add("fills", b"<%sfill>%s</%sfill>" % (p, inner, p))
        return self._fills[colour]

    def _add(self, kind: str, piece: bytes) -> int:
        self._added[kind].append(piece)
        return len(self._lists[kind].items) + len(self._added[kind]) - 1

    def looks(self) -> dict[str, int]:
        """The styles of the Findings sheet, by what they are for; severities by their names."""
        p = self._prefix
        fonts = {
            name: self._add(
                "fonts",
                b'<%sfont>%s<%ssz val="%d"/><%scolor rgb="%s"/><%sname val="Arial"/></%sfont>'
                % (p, extra, p, size, p, colour, p, p),
            )
            for name, (extra, size, colour) in {
                TITLE: (b"<%sb/>" % p, 16, b"FF1F3864"),
                BOLD: (b"<%sb/>" % p, 11, b"FF000000"),
                PLAIN: (b"", 11, b"FF000000"),
                HEADING: (b"<%sb/>" % p, 11, b"FFFFFFFF"),
                LINK: (b'<%su val="single"/>' % p, 11, b"FF0563C1"),
            }.items()
        }
        sides = (
            b"<%s" + side + b' style="thin"><%scolor rgb="FF7F7F7F"/></%s' + side + b">"
            for side in _SIDES
        )
        line = b"".join(side % (p, p, p) for side in sides)
        box = self._add("borders", b"<%sborder>%s</%sborder>" % (p, line, p))
        no_fill, blue = 0, self._fill(_HEADING_FILL)
        found = {
            TITLE: self._look(fonts[TITLE], no_fill),
            BOLD: self._look(fonts[BOLD], no_fill),
            PLAIN: self._look(fonts[PLAIN], no_fill),
            HEADING: self._look(fonts[HEADING], blue, box),
            TEXT: self._look(fonts[PLAIN], no_fill, box),
            LINK: self._look(fonts[LINK], no_fill, box),
        }
        for severity in SEVERITIES:
            found[severity] = self._look(fonts[BOLD], self._fill(_PALE[severity]), box)
        return found

    def _look(self, font: int, fill: int, box: int | None = None) -> int:
        """A style whose cells are text and stay text, also when somebody edits them.

        In a box, lines are broken.
        """
        p = self._prefix
        lines = b"" if box is None else b' wrapText="1"'
        border = b"" if box is None else b' borderId="%d" applyBorder="1"' % box
        return self._add(
            "cellXfs",
            b'<%sxf numFmtId="%d" fontId="%d" fillId="%d"%s xfId="0" quotePrefix="1" '
            b'applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">'
            b'<%salignment vertical="top"%s/></%sxf>'
            % (p, _TEXT_FORMAT, font, fill, border, p, lines, p),
        )

    def done(self) -> bytes:
        """The part with all that was added; the number of items is said where it was said."""
        edits = Edits(self._data)
        for name, pieces in self._added.items():
            held = self._lists[name]
            if not pieces:
                continue
            close = tag_end(self._data, held.at)
            tag = self._data[held.at : close]
            if not tag.endswith(b"/>"):
                count = b"%d" % (len(held.items) + len(pieces))
                edits.replace(held.at, close, with_attributes(tag, {b"count": count}))
            add_inside(edits, held.at, held.end, b"".join(pieces))
        return edits.done()


def _is_pale(colour: Attributes) -> bool:
    """Whether text of a colour wants a dark ground."""
    if "rgb" in colour:
        try:
            red, green, blue = (int(colour["rgb"][-6:][n : n + 2], 16) for n in (0, 2, 4))
        except ValueError:
            return False
        return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255 > _HALF
    # The first colours of every theme and of the old palette are what paper is.
    return colour.get("theme") == "0" or colour.get("indexed") in ("1", "9")
