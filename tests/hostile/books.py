"""Workbooks whose sheets are missing, doubled, too many, elsewhere, or no sheets at all.

What stands on a sheet is `sheets`.
"""

from collections.abc import Callable

from tests.hostile.case import (
    DAMAGED,
    LARGER,
    NO_SHEET,
    NOT_A_WORKBOOK,
    SECRET,
    Case,
    Read,
    Refused,
)
from tests.hostile.packing import Part
from tests.hostile.workbooks import (
    BOOK,
    BOOK_PARTS,
    BOOK_RELS,
    ROOT_RELS,
    ROWS,
    SHEET,
    STRINGS,
    STYLES,
    TYPES,
    a_workbook,
    book,
    relationship,
    relationships,
    sheet,
)

RIGHT = Read(2, {"A1": SECRET, "B1": "42"})
HOSTILE_TARGETS = {
    "the workbook itself": "workbook.xml",
    "the relationships": "_rels/workbook.xml.rels",
    "a part that is not there": "worksheets/sheet9.xml",
    "a file of the system": "../../../../../etc/passwd",
    "a folder": "worksheets/",
}


def entry(name: str, number: int = 1, more: str = "") -> str:
    return f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}" {more}/>'


def named(*names: str) -> bytes:
    """A workbook with one sheet of each name, all of them the same part."""
    sheets = "".join(entry(name, number) for number, name in enumerate(names, start=1))
    links = "".join(
        relationship(number, "worksheet", "worksheets/sheet1.xml")
        for number in range(1, len(names) + 1)
    )
    links += BOOK_PARTS.replace("rId8", "rIdA").replace("rId9", "rIdB")
    return a_workbook({BOOK: book(sheets), BOOK_RELS: relationships(links)})


def leading_to(target: str, more: str = "", kind: str = "worksheet") -> bytes:
    links = relationship(1, kind, target, more) + BOOK_PARTS
    return a_workbook({BOOK_RELS: relationships(links)})


def one_part(count: int, inside: str) -> bytes:
    """Many sheets that are all the same part."""
    sheets = "".join(entry(f"{SECRET} {n}", n) for n in range(1, count + 1))
    links = "".join(
        relationship(n, "worksheet", "worksheets/sheet1.xml") for n in range(1, count + 1)
    )
    return a_workbook({BOOK: book(sheets), BOOK_RELS: relationships(links), SHEET: sheet(inside)})


def with_macros() -> bytes:
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    links = relationship(1, "worksheet", "worksheets/sheet1.xml") + BOOK_PARTS
    links += f'<Relationship Id="rId7" Type="{kind}" Target="vbaProject.bin"/>'
    junk = bytes.fromhex("D0CF11E0A1B11AE1") + SECRET.encode() * 100
    return a_workbook({BOOK_RELS: relationships(links)}, more=(Part("xl/vbaProject.bin", junk),))


def root_leading_to(*targets: str) -> bytes:
    links = "".join(relationship(n, "officeDocument", t) for n, t in enumerate(targets, start=1))
    return a_workbook({ROOT_RELS: relationships(links)})


def text_rows(count: int) -> str:
    return "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, count + 1))


def _case(name: str, made: str, build: Callable[[], bytes], verdict: Refused | Read) -> Case:
    return Case(f"book: {name}", made, build, verdict)


def _damaged(name: str, made: str, build: Callable[[], bytes]) -> Case:
    return _case(name, made, build, Refused(DAMAGED))


