"""`make bench`: run every measurement, print what it found, and say which goals are missed.

A missed goal is said, not punished: machines are shared, and a ratio can have a bad day.
"""

from tests.bench import reading, starting
from tests.bench.measure import Measured


def main() -> None:
    results: list[Measured] = [*reading.measure(), *starting.measure()]
    print()
    missed = [one for one in results if not one.is_met]
    for one in missed:
        print(f"Missed: {one.words}")
    if not missed:
        print("Every goal is met.")


if __name__ == "__main__":
    main()
