"""The Derbyshire table of ratings, edge by edge, and what must hold for any actual and target."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from analysis_builders import HART, SCHEME, TOLERANT, a_measure, a_scheme
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from assets.analysis.rated import RATED, By, Decided, Rated, Terms, Unrated
from assets.analysis.rating import rate
from assets.analysis.variance import variance_of
from sources.framework.measures import Polarity, Stretch
from sources.framework.schemes import MeasureScheme, SpecialClause
from sources.values import Unit

BEST_FIRST = [level.id for level in SCHEME.ratings]


def rated(
    actual: str,
    target: str,
    polarity: str = "higher",
    unit: str = "percent",
    tolerance: str | None = None,
    scheme: MeasureScheme = SCHEME,
) -> Rated:
    measure = a_measure(unit=unit, polarity=polarity, zero_tolerance=tolerance)
    return rate(Decimal(actual), Decimal(target), measure, scheme)


# The four ratings

EDGES = [
    ("80", "higher", "84.01", "strong", "5.0125"),
    ("80", "higher", "84.00", "good", "5"),
    ("80", "higher", "80", "good", "0"),
    ("80", "higher", "78.40", "good", "-2"),
    ("80", "higher", "78.39", "review", "-2.0125"),
    ("80", "higher", "72.00", "review", "-10"),
    ("80", "higher", "71.99", "action", "-10.0125"),
    ("10", "lower", "9.49", "strong", "5.1"),
    ("10", "lower", "9.50", "good", "5"),
    ("10", "lower", "10", "good", "0"),
    ("10", "lower", "10.20", "good", "-2"),
    ("10", "lower", "10.21", "review", "-2.1"),
    ("10", "lower", "11.00", "review", "-10"),
    ("10", "lower", "11.01", "action", "-10.1"),
]


@pytest.mark.parametrize("unit", ["percent", "number", "money", "days", "rate"])
@pytest.mark.parametrize(("target", "polarity", "actual", "rating", "variance"), EDGES)
def test_each_side_of_every_edge_has_its_rating(
    target: str, polarity: str, actual: str, rating: str, variance: str, unit: str
) -> None:
    found = rated(actual, target, polarity, unit)
    assert (found.rating, found.variance) == (rating, Fraction(variance))
    assert (found.status, found.reason) == (RATED, None)


@pytest.mark.parametrize(
    ("actual", "words"),
    [
        ("84.01", "more than 5% better than target"),
        ("83.99", "from 2% worse to 5% better than target"),
        (
            "84",
            "from 2% worse to 5% better than target; exactly 5% better counts as Good",
        ),
        (
            "78.4",
            "from 2% worse to 5% better than target; exactly 2% worse counts as Good",
        ),
        ("72.01", "more than 2% and up to 10% worse than target"),
        (
            "72",
            "more than 2% and up to 10% worse than target; exactly 10% worse counts as Review",
        ),
        ("71.99", "more than 10% worse than target"),
    ],
)
def test_a_rating_names_the_band_that_decided_it(actual: str, words: str) -> None:
    assert rated(actual, "80").rule == words


# Full marks, and targets above 95

FULL_MARKS = "A percentage where higher is better is Strong when it reaches 100% or more"
ABOVE_95 = "Where the target of such a percentage is above 95%"


@pytest.mark.parametrize(
    ("actual", "target", "rating"),
    [
        ("97.92", "96", "good"),
        ("97.93", "96", "strong"),
        ("100", "96", "strong"),
        ("97.85", "95", "good"),
        ("99.75", "95", "good"),
        ("99.76", "95", "strong"),
        ("96.92", "95.01", "strong"),
        ("96.91", "95.01", "good"),
        ("99.99", "99", "good"),
        ("100", "99", "strong"),
        ("94.08", "96", "good"),
        ("94.07", "96", "review"),
        ("86.40", "96", "review"),
        ("86.39", "96", "action"),
    ],
)
def test_two_per_cent_better_is_enough_only_above_a_target_of_95(
    actual: str, target: str, rating: str
) -> None:
    assert rated(actual, target).rating == rating


def test_a_special_clause_is_named_as_the_rule_that_decided() -> None:
    assert (rated("97.93", "96").rule or "").startswith(ABOVE_95)
    assert (rated("100", "96").rule or "").startswith(FULL_MARKS)
    assert rated("97.92", "96").rule == (
        "from 2% worse to 5% better than target; exactly 2% better is not yet Strong, which asks "
        "for more"
    )


@pytest.mark.parametrize(
    ("actual", "target", "rating"),
    [
        ("100", "100", "strong"),
        ("99.99", "100", "good"),
        ("100", "110", "strong"),
        ("100.5", "130", "strong"),
        ("99.99", "110", "review"),
    ],
)
def test_a_percentage_with_full_marks_is_strong_whatever_its_target(
    actual: str, target: str, rating: str
) -> None:
    assert rated(actual, target).rating == rating


@pytest.mark.parametrize("unit", ["number", "money", "days", "rate"])
def test_the_special_clauses_leave_other_units_alone(unit: str) -> None:
    assert rated("100", "100", unit=unit).rating == "good"
    assert rated("97.93", "96", unit=unit).rating == "good"


def test_the_special_clauses_leave_percentages_where_lower_is_better_alone() -> None:
    assert rated("100", "98", "lower").rating == "review"
    assert rated("100", "100", "lower").rating == "good"
    # 2.01% better than a target above 95.
    assert rated("94.07", "96", "lower").rating == "good"


# Targets that the published table does not think of


@pytest.mark.parametrize(
    ("actual", "polarity", "tolerance", "by", "rule"),
    [
        ("0", "lower", None, By.ZERO_MET, "the target of zero is met"),
        ("-1", "lower", None, By.ZERO_MET, "the target of zero is met"),
        ("0", "higher", None, By.ZERO_MET, "the target of zero is met"),
        ("3", "higher", None, By.ZERO_MET, "the target of zero is met"),
        ("5", "lower", "5", By.ZERO_WITHIN, "within 5 of the target of zero"),
        ("5.01", "lower", "5", By.ZERO_BEYOND, "more than 5 from the target of zero"),
        ("-5", "higher", "5", By.ZERO_WITHIN, "within 5 of the target of zero"),
        ("-5.01", "higher", "5", By.ZERO_BEYOND, "more than 5 from the target of zero"),
        ("0.01", "lower", "0", By.ZERO_BEYOND, "more than 0 from the target of zero"),
    ],
)
def test_a_target_of_zero_is_met_or_judged_by_the_declared_tolerance(
    actual: str, polarity: str, tolerance: str | None, by: By, rule: str
) -> None:
    found = rated(actual, "0", polarity, "number", tolerance)
    rating = "action" if by is By.ZERO_BEYOND else "good"
    assert found == Rated(rating, None, rule, Decided(by), None)
    assert found.status == RATED


@pytest.mark.parametrize(("actual", "polarity"), [("1", "lower"), ("-1", "higher")])
def test_a_missed_target_of_zero_without_a_tolerance_cannot_be_rated(
    actual: str, polarity: str
) -> None:
    found = rated(actual, "0.0", polarity, "number")
    assert (found.rating, found.variance, found.rule) == (None, None, None)
    assert found.status == Unrated.TARGET_ZERO
    assert found.reason == "the target is zero and the measure declares no tolerance"


def test_full_marks_are_strong_even_against_a_target_of_zero() -> None:
    assert rated("100", "0").rating == "strong"


def test_a_missed_zero_is_never_given_the_rating_for_success() -> None:
    # Hart's rule states only when a tile is green; what lies below is not for us to say.
    found = rated("3", "0", "lower", "number", "1", HART.measure_scheme)
    assert found.rating is None


@pytest.mark.parametrize(
    ("actual", "polarity", "rating", "variance"),
    [
        ("-0.6", "lower", "strong", 20),
        ("-0.5", "lower", "good", 0),
        ("-0.4", "lower", "action", -20),
        ("0.5", "lower", "action", -200),
        ("-0.6", "higher", "action", -20),
        ("-0.4", "higher", "strong", 20),
        ("-0.49", "higher", "good", 2),
        ("-0.51", "higher", "good", -2),
        ("-0.511", "higher", "review", Fraction("-2.2")),
    ],
)
def test_a_negative_target_is_measured_against_its_size(
    actual: str, polarity: str, rating: str, variance: Fraction
) -> None:
    found = rated(actual, "-0.5", polarity)
    assert (found.rating, found.variance) == (rating, variance)


def test_a_rating_of_a_negative_target_names_how_it_was_read() -> None:
    assert (rated("-0.49", "-0.5").rule or "").endswith("; a target below 0 counts by its size")
    assert "size" not in (rated("80", "80").rule or "")
    points = a_scheme(variance="points", clauses=())
    assert "size" not in (rated("-1", "-1", scheme=points).rule or "")


def test_a_clause_includes_its_edge_where_that_is_chosen() -> None:
    """Exactly 2% better than 96 is 97.92: Derbyshire's reading is strict, another need not be."""
    (full_marks, strict) = SCHEME.clauses
    fields = strict.model_dump() | {"variance_above": None, "variance_at_least": Decimal(2)}
    inclusive = SpecialClause.model_validate(fields)
    scheme = SCHEME.model_copy(update={"clauses": (full_marks, inclusive)})
    assert rated("97.92", "96").rating == "good"
    assert rated("97.92", "96", scheme=scheme).rating == "strong"
    assert rated("97.91", "96", scheme=scheme).rating == "good"
    with pytest.raises(ValidationError, match="one of variance_above and variance_at_least"):
        SpecialClause.model_validate(fields | {"variance_above": "2"})


