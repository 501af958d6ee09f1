"""`make bench`: run every measurement, print what it found, and say which goals are missed.

A missed goal is said, not punished: machines are shared, and a ratio can have a bad day.
"""

import sys

from tests.bench import (
    arriving,
    closing,
    forecasting,
    importing,
    kernel,
    marking,
    reading,
    starting,
)
from tests.bench.measure import Measured

_PARTS = {
    "reading": reading.measure,
    "marking": marking.measure,
    "starting": starting.measure,
    "importing": importing.measure,
    "kernel": kernel.measure,
    "closing": closing.measure,
    "arriving": arriving.measure,
    "forecasting": forecasting.measure,
}


def main() -> None:
    """All parts, or those that are named: `python -m tests.bench closing`."""
    chosen = sys.argv[1:] or list(_PARTS)
    results: list[Measured] = [one for name in chosen for one in _PARTS[name]()]
    print()
    missed = [one for one in results if not one.is_met]
    for one in missed:
        print(f"Missed: {one.words}")
    if not missed:
        print("Every goal is met.")


if __name__ == "__main__":
    main()
