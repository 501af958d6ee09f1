"""The folders for checking only: every file is answered in its sender's folder, none is sent."""

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from assets.steps import check_only as step
from assets.steps.check_only import Answered, arrived, check_only
from assets.steps.check_return import check_return
from assets.steps.house import House
from assets.steps.quarter import close_quarter
from assets.steps.receive import inbox, receive
from pipelines.demo.filling import Manner, history_csv
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.returns.content import Quantity
from sources.workbooks.cells import CannotRead

Form = Callable[..., bytes]
Drop = Callable[..., Path]
PLACE = Slot.parse("derbyshire.2023-24-Q2.place")
WORDS = Manner(mistakes={("plc-11", Quantity.ACTUAL): "about 800"}, signed_by=None)
OLD = 1_697_500_000


@pytest.fixture
def house(a_house: Callable[..., House]) -> House:
    return a_house()


def put(house: House, data: bytes, name: str = "Q2.xlsx", sender: str = "place") -> Path:
    folder = house.home / "check-only" / "derbyshire" / sender
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    os.utime(path, (OLD, OLD))
    return path


def the_one(house: House) -> Answered:
    (answered,) = check_only(house, "derbyshire")
    return answered


def files(house: House, folder: str) -> list[str]:
    root = house.home / folder
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())


def test_a_file_is_answered_and_moved_away_and_not_submitted(house: House, a_form: Form) -> None:
    data = a_form("place", WORDS)
    put(house, data)
    answered = the_one(house)
    assert answered.has_errors
    assert files(house, "receipts") == [
        "derbyshire/place/2023-10-18 0900 Q2.xlsx.annotated.xlsx",
        "derbyshire/place/2023-10-18 0900 Q2.xlsx.checked.txt",
    ]
    assert files(house, "checked") == ["derbyshire/place/Q2.xlsx"]
    assert (house.home / "checked/derbyshire/place/Q2.xlsx").read_bytes() == data
    assert files(house, "check-only") == files(house, "objects") == files(house, "ledger") == []
    text = answered.answer.read_text()
    assert text.startswith("This file was checked only. It has not been sent: ")
    assert "Checked on 18 October 2023 at 09:00." in text
    assert "(error)" in text
    assert "about 800" in text
    assert "What to do: " in text
    assert "Checked against everything that was sent before." in text
    assert "Marked copy: 2023-10-18 0900 Q2.xlsx.annotated.xlsx, beside this answer.\n" in text
    assert answered.copy is not None
    sheet = openpyxl.load_workbook(answered.copy)["Measures"]
    assert [c.value for r in sheet.iter_rows() for c in r if c.comment] == ["about 800"]


def test_a_clean_file_gets_an_answer_and_no_copy(house: House, a_form: Form) -> None:
    put(house, a_form("place", Manner()))
    answered = the_one(house)
    assert (answered.copy, answered.has_errors) == (None, False)
    assert "Nothing was found." in answered.answer.read_text()
    assert len(files(house, "receipts")) == 1


def test_the_past_is_the_councils_own(
    house: House, drop: Drop, a_form: Form, derbyshire: Framework
) -> None:
    """What was sent before is history, and a figure a hundred times larger stands out."""
    layout = derbyshire.returns["history"].layout
    drop(house, "derbyshire", "history", "past.csv", history_csv(derbyshire, layout, 2020, 2022))
    receive(house, "derbyshire")
    check_return(house, Slot.parse("derbyshire.2022-23-FY.history"))
    before = files(house, "ledger")
    put(house, a_form("place", Manner(mistakes={("plc-11", Quantity.ACTUAL): Decimal(10) ** 9})))
    assert "usual" in the_one(house).answer.read_text()
    assert files(house, "ledger") == before


def test_only_what_is_not_sent_yet_is_missed(house: House, drop: Drop, a_form: Form) -> None:
    """A file of corrections alone is checked as what it would be: one more file of the return."""
    drop(house, "derbyshire", "place", "Q2.xlsx", a_form("place", WORDS))
    receive(house, "derbyshire")
    check_return(house, PLACE)
    put(house, a_form("place", Manner(only=frozenset({"plc-11"}))), name="correction.xlsx")
    answered = the_one(house)
    text = answered.answer.read_text()
    assert not answered.has_errors, text
    assert "about 800" not in text