def test_variance_is_relative_unless_said() -> None:
    fields = SCHEME.model_dump()
    del fields["variance"]
    assert MeasureScheme.model_validate(fields).variance == "relative"


def test_a_measure_without_a_better_direction_is_not_rated() -> None:
    found = rated("100", "80", "none")
    assert found == Rated(
        None,
        None,
        None,
        Unrated.NO_DIRECTION,
        "context measure: neither higher nor lower is better",
    )


# Other councils' schemes


def test_points_are_points_and_not_per_cent_of_the_target() -> None:
    points = a_scheme(variance="points")
    assert rated("78", "80", scheme=points).variance == -2
    assert rated("78", "80", scheme=points).rating == "good"
    assert rated("78", "80").rating == "review"
    assert (
        rated("78", "80", scheme=points).rule
        == "from 2 points worse to 5 points better than target; "
        "exactly 2 points worse counts as Good"
    )
    assert rated("3", "0", "lower", "number", scheme=points).rating == "review"


def test_a_scheme_that_states_no_arithmetic_below_target_gives_no_rating_there() -> None:
    assert rated("90", "90", scheme=HART.measure_scheme).rating == "green"
    found = rated("80.6", "90", scheme=HART.measure_scheme)
    assert (found.rating, found.rule) == (None, None)
    assert HART.measure_scheme.supplied is not None
    why = HART.measure_scheme.supplied.reason
    assert found.reason == f"the scheme states no arithmetic for this variance: {why}"
    assert found.variance == variance_of(Decimal("80.6"), Decimal(90), Polarity.HIGHER)


