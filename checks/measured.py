"""How well rules that judge by likelihood do: what was measured, kept beside the rules.

The figures are written and held true by tests; the guide prints them. Nothing is measured here.
"""

import csv
from functools import lru_cache
from pathlib import Path

PATH = Path(__file__).parent / "measured.csv"


@lru_cache(maxsize=1)
def measured() -> dict[str, str]:
    """What was measured of each rule that has figures, in sentences."""
    with PATH.open(encoding="utf-8", newline="") as lines:
        return {row["rule"]: row["measured"] for row in csv.DictReader(lines)}
