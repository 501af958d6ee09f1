"""`make bench-national`: thirty million rows by bucket, against DuckDB bucket by bucket.

Both take the same buckets in turn, from files on disk and from tables in memory; the kernel writes
its verdicts to disk and DuckDB keeps them. Memory is compared between few buckets and many.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from assets.analysis.kernel.buckets import describe_buckets, read_bucket
from sources.framework.library import Library
from tests.bench.country import COUNCILS, PERIODS
from tests.bench.in_sql import describe_in_sql, tables_of
from tests.bench.kernel import write_country
from tests.bench.measure import Measured
from tests.bench.memory import peak_gib

MEASURES = 250
GOAL = 1 / 4
# Growth of a worker's memory from a quarter of the buckets to all of them, in per cent.
GROWTH_GOAL_PCT = 5


def measure(buckets: int = 40) -> Iterator[Measured]:
    rows = buckets * MEASURES * COUNCILS * PERIODS
    print(f"A country: {rows:,} rows in {buckets} buckets", flush=True)
    scheme = Library().frameworks("derbyshire")[0].measure_scheme
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        paths = write_country(root, buckets, MEASURES)
        ours = theirs = 0.0
        for path in paths:
            began = time.perf_counter()
            list(describe_buckets([path], root / "out", [scheme]))
            ours += time.perf_counter() - began
            connection = tables_of(read_bucket(path))
            began = time.perf_counter()
            describe_in_sql(connection)
            theirs += time.perf_counter() - began
            connection.close()
        yield Measured("the kernel, one process, disk to disk", ours, " s", None).told()
        yield Measured("DuckDB, all processors, in memory", theirs, " s", None).told()
        yield Measured("kernel against DuckDB", ours / theirs, "x", GOAL).told()
        began = time.perf_counter()
        list(describe_buckets(paths, root / "out", [scheme], workers=2))
        both = time.perf_counter() - began
        yield Measured("the kernel, two processes", both, " s", None).told()
        few, all_ = (peak_gib(some, root / "out", scheme) for some in (paths[::4], paths))
    yield Measured("memory of a worker at its highest", all_, " GiB", 1).told()
    growth = (all_ - few) / few * 100
    what = "its growth from a quarter of the buckets to all"
    yield Measured(what, growth, "%", GROWTH_GOAL_PCT).told()


def main() -> None:
    """All 40 buckets, or as many as are named: `python -m tests.bench.national 8`."""
    found = list(measure(*map(int, sys.argv[1:2])))
    missed = [one for one in found if not one.is_met]
    for one in missed:
        print(f"Missed: {one.words}")
    if not missed:
        print("Every goal is met.")


if __name__ == "__main__":
    main()
