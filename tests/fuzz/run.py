"""The long run: `python -m tests.fuzz.run --count 10000 --seed 1`, on all cores.

Every mutant is opened and read on; one batch in five also goes the whole way through a real
installation. Prints each failure with its number; `--only NUMBER` plays that one again.
"""

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.mutator import Mutant
from tests.fuzz.survival import all_bases, faults_of, numbered, trial_of, whole_way

# The first of a seed's numbers; so that runs of different seeds share no mutants.
_APART = 1_000_000
_BATCH, _WHOLE_WAY_EVERY, _WHOLE_WAY_COUNT = 50, 5, 20


@dataclass
class Tally:
    """What came of some mutants."""

    counts: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "none")
    largest: tuple[int, str] = (0, "none")
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.counts += other.counts
        self.slowest = max(self.slowest, other.slowest)
        self.largest = max(self.largest, other.largest)
        self.faults += other.faults


def one(number: int, tally: Tally) -> Mutant | None:
    """Try one mutant; None if it was not survived."""
    subject = numbered(number)
    trial = trial_of(subject)
    faults = faults_of(subject, trial)
    tally.counts["refused" if trial.sentence else "failed" if faults else "read"] += 1
    tally.slowest = max(tally.slowest, (trial.cpu_seconds, str(subject)))
    tally.largest = max(tally.largest, (trial.bytes_above_start, str(subject)))
    tally.faults += faults
    return None if faults else subject


def batch(numbers: range) -> Tally:
    tally = Tally()
    survivors = [s for s in (one(number, tally) for number in numbers) if s is not None]
    if numbers.start // _BATCH % _WHOLE_WAY_EVERY == 0:
        taken = survivors[:_WHOLE_WAY_COUNT]
        tally.counts["gone the whole way"] += len(taken)
        tally.faults += all_the_way(taken)
    return tally


def all_the_way(subjects: list[Mutant]) -> list[str]:
    """The faults of some mutants together; if there are any, by whose fault."""
    faults = _together(subjects)
    alone = [f"{s}: alone: {fault}" for s in subjects if faults for fault in _together([s])]
    numbers = ", ".join(str(subject.number) for subject in subjects)
    return alone or [f"mutants {numbers} together: {fault}" for fault in faults]


def _together(subjects: list[Mutant]) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="quarterday-fuzz-") as folder:
        return whole_way(Path(folder) / "home", subjects)


def report(tally: Tally, seconds: float) -> None:
    print("\n".join(("", *tally.faults)))
    done = ", ".join(f"{count:,} {what}" for what, count in sorted(tally.counts.items()))
    print(f"{done}; {len(tally.faults)} faults; {seconds:.0f} s")
    print(f"slowest, {tally.slowest[0]:.2f} s of processor time: {tally.slowest[1]}")
    print(f"largest, {tally.largest[0] / 1e6:.0f} MB of memory: {tally.largest[1]}")


def run(batches: Iterable[range], count: int, processes: int) -> Tally:
    tally, done, shown = Tally(), 0, time.monotonic()
    with multiprocessing.Pool(processes) as pool:
        for part in pool.imap_unordered(batch, batches):
            tally.add(part)
            done += _BATCH
            if time.monotonic() > shown + 10:
                shown = time.monotonic()
                print(f"{min(done, count):,} of {count:,}, {len(tally.faults)} faults", flush=True)
    return tally


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, metavar="NUMBER", help="play one mutant again")
    parser.add_argument("--save", type=Path, metavar="FILE", help="with --only: keep its bytes")
    parser.add_argument("--processes", type=int, default=multiprocessing.cpu_count())
    given = parser.parse_args(arguments)
    started = time.monotonic()
    all_bases()  # once, before the processes part
    if given.only is not None:
        tally = Tally()
        subject = one(given.only, tally)
        print(subject or numbered(given.only))
        if given.save:
            given.save.write_bytes(numbered(given.only).data)
        tally.faults += all_the_way([subject] if subject else [])
    else:
        first = given.seed * _APART
        starts = range(first, first + given.count, _BATCH)
        batches = [range(s, min(s + _BATCH, first + given.count)) for s in starts]
        tally = run(batches, given.count, given.processes)
    report(tally, time.monotonic() - started)
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
