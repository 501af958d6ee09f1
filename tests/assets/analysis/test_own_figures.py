"""The council's own figures in extracts beside what was returned: whether two can be one number."""

from decimal import Decimal

import pytest

from assets.analysis.comparing import Comparing
from assets.analysis.own_figures import own_figures
from assets.analysis.series import Observation
from checks.extract_troubles import Extract
from checks.extracts import standing_figures
from checks.own_figures import OwnFigure
from sources.framework.framework import Framework
from sources.framework.keys import Period, Slot
from tests.sources.returns.extract import a_csv, derbyshire, read

PLACE = Slot.parse("derbyshire.2023-24-Q2.place")
YEAR = Period.parse("2022-23-FY")
RETURNED = Observation(actual=Decimal("44.4"))


@pytest.fixture(scope="module")
def framework() -> Framework:
    return derbyshire()


def own(
    framework: Framework,
    *rows: str,
    seen: Observation = RETURNED,
    decided: tuple[Period, Decimal] | None = None,
) -> list[OwnFigure]:
    until = Period.parse("2023-24-Q1")
    measure = framework.measures["plc-01"]
    by = Comparing("c", measure, {YEAR: seen}, [], "DBY", until, decided)
    extract = Extract(7, read(framework, a_csv(*rows)).figures)
    return own_figures(by, PLACE, standing_figures([extract], framework))


@pytest.mark.parametrize(
    ("published", "returned", "agrees"),
    [
        ("44.4", "44.4", True),
        ("44.4", "44.40", True),
        ("44.4", "44.35", True),
        ("44.4", "44.451", False),
        ("44", "44.4", True),
        ("44.4", "44", True),
        ("45", "44.4", False),
        ("-0.4", "0.4", False),
    ],
)
def test_figures_agree_if_both_can_be_one_number_rounded(
    published: str, returned: str, agrees: bool
) -> None:
    one = OwnFigure("plc-01", PLACE, YEAR, Decimal(published), Decimal(returned))
    other = OwnFigure("plc-01", PLACE, YEAR, Decimal(returned), Decimal(published))
    assert (one.agrees, other.agrees) == (agrees, agrees)


def test_a_published_figure_is_set_beside_that_of_the_same_measure_and_period(
    framework: Framework,
) -> None:
    (one,) = own(
        framework,
        "LEC,plc-01,2022/23,40",
        "Derbyshire,plc-03,2022/23,41",
        "Derbyshire,plc-01,2021/22,42",
        "Derbyshire,plc-01,2022/23,43",
    )
    assert (one.published, one.own, one.source) == (Decimal(43), Decimal("44.4"), "LG Inform")
    assert (one.submission, one.cell, one.raw) == (7, "D9", "43")


def test_what_is_queried_missing_or_of_a_later_period_is_not_held_against_anything(
    framework: Framework,
) -> None:
    row = "Derbyshire,plc-01,2022/23,43"
    assert own(framework, row, seen=Observation(actual=Decimal(1), is_queried=True)) == []
    assert own(framework, row, seen=Observation()) == []
    later = Period.parse("2023-24-Q2")
    newer = "Derbyshire,plc-01,2023/24 Q2,43"
    assert own(framework, newer, decided=(later, Decimal(1))) == []


def test_a_value_decided_on_review_is_the_one_that_is_held_against_it(framework: Framework) -> None:
    row = "Derbyshire,plc-01,2022/23,43"
    (one,) = own(framework, row, decided=(YEAR, Decimal(43)))
    assert (one.own, one.is_decided, one.agrees) == (Decimal(43), True, True)
    (other,) = own(framework, row, decided=(Period.parse("2023-24-Q1"), Decimal(43)))
    assert (other.own, other.is_decided) == (Decimal("44.4"), False)
