"""Awkward places: cells and rows that say where they stand badly or not at all, hiding, merging.

Only a sheet's own XML; several sheets and other parts are `awkward_parts`.
"""

from packages import cells, package, rows, style_sheet, worksheet


def _one(at: str, value: str = "1") -> str:
    return f'<c r="{at}"><v>{value}</v></c>'


def _row(at: int | str, *cell: str, more: str = "") -> str:
    return f'<row r="{at}" {more}>{"".join(cell)}</row>'


def _with(before: str, after: str, *row: str) -> bytes:
    return package(worksheet(f"{before}<sheetData>{''.join(row)}</sheetData>{after}"))


def cells_without_places() -> bytes:
    """Neither rows nor cells say where they are; some do, and the count goes on from there."""
    return package(
        rows(
            "<row><c><v>1</v></c><c/><c><v>3</v></c></row>",
            f"<row><c><v>4</v></c>{_one('D2')}<c><v>5</v></c></row>",
            "<row/>",
            f'<row r="9"><c><v>6</v></c></row><row><c><v>7</v></c>{_one("C10")}</row>',
        )
    )


def places_in_small_letters() -> bytes:
    """`b2` for B2."""
    return package(rows(_row(2, _one("b2"), _one("aA2"))))


def a_cell_in_anothers_row() -> bytes:
    """A cell says row 5 and stands in row 1; the next says nothing."""
    return package(rows(_row(1, _one("A5"), "<c><v>2</v></c>"), "<row><c><v>3</v></c></row>"))


def rows_out_of_order() -> bytes:
    """Rows and cells in the order somebody's program kept them."""
    return package(
        rows(_row(9, _one("C9"), _one("A9")), _row(2, _one("B2")), "<row><c><v>3</v></c></row>")
    )


def a_cell_told_twice() -> bytes:
    """The same place with different values, and one taken back by an empty cell."""
    return package(
        rows(
            _row(1, _one("A1", "1"), _one("A1", "2"), _one("B1"), '<c r="B1"/>'),
            _row(1, _one("C1")),
        )
    )


def a_formula_then_a_value() -> bytes:
    """The same place as a formula and as a typed value, both ways round."""
    formula = "<f>1+1</f><v>2</v></c>"
    return package(
        cells(f'<c r="A1">{formula}', _one("A1", "5"), _one("B1", "5"), f'<c r="B1">{formula}')
    )


def rows_numbered_with_a_point() -> bytes:
    """`1.0` for 1."""
    return package(rows('<row r="1.0"><c><v>1</v></c></row>', '<row r="3.0"><c><v>3</v></c></row>'))


def a_place_of_row_zero() -> bytes:
    """Rows count from 1."""
    return package(cells(_one("A0")))


def a_place_with_dollars() -> bytes:
    """`$A$1` is for formulas."""
    return package(cells(_one("$A$1")))


def a_place_without_a_row() -> bytes:
    """`C` and nothing more."""
    return package(cells(_one("C")))


def a_place_beyond_every_sheet() -> bytes:
    """Column ZZZ comes after XFD, the last."""
    return package(cells(_one("ZZZ1")))


def the_farthest_cell() -> bytes:
    """A value at XFD1048576: a return is far smaller."""
    return package(rows(_row(1, _one("A1")), _row(1_048_576, _one("XFD1048576"))))


def the_farthest_cell_blank() -> bytes:
    """Only a look at XFD1048576."""
    styles = style_sheet({}, [0, 10])
    far = _row(1_048_576, '<c r="XFD1048576" s="1"/>')
    return package(rows(_row(1, _one("A1")), far), styles=styles)


def the_last_place_allowed() -> bytes:
    """Row 20,000 and column 200."""
    return package(rows(_row(20_000, _one("A20000"), _one("GR20000"))))


def one_row_too_many() -> bytes:
    """Row 20,001."""
    return package(rows(_row(20_001, _one("A20001"))))


def one_column_too_many() -> bytes:
    """Column 201."""
    return package(cells(_one("GS1")))


def an_empty_sheet() -> bytes:
    """No cells, then no place for cells at all."""
    return package(rows(), worksheet(""), worksheet("<sheetData/>"))


def wrong_spans_and_extent() -> bytes:
    """What a sheet and its rows say of their extent is only a hint."""
    return _with('<dimension ref="A1:A1"/>', "", _row(3, _one("F3"), more='spans="1:2"'))


def rows_hidden_in_every_way() -> bytes:
    """By hand, by a filter, by a closed outline; and rows that only look so."""
    return _with(
        '<sheetFormatPr defaultRowHeight="15" outlineLevelRow="1"/>',
        '<autoFilter ref="A1:A9"><filterColumn colId="0"><filters><filter val="1"/></filters>'
        "</filterColumn></autoFilter>",
        _row(1, _one("A1"), more='hidden="1"'),
        _row(2, _one("A2"), more='hidden="true"'),
        _row(3, _one("A3"), more='hidden="0"'),
        _row(4, _one("A4"), more='hidden="false"'),
        _row(5, _one("A5"), more='outlineLevel="1" hidden="1"'),
        _row(6, _one("A6"), more='collapsed="1"'),
        _row(7, _one("A7"), more='outlineLevel="1"'),
        _row(8, more='hidden="1"'),
        '<row hidden="1"><c><v>9</v></c></row>',
    )


