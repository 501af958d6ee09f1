"""The contract on the tables that reports read: sound rows keep it, and a row breaks each promise.

Great Expectations takes seconds to import, so only this file and the runs in Dagster pay for it.
"""

from dataclasses import fields
from typing import Any

import pandas as pd
import pytest

from checks import door
from checks.catalogue.catalogue import CLOSE_RULES, RETURN_RULES
from checks.expectations.contract import Held, hold, suites
from warehouse import rows, scorecard_rows
from warehouse.benchmark_rows import MeasureBenchmark
from warehouse.forecast_rows import MeasureForecast
from warehouse.tables import metadata
from warehouse.trend_rows import MeasureTrend

KNOWN = {
    "ratings": ["strong", "good", "review", "action"],
    "action ratings": ["good", "review"],
    "quality levels": ["reliable", "doubtful"],
    "measures": ["asc-08", "asc-12", "asc-13"],
    "actions": ["leisure", "pool"],
    "slots": ["derbyshire.2023-24-Q2.adult-care", "derbyshire.2023-24-Q2.place"],
    "dimensions": ["accuracy", "timeliness"],
    "severities": ["error", "warning", "information"],
    "return rules": ["ratio-disagrees", "given-twice"],
    "close rules": ["return-late"],
    "absences": ["not applicable", "unreadable"],
    "quantities": ["actual", "numerator"],
    "units": ["percent", "number"],
}
CLOSE, SLOT = "derbyshire.2023-24-Q2", "derbyshire.2023-24-Q2.adult-care"
_FINDING = {
    "slot": SLOT,
    "rule": "ratio-disagrees",
    "dimension": "accuracy",
    "severity": "error",
    "message": "It does not follow.",
    "mend": "Check it.",
}
# For each table its record, a sound row, and how another sound one differs from it.
SOUND: dict[str, tuple[type[Any], dict[str, Any], dict[str, Any]]] = {
    "measure_ratings": (
        rows.MeasureRating,
        {
            "close": CLOSE,
            "measure": "asc-08",
            "basis": "current",
            "units": 760,
            "places": 1,
            "rating": "good",
            "rule": "from 2% worse to 5% better than target",
            "variance_pct": "-1.250000",
        },
        {
            "measure": "asc-12",
            "units": None,
            "places": None,
            "rating": None,
            "rule": None,
            "variance_pct": None,
            "reason": "no value was supplied",
        },
    ),
    "measure_trends": (
        MeasureTrend,
        {
            "close": CLOSE,
            "measure": "asc-08",
            "mean": "76.5",
            "variation": "common_cause",
            "reading": "below target, but common-cause variation",
        },
        {"measure": "asc-12", "mean": None, "variation": None, "reading": None},
    ),
    "measure_forecasts": (
        MeasureForecast,
        {
            "close": CLOSE,
            "measure": "asc-08",
            "units": 760,
            "low_units": 740,
            "high_units": 780,
            "rating": "good",
            "method": "as the year before",
            "trials": 4,
            "held": 3,
            "covered": 2,
        },
        {
            "measure": "asc-12",
            "units": None,
            "low_units": None,
            "high_units": None,
            "rating": None,
            "method": None,
            "trials": 0,
            "held": 0,
            "covered": 0,
            "reason": "no credible projection",
        },
    ),
    "measure_benchmarks": (
        MeasureBenchmark,
        {
            "close": CLOSE,
            "measure": "asc-08",
            "kind": "group",
            "comparator": "counties",
            "period": "2022-23-FY",
            "units": 710,
            "rank": 3,
            "ranked": 7,
            "quartile": 2,
            "origin": "LG Inform",
        },
        {
            "comparator": "neighbours",
            "units": None,
            "rank": None,
            "ranked": None,
            "quartile": None,
            "reason": "fewer than three have a figure",
        },
    ),
    "action_ratings": (
        rows.ActionRating,
        {"close": CLOSE, "action": "leisure", "rating": "good"},
        {"action": "pool", "rating": None, "reason": "no rating was given"},
    ),
    "return_statuses": (
        rows.ReturnStatus,
        {
            "close": CLOSE,
            "slot": SLOT,
            "received_at": "2023-10-18T09:00:00+01:00",
            "days_late": 3,
            "working_days_late": 1,
            "submissions": 1,
            "expected": 40,
            "supplied": 37,
            "accounted_for": 39,
        },
        {"slot": "derbyshire.2023-24-Q2.place", "received_at": None, "submissions": 0},
    ),
    "return_findings": (rows.ReturnFinding, _FINDING, {"severity": "warning"}),
    "council_findings": (
        rows.CouncilFinding,
        {**_FINDING, "close": CLOSE, "rule": "return-late", "dimension": "timeliness"},
        {"severity": "warning"},
    ),
    "submitted_values": (
        rows.SubmittedValue,
        {
            "slot": SLOT,
            "measure": "asc-08",
            "quantity": "actual",
            "units": 760,
            "absence": None,
            "unit": "percent",
            "cell": "H12",
        },
        {"measure": "asc-12", "units": None, "absence": "not applicable"},
    ),
    "closes": (
        rows.CloseRecord,
        {"close": CLOSE, "seq": 3, "inputs_digest": "a" * 64, "framework_digest": "0" * 64},
        {"close": "derbyshire.2023-24-Q1"},
    ),
    "check_runs": (
        scorecard_rows.CheckRun,
        {"slot": SLOT, "rule": "ratio-disagrees", "dimension": "accuracy", "checks": 4},
        {"rule": "given-twice"},
    ),
    "scorecards": (
        scorecard_rows.ScorecardLine,
        {
            "close": CLOSE,
            "level": "return",
            "subject": SLOT,
            "dimension": "all",
            "checks": 10,
            "errors": 1,
            "warnings": 10,
            "score_pct": "99.123456",
            "rating": "reliable",
        },
        {
            "dimension": "accuracy",
            "checks": 0,
            "errors": 0,
            "warnings": 0,
            "score_pct": None,
            "rating": None,
        },
    ),
}
# How one row breaks each promise: what differs from the sound row, and how many rows then break it.
BROKEN: dict[tuple[str, str], tuple[dict[str, Any], int]] = {
    ("measure_ratings", "each measure is rated once per close and basis"): ({}, 2),
    ("measure_ratings", "a rating is one of the scheme's own"): ({"rating": "puce"}, 1),
    ("measure_ratings", "an unrated measure says why"): ({"rating": None, "rule": None}, 1),
    ("measure_ratings", "a rating names the rule that decided it"): ({"rule": None}, 1),
    ("measure_ratings", "only a number is rated"): ({"units": None}, 1),
    ("measure_ratings", "a rating stands on the current value or on the outlook"): (
        {"basis": "guess"},
        1,
    ),
    ("measure_ratings", "a measure is one of the framework's"): ({"measure": "zzz-01"}, 1),
    ("measure_ratings", "a number has its decimal places"): ({"places": None}, 1),
    ("measure_ratings", "a variance is exact to six places"): ({"variance_pct": "1.2"}, 1),
    ("measure_trends", "each measure's chart stands once in a close"): ({}, 2),
    ("measure_trends", "a chart is of a measure of the framework"): ({"measure": "zzz-01"}, 1),
    ("measure_trends", "what varies is judged by limits"): ({"mean": None}, 1),
    ("measure_trends", "a chart is read in words where it has limits"): ({"reading": None}, 1),
    ("measure_forecasts", "each measure's year is forecast once in a close"): ({}, 2),
    ("measure_forecasts", "a forecast is of a measure of the framework"): (
        {"measure": "zzz-01"},
        1,
    ),
    ("measure_forecasts", "a year without a forecast says why"): (
        {"units": None, "low_units": None, "high_units": None},
        1,
    ),
    ("measure_forecasts", "a forecast names its method"): ({"method": None}, 1),
    ("measure_forecasts", "a forecast comes with the lower end of its interval"): (
        {"low_units": None},
        1,
    ),
    ("measure_forecasts", "an interval ends above its beginning"): ({"high_units": 739}, 1),
    ("measure_forecasts", "a predicted rating is one of the scheme's own"): (
        {"rating": "puce"},
        1,
    ),
    ("measure_forecasts", "no more past years were held than were tried"): ({"trials": 2}, 1),
    ("measure_forecasts", "no more past years fell within their interval than had one"): (
        {"covered": 4},
        1,
    ),
    ("measure_benchmarks", "a comparison is of a measure of the framework"): (
        {"measure": "zzz-01"},
        1,
    ),
    (
        "measure_benchmarks",
        "a measure is compared with the nation, a group or a figure that was sent",
    ): ({"kind": "guess"}, 1),
    ("measure_benchmarks", "a comparison without a figure says why"): ({"units": None}, 1),
    ("measure_benchmarks", "a rank is among those that were ranked"): ({"rank": 8}, 1),
    ("measure_benchmarks", "a quartile is one of four"): ({"quartile": 5}, 1),
    ("measure_benchmarks", "a comparison says where its figures come from"): (
        {"origin": None},
        1,
    ),
    ("action_ratings", "each key action stands once in a close"): ({}, 2),
    ("action_ratings", "a key action is one of the framework's"): ({"action": "zoo"}, 1),
    ("action_ratings", "a key action's rating is one of its scheme's own"): ({"rating": "x"}, 1),
    ("action_ratings", "an unrated key action says why"): ({"rating": None}, 1),
    ("return_statuses", "each return stands once in a close"): ({}, 2),
    ("return_statuses", "no more is accounted for than is expected"): ({"accounted_for": 41}, 1),
    ("return_statuses", "no more is supplied than is accounted for"): ({"supplied": 40}, 1),
    ("return_statuses", "working days late are no more than days late"): (
        {"working_days_late": 4},
        1,
    ),
    ("return_statuses", "nothing is late by less than no days"): ({"working_days_late": -1}, 1),
    ("return_statuses", "a return that came says when"): ({"received_at": None}, 1),
    ("return_findings", "a finding in a return has a dimension of quality"): (
        {"dimension": "beauty"},
        1,
    ),
    ("return_findings", "a finding in a return is an error, a warning or information"): (
        {"severity": "blocker"},
        1,
    ),
    ("return_findings", "a finding in a return is of a rule of the catalogue"): (
        {"rule": "return-late"},
        1,
    ),
    ("return_findings", "a finding in a return says what is wrong"): ({"message": ""}, 1),
    ("return_findings", "a finding in a return says what to do"): ({"mend": ""}, 1),
    ("council_findings", "a finding of the council has a dimension of quality"): (
        {"dimension": "beauty"},
        1,
    ),
    ("council_findings", "a finding of the council is an error, a warning or information"): (
        {"severity": "blocker"},
        1,
    ),
    ("council_findings", "a finding of the council is of a rule of the catalogue"): (
        {"rule": "given-twice"},
        1,
    ),
    ("council_findings", "a finding of the council names a return of the close"): (
        {"slot": "derbyshire.2023-24-Q1.place"},
        1,
    ),
    ("submitted_values", "a value is a number or a stated absence"): ({"units": None}, 1),
    ("submitted_values", "a number is no absence"): ({"absence": "unreadable"}, 1),
    ("submitted_values", "an absence is one that is known"): (
        {"units": None, "absence": "lost"},
        1,
    ),
    ("submitted_values", "a value is an actual, one of its parts, a forecast or a target"): (
        {"quantity": "guess"},
        1,
    ),
    ("submitted_values", "a value has a unit that is known"): ({"unit": "furlong"}, 1),
    ("submitted_values", "a value is of a measure of the framework"): ({"measure": "zzz-01"}, 1),
    ("submitted_values", "a value can be found in its file"): ({"cell": "12H"}, 1),
    ("closes", "a close is stored once"): ({}, 2),
    ("closes", "a close rests on an entry of the ledger"): ({"seq": 0}, 1),
    ("closes", "a close names its inputs"): ({"inputs_digest": "a" * 63}, 1),
    ("closes", "a close names its framework"): ({"framework_digest": "A" * 64}, 1),
    ("check_runs", "a rule is counted once for each return"): ({}, 2),
    ("check_runs", "a rule that was counted was run"): ({"checks": 0}, 1),
    ("check_runs", "a rule that was run is of the catalogue"): ({"rule": "return-late"}, 1),
    ("scorecards", "a scorecard has one line for each dimension"): ({}, 2),
    ("scorecards", "no more errors than checks"): ({"errors": 11}, 1),
    ("scorecards", "no more warnings than checks"): ({"warnings": 11}, 1),
    ("scorecards", "where checks were run there is a score"): ({"score_pct": None}, 1),
    ("scorecards", "a score is from 0 to 100, exact to six places"): (
        {"score_pct": "100.000001"},
        1,
    ),
    ("scorecards", "a quality rating is one of the council's levels"): ({"rating": "good"}, 1),
}


