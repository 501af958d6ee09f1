"""Control charts of a close's measures: what is a point, where limits begin anew, what is met."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from analysis_builders import (
    DERBYSHIRE,
    a_measure,
    period,
    seen,
    with_measure,
    with_target,
)
from hypothesis import given
from hypothesis import strategies as st

from assets.analysis.kernel.control_chart import charts
from assets.analysis.series import Observation
from assets.analysis.trends.charting import FEWEST_POINTS, Trend, TrendPoint, target_alone, trends
from assets.analysis.trends.words import reading_of
from sources.framework.changes import DefinitionChange
from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.last_year import AgainstLastYear
from sources.framework.measures import Polarity, Stretch
from sources.framework.targets import Target

Periods = dict[Period, Observation]
# A quarterly percentage of Derbyshire's where higher is better, made plain.
NAME = "asc-08"
PLAIN = with_target(
    with_measure(
        DERBYSHIRE,
        NAME,
        frequency="quarterly",
        is_cumulative=False,
        supplied=None,
        unit="number",
        polarity="higher",
        aggregation="latest",
        first_period=None,
        reference_period="financial period",
    ),
    NAME,
    annual=Decimal(70),
    high=None,
    q1=None,
    q2=None,
    q3=None,
    q4=None,
)


def back_from(last: str, *numbers: str | None) -> Periods:
    """Values of successive periods, of which the last is named; None leaves a gap."""
    at, found = period(last), {}
    for number in reversed(numbers):
        if number is not None:
            found[at] = seen(number)
        at = at.previous()
    return found


def trend_of(values: Periods, framework: Framework = PLAIN, at: str = "Q2") -> Trend:
    return trends(framework, period(at), {NAME: values})[NAME]


def a_break(first: str, *, comparable: bool = False) -> DefinitionChange:
    return DefinitionChange.model_validate(
        {
            "measure": NAME,
            "from_period": first,
            "what": "method",
            "is_comparable": "yes" if comparable else "no",
            "reason": "Asked otherwise.",
            "approved_by": "Cabinet",
            "approved_on": "2022-04-01",
        }
    )


def words_of(trend: Trend, sign: int | None) -> str | None:
    found = reading_of(trend, sign)
    return str(found) if found else None


STEADY = ["70", "68", "71", "66", "69", "72", "67", "68", "71", "66", "69", "65"]


def test_a_chart_has_the_limits_of_the_kernel_for_the_same_numbers() -> None:
    last = trend_of(back_from("Q2", *STEADY)).last
    done = charts(np.array([[float(n) for n in STEADY]]))
    assert (last.mean, last.lower, last.upper) == (done.mean[0], done.lower[0], done.upper[0])
    assert not last.is_trial


def test_every_period_from_the_first_value_to_the_last_that_is_due_is_a_point() -> None:
    values = back_from("Q1", "70", None, "71", "66", "69", "72")
    points = trend_of(values).points
    assert [p.period.short_label for p in points][-2:] == ["Q1 2023-24", "Q2 2023-24"]
    assert [p.number for p in points].count(None) == 2
    assert points[0].number == 70
    # Whatever is later than the close is not known to it.
    later = values | back_from("2024-25-Q1", "10")
    assert trend_of(later).points == points


def test_a_queried_value_and_a_stated_absence_are_gaps() -> None:
    values = back_from("Q2", *STEADY)
    values[period("Q1")] = seen("69", queried=True)
    gaps = [p.period for p in trend_of(values).points if p.number is None]
    assert gaps == [period("Q1")]


def test_limits_begin_anew_where_figures_no_longer_compare_and_only_there() -> None:
    values = back_from("Q2", *["40"] * 6, *STEADY)
    at = "2020-21-Q3"
    changed = replace(PLAIN, definition_changes={NAME: (a_break(at),)})
    trend = trend_of(values, changed)
    assert [len(s.points) for s in trend.stretches] == [6, 12]
    assert trend.last.begins_with is not None
    assert trend.last.mean == pytest.approx(sum(map(int, STEADY)) / 12)
    assert trend.stretches[0].mean == 40
    alike = replace(PLAIN, definition_changes={NAME: (a_break(at, comparable=True),)})
    assert len(trend_of(values, alike).stretches) == 1


def test_running_totals_are_charted_by_the_period_alone_and_held_against_its_step() -> None:
    running = with_target(
        with_measure(PLAIN, NAME, is_cumulative=True, supplied="year to date", aggregation="sum"),
        NAME,
        annual=Decimal(100),
        q1=Decimal(10),
        q2=Decimal(30),
        q3=Decimal(60),
        q4=Decimal(100),
    )
    values = back_from("Q2", "12", "31", "60", "99", "11", "32")
    points = trend_of(values, running).points
    assert [p.number for p in points] == [12, 19, 29, 39, 11, 21]
    assert [p.target for p in points] == [10, 20, 30, 40, 10, 20]
    assert trend_of(values, running).met == 3


def test_a_running_total_without_a_step_of_that_length_is_held_against_nothing() -> None:
    target = Target.model_validate(
        {"measure": "m-1", "annual": "120", "rationale": "R", "set_by": "C", "provenance": "ours"}
    )
    monthly = a_measure(
        frequency="monthly", is_cumulative=True, supplied="period alone", aggregation="sum"
    )
    assert target_alone(target, monthly, period("M02")) is None
    assert target_alone(target, a_measure(frequency="annual"), period("FY")) == 120


def test_too_few_values_have_neither_limits_nor_a_reading() -> None:
    few = STEADY[: FEWEST_POINTS - 1]
    trend = trend_of(back_from("Q2", *few))
    assert trend.last.mean is None
    assert words_of(trend, -1) is None
    assert words_of(trend_of(back_from("Q2", *STEADY[:FEWEST_POINTS])), -1) is not None
    assert trends(PLAIN, period("Q2"), {}) == {}


def test_a_series_that_ends_without_a_value_has_no_reading() -> None:
    trend = trend_of(back_from("Q1", *STEADY))
    assert trend.last.mean is not None
    assert words_of(trend, None) is None


def test_a_reading_says_beside_a_rating_how_the_figure_varies_and_how_often_it_meets() -> None:
    # 4 of 12 reach 70.
    assert words_of(trend_of(back_from("Q2", *STEADY)), -1) == (
        "below target, but common-cause variation; the target is met about 3 quarters in 10"
    )
    assert words_of(trend_of(back_from("Q2", *STEADY)), None) == (
        "common-cause variation; the target is met about 3 quarters in 10"
    )


def test_limits_of_under_twelve_points_are_said_to_be_on_trial() -> None:
    assert words_of(trend_of(back_from("Q2", *STEADY[4:])), -1) == (
        "below target, but common-cause variation; the target is met 2 quarters in 8; "
        "trial limits, from 8 quarters"
    )


@pytest.mark.parametrize(
    ("numbers", "sign", "words"),
    [
        (
            [*STEADY[:11], "90"],
            1,
            "above target, with special-cause improvement; the target is met about 4 quarters "
            "in 10",
        ),
        (
            [*STEADY[:11], "40"],
            -1,
            "below target, with special-cause deterioration; the target is met about 3 quarters "
            "in 10",
        ),
        (
            ["20", "21", "20", "22", "21", "20", "21", "22", "21", "20", "21", "21"],
            -1,
            "below target, but common-cause variation; as it runs now, the target is missed "
            "every time",
        ),
        (
            ["90", "91", "90", "92", "91", "90", "91", "92", "91", "90", "91", "91"],
            1,
            "above target, with common-cause variation; as it runs now, the target is met "
            "every time",
        ),
    ],
)
def test_readings(numbers: list[str], sign: int, words: str) -> None:
    assert words_of(trend_of(back_from("Q2", *numbers)), sign) == words


def test_where_lower_is_better_the_reading_says_so() -> None:
    lower = with_measure(PLAIN, NAME, polarity="lower")
    words = words_of(trend_of(back_from("Q2", *STEADY[:11], "71"), lower), -1)
    assert words is not None
    assert words.startswith("above target (lower is better), but common-cause variation")
    worse = words_of(trend_of(back_from("Q2", *STEADY[:11], "90"), lower), -1)
    assert worse is not None
    assert "with special-cause deterioration" in worse


def test_on_target_is_neither_better_nor_worse_than_the_trend() -> None:
    steady, fallen = (trend_of(back_from("Q2", *STEADY[:11], last)) for last in ("70", "40"))
    told = [words_of(trend, 0) or "" for trend in (steady, fallen)]
    assert told[0].startswith("on target, with common-cause variation;")
    assert told[1].startswith("on target, but special-cause deterioration;")


def test_a_range_is_missed_by_lying_outside_it() -> None:
    ranged = with_target(
        with_measure(PLAIN, NAME, polarity="range"), NAME, annual=Decimal(68), high=Decimal(71)
    )
    trend = trend_of(back_from("Q2", *STEADY), ranged)
    told = [words_of(trend, sign) or "" for sign in (-1, 0, 1)]
    assert [words.partition(" target range")[0] for words in told] == [
        "outside the",
        "within the",
        "within the",
    ]


def test_without_a_target_nothing_is_said_of_meeting_it() -> None:
    bare = with_target(PLAIN, NAME, annual=None)
    assert words_of(trend_of(back_from("Q2", *STEADY), bare), None) == "common-cause variation"


@pytest.mark.parametrize(
    ("met", "judged", "often"),
    [
        (0, 13, "the target was not met in any of 13 quarters"),
        (13, 13, "the target was met in every one of 13 quarters"),
        # Rounding would say never, or always.
        (1, 24, "the target is met 1 quarter in 24"),
        (23, 24, "the target is met 23 quarters in 24"),
        (3, 10, "the target is met 3 quarters in 10"),
        (1, 13, "the target is met about 1 quarter in 10"),
        (5, 7, "the target is met 5 quarters in 7"),
    ],
)
def test_how_often_a_target_is_met_is_never_rounded_to_never_or_always(
    met: int, judged: int, often: str
) -> None:
    trend = replace(trend_of(back_from("Q2", *STEADY)), met=met, judged=judged)
    words = words_of(trend, -1)
    assert words is not None
    assert words.endswith(f"; {often}")


def met(number: int, target: object, polarity: str, *, is_strict: bool = False) -> bool | None:
    held = Decimal(target) if isinstance(target, int) else target
    point = TrendPoint(period("Q2"), Decimal(number), held, is_strict)  # type: ignore[arg-type]
    return point.is_met(Polarity(polarity))


def test_what_meets_a_target() -> None:
    stretch = Stretch(Decimal(90), Decimal(95))
    assert [met(n, stretch, "range") for n in (89, 90, 95, 96)] == [False, True, True, False]
    assert [met(n, 5, "higher") for n in (4, 5, 6)] == [False, True, True]
    assert [met(n, 5, "lower") for n in (4, 5, 6)] == [True, True, False]
    # Better than last year is not the same as last year.
    assert [met(n, 5, "higher", is_strict=True) for n in (4, 5, 6)] == [False, False, True]
    assert [met(n, 5, "lower", is_strict=True) for n in (4, 5, 6)] == [True, False, False]
    assert met(5, 5, "none") is None
    assert met(5, None, "higher") is None


def test_a_target_on_last_year_is_held_against_what_it_comes_to() -> None:
    better = with_target(PLAIN, NAME, annual=None, of_last_year=AgainstLastYear(True, None))
    values = back_from("Q2", *STEADY) | {period("2022-23-FY"): seen("70")}
    trend = trend_of(values, better)
    assert {p.target for p in trend.points} == {Decimal(70)}
    # Those of exactly 70 are no better than last year.
    assert trend.met == sum(int(n) > 70 for n in STEADY)


def test_a_range_has_its_assurance_from_limits_within_or_beside_it() -> None:
    ranged = with_target(
        with_measure(PLAIN, NAME, polarity="range"), NAME, annual=Decimal(50), high=Decimal(90)
    )
    assert trend_of(back_from("Q2", *STEADY), ranged).assurance == "consistent_pass"
    far = with_target(ranged, NAME, annual=Decimal(80), high=Decimal(90))
    assert trend_of(back_from("Q2", *STEADY), far).assurance == "consistent_fail"


def test_targets_that_differ_from_quarter_to_quarter_give_a_count_and_no_assurance() -> None:
    seasonal = with_target(
        PLAIN, NAME, q1=Decimal(60), q2=Decimal(90), q3=Decimal(60), q4=Decimal(90)
    )
    trend = trend_of(back_from("Q2", *STEADY), seasonal)
    assert trend.assurance is None
    assert (trend.met, trend.judged) == (6, 12)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=20), st.randoms())
def test_the_order_in_which_values_come_does_not_matter(numbers: list[int], random) -> None:
    values = back_from("Q2", *map(str, numbers))
    shuffled = list(values.items())
    random.shuffle(shuffled)
    assert trend_of(dict(shuffled)) == trend_of(values)


@given(st.lists(st.lists(st.integers(0, 100), min_size=1, max_size=15), min_size=1, max_size=6))
def test_a_measures_chart_does_not_depend_on_the_others_in_the_block(
    many: list[list[int]],
) -> None:
    names = list(PLAIN.measures)[: len(many)]
    framework = PLAIN
    for name in names:
        framework = with_measure(
            framework,
            name,
            frequency="quarterly",
            is_cumulative=False,
            supplied=None,
            aggregation="latest",
            first_period=None,
            reference_period="financial period",
        )
    values = {n: back_from("Q2", *map(str, own)) for n, own in zip(names, many, strict=True)}
    whole = trends(framework, period("Q2"), values)
    for name in names:
        alone = trends(framework, period("Q2"), {name: values[name]})[name]
        assert alone.last == whole[name].last
