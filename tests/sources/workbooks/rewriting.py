"""A workbook as some other program would have written it: stored results, runs, missing places.

Changes to the trees of a package's parts, drawn by chance; how a tree is then put into bytes is
`xml_writing`.
"""

import random
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator

from packages import KIND, MAIN, RELATED, unzipped, zipped
from xml_writing import Manner, written

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_RESULTS: tuple[tuple[str | None, str | None], ...] = (
    (None, None),
    (None, ""),
    (None, "2"),
    ("n", "0.30000000000000004"),
    (None, "1E-7"),
    (None, "45000.5"),
    ("str", "a result"),
    ("str", " <&> \n"),
    ("str", "_x000D_"),
    ("str", ""),
    ("str", None),
    ("b", "1"),
    ("b", "0"),
    ("e", "#DIV/0!"),
    ("e", "#N/A"),
    ("e", "#SPILL!"),
    ("e", "#GETTING_DATA"),
    ("d", "2023-10-24T09:30:00"),
)
# The same numbers, as differently as programs write them; and some that only files hold.
_SPELLINGS = ("1.0", "-0", "1E+2", "7.8050000000000011E1", "0.1e1", "1.5E+300", "1E+400", "-0.0")
_SPELLINGS += ("12345678901234567890", "0012", "1.", ".5", "1e-320", "2.2250738585072014E-308")


def _tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"


def rewritten(data: bytes, rng: random.Random) -> bytes:
    parts = unzipped(data)
    sheets = {n: ET.fromstring(p) for n, p in parts.items() if n.startswith("xl/worksheets/sheet")}
    table = ET.Element(_tag("sst"))
    for root in sheets.values():
        _rewrite_sheet(root, table, rng)
    manner = Manner.drawn(rng)
    for name, root in sheets.items():
        parts[name] = written(root, manner, rng)
    if len(table):
        _enrich(table, rng)
        parts["xl/sharedStrings.xml"] = written(table, manner, rng)
        _announce_strings(parts)
    if rng.random() < 0.5:
        styles = ET.fromstring(parts["xl/styles.xml"])
        _restyle(styles, rng)
        parts["xl/styles.xml"] = written(styles, manner, rng)
    if rng.random() < 0.5:
        book = ET.fromstring(parts["xl/workbook.xml"])
        parts["xl/workbook.xml"] = written(book, manner, rng)
    if rng.random() < 0.5:
        relations = "xl/_rels/workbook.xml.rels"
        # Most programs write targets from the folder of the workbook; openpyxl from the root.
        parts[relations] = parts[relations].replace(b'"/xl/', b'"')
    names = list(parts)
    if rng.random() < 0.3:
        rng.shuffle(names)
    return zipped({name: parts[name] for name in names})


def _announce_strings(parts: dict[str, bytes]) -> None:
    """openpyxl keeps texts in their cells; a table of them must be told of where parts are."""
    types, links = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    entry = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}.sharedStrings+xml"/>'
    parts[types] = parts[types].replace(b"</Types>", entry.encode() + b"</Types>")
    kind = f"{RELATED}/sharedStrings"
    link = f'<Relationship Id="strings" Type="{kind}" Target="/xl/sharedStrings.xml"/>'
    end = b"</Relationships>"
    parts[links] = parts[links].replace(end, link.encode() + end)


def _rewrite_sheet(root: ET.Element, table: ET.Element, rng: random.Random) -> None:
    shared = rng.choice([0, 0.5, 1, 1])
    inline: list[ET.Element] = []
    for cell in root.iter(_tag("c")):
        kind = cell.get("t", "n")
        if cell.find(_tag("f")) is not None:
            _give_result(cell, rng)
        elif kind == "inlineStr" and rng.random() < shared:
            _share_text(cell, table)
        elif kind == "inlineStr":
            inline.append(_kept_text(cell, rng))
        elif kind == "n" and cell.find(_tag("v")) is not None:
            # A date by its own type keeps its text; only plain numbers are spelt anew.
            if rng.random() < 0.1:
                cell.find(_tag("v")).text = rng.choice(_SPELLINGS)  # type: ignore[union-attr]
            if rng.random() < 0.5:
                cell.attrib.pop("t", None)
    _enrich(inline, rng)
    if rng.random() < 0.5:
        _share_formulas(root)
    elif rng.random() < 0.5:
        _leave_out_places(root, rng)
    elif rng.random() < 0.5:
        for rows in root.iter(_tag("sheetData")):
            # As a program's memory had them; every row and cell says where it belongs.
            rows[:] = rng.sample(list(rows), len(rows))
            for row in rows:
                row[:] = rng.sample(list(row), len(row))
    for element in (*root.iter(_tag("row")), *root.iter(_tag("col"))):
        if element.get("hidden") == "1" and rng.random() < 0.2:
            element.set("hidden", "true")
        elif rng.random() < 0.05:
            element.set("hidden", rng.choice(["0", "false"]))
    if rng.random() < 0.3:
        _merge_over_values(root, rng)
    if rng.random() < 0.1:
        # Some programs say nothing of the sheet's extent.
        for dimension in root.findall(_tag("dimension")):
            root.remove(dimension)


def _merge_over_values(root: ET.Element, rng: random.Random) -> None:
    """Programs other than openpyxl leave under a merged cell what was typed there before."""
    if root.find(_tag("mergeCells")) is not None:
        return
    sheet_data = root.find(_tag("sheetData"))
    assert sheet_data is not None
    merges = ET.Element(_tag("mergeCells"))
    # Apart from each other, as Excel wants them.
    for row in range(rng.randint(1, 4), 40, rng.randint(4, 9)):
        ET.SubElement(merges, _tag("mergeCell"), {"ref": f"B{row}:{rng.choice('BCFZ')}{row + 3}"})
    root.insert(list(root).index(sheet_data) + 1, merges)


