"""Two hundred returns with planted errors: every one is marked, and no clean cell is.

What was planted is the oracle, written down as it is planted; what the checks found is not asked.
"""

import gc
import io
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest

from assets.steps.check_file import check_file
from assets.steps.verdict import marked_copy
from pipelines.demo.filling import Manner
from sources.framework.framework import Framework
from sources.framework.library import Library
from sources.returns import form_layout as form
from sources.returns.content import Quantity
from sources.workbooks.door import open_file

Form = Callable[..., bytes]
RETURNS = 200
OPENED_ELSEWHERE = 6
RETURN_IDS = ("adult-care", "childrens-services", "place", "corporate-services")
# The Measures sheet of a form, and all its sheets.
SHEET = "xl/worksheets/sheet2.xml"
SHEETS = tuple(f"xl/worksheets/sheet{n}.xml" for n in range(1, 12))
_ACTUAL = form.QUANTITIES[Quantity.ACTUAL]


@dataclass(frozen=True)
class Planted:
    """A return, and the cells in which something wrong was planted."""

    return_id: str
    data: bytes
    cells: frozenset[tuple[str, str]]


def _cell(address: bytes, style: bytes, text: str) -> bytes:
    shown = escape(text).encode()
    return b'<c r="%s"%s t="inlineStr"><is><t>%s</t></is></c>' % (address, style, shown)


def _error(address: bytes, style: bytes, code: str) -> bytes:
    return b'<c r="%s"%s t="e"><v>%s</v></c>' % (address, style, code.encode())


WORDS = ("about 800", "12-15", "=cmd|'/c calc'!A1 ", "<b>7</b>", "7 or 9", "see e-mail")
ERRORS = ("#DIV/0!", "#N/A", "#REF!")


