"""A file of parts without actuals: each actual follows from its parts, or cannot be worked out."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from sources.framework.framework import Framework
from sources.framework.load import load
from sources.returns.content import Quantity, ReadReturn
from sources.returns.identify import identify
from sources.returns.read import read_return
from sources.unreadable import why_unreadable
from sources.values import Absence, Unit, ratio
from sources.workbooks.door import open_file

HR = """  - {id: people, name: People return, return_type: hr, departments: [roads],
     layout: people, due_stage: returns}
layouts:
  - id: people
    kind: table
    measure: Ref
    period_label: Quarter
    numerator: Days lost
    denominator: FTE
    reason: Why not
"""


@pytest.fixture(scope="module")
def council(framework: Framework) -> Framework:
    """The made-up council, whose care measures c-1 and c-2 are sent by its people return."""
    texts = framework.files
    head, *rows = texts["measures.csv"].splitlines()
    rows = [f"{row},{'people' if row[:4] in ('c-1,', 'c-2,') else ''}" for row in rows]
    changed = {
        "returns.yaml": texts["returns.yaml"].replace("layouts:\n", HR, 1),
        "measures.csv": "\n".join([f"{head},sent_by", *rows]) + "\n",
    }
    return load({**texts, **changed})


Read = Callable[..., ReadReturn]


@pytest.fixture
def read(council: Framework) -> Read:
    """The people return of quarter 2 with these rows."""

    def read_rows(*rows: str) -> ReadReturn:
        data = "\n".join(("Quarter,2023-24-Q2", "Ref,Days lost,FTE,Why not", *rows)).encode()
        owed, workbook = council.returns["people"], open_file(data)
        identity = identify(workbook, owed, council.layouts[owed.layout], "testshire")
        return read_return(workbook, identity, council)

    return read_rows


def actual(read: ReadReturn) -> tuple[Decimal | None, Absence | None, str, str]:
    (found,) = [v for v in read.values if v.quantity is Quantity.ACTUAL]
    return found.value.number, found.value.absence, found.value.raw, found.cell


def test_a_measure_is_held_by_the_return_that_sends_it_and_no_other(council: Framework) -> None:
    framework = council
    assert [m.id for m in framework.measures_of("people")] == ["c-1", "c-2"]
    assert [m.id for m in framework.measures_of("care")] == ["c-3", "c-4", "c-5"]
    assert {m.id for m in framework.measures_of("past")} == set(framework.measures)
    assert framework.return_of(framework.measures["c-1"]).id == "people"
    assert framework.return_of(framework.measures["c-3"]).id == "care"
    assert framework.actions_of("people") == ()
    assert framework.shares("people", "past")
    assert not framework.shares("people", "care")


def test_an_actual_follows_from_its_parts(read: Read) -> None:
    assert actual(read("c-1,48,60,")) == (80, None, "48 / 60", "C3")
    assert actual(read("c-1,1,3,")) == (Decimal("33.3333333333"), None, "1 / 3", "C3")


@pytest.mark.parametrize("nothing", ["0", "0.0", "nil"])
def test_nothing_is_divided_by_nothing(read: Read, nothing: str) -> None:
    number, absence, _, cell = actual(read(f"c-1,48,{nothing},"))
    assert (number, absence, cell) == (None, Absence.UNREADABLE, "C3")


def test_why_it_cannot_be_worked_out_is_said() -> None:
    words = "it cannot be worked out, as its denominator is 0"
    assert why_unreadable("48 / 0", Unit.DAYS) == words
    assert why_unreadable("48 / 0.00", Unit.DAYS) == words
    assert why_unreadable("48 / 10", Unit.DAYS) != words


def test_without_both_parts_the_reason_stands(read: Read) -> None:
    assert actual(read("c-1,48,,not yet available"))[1] is Absence.NOT_YET_AVAILABLE
    found = read("c-1,48,,").values
    assert [v.quantity for v in found] == [Quantity.NUMERATOR]


def test_what_another_return_holds_is_not_read_from_this_one(read: Read) -> None:
    assert read("c-5,1,2,").values == ()


def test_a_ratio_is_exact_as_far_as_it_can_be_kept() -> None:
    kept = ratio(Decimal(10**17), Decimal(3), Unit.DAYS, "").number
    assert kept == Decimal("33333333333333333.3")
    assert ratio(Decimal(1), Decimal(8), Unit.DAYS, "").number == Decimal("0.125")
    assert ratio(Decimal(10**18), Decimal("0.1"), Unit.DAYS, "").absence is Absence.UNREADABLE