def _give_result(cell: ET.Element, rng: random.Random) -> None:
    for old in cell.findall(_tag("v")):
        cell.remove(old)
    kind, result = rng.choice(_RESULTS)
    cell.attrib.pop("t", None)
    if kind:
        cell.set("t", kind)
    if result is not None:
        ET.SubElement(cell, _tag("v")).text = result


def _share_formulas(root: ET.Element) -> None:
    """Every formula of a column becomes the first one's, as filling down leaves it."""
    first: dict[str, int] = {}
    for cell in root.iter(_tag("c")):
        formula = cell.find(_tag("f"))
        if formula is None or formula.get("t"):
            continue
        column = cell.attrib["r"].rstrip("0123456789")
        formula.set("t", "shared")
        if column in first:
            formula.text = None
        else:
            first[column] = len(first)
            formula.set("ref", cell.attrib["r"])
        formula.set("si", str(first[column]))


def _leave_out_places(root: ET.Element, rng: random.Random) -> None:
    """Cells and rows that follow the one before may leave out where they stand."""
    before = 0
    for row in root.iter(_tag("row")):
        number = int(row.attrib["r"])
        if number == before + 1 and rng.random() < 0.7:
            del row.attrib["r"]
        before, column = number, 0
        for cell in row:
            letters = cell.attrib["r"].rstrip("0123456789")
            at = sum((ord(x) - 64) * 26**n for n, x in enumerate(reversed(letters)))
            if at == column + 1 and rng.random() < 0.7:
                del cell.attrib["r"]
            column = at


def _share_text(cell: ET.Element, table: ET.Element) -> None:
    inline = cell[0]
    cell.remove(inline)
    cell.set("t", "s")
    ET.SubElement(cell, _tag("v")).text = str(len(table))
    inline.tag = _tag("si")
    table.append(inline)


def _kept_text(cell: ET.Element, rng: random.Random) -> ET.Element:
    """The text, still in its cell: as it was, or as the result of a formula that is not there."""
    inline = cell[0]
    if rng.random() < 0.3:
        cell.remove(inline)
        cell.set("t", "str")
        text = "".join(piece.text or "" for piece in inline.iter(_tag("t")))
        ET.SubElement(cell, _tag("v")).text = text
    return inline


def _enrich(strings: Iterable[ET.Element], rng: random.Random) -> None:
    share = rng.choice([0, 0.2, 0.8])
    for item in strings:
        if rng.random() < share:
            _cut_into_runs(item, rng)
        if rng.random() < share / 2:
            reading = ET.SubElement(item, _tag("rPh"), {"sb": "0", "eb": "1"})
            ET.SubElement(reading, _tag("t")).text = "ヨミ"
            ET.SubElement(item, _tag("phoneticPr"), {"fontId": "0"})


def _cut_into_runs(item: ET.Element, rng: random.Random) -> None:
    plain = item.find(_tag("t"))
    if plain is None:
        return
    item.remove(plain)
    for piece in _pieces(plain.text or "", rng):
        run = ET.SubElement(item, _tag("r"))
        if rng.random() < 0.6:
            look = ET.SubElement(run, _tag("rPr"))
            ET.SubElement(look, _tag("b"))
            ET.SubElement(look, _tag("sz"), {"val": "11"})
        text = ET.SubElement(run, _tag("t"))
        text.text = piece
        if rng.random() < 0.8:
            text.set(_SPACE, rng.choice(["preserve", "preserve", "default"]))


def _pieces(text: str, rng: random.Random) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = min(len(text), start + rng.randint(1, max(1, len(text) // 2)))
        yield text[start:end]
        start = end


def _restyle(styles: ET.Element, rng: random.Random) -> None:
    xfs = styles.find(_tag("cellXfs"))
    assert xfs is not None
    for xf in xfs:
        chance = rng.random()
        if chance < 0.1:
            xf.attrib.pop("numFmtId", None)
        elif chance < 0.2:
            # Built-in formats, of which some are dates and some differ between countries.
            xf.set("numFmtId", str(rng.choice([9, 10, 14, 20, 22, 27, 30, 36, 45, 46, 49, 58])))
        if rng.random() < 0.5:
            xf.set("applyNumberFormat", rng.choice("01"))
    if rng.random() < 0.5:
        # Looks for conditions have formats under numbers that mean others elsewhere.
        looks = styles.find(_tag("dxfs"))
        if looks is None:
            looks = ET.SubElement(styles, _tag("dxfs"))
        for number, code in (("10", "yyyy"), ("164", "0%"), ("165", "h:mm")):
            look = ET.SubElement(looks, _tag("dxf"))
            ET.SubElement(look, _tag("numFmt"), {"numFmtId": number, "formatCode": code})
    customs = styles.find(_tag("numFmts"))
    if customs is None or not len(customs):
        return
    if rng.random() < 0.3:
        # The style of every cell that names none.
        xfs[0].set("numFmtId", customs[rng.randrange(len(customs))].attrib["numFmtId"])
    if rng.random() < 0.3:
        # A file may give a built-in number a meaning of its own.
        ET.SubElement(customs, _tag("numFmt"), {"numFmtId": "14", "formatCode": "dd.mm.yyyy"})
