"""The verb `moves`: what it prints of the demonstration, and what it refuses."""

from typing import Any

from click.testing import CliRunner, Result

from pipelines.cli import main

PlayedHome = Any  # built in conftest
WHICH = ("--council", "derbyshire", "--period", "2023-24-Q2")


def run(the_demo: PlayedHome, *words: str) -> Result:
    return CliRunner().invoke(main, ["moves", *WHICH, *words, "--home", str(the_demo.home)])


def test_it_says_which_ratings_moved_since_a_draft_and_why(the_demo: PlayedHome) -> None:
    done = run(the_demo, "--since", "draft-1")
    assert done.exit_code == 0, done.output
    first, *lines = done.output.splitlines()
    assert first.startswith("derbyshire.2023-24-Q2 against draft 1 of quarterly-performance")
    assert first.endswith(": 3 ratings moved.")
    assert any(
        line.startswith("  Not rated to Good: a new figure in 'adult-care Q2 corrected.xlsx'")
        for line in lines
    )


def test_without_a_point_it_compares_with_the_period_before(the_demo: PlayedHome) -> None:
    done = run(the_demo)
    assert done.exit_code == 0, done.output
    assert "against Quarter 1 (April to June 2023)" in done.output
    assert "Review to Good: its figure went from 72.3% to 76.0%." in done.output


def test_a_point_that_is_none_is_refused(the_demo: PlayedHome) -> None:
    done = run(the_demo, "--since", "soon")
    assert (done.exit_code, "Traceback" in done.output) == (1, False)
    assert done.output.startswith("Error: 'soon' is no point to compare with")
