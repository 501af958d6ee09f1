"""Excel's modern format (.xlsx, .xlsm): what its parts say of the workbook as a whole.

Which sheets there are, the texts and number formats that cells refer to. The cells themselves are
`worksheet`. Macros, links to elsewhere and drawings are never looked at.
"""

import posixpath
from dataclasses import dataclass, field
from datetime import datetime

from sources.workbooks.cells import CannotRead, Workbook, check_name
from sources.workbooks.limits import (
    DAMAGED,
    MAX_CELLS,
    MAX_SHEETS,
    MAX_SHORT_TEXT,
    MAX_TEXT,
    NO_SHEETS,
    NOT_A_WORKBOOK,
    TOO_LARGE,
)
from sources.workbooks.notation import TRUE, unescaped
from sources.workbooks.number_formats import BUILT_IN, EPOCH_1900, EPOCH_1904, GENERAL
from sources.workbooks.package import Attributes, Package
from sources.workbooks.worksheet import SharedFacts, read_sheet

# Each name stands in a transitional and in a strict form of the format.
_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "http://purl.oclc.org/ooxml/spreadsheetml/main}",
)
CONTENT_TYPES = "[Content_Types].xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_TYPES = (f"{_PACKAGE}content-types}}Types",)
_RELATIONSHIPS = (f"{_PACKAGE}relationships}}Relationships",)
_LINKS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


@dataclass
class _Book:
    """What the workbook part says."""

    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    epoch: datetime = EPOCH_1900
    must_recalculate: bool = False
    shows_precision: bool = False


def open_spreadsheet(package: Package) -> Workbook:
    """Every cell of every worksheet. Raises CannotRead."""
    home = workbook_part(package)
    book, links = _book(package, home), links_of(package, home)
    facts = SharedFacts(
        strings=_strings(package, links),
        formats=_formats(package, links),
        epoch=book.epoch,
    )
    workbook = Workbook(
        "xlsx",
        {},
        must_recalculate=book.must_recalculate,
        shows_precision=book.shows_precision,
    )
    read: set[str] = set()
    for name, state, link in book.sheets:
        if link and link not in links:
            raise CannotRead(DAMAGED)
        kind, target = links.get(link, ("", ""))
        if kind != "worksheet":
            # Charts and macro sheets hold no cells of a return.
            continue
        if target not in package or target in read:
            raise CannotRead(DAMAGED)
        check_name(name, workbook.sheets)
        read.add(target)
        workbook.sheets[name] = read_sheet(package, target, name, state != "visible", facts)
        if workbook.cell_count > MAX_CELLS:
            raise CannotRead(TOO_LARGE)
    if not workbook.sheets:
        raise CannotRead(NO_SHEETS)
    return workbook


def workbook_part(package: Package) -> str:
    if "_rels/.rels" not in package:
        raise CannotRead(NOT_A_WORKBOOK)
    # Nothing in it is needed, but no part that says what the package is may play tricks.
    package.scan(CONTENT_TYPES, _TYPES, lambda _tag, _attributes: None)
    found = [target for kind, target in links_of(package, "").values() if kind == "officeDocument"]
    if len(found) != 1:
        raise CannotRead(NOT_A_WORKBOOK)
    return found[0]


def links_of(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """A part's relationships by id: the kind of each and the part it leads to, inside only."""
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    links: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if tag.rpartition("}")[2] != "Relationship":
            return
        if attributes.get("Id", "") in links:
            raise CannotRead(DAMAGED)
        kind = attributes.get("Type", "")
        target = attributes.get("Target", "")
        is_known = kind.startswith(_LINKS)
        if is_known and attributes.get("TargetMode", "Internal") == "Internal" and target:
            whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            links[attributes.get("Id", "")] = (kind.rpartition("/")[2], whole)

    if source in package:
        package.scan(source, _RELATIONSHIPS, start)
    return links


def _book(package: Package, part: str) -> _Book:
    book = _Book()

    def start(tag: str, attributes: Attributes) -> None:
        name = _own(tag)
        if name == "sheet":
            links = (attributes.get(f"{space}}}id") for space in _LINKS)
            link = next((found for found in links if found is not None), "")
            state = attributes.get("state", "visible")
            book.sheets.append((attributes.get("name", ""), state, link))
            if len(book.sheets) > MAX_SHEETS:
                raise CannotRead(TOO_LARGE)
        elif name == "workbookPr" and attributes.get("date1904") in TRUE:
            book.epoch = EPOCH_1904
        elif name == "calcPr":
            # Set by programs that write formulas' results without working them out.
            book.must_recalculate = attributes.get("fullCalcOnLoad") in TRUE
            book.shows_precision = attributes.get("fullPrecision", "1") not in TRUE

    package.scan(part, _roots("workbook"), start)
    return book


def _strings(package: Package, links: dict[str, tuple[str, str]]) -> list[str]:
    """The texts that cells refer to by number; how characters sound (in Japanese) is left out."""
    part = next((target for kind, target in links.values() if kind == "sharedStrings"), None)
    strings: list[str] = []
    if part is None or part not in package:
        return strings
    pieces: list[str] = []
    is_text, sounds, length = False, 0, 0

    def start(tag: str, _attributes: Attributes) -> None:
        nonlocal is_text, sounds, length
        name = _own(tag)
        if name == "t":
            is_text = sounds == 0
        elif name == "rPh":
            sounds += 1
        elif name == "si":
            pieces.clear()
            length = 0

    def end(tag: str) -> None:
        nonlocal is_text, sounds
        name = _own(tag)
        if name == "t":
            is_text = False
        elif name == "rPh":
            sounds -= 1
        elif name == "si":
            strings.append(unescaped("".join(pieces)))

    def characters(text: str) -> None:
        nonlocal length
        if is_text:
            pieces.append(text)
            length += len(text)
            if length > MAX_TEXT:
                raise CannotRead(TOO_LARGE)

    package.scan(part, _roots("sst"), start, end, characters)
    return strings


def _formats(package: Package, links: dict[str, tuple[str, str]]) -> list[str]:
    """Number formats by the style that cells refer to."""
    part = next((target for kind, target in links.values() if kind == "styles"), None)
    named: dict[int, str] = {}
    used: list[int] = []
    # Formats of conditional looks have the same elements elsewhere.
    inside = ""

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal inside
        name = _own(tag)
        if name in ("numFmts", "cellXfs"):
            inside = name
        elif name == "numFmt" and inside == "numFmts":
            code = attributes.get("formatCode", GENERAL)
            named[int(attributes.get("numFmtId", ""))] = code[:MAX_SHORT_TEXT]
        elif name == "xf" and inside == "cellXfs":
            used.append(int(attributes.get("numFmtId", "0")))

    def end(tag: str) -> None:
        nonlocal inside
        if _own(tag) in ("numFmts", "cellXfs"):
            inside = ""

    if part is not None and part in package:
        package.scan(part, _roots("styleSheet"), start, end)
    return [named.get(number) or BUILT_IN.get(number, GENERAL) for number in used]


def _roots(name: str) -> tuple[str, ...]:
    return tuple(space + name for space in _MAIN)


def _own(tag: str) -> str:
    """An element's name if it is of the spreadsheet's own namespace, else empty."""
    space, brace, name = tag.partition("}")
    return name if space + brace in _MAIN else ""
