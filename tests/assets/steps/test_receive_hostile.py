"""Whatever lands in an inbox, it leaves it with a plain reason and holds nothing else up."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assets.steps.check_return import check_return
from assets.steps.house import House
from assets.steps.quarter import close_quarter
from assets.steps.receive import Outcome, Taken, receive
from pipelines.demo.filling import Manner
from sources.entries import Quarantine, Submission
from sources.framework.keys import Close
from sources.returns import form_layout as form

Drop = Callable[..., Path]
Form = Callable[..., bytes]
Make = Callable[[Form], bytes]

Q2 = Close.parse("derbyshire.2023-24-Q2")
SECRET = "zebra-4711"  # stands in every hostile file that can hold words
GOOD = "derbyshire.2023-24-Q2.childrens-services"


def a_zip(form_of: Form) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr(f"{SECRET}.txt", SECRET)
    return packed.getvalue()


def says_it_is(key: str | None) -> Make:
    """A form of place whose cover names another return, with a secret in a cell."""

    def edit(book: Any) -> None:
        cover = book[form.COVER]
        label = next(c for row in cover.iter_rows() for c in row if c.value == form.RETURN_KEY)
        cover.cell(label.row, label.column + 1).value = key
        book[form.MEASURES]["J5"].value = SECRET

    return lambda form_of: form_of("place", Manner(), edit=edit)


def without(*, sheet: str | None = None, heading: str | None = None) -> Make:
    def edit(book: Any) -> None:
        if sheet:
            del book[sheet]
        for row in book[form.MEASURES].iter_rows() if heading else ():
            for cell in row:
                cell.value = SECRET if cell.value == heading else cell.value

    return lambda form_of: form_of("place", Manner(), edit=edit)


HISTORY_ROWS = f"plc-01,2022-23-Q1,5,,,{SECRET}\n".encode()
CASES: dict[str, tuple[str, str, Make, str]] = {
    # sender, file name, content, words of the reason
    "an empty file": ("place", "a.xlsx", lambda f: b"", "This file is empty"),
    "only blanks": ("history", "a.csv", lambda f: b"\xef\xbb\xbf \n\n", "This file is empty"),
    "text named .xlsx": (
        "place",
        "a.xlsx",
        lambda f: SECRET.encode(),
        "form that was sent for this return",
    ),
    "a cut workbook": ("place", "a.xlsx", lambda f: f("place")[:9000], "damaged or incomplete"),
    "a workbook without its end": (
        "place",
        "a.xlsx",
        lambda f: f("place")[:-30],
        "damaged or incomplete",
    ),
    "a zip of something else": ("place", "a.xlsx", a_zip, "not an Excel workbook"),
    "an old container that holds no workbook": (
        "place",
        "a.xls",
        lambda f: bytes.fromhex("D0CF11E0A1B11AE1") + SECRET.encode() * 90,
        "not an Excel workbook",
    ),
    "a picture": ("history", "a.csv", lambda f: b"\x89PNG\r\n" + b"\0" * 90, "not a delimited"),
    "a form of another council": (
        "place",
        "a.xlsx",
        says_it_is("hart.2014-15-Q1.quarterly-table"),
        "form is for another council",
    ),
    "a form for an unknown period": (
        "place",
        "a.xlsx",
        says_it_is("derbyshire.2031-32-Q2.place"),
        "that the council does not owe",
    ),
    "a form for an unknown return": (
        "place",
        "a.xlsx",
        says_it_is(f"derbyshire.2023-24-Q2.{SECRET}"),
        "that the council does not owe",
    ),
    "a form with a name for its council": (
        "place",
        "a.xlsx",
        says_it_is(f"{SECRET}.2023-24-Q2.place"),
        "council",
    ),
    "a form with a garbled key": ("place", "a.xlsx", says_it_is(SECRET), "does not say which"),
    "a form without a key": ("place", "a.xlsx", says_it_is(None), "does not say which return"),
    "a form without its measures": (
        "place",
        "a.xlsx",
        without(sheet=form.MEASURES),
        "no 'Measures' sheet",
    ),
    "a form without a heading": (
        "place",
        "a.xlsx",
        without(heading="Actual"),
        "lacks the heading 'Actual'",
    ),
    "a table from a department that owes a form": (
        "place",
        "a.csv",
        lambda f: b"Measure,Period,Actual,Numerator,Denominator,Note\n" + HISTORY_ROWS,
        "form that was sent for this return",
    ),
    "a table without a heading": (
        "history",
        "a.csv",
        lambda f: b"Measure,Period,Value,Numerator,Denominator,Note\n" + HISTORY_ROWS,
        "lacks the heading 'Actual'",
    ),
    "a table from nobody in particular": (
        "",
        "a.csv",
        lambda f: b"Measure,Period,Actual,Numerator,Denominator,Note\n" + HISTORY_ROWS,
        "no return is expected",
    ),
}


@pytest.fixture
def house(a_house: Callable[..., House], drop: Drop, a_form: Form) -> House:
    """Derbyshire with a good return waiting."""
    built = a_house()
    drop(built, "derbyshire", "childrens-services", "good.xlsx", a_form("childrens-services"))
    return built


def waiting(house: House) -> list[Path]:
    return [p for p in (house.home / "inbox").rglob("*") if p.is_symlink() or not p.is_dir()]


def receipts_in(house: House) -> list[Path]:
    return sorted((house.home / "receipts").rglob("*.receipt.txt"))


def alone(taken: list[Taken], name: str) -> Taken:
    (one,) = [one for one in taken if one.filename == name]
    return one


def assert_the_good_one_came(house: House, taken: list[Taken]) -> None:
    good = alone(taken, "good.xlsx")
    assert (good.outcome, str(good.slot), good.reason) == (Outcome.RECEIVED, GOOD, None)
    slots = [e.subject for e in house.entries("derbyshire") if isinstance(e.body, Submission)]
    assert GOOD in slots


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_cannot_be_used_is_set_aside_with_its_reason(
    house: House, drop: Drop, a_form: Form, case: str
) -> None:
    sender, name, make, words = CASES[case]
    data = make(a_form)
    drop(house, "derbyshire", sender, name, data, when="2023-10-16T12:00")

    taken = receive(house, "derbyshire")

    assert_the_good_one_came(house, taken)
    one = alone(taken, name)
    assert one.outcome is Outcome.QUARANTINED
    assert words in (one.reason or "")
    assert SECRET not in (one.reason or "")
    assert waiting(house) == []
    assert one.entry is not None
    body = one.entry.body
    assert isinstance(body, Quarantine)
    assert (body.filename, body.sender, body.reason) == (name, sender, one.reason)
    assert house.archive.get(body.sha256) == data
    aside = house.home / "quarantine" / "derbyshire" / (sender or "unsorted") / name
    assert aside.read_bytes() == data
    assert aside.with_name(f"{name}.why.txt").read_text() == f"{one.reason}\n"


@pytest.fixture
def besieged(house: House, drop: Drop, a_form: Form) -> House:
    """The good return, and every case at once beside it."""
    for number, (sender, name, make, _) in enumerate(CASES.values()):
        drop(house, "derbyshire", sender, f"{number} {name}", make(a_form))
    return house


def test_a_reason_is_one_plain_sentence(besieged: House) -> None:
    reasons = [one.reason for one in receive(besieged, "derbyshire") if one.reason]
    assert len(reasons) > len(CASES) / 2
    assert [r for r in reasons if ". " in r or not r.endswith(".") or not r.isprintable()] == []


def test_the_main_job_passes_over_what_cannot_be_used(besieged: House) -> None:
    evidence = close_quarter(besieged, Q2)
    assert [d.is_new for d in evidence.drafts] == [True]
    assert [one.filename for one in evidence.taken if one.outcome is Outcome.RECEIVED] == [
        "good.xlsx"
    ]
    receipts = [" ".join(path.read_text().split()) for path in receipts_in(besieged)]
    assert sum("Set aside, not used." in words for words in receipts) == len(CASES)
    assert not any(SECRET in words for words in receipts)


NAMES = {
    "long": "q" * 250 + ".xlsx",
    "long in two bytes a letter": "é" * 125 + ".xlsx",
    "long in three bytes a letter": "表" * 83 + ".xlsx",
    "long in four bytes a letter": "🏛" * 62 + ".xlsx",
    "line breaks and colours": "a\n\x1b[31mb\t\r.xlsx",
    "slashes of other kinds": "a..\u2215..\\..\u2044b:*?|<>.xlsx",
    "right to left": "\u202excod.xlsx",
    "no valid text": os.fsdecode(b"caf\xe9.xlsx"),
    "quotes and markup": "'\"<script>&.xlsx",
}


@pytest.mark.parametrize("is_good", [True, False], ids=["a good file", "an empty file"])
@pytest.mark.parametrize("kind", NAMES)
def test_no_file_name_can_do_harm(
    house: House, drop: Drop, a_form: Form, kind: str, is_good: bool
) -> None:
    name = NAMES[kind][:255]
    data = a_form("place", Manner()) if is_good else b""
    try:
        drop(house, "derbyshire", "place", name, data)
    except OSError:
        pytest.skip("this file system does not take the name")

    taken = receive(house, "derbyshire")

    assert_the_good_one_came(house, taken)
    assert waiting(house) == []
    (one,) = [one for one in taken if one.filename != "good.xlsx"]
    assert one.outcome is (Outcome.RECEIVED if is_good else Outcome.QUARANTINED)
    assert one.entry is not None
    assert isinstance(one.entry.body, Submission | Quarantine)
    assert house.archive.get(one.entry.body.sha256) == data
    if one.slot is not None:
        check_return(house, one.slot)
    assert [path.name[:6] for path in receipts_in(house)] == [f"{one.entry.seq:06d}"]
    for path in house.home.rglob("*"):
        assert str(path.relative_to(house.home)).isprintable()
