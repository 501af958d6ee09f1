"""Charting a table: every point of 13 published cases, and tables as people write them.

The rules are `test_control_chart`'s.
"""

import csv
import io
import json
import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from assets.analysis.kernel.control_chart import Better
from assets.steps.chart_table import POINT_HEADINGS, SUMMARY_HEADINGS, Settings, chart_table
from pipelines.cli import main
from sources.workbooks.cells import CannotRead

DATA = Path(__file__).parents[2] / "data" / "spc"
CASES = json.loads((DATA / "expected_summary.json").read_text())
with (DATA / "expected_points.csv").open(encoding="utf-8") as file:
    POINTS = list(csv.DictReader(file))


def of_case(case: Any) -> list[dict[str, str]]:
    return [point for point in POINTS if point["case_id"] == case["case_id"]]


def table_of(points: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["series", "date", "value"])
    writer.writerows([p["case_id"], p["date"], p["value"]] for p in points)
    return out.getvalue().encode()


def rebases_of(case: Any) -> list[str]:
    given = case["rebase"] or []
    return [given] if isinstance(given, str) else given


def settings_of(case: Any) -> Settings:
    return Settings(
        Better(case["improvement_direction"]),
        None if case["target"] is None else Decimal(str(case["target"])),
        tuple(date.fromisoformat(day) for day in rebases_of(case)),
        case["fix_after_n_points"],
        case["screen_outliers"],
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case_id"])
def test_every_published_point_limit_and_icon_agrees(case: Any) -> None:
    expected = of_case(case)
    rows = chart_table(table_of(expected), settings_of(case)).points
    found = [dict(zip(POINT_HEADINGS, row, strict=True)) for row in rows]
    assert len(found) == case["n"]
    for given, wanted in zip(found, expected, strict=True):
        for name in ("date", "point_type", "special_cause_type"):
            assert given[name] == wanted[name], wanted
        for name in ("value", "mean", "lpl", "upl"):
            assert float(given[name]) == pytest.approx(float(wanted[name]), rel=1e-9)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case_id"])
def test_every_published_summary_agrees(case: Any) -> None:
    rows = chart_table(table_of(of_case(case)), settings_of(case)).summary
    (found,) = [dict(zip(SUMMARY_HEADINGS, row, strict=True)) for row in rows]
    assert found["variation"] == case["latest_point_type"]
    assert found["special_cause_type"] == case["latest_special_cause_type"]
    assert found["assurance"] == (case["assurance_type"] or "")
    for ours, theirs in (("mean", "mean_last"), ("lpl", "lpl_last"), ("upl", "upl_last")):
        assert float(found[ours]) == pytest.approx(case[theirs], abs=1e-9)


def test_assurance_rests_on_the_last_rebase_alone() -> None:
    rows = [("a", f"2023-{m:02d}-01", 1 + m % 2) for m in range(1, 7)]
    rows += [("a", f"2023-{m:02d}-01", 101 + m % 2) for m in range(7, 13)]
    text = "series,date,value\n" + "".join(f"{s},{d},{v}\n" for s, d, v in rows)
    settings = Settings(Better.INCREASE, Decimal(50), (date(2023, 7, 1),))
    found = dict(
        zip(SUMMARY_HEADINGS, chart_table(text.encode(), settings).summary[0], strict=True)
    )
    assert found["assurance"] == "consistent_pass"
    assert found["points"] == "6"
    assert "met in 6 of 6" in found["reading"]


def test_the_order_of_rows_never_matters() -> None:
    shuffled = of_case(CASES[0])
    random.Random(1).shuffle(shuffled)
    settings = settings_of(CASES[0])
    assert chart_table(table_of(shuffled), settings) == chart_table(
        table_of(of_case(CASES[0])), settings
    )


def test_a_missing_or_suppressed_point_is_passed_over() -> None:
    values = ("5", "", "suppressed", "7")
    lines = [f"a,2023-{month:02d}-01,{value}" for month, value in enumerate(values, start=4)]
    text = "\n".join(("series,date,value", *lines))
    rows = chart_table(text.encode(), Settings(Better.INCREASE)).points
    assert [row[2] for row in rows] == ["5", "", "", "7"]
    assert [row[6] for row in rows] == ["common_cause", "", "", "common_cause"]
    # The moving range spans the gap: 2 between 5 and 7.
    assert {row[3:6] for row in rows} == {("6", "0.68", "11.32")}


def test_a_workbook_with_days_and_percentages_is_charted_as_it_is_seen() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["series", "date", "value"])
    for month, value in ((4, 0.953), (5, 0.96)):
        sheet.append(["a", date(2023, month, 1), value])
        sheet.cell(sheet.max_row, 3).number_format = "0.0%"
    out = io.BytesIO()
    book.save(out)
    rows = chart_table(out.getvalue(), Settings(Better.INCREASE)).points
    assert [row[1:3] for row in rows] == [("2023-04-01", "95.3"), ("2023-05-01", "96")]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("a,2023-04-01,5\na,2023-04-01,6\n", "has a second value for 2023-04-01"),
        ("a,2023-04-01,x5\n", "C2 cannot be read as a number"),
        ("a,2023-04-01,=1+1\n", "C2 cannot be read as a number: it is a formula"),
        ("a,2023-04-01,inf\n", "C2 cannot be read as a number"),
        ("a,soon,5\n", "B2 is not a day"),
        (",2023-04-01,5\n", "does not name its series"),
        ("", "nothing to chart"),
    ],
)
def test_a_table_that_cannot_be_charted_says_where(rows: str, message: str) -> None:
    with pytest.raises(CannotRead, match=message):
        chart_table(f"series,date,value\n{rows}".encode(), Settings(Better.NEUTRAL))


