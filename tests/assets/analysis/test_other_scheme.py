"""Another scheme tried on what is known: what moves, by which rules, and what is left out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from analysis_builders import (
    BY_INTERVAL,
    DERBYSHIRE,
    HART,
    LEVELLED,
    SCHEME,
    Periods,
    a_scheme,
    closed,
    period,
    seen,
    series,
    with_measure,
    with_target,
)

from assets.analysis.other_scheme import OtherScheme, UnderBoth, try_scheme, why_no_block
from assets.views.other_scheme import HEADINGS, rows, told
from sources.framework.changes import TargetChange
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period
from sources.framework.schemes import MeasureScheme

Q2 = Close.parse("derbyshire.2023-24-Q2")
# Exactly 2% worse is no longer Good.
EDGE_OUT = a_scheme(
    {"rating": "strong", "above": "5"},
    {"rating": "good", "above": "-2"},
    {"rating": "review", "at_least": "-10"},
    {"rating": "action"},
    name="The edge left out",
)
EDGE_WORDS = "2% or more and up to 10% worse than target; exactly 2% worse counts as Review"
# asc-08 has the targets 74 and 76, asc-14 80 and 80.
VALUES = {"asc-08": series(Q1="72.52", Q2="76"), "asc-14": series(Q1="70", Q2="78.4")}
BEFORE = Period.parse("2022-23-Q4")


def tried(
    scheme: MeasureScheme = EDGE_OUT,
    values: Mapping[str, Periods] = VALUES,
    framework: Framework = DERBYSHIRE,
    **given: object,
) -> OtherScheme:
    return try_scheme(framework, Q2, values, scheme, **given)  # type: ignore[arg-type]


def of(found: OtherScheme, measure: str, at: str) -> UnderBoth:
    (one,) = (v for v in found.values if (v.measure.id, v.period) == (measure, period(at)))
    return one


def test_a_value_on_an_edge_moves_and_each_rule_says_why() -> None:
    found = tried()
    assert [(one.measure.id, one.is_newest) for one in found.values if one.moves] == [
        ("asc-08", False),
        ("asc-14", True),
    ]
    one = of(found, "asc-14", "Q2")
    assert (one.actual, one.target) == (Decimal("78.4"), Decimal("80.0"))
    assert (one.now.rating, one.then.rating) == ("good", "review")
    assert one.now.rule.endswith("; exactly 2% worse counts as Good")
    assert one.then.rule == EDGE_WORDS
    assert not of(found, "asc-08", "Q2").moves


def test_what_holds_now_is_what_the_close_says() -> None:
    values = {
        name: series(Q1=str(n + 60), Q2=str(n + 61)) for n, name in enumerate(DERBYSHIRE.measures)
    }
    current = {row.measure: row for row in closed(values=values) if row.basis == "current"}
    newest = tried(values=values).newest
    assert len(newest) > 40
    for one in newest:
        row = current[one.measure.id]
        assert one.now.rating == row.rating
        # Of two reasons for none the close may name the other one first.
        assert one.now.status in (row.status, "no direction")


def test_a_past_period_is_rated_against_the_target_that_held_then() -> None:
    change = TargetChange(
        measure="asc-14",
        from_period=period("Q2"),
        annual=Decimal(70),
        reason="Less is possible",
        approved_by="Cabinet",
        approved_on=date(2023, 7, 1),
    )
    framework = replace(DERBYSHIRE, target_changes={"asc-14": (change,)})
    found = tried(framework=framework)
    assert of(found, "asc-14", "Q1").target == Decimal("80.0")
    assert of(found, "asc-14", "Q2").target == Decimal(70)


def test_of_a_year_without_a_framework_no_target_is_known_and_nothing_is_rated() -> None:
    values = {"asc-14": {BEFORE: seen("58.8"), **VALUES["asc-14"]}}
    one = of(tried(values=values), "asc-14", "2022-23-Q4")
    assert (one.target, one.now.rating, one.now.status) == (None, None, "no target")
    text = "\n".join(told(tried(values=values)))
    assert "Targets of 2022-23 are not known: there is no framework of such a year here." in text
    council = DERBYSHIRE.council.model_copy(update={"financial_year": "2022-23"})
    earlier = with_target(
        replace(DERBYSHIRE, council=council),
        "asc-14",
        annual=Decimal(60),
        q1=None,
        q2=None,
        q3=None,
        q4=None,
    )
    found = tried(values=values, earlier=[earlier])
    one = of(found, "asc-14", "2022-23-Q4")
    assert (one.target, one.now.rating, one.then.rating) == (Decimal(60), "good", "review")
    assert "are not known" not in "\n".join(told(found))


def test_what_is_not_compared_is_named_with_its_reason() -> None:
    framework = with_measure(DERBYSHIRE, "asc-08", influence="context")
    values = {**VALUES, "asc-01": series(Q2="0.000000000000000001", Q1="100000000000000000")}
    found = tried(framework=framework, values=values, reviewed=["asc-14"])
    assert found.values == ()
    assert found.left_out["asc-08"] == "shown as context, and not rated"
    assert found.left_out["asc-14"] == "its rating was decided on review"
    assert found.left_out["asc-01"] == "its numbers are too long for a block"
    assert found.left_out["asc-17"] == "not collected in Q2 2023-24"
    names = {measure.id for measure in found.valueless}
    assert "asc-02" in names
    assert not names & set(found.left_out)
    assert len(names) + len(found.left_out) == len(DERBYSHIRE.measures)


def test_a_figure_that_came_before_it_was_due_is_not_counted() -> None:
    half = Period.parse("2023-24-H2")
    values = {"asc-21": {half: seen("50"), Period.parse("2023-24-H1"): seen("50")}}
    found = try_scheme(DERBYSHIRE, Close.parse("derbyshire.2023-24-Q3"), values, EDGE_OUT)
    assert [(one.period.code, one.is_newest) for one in found.values] == [("H1", False)]


@pytest.mark.parametrize(
    ("scheme", "why"),
    [
        (SCHEME, None),
        (EDGE_OUT, None),
        (HART.measure_scheme, "states no arithmetic"),
        (a_scheme(rates="forecast"), "it rates forecasts"),
        (BY_INTERVAL, "intervals of surveys"),
        (LEVELLED, "levels of measures name ratings that it does not list: best"),
    ],
)
def test_a_scheme_that_blocks_cannot_be_rated_by_says_why(
    scheme: MeasureScheme, why: str | None
) -> None:
    framework = with_measure(DERBYSHIRE, "asc-08", levels="best >= 80; good")
    found = why_no_block(scheme, framework.measures.values())
    assert (found is None) if why is None else (why in (found or ""))


def test_a_scheme_with_ratings_of_its_own_is_told_in_its_own_words() -> None:
    levels = [
        {**SCHEME.ratings[0].model_dump(), "id": "met", "word": "Met"},
        {**SCHEME.ratings[3].model_dump(), "id": "missed", "word": "Missed"},
    ]
    scheme = a_scheme(
        {"rating": "met", "at_least": "0"},
        {"rating": "missed"},
        ratings=levels,
        clauses=(),
        target_zero_met="met",
        name="Two",
    )
    lines = list(told(tried(scheme)))
    assert "Good          2     0" in lines
    assert "Met           0     1" in lines
    assert "    then  Missed: worse than target" in lines
    assert "2 of 2 values would get another rating." in "\n".join(lines)


def test_a_summary_counts_what_moves_now_and_in_the_past() -> None:
    lines = list(told(tried()))
    assert lines[1].startswith("then by the one that is tried, 'The edge left out'.")
    assert "Good          2     1" in lines
    assert "Review        0     1" in lines
    text = "\n".join(lines)
    assert "1 of 2 values would get another rating, 0 better and 1 worse." in text
    assert (
        "  asc-14  Percentage of adult social care assessments completed within 28 days: " in text
    )
    assert ": 78.4% against 80.0%\n" in text
    assert "Of 2 values in 1 earlier period, 2 can be rated: 1 of 2 values" in text
    assert "  Q1 2023-24: 1 of 2" in lines


def test_every_value_is_a_row() -> None:
    found = [dict(zip(HEADINGS, row, strict=True)) for row in rows(tried())]
    assert [(row["measure"], row["period"], row["moves"]) for row in found] == [
        ("asc-08", "2023-24-Q1", "yes"),
        ("asc-08", "2023-24-Q2", "no"),
        ("asc-14", "2023-24-Q1", "no"),
        ("asc-14", "2023-24-Q2", "yes"),
    ]
    assert (found[3]["value"], found[3]["target"]) == ("78.4", "80.0")
    assert (found[3]["rating_now"], found[3]["rating_then"]) == ("Good", "Review")
    assert found[0]["rule_then"] == EDGE_WORDS
