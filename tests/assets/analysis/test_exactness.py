"""The arithmetic holds no binary fraction: 98 against 100 is exactly 2% worse."""

import ast
from pathlib import Path

import pytest

import assets.analysis

MODULES = sorted(Path(assets.analysis.__path__[0]).glob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_float_is_written_anywhere_in_the_arithmetic(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    floats = [
        f"line {node.lineno}"
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.ImportFrom | ast.Import) and "math" in ast.unparse(node))
    ]
    assert floats == []


def test_the_modules_of_the_arithmetic_were_found() -> None:
    assert {"rating", "series", "direction", "closing", "lateness"} <= {m.stem for m in MODULES}
