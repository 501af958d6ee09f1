"""Bands and levels that leave a gap, overlap or can never hold are refused when they are read."""

from decimal import Decimal

import pytest

from sources.framework.bands import Band, disorder
from sources.framework.levels import misfit, parse_levels


def bands(*conditions: dict[str, object]) -> list[Band]:
    return [Band.model_validate({"rating": "x", **condition}) for condition in conditions]


REST: dict[str, object] = {}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([{"at_least": -5}, {"at_least": 0}, REST], "from best to worst"),
        ([REST, {"at_least": 0}], "only the last band"),
        ([{"at_least": 5}, {"above": 5}, REST], "the second can never hold"),
        ([{"at_least": 5}, {"at_least": 5}, REST], "the second can never hold"),
        ([{"as_last_year": True}, {"as_last_year": True}, REST], "the same condition"),
        ([{"interval": "better"}, {"interval": "better"}, REST], "the same condition"),
        ([{"interval": "includes"}, {"interval": "better"}, REST], "stand alone"),
        ([{"at_least": 0}, {"interval": "includes"}, REST], "stand alone"),
        ([{"at_least": 0}, {"above_tolerance": True}, REST], "put it first"),
        ([{"within_tolerance": True}, {"at_least_floor": True}, REST], "is not known"),
        ([{"within_tolerance": True}, {"at_least": -5}, REST], "after every band"),
        ([{"at_least": -5}, {"within_tolerance": True}, REST], "overlaps with within_tolerance"),
        ([{"at_least": -5}, {"at_least_floor": True}, REST], "overlaps with at_least_floor"),
        ([{"above_tolerance": True}, {"at_least": 5}, REST], "overlaps with above_tolerance"),
    ],
)
def test_bands_out_of_order_are_refused(given: list[dict[str, object]], message: str) -> None:
    assert any(message in problem for problem in disorder(bands(*given)))


@pytest.mark.parametrize(
    "given",
    [
        [{"above": 5}, {"at_least": 5}, {"at_least": -2}, REST],
        [{"at_least": 0}, {"within_tolerance": True}, REST],
        [{"above_tolerance": True}, {"at_least": 0}, {"within_tolerance": True}, REST],
        [{"at_least": 0}, {"at_least_floor": True}, {"as_last_year": True}, REST],
        [{"interval": "better"}, {"interval": "includes"}, REST],
    ],
)
def test_bands_in_order_are_taken(given: list[dict[str, object]]) -> None:
    assert list(disorder(bands(*given))) == []


def test_a_band_has_one_condition() -> None:
    with pytest.raises(ValueError, match="one condition"):
        bands({"above": 5, "as_last_year": True})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("green >= 55", "at least two"),
        ("green >= 55; amber <= 50; red < 40", "without a limit"),
        ("green >= 55; amber <= 50; red", "look both ways"),
        ("green > 100; amber > 97; red < 97", "without a limit"),
        ("green >= 50; amber >= 55; red", "best to worst"),
        ("green <= 50; amber <= 40; red", "best to worst"),
        ("green >= 50; amber > 50; red", "can never hold"),
        ("green; amber >= 5; red", "only the last"),
        ("green >= 5; green >= 4; red", "stands twice"),
        ("95% of target", "is no level"),
        ("green >= 1.2.3; red", "is no number"),
        ("green >= ; red", "is no level"),
        (";".join(f"a{n} >= {99 - n}" for n in range(25)), "more than 20"),
    ],
)
def test_levels_with_gaps_or_overlaps_are_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_levels(text)


def test_two_levels_may_share_a_limit_that_one_of_them_owns() -> None:
    levels = parse_levels("blue > 50; green >= 50; red")
    assert [level.holds(Decimal(50)) for level in levels] == [False, True, True]


def test_levels_suit_the_measures_polarity_and_the_schemes_ratings() -> None:
    levels = parse_levels("green >= 55; red")
    assert misfit(levels, "higher", ["green", "red"]) is None
    assert "higher" not in (misfit(levels, "lower", ["green", "red"]) or "higher")
    assert "'red' is no rating" in (misfit(levels, "higher", ["green"]) or "")
