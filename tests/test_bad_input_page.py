"""The page on bad input: twelve figures, no outcome left open, and a test for each."""

import ast
import re
from pathlib import Path

from checks.catalogue.catalogue import RULE_IDS

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests" / "assets" / "analysis" / "test_bad_input.py"
HEADINGS = [
    "Input",
    "Found",
    "Rating",
    "Direction",
    "Chart",
    "Forecast",
    "Comparison",
    "Roll-up",
    "Test",
]


def rows() -> list[list[str]]:
    page = (ROOT / "docs" / "bad-input.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_outcome_is_stated() -> None:
    head, _, *told = rows()
    assert head == HEADINGS
    assert len(told) == 12
    assert [row[0] for row in told if len(row) != len(HEADINGS) or not all(row)] == []


def test_every_row_has_a_test_and_every_test_a_row() -> None:
    named = [row[-1].strip("`") for row in rows()[2:]]
    tree = ast.parse(TESTS.read_bytes())
    held = [one.name for one in tree.body if isinstance(one, ast.FunctionDef)]
    assert named == [name for name in held if name.startswith("test_")]


def test_the_rules_that_are_named_exist() -> None:
    found = {
        name for row in rows()[2:] for name in re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", row[1])
    }
    assert found
    assert found - RULE_IDS == set()
