"""The zip that a workbook is, looked over before anything builds objects from it.

Limits and hardening only: sizes, counts, no document types, no references that would be unfolded
into millions of cells. What the cells say is `workbook`.
"""

import re
import zipfile
from io import BytesIO
from typing import IO
from xml.parsers import expat

from sources.returns.addresses import position_of
from sources.returns.content import CannotRead

MAX_BYTES = 200_000_000
MAX_ENTRIES = 2_000
MAX_RATIO, RATIO_COUNTS_FROM = 200, 10_000_000
MAX_CELLS = 500_000
# Ten for every cell; strings, styles and drawings need far fewer.
MAX_ELEMENTS = 5_000_000
MAX_DEPTH = 200

SAVE_AGAIN = "open it in Excel, save it again as an Excel Workbook (.xlsx) and send that"
NOT_A_WORKBOOK = f"This file is not an Excel workbook: {SAVE_AGAIN}."
DAMAGED = f"This workbook is damaged or incomplete: {SAVE_AGAIN}."
OLD_OR_LOCKED = (
    "This is an old Excel (.xls) file or one locked with a password: "
    "save it as an Excel Workbook (.xlsx) without a password and send that."
)
TOO_LARGE = (
    "This workbook is far larger than a return: "
    "fill in the form as it was sent, without further data in it, and send that."
)

_OLE_HEADER = bytes.fromhex("D0CF11E0")
_XML_NAMES = (".xml", ".rels")
# `<` after a byte order mark, blanks, or the zero byte of UTF-16.
_LOOKS_LIKE_XML = re.compile(rb"[\x00\xef\xbb\xbf\xff\xfe\s]*<")


def look_over(data: bytes) -> None:
    """Refuse bytes that are no workbook, or one made to exhaust whoever opens it.

    Raises CannotRead. A file that passes is a zip with a workbook's parts, whose XML is whole,
    declares no document type, and holds no more than MAX_CELLS cells.
    """
    if data.startswith(_OLE_HEADER):
        raise CannotRead(OLD_OR_LOCKED)
    if not data.startswith(b"PK"):
        raise CannotRead(NOT_A_WORKBOOK)
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _check_entries(package.infolist())
            tally = _Tally()
            for entry in package.infolist():
                with package.open(entry) as part:
                    _scan(part, entry.filename.lower().endswith(_XML_NAMES), tally)
    except CannotRead:
        raise
    except Exception:
        # zipfile lets through whatever damage runs into: besides its own error, those of zlib and
        # lzma, of decoding names, of seeking before the start. Fuzzing keeps finding more.
        raise CannotRead(DAMAGED) from None


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
        raise CannotRead(NOT_A_WORKBOOK)
    if any(entry.flag_bits & 1 for entry in entries):
        raise CannotRead(OLD_OR_LOCKED)
    if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_BYTES:
        raise CannotRead(TOO_LARGE)
    for entry in entries:
        is_large = entry.file_size > RATIO_COUNTS_FROM
        if is_large and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise CannotRead(TOO_LARGE)


class _Tally:
    """Counts what all parts of a package hold together, and refuses too much of it."""

    def __init__(self) -> None:
        self._elements = 0
        self._cells = 0
        self._covered = 0
        self._depth = 0

    def begin_part(self) -> None:
        self._depth = 0

    def enter(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        kind = name.rpartition(":")[2]
        if kind == "c":
            self._cells += 1
        elif kind in ("mergeCell", "hyperlink"):
            # openpyxl makes an object for every cell of a merged or linked range: one merge of a
            # whole sheet would be 17 thousand million of them.
            self._covered += _area(attributes.get("ref", ""))
        if (
            self._elements > MAX_ELEMENTS
            or self._cells > MAX_CELLS
            or self._covered > MAX_CELLS
            or self._depth > MAX_DEPTH
        ):
            raise CannotRead(TOO_LARGE)

    def leave(self, _name: str) -> None:
        self._depth -= 1


def _scan(part: IO[bytes], is_xml: bool, tally: _Tally) -> None:
    """Count a part's elements. A part's name proves nothing: whatever looks like XML is counted,
    but only what calls itself XML must be whole (Excel's own drawings in VML are not)."""
    chunk = part.read(4096)
    if is_xml or _LOOKS_LIKE_XML.match(chunk):
        tally.begin_part()
        parser = expat.ParserCreate()
        parser.StartElementHandler = tally.enter
        parser.EndElementHandler = tally.leave
        parser.StartDoctypeDeclHandler = _refuse_document_type
        try:
            while chunk:
                parser.Parse(chunk, False)
                chunk = part.read(1 << 16)
            parser.Parse(b"", True)
        except expat.ExpatError:
            if is_xml:
                raise CannotRead(DAMAGED) from None
    # Read to the end all the same: that is what verifies the part's checksum.
    while part.read(1 << 20):
        pass


def _refuse_document_type(*_: object) -> None:
    # No spreadsheet program writes one, and entity tricks need one.
    raise CannotRead(NOT_A_WORKBOOK)


def _area(reference: str) -> int:
    first, colon, last = reference.upper().replace("$", "").partition(":")
    if not colon:
        return 1
    try:
        (top, left), (bottom, right) = position_of(first), position_of(last)
    except ValueError:
        # A whole row or column: more than any return needs.
        return MAX_CELLS + 1
    return (abs(bottom - top) + 1) * (abs(right - left) + 1)
