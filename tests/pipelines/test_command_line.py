"""The command line as people meet it: help, plain refusals that change nothing, exit codes."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from pipelines.cli import main
from sources.framework.library import EXAMPLES

PlayedHome = Any  # built in conftest
TreeOf = Callable[[Path], dict[str, str]]
EnvironmentOf = Callable[[Path], dict[str, str]]
DERBYSHIRE = EXAMPLES / "derbyshire" / "2023-24"
CLOSE = ["close", "--council", "derbyshire", "--period", "2023-24-Q2"]


def run(*arguments: str, home: Path | None = None) -> Result:
    at_home = ["--home", str(home)] if home else []
    return CliRunner().invoke(main, [*arguments, *at_home])


QUARTERDAY = Path(sys.executable).with_name("quarterday")
TELL = """
import sys
from pipelines.cli import main
try:
    main()
finally:
    print("LOADED", *{name.partition(".")[0] for name in sys.modules})
"""


def loaded_by(*arguments: str, environment: dict[str, str] | None = None) -> set[str]:
    """The packages that a command has imported by the time it ends."""
    command = [sys.executable, "-c", TELL, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    line = next(x for x in ran.stdout.splitlines() if x.startswith("LOADED"))
    return set(line.split()[1:])


def test_every_command_and_every_option_has_help() -> None:
    assert isinstance(main, click.Group)
    assert len(main.commands) >= 6
    for name, command in main.commands.items():
        assert command.help, name
        shown = run(name, "--help")
        assert shown.exit_code == 0
        assert command.help.splitlines()[0] in shown.output
    assert all(name in run("--help").output for name in main.commands)


def test_the_version_is_told() -> None:
    assert run("--version").output.startswith("quarterday, version ")


REFUSALS: dict[str, tuple[list[str], str]] = {
    "an unknown council": (
        ["close", "--council", "nowhere", "--period", "2023-24-Q2"],
        "There is no council 'nowhere' here; known: derbyshire, south_derbyshire.",
    ),
    "a path for a council": (
        ["close", "--council", "../x", "--period", "2023-24-Q2"],
        "There is no council '../x' here",
    ),
    "a period of another year": (
        ["close", "--council", "derbyshire", "--period", "2031-32-Q2"],
        "derbyshire has no reporting period 2031-32-Q2",
    ),
    "a period that the timetable does not name": (
        ["close", "--council", "derbyshire", "--period", "2023-24-Q4"],
        "it has 2023-24-Q1, 2023-24-Q2, 2023-24-Q3, 2023-24-FY.",
    ),
    "a word that is no period": (
        ["close", "--council", "derbyshire", "--period", "second quarter"],
        "'second quarter' is not a period: write it like 2023-24-Q2",
    ),
    "forms of an unknown council": (
        ["forms", "--council", "nowhere", "--period", "2023-24-Q2", "--to", "never"],
        "There is no council 'nowhere' here",
    ),
    "forms of an unknown period": (
        ["forms", "--council", "derbyshire", "--period", "2023-24-Q4", "--to", "never"],
        "derbyshire has no reporting period 2023-24-Q4",
    ),
    "a figure that is no figure": (["trace", "rubbish"], "No report prints a figure 'rubbish': "),
    "a figure that nobody prints": (
        ["trace", "derbyshire.2023-24-Q2/asc-99/all/2023-24-Q2/actual"],
        "No report prints a figure 'derbyshire.2023-24-Q2/asc-99/",
    ),
    "a figure of a period not closed": (
        ["trace", "derbyshire.2023-24-Q3/asc-01/all/2023-24-Q3/actual"],
        "derbyshire.2023-24-Q3 has not been closed yet: run 'quarterday close",
    ),
    "a demonstration of an unknown council": (
        ["demo", "--council", "nowhere"],
        "There is no council 'nowhere' here",
    ),
}


@pytest.fixture(scope="module")
def busy_home(
    the_demo: PlayedHome,
    tmp_path_factory: pytest.TempPathFactory,
    copy_home: Callable[[Path, Path], Path],
) -> Path:
    """A home full of files, none of which a refused command may change."""
    return copy_home(the_demo.home, tmp_path_factory.mktemp("busy") / "demo")


@pytest.mark.parametrize("case", REFUSALS)
def test_a_refusal_is_one_line_and_changes_nothing(
    busy_home: Path, tree_of: TreeOf, case: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    arguments, words = REFUSALS[case]
    monkeypatch.chdir(tmp_path)
    before = tree_of(busy_home)
    ran = run(*arguments, home=busy_home)
    assert ran.exit_code == 1
    assert words in ran.output
    assert ran.output.startswith("Error: ")
    assert len(ran.output.splitlines()) == 1
    assert isinstance(ran.exception, SystemExit)
    assert tree_of(busy_home) == before
    assert list(tmp_path.iterdir()) == []


def test_a_home_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    ran = run(*CLOSE, home=tmp_path / "file" / "home")
    assert ran.exit_code == 1
    assert isinstance(ran.exception, SystemExit), ran.exception
    assert len(ran.output.splitlines()) == 1


def test_a_home_in_real_use_is_never_played_in(tmp_path: Path, tree_of: TreeOf) -> None:
    (tmp_path / "ledger").mkdir()
    (tmp_path / "ledger" / "entry").write_text("precious")
    before = tree_of(tmp_path)
    ran = run("demo", home=tmp_path)
    assert ran.exit_code == 1
    assert "is in use and is not a demonstration" in ran.output
    assert tree_of(tmp_path) == before


def test_the_demonstration_never_writes_to_the_warehouse_of_the_installation(
    tmp_path: Path,
) -> None:
    real, demo = tmp_path / "real.db", tmp_path / "demo"
    environment = {**os.environ, "QUARTERDAY_WAREHOUSE": f"sqlite:///{real}"}
    command = [str(QUARTERDAY), "demo", "--home", str(demo)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as playing:
        # The warehouse is the first thing that is made; the rest of the play is not waited for.
        for _ in range(600):
            if real.exists() or (demo / "warehouse.db").exists() or playing.poll() is not None:
                break
            time.sleep(0.05)
        playing.terminate()
    assert not real.exists()
    assert (demo / "warehouse.db").is_file()


def test_a_ledger_that_was_touched_stops_the_command_in_one_line(demo_copy: Path) -> None:
    (demo_copy / "warehouse.db").unlink()
    entry = demo_copy / "ledger" / "derbyshire" / "00000003.json"
    entry.write_bytes(entry.read_bytes().replace(b'"actor": "', b'"actor": "not '))
    ran = run(*CLOSE, home=demo_copy)
    assert ran.exit_code == 1
    assert isinstance(ran.exception, SystemExit)
    assert ran.output.splitlines()[-1].startswith(
        "Error: Entry 3 of derbyshire's ledger was changed after it was recorded: "
    )


def test_a_good_framework_passes() -> None:
    ran = run("validate", str(DERBYSHIRE))
    assert ran.exit_code == 0
    assert ran.output.startswith("Derbyshire County Council 2023-24: ")
    assert "no problems" in ran.output.lower()


def test_a_bad_framework_fails_with_the_file_and_line_of_each_problem(tmp_path: Path) -> None:
    folder = tmp_path / "2023-24"
    shutil.copytree(DERBYSHIRE, folder)
    returns = folder / "returns.yaml"
    lines = returns.read_text(encoding="utf-8").splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines) if "[place]" in line)
    lines[number] = lines[number].replace("[place]", "[parks]")
    returns.write_text("".join(lines), encoding="utf-8")
    ran = run("validate", str(folder))
    assert ran.exit_code == 1
    assert f"returns.yaml:{number + 1}: " in ran.output
    assert "Traceback" not in ran.output
    assert isinstance(ran.exception, SystemExit)


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    ran = run("validate", str(tmp_path / "none"))
    assert ran.exit_code == 1
    assert "There is no such folder" in ran.output


def test_findings_and_missing_returns_are_no_errors_of_the_command(
    tmp_path: Path, environment_of: EnvironmentOf
) -> None:
    environment = environment_of(tmp_path / "home")
    command = [str(QUARTERDAY), *CLOSE, "--home", str(tmp_path / "home")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count("missing, ") == 4
    assert "Findings: 4 errors" in ran.stdout
    assert "Traceback" not in ran.stderr


def test_forms_are_written_where_they_are_wanted(tmp_path: Path) -> None:
    arguments = ["forms", "--council", "derbyshire", "--period", "2023-24-Q2"]
    ran = run(*arguments, "--to", str(tmp_path / "forms"), home=tmp_path / "home")
    assert ran.exit_code == 0
    written = sorted((tmp_path / "forms").iterdir())
    assert ran.output.splitlines() == [str(path) for path in written]
    assert len(written) == 4


def test_trace_shows_file_sheet_cell_and_content(demo_copy: Path) -> None:
    ran = run("trace", "derbyshire.2023-24-Q2/asc-04/all/2023-24-Q2/actual", home=demo_copy)
    assert ran.exit_code == 0
    assert "'1608' in Measures!J8 of 'adult-care Q2 corrected.xlsx'" in ran.output
    assert "sha256 " in ran.output


HEAVY = {"pandas", "dagster", "sqlalchemy", "openpyxl", "pydantic", "great_expectations"}


@pytest.mark.parametrize("arguments", [["--help"], ["close", "--help"], ["--version"]])
def test_help_answers_at_once(arguments: list[str]) -> None:
    assert loaded_by(*arguments) & HEAVY == set()


def test_closing_needs_neither_dagster_nor_great_expectations(
    demo_copy: Path, environment_of: EnvironmentOf
) -> None:
    environment = environment_of(demo_copy)
    loaded = loaded_by(*CLOSE, "--home", str(demo_copy), environment=environment)
    assert "sqlalchemy" in loaded
    assert loaded & {"dagster", "great_expectations"} == set()
