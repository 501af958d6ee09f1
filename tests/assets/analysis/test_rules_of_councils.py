"""Rating rules that councils have published, each written as a scheme and tried on its edges.

Where a rule states no arithmetic it is no case here: such ratings are supplied.
"""

from decimal import Decimal
from typing import Any

import pytest

from assets.analysis.rated import Beside, Rated, Terms, Unrated
from assets.analysis.rating import rate
from sources.framework.levels import parse_levels
from sources.framework.measures import Polarity, Stretch
from sources.framework.schemes import MeasureScheme
from sources.values import Unit

GREEN = {"rating": "green"}
AMBER = {"rating": "amber"}
RED = {"rating": "red"}
BLUE = {"rating": "blue"}


def scheme(*bands: dict[str, Any], **more: Any) -> MeasureScheme:
    level = {"meaning": "-", "response": "-", "symbol": "o", "colour": "#000000"}
    ratings = [
        {"id": name, "word": name.capitalize(), "follow_up": "none", **level}
        for name in ("blue", "green", "amber", "red")
    ]
    given = {"id": "x", "name": "X", "source": "-", "basis": "computed", "variance": "relative"}
    return MeasureScheme.model_validate(
        {**given, "ratings": ratings, "bands": bands, "target_zero_met": "green", **more}
    )


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def found(
    actual: str,
    target: str | None,
    rule: MeasureScheme,
    *,
    polarity: str = "higher",
    tolerance: str | None = None,
    floor: str | None = None,
    levels: str | None = None,
    last_year: str | None = None,
    interval: tuple[str, str] | None = None,
) -> Rated:
    terms = Terms(
        Unit.NUMBER,
        Polarity(polarity),
        number(tolerance),
        None,
        number(floor),
        parse_levels(levels) if levels else None,
    )
    low, high = map(number, interval) if interval else (None, None)
    beside = Beside(number(last_year), low, high)
    return rate(Decimal(actual), number(target), terms, rule, beside)


BRACKNELL_FOREST = scheme({**GREEN, "at_least": -5}, {**AMBER, "at_least": -10}, RED)
MAIDSTONE = scheme({**GREEN, "at_least": 0}, {**AMBER, "at_least": -10}, RED)
CHORLEY = scheme({**GREEN, "at_least": 0}, {**AMBER, "at_least": -5}, RED)
BELFAST_AT_FIRST = scheme({**GREEN, "at_least": -1}, {**AMBER, "above": -5}, RED)
BELFAST_LATER = scheme({**GREEN, "at_least": -1}, {**AMBER, "at_least": -5}, RED)
CAMBRIDGESHIRE = scheme(
    {**BLUE, "above": 0}, {**GREEN, "at_least": 0}, {**AMBER, "at_least": -10}, RED
)
TOOWOOMBA = scheme({**GREEN, "at_least": -15}, {**AMBER, "at_least": -50}, RED)
CHESHIRE_WEST = scheme(
    {**GREEN, "at_least": 0}, {**AMBER, "within_tolerance": True}, RED, variance="points"
)
EAST_RIDING = scheme(
    {**BLUE, "above_tolerance": True}, {**GREEN, "within_tolerance": True}, RED, variance="points"
)
KENT = scheme({**GREEN, "at_least": 0}, {**AMBER, "at_least_floor": True}, RED)
HAVERING = scheme({**GREEN, "at_least": -10}, {**AMBER, "as_last_year": True}, RED)
PUBLIC_HEALTH = scheme({**GREEN, "interval": "better"}, {**AMBER, "interval": "includes"}, RED)
EASTLEIGH = scheme(basis="levels")


@pytest.mark.parametrize(
    ("rule", "actual", "rating"),
    [
        (BRACKNELL_FOREST, "95", "green"),
        (BRACKNELL_FOREST, "94.99", "amber"),
        (BRACKNELL_FOREST, "90", "amber"),
        (BRACKNELL_FOREST, "89.99", "red"),
        (MAIDSTONE, "100", "green"),
        (MAIDSTONE, "99.99", "amber"),
        (MAIDSTONE, "90", "amber"),
        (MAIDSTONE, "89.99", "red"),
        (CHORLEY, "100", "green"),
        (CHORLEY, "95", "amber"),
        (CHORLEY, "94.99", "red"),
        # The same council made the edge its neighbour's between two papers.
        (BELFAST_AT_FIRST, "95", "red"),
        (BELFAST_LATER, "95", "amber"),
        (BELFAST_LATER, "99", "green"),
        (CAMBRIDGESHIRE, "100.01", "blue"),
        (CAMBRIDGESHIRE, "100", "green"),
        (CAMBRIDGESHIRE, "99.99", "amber"),
        (TOOWOOMBA, "85", "green"),
        (TOOWOOMBA, "50", "amber"),
        (TOOWOOMBA, "49.99", "red"),
    ],
)
def test_bands_of_variance(rule: MeasureScheme, actual: str, rating: str) -> None:
    assert found(actual, "100", rule).rating == rating
    # A lower-is-better measure mirrors it.
    mirrored = str(200 - Decimal(actual))
    assert found(mirrored, "100", rule, polarity="lower").rating == rating


@pytest.mark.parametrize(
    ("rule", "actual", "rating"),
    [
        (CHESHIRE_WEST, "95", "green"),
        (CHESHIRE_WEST, "93", "amber"),
        (CHESHIRE_WEST, "92.99", "red"),
        (EAST_RIDING, "97.01", "blue"),
        (EAST_RIDING, "97", "green"),
        (EAST_RIDING, "93", "green"),
        (EAST_RIDING, "92.99", "red"),
    ],
)
def test_a_tolerance_of_the_measures_own(rule: MeasureScheme, actual: str, rating: str) -> None:
    assert found(actual, "95", rule, tolerance="2").rating == rating


