"""`quarterday schemes try`: what it prints of the demonstration, and what it refuses."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assets.views.other_scheme import HEADINGS
from pipelines.cli import main
from sources.framework.library import EXAMPLES

PlayedHome = Any  # built in conftest
OWN = (EXAMPLES / "derbyshire" / "2023-24" / "schemes.yaml").read_text("utf-8")


def run(home: Path, *words: str, period: str = "2023-24-Q2") -> Result:
    which = ("--council", "derbyshire", "--period", period, "--home", str(home))
    return CliRunner().invoke(main, ["schemes", "try", *words, *which])


@pytest.fixture
def points(tmp_path: Path) -> str:
    """Derbyshire's scheme with points for per cent."""
    path = tmp_path / "points.yaml"
    path.write_text(OWN.replace("variance: relative", "variance: points"), "utf-8")
    return str(path)


def test_it_says_what_moves_and_changes_nothing(
    the_demo: PlayedHome, points: str, tree_of: Callable[[Path], dict[str, str]]
) -> None:
    before = tree_of(the_demo.home)
    done = run(the_demo.home, points)
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0] == f"Tried: {points}"
    assert lines[1].startswith("derbyshire.2023-24-Q2: now by the scheme in force")
    assert "then  Strong: more than 5 points better than target" in done.output
    assert any(line.startswith("Of ") and "earlier periods" in line for line in lines)
    assert "Targets of 2020-21, 2021-22, 2022-23 are not known" in done.output
    assert tree_of(the_demo.home) == before


def test_every_value_of_every_period_comes_as_csv(the_demo: PlayedHome, points: str) -> None:
    done = run(the_demo.home, points, "--csv")
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(io.StringIO(done.stdout, newline="")))
    assert tuple(rows[0]) == HEADINGS
    newest = [row for row in rows if row["period"] == "2023-24-Q2"]
    assert len(newest) > 30
    assert len({row["period"] for row in rows}) > 10
    for row in rows:
        assert (row["moves"] == "yes") == (row["rating_now"] != row["rating_then"])


def test_the_scheme_in_force_moves_nothing_against_itself(the_demo: PlayedHome) -> None:
    done = run(the_demo.home, "derbyshire")
    assert "0 of 49 values would get another rating." in done.output
    assert "    then  " not in done.output


def test_what_cannot_be_tried_is_refused_in_a_sentence(
    the_demo: PlayedHome, tmp_path: Path, points: str
) -> None:
    forecast = tmp_path / "forecast.yaml"
    forecast.write_text(OWN.replace("  basis: computed", "  basis: computed\n  rates: forecast"))
    for done, says in (
        (run(the_demo.home, str(forecast)), "cannot be compared: it rates forecasts"),
        (run(the_demo.home, "elsewhere"), "There is no rating scheme 'elsewhere'"),
        (run(the_demo.home, points, period="2023-24-Q3"), "has not been closed yet"),
    ):
        assert done.exit_code == 1
        assert done.output.startswith("Error: ")
        assert says in done.output
        assert "Traceback" not in done.output
