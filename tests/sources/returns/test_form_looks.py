"""A look that a form's cell was given before is put on again from memory, and is the same look."""

from openpyxl import Workbook
from openpyxl.styles import Border, Font, Side

from sources.returns.form_style import BOX, TO_THE_RIGHT, dress

OTHER = Font(name="Arial", size=16, italic=True)
THICK = Border(bottom=Side(style="thick"))


def test_a_cell_is_dressed_as_if_each_of_its_styles_were_set():
    sheet = Workbook().active
    for row in (1, 2):
        dress(sheet.cell(row, 1), border=BOX, alignment=TO_THE_RIGHT)
        sheet.cell(row, 2).border, sheet.cell(row, 2).alignment = BOX, TO_THE_RIGHT
        assert sheet.cell(row, 1).border.left.style == "thin"
        assert sheet.cell(row, 1).alignment.indent == 1
        assert sheet.cell(row, 1)._style == sheet.cell(row, 2)._style


def test_what_a_cell_had_before_stays():
    sheet = Workbook().active
    for row, font in enumerate((OTHER, None, OTHER), start=1):
        if font is not None:
            sheet.cell(row, 1).font = font
        dress(sheet.cell(row, 1), border=BOX)
    assert [sheet.cell(row, 1).font.italic for row in (1, 2, 3)] == [True, False, True]


def test_a_cell_that_changes_later_changes_alone():
    sheet = Workbook().active
    one, other = (dress(sheet.cell(row, 1), border=BOX) for row in (1, 2))
    one.border = THICK
    third = dress(sheet.cell(3, 1), border=BOX)
    assert [c.border.bottom.style for c in (one, other, third)] == ["thick", "thin", "thin"]


def test_books_remember_looks_each_for_itself():
    first, second = Workbook().active, Workbook().active
    dress(first.cell(1, 1), border=BOX)
    # In the second book the box is another number.
    second.cell(1, 1).border = THICK
    dress(second.cell(2, 1), border=BOX)
    dress(second.cell(3, 1), border=BOX)
    assert second.cell(3, 1).border.bottom.style == "thin"