@pytest.mark.parametrize(
    ("edge", "words"),
    [
        ({"at_least": "2"}, "at least 2% better than target"),
        ({"above": "2"}, "more than 2% better than target"),
    ],
)
def test_a_best_band_says_whether_it_owns_its_edge(edge: dict[str, str], words: str) -> None:
    scheme = a_scheme(
        {"rating": "good", **edge}, {"rating": "review", "at_least": "-5"}, {"rating": "action"}
    )
    assert rated("90", "80", scheme=scheme).rule == words
    owns_edge = rated("81.6", "80", scheme=scheme).rating == "good"
    assert owns_edge is ("at_least" in edge)


@pytest.mark.parametrize("edge", [{"at_least": "0"}, {"above": "0"}, {"above": "5"}])
def test_the_rule_of_a_band_below_target_never_says_better(edge: dict[str, str]) -> None:
    scheme = a_scheme({"rating": "good", **edge}, {"rating": "action"})
    assert rated("79.9", "80", scheme=scheme).rating == "action"
    words = rated("79.9", "80", scheme=scheme).rule or ""
    assert not words.startswith(("more than", "at least")) or "better" not in words


def test_the_rule_of_a_best_band_that_begins_below_target_does_not_ask_for_worse() -> None:
    """`On target or within 2% of it`: being at least 2% worse is not how one gets there."""
    scheme = a_scheme({"rating": "good", "at_least": "-2"}, {"rating": "action"})
    assert rated("80", "80", scheme=scheme).rating == "good"
    words = rated("80", "80", scheme=scheme).rule or ""
    assert not words.startswith(("more than", "at least")) or "worse" not in words
    assert rated("78", "80", scheme=scheme).rule == "more than 2% worse than target"