def _places(data: bytes, framework: Framework) -> list[str]:
    """The filled actuals that stand alone: what is wrong in them touches no other cell."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))[form.MEASURES]
    headings: dict[str, int] = {}
    found = []
    for line in sheet.iter_rows():
        words = [str(cell.value) for cell in line]
        if form.MEASURE_ID in words:
            headings = {name: n for n, name in enumerate(words)}
        elif headings and words[headings[form.MEASURE_ID]] in framework.measures:
            measure = framework.measures[words[headings[form.MEASURE_ID]]]
            actual = line[headings[_ACTUAL]]
            if not measure.has_ratio and actual.value is not None:
                found.append(actual.coordinate)
    return found


def _planted(draw: random.Random, return_id: str, data: bytes, places: list[str]) -> Planted:
    """The return with some of its figures spoilt, all else in it as it was to the byte."""
    cells = draw.sample(places, draw.randrange(0, min(6, len(places))))
    content = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = {name: package.read(name) for name in package.namelist()}
    sheet = content[SHEET]
    for cell in cells:
        pattern = rb'<c r="(%s)"( s="\d+")?[^>]*?(?:/>|>.*?</c>)' % cell.encode()
        make, texts = draw.choice(((_cell, WORDS), (_error, ERRORS)))
        text = draw.choice(texts)
        sheet, count = re.subn(pattern, lambda m: make(m[1], m[2] or b"", text), sheet)  # noqa: B023
        assert count == 1
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in {**content, SHEET: sheet}.items():
            package.writestr(name, part)
    return Planted(return_id, out.getvalue(), frozenset((form.MEASURES, c) for c in cells))


@pytest.fixture(scope="module")
def planted(a_form: Form, derbyshire: Framework) -> list[Planted]:
    forms = {name: a_form(name, Manner()) for name in RETURN_IDS}
    places = {name: _places(data, derbyshire) for name, data in forms.items()}
    return [
        _planted(random.Random(n), name, forms[name], places[name])
        for n, name in zip(range(RETURNS), RETURN_IDS * RETURNS, strict=False)
    ]


def _clean(a_form: Form, library: Library) -> dict[str, set[tuple[str | None, str | None]]]:
    """What the checks say of the returns before anything is planted: nothing to mark."""
    return {
        name: {(f.sheet, f.cell) for f in check_file(library, a_form(name, Manner())).findings}
        for name in RETURN_IDS
    }


@pytest.fixture(scope="module")
def copies(planted: list[Planted]) -> list[bytes]:
    """The marked copies, all made by this one process; with the memory that it held meanwhile."""
    library, held, made = Library(), [], []
    # Only what comes from here on is looked through for garbage: that is much quicker.
    gc.freeze()
    for one in planted:
        made.append(marked_copy(check_file(library, one.data), one.data).data)
        gc.collect()
        held.append(int(Path("/proc/self/statm").read_text().split()[1]) - _pages(made))
    # The first few fill what is kept: frameworks, patterns. Then it stays as it is.
    assert max(held[20:]) < held[20] * 1.05
    return made


def _pages(kept: list[bytes]) -> int:
    return sum(map(len, kept)) // 4096


def _marked(before: bytes, after: bytes) -> set[tuple[str, str]]:
    """The cells that have a note, which must be those whose style is another than before."""
    with (
        zipfile.ZipFile(io.BytesIO(before)) as old,
        zipfile.ZipFile(io.BytesIO(after)) as new,
    ):
        changed = {n for n in old.namelist() if old.read(n) != new.read(n)} & set(SHEETS)
        styles = [
            dict(re.findall(rb'<c r="([A-Z]+[0-9]+)" s="([0-9]+)"', p.read(SHEET)))
            for p in (old, new)
        ]
        notes = b"".join(new.read(n) for n in new.namelist() if n.startswith("xl/comments"))
    assert changed <= {SHEET}
    filled = {a.decode() for a, style in styles[1].items() if styles[0].get(a) != style}
    noted = {a.decode() for a in re.findall(rb'<comment ref="([A-Z]+[0-9]+)"', notes)}
    assert noted == filled
    return {(form.MEASURES, cell) for cell in noted}


def test_every_planted_cell_is_marked_and_no_other(
    planted: list[Planted], copies: list[bytes], a_form: Form
) -> None:
    assert not any(_clean(a_form, Library()).values())
    assert sum(len(one.cells) for one in planted) > 250
    assert sum(not one.cells for one in planted) > 10
    wrong = {}
    for number, (one, copy) in enumerate(zip(planted, copies, strict=True)):
        marked = _marked(one.data, copy)
        if marked != one.cells:
            wrong[number] = (one.cells - marked, marked - one.cells)
    assert wrong == {}


def test_the_findings_sheet_links_to_the_same_cells(
    planted: list[Planted], copies: list[bytes]
) -> None:
    for one, copy in list(zip(planted, copies, strict=True))[:: RETURNS // 20]:
        sheet = openpyxl.load_workbook(io.BytesIO(copy))["Findings"]
        links = {c.hyperlink.location for (c,) in sheet["C1:C400"] if c.hyperlink}
        assert links == {f"'{name}'!{cell}" for name, cell in one.cells}


def _kept(data: bytes) -> dict[str, Any]:
    """What must be the same in a copy, as openpyxl sees it: sheet by sheet, cell by cell."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found: dict[str, Any] = {"names": sorted(book.defined_names)}
    for sheet in book.worksheets:
        if sheet.title != "Findings":
            found[sheet.title] = (
                {k: round(d.width, 1) for k, d in sheet.column_dimensions.items() if d.width},
                sorted(str(v.sqref) + str(v.type) for v in sheet.data_validations.dataValidation),
                sorted(str(c.sqref) for c in sheet.conditional_formatting),
                {
                    c.coordinate: c.value
                    for r in sheet.iter_rows()
                    for c in r
                    if c.value is not None
                },
                {c.coordinate: c.number_format for r in sheet.iter_rows() for c in r if c.value},
                {c.coordinate for r in sheet.iter_rows() for c in r if not c.protection.locked},
                sheet.protection.sheet,
                sheet.freeze_panes,
            )
    return found


def test_all_else_is_as_it_was(planted: list[Planted], copies: list[bytes]) -> None:
    for one, copy in list(zip(planted, copies, strict=True))[:: RETURNS // 20]:
        assert _kept(copy) == _kept(one.data)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_another_program_opens_the_copies_with_everything_in_them(
    planted: list[Planted], copies: list[bytes], tmp_path: Path
) -> None:
    """LibreOffice opens and saves some; what it saves of the original is what it saves of the copy,
    and our notes, fills and links besides."""
    chosen = list(zip(planted, copies, strict=True))[:: RETURNS // OPENED_ELSEWHERE]
    for number, (one, copy) in enumerate(chosen):
        (tmp_path / f"o{number}.xlsx").write_bytes(one.data)
        (tmp_path / f"c{number}.xlsx").write_bytes(copy)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out")),
            *sorted(str(path) for path in tmp_path.glob("*.xlsx")),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    for number, (one, _) in enumerate(chosen):
        plain = (tmp_path / "out" / f"o{number}.xlsx").read_bytes()
        saved = (tmp_path / "out" / f"c{number}.xlsx").read_bytes()
        assert _kept(saved) == _kept(plain)
        book = openpyxl.load_workbook(io.BytesIO(saved))
        assert {(s.title, c.coordinate) for s in book for r in s.iter_rows() for c in r
                if c.comment} == one.cells  # fmt: skip
        for name, cell in one.cells:
            assert book[name][cell].fill.fgColor.rgb == "FFFFB3B3"
            assert book[name][cell].comment.text.startswith("✕ Error: ")
        assert open_file(saved).sheets.keys() == open_file(plain).sheets.keys() | {"Findings"}
