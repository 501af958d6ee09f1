"""Annotated copies: what is marked and listed in them, and that all else is as it was.

Which findings there are is for the checks; here findings are made up, and the workbooks are what
people may send: with charts, pictures and notes of their own, or written by other programs.
"""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation

from report_templates.annotated.annotate import CANNOT_CHANGE, OTHER_FORMAT, annotate
from report_templates.annotated.marks import Annotated, Annotation, Line
from sources.workbooks.cells import CannotRead
from sources.workbooks.door import open_file

ERROR, WARNING, INFORMATION = "FFFFB3B3", "FFFFD280", "FFCFE2F3"
PICTURE = b"\x89PNG\r\n\x1a\n and so on"


def line(
    cell: str | None, severity: str = "error", sheet: str | None = "Data", **more: Any
) -> Line:
    told = {"about": "Bins collected", "found": "12x", "wrong": "It is words.", "mend": "Type it."}
    return Line(severity, sheet, cell, **{**told, **more})


def marked(data: bytes, *lines: Line) -> Annotated:
    return annotate(data, Annotation("What the checks found", ("A note.",), lines))


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(content: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in content.items():
            package.writestr(name, part)
    return out.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    content = parts(data)
    changed = change(content[name])
    assert changed != content[name]
    return packed({**content, name: changed})


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def theirs() -> bytes:
    """Somebody's workbook with much of its own on two sheets."""
    book = openpyxl.Workbook()
    data, other = book.active, book.create_sheet("Bob's other")
    data.title = "Data"
    for row in range(1, 9):
        data.append([f"row {row}", row * 1.5, f"=B{row}*2"])
    side = Side(style="double", color="FF112233")
    cell = data["B3"]
    cell.number_format, cell.font = (
        "0.000%",
        Font(name="Courier New", italic=True, color="FF005500"),
    )
    cell.border, cell.protection = Border(left=side, top=side), Protection(locked=False)
    data["A5"].fill, data["A5"].font = (
        PatternFill("solid", fgColor="FF000080"),
        Font(color="FFFFFFFF"),
    )
    data["B4"].comment = Comment("Checked by Ann.", "Ann")
    data.column_dimensions["B"].width, data.row_dimensions[4].height = 31.5, 40
    data.conditional_formatting.add("B1:B8", CellIsRule("greaterThan", ["9"], font=Font(bold=True)))
    rule = DataValidation(type="whole", formula1="0", formula2="9")
    rule.add("B1:B8")
    data.add_data_validation(rule)
    data.protection.sheet = True
    data.merge_cells("E1:F2")
    chart = BarChart()
    chart.add_data(Reference(data, min_col=2, min_row=1, max_row=8))
    other.add_chart(chart, "D4")
    other["A1"] = "Kept"
    other["A2"].comment = Comment("A note elsewhere.", "Bob")
    book.defined_names["Rate"] = openpyxl.workbook.defined_name.DefinedName(
        "Rate", attr_text="Data!$B$3"
    )
    content = parts(saved(book))
    content["xl/media/image1.png"] = PICTURE
    content["customXml/item1.xml"] = b"<?xml version='1.0'?><x14:what xmlns:x14='urn:x'/>"
    return packed(content)


def looks(cell: Any) -> tuple[Any, ...]:
    return (
        cell.value,
        cell.number_format,
        cell.font.name,
        cell.font.italic,
        cell.font.color.rgb if cell.font.color else None,
        cell.border.left.style,
        cell.protection.locked,
        cell.alignment.wrap_text,
    )


def test_only_the_fill_of_a_marked_cell_changes(theirs: bytes) -> None:
    before = opened(theirs)["Data"]
    after = opened(marked(theirs, line("B3"), line("C2", "warning")).data)["Data"]
    assert after["B3"].fill.fgColor.rgb == ERROR
    assert after["C2"].fill.fgColor.rgb == WARNING
    for row in before.iter_rows():
        for cell in row:
            own = after[cell.coordinate]
            assert looks(own) == looks(cell), cell.coordinate
            if cell.coordinate not in ("B3", "C2"):
                assert own.fill.fgColor.rgb == cell.fill.fgColor.rgb, cell.coordinate


def test_the_sheet_keeps_its_widths_rules_formulas_and_protection(theirs: bytes) -> None:
    before = opened(theirs)["Data"]
    after = opened(marked(theirs, line("B3")).data)["Data"]
    assert after.column_dimensions["B"].width == 31.5
    assert after.row_dimensions[4].height == 40
    assert after.protection.sheet
    assert str(after.merged_cells) == str(before.merged_cells)
    assert [str(r.sqref) for r in after.data_validations.dataValidation] == ["B1:B8"]
    assert [str(r.sqref) for r in after.conditional_formatting] == ["B1:B8"]
    assert after["C4"].value == "=B4*2"


def test_parts_that_hold_no_mark_are_the_same_to_the_byte(theirs: bytes) -> None:
    before, after = parts(theirs), parts(marked(theirs, line("B3")).data)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
        # Ann's note is in the same part as ours.
        "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
    }
    assert after["xl/media/image1.png"] == PICTURE
    assert set(after) - set(before) == {"xl/worksheets/findings1.xml"}