CASES = [
    _case("no sheets", "A workbook that lists no sheet.", lambda: a_workbook({BOOK: book("")}),
          Refused(NO_SHEET)),
    _case("only a chart", "The only sheet is a chart.",
          lambda: leading_to("worksheets/sheet1.xml", kind="chartsheet"), Refused(NO_SHEET)),
    _case("only an old macro sheet", "The only sheet is one of Excel 4 macros.",
          lambda: leading_to("worksheets/sheet1.xml", kind="xlMacrosheet"), Refused(NO_SHEET)),
    _case("10,000 sheets", "As many sheets, each of them listed.",
          lambda: one_part(10_000, ROWS), Refused(LARGER)),
    _case("one part as 400 sheets", "400 sheets that are one part of 2,000 numbers.",
          lambda: one_part(400, text_rows(2_000)), Refused(LARGER)),
    _case("one part of nothing as 400 sheets", "400 sheets that are one part of 20,000 empty rows.",
          lambda: one_part(400, "<row/>" * 20_000), Refused(LARGER)),
    _damaged("two sheets of one name", "Two sheets named One.", lambda: named("One", "One")),
    _damaged("two sheets of one name but for case", "Sheets named One and ONE.",
             lambda: named("One", "ONE")),
    _damaged("a sheet without a name", "A sheet's name is empty.", lambda: named("")),
    _damaged("a sheet name of 10,000 letters", "A sheet's name is far longer than 31 letters.",
             lambda: named("z" * 10_000)),
    _damaged("a sheet name over two lines", "A sheet's name with a line break and a tab.",
             lambda: named("O&#10;n&#9;e")),
    _case("a hidden sheet", "The only sheet is very hidden.",
          lambda: a_workbook({BOOK: book(entry("One", more='state="veryHidden"'))}),
          Read(2, hidden=("A1", "B1"))),
    *(_damaged(f"a sheet that is {what}", f"The sheet's relationship leads to {what}.",
               lambda target=target: leading_to(target))
      for what, target in HOSTILE_TARGETS.items()),
    _case("a sheet that is nothing", "The sheet's relationship leads nowhere.",
          lambda: leading_to(""), Refused(DAMAGED)),
    _case("a sheet at an address", "The only sheet's relationship leads outside, over http.",
          lambda: leading_to("http://192.0.2.1/sheet1.xml", 'TargetMode="External"'),
          Refused(DAMAGED)),
    _damaged("a sheet at an address, unsaid", "The same, without saying that it is outside.",
             lambda: leading_to("http://192.0.2.1/sheet1.xml")),
    _damaged("a sheet that is the texts", "The sheet's relationship leads to the shared texts.",
             lambda: leading_to("sharedStrings.xml")),
    _case("a sheet from the root", "The relationship gives the part's whole name.",
          lambda: leading_to("/xl/worksheets/sheet1.xml"), RIGHT),
    _case("a sheet by a detour", "The relationship climbs out and comes back.",
          lambda: leading_to("../xl/../xl/worksheets/./sheet1.xml"), RIGHT),
    _case("a sheet without a relationship", "The only sheet's relationship is not there.",
          lambda: a_workbook({BOOK_RELS: relationships(BOOK_PARTS)}), Refused(DAMAGED)),
    _damaged("a second sheet without a relationship", "One of two sheets leads nowhere.",
             lambda: a_workbook({BOOK: book(entry("One") + entry("Two", 2))})),
    _damaged("one relationship twice", "Two relationships of one id, to different sheets.",
             lambda: a_workbook({BOOK_RELS: relationships(
                 relationship(1, "worksheet", "worksheets/sheet1.xml")
                 + relationship(1, "worksheet", "worksheets/sheet2.xml") + BOOK_PARTS),
                 "xl/worksheets/sheet2.xml": sheet("")})),
    _damaged("no sheet part", "The sheet's part is not there.",
             lambda: a_workbook(without=(SHEET,))),
    _damaged("no texts", "The shared texts that a cell refers to are not there.",
             lambda: a_workbook(without=(STRINGS,))),
    _case("no styles", "The styles that no cell refers to are not there.",
          lambda: a_workbook(without=(STYLES,)), RIGHT),
    _damaged("no workbook part", "The workbook's part is not there.",
             lambda: a_workbook(without=(BOOK,))),
    _case("no content types", "The list of content types is not there.",
          lambda: a_workbook(without=(TYPES,)), Refused(NOT_A_WORKBOOK)),
    _case("no way in", "The package's own relationships are not there.",
          lambda: a_workbook(without=(ROOT_RELS,)), Refused(NOT_A_WORKBOOK)),
    _case("two ways in", "The package leads to two workbooks.",
          lambda: root_leading_to(BOOK, "xl/other.xml"), Refused(NOT_A_WORKBOOK)),
    _case("a way in to itself", "The package leads to its own relationships.",
          lambda: root_leading_to(ROOT_RELS), Refused(DAMAGED)),
    _case("macros", "A right workbook with a macro project, which nobody looks at.", with_macros,
          RIGHT),
]  # fmt: skip
