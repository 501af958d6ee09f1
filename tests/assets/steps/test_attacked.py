"""Attacks that once worked, each in its smallest form: wrong figures, lost files, endless work."""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assets.steps.house import House
from assets.steps.quarter import close_quarter
from assets.steps.rate_table import rate_table, scheme_of
from assets.steps.receive import Outcome, receive
from sources.framework.keys import Close
from sources.framework.library import Library
from sources.workbooks.cells import CannotRead, Cell, Sheet, Workbook
from sources.workbooks.door import open_file
from sources.workbooks.recalculation import Recalculation

DATA = Path(__file__).parents[2] / "data" / "workbooks"
DERBYSHIRE = scheme_of("derbyshire", Library())


def document(cells: str) -> bytes:
    """An open document whose one table holds these cells in its first row."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("draw", "drawing"),
        )
    )
    body = f'<table:table table:name="S"><table:table-row>{cells}</table:table-row></table:table>'
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return saved.getvalue()


def words(text: str, more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def test_a_merge_beyond_every_sheet_is_cut_to_what_can_hold_anything() -> None:
    sheet = open_file(document(words("a", 'table:number-rows-spanned="9999999999"'))).sheets["S"]
    assert sheet.merged == ("A1:A20000",)


def test_merges_without_end_are_refused() -> None:
    merged = words("a", 'table:number-rows-spanned="9999999"')
    with pytest.raises(CannotRead, match="larger than a return"):
        open_file(document(merged * 31))


def test_a_box_drawn_over_a_cell_is_not_its_text() -> None:
    box = "<draw:frame><draw:text-box><text:p>412</text:p></draw:text-box></draw:frame>"
    empty = f"<table:table-cell>{box}</table:table-cell>"
    boxed = words("x").replace("</t", f"{box}</t", 1)
    cells = open_file(document(empty + words("chs-10") + boxed))
    assert {c.address: c.text for c in cells.cells()} == {"B1": "chs-10", "C1": "x"}


def test_an_open_documents_formulas_are_worked_out_too() -> None:
    number = '<table:table-cell office:value-type="float" office:value="{}"{}/>'
    formula = ' table:formula="of:=[.A1]*2+SUM([.A1:.A1])"'
    for stored, is_stale in (("15", False), ("9", True)):
        book = open_file(document(number.format(5, "") + number.format(stored, formula)))
        cell = book.sheets["S"].cells["B1"]
        assert (cell.formula, Recalculation(book).is_stale(cell)) == ("A1*2+SUM(A1:A1)", is_stale)


def test_a_file_that_cannot_be_used_does_not_hold_up_the_others(
    a_house: Callable[..., House], drop: Callable[..., Path], a_form: Callable[..., bytes]
) -> None:
    house = a_house()
    merged = document(words("a", 'table:number-columns-spanned="9999999999"'))
    drop(house, "derbyshire", "adult-care", "bad.ods", merged)
    drop(house, "derbyshire", "place", "good.xlsx", a_form("place"))
    done = close_quarter(house, Close.parse("derbyshire.2023-24-Q2"))
    assert {one.filename: one.outcome for one in done.taken} == {
        "bad.ods": Outcome.QUARANTINED,
        "good.xlsx": Outcome.RECEIVED,
    }


def book_of(*cells: tuple[str, float, str | None], **said: bool) -> Workbook:
    from sources.values import spreadsheet_number
    from sources.workbooks.addresses import position_of

    made = {}
    for address, number, formula in cells:
        row, column = position_of(address)
        value = spreadsheet_number(number)
        made[address] = Cell("S", row, column, str(value), value, formula=formula)
    return Workbook("xlsx", {"S": Sheet("S", made)}, **said)


def is_stale(book: Workbook, address: str) -> bool:
    return Recalculation(book).is_stale(book.sheets["S"].cells[address])


def test_a_result_that_rests_on_a_stale_one_is_stale() -> None:
    chain = (("L6", 100, None), ("D9", 0, "SUM(L6:L8)"), ("B3", 0, "D9"))
    assert is_stale(book_of(*chain), "B3")


def test_what_cannot_be_worked_out_is_not_vouched_for_where_all_is_to_be_calculated() -> None:
    chain = (("D9", 0, "INDEX(L6:L8,2)"), ("B3", 0, "D9"))
    assert is_stale(book_of(*chain, must_recalculate=True), "B3")
    assert not is_stale(book_of(*chain), "B3")


@pytest.mark.parametrize("stored", [57, 58])
def test_either_side_of_a_tie_is_right(stored: int) -> None:
    book = book_of(("A1", 23, None), ("B1", 40, None), ("C1", stored, "ROUND(A1/B1*100,0)"))
    assert not is_stale(book, "C1")


@pytest.mark.parametrize("stored", [56, 59, 57.5])
def test_beyond_the_tie_nothing_is_let_through(stored: float) -> None:
    book = book_of(("A1", 23, None), ("B1", 40, None), ("C1", stored, "ROUND(A1/B1*100,0)"))
    assert is_stale(book, "C1")


def test_precision_as_displayed_is_not_called_stale() -> None:
    cells = (("C3", 0.926, None), ("E3", 92.6, "C3*100.01"))
    assert is_stale(book_of(*cells), "E3")
    assert not is_stale(book_of(*cells, shows_precision=True), "E3")


def test_digits_that_cancel_out_are_not_missed() -> None:
    cells = (("A10", 50_000_000 / 3, "50000000/3"), ("B1", 0.666666666, "A10-16666666"))
    assert not is_stale(book_of(*cells), "B1")


def rated(*rows: tuple[object, ...], headings: tuple[str, ...] = ()) -> list[dict[str, str]]:
    names = headings or ("measure", "actual", "target", "polarity", "unit")
    text = "\n".join(",".join(map(str, row)) for row in (names, *rows))
    table = rate_table(text.encode(), DERBYSHIRE)
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


@pytest.mark.parametrize(
    ("actual", "target", "which"),
    [("0.85", "85", "actual of 0.85 could mean 0.85% or 85%"), ("85", "0.9", "target of 0.9")],
)
def test_rate_does_not_guess_a_percentages_scale(actual: str, target: str, which: str) -> None:
    (row,) = rated(("a", actual, target, "higher", "percent"))
    assert row["rating"] == ""
    assert which in row["reason"]


def test_rate_takes_a_small_percentage_beside_another_as_it_stands() -> None:
    (row,) = rated(("a", "0.9", "1.2", "lower", "percent"))
    assert row["rating"] == "Strong"


def test_rate_takes_a_percent_sign_at_its_word() -> None:
    (row,) = rated(("a", "0.85%", "0.9%", "higher", "percent"))
    assert row["rating"] == "Review"
    (row,) = rated(("a", "0.85", "0.9", "higher", "percent"))
    assert row["rating"] == "Review"


def test_rate_keeps_columns_before_the_headings() -> None:
    table = rate_table(
        b",measure,actual,target,polarity,unit\n0,a,98,100,higher,number\n", DERBYSHIRE
    )
    assert (table.headings[0], table.rows[0][0]) == ("", "0")


def test_rate_does_not_believe_a_stale_result() -> None:
    book: Any = openpyxl.load_workbook(DATA / "facts.xlsx")
    sheet = book["S"]
    for column, text in enumerate(("measure", "actual", "target", "polarity", "unit"), start=1):
        sheet.cell(20, column).value = text
    sheet.append(["a", 7, 100, "higher", "number"])
    saved = io.BytesIO()
    book.save(saved)
    data = _with_formula(saved.getvalue(), "<v>7</v>", "<f>SUM(H90:H92)+1</f><v>7</v>")
    (row,) = (row for row in rate_table(data, DERBYSHIRE).rows if row[0] == "a")
    assert "no longer gives" in row[-1]


def _with_formula(data: bytes, old: str, new: str) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(saved, "w") as after:
        for name in before.namelist():
            part = before.read(name).replace(old.encode(), new.encode(), 1)
            after.writestr(name, part)
    return saved.getvalue()


def test_rate_is_not_held_up_by_blanks() -> None:
    began = time.process_time()
    rated(("a", "5", f"1<{' ' * 100_000}>x", "range", "number"))
    assert time.process_time() - began < 2


def test_a_limit_is_no_suppressed_target() -> None:
    (row,) = rated(("a", "3", "<5", "lower", "number"))
    assert row["reason"] == "the target cannot be read as a number: it is a limit"


def test_a_comma_within_a_number_is_not_read_as_two() -> None:
    head = "measure,actual,target,polarity,unit"
    split = f"{head}\na,1,1,higher,number\nb,1,234,1,higher,number\n"
    with pytest.raises(CannotRead, match=r"Row 3 .* more fields than there are headings"):
        rate_table(split.encode(), DERBYSHIRE)
    # Lines that all end with a delimiter are some programs' habit.
    trailing = f"{head}\na,1,1,higher,number,\nb,2,1,higher,number,\n"
    assert len(rate_table(trailing.encode(), DERBYSHIRE).rows) == 2


def test_a_fault_of_our_own_sets_one_file_aside_and_no_more(
    a_house: Callable[..., House],
    drop: Callable[..., Path],
    a_form: Callable[..., bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails_once(*given: Any) -> Any:
        monkeypatch.undo()
        raise IndexError("secret content")

    monkeypatch.setattr("assets.steps.receive.read_for", fails_once)
    house = a_house()
    drop(house, "derbyshire", "adult-care", "a.xlsx", a_form("adult-care"), when="2023-10-16T09:00")
    drop(house, "derbyshire", "place", "b.xlsx", a_form("place"))
    first, second = receive(house, "derbyshire")
    assert (first.outcome, second.outcome) == (Outcome.QUARANTINED, Outcome.RECEIVED)
    assert "a fault of Quarterday's own (IndexError)" in (first.reason or "")
    assert "secret" not in (first.reason or "")
