"""Targets on last year's outturn, yet to be set, and in words, as a close rates against them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from analysis_builders import (
    DERBYSHIRE,
    Periods,
    a_measure,
    a_scheme,
    closed,
    period,
    row_of,
    seen,
    with_target,
)

from assets.analysis.held_targets import held_annual, held_target
from assets.analysis.rated import Beside, Unrated
from assets.analysis.rating import rate
from assets.analysis.series import refs_of, value_for
from sources.framework.changes import Changed, DefinitionChange
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period
from sources.framework.last_year import parse_last_year
from sources.framework.measures import Measure, Polarity, Stretch
from sources.framework.targets import ProfileAs

# A quarterly percentage whose last quarter is the year's, and a running total.
LEVEL, TOTAL = "asc-08", "asc-02"
BANDS = ({"rating": "good", "at_least": "0"}, {"rating": "action"})
SIMPLE = a_scheme(*BANDS, clauses=())


def on_last_year(text: str, measure: str = LEVEL, **given: Any) -> Framework:
    blank = dict.fromkeys(("annual", "q1", "q2", "q3", "q4"))
    stated = {"of_last_year": parse_last_year(text)}
    return with_target(DERBYSHIRE, measure, **blank | stated | given)


def values(**numbers: str) -> Periods:
    """`values(Q1="10", last_Q4="9")`: of 2023-24, and of the year before."""
    return {
        period(f"2022-23-{code[5:]}" if code.startswith("last_") else code): seen(number)
        for code, number in numbers.items()
    }


def rated(framework: Framework, known: Periods, measure: str = LEVEL, at: str = "Q2") -> Any:
    return row_of(closed(f"2023-24-{at}", {measure: known}, framework=framework), measure)


def last_quarters(measure: str = LEVEL) -> Periods:
    """Last year's figures, so that whatever its aggregation there is an outturn of 78.4."""
    known = values(last_Q1="78.4", last_Q2="78.4", last_Q3="78.4", last_Q4="78.4")
    return {**known, period("2022-23-FY"): seen("78.4")}


def test_two_per_cent_more_is_worked_out_exactly_from_last_years_outturn() -> None:
    row = rated(on_last_year("+2%"), last_quarters() | values(Q2="79.968"))
    assert (row.target_units, row.target_places) == (79968, 3)
    assert (row.rating, row.variance_pct) == ("good", "0.000000")


def test_higher_than_last_year_is_not_met_by_the_same() -> None:
    simple = replace(on_last_year("higher"), measure_scheme=SIMPLE)
    same = rated(simple, last_quarters() | values(Q2="78.4"))
    assert (same.rating, same.rule) == (
        "action",
        "worse than target; the same as last year is not on target, which asks for better",
    )
    assert rated(simple, last_quarters() | values(Q2="78.40000001")).rating == "good"


@pytest.mark.parametrize(
    ("actual", "polarity", "rating"),
    [("0", "higher", None), ("1", "higher", "good"), ("0", "lower", None), ("-1", "lower", "good")],
)
def test_last_years_zero_must_be_bettered_too(
    actual: str, polarity: str, rating: str | None
) -> None:
    measure = a_measure(polarity=polarity, unit="number")
    found = rate(Decimal(actual), Decimal(0), measure, SIMPLE, Beside(is_strict=True))
    assert found.rating == rating


def test_within_tolerance_is_where_the_same_as_last_year_falls() -> None:
    bands = (BANDS[0], {"rating": "review", "within_tolerance": "yes"}, BANDS[1])
    scheme = a_scheme(*bands, clauses=())
    measure = a_measure(tolerance="2")
    strict = rate(Decimal(50), Decimal(50), measure, scheme, Beside(is_strict=True))
    assert strict.rating == "review"
    assert rate(Decimal(50), Decimal(50), measure, scheme).rating == "good"


def test_without_last_years_figure_there_is_no_rating_and_the_reason_names_it() -> None:
    row = rated(on_last_year("+2%"), values(Q2="80"))
    assert (row.rating, row.status) == (None, Unrated.NO_LAST_YEAR)
    assert row.reason == (
        "the target is 2% more than last year, and the figure of FY 2022-23 is not known"
    )


def test_a_queried_figure_of_last_year_is_no_ground_for_a_target() -> None:
    known = last_quarters() | {period("2022-23-FY"): seen("78.4", queried=True)}
    row = rated(on_last_year("+2%"), known | values(Q2="80"))
    assert row.rating is None
    assert row.reason.endswith("the figure of FY 2022-23 is queried")


