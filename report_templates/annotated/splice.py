"""Changing XML in place: where elements stand in a part's bytes, and pieces put in between.

Everything that is not changed stays as it was written, byte for byte: prefixes, spaces, order of
attributes. No part is ever written anew from a tree.
"""

import re
from collections.abc import Callable
from xml.parsers import expat

from report_templates.annotated.marks import Unfit
from sources.workbooks.limits import MAX_DEPTH, MAX_ELEMENTS

MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
Attributes = dict[str, str]
# An element's local name in the spreadsheet's own namespace (else with its namespace), its
# attributes, how deep it stands (1 is the root), and where its tag begins.
Start = Callable[[str, Attributes, int, int], None]
End = Callable[[str, int, int], None]

_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_NAME = re.compile(rb"</?\s*([^\s/>]+)")
_ATTRIBUTE = re.compile(rb"""([^\s=<>"'/]+)\s*=\s*("[^"]*"|'[^']*')""")
_DECLARED = re.compile(r"""^(\ufeff?<\?xml[^>]*?)\s+encoding\s*=\s*("[^"]*"|'[^']*')""")
# What XML cannot hold, and what would come back from a spreadsheet as another character.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\r": "\n"}
_RISKY = re.compile("[&<>\"'\r]")


class Edits:
    """A part's bytes and what is to be put in or in place of something; `done` gives the result."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._pieces: list[tuple[int, int, int, bytes]] = []

    def insert(self, at: int, piece: bytes) -> None:
        """Put a piece in before a place; of several at one place, the first comes first."""
        self.replace(at, at, piece)

    def replace(self, start: int, end: int, piece: bytes) -> None:
        self._pieces.append((start, end, len(self._pieces), piece))

    def done(self) -> bytes:
        out, at = [], 0
        for start, end, _, piece in sorted(self._pieces):
            out += [self.data[at:start], piece]
            at = end
        return b"".join([*out, self.data[at:]])


def as_utf8(data: bytes) -> bytes:
    """A part in UTF-8, whatever encoding it was in: pieces that are put in are UTF-8."""
    encoding = None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        found = re.match(rb"""[^>]*?encoding\s*=\s*["']([\w.-]+)["']""", data[:200])
        if found and found[1].lower() not in (b"utf-8", b"us-ascii"):
            encoding = found[1].decode()
    if encoding is None:
        return data
    try:
        text = data.decode(encoding)
    except (LookupError, ValueError):
        raise Unfit from None
    return _DECLARED.sub(r"\1", text).encode()


def walk(data: bytes, start: Start, end: End | None = None) -> None:
    """Run over a part's elements with their places in the bytes. Raises Unfit."""
    parser = expat.ParserCreate(namespace_separator="}")
    depth = count = 0

    def entered(tag: str, attributes: Attributes) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise Unfit
        start(_local(tag), attributes, depth, parser.CurrentByteIndex)

    def left(tag: str) -> None:
        nonlocal depth
        if end is not None:
            end(_local(tag), depth, parser.CurrentByteIndex)
        depth -= 1

    def refuse(*_: object) -> None:
        raise Unfit

    parser.StartElementHandler = entered
    parser.EndElementHandler = left
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError, OverflowError):
        raise Unfit from None


def _local(tag: str) -> str:
    space, _, name = tag.rpartition("}")
    return name if space in MAIN else tag


def tag_end(data: bytes, at: int) -> int:
    """Just behind the tag that begins at a place."""
    found = _TAG.match(data, at)
    if found is None:
        raise Unfit
    return found.end()


def element_end(data: bytes, at: int, end_at: int) -> int:
    """Just behind the element that begins at `at`; `end_at` is where its end was told."""
    close = tag_end(data, at)
    # The end of an element by itself is told behind it.
    return close if data[close - 2 : close] == b"/>" else tag_end(data, end_at)


def name_at(data: bytes, at: int) -> bytes:
    """The name of the tag at a place as it is written, prefix and all."""
    found = _NAME.match(data, at)
    if found is None:
        raise Unfit
    return found[1]


def prefix_at(data: bytes, at: int) -> bytes:
    """`x:` or nothing: what elements beside the one at a place are to begin with."""
    name = name_at(data, at)
    return name[: name.rfind(b":") + 1]


def with_attributes(tag: bytes, changed: dict[bytes, bytes]) -> bytes:
    """A start tag with some attributes set; all else of it as it was."""
    edits = Edits(tag)
    left = dict(changed)
    for found in _ATTRIBUTE.finditer(tag):
        if found[1] in left:
            edits.replace(found.start(2), found.end(2), b'"%s"' % left.pop(found[1]))
    after = tag.rstrip(b"/> \r\n\t")
    for name, value in left.items():
        edits.insert(len(after), b' %s="%s"' % (name, value))
    return edits.done()


def add_inside(edits: Edits, at: int, end_at: int, piece: bytes) -> None:
    """Put a piece at the end of the element that begins at `at`; `end_at` is its end tag's place.

    An element by itself is opened for it.
    """
    data = edits.data
    close = tag_end(data, at)
    if data[close - 2 : close] == b"/>":
        name = name_at(data, at)
        edits.replace(close - 2, close, b">%s</%s>" % (piece, name))
    else:
        edits.insert(end_at, piece)


def escaped(text: str, limit: int | None = None) -> bytes:
    """A text as XML that a spreadsheet reads back as the same text.

    Characters that XML cannot hold become question marks in a box; a text over the limit is cut.
    """
    if limit is not None and len(text) > limit:
        text = f"{text[: limit - 1]}…"
    text = _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
    text = _RISKY.sub(lambda found: _ENTITIES[found[0]], text)
    return _LOOKS_ESCAPED.sub("_x005F_", text).encode()