def frame(table: str, *more: dict[str, Any]) -> pd.DataFrame:
    """A table's two sound rows, and others like the first with something changed."""
    record, sound, other = SOUND[table]
    whole = [sound, sound | {"reason": None} | other, *(sound | changes for changes in more)]
    return pd.DataFrame(whole, columns=[field.name for field in fields(record)])


def held(table: str, *more: dict[str, Any]) -> Held:
    (found,) = hold({table: frame(table, *more)}, KNOWN)
    return found


def test_rows_that_keep_every_promise_break_none() -> None:
    found = hold({table: frame(table) for table in SOUND}, KNOWN)
    assert {one.table: [b.words for b in one.broken] for one in found} == {t: [] for t in SOUND}
    assert [one.table for one in found] == sorted(SOUND)


def test_empty_tables_break_no_promise() -> None:
    found = hold({table: frame(table).head(0) for table in SOUND}, KNOWN)
    assert [outcome for one in found for outcome in one.broken] == []
    assert {one.rows for one in found} == {0}


def test_every_promise_of_every_suite_has_a_row_that_breaks_it() -> None:
    promised = {(t, one.words) for t, suite in suites().items() for one in suite.promises}
    assert promised == set(BROKEN)


@pytest.mark.parametrize(("table", "promise"), BROKEN)
def test_a_row_that_breaks_a_promise_is_reported_with_it(table: str, promise: str) -> None:
    changes, count = BROKEN[table, promise]
    found = {one.words: one for one in held(table, changes).broken}
    assert promise in found
    assert found[promise].rows == count
    assert found[promise].problem is None


