"""Sheets, cells and addresses that no spreadsheet program would write.

What cells hold is `values`; the workbook around the sheets is `books`.
"""

from collections.abc import Callable

from tests.hostile.case import DAMAGED, LARGER, SECRET, Case, Read, Refused
from tests.hostile.packing import Part, much
from tests.hostile.workbooks import (
    ROWS,
    SHEET,
    STRINGS,
    STYLES,
    a_workbook,
    sheet,
    strings,
    styles,
    with_part,
    with_rows,
)
from tests.hostile.xml_parts import NOISE

RIGHT = Read(2, {"A1": SECRET, "B1": "42"})
ONE = Read(1, {"A1": "1"})


def cell(address: str, inside: str = "<v>1</v>", more: str = "") -> str:
    return f'<c r="{address}" {more}>{inside}</c>'


def row(number: object, cells: str = "", more: str = "") -> str:
    return f'<row r="{number}" {more}>{cells}</row>'


A1 = row(1, cell("A1"))


def at(address: str) -> bytes:
    """One cell with the number 1 at an address, in a row that does not contradict it."""
    return with_rows(f"<row>{cell(address)}</row>")


def repeated(before: str, block: str, times: int, after: str = "") -> bytes:
    """A sheet with a block many times among its rows."""
    start, end = sheet(before + "|" + after).split(b"|", 1)
    return with_part(much(SHEET, start, block.encode(), times, end))


def letters(column: int) -> str:
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def rows(first: int, last: int) -> str:
    return "".join(f'<row r="{n}"/>' for n in range(first, last + 1))


def across(count: int, inside: str) -> bytes:
    return with_rows(row(1, "".join(cell(f"{letters(n)}1", inside) for n in range(1, count + 1))))


def after(words: str) -> bytes:
    return with_rows(ROWS, after=words)


