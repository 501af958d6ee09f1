"""The kernel against the same job in DuckDB's SQL, side by side in the same run.

Both rate, compare with the period before, count exceptions, chart, and rank in groups; both start
from what lies in their own memory, and both leave all their verdicts there. They take turns.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from assets.analysis.kernel.buckets import describe_buckets, write_bucket
from assets.analysis.kernel.whole import describe
from sources.framework.library import Library
from sources.framework.schemes import MeasureScheme
from tests.bench.country import PERIODS, a_country
from tests.bench.in_sql import describe_in_sql, tables_of
from tests.bench.measure import Measured
from tests.bench.memory import peak_gib

# How much of DuckDB's time the kernel may take: ten times faster, and two and a half times.
COUNTY_GOAL = 1 / 10
COUNTRY_GOAL = 1 / 2.5
MEMORY_GOAL_GIB = 1
_COUNTY_ROUNDS, _COUNTRY_ROUNDS = 15, 2
_WORKERS = 2


def measure() -> Iterator[Measured]:
    scheme = Library().frameworks("derbyshire")[0].measure_scheme
    yield from _county(scheme)
    yield from _country(scheme)


def _county(scheme: MeasureScheme) -> Iterator[Measured]:
    block = a_country(100, 15)
    print(f"A county in blocks and in SQL: {block.series * PERIODS:,} rows, warm", flush=True)
    connection = tables_of(block)
    spent = in_turn(
        lambda: describe(block, [scheme]), lambda: describe_in_sql(connection), _COUNTY_ROUNDS
    )
    yield Measured("the kernel", spent[0] * 1000, " ms", None).told()
    yield Measured("DuckDB", spent[1] * 1000, " ms", None).told()
    yield Measured("kernel against DuckDB", spent[0] / spent[1], "x", COUNTY_GOAL).told()


def _country(scheme: MeasureScheme) -> Iterator[Measured]:
    print("Three million rows in blocks and in SQL", flush=True)
    block = a_country(1000)
    connection = tables_of(block)
    spent = in_turn(
        lambda: describe(block, [scheme]), lambda: describe_in_sql(connection), _COUNTRY_ROUNDS
    )
    yield Measured("the kernel, one processor", spent[0], " s", None).told()
    yield Measured("DuckDB, all processors", spent[1], " s", None).told()
    yield Measured("kernel against DuckDB", spent[0] / spent[1], "x", COUNTRY_GOAL).told()
    connection.close()
    with tempfile.TemporaryDirectory() as folder:
        buckets = write_country(Path(folder), 8, 125)
        began = time.perf_counter()
        list(describe_buckets(buckets, Path(folder) / "out", [scheme], workers=_WORKERS))
        whole = time.perf_counter() - began
        yield Measured("8 buckets from disk to disk, two processes", whole, " s", None).told()
        peak = peak_gib(buckets, Path(folder) / "again", scheme)
    yield Measured("memory of a worker at its highest", peak, " GiB", MEMORY_GOAL_GIB).told()


def write_country(folder: Path, buckets: int, measures: int) -> list[Path]:
    """So many buckets of so many measures of 150 councils each."""
    paths = [folder / "in" / f"bucket-{number:03d}" for number in range(buckets)]
    for number, path in enumerate(paths):
        write_bucket(a_country(measures, seed=number), path)
    return paths


def in_turn(
    one: Callable[[], object], other: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """What each usually takes, in seconds: once to get warm, then in turn, the median."""
    spent: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for work, times in zip((one, other), spent, strict=True):
            began = time.perf_counter()
            work()
            if number:
                times.append(time.perf_counter() - began)
    return statistics.median(spent[0]), statistics.median(spent[1])
