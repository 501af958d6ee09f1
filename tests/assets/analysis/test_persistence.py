"""Which measures have been exceptions for long enough to say so."""

from dataclasses import fields
from typing import Any

import pytest

from assets.analysis.persistence import Persisting, persisting
from sources.framework.library import EXAMPLES, Library
from sources.framework.schemes import Persists
from warehouse.rows import MeasureRating

SCHEME = Library([EXAMPLES]).frameworks("derbyshire")[0].measure_scheme
PERIODS = ("2022-23-Q4", "2023-24-Q1", "2023-24-Q2", "2023-24-Q3", "2023-24-Q4")


def row(period: str, rating: str | None, basis: str = "current") -> MeasureRating:
    blank: dict[str, Any] = {one.name: None for one in fields(MeasureRating)}
    held = {"close": f"derbyshire.{period}", "measure": "asc-01", "basis": basis, "rating": rating}
    return MeasureRating(**blank | held)


def found(*ratings: str | None, rule: Persists = SCHEME.persists) -> Persisting | None:
    rows = [row(*one) for one in zip(PERIODS[-len(ratings) :], ratings, strict=True)]
    scheme = SCHEME.model_copy(update={"persists": rule})
    once, again = persisting(scheme, rows), persisting(scheme, reversed(rows))
    assert once == again, "the order of rows matters"
    return once.get("asc-01")


@pytest.mark.parametrize(
    ("ratings", "persists"),
    [
        (("action", "good", "review", "action"), Persisting(3, 4)),
        (("action", "action", "action", "action"), Persisting(4, 4)),
        (("action", "action", "action", "good"), None),  # not now
        (("good", "good", "action", "action"), None),  # twice only
        (("review", "review", "review"), Persisting(3, 3)),
        (("review", "review"), None),  # too short to tell
        (("action", "review", None, "review"), Persisting(3, 3)),  # passed over
        (("action", "action", "good", "good", "action"), None),  # the oldest is not looked at
        (("action", None, "good", "review", "action"), Persisting(3, 4)),
        ((None,), None),
    ],
)
def test_three_exceptions_in_four_rated_periods_persist(
    ratings: tuple[str | None, ...], persists: Persisting | None
) -> None:
    assert found(*ratings) == persists


def test_a_council_says_itself_what_persists() -> None:
    assert found("review", "review", rule=Persists(at_least=2, of=2)) == Persisting(2, 2)
    with pytest.raises(ValueError, match="more than the periods"):
        Persists(at_least=4, of=3)


def test_outlooks_and_ratings_of_another_scale_count_for_nothing() -> None:
    rows = [row(p, "action", "outlook") for p in PERIODS] + [row(p, "red") for p in PERIODS]
    assert persisting(SCHEME, rows) == {}


@pytest.mark.parametrize(
    ("last", "year", "persists"),
    [
        ("good", "action", None),  # the quarter itself was no exception: two in four
        ("action", "action", Persisting(3, 4)),
        ("action", "good", None),  # the year as a whole is none now
        (None, "action", Persisting(3, 4)),  # it stands for the quarter
    ],
)
def test_the_full_year_is_no_further_period_beside_its_last_quarter(
    last: str | None, year: str, persists: Persisting | None
) -> None:
    quarters = zip(PERIODS[1:], ("good", "action", "action", last), strict=True)
    rows = [row(*one) for one in quarters] + [row("2023-24-FY", year)]
    assert persisting(SCHEME, rows).get("asc-01") == persists
