"""Awkward books: names, order and kinds of sheets, and how the parts of a package find each other.

What further parts hold, encodings and zips are `awkward_parts`.
"""

from typing import Any
from xml.sax.saxutils import quoteattr

from openpyxl.chart import BarChart, Reference
from packages import (
    KIND,
    MAIN,
    PLAIN_XLSX,
    RELATED,
    cells,
    content_types,
    edited,
    package,
    relationships,
    saved,
    string_table,
    unzipped,
    with_parts,
    workbook_part,
    worksheet,
    zipped,
)

BOOK, LINKS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
ONE = cells("<c><v>1</v></c>")
TWO = cells("<c><v>2</v></c>")


def _named(*names: str) -> bytes:
    """Sheets of these names, holding 1, 2, 3 ..."""
    sheets = (cells(f"<c><v>{n}</v></c>") for n in range(1, len(names) + 1))
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(names, start=1)
    )
    return package(*sheets, changed={BOOK: workbook_part(listed)})


def sheet_names_of_every_sort() -> bytes:
    """Quotes, emoji, blanks at both ends, markup."""
    return _named("He said 'no' & \"yes\"", "☃ 👍", " blanks ", "<b>", "Ünï")


def a_sheet_name_too_long() -> bytes:
    """Excel allows 31 characters, other programs more."""
    return _named("long " * 20, "b")


def a_sheet_name_with_a_slash() -> bytes:
    """Excel forbids it, other programs do not: openpyxl refuses the file."""
    return _named("2023/24", "b")


def a_sheet_without_a_name() -> bytes:
    """An empty name."""
    return _named("", "b")


def two_sheets_of_one_name() -> bytes:
    """No program lets a person do it; openpyxl renames the second."""
    return _named("Return", "Return", "return")


def sheets_in_another_order() -> bytes:
    """The order of tabs is neither the order of files nor of their numbers."""
    listed = (
        '<sheet name="Last" sheetId="9" r:id="rId3"/><sheet name="Mid" sheetId="1" r:id="rId1" '
        'state="hidden"/><sheet name="First" sheetId="4" r:id="rId2" state="veryHidden"/>'
    )
    return package(ONE, TWO, cells("<c><v>3</v></c>"), changed={BOOK: workbook_part(listed)})


def one_part_for_two_sheets() -> bytes:
    """Two tabs show the same part."""
    listed = '<sheet name="a" sheetId="1" r:id="rId1"/><sheet name="b" sheetId="2" r:id="rId1"/>'
    return package(ONE, changed={BOOK: workbook_part(listed)})


def a_sheet_listed_and_missing() -> bytes:
    """The list of sheets names a part that the package does not hold: openpyxl passes over it."""
    return package(ONE, TWO, changed={"xl/worksheets/sheet2.xml": None})


def a_sheet_without_a_relation() -> bytes:
    """A sheet's entry points to no relation at all: openpyxl passes over it."""
    listed = '<sheet name="One" sheetId="1" r:id="rId1"/><sheet name="Two" sheetId="2" r:id=""/>'
    return package(ONE, changed={BOOK: workbook_part(listed)})


def a_relation_that_is_not_there() -> bytes:
    """A sheet's entry points to a relation that nobody wrote."""
    listed = '<sheet name="One" sheetId="1" r:id="rId7"/>'
    return package(ONE, changed={BOOK: workbook_part(listed)})


def a_relation_missing_for_one_of_two() -> bytes:
    """One sheet can be read, and the other's relation is gone: what it held is not known."""
    listed = (
        '<sheet name="One" sheetId="1" r:id="rId1"/><sheet name="Two" sheetId="2" r:id="rId7"/>'
    )
    return package(ONE, TWO, changed={BOOK: workbook_part(listed)})


def a_chart_sheet_between_sheets() -> bytes:
    """A tab that is a chart has no cells, and is no sheet of a return."""

    def change(book: Any) -> None:
        book.active.append([1, 2])
        chart = BarChart()
        chart.add_data(Reference(book.active, min_col=1, min_row=1))
        book.create_chartsheet("Chart").add_chart(chart)
        book.create_sheet("After")["B2"] = "after"
        book["After"].sheet_state = "hidden"

    return saved(change)


