"""The rows of benchmarks, as plain records; the other tables' are `rows`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SubmittedBenchmark:
    """Somebody else's figure to compare a measure with; `period` is in the department's words."""

    slot: str
    council: str
    submission: int
    measure: str
    comparator: str
    period: str
    units: int
    places: int
    unit: str
    raw: str
    source: str
    sheet: str
    cell: str