def stretches(count: int, words: str) -> bytes:
    """Rows of noise keep what is the same many times from being packed too small."""
    start, end = sheet(ROWS).split(b"<sheetData>", 1)
    noise = b"<a>" + NOISE[:1_500] + b"</a>"
    block = noise + words.encode() * 1_000
    return with_part(
        much(SHEET, start + b"<cols>", block, count // 1_000, b"</cols><sheetData>" + end)
    )


def long_text(count: int) -> bytes:
    """One long text that many cells share; its escaped line break invites a copy for each."""
    text = "_x000D_" + SECRET * 3_000
    whole = "".join(
        row(n, "".join(cell(f"{letters(m)}{n}", "<v>0</v>", 't="s"') for m in range(1, 101)))
        for n in range(1, count // 100 + 1)
    )
    return a_workbook({STRINGS: strings(f"<si><t>{text}</t></si>"), SHEET: sheet(whole)})


def shared(index: str) -> bytes:
    return with_rows(row(1, cell("A1", f"<v>{index}</v>", 't="s"')))


def styled(index: str) -> bytes:
    return with_rows(row(1, cell("A1", more=f's="{index}"')))


def format_code(code: str) -> bytes:
    formats = f'<numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts>'
    return a_workbook(
        {
            STYLES: styles('<xf numFmtId="0"/><xf numFmtId="200"/>', formats),
            SHEET: sheet(row(1, cell("A1", more='s="1"'))),
        }
    )


def parts_of_one_sheet(count: int) -> str:
    return "".join(row(n, cell(f"A{n}")) for n in range(1, count + 1))


NO_ADDRESSES = {
    "a word": "banana",
    "no row": "A",
    "row 0": "A0",
    "a negative row": "A-1",
    "digits first": "1A",
    "four letters": "AAAA1",
    "a range": "A1:B2",
    "twenty digits": "A99999999999999999999",
    "Arabic digits": "A\u0661",
    "a line break": "A1&#10;",
}


def _case(name: str, made: str, build: Callable[[], bytes], verdict: Refused | Read) -> Case:
    return Case(f"sheet: {name}", made, build, verdict)


def _damaged(name: str, made: str, build: Callable[[], bytes]) -> Case:
    return _case(name, made, build, Refused(DAMAGED))


def _larger(name: str, made: str, build: Callable[[], bytes]) -> Case:
    return _case(name, made, build, Refused(LARGER))


CASES = [
    _case("a million empty rows", "1,048,575 rows without cells after a right one.",
          lambda: with_rows(ROWS + rows(2, 1_048_576)), RIGHT),
    _case("16,384 empty columns", "A row with an empty cell in every column.",
          lambda: across(16_384, ""), Read(0)),
    _larger("16,384 full columns", "A row with a number in every column.",
            lambda: across(16_384, "<v>1</v>")),
    _larger("too many cells", "500,100 empty cells in one row.",
            lambda: repeated('<row r="1">', "<c/>" * 100 + "<!--" + NOISE[:60].decode() + "-->",
                             5_001, "</row>")),
    _larger("the last cell of all", "A number at XFD1048576.", lambda: at("XFD1048576")),
    _case("the last cell of all, empty", "An empty cell at XFD1048576.",
          lambda: with_rows(ROWS + row(1_048_576, cell("XFD1048576", ""))), RIGHT),
    _larger("row 20,001", "A number in the first row beyond the limit.", lambda: at("A20001")),
    _larger("column 201", "A number in the first column beyond the limit.", lambda: at("GS1")),
    _case("the last cell within the limits", "A number at GR20000.", lambda: at("GR20000"),
          Read(1, {"GR20000": "1"})),
    *(_damaged(f"an address that is {what}", f"A cell's address is {what}.",
               lambda address=address: at(address)) for what, address in NO_ADDRESSES.items()),
    *(_damaged(f"a row numbered {number}", f"A row says its number is {number}.",
               lambda number=number: with_rows(row(number, "<c><v>1</v></c>")))
      for number in ("-5", "0", "1.5", "x", "1_0")),
    _case("a cell of another row", "Row 5 holds a cell that says A1, which is what counts.",
          lambda: with_rows(row(5, cell("A1"))), Read(1, {"A1": "1"})),
    _case("a cell twice", "Two different numbers at A1, of which the later counts.",
          lambda: with_rows(row(1, cell("A1") + cell("A1", "<v>2</v>"))), Read(1, {"A1": "2"})),
    _case("a row twice", "Two rows numbered 1, each with its own A1.",
          lambda: with_rows(A1 + row(1, cell("A1", "<v>2</v>"))), Read(1, {"A1": "2"})),
    _case("rows upside down", "Row 2 stands before row 1.",
          lambda: with_rows(row(2, cell("A2")) + A1), Read(2, {"A1": "1", "A2": "1"})),
    _case("no addresses at all", "Rows and cells without addresses, which is allowed.",
          lambda: with_rows("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
          Read(3, {"A1": "1", "B1": "2", "A2": "3"})),
    _damaged("a cell within a cell", "A cell inside another.",
             lambda: with_rows(row(1, cell("A1", cell("B1"))))),
    _larger("a merge of the whole sheet", "One merged area A1:XFD1048576.",
            lambda: after('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    _larger("60,000 merges", "As many merged pairs of cells.",
            lambda: after("<mergeCells>" + "".join(f'<mergeCell ref="A{n}:B{n}"/>'
                          for n in range(1, 60_001)) + "</mergeCells>")),
    _damaged("a merge of nothing", "A merged area named banana.",
             lambda: after('<mergeCells><mergeCell ref="banana"/></mergeCells>')),
    _case("a link over the whole sheet", "One hyperlink over A1:XFD1048576 to an address.",
          lambda: after('<hyperlinks><hyperlink ref="A1:XFD1048576" r:id="rId9"/></hyperlinks>'),
          RIGHT),
    _case("every column hidden", "One hidden stretch over all columns and far more.",
          lambda: with_rows(ROWS, '<cols><col min="1" max="4294967295" hidden="1"/></cols>'),
          Read(2, hidden=("A1", "B1"))),
    _case("hidden a million times", "A million hidden stretches over the first 200 columns.",
          lambda: stretches(1_000_000, '<col min="1" max="200" hidden="1"/>'),
          Refused(LARGER)),
    _case("a long text in 100,000 cells", "A text of 30,000 characters that all cells share.",
          lambda: long_text(100_000), Read(100_000)),
    _case("rules for a million places", "A validation that names 100,000 areas.",
          lambda: after('<dataValidations><dataValidation sqref="' + "A1:XFD1048576 " * 100_000
                        + '"/></dataValidations>'), RIGHT),
    *(_damaged(f"text number {index}", f"A cell refers to shared text {index} of one.",
               lambda index=index: shared(index))
      for index in ("1", "-1", "4294967296", "x", "1e9")),
    *(_damaged(f"style {index}", f"A cell refers to style {index} of one.",
               lambda index=index: styled(index)) for index in ("1", "-1", "x")),
    _case("a number format of 200,000 brackets", "A format of opening brackets only.",
          lambda: format_code("[" * 200_000), ONE),
    _case("a number format of 200,000 quotes", "A format of quotation marks only, one too many.",
          lambda: format_code("&quot;" * 200_001), ONE),
    _case("a number format of 200,000 strokes", "A format of backslashes only.",
          lambda: format_code("\\" * 200_001), ONE),
    _damaged("a number format without a number", "A format whose number is a word.",
             lambda: a_workbook({STYLES: styles(
                 formats='<numFmts><numFmt numFmtId="x" formatCode="0"/></numFmts>')})),
    _damaged("a sheet of something else", "The sheet's part is a picture.",
             lambda: with_part(Part(SHEET, b"\x89PNG\r\n\x1a\n" + SECRET.encode()))),
]  # fmt: skip
