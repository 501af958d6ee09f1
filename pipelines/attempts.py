"""Whether a job is tried, tried again, waited for or given up: pure, from how its runs ended.

Dagster does not retry a run key after a failed run, so each attempt has a key of its own and their
number is bounded here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_ATTEMPTS = 3
# Work that was done and waits all the same, such as a file that is dropped again and again: so
# often it is done, then a person has to look.
MOST_GOOD = 50
# How long to wait after the first and second failure: a database that restarts is back by then.
_PATIENCE = (timedelta(seconds=20), timedelta(seconds=90))


class Ended(StrEnum):
    """How a run stands."""

    RUNNING = "running"
    WELL = "well"
    FAILED = "failed"


@dataclass(frozen=True)
class Ran:
    """One run for a piece of work: how it stands, since when, and why it failed."""

    ended: Ended
    at: datetime
    message: str = ""


class Do(StrEnum):
    """What to do next."""

    RUN = "run"
    WAIT = "wait"
    GIVE_UP = "give up"


@dataclass(frozen=True)
class Decision:
    """What to do, as which attempt."""

    do: Do
    attempt: int = 0


def decide(runs: Sequence[Ran], now: datetime) -> Decision:
    """What to do about work that still waits to be done, from its runs so far, oldest first."""
    if any(run.ended is Ended.RUNNING for run in runs):
        return Decision(Do.WAIT)
    well = [number for number, run in enumerate(runs, start=1) if run.ended is Ended.WELL]
    failed = len(runs) - max(well, default=0)
    if failed >= MOST_ATTEMPTS or len(well) >= MOST_GOOD:
        return Decision(Do.GIVE_UP, len(runs))
    # A run stamped in the future, by a clock that was wrong, is not waited for.
    if runs and timedelta(0) <= now - runs[-1].at < _PATIENCE[max(failed, 1) - 1]:
        return Decision(Do.WAIT)
    return Decision(Do.RUN, len(runs) + 1)
