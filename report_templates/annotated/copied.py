"""A new workbook with the cells of a file that is none of Excel's, as texts, to be annotated.

Old workbooks, those of other programs, tables as text, and workbooks whose parts cannot be changed
one by one. How such files are opened is `sources/workbooks`.
"""

import re
import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO

from report_templates.annotated.splice import MAIN, escaped
from report_templates.register_files import safe_cell
from sources.workbooks.cells import Sheet, Workbook

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_MOST_TEXT = 16_000
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>\n"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'<styleSheet xmlns="{MAIN[0]}"><fonts count="1"><font><sz val="11"/><name val="Arial"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
    '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" '
    'applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def names_of(workbook: Workbook) -> dict[str, str]:
    """What each sheet is called in the copy: Excel takes no long names and not every character."""
    names: dict[str, str] = {}
    held: set[str] = set()
    for name in workbook.sheets:
        plain = _NOT_IN_NAMES.sub("_", name).strip("'")[:_LONGEST_NAME] or "Sheet"
        number, own = 1, plain
        while own.casefold() in held:
            number += 1
            end = f" {number}"
            own = plain[: _LONGEST_NAME - len(end)] + end
        held.add(own.casefold())
        names[name] = own
    return names


def copied(workbook: Workbook, names: Mapping[str, str]) -> bytes:
    """The cells of all sheets as texts, in a new workbook.

    A text that many cells share is written once: a small file must not become a large one.
    """
    listed = list(workbook.sheets.values())
    numbers = range(1, len(listed) + 1)
    sheets = "".join(
        f'<sheet name="{escaped(names[sheet.name]).decode()}" sheetId="{n}" '
        f"{'state=' + chr(34) + 'hidden' + chr(34) + ' ' if hides(workbook, sheet) else ''}"
        f'r:id="rId{n}"/>'
        for n, sheet in zip(numbers, listed, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    last = len(listed) + 1
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>'
        f"{types}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN[0]}" xmlns:r="{_OFFICE}">'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId{last}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId{last + 1}" Type="{_OFFICE}/sharedStrings" '
        'Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/styles.xml": _STYLES,
    }
    texts: dict[str, int] = {}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(_entry(name), _DECLARATION + content)
        for n, sheet in zip(numbers, listed, strict=True):
            package.writestr(_entry(f"xl/worksheets/sheet{n}.xml"), _cells_of(sheet, texts))
        package.writestr(_entry("xl/sharedStrings.xml"), _shared(texts))
    return out.getvalue()


def hides(workbook: Workbook, sheet: Sheet) -> bool:
    """Whether a sheet stays out of sight: not if there is no other to be seen."""
    return sheet.is_hidden and not all(other.is_hidden for other in workbook.sheets.values())


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _NO_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _cells_of(sheet: Sheet, texts: dict[str, int]) -> bytes:
    """A sheet's cells; `texts` gets the number of every text that is new."""
    rows: dict[int, list[str]] = {}
    for address, cell in sheet.cells.items():
        number = texts.setdefault(cell.text, len(texts))
        rows.setdefault(cell.row, []).append(f'<c r="{address}" s="1" t="s"><v>{number}</v></c>')
    lines = (f'<row r="{number}">{"".join(cells)}</row>' for number, cells in rows.items())
    return (
        f'{_DECLARATION}<worksheet xmlns="{MAIN[0]}"><sheetFormatPr defaultRowHeight="15" '
        f'defaultColWidth="18"/><sheetData>{"".join(lines)}</sheetData></worksheet>'
    ).encode()


def _shared(texts: Iterable[str]) -> bytes:
    items = (
        b'<si><t xml:space="preserve">%s</t></si>' % escaped(safe_cell(text), _MOST_TEXT)
        for text in texts
    )
    return b'%s<sst xmlns="%s">%s</sst>' % (
        _DECLARATION.encode(),
        MAIN[0].encode(),
        b"".join(items),
    )
