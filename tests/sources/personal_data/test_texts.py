"""Marks of personal data within one text: what is one, and what only looks a little like it."""

from datetime import date

import pytest

from sources.personal_data import appraisals, texts
from sources.personal_data.detect import is_personal_name

INSURANCE = (
    "AB123456C",
    "ab123456c",
    "AB 12 34 56 C",
    "AB-12-34-56-C",
    "his number is ZY987654D, as agreed",
    "\uff21\uff22\uff11\uff12\uff13\uff14\uff15\uff16\uff23",  # in wide letters
    "AB\u00a012\u00a034\u00a056\u00a0C",
    "AB12\u00ad3456C",  # with a soft hyphen
)
NO_INSURANCE = (
    "NI 154",
    "NI195a",
    "BG123456C",  # a pair that is never given out
    "GB123456A",
    "QQ123456C",  # the letter that no number begins with
    "AO123456C",
    "AB123456E",
    "AB1234567C",
    "AB12345C",
    "XAB123456C",
    "increase by 10 20 30 a year",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "E10000007",
    "AB123456",
)


@pytest.mark.parametrize("text", INSURANCE)
def test_a_national_insurance_number_is_seen_however_it_is_typed(text: str) -> None:
    assert texts.has_insurance_number(texts.plain(text))


@pytest.mark.parametrize("text", NO_INSURANCE)
def test_what_cannot_be_a_national_insurance_number_is_none(text: str) -> None:
    assert not texts.has_insurance_number(texts.plain(text))


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5919",
        "943-476-5919",
        "NHS 9434765919",
        "NHS number: 943 476 5919",
        "NHS no. 9434765919",
    ],
)
def test_an_nhs_number_is_seen_in_its_groups_or_by_its_name(text: str) -> None:
    assert texts.has_nhs_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5918",  # its last digit does not prove the others
        "NHS 9434765918",
        "9434765919",  # one number by itself may be a figure
        "0161 496 0000",
        "+44 943 476 5919",
        "tel. 943 476 5919",
        "NHS waiting list 12345",
        "111 111 1111",
        "1,943 476 5919",
    ],
)
def test_what_is_not_proven_or_is_a_telephone_number_is_no_nhs_number(text: str) -> None:
    assert not texts.has_nhs_number(text)


def test_the_last_digit_of_an_nhs_number_has_to_prove_the_nine_before_it() -> None:
    proven = [n for n in range(10) if texts.is_nhs_number(f"943476591{n}")]
    assert proven == [9]
    # Nine digits whose rest would be ten have no number at all.
    assert [n for n in range(10) if texts.is_nhs_number(f"100000001{n}")] == [
        n for n in range(10) if n == (11 - (10 + 2 * 1) % 11) % 11
    ]


def test_e_mail_addresses_are_counted_once_whatever_their_case() -> None:
    said = "Jane.Smith@example.org; jane.smith@EXAMPLE.org, o'neil@council.gov.uk (see @home, a@b)"
    assert texts.email_addresses(said) == {"jane.smith@example.org", "o'neil@council.gov.uk"}


@pytest.mark.parametrize(
    "text",
    ["DOB 12/03/1981", "born on 12 March 1981", "date of birth: 12.3.1981", "D.O.B. 1981-03-12"],
)
def test_a_date_of_birth_that_is_named_is_seen_in_a_sentence(text: str) -> None:
    assert texts.has_birth_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "12/03/1981",
        "date of birth recorded for 95% of clients",
        "born in 1981",
        "DOB 45/03/1981",
        "The service was reborn on its 3 sites",
    ],
)
def test_a_day_without_its_name_and_a_name_without_a_day_are_none(text: str) -> None:
    assert not texts.has_birth_date(text)


@pytest.mark.parametrize(
    "text", ["Date of birth", "D.O.B.", "DOB:", "Client's date of birth (dd/mm/yyyy)", "birthdate"]
)
def test_a_heading_for_dates_of_birth_is_known(text: str) -> None:
    assert texts.is_birth_heading(text)


@pytest.mark.parametrize(
    "text",
    ["Percentage of records with date of birth completed", "Births", "Born digital records kept"],
)
def test_a_measure_about_births_is_no_heading(text: str) -> None:
    assert not texts.is_birth_heading(text)


@pytest.mark.parametrize(
    "name", ["Appraisal", "J Smith appraisal 2023", "My PDR", "appraisal_form"]
)
def test_a_sheet_that_is_an_appraisal_is_known_by_its_name(name: str) -> None:
    assert appraisals.is_appraisal_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Appraisals completed",
        "Appraisal rates",
        "Appraisals by department",
        "Praise",
        "% appraisals",
        "Reappraisal",
    ],
)
def test_a_sheet_that_counts_appraisals_is_none(name: str) -> None:
    assert not appraisals.is_appraisal_name(name)


@pytest.mark.parametrize(
    ("headings", "is_form"),
    [
        (("Appraisee", "Appraiser"), True),
        (("Employee name:", "Objectives for the year", "Line manager's comments"), True),
        (("Employee name", "Objectives"), False),
        (("Objectives", "Rating", "Training needs", "Manager comments"), False),
        (("Measure", "Actual", "Target", "Performance rating", "Manager's comments"), False),
    ],
)
def test_headings_make_an_appraisal_only_where_they_are_about_one_person(
    headings: tuple[str, ...], is_form: bool
) -> None:
    assert appraisals.is_appraisal_form(headings) is is_form


def test_the_review_of_a_person_is_told_from_the_review_of_a_service() -> None:
    assert appraisals.is_review_of_somebody("See the performance review of Sarah Bloggs, page 3")
    assert appraisals.is_review_of_somebody("Mid-year appraisal for Mr Bloggs Junior")
    assert not appraisals.is_review_of_somebody("Performance review of Adult Care")
    assert not appraisals.is_review_of_somebody("annual performance review for Council Tax")
    assert not appraisals.is_review_of_somebody("performance review of grace periods")
    assert not appraisals.is_review_of_somebody("performance review of grace Periods")


@pytest.mark.parametrize(
    ("name", "is_personal"),
    [
        ("AB123456C.xlsx", True),
        ("Jane Smith appraisal.docx", True),
        ("appraisal_jane_smith.xlsx", True),
        ("jane.smith@example.org.csv", True),
        ("derbyshire.2023-24-Q2.place.xlsx", False),
        ("HR appraisals Q2.xlsx", False),
        ("adult-care Q2 (2).xlsx", False),
    ],
)
def test_a_file_name_that_holds_personal_data_is_known(name: str, is_personal: bool) -> None:
    assert is_personal_name(name) is is_personal


def test_a_year_of_two_digits_is_of_the_last_century() -> None:
    assert texts.day_of("12/03/81") == date(1981, 3, 12)
    assert texts.day_of("12/03/0081") is None
