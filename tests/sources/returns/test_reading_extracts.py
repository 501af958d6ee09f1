"""Extracts of others' figures are read as they stand: what is understood, what is not, and why."""

from datetime import date
from decimal import Decimal

import pytest

from sources.framework.framework import Framework
from sources.returns.content import Use
from sources.returns.extract_rows import Part, SuppliedFigure
from sources.returns.extracts import figure_period
from sources.values import Absence
from sources.workbooks.cells import CannotRead
from tests.sources.returns.extract import CLUB, OPEN, SLOT, a_csv, derbyshire, read


@pytest.fixture(scope="module")
def framework() -> Framework:
    return derbyshire()


def one(framework: Framework, row: str, head: dict[str, str] = OPEN) -> SuppliedFigure:
    (found,) = read(framework, a_csv(row, head=head)).figures
    return found


def test_a_row_is_read_with_its_area_measure_period_and_origin(framework: Framework) -> None:
    found = one(framework, "E10000018,example-recycling,2022/23,43.1%")
    assert found.area is not None
    assert (found.area.code, found.measure, str(found.period)) == ("LEC", "plc-01", "2022-23-FY")
    assert found.value.number == Decimal("43.1")
    origin = found.origin
    assert (origin.source, origin.licence) == ("LG Inform", "Open Government Licence v3.0")
    assert (origin.retrieved_on, origin.is_members_only) == (date(2023, 10, 2), False)
    assert origin.lacking == ()
    assert (found.number, found.cells[Part.VALUE]) == (6, "D6")


def test_a_file_that_names_no_period_of_its_own_is_filed_where_the_return_is_once(
    framework: Framework,
) -> None:
    assert read(framework, a_csv("LEC,plc-01,2022/23,4")).identity.slot == SLOT


@pytest.mark.parametrize(
    ("metric", "measure"),
    [
        ("example-recycling", "plc-01"),
        ("PLC-01", "plc-01"),
        ("emergency defects made safe in time", "plc-03"),
        ("99999", None),
    ],
)
def test_a_metric_is_known_by_its_number_the_measures_id_or_what_the_layout_calls_it(
    framework: Framework, metric: str, measure: str | None
) -> None:
    assert one(framework, f"E10000018,{metric},2022/23,43.1").measure == measure


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2022/23", "2022-23-FY"),
        ("2022/2023", "2022-23-FY"),
        ("2022-23", "2022-23-FY"),
        ("2022-23-Q4", "2022-23-Q4"),
        ("2022/23 Q2", "2022-23-Q2"),
        ("Q2 2022/23", "2022-23-Q2"),
        ("H1 2022-23", "2022-23-H1"),
        ("April 2022", "2022-23-M01"),
        ("2022-04", "2022-23-M01"),
        ("2022/23 (academic)", "2022-23-FY"),
        ("2022", None),
        ("Q5 2022/23", None),
        ("last year", None),
        ("", None),
        ("2022/23; 2023/24", None),
    ],
)
def test_periods_are_read_in_their_usual_ways_and_never_guessed(
    text: str, period: str | None
) -> None:
    found = figure_period(text)
    assert (str(found) if found else None) == period


@pytest.mark.parametrize(
    ("value", "number", "absence"),
    [
        ("43.1", Decimal("43.1"), None),
        ("0", Decimal(0), None),
        ("[c]", None, Absence.SUPPRESSED),
        ("*", None, Absence.SUPPRESSED),
        ("#DIV/0!", None, Absence.UNREADABLE),
        ("=1+1", None, Absence.UNREADABLE),
        ("inf", None, Absence.UNREADABLE),
        ("NaN", None, Absence.UNREADABLE),
        ("", None, Absence.BLANK),
    ],
)
def test_a_value_is_a_number_or_one_stated_absence(
    framework: Framework, value: str, number: Decimal | None, absence: Absence | None
) -> None:
    found = one(framework, f"E10000018,plc-01,2022/23,{value}").value
    assert (found.number, found.absence) == (number, absence)


@pytest.mark.parametrize(
    ("said", "is_members_only", "lacking"),
    [
        ("no", False, ()),
        ("No ", False, ()),
        ("yes", True, ()),
        ("", True, ("Members only",)),
        ("perhaps", True, ("Members only",)),
    ],
)
def test_only_a_file_that_says_so_is_for_everybody(
    framework: Framework, said: str, is_members_only: bool, lacking: tuple[str, ...]
) -> None:
    origin = one(framework, "LEC,plc-01,2022/23,43.1", {**OPEN, "Members only": said}).origin
    assert (origin.is_members_only, origin.lacking) == (is_members_only, lacking)


def test_a_file_without_a_head_says_nothing_of_where_it_comes_from(framework: Framework) -> None:
    origin = one(framework, "LEC,plc-01,2022/23,43.1", {}).origin
    assert origin.lacking == ("Source", "Retrieved", "Licence", "Members only")
    assert origin.is_members_only


def test_every_cell_is_accounted_for(framework: Framework) -> None:
    data = a_csv(
        "LEC,plc-01,2022/23,43.1", "Avalon,plc-01,2022/23,[c]", "LEC,999,2022/23,7", head=CLUB
    )
    found = read(framework, data)
    (sheet,) = found.sheets
    assert sum(sheet.uses.values()) == sheet.cells
    assert (sheet.uses[Use.VALUE], sheet.uses[Use.ABSENCE], sheet.uses[Use.NOT_USED]) == (1, 1, 1)
    assert (sheet.uses[Use.KEY], found.unread) == (9, ())


def test_a_file_without_a_heading_is_refused_in_one_sentence(framework: Framework) -> None:
    with pytest.raises(CannotRead, match="Value"):
        read(framework, a_csv("LEC,plc-01,2022/23,4").replace(b",Value", b",Figure"))
