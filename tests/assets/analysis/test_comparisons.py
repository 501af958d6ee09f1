"""A value against the period before and the same of last year, and its course over several."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assets.analysis.comparisons import Course, comparisons, course_of
from assets.analysis.direction import Direction
from assets.analysis.trends.charting import trends
from sources.framework.changes import DefinitionChange
from sources.framework.framework import Framework
from sources.framework.keys import Period
from tests.assets.analysis.analysis_builders import DERBYSHIRE, Periods, period, seen, with_measure

# A quarterly percentage, where higher is better.
MEASURE = "asc-08"
Q2 = period("Q2")


def framed(**given: object) -> Framework:
    return with_measure(DERBYSHIRE, MEASURE, **{"aggregation": "latest", **given})


PLAIN = framed()
RUNNING = framed(unit="number", is_cumulative=True, supplied="year to date", aggregation="sum")


def ways(
    values: Periods, framework: Framework = PLAIN, at: str = "Q2"
) -> list[tuple[str, str | None, str | None]]:
    now = period(at)
    found = comparisons(framework, framework.measures[MEASURE], values, now, values.get(now))
    return [
        (str(one.against), one.travel.direction, one.travel.reason)  # words are their own values
        for one in found
    ]


def test_both_comparisons_stand_each_by_itself() -> None:
    values = {Q2: seen("50"), period("Q1"): seen("60"), period("2022-23-Q2"): seen("40")}
    assert ways(values) == [("2023-24-Q1", "worse", None), ("2022-23-Q2", "better", None)]
    assert ways(values, framed(polarity="lower")) == [
        ("2023-24-Q1", "better", None),
        ("2022-23-Q2", "worse", None),
    ]


def test_a_running_total_is_compared_with_the_period_before_by_what_each_adds() -> None:
    values = {period(f"Q{n}"): seen(v) for n, v in ((1, "30"), (2, "50"))}
    values[period("2022-23-Q2")] = seen("45")
    measure = RUNNING.measures[MEASURE]
    before, last_year = comparisons(RUNNING, measure, values, Q2, values[Q2])
    # 20 after 30; a running total of 50 after 30 would always be more.
    assert (before.is_alone, before.now, before.travel.compared) == (True, 20, 30)
    assert before.travel.direction is Direction.WORSE
    assert (last_year.is_alone, last_year.now, last_year.travel.compared) == (False, 50, 45)
    assert last_year.travel.direction is Direction.BETTER


def test_what_a_first_quarter_adds_is_held_against_last_years_fourth() -> None:
    last = {period(f"2022-23-Q{n}"): seen(v) for n, v in ((3, "70"), (4, "100"))}
    found = ways({**last, period("Q1"): seen("31")}, RUNNING, "Q1")
    assert found[0] == ("2022-23-Q4", "better", None)


def test_a_year_has_one_comparison() -> None:
    yearly = framed(frequency="annual")
    values = {period("FY"): seen("5"), period("2022-23-FY"): seen("4")}
    assert ways(values, yearly, "FY") == [("2022-23-FY", "better", None)]


def test_where_it_is_not_known_the_reason_stands() -> None:
    queried = replace(seen("40"), is_queried=True)
    found = ways({Q2: seen("50"), period("2022-23-Q2"): queried})
    assert [reason for _, _, reason in found] == [
        "no value for Q1 2023-24",
        "no value for Q2 2022-23",
    ]
    assert {reason for _, _, reason in ways({period("Q1"): seen("1")})} == {
        "no value for Q2 2023-24"
    }


def test_nothing_is_compared_across_a_change_of_what_is_counted() -> None:
    change = DefinitionChange.model_validate(
        {
            "measure": MEASURE,
            "from_period": "2023-24-Q1",
            "what": "definition",
            "definition": "Another count.",
            "reason": "The ministry asks for it.",
            "approved_by": "Cabinet",
            "approved_on": "2023-03-01",
            "is_comparable": False,
        }
    )
    changed = replace(PLAIN, definition_changes={MEASURE: (change,)})
    values = {Q2: seen("50"), period("Q1"): seen("60"), period("2022-23-Q2"): seen("40")}
    (_, before, _), (_, last_year, reason) = ways(values, changed)
    assert (before, last_year) == ("worse", None)
    assert reason is not None and reason.startswith("not comparable with Q2 2022-23: ")


def course(numbers: list[str], framework: Framework = PLAIN, first: str = "2020-21-Q1") -> Course:
    at, values = Period.parse(first), {}
    for number in numbers:
        values[at] = seen(number)
        at = at.following()
    last = max(values)
    trend = trends(framework, last, {MEASURE: values}).get(MEASURE)
    return course_of(framework.measures[MEASURE], trend)


@pytest.mark.parametrize(
    ("polarity", "word"), [("higher", "better"), ("lower", "worse"), ("none", "higher")]
)
def test_a_course_is_what_the_control_chart_finds(polarity: str, word: str) -> None:
    rising = course([str(n) for n in range(50, 64)], framed(polarity=polarity))
    assert rising.word == word
    assert rising.method.startswith("a control chart (XmR) of 14 values")


def test_a_course_without_a_signal_is_no_change_beyond_chance() -> None:
    found = course(["50", "52", "51", "49", "50", "52", "48", "51"])
    assert found.word == "no change beyond chance"


@pytest.mark.parametrize(
    ("step", "polarity", "word"),
    [
        (1, "higher", "better"),
        (1, "lower", "worse"),
        (0, "higher", "same"),
        (-1, "higher", "worse"),
        (1, "none", "higher"),
        (-1, "none", "lower"),
    ],
)
def test_where_values_follow_the_seasons_years_are_compared(
    step: int, polarity: str, word: str
) -> None:
    numbers = [str(10 + 20 * (n % 4) + step * (n // 4)) for n in range(12)]
    found = course(numbers, framed(polarity=polarity))
    assert (found.word, found.change) == (word, Decimal(step))
    assert found.method.startswith("the middle one of 8 changes")


def test_too_few_values_have_no_course() -> None:
    found = course(["50", "52", "51", "49"])
    assert found.word is None
    assert found.reason == "it takes 5 values that compare, and there are 4"
    assert course_of(PLAIN.measures[MEASURE], None).reason == "there are no values yet"


def test_a_value_that_is_queried_is_not_compared() -> None:
    values = {Q2: replace(seen("50"), is_queried=True), period("Q1"): seen("60")}
    assert ways(values)[0] == ("2023-24-Q1", None, "no value for Q2 2023-24")
