"""Awkward parts: strings, styles and properties gone or wrong, other encodings, zips of every make.

Sheets and how they are found are `awkward_books`.
"""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import NamedStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from packages import (
    DECLARATION,
    MAIN,
    RELATED,
    cells,
    package,
    relationships,
    saved,
    string_table,
    style_sheet,
    unzipped,
    zipped,
)

KEPT = Path(__file__).parents[2] / "data" / "workbooks" / "libreoffice"
BOOK, LINKS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
ONE = cells("<c><v>1</v></c>")
TWO = cells("<c><v>2</v></c>")


def strings_listed_and_missing() -> bytes:
    """The content types promise a table of strings that is not there, and nothing uses it."""
    return package(ONE, strings=string_table("<t>a</t>"), changed={"xl/sharedStrings.xml": None})


def strings_missing_and_used() -> bytes:
    """A cell shows a string of a table that the file does not hold."""
    return package(cells('<c t="s"><v>0</v></c>'))


def styles_listed_and_missing() -> bytes:
    """The content types promise styles that are not there."""
    return package(ONE, styles=style_sheet({}, [0]), changed={"xl/styles.xml": None})


def styles_without_cell_styles() -> bytes:
    """Styles that list no style for cells."""
    styles = style_sheet({164: "0.0%"}, []).replace("<cellXfs></cellXfs>", "")
    return package(ONE, styles=styles)


def a_colour_that_is_none() -> bytes:
    """A writer's colour of the wrong length: openpyxl refuses the whole file for it."""
    styles = style_sheet({}, [0]).replace("<font/>", '<font><color rgb="red"/></font>')
    return package(ONE, styles=styles)


def properties_that_are_wrong() -> bytes:
    """A date of saving in words: openpyxl refuses the whole file for it."""
    core = (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
        'metadata/core-properties" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dcterms:created>last Tuesday</dcterms:created></cp:coreProperties>"
    )
    return package(ONE, changed={"docProps/core.xml": core})


def a_print_area_that_is_wrong() -> bytes:
    """Names for places that are gone, and a print area that is one of them."""
    names = (
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">#REF!</definedName>'
        '<definedName name="x">One!$A$1</definedName><definedName name="_xlnm.Print_Titles" '
        'localSheetId="0">One!$1:$2</definedName></definedNames>'
    )
    return package(ONE, after=names)


def a_link_to_another_workbook() -> bytes:
    """An external link keeps what the other workbook's cells last held."""
    link = (
        f'{DECLARATION}<externalLink xmlns="{MAIN}" xmlns:r="{RELATED}"><externalBook r:id="rId1">'
        '<sheetNames><sheetName val="S"/></sheetNames><sheetDataSet><sheetData sheetId="0">'
        '<row r="1"><cell r="A1"><v>7</v></cell></row></sheetData></sheetDataSet></externalBook>'
        "</externalLink>"
    )
    links = relationships(
        [
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "externalLink", "externalLinks/e.xml"),
        ]
    )
    sheet = cells("<c><f>[1]S!A1</f><v>7</v></c>")
    references = '<externalReferences><externalReference r:id="rId2"/></externalReferences>'
    changed = {"xl/externalLinks/e.xml": link, LINKS: links}
    return package(sheet, after=references, changed=changed)


def everything_around_cells() -> bytes:
    """Comments, a table, a choice list, names, a chart, a filter, frozen panes, protection."""

    def change(book: Any) -> None:
        sheet = book.active
        sheet.append(["Measure", "Actual"])
        sheet.append(["Repairs", 0.5])
        sheet["B2"].comment = Comment("checked", "somebody")
        sheet["Z9"].comment = Comment("on an empty cell", "somebody")
        sheet.add_table(Table(displayName="t", ref="A1:B2"))
        choice = DataValidation(type="list", formula1='"yes,no"')
        choice.add("C1:C9")
        sheet.add_data_validation(choice)
        book.defined_names["all"] = DefinedName("all", attr_text="One!$A$1:$B$2")
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2))
        sheet.add_chart(chart, "D9")
        sheet.freeze_panes, sheet.auto_filter.ref = "A2", "A1:B2"
        sheet.protection.sheet = True
        book.add_named_style(NamedStyle("own", number_format="0.000"))
        sheet["A3"].style, sheet["A3"].value = "own", 1
        sheet["B3"].style, sheet["B3"].value = "Percent", 0.25
        sheet["C3"].hyperlink = "https://example.org/"

    return saved(change)


