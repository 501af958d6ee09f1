"""What starting costs, part by part: each import in a process of its own, against bare Python."""

import subprocess
import sys
import time
from collections.abc import Iterator

from tests.bench.measure import Measured

_ROUNDS = 3
_PARTS = {
    "the command line": "pipelines.cli",
    "frameworks and returns": "sources.returns.read",
    "the warehouse": "warehouse.store",
    "the steps": "assets.steps.quarter",
    "Dagster": "dagster",
    "all of ours with Dagster": "pipelines.definitions",
    "pandas": "pandas",
    "pandera": "pandera.pandas",
    "Great Expectations": "great_expectations",
    "Typst": "typst",
    "openpyxl": "openpyxl",
}


def measure() -> Iterator[Measured]:
    print("Importing, each part in a new process", flush=True)
    bare = _best("pass")
    yield Measured("bare Python", bare, " s", None).told()
    for name, module in _PARTS.items():
        yield Measured(name, _best(f"import {module}") - bare, " s more", None).told()
    code = "from pipelines.definitions import definitions; definitions()"
    yield Measured("Dagster's code location, loaded", _best(code) - bare, " s more", None).told()


def _best(code: str) -> float:
    times = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)
        times.append(time.perf_counter() - began)
    return min(times)