def test_a_tolerance_on_both_sides_is_needed_on_either() -> None:
    for actual in ("97", "93"):
        assert found(actual, "95", EAST_RIDING).status == Unrated.NO_TOLERANCE
    # Exactly on target no tolerance is asked for.
    assert found("95", "95", EAST_RIDING).rating == "green"


@pytest.mark.parametrize(
    ("actual", "rating"), [("90", "green"), ("89.99", "amber"), ("80", "amber"), ("79.99", "red")]
)
def test_a_target_with_a_floor(actual: str, rating: str) -> None:
    assert found(actual, "90", KENT, floor="80").rating == rating
    mirrored = str(180 - Decimal(actual))
    assert found(mirrored, "90", KENT, floor="100", polarity="lower").rating == rating


def test_a_floor_decides_also_where_the_target_is_zero() -> None:
    assert found("0", "0", KENT, floor="5", polarity="lower").rating == "green"
    assert found("5", "0", KENT, floor="5", polarity="lower").rating == "amber"
    assert found("6", "0", KENT, floor="5", polarity="lower").rating == "red"
    assert found("6", "0", KENT, polarity="lower").status == Unrated.TARGET_ZERO
    five_better = scheme({**BLUE, "above": 5}, {**AMBER, "at_least_floor": True}, RED)
    # 5% of a target of zero is nothing that could be reached.
    zero = found("-6", "0", five_better, floor="5", polarity="lower")
    assert (zero.rating, zero.rule) == ("green", "the target of zero is met")


def test_without_its_floor_only_a_met_target_is_rated() -> None:
    assert found("90", "90", KENT).rating == "green"
    assert found("89", "90", KENT).status == Unrated.NO_FLOOR


@pytest.mark.parametrize(
    ("actual", "last_year", "rating"),
    [
        ("90", None, "green"),
        ("89.99", "89.99", "amber"),
        ("89.99", "89.98", "amber"),
        ("89.99", "90", "red"),
    ],
)
def test_a_band_that_looks_at_last_year(actual: str, last_year: str | None, rating: str) -> None:
    assert found(actual, "100", HAVERING, last_year=last_year).rating == rating


def test_last_year_is_asked_for_only_where_it_decides() -> None:
    unknown = found("89", "100", HAVERING)
    assert (unknown.rating, unknown.status) == (None, Unrated.NO_LAST_YEAR)
    assert "year before is not known" in (unknown.reason or "")


@pytest.mark.parametrize(
    ("interval", "rating"),
    [
        (("71", "75"), "green"),
        (("70", "75"), "amber"),
        (("65", "70"), "amber"),
        (("65", "69"), "red"),
    ],
)
def test_the_interval_against_the_target(interval: tuple[str, str], rating: str) -> None:
    assert found("70", "70", PUBLIC_HEALTH, interval=interval).rating == rating
    assert found("0", "0", PUBLIC_HEALTH, interval=("1", "2"), polarity="lower").rating == "red"
    assert found("70", "70", PUBLIC_HEALTH).status == Unrated.NO_INTERVAL


@pytest.mark.parametrize(
    ("levels", "actual", "rating"),
    [
        ("green >= 55; amber >= 40; red", "55", "green"),
        ("green >= 55; amber >= 40; red", "40", "amber"),
        ("green >= 55; amber >= 40; red", "39.99", "red"),
        ("green > 100; amber >= 97; red", "100", "amber"),
        ("green < 30; amber <= 50; red", "30", "amber"),
        ("green < 30; amber <= 50; red", "50.01", "red"),
    ],
)
def test_levels_of_the_measures_own(levels: str, actual: str, rating: str) -> None:
    rated = found(actual, None, EASTLEIGH, levels=levels)
    assert rated.rating == rating
    assert rated.variance is None
    assert (rated.rule or "").startswith("the measure's own level: ")


def test_levels_that_a_measure_does_not_state_leave_it_unrated() -> None:
    assert found("5", "5", EASTLEIGH).status == Unrated.NO_LEVELS


def test_a_range_with_a_tolerance_beyond_it() -> None:
    """Lincoln: a low and a high target, and 5% where there is one."""
    terms = Terms(Unit.NUMBER, Polarity.RANGE)
    for actual, rating in (("90", "green"), ("110", "green"), ("85.5", "amber"), ("85.4", "red")):
        rated = rate(Decimal(actual), Stretch(Decimal(90), Decimal(110)), terms, CHORLEY)
        assert rated.rating == rating, actual


@pytest.mark.parametrize(
    ("rule", "kwargs", "words"),
    [
        (HAVERING, {"last_year": "80"}, "worse than target by more than 10%, and no worse than"),
        (HAVERING, {"last_year": "99"}, "worse than target by more than 10%, and worse than in"),
        (KENT, {"floor": "80"}, "worse than target, and no worse than the measure's floor"),
        (KENT, {"floor": "89"}, "worse than the measure's floor"),
        (EAST_RIDING, {"tolerance": "50"}, "off target by no more than the measure's tolerance"),
        (EAST_RIDING, {"tolerance": "1"}, "worse than target by more than the measure's tolerance"),
        (PUBLIC_HEALTH, {"interval": ("1", "2")}, "the whole of the value's interval is worse"),
    ],
)
def test_every_condition_is_said_in_words(
    rule: MeasureScheme, kwargs: dict[str, Any], words: str
) -> None:
    assert words in (found("88", "100", rule, **kwargs).rule or "")
