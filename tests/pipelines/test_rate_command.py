"""`quarterday rate` as people and programs meet it: its output, what it says beside it, its end.

How a row is rated is `test_rate_table`'s business, which files are read `test_rate_files`'.
"""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.cli import main
from sources.framework.library import EXAMPLES

QUARTERDAY = Path(sys.executable).with_name("quarterday")
HART_FRAMEWORKS = Path(__file__).parents[1] / "data" / "hart" / "frameworks"
HART_SCHEMES = HART_FRAMEWORKS / "hart" / "2014-15" / "schemes.yaml"
HEADINGS = "measure,actual,target,polarity,unit"
ADDED = ["rating", "variance_pct", "rule", "reason"]
TABLE = (
    f"{HEADINGS},note\r\n"
    'Visits – all,84.01,80,higher,percent,"said ""yes"",\nthen £5"\r\n'
    "Loans,n/a,1,higher,number,\r\n"
    "\r\n"
    "Wait,4.9 weeks,10 week,lower,number,x\r\n"
)
ALL_RATED = f"{HEADINGS}\nVisits,84.01,80,higher,percent\n"


@pytest.fixture(autouse=True)
def an_empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUARTERDAY_FRAMEWORKS", raising=False)
    monkeypatch.delenv("QUARTERDAY_HOME", raising=False)


def rate(text: str, scheme: str = "derbyshire") -> Result:
    Path("table.csv").write_bytes(text.encode())
    return CliRunner().invoke(main, ["rate", "table.csv", "--scheme", scheme])


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_the_same_rows_come_out_rated_as_csv() -> None:
    ran = rate(TABLE)
    assert ran.exit_code == 0, ran.output
    headings, *rows = rows_of(ran.stdout)
    assert headings == [*HEADINGS.split(","), "note", *ADDED]
    assert {len(row) for row in rows} == {len(headings)}
    note = 'said "yes",\nthen £5'
    assert rows[0][:6] == ["Visits – all", "84.01", "80", "higher", "percent", note]
    assert [(row[0], row[6]) for row in rows] == [
        ("Visits – all", "Strong"),
        ("Loans", ""),
        ("Wait", ""),
    ]
    assert [bool(row[-1]) for row in rows] == [False, True, True]


def test_rows_without_a_rating_are_counted_beside_the_table_and_are_no_failure() -> None:
    ran = rate(TABLE)
    assert (ran.exit_code, ran.stderr) == (0, "Rows without a rating: 2 of 3.\n")
    assert "Rows without" not in ran.stdout


def test_nothing_is_said_when_every_row_is_rated() -> None:
    ran = rate(ALL_RATED)
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert len(rows_of(ran.stdout)) == 2


def test_nothing_is_written_but_the_output() -> None:
    rate(TABLE)
    assert [path.name for path in Path.cwd().iterdir()] == ["table.csv"]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_the_output_is_utf_8_wherever_it_goes(encoding: str) -> None:
    Path("table.csv").write_bytes(TABLE.encode("utf-16"))
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [QUARTERDAY, "rate", "table.csv", "--scheme", "derbyshire"]
    ran = subprocess.run(command, capture_output=True, env=environment, check=True)
    rows = rows_of(ran.stdout.decode("utf-8"))
    assert (rows[0][0], rows[1][0]) == ("measure", "Visits – all")
    assert b"\r" not in ran.stdout


def test_a_councils_framework_gives_the_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUARTERDAY_FRAMEWORKS", str(HART_FRAMEWORKS))
    for scheme in ("hart", "hart-tiles", str(HART_SCHEMES)):
        assert rows_of(rate(ALL_RATED, scheme).stdout)[1][5] == "Green"
    known = (
        "known: derbyshire, derbyshire-measures, hart, hart-tiles, "
        "south-derbyshire-measures, south_derbyshire."
    )
    assert known in rate(ALL_RATED, "nowhere").stderr


def test_a_councils_own_file_gives_the_scheme() -> None:
    own = str(EXAMPLES / "derbyshire" / "2023-24" / "schemes.yaml")
    assert rate(TABLE, own).stdout == rate(TABLE).stdout


REFUSALS = {
    "a heading that is missing": (
        "measure,actual,target,unit\nA,1,1,number\n",
        "derbyshire",
        "The table lacks the heading 'polarity': put back the headings",
    ),
    "several headings that are missing": (
        "name,value\nA,1\n",
        "derbyshire",
        "The table lacks the headings 'measure', 'actual', 'target', 'polarity' and 'unit': ",
    ),
    "an empty file": ("", "derbyshire", "This file is empty: "),
    "no table at all": ("\0\1\2", "derbyshire", "This file is not a delimited text table: "),
    "a scheme that nobody has": (
        ALL_RATED,
        "nowhere",
        "There is no rating scheme 'nowhere'; known: derbyshire, derbyshire-measures, "
        "south-derbyshire-measures, south_derbyshire.",
    ),
    "a scheme file that is not there": (ALL_RATED, "nowhere.yaml", "nowhere.yaml: No such file"),
    "a scheme file that is no YAML": (ALL_RATED, "broken.yaml", "broken.yaml:3: "),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_refusal_is_one_line_and_no_table(case: str) -> None:
    text, scheme, words = REFUSALS[case]
    Path("broken.yaml").write_text("measures:\n  id: x\n  name: one: two\n", encoding="utf-8")
    ran = rate(text, scheme)
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr.startswith(f"Error: {words}")
    assert len(ran.stderr.splitlines()) == 1
    assert isinstance(ran.exception, SystemExit)


def test_a_file_that_is_not_there_is_said_in_one_line() -> None:
    ran = CliRunner().invoke(main, ["rate", "no.csv", "--scheme", "derbyshire"])
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "'no.csv' does not exist" in ran.stderr


@pytest.mark.parametrize("arguments", [["table.csv"], [".", "--scheme", "derbyshire"], []])
def test_a_wrong_command_line_ends_with_2(arguments: list[str]) -> None:
    Path("table.csv").write_text(ALL_RATED, encoding="utf-8")
    ran = CliRunner().invoke(main, ["rate", *arguments])
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "Try 'main rate --help'" in ran.stderr


def test_headings_alone_are_said_to_be_alone() -> None:
    ran = rate(f"{HEADINGS}\n")
    assert (ran.exit_code, rows_of(ran.stdout)) == (0, [[*HEADINGS.split(","), *ADDED]])
    assert ran.stderr == "The table has no rows below its headings: nothing was rated.\n"


def test_a_row_that_names_no_measure_is_not_rated() -> None:
    ran = rate(f"{HEADINGS}\n  ,84.01,80,higher,percent\n")
    assert rows_of(ran.stdout)[1][5:] == ["", "", "", "the row does not name its measure"]
    assert ran.stderr == "Rows without a rating: 1 of 1.\n"


def test_no_cell_that_is_written_is_a_formula_and_numbers_stay_numbers() -> None:
    names = ('=HYPERLINK("x")', "+1+1", "@SUM(A1)", "\t=1", "-1+1")
    rows = [[name, "-4.5", "-1,200", "lower", "number"] for name in (*names, "-")]
    text = io.StringIO()
    csv.writer(text).writerows([[*HEADINGS.split(","), "=note"], *rows])
    ran = rate(text.getvalue())
    headings, *found = rows_of(ran.stdout)
    assert headings[5] == "'=note"
    assert [row[0] for row in found] == [*(f"'{name}" for name in names), "-"]
    assert {tuple(row[1:3]) for row in found} == {("-4.5", "-1,200")}
