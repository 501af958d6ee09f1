"""The shape of the project: short files that say what they are for, and rooms that lead one way."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("sources", "warehouse", "checks", "report_templates", "assets", "pipelines")
MOST_LINES = 300
PYTHON = sorted(
    path
    for folder in (*ROOMS, "tests")
    for path in (ROOT / folder).rglob("*.py")
    if "__pycache__" not in path.parts
)
MODULES = [path for path in PYTHON if path.relative_to(ROOT).parts[0] != "tests"]
TEXT = {".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".csv", ".j2", ".html", ".sh", ".cfg"}
# Spelt in pieces, so that this file does not say what it forbids.
OUTSIDE = re.compile("|".join((r"\.\./" + "shared", "(?<![\\w.])/" + "work/", "/" + r"home/\w+/")))
KEPT_OUT = {".git", ".venv", "var", "dist", "__pycache__", "node_modules"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def project_texts() -> list[Path]:
    return [
        path
        for path in sorted(ROOT.rglob("*"))
        if path.suffix in TEXT
        and path.is_file()
        and not any(p in KEPT_OUT or p.endswith("_cache") for p in path.relative_to(ROOT).parts)
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_no_python_file_is_longer_than_can_be_read_at_once(room: str) -> None:
    lengths = {
        name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in PYTHON
        if path.relative_to(ROOT).parts[0] == room
    }
    assert lengths
    assert {path: count for path, count in lengths.items() if count > MOST_LINES} == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [name(p) for p in PYTHON if not ast.get_docstring(ast.parse(p.read_bytes()))]
    assert silent == []


def test_packages_hold_a_docstring_and_nothing_else() -> None:
    packages = [path for path in MODULES if path.name == "__init__.py"]
    assert len(packages) >= len(ROOMS)
    full = [name(p) for p in packages if len(ast.parse(p.read_bytes()).body) != 1]
    assert full == []


def test_there_are_no_code_folders_but_the_six_rooms() -> None:
    folders = {
        path.relative_to(ROOT).parts[0]
        for path in ROOT.rglob("*.py")
        if len(path.relative_to(ROOT).parts) > 1
    }
    assert {f for f in folders if not f.startswith(".")} - KEPT_OUT == {*ROOMS, "tests"}


def test_rooms_lead_one_way() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    assert "0 broken" in ran.stdout


def test_nothing_leans_on_what_lies_outside_the_project() -> None:
    texts = project_texts()
    assert len(texts) > 50
    found = [
        f"{name(path)}:{number}"
        for path in texts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if OUTSIDE.search(line)
    ]
    assert found == []
