"""A series that goes with the seasons is told from one that goes its own way."""

import pytest
from analysis_builders import period
from hypothesis import given
from hypothesis import strategies as st

from assets.analysis.trends.seasons import is_seasonal
from sources.framework.keys import Period

Points = list[tuple[Period, float]]


def quarters(*numbers: float) -> Points:
    """Successive quarters, of which the last is Q2 of 2023-24."""
    at, found = period("Q2"), []
    for number in reversed(numbers):
        found.append((at, number))
        at = at.previous()
    return found[::-1]


def test_what_comes_back_every_year_is_a_season() -> None:
    assert is_seasonal(quarters(*[10, 20, 40, 20] * 3))
    assert is_seasonal(quarters(*[10, 21, 39, 20, 11, 19, 41, 22, 9, 20]))


def test_what_only_wanders_is_none() -> None:
    assert not is_seasonal(quarters(70, 68, 71, 66, 69, 72, 67, 68, 71, 66, 69, 65))
    assert not is_seasonal(quarters(*range(14)))


@pytest.mark.parametrize("numbers", [[], [5], [10, 20, 40, 20], [10, 20, 40, 20, 10, 20, 40]])
def test_less_than_two_whole_years_show_no_season(numbers: list[float]) -> None:
    assert not is_seasonal(quarters(*numbers))


def test_what_never_varies_and_what_is_annual_have_no_season() -> None:
    assert not is_seasonal(quarters(*[7] * 12))
    years = [(Period.parse(f"{y}-{(y + 1) % 100:02d}-FY"), float(y % 3)) for y in range(2010, 2023)]
    assert not is_seasonal(years)


@given(
    st.lists(st.integers(-100, 100), min_size=8, max_size=16),
    st.integers(1, 50),
    st.integers(-500, 500),
)
def test_neither_scale_nor_level_makes_a_season(numbers: list[int], scale: int, level: int) -> None:
    moved = [number * scale + level for number in numbers]
    assert is_seasonal(quarters(*moved)) == is_seasonal(quarters(*numbers))
