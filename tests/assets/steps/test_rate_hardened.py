"""Faults that `rate` once had, each in its smallest form."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from rate_builders import LIBRARY, POINTS, csv_of, one, rated, scheme

from assets.steps.rate_table import ASKED, rate_table, scheme_of
from pipelines.cli import main
from sources.framework.library import EXAMPLES
from sources.framework.places import FrameworkProblems
from sources.workbooks.cells import CannotRead

OWN = EXAMPLES / "derbyshire" / "2023-24" / "schemes.yaml"
ROW = ("A", "1", "1", "higher", "number")


def command(table: str, name: str) -> list[list[str]]:
    Path("table.csv").write_bytes(table.encode())
    ran = CliRunner().invoke(main, ["rate", "table.csv", "--scheme", name])
    assert isinstance(ran.exception, SystemExit | None), ran.exception
    return list(csv.reader(io.StringIO(ran.stdout, newline="")))


def test_a_workbooks_tolerance_of_2_per_cent_is_2() -> None:
    book, saved = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append([*ASKED, "tolerance"])
    sheet.append(["A", 0.99, 1, "higher", "percent", 0.02])
    for address in ("B2", "C2", "F2"):
        sheet[address].number_format = "0%"
    book.save(saved)
    assert rate_table(saved.getvalue(), scheme(str(POINTS))).rows[0][6] == "Triangle"


def test_a_carriage_return_in_a_cell_does_not_break_the_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = command(csv_of([(*ROW, "one\rtwo")], (*ASKED, "note")), "derbyshire")
    assert [row[:6] for row in rows[1:]] == [[*ROW, "one\rtwo"]]


def test_a_row_that_holds_only_further_columns_stays() -> None:
    assert len(rated([("Libraries", *[""] * 5), ("", *ROW)], ("service", *ASKED)).rows) == 2


def test_semicolons_in_a_remark_of_several_lines_do_not_part_columns() -> None:
    note = "Because:\n- closures;\n- weather;\n- roadworks;\n- strikes;\n- staff;"
    assert rated([(*ROW, note), (*ROW, "")], (*ASKED, "note")).rows[0][5] == note


def test_a_scheme_file_may_end_in_yml(tmp_path: Path) -> None:
    path = tmp_path / "mine.yml"
    path.write_bytes(OWN.read_bytes())
    assert scheme_of(str(path), LIBRARY) == scheme()


def test_a_scheme_file_in_another_encoding_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_bytes(OWN.read_text(encoding="utf-8").encode("utf-16"))
    command(csv_of([ROW]), "mine.yaml")


def test_a_table_that_was_rated_before_is_refused_by_the_column() -> None:
    with pytest.raises(CannotRead, match="column 'rating' of its own"):
        rated([(*ROW, "Good")], (*ASKED, "rating"))


@pytest.mark.parametrize("heading", ["zero_tolerance*", "zero_tolerance [1]", "zero_tolerance:"])
def test_marks_on_the_heading_of_a_tolerance_make_no_difference(heading: str) -> None:
    assert one("1", "0", "lower", **{heading: "1"})["rating"] == "Good"


def test_a_tolerance_that_stands_twice_is_refused() -> None:
    with pytest.raises(Exception, match="tolerance"):
        rated([(*ROW, "1", "2")], (*ASKED, "tolerance", "tolerance"))


def test_a_missed_range_that_begins_at_zero_is_not_called_a_target_of_zero() -> None:
    assert "the target is zero" not in one("-1", "0 to 5", "range")["reason"]


def test_a_rating_that_is_not_listed_is_shown_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(OWN.read_text(encoding="utf-8").replace("rating: good", "rating: gold"))
    with pytest.raises(FrameworkProblems) as refused:
        scheme_of(str(path), LIBRARY)
    assert not str(refused.value).startswith("mine.yaml:1:")
