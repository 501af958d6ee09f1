"""Two hundred returns with planted errors: every one is marked, and no clean cell is.

What was planted is the oracle, written down as it is planted; what the checks found is not asked.
"""

import gc
import io
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assets.steps.check_file import check_file
from assets.steps.verdict import marked_copy
from pipelines.demo.filling import Manner
from sources.framework.framework import Framework
from sources.framework.library import Library
from sources.returns import form_layout as form
from sources.returns.content import Quantity
from sources.values import Unit
from sources.workbooks.door import open_file

Form = Callable[..., bytes]
RETURNS = 200
OPENED_ELSEWHERE = 12
RETURN_IDS = ("adult-care", "childrens-services", "place", "corporate-services")
COLOURS = {"FFFFB3B3", "FFFFD280", "FFCFE2F3", "FF9C0006", "FF7F4A00", "FF1F3864"}
_ACTUAL = form.QUANTITIES[Quantity.ACTUAL]
_NUMERATOR = form.QUANTITIES[Quantity.NUMERATOR]
_DENOMINATOR = form.QUANTITIES[Quantity.DENOMINATOR]


@dataclass(frozen=True)
class Planted:
    """A return, and the cells in which something wrong was planted."""

    return_id: str
    data: bytes
    cells: frozenset[tuple[str, str]]


def _words(draw: random.Random, row: dict[str, Any]) -> set[str]:
    row[_ACTUAL].value = draw.choice(("about 800", "12-15", "=cmd|'/c calc'!A1 ", "<b>7</b>", "?"))
    row[_ACTUAL].data_type = "s"
    return {row[_ACTUAL].coordinate}


def _error(draw: random.Random, row: dict[str, Any]) -> set[str]:
    row[_ACTUAL].value = draw.choice(("#DIV/0!", "#N/A", "#REF!"))
    return {row[_ACTUAL].coordinate}


def _two_numbers(draw: random.Random, row: dict[str, Any]) -> set[str]:
    row[_ACTUAL].value = f"{draw.randrange(9)} or {draw.randrange(10, 99)}"
    return {row[_ACTUAL].coordinate}


def _words_for_a_part(draw: random.Random, row: dict[str, Any]) -> set[str]:
    if row[_NUMERATOR].value in (None, "\N{EN DASH}"):
        return _words(draw, row)
    row[_NUMERATOR].value = "see e-mail"
    return {row[_NUMERATOR].coordinate}


KINDS = (_words, _error, _two_numbers, _words_for_a_part)


def _rows(sheet: Any, framework: Framework) -> Iterator[dict[str, Any]]:
    headings: dict[str, int] = {}
    for line in sheet.iter_rows():
        words = [str(cell.value) for cell in line]
        if form.MEASURE_ID in words:
            headings = {name: n for n, name in enumerate(words)}
        elif headings and words[headings[form.MEASURE_ID]] in framework.measures:
            yield {name: line[n] for name, n in headings.items()}


@pytest.fixture(scope="module")
def planted(a_form: Form, derbyshire: Framework) -> list[Planted]:
    made = []
    for number in range(RETURNS):
        draw = random.Random(number)
        return_id = RETURN_IDS[number % len(RETURN_IDS)]
        cells: set[tuple[str, str]] = set()

        def edit(book: Any, draw: random.Random = draw, cells: Any = cells) -> None:
            rows = list(_rows(book[form.MEASURES], derbyshire))
            for row in draw.sample(rows, draw.randrange(0, 6)):
                for place in draw.choice(KINDS)(draw, row):
                    cells.add((form.MEASURES, place))

        made.append(Planted(return_id, a_form(return_id, Manner(), edit=edit), frozenset(cells)))
    return made


@pytest.fixture(scope="module")
def copies(planted: list[Planted]) -> list[bytes]:
    """The marked copies, all made by this one process; with the memory that it held meanwhile."""
    library, held, made = Library(), [], []
    for one in planted:
        made.append(marked_copy(check_file(library, one.data), one.data).data)
        gc.collect()
        held.append(int(Path("/proc/self/statm").read_text().split()[1]) - _pages(made))
    # The first few fill what is kept: frameworks, patterns. Then it stays as it is.
    assert max(held[20:]) < held[20] * 1.05
    return made


def _pages(kept: list[bytes]) -> int:
    return sum(map(len, kept)) // 4096


def _marked(book: Any) -> set[tuple[str, str]]:
    """The cells that have a note of ours, which must be the cells that are filled."""
    notes, fills = set(), set()
    for sheet in book.worksheets:
        if sheet.title == "Findings":
            continue
        for line in sheet.iter_rows():
            for cell in line:
                if cell.comment is not None:
                    notes.add((sheet.title, cell.coordinate))
                if cell.fill.fill_type and cell.fill.fgColor.rgb in COLOURS - {"FF1F3864"}:
                    fills.add((sheet.title, cell.coordinate))
    assert notes == fills
    return notes


def test_every_planted_cell_is_marked_and_no_other(
    planted: list[Planted], copies: list[bytes]
) -> None:
    assert sum(len(one.cells) for one in planted) > 300
    assert sum(not one.cells for one in planted) > 10
    wrong = {}
    for number, (one, copy) in enumerate(zip(planted, copies, strict=True)):
        marked = _marked(openpyxl.load_workbook(io.BytesIO(copy)))
        if marked != one.cells:
            wrong[number] = (one.cells - marked, marked - one.cells)
    assert wrong == {}


def test_the_findings_sheet_links_to_the_same_cells(
    planted: list[Planted], copies: list[bytes]
) -> None:
    for one, copy in zip(planted, copies, strict=True):
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


def test_units_are_of_several_kinds(derbyshire: Framework) -> None:
    """Were all alike, the planted errors would be as well."""
    owned = [m for name in RETURN_IDS for m in derbyshire.measures_of(name)]
    assert {Unit.PERCENT, Unit.NUMBER, Unit.DAYS, Unit.MONEY} <= {m.unit for m in owned}
