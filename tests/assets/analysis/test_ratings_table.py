"""A draft's ratings as a file: from it and the scheme anybody gets the same ratings again."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from analysis_builders import (
    AS_LAST_YEAR,
    BY_INTERVAL,
    DERBYSHIRE,
    FLOORED,
    LEVELLED,
    TOLERANT,
    a_scheme,
)
from move_builders import MEASURE, State, closed_as, framework_of

from assets.analysis.results import CloseResults
from assets.steps.rate_table import rate_table
from assets.views.data_files import data_files
from assets.views.report import context_of
from sources.framework.levels import parse_levels
from sources.framework.scheme_file import load_scheme

LEVELS = parse_levels("strong > 90; good >= 70.5; action")
ON_FORECAST = a_scheme(rates="forecast", clauses=())
STATES = {
    "plain": State(actual="79.95", target="80"),
    "edge of a band": State(actual="73", target="80"),
    "small percentage": State(actual="0.9", target="80"),
    "below zero": State(actual="-0.5", target="80", declared=(("may_be_negative", "yes"),)),
    "count below zero": State(actual="-8", target="-10", declared=(("unit", "number"),)),
    "rate": State(actual="12.5", declared=(("unit", "rate"), ("unit_words", "per 1,000"))),
    "lower is better": State(actual="21", target="20", declared=(("polarity", "lower"),)),
    "zero within its tolerance": State(
        actual="2", target="0", declared=(("unit", "number"), ("zero_tolerance", "2"))
    ),
    "better than last year": State(
        actual="83", follows="higher", last_year="83",
        declared=(("unit", "number"), ("is_cumulative", "yes"), ("supplied", "year to date")),
    ),
    "tolerance": State(actual="79", target="80", scheme=TOLERANT, declared=(("tolerance", "1"),)),
    "floor": State(actual="71", target="80", scheme=FLOORED, declared=(("floor", "71"),)),
    "last year": State(actual="60", target="80", scheme=AS_LAST_YEAR, last_year="60"),
    "levels": State(actual="70.5", scheme=LEVELLED, declared=(("levels", LEVELS),)),
    "interval": State(
        actual="70", of=("55.3", "79"), target="75", scheme=BY_INTERVAL,
        declared=(("is_survey", "yes"),),
    ),
    "forecast": State(actual="60", target="80", scheme=ON_FORECAST, forecast="81"),
    "value decided on review": State(actual="60", target="80", value="85"),
}  # fmt: skip


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def files_of(results: CloseResults) -> dict[str, bytes]:
    return data_files(context_of(results, None))


@pytest.mark.parametrize("name", STATES)
def test_each_kind_of_rating_can_be_worked_out_again_from_the_file(name: str) -> None:
    state = STATES[name]
    data = files_of(closed_as(state))["ratings.csv"]
    table = rate_table(data, state.scheme)
    (row,) = (dict(zip(table.headings, cells, strict=True)) for cells in table.rows)
    assert row["rating"] != ""
    assert row["rating"] == row["published_rating"]
    assert row["rule"].removeprefix("forecast of 81 for the year: ") in row["published_rule"]
    if name != "forecast":
        assert row["variance_pct"] == row["published_variance_pct"]


def test_a_range_stands_as_from_and_to() -> None:
    state = State(actual="95", declared=(("unit", "number"), ("polarity", "range")), target="100")
    framework = framework_of(state)
    target = framework.targets[MEASURE].model_copy(update={"high": Decimal(110)})
    held = replace(framework, targets={MEASURE: target})
    results = closed_as(state, held)
    table = rate_table(files_of(results)["ratings.csv"], state.scheme)
    (row,) = (dict(zip(table.headings, cells, strict=True)) for cells in table.rows)
    assert row["target"] == "100 to 110"
    assert row["rating"] == row["published_rating"] != ""


def test_values_are_exact_and_not_as_they_are_printed() -> None:
    (row,) = rows_of(files_of(closed_as(State(actual="78.3912", target="80")))["ratings.csv"])
    assert (row["actual"], row["target"]) == ("78.3912%", "80%")


def test_a_rating_decided_on_review_says_so_and_a_queried_value_is_not_given() -> None:
    (decided,) = rows_of(files_of(closed_as(State(rating="strong")))["ratings.csv"])
    assert (decided["published_rating"], decided["decided_on_review"]) == ("Strong", "yes")
    (queried,) = rows_of(files_of(closed_as(State(queried=True)))["ratings.csv"])
    assert (queried["actual"], queried["published_rating"]) == ("", "")
    assert "queried" in queried["not_rated_because"]


def test_the_rules_lie_beside_as_the_council_wrote_them() -> None:
    results = closed_as(State())
    text = files_of(results)["schemes.yaml"].decode()
    assert load_scheme("schemes.yaml", text) == DERBYSHIRE.measure_scheme


def test_every_period_stands_in_the_table_of_values_with_what_it_was_rated() -> None:
    rows = rows_of(files_of(closed_as(State(last_year="61.5")))["values.csv"])
    assert [(r["period"], r["value"], r["rating_then"]) for r in rows] == [
        ("2022-23-Q2", "61.5", ""),
        ("2023-24-Q2", "83", "Strong"),
    ]
    assert rows[1]["target_then"] == "74"
    assert {r["running_total"] for r in rows} == {"no"}
    assert all(r["denominator"] == "" for r in rows if not r["numerator"])
