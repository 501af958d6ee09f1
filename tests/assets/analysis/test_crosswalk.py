"""A reorganisation keeps history: the old series as they were, and one for what came after."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assets.analysis.crosswalk import back_series, reorganised
from assets.analysis.rollup import Outcome, roll_up
from assets.analysis.series import Observation
from sources.framework.reorganisations import Reorganisation, made_of
from tests.assets.analysis.analysis_builders import DERBYSHIRE, a_measure, period, seen

RATIO = a_measure(aggregation="weighted ratio")
COUNT = a_measure(unit="number", aggregation="sum")


def moved(on: str, *moves: tuple[str, str, str], name: str = "r") -> Reorganisation:
    return Reorganisation.model_validate(
        {
            "id": name,
            "breakdown": "district",
            "on": on,
            "reason": "So it was decided.",
            "source": "An order",
            "shares_by": "Population",
            "moves": [
                dict(zip(("predecessor", "successor", "share"), m, strict=True)) for m in moves
            ],
        }
    )


MERGED = moved("2023-10-01", *[(old, "new", "whole") for old in ("a", "b", "c")])
SPLIT = moved("2023-10-01", ("a", "east", "0.25"), ("a", "west", "0.75"))


def pair(top: int, bottom: int) -> Observation:
    return seen("0", (str(top), str(bottom)))


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(1, 99)), min_size=3, max_size=3))
def test_a_merged_part_is_the_sum_of_what_it_was_made_of(pairs: list[tuple[int, int]]) -> None:
    old = dict(zip("abc", (pair(*one) for one in pairs), strict=True))
    series = {part: {period("Q1"): figure} for part, figure in old.items()}
    (earlier,) = back_series(RATIO, [MERGED], "new", series).values()
    assert earlier.total.number == roll_up(RATIO, list("abc"), old).number
    assert earlier.total.number == Fraction(
        100 * sum(t for t, _ in pairs), sum(b for _, b in pairs)
    )
    assert not earlier.is_estimate


def test_the_old_series_stay_and_the_new_one_begins_where_they_end() -> None:
    series = {part: {period("Q1"): seen("2"), period("Q2"): seen("3")} for part in "abc"}
    series |= {"new": {period("Q3"): seen("11")}}
    before = {part: dict(own) for part, own in series.items()}
    found = back_series(COUNT, [MERGED], "new", series)
    assert {at: one.total.number for at, one in found.items()} == {
        period("Q1"): 6,
        period("Q2"): 9,
    }
    assert series == before
    assert back_series(COUNT, [MERGED], "a", series) == {}


def test_a_part_that_was_lacking_is_lacking_in_the_merged_one() -> None:
    series = {"a": {period("Q1"): seen("2")}, "b": {period("Q1"): seen("3")}}
    (earlier,) = back_series(COUNT, [MERGED], "new", series).values()
    assert (earlier.total.outcome, earlier.total.lacking) == (Outcome.INCOMPLETE, ("c",))


def test_a_queried_figure_is_lacking_and_no_source_of_the_merged_one() -> None:
    held = {"a": seen("2", cell="A1"), "b": seen("3", cell="B1", queried=True)}
    series = {part: {period("Q1"): figure} for part, figure in held.items()}
    merged = moved("2023-10-01", ("a", "new", "whole"), ("b", "new", "whole"))
    (earlier,) = back_series(COUNT, [merged], "new", series).values()
    assert (earlier.total.number, earlier.total.lacking) == (None, ("b",))
    assert [ref.cell for ref in earlier.total.refs] == ["A1"]
    renamed = moved("2023-10-01", ("b", "new", "whole"))
    (under_its_old_name,) = back_series(COUNT, [renamed], "new", series).values()
    assert under_its_old_name.total.outcome is Outcome.INCOMPLETE
    assert (under_its_old_name.total.number, under_its_old_name.total.lacking) == (None, ("b",))


def test_a_split_is_reckoned_by_shares_and_loses_nothing() -> None:
    series = {"a": {period("Q1"): pair(30, 100)}}
    east, west = (
        back_series(RATIO, [SPLIT], new, series)[period("Q1")] for new in ("east", "west")
    )
    assert east.is_estimate and west.is_estimate
    assert east.total.number == west.total.number == 30
    halves = [one.total.amount for one in (east, west)]
    assert sum(half.bottom for half in halves if half) == 100


def test_half_a_mean_is_nothing() -> None:
    mean = a_measure(unit="days", aggregation="mean", over_parts="mean")
    (east,) = back_series(mean, [SPLIT], "east", {"a": {period("Q1"): seen("4")}}).values()
    assert (east.total.outcome, east.total.number) == (Outcome.NOT_AGGREGABLE, None)


def test_a_renamed_part_keeps_figures_that_could_not_be_added() -> None:
    renamed = moved("2023-10-01", ("a", "new", "whole"))
    (earlier,) = back_series(
        a_measure(), [renamed], "new", {"a": {period("Q1"): seen("55")}}
    ).values()
    assert (earlier.total.number, earlier.total.how) == (55, "as supplied")


def test_history_goes_back_through_one_reorganisation_after_another() -> None:
    second = moved("2024-04-01", ("new", "last", "0.5"), ("new", "rest", "0.5"), name="later")
    assert made_of([second, MERGED], "last", period("Q1")) == dict.fromkeys("abc", Fraction(1, 2))
    assert made_of([second, MERGED], "last", period("Q3")) == {"new": Fraction(1, 2)}
    assert made_of([MERGED, second], "last", period("2024-25-Q1")) == {"last": 1}


def test_a_part_that_gives_some_away_goes_on_smaller() -> None:
    given_away = moved("2023-10-01", ("a", "a", "0.9"), ("a", "b", "0.1"), ("b", "b", "whole"))
    series = {"a": {period("Q1"): seen("100")}, "b": {period("Q1"): seen("50")}}
    found = {part: back_series(COUNT, [given_away], part, series) for part in "ab"}
    assert {part: own[period("Q1")].total.number for part, own in found.items()} == {
        "a": 90,
        "b": 60,
    }


def test_shares_that_come_together_again_add_up() -> None:
    joined = moved("2023-10-01", ("a", "b", "0.5"), ("a", "rest", "0.5"), ("b", "b", "whole"))
    later = moved("2024-01-01", ("b", "new", "whole"), ("rest", "new", "whole"), name="later")
    assert made_of([joined, later], "new", period("Q1")) == {"a": 1, "b": 1}


def test_the_reorganisations_of_a_breakdown_stand_in_order() -> None:
    later = moved("2024-04-01", ("new", "last", "whole"), name="later")
    framework = replace(DERBYSHIRE, reorganisations={"later": later, "r": MERGED})
    assert reorganised(framework, "district") == (MERGED, later)
    assert reorganised(framework, "ward") == ()
