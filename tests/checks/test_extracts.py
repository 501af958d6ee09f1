"""Others' figures over several files: what stands, what conflicts, and what is no figure at all."""

from datetime import date
from decimal import Decimal

import pytest

from checks.catalogue.catalogue import check_return
from checks.extract_troubles import Extract
from checks.extracts import StandingFigure, standing_figures
from checks.finding import Finding
from checks.subject import CheckedReturn, SubmittedFile
from sources.framework.framework import Framework
from sources.values import Unit
from tests.sources.returns.extract import CLUB, OPEN, SLOT, a_csv, derbyshire, read

GOOD = "LEC,plc-01,2022/23,43.1"
AREAS = ("LEC", "LIN", "NTT", "STS", "WAR", "KEN")


@pytest.fixture(scope="module")
def framework() -> Framework:
    return derbyshire()


def stands(
    framework: Framework, *files: tuple[str, ...], heads: tuple[dict[str, str], ...] = ()
) -> list[tuple[int, Decimal | None]]:
    filed = [
        Extract(seq, read(framework, a_csv(*rows, head=heads[seq] if heads else OPEN)).figures)
        for seq, rows in enumerate(files)
    ]
    found: tuple[StandingFigure, ...] = standing_figures(filed, framework)
    return [(one.submission, one.item.value.number) for one in found]


def found(
    framework: Framework, *rows: str, head: dict[str, str] = OPEN, came_on: date | None = None
) -> list[Finding]:
    return found_in(framework, rows, head=head, came_on=came_on)


def found_in(
    framework: Framework,
    *files: tuple[str, ...],
    head: dict[str, str] = OPEN,
    came_on: date | None = None,
) -> list[Finding]:
    sent = (
        SubmittedFile.of(
            read(framework, a_csv(*rows, head=head)), seq, "benchmarks", came_on=came_on
        )
        for seq, rows in enumerate(files)
    )
    return check_return(CheckedReturn(framework, SLOT, tuple(sent), {}))


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


@pytest.mark.parametrize("value", ["[c]", "withdrawn"])
def test_a_figure_that_is_suppressed_or_withdrawn_now_stands_no_longer(
    framework: Framework, value: str
) -> None:
    assert stands(framework, (GOOD,), (f"LEC,plc-01,2022/23,{value}",)) == []


@pytest.mark.parametrize("value", ["DIV/0", "143", "0.44", "n/a", "not yet available", ""])
def test_what_cannot_be_used_replaces_nothing_until_a_good_figure_comes(
    framework: Framework, value: str
) -> None:
    later = (f"LEC,plc-01,2022/23,{value}",)
    assert stands(framework, (GOOD,), later) == [(0, Decimal("43.1"))]
    assert stands(framework, (GOOD,), later, ("LEC,plc-01,2022/23,44",)) == [(2, Decimal(44))]


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("DIV/0", "extract-value-unreadable"),
        ("0.44", "extract-fraction-for-percentage"),
        ("n/a", "extract-figure-kept"),
    ],
)
def test_of_a_figure_that_cannot_be_used_it_is_said_what_stands_all_the_same(
    framework: Framework, value: str, rule: str
) -> None:
    (one,) = found_in(framework, (GOOD,), (f"LEC,plc-01,2022/23,{value}",))
    assert (one.rule, one.submission, one.cell) == (rule, 1, "D6")
    assert one.message.endswith("The earlier figure, 43.1 (entry 0), stands as before.")


def test_a_figure_that_is_suppressed_now_is_said_to_count_as_none(framework: Framework) -> None:
    (one,) = found_in(framework, (GOOD,), ("LEC,plc-01,2022/23,[c]",))
    assert (one.rule, one.message) == (
        "extract-value-suppressed",
        "The figure is suppressed and counts as none.",
    )


def test_two_figures_in_one_file_count_neither_until_a_later_one_settles_it(
    framework: Framework,
) -> None:
    two = (GOOD, "Leicestershire,plc-01,2022/23,50")
    assert stands(framework, two) == []
    assert stands(framework, two, (GOOD,)) == [(1, Decimal("43.1"))]
    assert stands(framework, (GOOD, GOOD)) == [(0, Decimal("43.1"))]
    assert stands(framework, (GOOD,), two) == [(0, Decimal("43.1"))]


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


def test_fractions_among_percentages_are_found_and_not_compared_with(framework: Framework) -> None:
    rows = ("LIN,plc-01,2022/23,0.72", "NTT,plc-01,2022/23,1", "England,plc-01,2022/23,41.7")
    wrong = found(framework, GOOD, *rows)
    assert [(one.rule, one.cell) for one in wrong] == [
        ("extract-fraction-for-percentage", "D7"),
        ("extract-fraction-for-percentage", "D8"),
    ]
    assert "0.72% or 72%" in wrong[0].message
    assert [number for _, number in stands(framework, (GOOD, *rows))] == [
        Decimal("43.1"),
        Decimal("41.7"),
    ]