def a_row_of_no_height() -> bytes:
    """Height 0 without being called hidden: openpyxl counts it as shown."""
    return package(rows(_row(1, _one("A1"), more='ht="0" customHeight="1"')))


def rows_hidden_unless_said() -> bytes:
    """A sheet whose rows are all of no height by default: openpyxl counts them as shown."""
    return _with('<sheetFormatPr defaultRowHeight="0" zeroHeight="1"/>', "", _row(1, _one("A1")))


def a_row_told_twice_once_hidden() -> bytes:
    """The same row hidden, then plain."""
    return package(rows(_row(1, _one("A1"), more='hidden="1"'), _row(1, _one("B1"))))


def columns_hidden_in_stretches() -> bytes:
    """One entry for several columns, to the sheet's last, with words for truth, of no width."""
    columns = (
        '<cols><col min="2" max="4" width="0" hidden="1"/><col min="6" max="6" hidden="false"/>'
        '<col min="7" max="7" width="0" customWidth="1"/><col min="8" max="8" hidden="true"/>'
        '<col min="10" max="11" outlineLevel="1" hidden="1" collapsed="1"/>'
        '<col min="100" max="16384" hidden="1"/></cols>'
    )
    shown = [_one(f"{letter}1") for letter in "ABCDEFGHIJKL"]
    return _with(columns, "", _row(1, *shown, _one("CV1"), _one("GR1")))


def columns_told_after_the_cells() -> bytes:
    """The standard has them before, and a reader of one pass would miss them."""
    columns = '<cols><col min="1" max="1" hidden="1"/></cols>'
    return _with("", columns, _row(1, _one("A1"), _one("B1")))


def columns_told_twice() -> bytes:
    """Two entries for one column, the later plain; and stretches that overlap."""
    columns = (
        '<cols><col min="1" max="1" hidden="1"/><col min="1" max="1" width="9"/>'
        '<col min="3" max="6" hidden="1"/><col min="4" max="4" width="9"/></cols>'
    )
    return _with(columns, "", _row(1, *(_one(f"{letter}1") for letter in "ABCDEFG")))


def a_merge_over_values() -> bytes:
    """Cells under a merge may still hold what was there before; only the first one shows."""
    merges = '<mergeCells count="2"><mergeCell ref="A1:C2"/><mergeCell ref="E1:E3"/></mergeCells>'
    return _with(
        "",
        merges,
        _row(1, _one("A1"), _one("B1"), _one("E1")),
        _row(2, _one("A2"), _one("C2"), "<c><f>1+1</f><v>2</v></c>", _one("E2")),
    )


def a_merge_whose_first_is_blank() -> bytes:
    """The value stands under the merge, where nobody sees it."""
    return _with("", '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>', _row(1, _one("B1")))


def merges_of_one_cell_and_told_twice() -> bytes:
    """A merge that merges nothing, the same one twice, and a wrong count."""
    return _merged("A1", "H1:I1", "H1:I1")


def merges_in_small_letters_and_dollars() -> bytes:
    """Areas as formulas spell them."""
    return _merged("b2:c3", "$E$1:$F$2")


def _merged(*areas: str) -> bytes:
    merges = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return _with(
        "",
        f'<mergeCells count="99">{merges}</mergeCells>',
        _row(1, *(_one(f"{x}1") for x in "ABEFHI")),
        _row(2, *(_one(f"{x}2") for x in "BCEF")),
    )


def merges_that_overlap() -> bytes:
    """Excel calls such a file damaged, and other programs write it."""
    merges = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B2:C3"/></mergeCells>'
    shown = (_row(n, *(_one(f"{x}{n}") for x in "ABCD")) for n in (1, 2, 3))
    return _with("", merges, *shown)


def a_merge_from_its_far_corner() -> bytes:
    """`C2:A1` for A1:C2."""
    return _with("", '<mergeCells><mergeCell ref="C2:A1"/></mergeCells>', _row(1, _one("A1")))


def other_elements_everywhere() -> bytes:
    """Extensions and alternatives between the parts of a sheet; formulas in them are no cells."""
    return _with(
        '<sheetPr codeName="a"><tabColor rgb="FFFF0000"/></sheetPr><mc:AlternateContent '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
        'Requires="x14"><mc:a/></mc:Choice></mc:AlternateContent>',
        '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>A1&gt;1'
        '</formula></cfRule></conditionalFormatting><dataValidations count="1"><dataValidation '
        'type="list" sqref="A1:A9"><formula1>"a,b"</formula1></dataValidation></dataValidations>'
        '<hyperlinks><hyperlink ref="A1" location="One!A1" display="no text"/></hyperlinks>'
        '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" xmlns:x14="urn:x14">'
        '<x14:c r="A9"><x14:v>9</x14:v></x14:c></ext></extLst>',
        _row(1, _one("A1")),
    )


def a_link_over_empty_cells() -> bytes:
    """openpyxl writes where a link leads into the linked cells that are empty; nobody typed it."""
    link = '<hyperlinks><hyperlink ref="A1:B1" location="One!A1" display="x"/></hyperlinks>'
    return _with("", link, _row(1, _one("A1")))
