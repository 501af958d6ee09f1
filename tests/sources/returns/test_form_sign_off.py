"""The form of a council with several steps: a row for each on a sheet of its own, read back."""

import io
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.people import Holding, Officer, People
from sources.framework.route import SignOffStep
from sources.returns import form_layout
from sources.returns.content import SuppliedText, TextField, Use, step_subject
from sources.returns.forms import write_form
from sources.returns.read import read_for
from sources.workbooks.door import open_file

SLOT = Slot.parse("derbyshire.2023-24-Q2.adult-care")
STEPS = (
    SignOffStep(id="collected", name="=Collection", reaches="checked", officer="collection"),
    SignOffStep(id="authorised", name="Authority", reaches="authorised", officer="authorising"),
)


@pytest.fixture
def council(derbyshire: Framework) -> Framework:
    measures = derbyshire.measures_of("adult-care")
    post = Holding(post=measures[0].authorising_officer)
    adam = Officer(id="adam", name="=Adam Ames", posts=(post,))
    left = Officer(id="lena", name="Lena Long", posts=(post,), left_on=date(2023, 1, 1))
    return replace(
        derbyshire,
        council=derbyshire.council.model_copy(update={"sign_off": STEPS}),
        people=People({one.id: one for one in (adam, left)}),
    )


def sheets(framework: Framework) -> Any:
    return openpyxl.load_workbook(io.BytesIO(write_form(framework, SLOT, {})))


def header(sheet: Any) -> dict[str, Any]:
    row = next(r for r in sheet.iter_rows() if form_layout.STEP_ID in {c.value for c in r})
    return {str(cell.value): cell for cell in row if cell.value}


def test_each_step_has_its_row_and_its_cells_can_be_typed_in(council: Framework) -> None:
    sheet = sheets(council)[form_layout.SIGN_OFF]
    at = header(sheet)
    first = at[form_layout.STEP_ID].row + 1
    names = [sheet.cell(row, at[form_layout.STEP].column) for row in (first, first + 1)]
    assert [(c.value, c.data_type) for c in names] == [("=Collection", "s"), ("Authority", "s")]
    for heading in form_layout.STEP_ENTRIES.values():
        assert not sheet.cell(first, at[heading].column).protection.locked
    assert sheet.protection.sheet
    assert sheet.cell(first, at[form_layout.STEP_ID].column).protection.locked


def test_names_are_chosen_from_those_who_may_sign_and_others_are_let_through(
    council: Framework,
) -> None:
    book = sheets(council)
    listed = [c for row in book[form_layout.SIGNERS].iter_rows() for c in row if c.value]
    assert ("=Adam Ames", "s") in [(c.value, c.data_type) for c in listed]
    assert "Lena Long" not in [c.value for c in listed]
    lists = [
        v for v in book[form_layout.SIGN_OFF].data_validations.dataValidation if v.type == "list"
    ]
    assert [(v.errorStyle, form_layout.SIGNERS in str(v.formula1)) for v in lists] == [
        ("warning", True)
    ]


def test_what_is_signed_is_read_back_with_its_cells_and_nothing_else_is_lost(
    council: Framework,
) -> None:
    book = sheets(council)
    sheet = book[form_layout.SIGN_OFF]
    at = header(sheet)
    row = at[form_layout.STEP_ID].row + 2
    said = {"Signed by": "=Adam Ames", "Role": "Director", "Date signed": datetime(2023, 10, 17)}
    for heading, value in said.items():
        cell = sheet.cell(row, at[heading].column)
        cell.value = value
        if heading == "Signed by":
            cell.data_type = "s"
    saved = io.BytesIO()
    book.save(saved)
    read = read_for(council, SLOT, open_file(saved.getvalue()))
    own = [text for text in read.texts if text.sheet == form_layout.SIGN_OFF]
    assert {(t.subject, t.field, t.text) for t in own} == {
        (step_subject("authorised"), TextField.SIGNED_OFF_BY, "=Adam Ames"),
        (step_subject("authorised"), TextField.SIGNED_OFF_ROLE, "Director"),
        (step_subject("authorised"), TextField.SIGNED_OFF_ON, next(_day(own))),
    }
    assert all(t.cell.endswith(str(row)) for t in own)
    assert read.unread == ()
    used = {one.sheet: one.uses for one in read.sheets}
    assert used[form_layout.SIGN_OFF][Use.TEXT] == 3
    assert set(used[form_layout.SIGNERS]) == {Use.FORM}


def _day(texts: list[SuppliedText]) -> Any:
    return (t.text for t in texts if t.text.startswith("2023-10-17"))


def test_a_cover_asks_for_a_signature_only_where_there_is_one_step(
    council: Framework, derbyshire: Framework
) -> None:
    none = replace(derbyshire, council=derbyshire.council.model_copy(update={"sign_off": ()}))
    asked = {}
    for name, framework in (("one", derbyshire), ("two", council), ("none", none)):
        book = sheets(framework)
        words = {c.value for row in book[form_layout.COVER].iter_rows() for c in row}
        asked[name] = ("Signed off by" in words, form_layout.SIGN_OFF in book.sheetnames)
    assert asked == {"one": (True, False), "two": (False, True), "none": (False, False)}
