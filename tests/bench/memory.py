"""How much memory a worker holds at its highest while it goes through buckets, in a process of its
own: nothing else that this run has done counts."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from sources.framework.schemes import MeasureScheme


def peak_gib(buckets: Sequence[Path], into: Path, scheme: MeasureScheme) -> float:
    """The highest resident memory of a process that describes the buckets one after the other."""
    job = {
        "buckets": [str(path) for path in buckets],
        "into": str(into),
        "scheme": scheme.model_dump(mode="json"),
    }
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.memory"],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=True,
    )
    return float(ran.stdout)


def _work() -> None:
    from assets.analysis.kernel.buckets import describe_buckets

    job = json.load(sys.stdin)
    scheme = MeasureScheme.model_validate(job["scheme"])
    buckets = [Path(path) for path in job["buckets"]]
    for _ in describe_buckets(buckets, Path(job["into"]), [scheme]):
        pass
    # Not what getrusage says: that begins with the memory of the process that started this one.
    status = Path("/proc/self/status").read_text()
    kib = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(int(kib) / 2**20)


if __name__ == "__main__":
    _work()