def test_a_marked_sheet_differs_in_the_style_of_marked_cells_alone(theirs: bytes) -> None:
    before = parts(theirs)["xl/worksheets/sheet1.xml"]
    after = parts(marked(theirs, line("B3")).data)["xl/worksheets/sheet1.xml"]
    (old,) = re.findall(rb'<c r="B3"[^>]*>', before)
    (new,) = re.findall(rb'<c r="B3"[^>]*>', after)
    assert old != new
    assert after.replace(new, old) == before


def test_notes_say_severity_fault_mend_and_where_it_is_listed(theirs: bytes) -> None:
    twice = (line("B3", "warning", wrong="It is old."), line("B3", wrong="It is words."))
    note = opened(marked(theirs, *twice).data)["Data"]["B3"].comment.text
    assert note == (
        "▲ Warning: It is old.\nWhat to do: Type it.\n\n"
        "✕ Error: It is words.\nWhat to do: Type it.\n\n"
        "Listed on the sheet Findings, row 5, 6."
    )


def test_the_worst_of_several_findings_fills_the_cell(theirs: bytes) -> None:
    twice = (line("B3", "information"), line("B3", "error"), line("B3", "warning"))
    assert opened(marked(theirs, *twice).data)["Data"]["B3"].fill.fgColor.rgb == ERROR


def test_a_note_of_theirs_stays_and_comes_first(theirs: bytes) -> None:
    after = opened(marked(theirs, line("B4"), line("B5")).data)
    assert after["Data"]["B4"].comment.text.startswith("Checked by Ann.\n\n✕ Error: ")
    assert after["Data"]["B4"].comment.author == "Ann"
    assert after["Data"]["B5"].comment.author == "Quarterday"
    assert after["Bob's other"]["A2"].comment.text == "A note elsewhere."


def test_pale_text_gets_a_dark_fill(theirs: bytes) -> None:
    after = opened(marked(theirs, line("A5"), line("A5", "error")).data)["Data"]
    assert after["A5"].fill.fgColor.rgb == "FF9C0006"
    assert after["A5"].font.color.rgb == "FFFFFFFF"


@pytest.mark.parametrize("address", ["D3", "A30", "AA1", "B10"])
def test_a_cell_that_is_not_there_is_put_in(theirs: bytes, address: str) -> None:
    after = marked(theirs, line(address), line("J4")).data
    assert opened(after)["Data"][address].fill.fgColor.rgb == ERROR
    sheet = parts(after)["xl/worksheets/sheet1.xml"]
    rows = [int(n) for n in re.findall(rb'<row r="(\d+)"', sheet)]
    assert rows == sorted(set(rows))
    for row in re.findall(rb"<row .*?</row>", sheet):
        columns = [openpyxl.utils.cell.coordinate_to_tuple(a.decode())[1] for a in
                   re.findall(rb'<c r="([A-Z]+\d+)"', row)]  # fmt: skip
        assert columns == sorted(set(columns))


def test_a_sheet_without_cells_and_a_row_without_cells_take_marks() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Data"
    book.active.row_dimensions[4].height = 33
    data = saved(book)
    after = opened(marked(data, line("C2"), line("B4"), line("A4")).data)["Data"]
    assert {after[a].fill.fgColor.rgb for a in ("C2", "B4", "A4")} == {ERROR}
    assert after.row_dimensions[4].height == 33
    bare = with_part(data, "xl/worksheets/sheet1.xml", lambda part: re.sub(
        rb"<sheetData>.*</sheetData>", b"<sheetData/>", part))  # fmt: skip
    assert opened(marked(bare, line("C2")).data)["Data"]["C2"].fill.fgColor.rgb == ERROR


