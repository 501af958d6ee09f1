"""`quarterday targets aid`: what helps to set targets, as a table from what a home holds."""

import csv
import io
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assets.steps.target_aid import HEADINGS
from pipelines.cli import main

PlayedHome = Any  # built in conftest


def aid(home: Any, *arguments: str) -> Result:
    asked = ["targets", "aid", "--council", "derbyshire", "--home", str(home), *arguments]
    return CliRunner().invoke(main, asked)


def rows_of(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout, newline="")))


def test_every_measure_has_a_row_with_its_past_and_a_range(the_demo: PlayedHome) -> None:
    result = aid(the_demo.home, "--year", "2023-24")
    assert result.exit_code == 0, result.output
    rows = rows_of(result)
    assert tuple(rows[0]) == HEADINGS
    assert len(rows) == 72
    with_past = [row for row in rows if row["last_outturns"]]
    assert len(with_past) > 40
    ranged = [row for row in rows if row["suggested_from"]]
    assert ranged
    assert all(row["why"].startswith("from the outturn of 2022-23") for row in ranged)
    (smoking,) = (row for row in rows if row["measure"] == "asc-19")
    assert (
        "median 11.1, first quartile from 10.7, last beyond 11.8 (rank 19 of 24, quartile 4)"
        in (smoking["others"])
    )
    assert smoking["why"].endswith(" to the median of All county councils of England")
    worse = [row for row in rows if row["flag"]]
    assert f"Targets that are worse than the last outturn: {len(worse)}." in result.stderr


def test_one_measure_may_be_asked_for(the_demo: PlayedHome) -> None:
    rows = rows_of(aid(the_demo.home, "--year", "2023-24", "--measure", "asc-04"))
    assert [row["measure"] for row in rows] == ["asc-04"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--year", "1999-00"), "derbyshire has no framework for 1999-00"),
        (("--year", "soon"), "soon"),
        (("--year", "2023-24", "--measure", "x"), "derbyshire has no measure 'x' in 2023-24."),
    ],
)
def test_what_there_is_not_is_refused_in_a_sentence(
    the_demo: PlayedHome, arguments: tuple[str, ...], says: str
) -> None:
    result = aid(the_demo.home, *arguments)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert says in result.output
    assert "Traceback" not in result.output