def test_rows_that_break_a_promise_are_named_by_their_keys() -> None:
    (broken,) = held("submitted_values", {"cell": "12H", "raw": "a cell's own text"}).broken
    assert len(broken.named) == 1
    assert "measure asc-08" in broken.named[0]
    assert "own text" not in broken.named[0]


def test_promises_broken_together_are_reported_in_the_order_of_the_suite() -> None:
    broken = held("measure_ratings", {"rating": None, "rule": None}, {"units": None}).broken
    words = [one.words for one in broken]
    assert words.index("an unrated measure says why") < words.index("only a number is rated")


def test_a_promise_that_cannot_be_tried_is_broken() -> None:
    short = frame("closes").drop(columns=["seq"])
    (found,) = hold({"closes": short}, KNOWN)
    (broken,) = found.broken
    assert broken.words == "a close rests on an entry of the ledger"
    assert broken.problem


def test_suites_are_of_tables_and_speak_of_their_columns() -> None:
    for table, suite in suites().items():
        columns = set(metadata.tables[table].columns.keys())
        named = {*suite.key}
        for one in suite.promises:
            for argument in ("column", "column_A", "column_B", "column_list"):
                given = one.arguments.get(argument, ())
                named |= {given} if isinstance(given, str) else set(given)
        assert named <= columns, table


