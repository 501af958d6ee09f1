"""Tables for the tests of the rate step: rows in, what rating added out.

What a test expects stands in the test.
"""

import csv
import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from assets.steps.rate_table import ADDED, ASKED, RatedTable, rate_table, scheme_of
from sources.framework.library import Library
from sources.framework.schemes import MeasureScheme

DATA = Path(__file__).parents[2] / "data"
POINTS = DATA / "ratings" / "schemes" / "cheshire_west.yaml"
LIBRARY = Library()
Rows = Sequence[Sequence[str]]


@cache
def scheme(name: str = "derbyshire") -> MeasureScheme:
    return scheme_of(name, LIBRARY)


def csv_of(rows: Rows, headings: Sequence[str] = ASKED, delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([headings, *rows])
    return text.getvalue()


def rated(rows: Rows, headings: Sequence[str] = ASKED, name: str = "derbyshire") -> RatedTable:
    return rate_table(csv_of(rows, headings).encode(), scheme(name))


def one(
    actual: str,
    target: str,
    polarity: str = "higher",
    unit: str = "number",
    *,
    name: str = "derbyshire",
    **more: str,
) -> dict[str, str]:
    """What rating adds to a single row; further columns by name."""
    row = ("A", actual, target, polarity, unit, *more.values())
    table = rated([row], (*ASKED, *more), name)
    return dict(zip(ADDED, table.rows[0][-4:], strict=True))
