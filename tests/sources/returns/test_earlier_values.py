"""The earlier values that a form carries: what is written is read back, whatever was done to it."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from assets.steps.check_file import check_file
from assets.steps.verdict import NEEDS_PAST, file_verdict
from pipelines.demo.filling import Manner, fill_form
from sources.framework.framework import Framework
from sources.framework.keys import Period, Slot
from sources.framework.library import Library
from sources.returns import form_layout
from sources.returns.content import Use
from sources.returns.earlier import Earlier, earlier_in
from sources.returns.forms import write_form
from sources.returns.read import read_for
from sources.workbooks.door import open_file

SLOT = Slot.parse("derbyshire.2023-24-Q2.adult-care")
Q1, Q4 = Period.parse("2023-24-Q1"), Period.parse("2022-23-Q4")
SAID = "Two vacancies were filled late, and the backlog is being worked off by the team."
EARLIER = Earlier(
    date(2023, 10, 3),
    {
        "asc-01": {Q1: Decimal("21.50"), Q4: Decimal("-3")},
        # More digits than a spreadsheet keeps of a number.
        "asc-02": {Q1: Decimal("99999999.12345678")},
    },
    {"asc-01": {Q1: "=1+1 is what the sheet says"}, "asc-03": {Q1: SAID}},
)
NAMES = ("asc-01", "asc-02", "asc-03")


@pytest.fixture(scope="module")
def form(derbyshire: Framework) -> bytes:
    return write_form(derbyshire, SLOT, {}, None, EARLIER)


def edited(data: bytes, edit: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_what_is_written_is_read_back(form: bytes) -> None:
    found = earlier_in(open_file(form), NAMES)
    assert found == EARLIER


def test_measures_of_other_returns_are_passed_over(form: bytes) -> None:
    found = earlier_in(open_file(form), ["asc-03"])
    assert found == Earlier(date(2023, 10, 3), {}, {"asc-03": {Q1: SAID}})


def test_a_form_without_earlier_values_has_no_such_sheet(derbyshire: Framework) -> None:
    for earlier in (None, Earlier(date(2023, 10, 3))):
        data = write_form(derbyshire, SLOT, {}, None, earlier)
        assert data == write_form(derbyshire, SLOT, {})
        assert earlier_in(open_file(data), NAMES) is None


def test_the_sheet_can_be_seen_and_read_and_is_locked(form: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(form))[form_layout.EARLIER]
    assert sheet.sheet_state == "visible"
    assert sheet.protection.sheet
    assert all(cell.protection.locked for row in sheet.iter_rows() for cell in row)
    header = next(row for row in sheet.iter_rows() if row[0].value == form_layout.MEASURE_ID)
    first = header[0].row + 1
    assert sheet.freeze_panes == f"C{first}"
    assert sheet.print_title_rows == f"${first - 1}:${first - 1}"
    shown = [cell.value for cell in sheet[first]]
    assert shown == ["asc-01", shown[1], "%", Q4.label, "2022-23-Q4", -3, None]
    # Text from a return is never a formula.
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_the_sheet_is_the_forms_own_and_nothing_is_taken_in_of_it(
    derbyshire: Framework, form: bytes
) -> None:
    read = read_for(derbyshire, SLOT, open_file(form))
    bare = read_for(derbyshire, SLOT, open_file(write_form(derbyshire, SLOT, {})))
    assert (read.values, read.texts, read.rows) == (bare.values, bare.texts, bare.rows)
    (account,) = [one for one in read.sheets if one.sheet == form_layout.EARLIER]
    assert account.uses == {Use.FORM: account.cells}
    assert not [one for one in read.unread if one.sheet == form_layout.EARLIER]


def spoilt(what: str) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        sheet = book[form_layout.EARLIER]
        for row in sheet.iter_rows():
            for cell in row:
                if what == "no day" and cell.value == form_layout.EARLIER_AS_AT:
                    sheet.cell(cell.row, 2).value = "soon"
                if what == "no headings" and cell.value == form_layout.MEASURE_ID:
                    cell.value = "Ref"
                if what == "no measures" and str(cell.value).startswith("asc-"):
                    cell.value = "zzz-99"
                if what == "no periods" and str(cell.value).startswith("202"):
                    cell.value = "2099-00 Q9" if cell.column > 2 else cell.value

    return edit


@pytest.mark.parametrize("what", ["no day", "no headings", "no measures", "no periods"])
def test_a_sheet_that_was_spoilt_is_as_if_it_were_not_there(form: bytes, what: str) -> None:
    data = edited(form, spoilt(what))
    assert earlier_in(open_file(data), NAMES) is None
    text, _ = file_verdict("x.xlsx", check_file(Library(), data))
    assert NEEDS_PAST in text


def test_values_that_are_none_are_passed_over(form: bytes) -> None:
    def edit(book: Any) -> None:
        for row in book[form_layout.EARLIER].iter_rows():
            if row[0].value == "asc-01":
                row[5].value = "=1/0" if row[4].value == "2023-24-Q1" else "plenty"
            if row[0].value == "asc-02":
                row[5].value = "1e400"

    found = earlier_in(open_file(edited(form, edit)), NAMES)
    assert found is not None
    assert found.actuals == {}
    assert set(found.said) == {"asc-01", "asc-03"}


def test_the_verdict_holds_a_file_against_them_and_says_as_at_when(
    derbyshire: Framework,
) -> None:
    """A total that falls, one out by a hundred, and commentary that was copied."""
    quarters = [Period.parse(f"2022-23-Q{n}") for n in (1, 2, 3, 4)]
    earlier = Earlier(
        date(2023, 10, 3),
        {
            "asc-02": {Q1: Decimal(5_000)},
            "asc-12": dict.fromkeys(quarters, Decimal("0.7")),
        },
        {"asc-02": {Q1: SAID}},
    )
    data = fill_form(write_form(derbyshire, SLOT, {}, None, earlier), derbyshire, SLOT, Manner())

    def copied(book: Any) -> None:
        at = 0
        for row in book[form_layout.MEASURES].iter_rows():
            words = [cell.value for cell in row]
            at = words.index(form_layout.COMMENTARY) if form_layout.COMMENTARY in words else at
            if words[0] == "asc-02":
                row[at].value = SAID

    verdict = check_file(Library(), edited(data, copied))
    rules = {(finding.rule, finding.measure) for finding in verdict.findings}
    assert {
        ("cumulative-falls", "asc-02"),
        ("scale-slip", "asc-12"),
        ("commentary-copied", "asc-02"),
    } <= rules
    text, _ = file_verdict("x.xlsx", verdict)
    assert "Checked against the earlier values in the form, as at Tuesday 3 October 2023." in text
    assert NEEDS_PAST not in text