def test_answers_to_the_same_name_stand_side_by_side(house: House, a_form: Form) -> None:
    for _ in range(3):
        put(house, a_form("place", WORDS))
        the_one(house)
    assert [name for name in files(house, "receipts") if name.endswith(".txt")] == [
        "derbyshire/place/2023-10-18 0900 Q2.xlsx (2).checked.txt",
        "derbyshire/place/2023-10-18 0900 Q2.xlsx (3).checked.txt",
        "derbyshire/place/2023-10-18 0900 Q2.xlsx.checked.txt",
    ]
    assert len(files(house, "checked")) == 3


@pytest.mark.parametrize("name", ["~$Q2.xlsx", ".Q2.xlsx", "Q2.xlsx.part", "Q2.tmp"])
def test_an_unfinished_file_waits(house: House, a_form: Form, name: str) -> None:
    path = put(house, a_form("place", WORDS), name=name)
    assert check_only(house, "derbyshire") == []
    assert path.exists()


def test_a_file_that_is_still_arriving_waits(house: House, a_form: Form) -> None:
    whole, half = put(house, a_form("place", WORDS)), put(house, b"PK\3\4 half", name="half.xlsx")
    now = house.now().timestamp()
    os.utime(whole, (now - 1, now - 1))
    os.utime(half, (now - 30, now - 30))
    assert check_only(house, "derbyshire") == []
    assert whole.exists()
    assert half.exists()
    assert {Path(f.name).name: f.sha256 is None for f in arrived(house, "derbyshire")} == {
        "Q2.xlsx": True,
        "half.xlsx": False,
    }


def test_a_file_that_cannot_be_read_is_told_why(house: House, a_form: Form) -> None:
    """And does not hold up the next one."""
    put(house, b"PK\3\4 no more", name="a.xlsx")
    put(house, a_form("place", WORDS), name="b.xlsx")
    first, second = check_only(house, "derbyshire")
    assert "a.xlsx was not checked. This workbook is damaged or incomplete" in (
        first.answer.read_text()
    )
    assert second.copy is not None
    assert files(house, "quarantine") == []
    assert files(house, "checked") == ["derbyshire/place/a.xlsx", "derbyshire/place/b.xlsx"]


def test_a_link_is_never_followed(house: House, a_form: Form, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.xlsx"
    target.write_bytes(a_form("place", WORDS))
    path = put(house, b"")
    path.unlink()
    path.symlink_to(target)
    assert "This is a link or a device" in the_one(house).answer.read_text()
    assert target.exists()


def test_a_fault_of_ours_in_one_file_is_said_and_the_others_go_on(
    house: House, a_form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(house, a_form("place", WORDS), name="a.xlsx")
    put(house, a_form("place", Manner()), name="b.xlsx")
    real, seen = step.open_file, []

    def fails_once(data: bytes) -> object:
        seen.append(data)
        if len(seen) == 1:
            raise ZeroDivisionError
        return real(data)

    monkeypatch.setattr(step, "open_file", fails_once)
    first, second = check_only(house, "derbyshire")
    assert "a fault of Quarterday's own (ZeroDivisionError)" in first.answer.read_text()
    assert "Nothing was found." in second.answer.read_text()


def test_a_copy_that_cannot_be_made_does_not_keep_the_answer_back(
    house: House, a_form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise CannotRead("zebra")

    monkeypatch.setattr(step, "marked_copy", fails)
    put(house, a_form("place", WORDS))
    answered = the_one(house)
    assert answered.copy is None
    assert "A marked copy could not be made" in answered.answer.read_text()
    assert "about 800" in answered.answer.read_text()


def test_the_main_job_answers_them_too(house: House, a_form: Form) -> None:
    put(house, a_form("place", WORDS))
    close_quarter(house, Close.parse("derbyshire.2023-24-Q2"))
    assert [n for n in files(house, "receipts") if n.endswith(".checked.txt")]


def test_the_inbox_and_the_folder_for_checking_are_apart(house: House, a_form: Form) -> None:
    put(house, a_form("place", WORDS))
    assert receive(house, "derbyshire") == []
    assert not inbox(house, "derbyshire", "place").exists()
