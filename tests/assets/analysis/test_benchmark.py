"""Rank, quartile and mean beside others: exact, and the same whatever the order of the others."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.analysis.benchmark import (
    Place,
    Quartiles,
    as_published,
    mean,
    middle,
    place_among,
    quartiles_among,
)
from sources.framework.measures import Polarity

HIGHER, LOWER = Polarity.HIGHER, Polarity.LOWER
numbers = st.decimals(min_value=-1000, max_value=1000, places=1)
others = st.lists(numbers, min_size=3, max_size=30)


def d(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


@pytest.mark.parametrize(
    ("own", "polarity", "place"),
    [
        ("5", HIGHER, Place(1, 4, 1)),
        ("3.5", HIGHER, Place(2, 4, 2)),
        ("2.5", HIGHER, Place(3, 4, 3)),
        ("1", HIGHER, Place(4, 4, 4)),
        ("5", LOWER, Place(4, 4, 4)),
        ("1", LOWER, Place(1, 4, 1)),
        ("4", HIGHER, Place(1, 4, 1)),
        ("3", HIGHER, Place(2, 4, 2)),
        ("2", LOWER, Place(1, 4, 1)),
    ],
)
def test_rank_and_quartile_follow_the_polarity(own: str, polarity: Polarity, place: Place) -> None:
    assert place_among(Decimal(own), d("2", "3", "4"), polarity) == place


def test_equal_numbers_share_the_better_rank() -> None:
    assert place_among(Decimal(3), d("5", "3", "3", "1"), HIGHER) == Place(2, 5, 2)
    assert place_among(Decimal(1), d("5", "3", "3", "1"), HIGHER) == Place(4, 5, 4)


def test_where_all_numbers_are_equal_there_is_no_quartile() -> None:
    assert place_among(Decimal("3.0"), d("3", "3", "3"), HIGHER) == Place(1, 4, None)


@pytest.mark.parametrize("polarity", [Polarity.RANGE, Polarity.NONE])
def test_without_a_better_way_there_is_no_rank(polarity: Polarity) -> None:
    assert place_among(Decimal(3), d("1", "2", "4"), polarity) is None


@given(numbers, others)
def test_the_order_of_the_others_never_matters(own: Decimal, among: list[Decimal]) -> None:
    assert place_among(own, among, HIGHER) == place_among(own, among[::-1], HIGHER)
    assert mean(among) == mean(among[::-1])


@given(numbers, others)
def test_polarity_mirrors(own: Decimal, among: list[Decimal]) -> None:
    assert place_among(own, among, HIGHER) == place_among(-own, [-n for n in among], LOWER)


@given(numbers, numbers, others)
def test_a_better_number_never_gets_a_worse_place(
    one: Decimal, other: Decimal, among: list[Decimal]
) -> None:
    worse, better = (place_among(own, among, HIGHER) for own in sorted((one, other)))
    assert worse is not None
    assert better is not None
    assert better.rank <= worse.rank
    if better.quartile is not None and worse.quartile is not None:
        assert better.quartile <= worse.quartile


@given(numbers, others)
def test_every_rank_is_within_the_ranked_and_has_one_of_four_quartiles(
    own: Decimal, among: list[Decimal]
) -> None:
    place = place_among(own, among, LOWER)
    assert place is not None
    assert 1 <= place.rank <= place.ranked == len(among) + 1
    assert place.quartile in {1, 2, 3, 4, None}


@given(st.lists(numbers, min_size=1, max_size=30))
def test_the_mean_is_exact_to_six_places(among: list[Decimal]) -> None:
    exact = sum(map(Fraction, among), Fraction(0)) / len(among)
    assert abs(Fraction(mean(among)) - exact) <= Fraction(1, 2_000_000)


def test_the_mean_of_very_large_numbers_can_still_be_stored() -> None:
    large = mean(d("99999999999999999", "99999999999999998", "99999999999999998"))
    assert large == Decimal("99999999999999998.3")
    assert len(large.as_tuple().digits) <= 18


@pytest.mark.parametrize(
    ("others", "polarity", "first", "last"),
    [
        (("2", "3", "4"), HIGHER, "4", "2"),
        (("2", "3", "4"), LOWER, "2", "4"),
        (("1", "2", "3", "4", "5"), HIGHER, "5", "2"),
        (("1", "2", "3", "4", "5", "6", "7"), HIGHER, "6", "2"),
        (("1", "2", "3", "4", "5", "6", "7"), LOWER, "2", "6"),
    ],
)
def test_quartiles_begin_at_figures_of_others(
    others: tuple[str, ...], polarity: Polarity, first: str, last: str
) -> None:
    found = quartiles_among(d(*others), polarity)
    assert found == Quartiles(Decimal(first), Decimal(last))


def test_of_fewer_than_three_others_or_without_a_better_way_no_quartile_begins() -> None:
    assert quartiles_among(d("1", "2"), HIGHER) is None
    assert quartiles_among(d("1", "2", "3"), Polarity.RANGE) is None
    assert quartiles_among(d("1", "2", "3"), Polarity.NONE) is None


@given(
    st.one_of(numbers, st.integers(-3, 3).map(Decimal)), others, st.sampled_from([HIGHER, LOWER])
)
def test_where_quartiles_begin_agrees_with_the_quartile_of_every_rank(
    own: Decimal, among: list[Decimal], polarity: Polarity
) -> None:
    begin = quartiles_among(among, polarity)
    assert begin is not None
    for number in (own, *among):
        place = place_among(number, among, polarity)
        assert place is not None
        if place.quartile is None:
            continue
        sign = 1 if polarity is HIGHER else -1
        assert (place.quartile == 1) == (sign * number >= sign * begin.first)
        assert (place.quartile == 4) == (sign * number < sign * begin.last)


def test_the_median_is_the_middle_one_or_between_the_middle_two() -> None:
    assert middle(d("9", "1", "4")) == Decimal(4)
    assert middle(d("9", "1", "4", "4.5")) == Decimal("4.25")


def test_an_unrounded_number_ranks_as_it_would_have_been_published() -> None:
    neighbours = d("41.7", "41.6", "40.1")
    own = as_published(Decimal("41.66"), neighbours)
    assert own == Decimal("41.7")
    assert place_among(own, neighbours, HIGHER) == Place(1, 4, 1)
    assert as_published(Decimal("41.65"), d("41.655", "41", "40")) == Decimal("41.65")