def test_the_command_writes_points_or_a_summary(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(table_of(of_case(CASES[1])))
    options = ["--direction", "increase", "--target", "95"]
    points = CliRunner().invoke(main, ["spc", str(path), *options])
    assert points.exit_code == 0, points.output
    lines = list(csv.reader(io.StringIO(points.output)))
    assert lines[0] == list(POINT_HEADINGS)
    assert len(lines) == 37
    summary = CliRunner().invoke(main, ["spc", str(path), *options, "--summary"])
    (found,) = csv.DictReader(io.StringIO(summary.output))
    assert found["assurance"] == "consistent_fail"
    assert "missed every time (met in 0 of 36)" in found["reading"]


def test_a_rebase_that_splits_nothing_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(table_of(of_case(CASES[1])))
    ran = CliRunner().invoke(main, ["spc", str(path), "--rebase", "2031-01-01"])
    assert ran.exit_code == 0
    assert "2031-01-01 splits no series" in ran.stderr


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("1e400", "it is written as a power of ten"),
        ("nan", "it is words"),
        ("inf", "it is words"),
        ("1.234,5", "it has a comma where a number has none"),
        ("9" * 19, "it has more digits than can be kept"),
    ],
)
def test_a_target_that_is_no_number_is_refused(target: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(table_of(of_case(CASES[1])))
    ran = CliRunner().invoke(main, ["spc", str(path), "--target", target, "--summary"])
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert f"'{target}' cannot be used as a number: {why}." in ran.stderr


@pytest.mark.parametrize(("given", "shown"), [("95", "95"), ("95%", "95"), ("1,200", "1200")])
def test_a_target_is_written_as_people_write_it(given: str, shown: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(table_of(of_case(CASES[1])))
    ran = CliRunner().invoke(main, ["spc", str(path), "--target", given, "--summary"])
    (found,) = csv.DictReader(io.StringIO(ran.output))
    assert found["target"] == shown


def test_a_series_whose_name_looks_like_a_formula_is_written_as_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("series,date,value\n=1+1,2023-04-01,-5\n=1+1,2023-05-01,-6\n")
    ran = CliRunner().invoke(main, ["spc", str(path)])
    assert [row[:3] for row in csv.reader(io.StringIO(ran.stdout))][1] == [
        "'=1+1",
        "2023-04-01",
        "-5",
    ]


def long_table(series: int, days: int, *more: str) -> bytes:
    start = date(1990, 1, 1).toordinal()
    dates = [date.fromordinal(start + n).isoformat() for n in range(days)]
    rows = (
        f"s{n},{day},{(n + place) % 7}" for n in range(series) for place, day in enumerate(dates)
    )
    return "\n".join(("series,date,value", *rows, *more)).encode()


def test_a_table_longer_than_any_return_is_charted_like_its_parts() -> None:
    long, short = (
        chart_table(long_table(*size), Settings(Better.INCREASE)) for size in ((3, 7001), (3, 6000))
    )
    assert len(long.points) == 21003
    # Of the first 6,000 days nothing but the limits is another matter.
    assert [row[:3] for row in long.points[:6000]] == [row[:3] for row in short.points[:6000]]
    alone = chart_table(long_table(1, 7001), Settings(Better.INCREASE))
    assert alone.points == long.points[:7001]


def test_one_long_series_and_many_short_ones_are_no_block_of_gaps() -> None:
    """As one block these would be 8,000 rows of 30,001 places: 2 GB."""
    short = [f"t{n},2023-0{m}-01,{m}" for n in range(8000) for m in (1, 2)]
    found = chart_table(long_table(1, 30001, *short), Settings(Better.INCREASE))
    assert len(found.summary) == 8001
    assert found.summary[8000][:2] == ("t7999", "2")
    assert found.points[-1][3:6] == ("1.5", "-1.16", "4.16")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("s0,soon,1", "B21005 is not a day"),
        ("s0,2023-04-01,x1", "C21005 cannot be read as a number"),
        ("s0,1990-01-01,1", "B21005: 's0' has a second value for 1990-01-01"),
        ("s0,2023-04-01,1,200", "Row 21005 of this table has more fields than there are headings"),
        (",2023-04-01,1", "A21005: the row does not name its series"),
        ('"s0,2023-04-01,1', "Line 21005 of this table cannot be read"),
    ],
)
def test_a_fault_far_down_is_named_where_it_stands(more: str, message: str) -> None:
    with pytest.raises(CannotRead, match=message):
        chart_table(long_table(3, 7001, more), Settings(Better.INCREASE))


def test_a_table_that_is_too_long_names_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sources.returns.long_tables.MAX_ROWS", 21002)
    with pytest.raises(CannotRead, match="longer than 1,000,000 rows or 100 MB"):
        chart_table(long_table(3, 7001), Settings(Better.INCREASE))


def test_a_workbook_that_is_too_large_is_to_be_saved_as_csv() -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["series", "date", "value"])
    for n in range(20_001):
        sheet.append(["a", str(n), n])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(CannotRead, match="save the table as CSV, which may have 1,000,000 rows"):
        chart_table(out.getvalue(), Settings(Better.INCREASE))