def test_a_scheme_of_one_open_band_rates_any_variance_alike() -> None:
    scheme = a_scheme({"rating": "good"})
    found = rated("1", "80", scheme=scheme)
    assert (found.rating, found.rule) == ("good", "any variance")


def test_the_words_for_having_no_rating_are_those_that_readers_know() -> None:
    """They are stored with every close, so that a new word is a change of what is stored."""
    assert [status.value for status in Unrated] == [
        "not due",
        "no target",
        "target in words",
        "target to be set",
        "no direction",
        "not supplied",
        "return missing",
        "queried with department",
        "no value",
        "incomplete",
        "target zero",
        "no tolerance",
        "no floor",
        "no levels",
        "no value of last year",
        "no interval",
        "information only",
    ]
    assert RATED == "rated"


# Targets that are a range, and tolerances of the measure


def in_range(actual: str, low: str, high: str, scheme: MeasureScheme = SCHEME) -> Rated:
    terms = Terms(Unit.NUMBER, Polarity.RANGE)
    return rate(Decimal(actual), Stretch(Decimal(low), Decimal(high)), terms, scheme)


@pytest.mark.parametrize(
    ("actual", "rating", "variance"),
    [
        ("90", "good", "0"),
        ("100", "good", "0"),
        ("110", "good", "0"),
        # A distance is measured from the nearer end, and relative to it.
        ("88.2", "good", "-2"),
        ("88.19", "review", "-181/90"),
        ("112.2", "good", "-2"),
        ("112.21", "review", "-221/110"),
        ("81", "review", "-10"),
        ("80.99", "action", "-901/90"),
        ("121", "review", "-10"),
        ("121.01", "action", "-1101/110"),
    ],
)
def test_a_range_is_rated_by_the_distance_outside_it(
    actual: str, rating: str, variance: str
) -> None:
    found = in_range(actual, "90", "110")
    assert (found.rating, found.variance) == (rating, Fraction(variance))


def test_a_range_that_begins_at_zero_has_no_relative_distance_below_it() -> None:
    assert in_range("5", "0", "10").rating == "good"
    assert in_range("-1", "0", "10").status == Unrated.TARGET_ZERO
    assert in_range("11", "0", "10").variance == -10


def test_one_value_to_hit_is_a_range_of_no_length() -> None:
    terms = Terms(Unit.NUMBER, Polarity.RANGE)
    for actual, rating in (("100", "good"), ("98", "good"), ("102", "good"), ("103", "review")):
        assert rate(Decimal(actual), Decimal(100), terms, SCHEME).rating == rating
    assert rate(Decimal(0), Decimal(0), terms, SCHEME).rating == "good"
    assert rate(Decimal(1), Decimal(0), terms, SCHEME).status == Unrated.TARGET_ZERO


@pytest.mark.parametrize(
    ("actual", "rating"),
    [("100", "good"), ("99.31", "review"), ("98", "review"), ("97.99", "action")],
)
def test_a_measures_own_tolerance_parts_near_from_far(actual: str, rating: str) -> None:
    terms = Terms(Unit.PERCENT, Polarity.HIGHER, tolerance=Decimal(2))
    found = rate(Decimal(actual), Decimal(100), terms, TOLERANT)
    assert found.rating == rating
    assert "tolerance" in (found.rule or "") or rating == "good"


def test_without_a_tolerance_only_a_met_target_is_rated() -> None:
    terms = Terms(Unit.PERCENT, Polarity.HIGHER)
    assert rate(Decimal(100), Decimal(100), terms, TOLERANT).rating == "good"
    missed = rate(Decimal(99), Decimal(100), terms, TOLERANT)
    assert (missed.status, missed.variance) == (Unrated.NO_TOLERANCE, -1)


# Exactness


