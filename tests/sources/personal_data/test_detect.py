"""Whole files: what is recognised and where it is said to be, and what must not be mistaken."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipelines.demo.filling import Manner
from sources.personal_data.detect import Kind, Suspicion, suspicions, why_not
from sources.workbooks.cells import CannotRead, Workbook
from sources.workbooks.door import open_file
from tests.hostile.corpus import CASES

Rows = Sequence[Sequence[object]]
DATA = Path(__file__).parents[2] / "data"
COUNCILS = Path(__file__).parents[3] / "sources" / "councils"
PEOPLE = ("Jane Smith", "Ahmed Khan", "Brown, David", "Mrs P Lee", "Susan O'Neil", "Mark Cole")
POSTCODES = ("DE4 3AG", "S40 1QN", "SK17 6DA", "DE55 7BQ", "S18 1PD", "DE1 2FS")
HEADINGS = ("Measure", "Period", "Actual")


def a_book(*sheets: Rows, names: Sequence[str] = ()) -> Workbook:
    """A real workbook, written and opened again; sheets are called One, Two and so on."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        name = names[number] if number < len(names) else ("One", "Two", "Three")[number]
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    saved = io.BytesIO()
    book.save(saved)
    return open_file(saved.getvalue())


def a_table(rows: Rows) -> Workbook:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return open_file(text.getvalue().encode())


FIGURES: Rows = (HEADINGS, ("asc-01", "2023-24-Q2", 12), ("asc-02", "2023-24-Q2", 9434765919))


def test_every_kind_is_found_on_its_sheet_with_the_number_of_its_cells() -> None:
    births = [("Name", "Date of birth"), ("A", date(1981, 3, 12)), ("B", "4/5/1990"), ("C", 29657)]
    found = suspicions(
        a_book(
            (*FIGURES, ("asc-03", "AB123456C", "see 943 476 5919"), ("note", "CE 11 22 33 A")),
            births,
        )
    )
    assert set(found) == {
        Suspicion(Kind.INSURANCE, 1, 2),
        Suspicion(Kind.NHS, 1, 1),
        Suspicion(Kind.BIRTH, 2, 3),
    }


def test_a_national_insurance_number_within_commentary_a_formula_or_a_sheets_name_is_found() -> (
    None
):
    long = "The case of this client was closed late. " * 20
    assert suspicions(a_table((HEADINGS, ("a", "b", f"{long}(AB123456C)"))))
    assert suspicions(a_book([("x", '="AB123456C"')]))
    (found,) = suspicions(a_book([("x", 1)], names=["AB123456C"]))
    assert (found.kind, found.cells) == (Kind.INSURANCE, 1)


def test_more_than_the_stated_number_of_different_addresses_is_a_list() -> None:
    contacts = [(f"officer{n}@example.org", n) for n in range(5)]
    again = [(f"OFFICER{n}@example.org", n) for n in range(5)]
    assert suspicions(a_table([*contacts, *again])) == ()
    assert suspicions(a_table([*contacts, ("sixth@example.org", 6)])) == (
        Suspicion(Kind.EMAIL, 1, 6),
    )
    assert suspicions(a_table(contacts), most_addresses=4)
    in_one = " and ".join(address for address, _ in contacts) + " and sixth@example.org"
    one_cell = [("Contacts", "Note"), (in_one, 1)]
    assert suspicions(a_table(one_cell)) == (Suspicion(Kind.EMAIL, 1, 1),)


def test_a_column_of_nhs_numbers_is_told_from_a_column_of_large_figures() -> None:
    proven = ("9434765919", "9876543210", "4010232137", "6328797966")
    assert suspicions(a_table([("NHS number",), (proven[0],)])) == (Suspicion(Kind.NHS, 1, 1),)
    assert suspicions(a_table([(n,) for n in proven])) == (Suspicion(Kind.NHS, 1, 4),)
    assert suspicions(a_table([(n,) for n in proven[:2]])) == ()
    assert suspicions(a_table([(proven[0],)] * 9)) == ()
    assert suspicions(a_table([*[(n,) for n in proven], ("1234567890",)])) == ()


def test_dates_of_births_are_found_beside_names_and_dates_of_work_are_not() -> None:
    born = [
        date(1951, 2, 3),
        date(1962, 5, 14),
        date(1973, 8, 9),
        date(1984, 11, 22),
        date(1995, 4, 6),
    ]
    listed = list(zip(PEOPLE, born, strict=False))
    assert suspicions(a_table(listed)) == (Suspicion(Kind.BIRTH, 1, 5),)
    assert suspicions(a_table(listed[:4])) == ()
    assert suspicions(a_table([(f"Milestone {n}", day) for n, (_, day) in enumerate(listed)])) == ()
    recent = [(who, day.replace(year=2023)) for who, day in listed]
    assert suspicions(a_table(recent)) == ()
    assert suspicions(a_table([(who, born[0]) for who in PEOPLE])) == ()
    assert suspicions(a_table([("Date of birth", born[0])])) == (Suspicion(Kind.BIRTH, 1, 1),)
    ends = [(who, day.replace(day=1)) for who, day in listed]
    assert suspicions(a_table(ends)) == ()


