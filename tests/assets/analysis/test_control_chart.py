"""The kernel of control charts: the package's own vectors, and what must always hold."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.analysis.kernel.control_chart import (
    Better,
    Cause,
    Flags,
    assurance,
    charts,
    foremost,
    in_windows,
    one_side,
    trends,
    two_in_three,
)
from assets.analysis.special_causes import special_cause_type

DATA = Path(__file__).parents[2] / "data" / "spc"
VECTORS = json.loads((DATA / "unit_vectors.json").read_text())
SAWTOOTH = np.array([[1.0, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]])


def vectors(function: str) -> list[Any]:
    found = [v for v in VECTORS["vectors"] if v["function"] == function]
    assert found
    return found


def row(numbers: list[float]) -> Any:
    return np.array([numbers], dtype=np.float64)


def spread(ends: list[int]) -> Flags:
    """The seven points of each run, given where runs end."""
    starts = np.array([ends[6:]], dtype=bool).reshape(1, -1)
    return in_windows(starts, 7, (1, len(ends)))


@pytest.mark.parametrize("vector", vectors("ptd_seven_point_one_side_mean"))
def test_seven_points_on_one_side(vector: Any) -> None:
    sides = row(vector["args"][0]).astype(np.int8)
    assert (one_side(sides) == spread(vector["expected"])).all()


@pytest.mark.parametrize("vector", vectors("ptd_seven_point_trend"))
def test_seven_points_in_a_trend(vector: Any) -> None:
    rising, falling = trends(row(vector["args"][0]))
    assert (rising == spread([int(e > 0) for e in vector["expected"]])).all()
    assert (falling == spread([int(e < 0) for e in vector["expected"]])).all()


@pytest.mark.parametrize("vector", vectors("ptd_part_of_seven_trend"))
def test_every_point_of_a_run_is_part_of_it(vector: Any) -> None:
    assert (spread(vector["args"][0]) == np.array([vector["expected"]], dtype=bool)).all()


@pytest.mark.parametrize("vector", vectors("ptd_two_in_three"))
def test_two_of_three_near_a_limit(vector: Any) -> None:
    near, sides = (vector["args"][0], vector["args"][1])
    if len(near) != len(sides):
        sides = sides * len(near)
    found = two_in_three(row(near).astype(bool), row(sides).astype(np.int8))
    # The package names the whole stretch first, and then only the points that are near.
    assert (found == row(vector["expected"]).astype(bool) & row(near).astype(bool)).all()


def test_the_first_rule_that_holds_names_the_point() -> None:
    vector = vectors("ptd_special_cause_type")[0]
    given_ = {name: row(held).astype(bool) for name, held in vector["inputs"].items()}
    causes = foremost(
        given_["outside_limits"],
        given_["part_of_seven_point_trend"],
        given_["part_of_two_in_three"],
        given_["part_of_seven_one_side"],
    )
    sides = [
        1 if cause == Cause.TREND else side
        for cause, side in zip(causes[0], vector["inputs"]["relative_to_mean"], strict=True)
    ]
    named = [special_cause_type(c, s) for c, s in zip(causes[0], sides, strict=True)]
    assert named == vector["expected"]


@pytest.mark.parametrize("vector", vectors("ptd_calculate_assurance_type"))
def test_assurance_is_where_the_limits_lie(vector: Any) -> None:
    better = Better(vector["improvement_direction"])
    found = [
        assurance(lower, upper, vector["target"], better)
        for lower, upper in zip(vector["lpl"], vector["upl"], strict=True)
    ]
    assert found == vector["expected"]


@pytest.mark.parametrize("case", vectors("short_group_warning")[0]["cases"])
def test_fewer_than_twelve_points_give_limits_on_trial(case: Any) -> None:
    points = row([float(n % 3) for n in range(case["n"])])
    assert charts(points).is_trial[0] == case["warning"]


@pytest.mark.parametrize(("screen", "name"), [(True, "screened"), (False, "noscreen")])
def test_an_extreme_moving_range_is_screened_or_kept(screen: bool, name: str) -> None:
    wanted = VECTORS["deviations_vignette"][f"expected_{name}"]
    done = charts(SAWTOOTH, screen=screen)
    found = {"upl": done.upper[0], "mean": done.mean[0], "lpl": done.lower[0]}
    assert found == pytest.approx(wanted, abs=0.006)
    assert np.flatnonzero(done.causes[0]).tolist() == [4]


def test_points_that_are_all_equal_vary_by_nothing() -> None:
    done = charts(row([0.1] * 9))
    assert (done.lower[0], done.mean[0], done.upper[0]) == pytest.approx((0.1, 0.1, 0.1))
    assert not done.causes.any()
    assert not done.sides.any()


def test_a_single_point_has_a_mean_and_no_limits() -> None:
    done = charts(row([5.0]))
    assert done.mean[0] == 5
    assert np.isnan([done.lower[0], done.upper[0]]).all()
    assert not done.causes.any()


def test_a_row_without_points_has_nothing() -> None:
    done = charts(np.array([[np.nan, np.nan], [1.0, 2.0]]))
    assert np.isnan(done.mean).tolist() == [True, False]
    assert not done.causes[0].any()


def test_a_peak_belongs_to_the_trend_that_it_ends() -> None:
    points = row([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1])
    rising, falling = trends(points)
    assert rising[0].tolist() == [True] * 7 + [False] * 6
    assert falling[0].tolist() == [False] * 7 + [True] * 6
    rising, falling = trends(-points)
    assert falling[0].tolist() == [True] * 7 + [False] * 6
    assert rising[0].tolist() == [False] * 7 + [True] * 6


@pytest.mark.parametrize(("widest", "is_kept"), [(4.19, True), (4.25, False)])
def test_the_screen_stands_at_3_267_mean_moving_ranges(widest: float, is_kept: bool) -> None:
    """Ten moving ranges of 1 and one of 4.19 are 3.25 times their mean; one of 4.25 is 3.28."""
    done = charts(row([0.0, widest, *(widest - n % 2 for n in range(1, 11))]))
    span = (10 + widest) / 11 if is_kept else 1
    assert done.upper[0] - done.mean[0] == pytest.approx(2.66 * span)


blocks = st.lists(
    st.lists(st.integers(-1000, 1000), min_size=20, max_size=20), min_size=1, max_size=4
)


@given(blocks)
def test_a_row_does_not_depend_on_the_others(block: list[list[int]]) -> None:
    points = np.array(block, dtype=np.float64)
    together = charts(points)
    for number in range(len(block)):
        alone = charts(points[number : number + 1])
        assert (together.causes[number] == alone.causes[0]).all()
        assert together.upper[number] == alone.upper[0]


@given(blocks, st.integers(-3, 3))
def test_a_mirrored_series_has_mirrored_causes_at_any_scale(
    block: list[list[int]], power: int
) -> None:
    points = np.array(block, dtype=np.float64)
    one, other = charts(points), charts(-points * 10.0**power)
    assert (one.causes == other.causes).all()
    common = one.causes == Cause.COMMON
    # A peak belongs to the trend that it ends, whichever way up.
    assert (one.sides[~common] == -other.sides[~common]).all()


@given(blocks, st.integers(1, 5))
def test_a_gap_changes_nothing_but_its_own_place(block: list[list[int]], width: int) -> None:
    points = np.array(block, dtype=np.float64)
    wider = np.hstack([points, np.full((len(block), width), np.nan)])
    one, other = charts(points), charts(wider)
    assert (one.causes == other.causes[:, :20]).all()
    assert (one.mean == other.mean).all()
    assert not other.causes[:, 20:].any()
