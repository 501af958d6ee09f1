"""Workbooks put together part by part: what openpyxl writes, taken apart, and ones made by hand.

Zips and bare XML only; which workbooks are made is `generated` and `awkward`.
"""

import zipfile
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import Any
from xml.sax.saxutils import quoteattr

import openpyxl

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PLAIN_XLSX = f"{KIND}.sheet.main+xml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Parts = dict[str, bytes]
Changed = Mapping[str, bytes | str | None]


def saved(change: Callable[[Any], object]) -> bytes:
    """A workbook by openpyxl, its one sheet named One, after `change` has been at it."""
    book: Any = openpyxl.Workbook()
    book.active.title = "One"
    change(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def unzipped(data: bytes) -> Parts:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def with_parts(data: bytes, changed: Changed) -> bytes:
    """The same package with some parts put in, replaced, or (None) taken out."""
    parts = unzipped(data)
    for name, content in changed.items():
        if content is None:
            del parts[name]
        else:
            parts[name] = content.encode() if isinstance(content, str) else content
    return zipped(parts)


def edited(data: bytes, part: str, old: str, new: str) -> bytes:
    """The same package with one stretch of one part's text replaced, wherever it stands."""
    text = unzipped(data)[part].decode()
    if old not in text:
        raise ValueError(f"{part} holds no {old!r}")
    return with_parts(data, {part: text.replace(old, new)})


def worksheet(inside: str) -> str:
    spaces = f'xmlns="{MAIN}" xmlns:r="{RELATED}"'
    return f"{DECLARATION}<worksheet {spaces}>{inside}</worksheet>"


def rows(*row: str) -> str:
    """A worksheet of these `<row>` elements."""
    return worksheet(f"<sheetData>{''.join(row)}</sheetData>")


def cells(*cell: str) -> str:
    """A worksheet whose one row holds these `<c>` elements."""
    return rows(f'<row r="1">{"".join(cell)}</row>')


def string_table(*item: str) -> str:
    """Shared strings of these `<si>` contents."""
    items = "".join(f"<si>{one}</si>" for one in item)
    return f'{DECLARATION}<sst xmlns="{MAIN}" count="{len(item)}">{items}</sst>'


def style_sheet(formats: Mapping[int, str], xfs: Iterable[int | None]) -> str:
    """Styles with these custom number formats; `xfs` names each cell style's format, None leaves
    it unsaid."""
    custom = "".join(
        f'<numFmt numFmtId="{n}" formatCode={quoteattr(code)}/>' for n, code in formats.items()
    )
    styles = "".join(
        '<xf fontId="0" fillId="0" borderId="0"/>'
        if number is None
        else f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0"/>'
        for number in xfs
    )
    return (
        f'{DECLARATION}<styleSheet xmlns="{MAIN}">'
        + (f"<numFmts>{custom}</numFmts>" if custom else "")
        + '<fonts><font/></fonts><fills><fill><patternFill patternType="none"/></fill></fills>'
        + "<borders><border/></borders>"
        + '<cellStyleXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        + f"<cellXfs>{styles}</cellXfs>"
        + '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def package(
    *sheets: str,
    strings: str | None = None,
    styles: str | None = None,
    properties: str = "",
    after: str = "",
    changed: Changed | None = None,
) -> bytes:
    """The least workbook that opens: these sheets' XML, named One, Two, Three ... in order.

    `properties` and `after` stand in the workbook part, before and after its sheets.
    """
    names = ("One", "Two", "Three", "Four", "Five")[: len(sheets)]
    parts: dict[str, str] = {}
    overrides = [("/xl/workbook.xml", PLAIN_XLSX)]
    relations = []
    listed = []
    for number, (name, xml) in enumerate(zip(names, sheets, strict=True), start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = xml
        overrides.append((f"/xl/worksheets/sheet{number}.xml", f"{KIND}.worksheet+xml"))
        relations.append((f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml"))
        listed.append(f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>')
    for what, kind, content in (
        ("sharedStrings", "sharedStrings", strings),
        ("styles", "styles", styles),
    ):
        if content is not None:
            parts[f"xl/{what}.xml"] = content
            overrides.append((f"/xl/{what}.xml", f"{KIND}.{kind}+xml"))
            relations.append((f"rId{what}", kind, f"{what}.xml"))
    start = {
        "[Content_Types].xml": content_types(overrides),
        "_rels/.rels": relationships([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": workbook_part("".join(listed), properties, after),
        "xl/_rels/workbook.xml.rels": relationships(relations),
    }
    whole = {name: text.encode() for name, text in (start | parts).items()}
    return with_parts(zipped(whole), changed or {})


def workbook_part(sheets: str, properties: str = "", after: str = "") -> str:
    return (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATED}">{properties}'
        f"<sheets>{sheets}</sheets>{after}</workbook>"
    )


def content_types(overrides: Iterable[tuple[str, str]]) -> str:
    listed = "".join(f'<Override PartName="{n}" ContentType="{kind}"/>' for n, kind in overrides)
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def relationships(relations: Iterable[tuple[str, str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{n}" Type="{RELATED}/{kind}" Target="{target}"/>'
        for n, kind, target in relations
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'
