"""The contract of `measure_ratings`: rows that keep every promise, and one that breaks each.

Great Expectations takes seconds to import, so these tests are few.
"""

from typing import Any

import pandas as pd
import pytest

from checks.expectations import Broken, broken_promises

KNOWN = ["strong", "good", "review", "action"]


def a_row(**given: Any) -> dict[str, Any]:
    """A rated row; the columns that carry no promise are left out."""
    return {
        "close": "derbyshire.2023-24-Q2",
        "measure": "asc-08",
        "basis": "current",
        "units": 760,
        "rating": "good",
        "rule": "from 2% worse to 5% better than target",
        "reason": None,
        **given,
    }


def unrated(**given: Any) -> dict[str, Any]:
    missing = {"units": None, "rating": None, "rule": None, "reason": "no value was supplied"}
    return a_row(**{**missing, **given})


SOUND = [
    a_row(),
    a_row(basis="outlook"),
    a_row(measure="asc-12", rating="strong"),
    a_row(close="derbyshire.2023-24-Q1"),
    unrated(measure="asc-13"),
    unrated(measure="asc-14", units=777, reason="queried with department"),
]


def broken(*rows: dict[str, Any]) -> list[Broken]:
    return broken_promises(pd.DataFrame([*SOUND, *rows]), KNOWN)


def test_rows_that_keep_every_promise_break_none() -> None:
    assert broken() == []


def test_a_table_without_any_rating_breaks_no_promise() -> None:
    rows = [unrated(measure=name) for name in ("asc-08", "asc-12")]
    assert broken_promises(pd.DataFrame(rows), KNOWN) == []


@pytest.mark.parametrize(
    ("row", "promise", "rows"),
    [
        (a_row(), "each measure is rated once per close and basis", 2),
        (a_row(measure="asc-15", rating="puce"), "a rating is one of the scheme's own", 1),
        (unrated(measure="asc-15", reason=None), "an unrated measure says why", 1),
        (a_row(measure="asc-15", rule=None), "a rating names the rule that decided it", 1),
        (a_row(measure="asc-15", units=None), "only a number is rated", 1),
    ],
)
def test_a_row_that_breaks_a_promise_is_reported_with_it(
    row: dict[str, Any], promise: str, rows: int
) -> None:
    assert broken(row) == [Broken(promise, rows)]


def test_promises_broken_together_are_reported_in_a_stated_order() -> None:
    rows = (unrated(measure="asc-15", reason=None), a_row(measure="asc-16", units=None))
    assert broken(*rows) == [
        Broken("an unrated measure says why", 1),
        Broken("only a number is rated", 1),
    ]