def a_dialog_sheet() -> bytes:
    """A tab of the 1990s: openpyxl makes an empty sheet of it."""
    dialog = worksheet("<sheetPr/>").replace("worksheet ", "dialogsheet ", 1)
    links = relationships(
        [
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "dialogsheet", "worksheets/sheet2.xml"),
        ]
    )
    dialog = dialog.replace("</worksheet>", "</dialogsheet>")
    return package(ONE, dialog, changed={LINKS: links})


def absolute_targets() -> bytes:
    """Targets from the root of the package, as .NET programs write them."""
    return package(ONE, TWO, changed={LINKS: _sheet_links("/xl/worksheets/sheet{}.xml")})


def targets_through_the_parent() -> bytes:
    """A target that goes up and down again."""
    return package(ONE, TWO, changed={LINKS: _sheet_links("./../xl/worksheets/sheet{}.xml")})


def targets_in_other_letters() -> bytes:
    """Part names count as the same in small and capital letters; openpyxl takes them literally."""
    return package(ONE, TWO, changed={LINKS: _sheet_links("Worksheets/Sheet{}.xml")})


def _sheet_links(pattern: str) -> str:
    return relationships([(f"rId{n}", "worksheet", pattern.format(n)) for n in (1, 2)])


def a_book_of_another_name() -> bytes:
    """The content types, not the name, say which part is the workbook."""
    parts = unzipped(package(ONE, TWO))
    parts["xl/book2.xml"] = parts.pop(BOOK)
    parts["xl/_rels/book2.xml.rels"] = parts.pop(LINKS)
    for name in (TYPES, "_rels/.rels"):
        parts[name] = parts[name].replace(b"xl/workbook.xml", b"xl/book2.xml")
    return zipped(parts)


def a_book_in_another_folder() -> bytes:
    """No `xl` anywhere: Excel does not mind."""
    parts = {n.replace("xl/", "book/"): p for n, p in unzipped(package(ONE, TWO)).items()}
    for name in (TYPES, "_rels/.rels"):
        parts[name] = parts[name].replace(b"xl/", b"book/")
    return zipped(parts)


def no_relations_of_the_package() -> bytes:
    """Nothing says which part is the workbook but its usual name."""
    return package(ONE, changed={"_rels/.rels": None})


def types_by_default_only() -> bytes:
    """Some writers give the workbook's type to every .xml part."""
    types = content_types([]).replace('"application/xml"', f'"{PLAIN_XLSX}"')
    return package(ONE, changed={TYPES: types})


def a_workbook_with_macros() -> bytes:
    """The .xlsm type, with a project that nobody here runs."""
    data = edited(
        package(ONE), TYPES, PLAIN_XLSX, "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    return with_parts(data, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 no XML"})


def a_template() -> bytes:
    """The .xltx type: opens like any workbook."""
    return edited(package(ONE), TYPES, PLAIN_XLSX, f"{KIND}.template.main+xml")


def a_template_with_macros() -> bytes:
    """The .xltm type."""
    kind = "application/vnd.ms-excel.template.macroEnabled.main+xml"
    return edited(package(ONE), TYPES, PLAIN_XLSX, kind)


def strict_open_xml() -> bytes:
    """Excel's "Strict Open XML Spreadsheet" has other names for everything: openpyxl finds no
    sheets in it, and says nothing."""
    parts = unzipped(package(cells('<c t="s"><v>0</v></c>'), strings=string_table("<t>a</t>")))
    strict = "http://purl.oclc.org/ooxml"
    for name, part in parts.items():
        if name != TYPES and not name.startswith("_rels"):
            part = part.replace(MAIN.encode(), f"{strict}/spreadsheetml/main".encode())
            part = part.replace(RELATED.encode(), f"{strict}/officeDocument/relationships".encode())
            parts[name] = part
    return zipped(parts)
