"""The reading door for workbooks: what comes through it, and what it refuses."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart

from sources.workbooks.cells import CannotRead, Cell
from sources.workbooks.door import open_file


def saved(change: Callable[[Any], None]) -> bytes:
    book: Any = openpyxl.Workbook()
    book.active.title = "One"
    change(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def cell_of(value: object, number_format: str = "General") -> Cell | None:
    def change(book: Any) -> None:
        book.active["B2"] = value
        book.active["B2"].number_format = number_format

    return open_file(saved(change)).sheets["One"].cells.get("B2")


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same zip with some parts changed."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return buffer.getvalue()


def with_sheet_xml(xml: bytes, plain: bytes | None = None) -> bytes:
    data = plain or saved(lambda book: None)
    return repacked(data, lambda name, old: xml if name.endswith("sheet1.xml") else old)


def sheet_xml(inside: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{space}">{inside}</worksheet>'.encode()


@pytest.mark.parametrize(
    ("value", "text", "number"),
    [
        (95.9, "95.9", "95.9"),
        (0.1 + 0.2, "0.3", "0.3"),
        (0, "0", "0"),
        (1e15, "1000000000000000", "1000000000000000"),
        (-12, "-12", "-12"),
        ("n/a", "n/a", None),
        ("  spaced ", "  spaced ", None),
        ("line one\nline two \N{SNOWMAN}", "line one\nline two \N{SNOWMAN}", None),
        (True, "TRUE", None),
        (False, "FALSE", None),
        (date(2023, 10, 24), "2023-10-24", None),
        (datetime(2023, 10, 24, 9, 30), "2023-10-24T09:30:00", None),
        (time(9, 30), "09:30:00", None),
    ],
)
def test_a_cell_keeps_what_was_typed(value: object, text: str, number: str | None) -> None:
    number_format = "yyyy-mm-dd" if isinstance(value, date) else "General"
    if isinstance(value, time):
        number_format = "hh:mm"
    cell = cell_of(value, number_format)
    assert cell is not None
    assert (cell.text, cell.number) == (
        text,
        None if number is None else Decimal(number),
    )
    assert cell.error is None


def test_empty_cells_are_left_out() -> None:
    assert cell_of(None) is None
    assert cell_of("") is None


def test_a_number_too_long_to_write_out_is_kept() -> None:
    cell = cell_of(1e300)
    assert cell is not None
    assert cell.number == Decimal("1E+300")


@pytest.mark.parametrize("code", ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?"])
def test_an_error_cell_keeps_its_code(code: str) -> None:
    cell = cell_of(code)
    assert cell is not None
    assert (cell.error, cell.text, cell.number) == (code, code, None)


def test_the_number_format_is_kept() -> None:
    cell = cell_of(0.873, "0.0%")
    assert cell is not None
    assert (cell.number, cell.number_format) == (Decimal("0.873"), "0.0%")


def test_a_formula_that_was_never_calculated_is_an_error_not_a_blank() -> None:
    cell = cell_of("=1+1")
    assert cell is not None
    assert cell.is_formula
    assert cell.error == cell.text == "#NOT-CALCULATED"


def test_a_calculated_formula_gives_its_result() -> None:
    row = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"</f><v>a</v></c>'
        '<c r="C1" t="str"><f>""</f><v></v></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    data = with_sheet_xml(sheet_xml(f"<sheetData>{row}</sheetData>"))
    cells = next(iter(open_file(data).sheets.values())).cells
    assert {a: (c.text, c.is_formula, c.error) for a, c in cells.items()} == {
        "A1": ("2", True, None),
        "B1": ("a", True, None),
        # C1 was calculated as an empty text, which shows nothing.
        "D1": ("#DIV/0!", True, "#DIV/0!"),
    }


def test_hidden_rows_columns_and_sheets_are_told() -> None:
    def change(book: Any) -> None:
        sheet = book.active
        for address in ("A1", "A2", "C1", "D1", "E1"):
            sheet[address] = 1
        sheet.row_dimensions[2].hidden = True
        # One stretch of hidden columns, C to D, as Excel writes it.
        sheet.column_dimensions.group("C", "D", hidden=True)
        book.create_sheet("Two")["A1"] = 1
        book["Two"].sheet_state = "veryHidden"

    sheets = open_file(saved(change)).sheets
    hidden = {address for address, cell in sheets["One"].cells.items() if cell.is_hidden}
    assert hidden == {"A2", "C1", "D1"}
    assert sheets["Two"].is_hidden
    assert sheets["Two"].cells["A1"].is_hidden
    assert not sheets["One"].is_hidden


def test_sheets_and_cells_come_in_order() -> None:
    def change(book: Any) -> None:
        book.create_sheet("Two")
        for address in ("B2", "A10", "A2", "AA1"):
            book.active[address] = 1

    workbook = open_file(saved(change))
    assert list(workbook.sheets) == ["One", "Two"]
    assert list(workbook.sheets["One"].cells) == ["AA1", "A2", "B2", "A10"]
    assert workbook.cell_count == 4


def test_a_merged_title_is_read_once() -> None:
    def change(book: Any) -> None:
        book.active["A1"] = "Title"
        book.active.merge_cells("A1:D2")

    assert list(open_file(saved(change)).sheets["One"].cells) == ["A1"]


def test_one_far_blank_cell_does_no_harm() -> None:
    def change(book: Any) -> None:
        book.active["A1"] = 1
        book.active["XFD1048576"].number_format = "0.0"

    assert list(open_file(saved(change)).sheets["One"].cells) == ["A1"]


def ordinary() -> bytes:
    return saved(lambda book: book.active.append([1, "two"]))


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def only_a_chart_sheet() -> bytes:
    def change(book: Any) -> None:
        book.create_chartsheet("Chart").add_chart(BarChart())
        del book["One"]

    return saved(change)


def with_password_flag() -> bytes:
    data = bytearray(ordinary())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def one_byte_turned() -> bytes:
    data = bytearray(ordinary())
    data[data.index(b"xl/worksheets/sheet1.xml") + 60] ^= 255
    return bytes(data)


def at_a_negative_place() -> bytes:
    """zipfile answers this with a ValueError of its own."""
    data = bytearray(ordinary())
    # The directory's stated size, made larger than the file, moves every part before its start.
    at = data.rindex(b"PK\x05\x06") + 16
    data[at : at + 4] = (int.from_bytes(data[at : at + 4], "little") + 5_000).to_bytes(4, "little")
    return bytes(data)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "pdf renamed": (lambda: b"%PDF-1.7", "not a delimited"),
    "an old container of nothing": (
        lambda: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600),
        "not an Excel workbook",
    ),
    "a locked zip": (with_password_flag, "password"),
    "half a workbook": (lambda: ordinary()[: len(ordinary()) // 2], "damaged"),
    "one byte turned": (one_byte_turned, "damaged"),
    "parts before the start": (at_a_negative_place, "damaged"),
    "an empty zip": (lambda: zipped({}), "not an Excel workbook"),
    "a zip of something else": (
        lambda: zipped({"a.txt": b"a"}),
        "not an Excel workbook",
    ),
    "a word document": (
        lambda: zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}),
        "not an Excel workbook",
    ),
    "a zip that only looks like one": (
        lambda: zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}),
        "not an Excel workbook",
    ),
    "a zip bomb": (
        lambda: zipped(
            {
                "[Content_Types].xml": b"<a/>",
                "xl/worksheets/sheet1.xml": bytes(30_000_000),
            }
        ),
        "larger",
    ),
    "too many parts": (
        lambda: zipped(
            {"[Content_Types].xml": b"<a/>"} | {f"xl/{n}.xml": b"<a/>" for n in range(2_000)}
        ),
        "larger",
    ),
    "only a chart sheet": (only_a_chart_sheet, "no sheet"),
    "xml cut short": (
        lambda: with_sheet_xml(sheet_xml("<sheetData><row>")[:-12]),
        "damaged",
    ),
    "xml of no sense": (
        lambda: with_sheet_xml(
            sheet_xml('<sheetData><row r="x"><c r="1"><v>a</v></c></row></sheetData>')
        ),
        "damaged",
    ),
    "a document type": (
        lambda: with_sheet_xml(
            b'<!DOCTYPE a [<!ENTITY b "c">]>' + sheet_xml("<sheetData/>").partition(b"?>")[2]
        ),
        "not an Excel workbook",
    ),
    "a document type in utf-16": (
        lambda: with_sheet_xml(
            '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16")
        ),
        "not an Excel workbook",
    ),
    "a merge of a whole sheet": (
        lambda: with_sheet_xml(
            sheet_xml('<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
        ),
        "larger",
    ),
    "deep nesting": (
        lambda: with_sheet_xml(sheet_xml("<a>" * 300 + "</a>" * 300)),
        "larger",
    ),
    "too many cells": (
        lambda: with_sheet_xml(
            sheet_xml("<sheetData><row>" + "<c/>" * 500_001 + "</row></sheetData>")
        ),
        "larger",
    ),
    "too many rows": (lambda: saved(lambda b: b.active.cell(20_001, 1, 1)), "larger"),
    "too many columns": (lambda: saved(lambda b: b.active.cell(1, 201, 1)), "larger"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(name: str) -> None:
    make, words = HOSTILE[name]
    with pytest.raises(CannotRead, match=words) as refusal:
        open_file(make())
    assert str(refusal.value).endswith(".")


def test_a_link_over_whole_columns_does_no_harm() -> None:
    links = '<hyperlinks><hyperlink ref="A:XFD"/></hyperlinks>'
    assert open_file(with_sheet_xml(sheet_xml(f"<sheetData/>{links}"))).cell_count == 0


def test_a_sheet_just_within_the_limits_is_read() -> None:
    assert open_file(saved(lambda b: b.active.cell(20_000, 200, 1))).cell_count == 1


def test_a_refusal_quotes_nothing_from_the_file() -> None:
    secret = "Jane Doe of 1 High Street"
    data = with_sheet_xml(sheet_xml(f'<sheetData><row r="{secret}"/></sheetData>'))
    with pytest.raises(CannotRead) as refusal:
        open_file(data)
    assert "Jane" not in str(refusal.value)
    assert refusal.value.__suppress_context__