def test_nothing_is_checked_twice_in_two_systems() -> None:
    """The door checks whether rows are the return's own, the catalogue what departments sent; the
    contract says nothing of either: its promises are about tables of ours, not about values."""
    promised = {one.words for suite in suites().values() for one in suite.promises}
    meanings = {rule.meaning for rule in RETURN_RULES} | {rule.meaning for rule in CLOSE_RULES}
    at_the_door = {"submission", "sheet", "reference", "has_period", "due"}
    schema_columns = set(door._FAULTS) | {"submission", "sheet"}
    assert schema_columns == at_the_door
    assert promised & meanings == set()
    # What a department typed stands in these columns; none of them is any promise's subject.
    typed = {"raw", "text", "commentary", "percent_complete", "forecast_date", "signed_off_by"}
    subjects = {
        str(one.arguments.get(argument))
        for suite in suites().values()
        for one in suite.promises
        for argument in ("column", "column_A", "column_B")
    }
    assert subjects & (typed | {"has_period", "due", "reference"}) == set()
    # A number itself is never judged: only that it is there, or not there with a reason.
    judged = [
        (table, one.words)
        for table, suite in suites().items()
        for one in suite.promises
        if one.arguments.get("column") in ("units", "target_units")
        and "null" not in one.expectation
    ]
    assert judged == []