@pytest.mark.parametrize(
    ("actual", "target", "rating"),
    [
        ("98", "100", "good"),
        ("97.99999999999999999", "100", "review"),
        ("0.315", "0.3", "good"),
        ("0.3150000000000000001", "0.3", "strong"),
        ("0.9", "1", "review"),
        ("0.8999999999999999999", "1", "action"),
        ("2.94", "3", "good"),
        ("1.155", "1.1", "good"),
        ("123456789012345678", "123456789012345678", "good"),
        ("302", "308.1632653061224489", "good"),
        ("302", "308.1632653061224490", "review"),
    ],
)
def test_a_rating_is_decided_on_every_digit(actual: str, target: str, rating: str) -> None:
    assert rated(actual, target, unit="number").rating == rating


def test_a_third_of_a_per_cent_is_exactly_that() -> None:
    assert rated("301", "300").variance == Fraction(1, 3)


# What must hold for every actual and target, of the bands alone

amounts = st.decimals("-9999", "9999", places=2)
targets = amounts.filter(lambda number: number != 0)
factors = st.decimals("0.01", "500", places=2)
polarities = st.sampled_from(["higher", "lower"])


@st.composite
def near_an_edge(draw: st.DrawFn) -> tuple[Decimal, Decimal]:
    """An actual and a target, as often as not at an edge or a hair beside it."""
    target = draw(targets)
    edge = draw(st.sampled_from(["5", "2", "0", "-2", "-5", "-10", "10"]))
    at_edge = target + abs(target) * Decimal(edge) / 100
    hair = draw(st.sampled_from(["0", "0.00001", "-0.00001", "1", "-1"]))
    return draw(st.sampled_from([at_edge + Decimal(hair), draw(amounts)])), target


def band_of(actual: Decimal, target: Decimal, polarity: str) -> int:
    """The place of the rating, 0 for the best, of a measure that no special clause applies to."""
    found = rate(actual, target, a_measure(unit="number", polarity=polarity), SCHEME).rating
    assert found is not None
    return BEST_FIRST.index(found)


@given(near_an_edge(), near_an_edge(), polarities)
def test_a_better_actual_is_never_rated_worse(
    one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal], polarity: str
) -> None:
    target = one[1]
    low, high = sorted((one[0], other[0]))
    better, worse = (high, low) if polarity == "higher" else (low, high)
    assert band_of(better, target, polarity) <= band_of(worse, target, polarity)


@given(near_an_edge(), factors, polarities)
def test_counting_in_other_units_changes_no_rating(
    pair: tuple[Decimal, Decimal], factor: Decimal, polarity: str
) -> None:
    actual, target = pair
    assert band_of(actual * factor, target * factor, polarity) == band_of(actual, target, polarity)


@given(near_an_edge())
def test_lower_is_better_is_the_mirror_of_higher_is_better(pair: tuple[Decimal, Decimal]) -> None:
    actual, target = pair
    mirrored = 2 * target - actual
    assert band_of(mirrored, target, "lower") == band_of(actual, target, "higher")
    assert variance_of(mirrored, target, Polarity.LOWER) == variance_of(
        actual, target, Polarity.HIGHER
    )


@given(near_an_edge(), polarities)
def test_every_variance_falls_in_exactly_one_band(
    pair: tuple[Decimal, Decimal], polarity: str
) -> None:
    actual, target = pair
    variance = variance_of(actual, target, Polarity(polarity))
    assert variance is not None
    held = [variance > 5, -2 <= variance <= 5, -10 <= variance < -2, variance < -10]
    assert held.count(True) == 1
    assert held.index(True) == band_of(actual, target, polarity)


@given(near_an_edge(), polarities)
def test_the_sign_of_a_variance_says_better_or_worse(
    pair: tuple[Decimal, Decimal], polarity: str
) -> None:
    actual, target = pair
    assume(actual != target)
    variance = variance_of(actual, target, Polarity(polarity))
    assert variance is not None
    assert (variance > 0) is ((actual > target) is (polarity == "higher"))


def test_the_ratings_are_met_in_order_as_an_actual_rises() -> None:
    found = [band_of(Decimal(n), Decimal(1000), "higher") for n in range(850, 1100)]
    assert all(before >= after for before, after in pairwise(found))
    assert set(found) == {0, 1, 2, 3}