def test_a_year_that_counted_something_else_is_no_ground_for_a_target() -> None:
    change = DefinitionChange(
        measure=LEVEL,
        from_period=period("Q1"),
        what=Changed.METHOD,
        is_comparable=False,
        reason="A new count.",
        approved_by="A post",
        approved_on="2023-03-01",  # type: ignore[arg-type]  # a text, as in the file
    )
    framework = replace(on_last_year("+2%"), definition_changes={LEVEL: (change,)})
    row = rated(framework, last_quarters() | values(Q2="80"))
    assert row.status == Unrated.NO_LAST_YEAR
    assert "does not compare: the method of working it out changed" in row.reason


def test_a_running_total_follows_last_years_own_path() -> None:
    """Each quarter is held against the same one of the year before, the year against the year."""
    figures = {"M03": "40", "M06": "90", "M12": "200", "Q2": "90", "Q4": "200"}
    known = {period(f"2022-23-{code}"): seen(number) for code, number in figures.items()}
    framework = on_last_year("+10%", TOTAL)
    close = Close("derbyshire", period("Q2"))
    measure = framework.measures[TOTAL]
    assert held_target(framework, close, measure, known).value == _expected(measure, known, "Q2")
    assert held_annual(framework, close, measure, known).value == _expected(measure, known, "FY")


def _expected(measure: Measure, known: Periods, code: str) -> Decimal | None:
    seen_then = value_for(measure, known, period(f"2022-23-{code}")).observation
    assert seen_then is not None
    assert seen_then.actual is not None
    return seen_then.actual * Decimal("1.1")


def test_shares_of_a_target_on_last_year_are_shares_of_what_it_comes_to() -> None:
    quarters = {"q1": Decimal(25), "q2": Decimal(50), "q3": Decimal(75), "q4": Decimal(100)}
    framework = on_last_year("+2%", profile_as=ProfileAs.SHARES, **quarters)
    measure, close = framework.measures[LEVEL], Close("derbyshire", period("Q2"))
    assert held_target(framework, close, measure, last_quarters()).value == Decimal("39.984")
    assert held_annual(framework, close, measure, last_quarters()).value == Decimal("79.968")


def test_a_running_total_with_a_profile_of_its_own_leaves_last_years_path() -> None:
    quarters = {"q1": Decimal(10), "q2": Decimal(30), "q3": Decimal(60), "q4": Decimal(100)}
    framework = on_last_year("+10%", TOTAL, profile_as=ProfileAs.SHARES, **quarters)
    known = {period(f"2022-23-{code}"): seen("200") for code in ("M12", "Q4", "FY")}
    known |= {period(f"2022-23-{code}"): seen("90") for code in ("M06", "Q2")}
    close = Close("derbyshire", period("Q2"))
    held = held_target(framework, close, framework.measures[TOTAL], known)
    # Three tenths of a tenth more than 200, wherever last year stood by then.
    assert held.value == Decimal(66)


def test_a_target_in_words_is_never_rated_and_its_words_are_the_reason() -> None:
    words = "The new depot is open."
    framework = with_target(DERBYSHIRE, LEVEL, annual=None, q1=None, in_words=words)
    framework = with_target(framework, LEVEL, q2=None, q3=None, q4=None)
    row = rated(framework, values(Q2="80"))
    assert (row.rating, row.status) == (None, Unrated.TARGET_IN_WORDS)
    assert row.reason == "the target is in words: The new depot is open."


def test_a_target_that_is_to_be_set_says_by_when() -> None:
    blank = dict.fromkeys(("annual", "q1", "q2", "q3", "q4"))
    framework = with_target(
        DERBYSHIRE, LEVEL, to_be_set_by=date(2023, 9, 30), rationale="A first year.", **blank
    )
    row = rated(framework, values(Q2="80"))
    assert (row.status, row.reason) == (
        Unrated.TARGET_TO_BE_SET,
        "the target is to be set by 30 September 2023: A first year.",
    )


def test_a_range_and_a_plain_number_are_held_as_they_are() -> None:
    close = Close("derbyshire", period("FY"))
    measure = DERBYSHIRE.measures[LEVEL]
    held = held_annual(DERBYSHIRE, close, measure, {})
    assert (held.value, held.is_strict) == (DERBYSHIRE.targets[LEVEL].annual, False)
    stretch = with_target(
        DERBYSHIRE, LEVEL, annual=Decimal(70), high=Decimal(80), q1=None, q2=None, q3=None, q4=None
    )
    ranged = measure.model_copy(update={"polarity": Polarity.RANGE})
    assert held_target(stretch, close, ranged, {}).value == Stretch(Decimal(70), Decimal(80))
    assert Period.parse("2023-24-FY") == close.period


def test_the_places_of_last_years_figures_stand_with_the_rating_that_rests_on_them() -> None:
    known = last_quarters() | {period("2022-23-FY"): seen("78.4", cell="H9")}
    row = rated(on_last_year("+2%"), known | {period("Q2"): seen("80", cell="H12")})
    assert [(ref.quantity, ref.cell) for ref in refs_of(row.sources)] == [
        ("actual", "H12"),
        ("actual of last year", "H9"),
    ]
