"""Every cell of a file is counted when it comes, and has to be accounted for ever after.

Files are counted anew here, by openpyxl and csv, not by Quarterday's own reading.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assets.steps import gather
from assets.steps.house import House
from assets.steps.quarter import QuarterEvidence, close_quarter
from assets.steps.rebuild import rebuild
from pipelines.demo.filling import Manner
from pipelines.house import build_house
from pipelines.settings import Settings
from sources.entries import Submission
from sources.framework.keys import Close
from sources.returns import form_layout as form
from sources.returns.content import Quantity
from sources.values import Absence
from sources.workbooks.cells import Workbook
from sources.workbooks.door import open_file
from warehouse import queries
from warehouse.rows import ReturnSheet
from warehouse.tables import USES

At = Callable[[House, str], House]
Drop = Callable[..., Path]
Form = Callable[..., bytes]
Counts = dict[str, tuple[int, int]]

Q2, HART = Close.parse("derbyshire.2023-24-Q2"), Close.parse("hart.2014-15-Q1")
ADULTS = "derbyshire.2023-24-Q2.adult-care"
TABLE = "hart.2014-15-Q1.quarterly-table"
MANNER = Manner(
    mistakes={("asc-02", Quantity.ACTUAL): "about 800"},
    absences={"asc-05": (Absence.NOT_YET_AVAILABLE, "expected in November")},
)


def add_more(book: Any) -> None:
    """A sheet that nobody sees, and a column that nobody asked for."""
    extra = book.create_sheet("Workings")
    extra.sheet_state = "hidden"
    extra["B2"], extra["B4"], extra["C4"] = 1, "sum", 3
    sheet = book[form.MEASURES]
    sheet.cell(3, sheet.max_column + 1).value = "Checked by"
    sheet.cell(5, sheet.max_column).value = "Jo"
    sheet.cell(7, sheet.max_column).value = "Ann"


def counted_by_openpyxl(data: bytes) -> Counts:
    """Rows and cells of each sheet that hold anything, formulas among them."""
    found = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        held = [cell for line in sheet.iter_rows() for cell in line if cell.value not in (None, "")]
        found[sheet.title] = (len({cell.row for cell in held}), len(held))
    return found


def counted_by_csv(data: bytes) -> Counts:
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    held = [[entry for entry in line if entry.strip()] for line in lines]
    return {"table": (sum(map(bool, held)), sum(map(len, held)))}


class Closed:
    """A house in which both councils have sent a return and closed on it."""

    def __init__(self, house: House, at: At, form: bytes, table: bytes) -> None:
        self.house = house
        self.derbyshire: QuarterEvidence = close_quarter(house, Q2)
        self.hart: QuarterEvidence = close_quarter(at(house, "2014-08-25T09:00"), HART)
        self.counts = {ADULTS: counted_by_openpyxl(form), TABLE: counted_by_csv(table)}

    def sheets(self, slot: str) -> list[ReturnSheet]:
        rows = queries.return_sheets(self.house.store.engine, slot)
        return sorted(rows, key=lambda row: (row.submission, row.position))

    def rules(self, rule: str) -> list[Any]:
        found = queries.return_findings(self.house.store.engine, ADULTS)
        return [finding for finding in found if finding.rule == rule]


@pytest.fixture(scope="module")
def closed(
    tmp_path_factory: pytest.TempPathFactory,
    hart_frameworks: Path,
    hart_csv: bytes,
    a_form: Form,
    drop: Drop,
    at: At,
) -> Closed:
    home = tmp_path_factory.mktemp("counted") / "home"
    house = at(build_house(Settings(home, None, (hart_frameworks,))), "2023-10-20T09:00")
    data = a_form("adult-care", MANNER, edit=add_more)
    drop(house, "derbyshire", "adult-care", "a.xlsx", data)
    drop(house, "hart", "quarterly-table", "h.csv", hart_csv, when="2014-07-30T16:00")
    return Closed(house, at, data, hart_csv)


@pytest.mark.parametrize("slot", [ADULTS, TABLE])
def test_the_ledger_keeps_rows_and_cells_of_every_sheet(closed: Closed, slot: str) -> None:
    entries = closed.house.ledger.after(slot.partition(".")[0], 0)
    (body,) = [e.body for e in entries if isinstance(e.body, Submission) and e.subject == slot]
    assert body.contents == tuple(closed.counts[slot].values())
    assert all(rows and cells for rows, cells in body.contents)


@pytest.mark.parametrize("slot", [ADULTS, TABLE])
def test_every_cell_that_holds_anything_is_accounted_for_once(closed: Closed, slot: str) -> None:
    rows = closed.sheets(slot)
    assert {row.sheet: (row.rows, row.cells) for row in rows} == closed.counts[slot]
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        assert sum(getattr(row, use) for use in USES) == row.cells, row.sheet


@pytest.mark.parametrize("slot", [ADULTS, TABLE])
def test_stored_values_are_as_many_as_the_account_has(closed: Closed, slot: str) -> None:
    rows = closed.sheets(slot)
    engine = closed.house.store.engine
    stored = Counter(
        "numbers"
        if value.units is not None
        else "unreadable"
        if value.absence == Absence.UNREADABLE
        else "absences"
        for value in queries.council_values(engine, slot.partition(".")[0], 10_000)
        if value.slot == slot
    )
    for use in ("numbers", "absences", "unreadable"):
        assert sum(getattr(row, use) for row in rows) == stored[use], use
    assert queries.value_count(engine, slot) == stored.total() > 20


def test_what_was_planted_is_in_the_account(closed: Closed) -> None:
    rows = {row.sheet: row for row in closed.sheets(ADULTS)}
    measures = rows[form.MEASURES]
    assert (measures.unreadable, measures.absences, measures.unread) == (1, 1, 2)
    assert [name for name, row in rows.items() if row.is_hidden] == ["Workings"]
    assert (rows["Workings"].cells, rows["Workings"].unread) == (3, 3)


def test_a_sheet_and_a_column_that_nobody_asked_for_are_listed(closed: Closed) -> None:
    found = {(f.sheet, f.cell): f for f in closed.rules("not-read")}
    assert set(found) == {("Workings", "B2"), (form.MEASURES, "S5")}
    assert {f.severity for f in found.values()} == {"information"}
    assert found["Workings", "B2"].message.startswith("3 cells of this sheet did not count")
    assert "2 cells under 'Checked by'" in found[form.MEASURES, "S5"].message


def test_read_as_on_receipt_nothing_is_found(closed: Closed) -> None:
    assert closed.rules("read-differently") == []


def labelled(label: str, page: str) -> list[str]:
    """The cells of the page's table under a heading, as text."""
    found = re.findall(rf'data-label="{label}">(.*?)</td>', page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", text) for text in found]


@pytest.mark.parametrize("slot", [ADULTS, TABLE])
def test_the_quality_page_shows_the_account(closed: Closed, slot: str) -> None:
    (draft,) = closed.derbyshire.drafts if slot == ADULTS else closed.hart.drafts
    page = (draft.folder / f"quality-{slot.rsplit('.', 1)[1]}.html").read_text(encoding="utf-8")
    page = page.split("What the cells were read as", 1)[1]
    rows = closed.sheets(slot)
    assert labelled("Rows", page) == [str(row.rows) for row in rows]
    assert labelled("Cells", page) == [str(row.cells) for row in rows]
    used = [re.findall(r" (\d+)(?:;|$)", text) for text in labelled("Read as", page)]
    assert [sum(map(int, counts)) for counts in used] == [row.cells for row in rows]
    assert all(row.sheet in page for row in rows)
    assert page.count("(hidden)") == sum(row.is_hidden for row in rows)


def test_rebuilding_gives_the_same_account(
    closed: Closed, rows_of: Callable[[House], dict[str, Any]]
) -> None:
    before = rows_of(closed.house)["return_sheets"]
    assert len(before) == sum(map(len, closed.counts.values()))
    rebuild(closed.house)
    assert rows_of(closed.house)["return_sheets"] == before


@pytest.fixture
def another_version(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A later version of Quarterday, whose door gives a changed workbook."""

    def install(change: Callable[[Workbook], Workbook]) -> None:
        monkeypatch.setattr(gather, "code_version", lambda: "a later version")
        monkeypatch.setattr(gather, "open_file", lambda data: change(open_file(data)))

    return install


def without(sheet: str, cell: str) -> Callable[[Workbook], Workbook]:
    def change(book: Workbook) -> Workbook:
        held = book.sheets[sheet]
        cells = {name: one for name, one in held.cells.items() if name != cell}
        assert len(cells) == len(held.cells) - 1
        return replace(book, sheets={**book.sheets, sheet: replace(held, cells=cells)})

    return change


LOST = {
    "a figure": without(form.MEASURES, "J6"),
    "a cell of a sheet that is not read": without("Workings", "C4"),
    "a whole sheet": lambda book: replace(
        book, sheets={name: s for name, s in book.sheets.items() if name != "Workings"}
    ),
}


@pytest.mark.parametrize("case", LOST)
def test_a_file_that_is_read_differently_later_is_an_error(
    a_house: Callable[..., House],
    drop: Drop,
    a_form: Form,
    another_version: Callable[..., None],
    case: str,
) -> None:
    house = a_house(now="2023-10-20T09:00")
    drop(house, "derbyshire", "adult-care", "a.xlsx", a_form("adult-care", MANNER, edit=add_more))
    before = close_quarter(house, Q2).closed.results
    assert "read-differently" not in {f.rule for f in before.return_findings}

    another_version(LOST[case])
    after = close_quarter(replace(house, readings={}), Q2).closed.results

    (found,) = [f for f in after.return_findings if f.rule == "read-differently"]
    assert (found.severity, found.slot) == ("error", ADULTS)
    (sent,) = after.sent
    assert found.submission == sent.seq
    rows, cells = (sum(column) for column in zip(*sent.contents, strict=True))
    assert f"sheets 6, rows {rows}, cells {cells} on receipt" in found.message
    assert f"cells {cells - (3 if case == 'a whole sheet' else 1)}." in found.message
    assert found in queries.return_findings(house.store.engine, ADULTS)


def test_a_later_version_that_reads_the_same_finds_nothing(
    a_house: Callable[..., House], drop: Drop, a_form: Form, another_version: Callable[..., None]
) -> None:
    house = a_house(now="2023-10-20T09:00")
    drop(house, "derbyshire", "adult-care", "a.xlsx", a_form("adult-care", MANNER, edit=add_more))
    before = close_quarter(house, Q2).closed.results
    another_version(lambda book: book)
    evidence = close_quarter(replace(house, readings={}), Q2)
    assert all(one.is_new for one in evidence.closed.checked)
    assert evidence.closed.results.return_findings == before.return_findings
