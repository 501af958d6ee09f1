"""The marked copy beside a receipt: whose findings it shows, and that no receipt waits for it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import openpyxl
import pytest

from assets.steps.check_return import check_return
from assets.steps.house import House
from assets.steps.receipts import copies_of, receipts_of
from assets.steps.receive import receive
from pipelines.demo.filling import Manner
from report_templates.annotated import annotate as annotating
from sources.framework.keys import Slot
from sources.returns.content import Quantity
from warehouse import queries

Form = Callable[..., bytes]
Drop = Callable[..., Path]
PLACE = Slot.parse("derbyshire.2023-24-Q2.place")
WORDS = Manner(mistakes={("plc-11", Quantity.ACTUAL): "about 800"})


@pytest.fixture
def house(a_house: Callable[..., House]) -> House:
    return a_house()


def sent(house: House, drop: Drop, name: str, data: bytes, when: str = "2023-10-17T12:00") -> str:
    drop(house, "derbyshire", "place", name, data, when)
    receive(house, "derbyshire")
    check_return(house, PLACE)
    return receipts_of(house, PLACE)[-1].read_text()


def found(house: House, seq: int) -> set[str]:
    """The cells of what stands found in one file."""
    rows = queries.return_findings(house.store.engine, str(PLACE))
    return {f"{f.sheet}!{f.cell}" for f in rows if f.submission == seq and f.cell}


def cells(path: Path) -> set[str]:
    """The cells that are marked in a copy."""
    book = openpyxl.load_workbook(path)
    return {
        f"{sheet.title}!{c.coordinate}"
        for sheet in book
        for row in sheet.iter_rows()
        for c in row
        if c.comment
    }


def marked(path: Path) -> dict[str, list[Any]]:
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: [c.value for row in sheet.iter_rows() for c in row if c.comment]
        for sheet in book
        if any(c.comment for row in sheet.iter_rows() for c in row)
    }


def test_what_failed_is_marked_in_a_copy_beside_the_receipt(
    house: House, drop: Drop, a_form: Form
) -> None:
    data = a_form("place", WORDS)
    text = sent(house, drop, "Q2.xlsx", data)
    (receipt,), (copy,) = receipts_of(house, PLACE), copies_of(house, PLACE)
    assert copy.parent == receipt.parent
    assert copy.name == receipt.name.replace(".receipt.txt", ".annotated.xlsx")
    assert " ".join(text.split()).count(f"Marked copy: {copy.name}, in the folder of this") == 1
    assert "about 800" in marked(copy)["Measures"]
    assert cells(copy) == found(house, int(copy.name.split()[0]))


def test_a_clean_file_gets_no_copy(house: House, drop: Drop, a_form: Form) -> None:
    text = sent(house, drop, "Q2.xlsx", a_form("place", Manner()))
    assert copies_of(house, PLACE) == []
    assert "Marked copy" not in text


def test_a_copy_shows_its_own_files_findings_alone(house: House, drop: Drop, a_form: Form) -> None:
    sent(house, drop, "Q2.xlsx", a_form("place", WORDS))
    other = Manner(mistakes={("plc-12", Quantity.ACTUAL): "see e-mail"}, only=frozenset({"plc-12"}))
    sent(house, drop, "more.xlsx", a_form("place", other), when="2023-10-17T13:00")
    first, second = copies_of(house, PLACE)
    assert "about 800" in marked(first)["Measures"]
    assert "see e-mail" not in marked(first)["Measures"]
    assert "see e-mail" in marked(second)["Measures"]
    assert cells(second) == found(house, int(second.name.split()[0]))


def test_a_fault_in_marking_is_said_in_the_receipt_and_keeps_nothing_back(
    house: House, drop: Drop, a_form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> NoReturn:
        raise KeyError("zebra")

    monkeypatch.setattr(annotating, "annotate", fails)
    text = " ".join(sent(house, drop, "Q2.xlsx", a_form("place", WORDS)).split())
    assert "Marked copy: It could not be made, through a fault of Quarterday's own (KeyErr" in text
    assert "about 800" in text
    assert copies_of(house, PLACE) == []


def test_a_receipt_that_is_there_is_not_written_again_nor_its_copy(
    house: House, drop: Drop, a_form: Form
) -> None:
    sent(house, drop, "Q2.xlsx", a_form("place", WORDS))
    (copy,) = copies_of(house, PLACE)
    copy.write_bytes(b"seen")
    check_return(house, PLACE, anew=True)
    assert copy.read_bytes() == b"seen"


def test_a_table_gets_a_copy_as_a_workbook_and_the_receipt_says_so(
    house: House, drop: Drop, hart_csv: bytes
) -> None:
    slot = Slot.parse("hart.2014-15-Q1.quarterly-table")
    lines = hart_csv.decode().splitlines()
    at = next(n for n, line in enumerate(lines) if n > 3 and line.count(",") > 3)
    broken = "\n".join([*lines[: at + 1], lines[at], *lines[at + 1 :]])
    drop(house, "hart", "quarterly-table", "table.csv", broken.encode())
    receive(house, "hart")
    evidence = check_return(house, slot)
    assert {f.severity for f in evidence.findings} & {"error", "warning"}
    (copy,), (receipt,) = copies_of(house, slot), receipts_of(house, slot)
    assert copy.suffix == ".xlsx"
    text = " ".join(receipt.read_text().split())
    assert "This is a new workbook with the cells of your file as text" in text
    assert marked(copy).keys() == {"table"}