def test_people_with_addresses_are_found_and_venues_are_not() -> None:
    listed = list(zip(PEOPLE, POSTCODES, strict=True))
    assert suspicions(a_table(listed)) == (Suspicion(Kind.ADDRESSES, 1, 6),)
    assert suspicions(a_table(listed[:4])) == ()
    streets = [(who, f"{n} Station Road") for n, who in enumerate(PEOPLE, 1)]
    assert suspicions(a_table(streets))
    venues = (
        "Buxton Museum",
        "Victoria Park",
        "Lea Green",
        "Chesterfield Library",
        "Rose Court",
        "Alfreton Hub",
    )
    assert suspicions(a_table(list(zip(venues, POSTCODES, strict=True)))) == ()
    assert suspicions(a_table([*listed[:5], *zip(venues, POSTCODES, strict=True)])) == ()
    named_after = ("Grace Church", "Ruth House", "Charlotte Court", "Thomas Hall", "Ross Lane")
    assert suspicions(a_table(list(zip(named_after, POSTCODES, strict=False)))) == ()
    headed = [
        ("Surname", "Postcode"),
        *zip(("Xu", "Obi", "Nkemdirim", "Achterberg", "Le"), POSTCODES, strict=False),
    ]
    assert suspicions(a_table(headed)) == (Suspicion(Kind.ADDRESSES, 1, 5),)


def test_an_appraisal_is_found_by_its_sheet_or_its_headings() -> None:
    form = [("Employee name", "X"), ("Objectives", "Y"), ("Line manager's comments", "Z")]
    assert suspicions(a_book(FIGURES, form)) == (Suspicion(Kind.APPRAISAL, 2, 6),)
    assert suspicions(a_book(FIGURES, [("Went well",)], names=["Figures", "Appraisal JS"]))
    rates = [("Measure", "Actual"), ("Appraisals completed on time, %", 87)]
    assert suspicions(a_book(FIGURES, rates, names=["Figures", "Appraisals completed"])) == ()


def test_a_reference_of_the_councils_own_is_no_personal_data() -> None:
    rows = [HEADINGS, ("AB123456C", "2023-24-Q2", 3)]
    assert suspicions(a_table(rows))
    assert suspicions(a_table(rows), known=["ab123456c"]) == ()


def test_the_sentence_names_kinds_and_places_and_quotes_nothing() -> None:
    secret = "Zebra-4711"
    book = a_book(
        [(secret, "AB123456C"), (f"DOB 12/03/1981 {secret}", secret)],
        [(f"{secret}{n}@zebra.example", "x") for n in range(9)],
        names=[f"Appraisal {secret}", secret],
    )
    said = why_not(suspicions(book))
    assert said == (
        "This file looks as if it holds personal data, which no return may: National Insurance "
        "numbers (sheet 1, 1 cell); dates of birth (sheet 1, 1 cell); a person's appraisal (sheet "
        "1, 4 cells); a list of e-mail addresses (sheet 2, 9 cells): take it out and send the "
        "return again, or ask the performance team if it is none."
    )
    assert secret.casefold() not in said.casefold() and "123456" not in said


def ordinary_files() -> list[Path]:
    kinds = (".xlsx", ".xls", ".ods", ".csv")
    found = [p for folder in (DATA, COUNCILS) for p in folder.rglob("*") if p.suffix in kinds]
    return sorted(found)


@pytest.mark.parametrize("path", ordinary_files(), ids=lambda p: p.name)
def test_no_ordinary_table_or_workbook_is_mistaken(path: Path) -> None:
    assert suspicions(open_file(path.read_bytes())) == ()


# Files of many megabytes are tried at the door; what stands in them is nothing new.
HUGE = ("million", "MB", "excess", "100,000", "200,000")


def test_no_nasty_file_that_can_be_read_is_mistaken() -> None:
    looked_at = 0
    for case in CASES.values():
        if any(word in case.name for word in HUGE):
            continue
        try:
            workbook = open_file(case.build())
        except CannotRead:
            continue
        looked_at += 1
        assert suspicions(workbook) == (), case.name
    assert looked_at > 100


@pytest.mark.parametrize("return_id", ["adult-care", "place", "childrens-services"])
def test_no_return_of_the_demonstration_is_mistaken(
    a_form: Callable[..., bytes], return_id: str
) -> None:
    assert suspicions(open_file(a_form(return_id, Manner()))) == ()
