"""Personal data at the door: set aside, closed, said without a word of it, and nowhere else."""

import csv
import io
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assets.steps.house import House
from assets.steps.personal import refuse_personal_data
from assets.steps.quarter import close_quarter
from assets.steps.receive import Outcome, receive
from assets.steps.status import status_of
from pipelines.cli import main
from pipelines.demo.filling import Manner
from pipelines.status_text import status_text
from sources.archive import ArchiveProblem
from sources.entries import Quarantine
from sources.framework.keys import Close
from sources.framework.personal import PersonalDataRules
from sources.personal_data.detect import PersonalData
from sources.returns import form_layout as form
from sources.workbooks.door import open_file

Drop = Callable[..., Path]
Form = Callable[..., bytes]
Q2 = Close.parse("derbyshire.2023-24-Q2")
SECRETS = ("AB123456C", "Bloggs", "zebra")


def with_commentary(a_form: Form, text: str) -> bytes:
    def edit(book: Any) -> None:
        sheet = book[form.MEASURES]
        (heading,) = (c for row in sheet.iter_rows() for c in row if c.value == "Commentary")
        sheet.cell(heading.row + 1, heading.column).value = text

    return a_form("place", Manner(), edit=edit)


def with_a_sheet(a_form: Form, name: str) -> bytes:
    return a_form("place", Manner(), edit=lambda book: book.create_sheet(name).append(["zebra"]))


@pytest.fixture
def house(a_house: Callable[..., House]) -> House:
    return a_house()


@pytest.fixture
def refused(house: House, drop: Drop, a_form: Form) -> House:
    """A return that would be in order but for one number in a commentary, in an inbox."""
    data = with_commentary(a_form, "Late because Ms Bloggs (AB123456C) was away. zebra")
    drop(house, "derbyshire", "place", "Q2.xlsx", data)
    return house


def everything_in(house: House, *without: str) -> bytes:
    """The bytes of all files of an installation, but for those under some folders."""
    house.store.engine.dispose()
    return b"".join(
        path.name.encode() + path.read_bytes()
        for path in house.home.rglob("*")
        if path.is_file() and path.relative_to(house.home).parts[0] not in without
    )


def test_a_return_with_a_persons_number_in_a_commentary_is_set_aside(refused: House) -> None:
    (one,) = receive(refused, "derbyshire")
    assert (one.outcome, one.slot) == (Outcome.QUARANTINED, None)
    assert one.entry is not None and isinstance(one.entry.body, Quarantine)
    assert one.reason == one.entry.body.reason
    assert "National Insurance numbers (sheet 2, 1 cell)" in (one.reason or "")


def test_nothing_of_it_stands_anywhere_but_in_the_closed_folder(refused: House) -> None:
    (one,) = receive(refused, "derbyshire")
    assert one.entry is not None and isinstance(one.entry.body, Quarantine)
    with pytest.raises(ArchiveProblem):
        refused.archive.get(one.entry.body.sha256)
    close_quarter(refused, Q2)
    rest = everything_in(refused, "quarantine")
    assert not [word for word in SECRETS if word.encode() in rest]


def test_the_folder_of_what_was_set_aside_is_closed_to_others(refused: House) -> None:
    receive(refused, "derbyshire")
    folder = refused.home / "quarantine" / "derbyshire" / "place"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()}
    assert modes == {"Q2.xlsx": 0o600, "Q2.xlsx.why.txt": 0o600}


def test_receipt_and_status_say_it_without_quoting(refused: House) -> None:
    (one,) = receive(refused, "derbyshire")
    (receipt,) = (refused.home / "receipts").rglob("*.receipt.txt")
    told = " ".join(receipt.read_text().split())
    assert "looks as if it holds personal data" in told and "Set aside, not used." in told
    status = status_text(status_of(refused, Q2))
    assert "looks as if it holds personal data" in " ".join(status.split())
    for words in (told, status, one.reason or ""):
        assert not [secret for secret in SECRETS if secret in words]
        assert form.MEASURES not in words.replace("measures", "")


def test_a_sheet_of_an_appraisal_keeps_the_whole_file_out_and_is_not_named(
    house: House, drop: Drop, a_form: Form
) -> None:
    drop(house, "derbyshire", "place", "Q2.xlsx", with_a_sheet(a_form, "Appraisal of Bloggs"))
    (one,) = receive(house, "derbyshire")
    assert one.outcome is Outcome.QUARANTINED
    assert "a person's appraisal" in (one.reason or "") and "Bloggs" not in (one.reason or "")


def test_a_file_whose_name_holds_personal_data_is_kept_under_another_name(
    house: House, drop: Drop, a_form: Form
) -> None:
    drop(house, "derbyshire", "place", "zebra AB123456C.xlsx", a_form("place", Manner()))
    drop(house, "derbyshire", "place", "Jane Smith appraisal.docx", b"PK not a workbook, zebra")
    taken = {one.outcome: one for one in receive(house, "derbyshire")}
    assert taken[Outcome.RECEIVED].filename == "name withheld.xlsx"
    assert taken[Outcome.QUARANTINED].filename == "name withheld.docx"
    close_quarter(house, Q2)
    names = [p.name for p in house.home.rglob("*") if "zebra" in p.name or "Smith" in p.name]
    assert names == []
    assert b"AB123456C" not in everything_in(house)


def test_a_file_that_is_sent_again_is_one_entry(house: House, drop: Drop, a_form: Form) -> None:
    data = with_commentary(a_form, "AB123456C")
    for when in ("2023-10-16T12:00", "2023-10-17T12:00"):
        drop(house, "derbyshire", "place", "Q2.xlsx", data, when=when)
        receive(house, "derbyshire")
    assert len(house.entries("derbyshire")) == 1


def test_notes_full_of_e_mail_addresses_are_a_list_and_the_limit_is_the_councils(
    house: House, drop: Drop
) -> None:
    rows = [["Measure", "Period", "Actual", "Numerator", "Denominator", "Note"]]
    rows += [["plc-01", "2022-23-Q1", "5", "", "", f"o{n}@example.org"] for n in range(6)]
    table = io.StringIO()
    csv.writer(table).writerows(rows)
    data = table.getvalue().encode()
    drop(house, "derbyshire", "history", "a.csv", data)
    (one,) = receive(house, "derbyshire")
    assert "a list of e-mail addresses (sheet 1, 6 cells)" in (one.reason or "")
    (framework,) = house.library.frameworks("derbyshire")
    rules = PersonalDataRules(email_addresses=6)
    wider = replace(
        framework, council=framework.council.model_copy(update={"personal_data": rules})
    )
    refuse_personal_data(open_file(data), [framework, wider])
    with pytest.raises(PersonalData):
        refuse_personal_data(open_file(data), [wider, framework])


def test_checking_a_file_says_it_too_and_keeps_nothing(tmp_path: Path, a_form: Form) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_bytes(with_commentary(a_form, "Ms Bloggs, AB123456C"))
    ran = CliRunner().invoke(main, ["check", str(path)])
    assert ran.exit_code == 2
    assert "looks as if it holds personal data" in ran.output
    assert not [secret for secret in SECRETS if secret in ran.output]
    assert [p.name for p in tmp_path.iterdir()] == ["mine.xlsx"]
