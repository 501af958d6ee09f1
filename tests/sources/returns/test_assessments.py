"""Risk returns are read as they stand: what is understood, what is not, and every cell of it."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from sources.framework.framework import Framework
from sources.returns.assessment_rows import Part, SuppliedAssessment
from sources.returns.content import TextField, Use
from sources.workbooks.cells import CannotRead
from tests.sources.returns.risk import DRIVERS, HEADINGS, TRAINED, a_csv, read, south_derbyshire


@pytest.fixture(scope="module")
def south() -> Framework:
    return south_derbyshire()


@pytest.fixture
def rows(south: Framework) -> Callable[..., tuple[SuppliedAssessment, ...]]:
    return lambda *lines: read(south, a_csv(*lines)).assessments


Rows = Callable[..., tuple[SuppliedAssessment, ...]]


def test_a_row_is_read_with_its_risk_day_and_steps(rows: Rows) -> None:
    (one,) = rows(f"{DRIVERS},2023-09-29,4,5,{TRAINED},2023-09-28,Seen with the owner")
    assert (one.risk, one.assessed_on, one.likelihood, one.impact) == (
        DRIVERS,
        date(2023, 9, 29),
        4,
        5,
    )
    assert (one.mitigation, one.done_on) == (TRAINED, date(2023, 9, 28))
    assert one.said[Part.NOTE] == "Seen with the owner"
    assert (one.sheet, one.number, one.cells[Part.LIKELIHOOD]) == ("table", 4, "C4")
    assert one.is_assessment
    assert one.is_done


@pytest.mark.parametrize(
    ("row", "steps"),
    [
        ("Too few drivers to run all collection rounds,29/09/2023,Likely,severe,,,", (4, 5)),
        (f"{DRIVERS},2023-09-29,0,5,,,", (None, 5)),
        (f"{DRIVERS},2023-09-29,6,5,,,", (None, 5)),
        (f"{DRIVERS},2023-09-29,2.5,5,,,", (None, 5)),
        (f"{DRIVERS},2023-09-29,4,99999999999999999999,,,", (4, None)),
        (f"{DRIVERS},2023-09-29,4,=1+1,,,", (4, None)),
    ],
)
def test_steps_are_those_of_the_matrix_by_number_or_word(
    rows: Rows, row: str, steps: tuple[int | None, int | None]
) -> None:
    (one,) = rows(row)
    assert (one.risk, one.likelihood, one.impact) == (DRIVERS, *steps)
    assert one.is_assessment == (None not in steps)


def test_what_is_not_understood_is_kept_as_it_stands(rows: Rows) -> None:
    (one,) = rows("meteorites,one day,4,5,Dig,soon,")
    assert (one.risk, one.assessed_on, one.mitigation, one.done_on) == (None,) * 4
    assert one.said[Part.RISK] == "meteorites"
    assert not one.is_assessment
    assert not one.is_done


def test_a_row_with_nothing_but_its_risk_says_nothing(rows: Rows) -> None:
    assert rows(f"{DRIVERS},,,,,,", f"{DRIVERS},-,-,-,,,") == ()


@pytest.mark.parametrize(
    ("row", "lacks"),
    [
        (f"{DRIVERS},2023-09-29,4,,,,", (Part.IMPACT,)),
        (f"{DRIVERS},,4,4,,,", (Part.ASSESSED_ON,)),
        (f"{DRIVERS},,,,,,only a note", (Part.ASSESSED_ON, Part.LIKELIHOOD, Part.IMPACT)),
        (f"{DRIVERS},,,,{TRAINED},,", (Part.DONE_ON,)),
        (f"{DRIVERS},,,,,2023-09-28,", (Part.MITIGATION,)),
        (f"{DRIVERS},,,,{TRAINED},2023-09-28,", ()),
        (f"{DRIVERS},,4,,{TRAINED},2023-09-28,", (Part.ASSESSED_ON, Part.IMPACT)),
    ],
)
def test_a_row_is_whole_for_what_it_is_about(rows: Rows, row: str, lacks: tuple[Part]) -> None:
    (one,) = rows(row)
    assert one.lacks == lacks


def test_every_cell_is_accounted_for(south: Framework) -> None:
    found = read(
        south, a_csv(f"{DRIVERS},2023-09-29,4,9,{TRAINED},soon,A note", f"{DRIVERS},,,,,,")
    )
    (sheet,) = found.sheets
    assert sum(sheet.uses.values()) == sheet.cells
    assert found.unread == ()
    assert (sheet.uses[Use.VALUE], sheet.uses[Use.UNREADABLE], sheet.uses[Use.KEY]) == (2, 2, 2)
    assert sheet.uses[Use.TEXT] == 3
    (signed,) = found.texts
    assert (signed.field, signed.text) == (TextField.SIGNED_OFF_BY, "Risk Officer")


def test_a_workbook_with_days_as_days_reads_the_same(south: Framework) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Period", "2023-24-Q2"])
    sheet.append(HEADINGS.split(","))
    sheet.append([DRIVERS, date(2023, 9, 29), 4, 5, TRAINED, date(2023, 9, 28)])
    data = BytesIO()
    book.save(data)
    (one,) = read(south, data.getvalue()).assessments
    assert (one.assessed_on, one.likelihood, one.impact) == (date(2023, 9, 29), 4, 5)
    assert one.done_on == date(2023, 9, 28)


def test_a_file_without_a_heading_is_refused_in_one_sentence(south: Framework) -> None:
    with pytest.raises(CannotRead, match="Impact"):
        read(south, a_csv(f"{DRIVERS},2023-09-29,4,5,,,").replace(b"Impact", b"Effect"))