def test_a_cell_that_is_put_in_looks_like_its_row_or_column() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Data"
    book.active.column_dimensions["C"].number_format = "0.0%"
    book.active.column_dimensions["C"].font = Font(name="Courier New")
    after = opened(marked(saved(book), line("C2")).data)["Data"]["C2"]
    assert (after.font.name, after.number_format) == ("Courier New", "0.0%")


def prefixed(part: bytes) -> bytes:
    """A part as some programs write it: every element with a prefix."""
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    named = re.sub(rb"<(/?)(?![?!])([a-zA-Z])", rb"<\1x:\2", part)
    return named.replace(space, space.replace(b"xmlns=", b"xmlns:x="))


def test_parts_with_prefixes_without_addresses_or_in_utf_16_are_marked(theirs: bytes) -> None:
    plain = {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"}
    content = parts(theirs)
    for name in plain:
        content[name] = prefixed(content[name])
    sheet = content["xl/worksheets/sheet1.xml"]
    sheet = re.sub(rb'(<x:(?:c|row)) r="[A-Z]*\d+"', rb"\1", sheet)
    content["xl/worksheets/sheet1.xml"] = sheet.decode().encode("utf-16")
    after = opened(marked(packed(content), line("B3"), line("H3")).data)["Data"]
    assert after["B3"].fill.fgColor.rgb == after["H3"].fill.fgColor.rgb == ERROR
    assert after["B4"].fill.fgColor.rgb != ERROR
    assert after["B3"].comment and after["H3"].comment


def test_the_findings_sheet_lists_every_finding_with_a_link(theirs: bytes) -> None:
    lines = (line(None, "warning", None), line("B3"), line("A2", sheet="Bob's other"))
    book = opened(marked(theirs, *lines).data)
    sheet = book["Findings"]
    assert book.sheetnames[-1] == "Findings"
    assert [c.value for c in sheet[4]] == [
        "Severity", "Sheet", "Cell", "About", "Found there", "What is wrong", "What to do",
    ]  # fmt: skip
    assert [c.value for c in sheet[5]][:3] == ["▲ Warning", "the whole return", None]
    assert [c.value for c in sheet[6]] == [
        "✕ Error", "Data", "B3", "Bins collected", "12x", "It is words.", "Type it.",
    ]  # fmt: skip
    assert sheet["C5"].hyperlink is None
    assert sheet["C6"].hyperlink.location == "'Data'!B3"
    assert sheet["C7"].hyperlink.location == "'Bob''s other'!A2"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A5", "A4:G7")
    assert sheet.column_dimensions["F"].width == 52


def test_a_sheet_of_theirs_called_findings_keeps_its_name(theirs: bytes) -> None:
    book = openpyxl.Workbook()
    book.active.title = "findings"
    again = marked(marked(saved(book)).data, line("A1", sheet="findings"))
    assert opened(again.data).sheetnames == ["findings", "Findings 2", "Findings 3"]
    note = opened(again.data)["findings"]["A1"].comment.text
    assert note.endswith("Listed on the sheet Findings 3, row 5.")


def test_a_hidden_sheet_is_said_to_be_hidden_and_stays_so() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Seen"
    book.create_sheet("Data").sheet_state = "veryHidden"
    after = opened(marked(saved(book), line("A1")).data)
    assert after["Data"].sheet_state == "veryHidden"
    assert after["Findings"]["B5"].value == "Data (hidden: unhide it first)"


def test_findings_at_places_that_do_not_exist_are_listed_without_a_link(theirs: bytes) -> None:
    odd = (line("B3", sheet="Gone"), line("ZZZ9"), line("A99999"), line("B3:B4"), line("$B$3"))
    book = opened(marked(theirs, *odd).data)
    assert [book["Findings"].cell(row, 3).hyperlink for row in range(5, 10)] == [None] * 5
    assert before_marks(book["Data"]) == set()


def before_marks(sheet: Any) -> set[str]:
    colours = {ERROR, WARNING, INFORMATION}
    return {c.coordinate for r in sheet.iter_rows() for c in r if c.fill.fgColor.rgb in colours}


NASTY = ("=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "  =1", "＝1")


@pytest.mark.parametrize("text", NASTY)
def test_no_text_becomes_a_formula_here_or_in_what_is_exported(theirs: bytes, text: str) -> None:
    nasty = line("B3", about=text, found=text, wrong=text, mend=text)
    book = opened(marked(theirs, nasty).data)
    for cell in book["Findings"][5][3:]:
        assert (cell.data_type, cell.number_format) == ("s", "@")
        assert cell.value == f"'{text}"
        assert cell.quotePrefix


def test_markup_and_characters_that_xml_cannot_hold_do_no_harm(theirs: bytes) -> None:
    odd = "<b>&\"']]>&#0; \x00\x1b[31m\ud800\ufffe _x0041_ \r\n zwei"
    whole = marked(theirs, line("B3", found=odd, wrong=odd)).data
    book = opened(whole)
    shown = open_file(whole).sheets["Findings"].cells["E5"].text
    assert "<b>&\"']]>&#0; \N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}[31m" in shown
    assert " _x0041_ " in shown
    assert "<b>&\"']]>&#0;" in book["Data"]["B3"].comment.text


def test_a_text_of_a_million_characters_is_cut(theirs: bytes) -> None:
    long = "words " * 200_000
    book = opened(marked(theirs, line("B3", found=long, wrong=long)).data)
    assert len(book["Findings"]["E5"].value) == 8_000
    assert len(book["Data"]["B3"].comment.text) < 5_000


def test_a_sheets_name_with_markup_leads_to_its_cell() -> None:
    book = openpyxl.Workbook()
    book.active.title = "A & <B> 'c'"
    after = opened(marked(saved(book), line("A1", sheet="A & <B> 'c'")).data)
    assert after["Findings"]["C5"].hyperlink.location == "'A & <B> ''c'''!A1"


def test_a_workbook_with_macros_keeps_them_and_its_ending(theirs: bytes) -> None:
    def macro(part: bytes) -> bytes:
        kind = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        return re.sub(rb"application/vnd[^\"]*sheet.main\+xml", kind, part)

    content = parts(with_part(theirs, "[Content_Types].xml", macro))
    after = marked(packed({**content, "xl/vbaProject.bin": b"\xd0\xcf code"}), line("B3"))
    assert after.suffix == ".xlsm"
    assert parts(after.data)["xl/vbaProject.bin"] == b"\xd0\xcf code"


def test_a_table_becomes_a_workbook_of_its_texts_and_says_so() -> None:
    table = b"Ref,Actual\nx-1,=1+1\nx-2,12\n"
    after = marked(table, line("B2", sheet="table"))
    book = opened(after.data)
    assert (after.suffix, after.notice) == (".xlsx", OTHER_FORMAT)
    assert [c.value for c in book["table"][2]] == ["x-1", "'=1+1"]
    assert book["table"]["B2"].fill.fgColor.rgb == ERROR
    assert book["table"]["B2"].data_type == "s"
    assert book["Findings"]["A3"].value == OTHER_FORMAT


def test_a_workbook_that_cannot_be_changed_is_copied_and_says_so(theirs: bytes) -> None:
    def broken(part: bytes) -> bytes:
        return part.replace(b"</comments>", b"</comment>")

    after = marked(with_part(theirs, "xl/comments/comment1.xml", broken), line("B3"))
    assert after.notice == CANNOT_CHANGE
    assert opened(after.data)["Data"]["B3"].fill.fgColor.rgb == ERROR
    assert opened(after.data).sheetnames == ["Data", "Bob's other", "Findings"]


def test_a_note_part_with_entities_is_not_followed(theirs: bytes) -> None:
    bomb = b"<!DOCTYPE c [<!ENTITY a 'aaaaaaaaaa'>]>"

    def doctype(part: bytes) -> bytes:
        return part.replace(b"<comments", bomb + b"<comments", 1)

    after = marked(with_part(theirs, "xl/comments/comment1.xml", doctype), line("B3"))
    assert after.notice == CANNOT_CHANGE


def test_the_same_file_gives_the_same_copy(theirs: bytes) -> None:
    assert marked(theirs, line("B3")).data == marked(theirs, line("B3")).data


def test_nothing_found_is_said(theirs: bytes) -> None:
    book = opened(marked(theirs).data)
    assert book["Findings"]["A5"].value == "Nothing was found: there is nothing to mend."
    assert before_marks(book["Data"]) == set()


def test_what_is_no_workbook_is_refused_in_a_sentence() -> None:
    with pytest.raises(CannotRead, match="damaged or incomplete"):
        marked(b"PK\3\4 and no more", line("A1"))
