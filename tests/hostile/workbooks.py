"""A small right workbook, part by part, for other modules to put something wrong into.

Nothing here is nasty.
"""

from tests.hostile.case import SECRET
from tests.hostile.packing import Part, a_zip

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

TYPES, ROOT_RELS = "[Content_Types].xml", "_rels/.rels"
BOOK, BOOK_RELS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEET, STYLES, STRINGS = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"

# Two cells: a shared text and a number.
ROWS = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>42</v></c></row>'
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def sheet(inside: str, before: str = "", after: str = "") -> bytes:
    """A worksheet: `inside` its rows, and what stands before and after them."""
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}">'
        f"{before}<sheetData>{inside}</sheetData>{after}</worksheet>"
    ).encode()


def book(sheets: str = '<sheet name="One" sheetId="1" r:id="rId1"/>', before: str = "") -> bytes:
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}">'
        f"{before}<sheets>{sheets}</sheets></workbook>"
    ).encode()


def relationship(number: int, kind: str, target: str, more: str = "") -> str:
    return (
        f'<Relationship Id="rId{number}" Type="{RELATIONSHIPS}/{kind}" Target="{target}" {more}/>'
    )


BOOK_PARTS = relationship(8, "styles", "styles.xml") + relationship(
    9, "sharedStrings", "sharedStrings.xml"
)


def relationships(inside: str) -> bytes:
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'.encode()


def styles(xfs: str = '<xf numFmtId="0"/>', formats: str = "") -> bytes:
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}">{formats}<cellXfs>{xfs}</cellXfs></styleSheet>'.encode()
    )


def strings(inside: str = f"<si><t>{SECRET}</t></si>") -> bytes:
    return f'{HEAD}<sst xmlns="{MAIN}">{inside}</sst>'.encode()


def parts() -> dict[str, bytes]:
    """The parts of a right workbook with one sheet `One`: A1 is SECRET, B1 is 42."""
    types = (
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{BOOK}" ContentType="{SPREADSHEET}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{SPREADSHEET}.worksheet+xml"/>'
        f'<Override PartName="/{STYLES}" ContentType="{SPREADSHEET}.styles+xml"/>'
        f'<Override PartName="/{STRINGS}" ContentType="{SPREADSHEET}.sharedStrings+xml"/>'
    )
    return {
        TYPES: f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{types}</Types>'.encode(),
        ROOT_RELS: relationships(relationship(1, "officeDocument", BOOK)),
        BOOK: book(),
        BOOK_RELS: relationships(
            relationship(1, "worksheet", "worksheets/sheet1.xml") + BOOK_PARTS
        ),
        STYLES: styles(),
        STRINGS: strings(),
        SHEET: sheet(ROWS),
    }


def a_workbook(
    changed: dict[str, bytes] | None = None,
    *,
    without: tuple[str, ...] = (),
    more: tuple[Part, ...] = (),
) -> bytes:
    """The right workbook with some parts changed, left out, or added."""
    kept = {name: data for name, data in (parts() | (changed or {})).items() if name not in without}
    return a_zip([*(Part(name, data) for name, data in kept.items()), *more])


def with_rows(inside: str, before: str = "", after: str = "") -> bytes:
    """The right workbook with other rows in its sheet."""
    return a_workbook({SHEET: sheet(inside, before, after)})


def with_part(part: Part) -> bytes:
    """The right workbook with one part made elsewhere in place of its own."""
    return a_workbook(without=(str(part.name),), more=(part,))
