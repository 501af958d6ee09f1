"""The register of authorities: names and codes lead to one authority, or to a sentence why not."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from sources.geography import register
from sources.geography.register import authorities, authority, resolve


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Derbyshire CC", "DBY"),
        ("Derbyshire", "DBY"),
        ("  derbyshire   COUNTY council ", "DBY"),
        ("Derby CC", "DER"),
        ("E07000039", "SDE"),
        ("e10000007", "DBY"),
        ("South Derbyshire DC", "SDE"),
        ("Bath & North East Somerset", "BAS"),
        ("DBY", "DBY"),
        ("Dorset", "DST"),
        ("England", "E92000001"),
        ("E12000004", "E12000004"),
        ("East Midlands", "E12000004"),
    ],
)
def test_a_name_or_code_leads_to_its_area(text: str, code: str) -> None:
    found = resolve(text)
    assert found.area is not None, found.problem
    assert (found.area.code, found.problem) == (code, "")


def test_a_code_that_was_replaced_leads_to_the_authority_and_says_so() -> None:
    found = resolve("E06000048")
    assert found.area is not None
    assert found.area.gss_code == "E06000057"
    words = "E06000048 is an earlier code of Northumberland County Council, now E06000057."
    assert found.note == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("E07000027", "Barrow-in-Furness Borough Council, which was abolished"),
        ("Barrow-in-Furness", "was abolished"),
        ("Barrow-in-Furness BC", "was abolished"),
        ("E99999999", "is no code"),
        ("W06000001", "is no code"),
        ("Atlantis", "is no authority"),
        ("Atlantis CC", "is no authority"),
        ("Derbyshir", "is no authority"),
        ("", "is no authority"),
        ("council", "is no authority"),
        ("XYZ", "is no authority"),
    ],
)
def test_what_is_not_known_is_said_and_never_guessed(text: str, words: str) -> None:
    found = resolve(text)
    assert found.area is None
    assert words in found.problem


def test_figures_of_earlier_years_may_be_those_of_an_authority_that_was_abolished() -> None:
    for text in ("E07000027", "Barrow-in-Furness BC"):
        found = resolve(text, with_former=True)
        assert found.area is not None
        assert (found.area.gss_code, found.area.kind) == ("E07000027", "former authority")
    assert resolve("Dorset County Council", with_former=True).area != resolve("Dorset").area


def test_there_are_332_authorities_each_with_a_name_and_a_code_of_its_own() -> None:
    known = authorities()
    assert len(known) == len({a.code for a in known}) == len({a.gss_code for a in known}) == 332
    assert all(re.fullmatch(r"E\d{8}", area.gss_code) for area in known)
    for area in known:
        for text in (area.name, area.gss_code, area.code):
            assert resolve(text).area == area


def test_districts_name_the_county_in_which_they_lie() -> None:
    assert authority("CHS").county == "DBY"
    own = [a for a in authorities() if a.county == "DBY"]
    assert len(own) == 8
    assert {a.region for a in own} == {authority("DBY").region} == {"East Midlands"}


def test_every_file_of_data_names_its_source_and_licence() -> None:
    folder = Path(register.__file__).parent
    said = (folder / "SOURCES.md").read_text(encoding="utf-8")
    assert [file.name for file in folder.glob("*.csv") if f"`{file.name}`" not in said] == []
    assert "CC BY 4.0" in said
    assert "Open Government" in said


def test_an_authority_is_there_from_its_first_day_to_its_last() -> None:
    cumbria = resolve("E10000006", with_former=True).area
    cumberland, district = authority("CBD"), authority("CHS")
    assert cumbria is not None
    last, first = date(2023, 3, 31), date(2023, 4, 1)
    assert (cumbria.ended_before(last), cumbria.ended_before(first)) == (False, True)
    assert (cumberland.began_after(last), cumberland.began_after(first)) == (True, False)
    assert not district.began_after(date(1980, 1, 1))
    assert not district.ended_before(date(2030, 1, 1))


def test_every_authority_that_was_abolished_has_a_last_day_at_the_end_of_a_financial_year() -> None:
    codes = (Path(register.__file__).parent / "earlier_codes.csv").read_text(encoding="utf-8")
    former = [row for row in csv.DictReader(codes.splitlines()) if not row["code"]]
    assert len(former) > 40
    assert {row["until"][4:] for row in former} == {"-03-31"}