def a_pivot_that_is_broken() -> bytes:
    """A pivot table without its cache: openpyxl refuses the whole file for it."""
    pivot = f'{DECLARATION}<pivotTableDefinition xmlns="{MAIN}" name="p" cacheId="3"/>'
    links = relationships([("rId1", "pivotTable", "../pivotTables/p.xml")])
    return package(
        ONE, changed={"xl/pivotTables/p.xml": pivot, "xl/worksheets/_rels/sheet1.xml.rels": links}
    )


def _encoded(encoding: str, declared: str) -> bytes:
    sheet = cells('<c t="inlineStr"><is><t>Café £5</t></is></c>')
    sheet = sheet.replace("UTF-8", declared)
    parts = unzipped(package(ONE))
    parts["xl/worksheets/sheet1.xml"] = sheet.encode(encoding)
    return zipped(parts)


def a_sheet_in_utf_16() -> bytes:
    """Two bytes for a character, with a mark of their order."""
    return _encoded("utf-16", "UTF-16")


def a_sheet_with_a_byte_order_mark() -> bytes:
    """The mark that Windows programs put before UTF-8."""
    return _encoded("utf-8-sig", "UTF-8")


def a_sheet_in_latin_1() -> bytes:
    """One byte for a character, declared as XML wants it."""
    return _encoded("latin-1", "ISO-8859-1")


def a_sheet_in_windows_1252() -> bytes:
    """Excel itself never writes it."""
    return _encoded("cp1252", "windows-1252")


def _rezipped(
    compression: int, *, folders: bool = False, note: bytes = b"", slash: str = "/"
) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        if folders:
            for folder in ("xl/", "xl/worksheets/"):
                archive.writestr(folder, b"")
        for name, content in unzipped(package(ONE, TWO)).items():
            archive.writestr(name.replace("/", slash), content)
        archive.comment = note
    return buffer.getvalue()


def a_zip_that_is_not_packed() -> bytes:
    """Parts as they are, with entries for folders and a note at the end."""
    return _rezipped(zipfile.ZIP_STORED, folders=True, note=b"made by hand")


def a_zip_of_another_packing() -> bytes:
    """LZMA is no packing for workbooks, and Python opens it."""
    return _rezipped(zipfile.ZIP_LZMA)


def a_zip_with_backslashes() -> bytes:
    """Old .NET programs wrote part names the Windows way: openpyxl finds nothing."""
    return _rezipped(zipfile.ZIP_DEFLATED, slash="\\")


def a_zip_with_a_part_twice() -> bytes:
    """The same sheet twice in the package; the later one counts."""
    buffer = BytesIO(package(ONE))
    with zipfile.ZipFile(buffer, "a") as archive:
        # A file of this make: zipfile warns of it when writing.
        entry = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
        archive.NameToInfo.pop(entry.filename)
        archive.writestr(entry, TWO)
    return buffer.getvalue()


def saved_by_libreoffice() -> bytes:
    """LibreOffice opened an .xlsx by openpyxl, calculated it and saved it as .xlsx."""
    return (KEPT / "from_xlsx.xlsx").read_bytes()


def saved_by_libreoffice_from_ods() -> bytes:
    """The same workbook, saved as .ods and from there as .xlsx."""
    return (KEPT / "from_ods.xlsx").read_bytes()


def saved_by_libreoffice_from_xls() -> bytes:
    """The same workbook, saved as .xls and from there as .xlsx."""
    return (KEPT / "from_xls.xlsx").read_bytes()


def saved_by_libreoffice_from_csv() -> bytes:
    """A delimited file that LibreOffice turned into a workbook, guessing numbers and dates."""
    return (KEPT / "from_csv.xlsx").read_bytes()
