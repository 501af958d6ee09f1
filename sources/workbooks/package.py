"""The zip that a modern workbook is: its parts, opened within limits and never unpacked to disk.

What the parts say is `spreadsheet_ml` and `open_document`.
"""

import zipfile
from collections.abc import Callable, Collection
from io import BytesIO
from typing import Any
from xml.parsers import expat

from sources.workbooks.cells import CannotRead
from sources.workbooks.limits import (
    DAMAGED,
    LOCKED,
    MAX_BYTES,
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_ENTRIES,
    MAX_RATIO,
    MAX_UNFINISHED,
    NOT_A_WORKBOOK,
    RATIO_COUNTS_FROM,
    TOO_LARGE,
)

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]

_CHUNK = 1 << 20


class Package:
    """The parts of a zip. Every failing is CannotRead: parts are the sender's, not ours."""

    def __init__(self, data: bytes) -> None:
        self._zip = _opened(data)
        self._entries = {entry.filename: entry for entry in self._zip.infolist()}
        self._folded = {name.casefold(): name for name in self._entries}
        self._elements = 0
        _check(self._zip.infolist())

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._folded

    @property
    def names(self) -> list[str]:
        return list(self._entries)

    def read(self, name: str) -> bytes:
        """A part whole. Raises CannotRead if it is missing or does not check out."""
        entry = self._entries.get(self._folded.get(name.casefold(), name))
        if entry is None:
            raise CannotRead(DAMAGED)
        try:
            with self._zip.open(entry) as part:
                # An entry may hold more than it says.
                data = part.read(entry.file_size + 1)
        except Exception:
            # Besides zipfile's own error: those of zlib, of names, of seeking.
            data = None
        if data is None or len(data) != entry.file_size:
            raise CannotRead(DAMAGED)
        return data

    def scan(
        self,
        name: str,
        roots: Collection[str],
        start: Start,
        end: End | None = None,
        characters: Callable[[str], None] | None = None,
    ) -> None:
        """Run handlers over a part's XML; elements are named `namespace}name`.

        Raises CannotRead for XML that is not whole, begins with another element than one of
        `roots`, declares a document type (no spreadsheet program writes one, and entity tricks
        need one), or is too large or deep.
        """
        data = self.read(name)
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        depth = 0
        left = MAX_ELEMENTS - self._elements

        def entered(tag: str, attributes: Attributes) -> None:
            nonlocal depth, left
            if not depth and tag not in roots:
                raise CannotRead(DAMAGED)
            depth += 1
            left -= 1
            if depth > MAX_DEPTH or left < 0:
                raise CannotRead(TOO_LARGE)
            start(tag, attributes)

        def left_element(tag: str) -> None:
            nonlocal depth
            depth -= 1
            if end is not None:
                end(tag)

        parser.StartElementHandler = entered
        parser.EndElementHandler = left_element
        if characters is not None:
            parser.CharacterDataHandler = characters
        parser.StartDoctypeDeclHandler = _refuse_document_type
        try:
            for at in range(0, len(data), _CHUNK):
                parser.Parse(data[at : at + _CHUNK], False)
                if at + _CHUNK - parser.CurrentByteIndex > MAX_UNFINISHED:
                    raise CannotRead(TOO_LARGE)
            parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, ValueError, OverflowError):
            # LookupError and ValueError come from handlers as well: what leads nowhere, or is no
            # number.
            raise CannotRead(DAMAGED) from None
        self._elements = MAX_ELEMENTS - left


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(BytesIO(data))
    except Exception:
        # zipfile lets through whatever damage runs into, besides its own error. Refusals are
        # raised outside of it: an exception carries what it was caught with.
        pass
    raise CannotRead(DAMAGED)


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise CannotRead(LOCKED)
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise CannotRead(TOO_LARGE)
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) < len(names):
        # Two programs would read two different workbooks out of it.
        raise CannotRead(DAMAGED)
    if all(entry.header_offset > 0 for entry in entries) and entries:
        # Something stands before the zip: another one, perhaps, for another program to read.
        raise CannotRead(DAMAGED)
    for entry in entries:
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise CannotRead(DAMAGED)
        is_large = entry.file_size > RATIO_COUNTS_FROM
        if is_large and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise CannotRead(TOO_LARGE)


def _refuse_document_type(*_: Any) -> None:
    raise CannotRead(NOT_A_WORKBOOK)