def test_a_file_of_fractions_alone_is_held_against_the_target_and_other_files(
    framework: Framework,
) -> None:
    (one,) = found(framework, "LEC,plc-01,2022/23,0.43")
    assert one.rule == "extract-fraction-for-percentage"
    small = ("LEC,cst-15,2022/23,0.43", "LIN,cst-15,2022/23,0.41")
    (only,) = found(framework, *small)
    assert (only.rule, only.cell) == ("extract-scale-unknown", "D6")
    assert [number for _, number in stands(framework, small)] == [Decimal("0.43"), Decimal("0.41")]
    both = found_in(framework, small, ("NTT,cst-15,2022/23,44",))
    assert [(one.rule, one.submission) for one in both] == [
        ("extract-fraction-for-percentage", 0),
        ("extract-fraction-for-percentage", 0),
    ]


@pytest.mark.parametrize("row", ["LEC,plc-01,2022/23,0.72%", "LEC,plc-01,2022/23,0"])
def test_a_percent_sign_says_what_a_small_figure_is_and_none_is_no_fraction(
    framework: Framework, row: str
) -> None:
    assert found(framework, row, "LIN,plc-01,2022/23,40") == []


def test_small_percentages_that_follow_one_another_down_are_what_they_look_like(
    framework: Framework,
) -> None:
    sizes = ("12", "4.5", "1.4", "0.6", "0.1", "0.05")
    rows = [f"{area},plc-06,2022/23,{n}" for area, n in zip(AREAS, sizes, strict=True)]
    assert found(framework, *rows) == []


def test_a_rate_or_a_count_may_be_as_small_as_it_likes(framework: Framework) -> None:
    measure = next(m for m in framework.measures.values() if m.unit is Unit.RATE)
    rows = (f"LEC,{measure.id},2022/23,0.4", f"LIN,{measure.id},2022/23,400")
    assert found(framework, *rows) == []


@pytest.mark.parametrize(
    ("retrieved", "came_on", "is_early"),
    [
        ("2023-09-30", None, True),
        ("2023-10-01", None, False),
        ("2033-10-01", date(2023, 9, 30), True),
        ("", date(2023, 9, 30), True),
        ("", None, False),
    ],
)
def test_nobody_has_a_figure_of_a_period_that_is_not_over(
    framework: Framework, retrieved: str, came_on: date | None, is_early: bool
) -> None:
    head = {**OPEN, "Retrieved": retrieved}
    rules = [
        (one.rule, one.cell)
        for one in found(framework, "LEC,plc-01,2023/24 Q2,44", head=head, came_on=came_on)
        if one.rule == "extract-period-not-over"
    ]
    assert rules == ([("extract-period-not-over", "C6")] if is_early else [])


def test_an_extract_cannot_have_been_retrieved_after_it_came(framework: Framework) -> None:
    (one,) = found(framework, GOOD, came_on=date(2023, 10, 1))
    assert (one.rule, one.submission) == ("extract-retrieved-later", 0)
    assert "2 October 2023; it came on 1 October 2023" in one.message
    assert found(framework, GOOD, came_on=date(2023, 10, 2)) == []


@pytest.mark.parametrize(
    ("area", "period", "words"),
    [
        ("Cumbria County Council", "2023/24 Q1", "ended on 31 March 2023"),
        ("Cumbria County Council", "2022/23", None),
        ("Cumberland", "2022/23", "began on 1 April 2023"),
        ("Cumberland", "2023/24 Q1", None),
        ("Somerset West and Taunton Council", "2018/19", "began on 1 April 2019"),
        ("North of Tyne Combined Authority", "2018/19", None),
        ("North of Tyne Combined Authority", "2018/19 Q2", "began on 2 November 2018"),
        ("Hartlepool", "2001/02", None),
        ("England", "2001/02", None),
    ],
)
def test_an_authority_has_figures_of_its_own_time_alone(
    framework: Framework, area: str, period: str, words: str | None
) -> None:
    row = f"{area},plc-01,{period},44"
    wrong = found(framework, row)
    assert [(one.rule, one.cell) for one in wrong] == (
        [("extract-area-of-other-time", "A6")] if words else []
    )
    assert all(str(words) in one.message for one in wrong)
    assert len(stands(framework, (row,))) == (0 if words else 1)


def test_where_somebody_waived_what_is_judged_by_other_figures_the_figure_stands(
    framework: Framework,
) -> None:
    extract = Extract(3, read(framework, a_csv(GOOD, "LIN,plc-01,2022/23,0.72")).figures)
    assert [one.item.number for one in standing_figures([extract], framework)] == [6]
    kept = standing_figures([extract], framework, {(3, "table", "D7")})
    assert [one.item.number for one in kept] == [6, 7]
    broken = Extract(3, read(framework, a_csv("LIN,plc-01,2022/23,143")).figures)
    assert standing_figures([broken], framework, {(3, "table", "D6")}) == ()
