"""Others' figures over several files: what stands, what conflicts, and what is no figure at all."""

from decimal import Decimal

import pytest

from checks.catalogue.catalogue import check_return
from checks.extracts import StandingFigure, standing_figures
from checks.finding import Finding
from checks.subject import CheckedReturn, SubmittedFile
from sources.framework.framework import Framework
from tests.sources.returns.extract import CLUB, OPEN, SLOT, a_csv, derbyshire, read

GOOD = "LEC,plc-01,2022/23,43.1"


@pytest.fixture(scope="module")
def framework() -> Framework:
    return derbyshire()


def stands(
    framework: Framework, *files: tuple[str, ...], heads: tuple[dict[str, str], ...] = ()
) -> list[tuple[int, Decimal | None]]:
    filed = [
        (seq, read(framework, a_csv(*rows, head=heads[seq] if heads else OPEN)).figures)
        for seq, rows in enumerate(files)
    ]
    found: tuple[StandingFigure, ...] = standing_figures(filed, framework)
    return [(one.submission, one.item.value.number) for one in found]


def found(framework: Framework, *rows: str, head: dict[str, str] = OPEN) -> list[Finding]:
    file = SubmittedFile.of(read(framework, a_csv(*rows, head=head)), 1, "benchmarks")
    return check_return(CheckedReturn(framework, SLOT, (file,), {}))


def test_a_good_extract_is_left_in_peace(framework: Framework) -> None:
    assert found(framework, GOOD, "England,plc-01,2022/23,41.7") == []


def test_a_later_file_replaces_the_figure_of_the_same_area_and_period_alone(
    framework: Framework,
) -> None:
    first = (GOOD, "LIN,plc-01,2022/23,40", "LEC,plc-01,2021/22,39")
    assert stands(framework, first, ("E10000018,plc-01,2022-23,44",)) == [
        (1, Decimal(44)),
        (0, Decimal(40)),
        (0, Decimal(39)),
    ]


@pytest.mark.parametrize(
    ("value", "left"), [("[c]", []), ("DIV/0", []), ("", [(0, Decimal("43.1"))])]
)
def test_a_figure_that_is_suppressed_or_broken_now_stands_no_longer_and_a_blank_says_nothing(
    framework: Framework, value: str, left: list[tuple[int, Decimal]]
) -> None:
    assert stands(framework, (GOOD,), (f"LEC,plc-01,2022/23,{value}",)) == left


def test_two_figures_in_one_file_count_neither_until_a_later_one_settles_it(
    framework: Framework,
) -> None:
    two = (GOOD, "Leicestershire,plc-01,2022/23,50")
    assert stands(framework, two) == []
    assert stands(framework, two, (GOOD,)) == [(1, Decimal("43.1"))]
    assert stands(framework, (GOOD, GOOD)) == [(0, Decimal("43.1"))]
    assert stands(framework, (GOOD,), two) == []


def test_a_figure_for_members_only_replaces_none_for_everybody(framework: Framework) -> None:
    assert stands(framework, (GOOD,), ("LEC,plc-01,2022/23,50",), heads=(OPEN, CLUB)) == [
        (0, Decimal("43.1")),
        (1, Decimal(50)),
    ]


def test_a_percentage_above_100_is_no_figure(framework: Framework) -> None:
    (one,) = found(framework, "LEC,plc-01,2022/23,143")
    assert (one.rule, one.cell) == ("extract-value-unreadable", "D6")
    assert stands(framework, ("LEC,plc-01,2022/23,143",)) == []


def test_a_metric_that_nobody_has_is_said_once_however_many_rows_it_has(
    framework: Framework,
) -> None:
    (one,) = found(framework, GOOD, "LEC,999,2022/23,1", "Avalon,999,soon,x")
    assert (one.rule, one.cell, one.raw) == ("extract-metric-unknown", "B7", "999")
    assert "2 rows" in one.message


def test_an_extract_that_says_nothing_of_itself_is_told_so(framework: Framework) -> None:
    (one,) = found(framework, GOOD, head={"Source": "LG Inform", "Members only": "maybe"})
    assert one.rule == "extract-terms-missing"
    assert "'Retrieved' and 'Licence' and 'Members only'" in one.message
