"""How a supplied rating stands to what value and target give, and in which words."""

from decimal import Decimal
from typing import Any

import pytest

from assets.analysis.supplied import Agreement, Compared, compare
from sources.framework.schemes import Band, MeasureScheme, RatingLevel, SuppliedWords

WORDS = {"green": "Green", "amber": "Amber", "red": "Red"}


def scheme(*bands: Band) -> MeasureScheme:
    """Ratings taken as given; so many of them as there are bands can be computed."""
    levels = tuple(
        RatingLevel(
            id=name,
            word=word,
            symbol="*",
            colour="#00703c",
            meaning=word,
            response=word,
            follow_up="none",
        )
        for name, word in WORDS.items()
    )
    return MeasureScheme(
        id="given",
        name="As given",
        source="ours",
        basis="supplied",
        variance="relative",
        ratings=levels,
        bands=bands,
        target_zero_met="green",
        supplied=SuppliedWords(reason="no arithmetic", ratings={w: n for n, w in WORDS.items()}),
    )


ONE = scheme(Band(rating="green", at_least=0))
TWO = scheme(Band(rating="green", at_least=0), Band(rating="amber", at_least=-5))
ALL = scheme(*TWO.bands, Band(rating="red"))


def compared(supplied: str | None, computed: str | None = None, **other: Any) -> Compared:
    given = {"has_target": True, "actual": Decimal(5), "reason": None, "scheme": ONE, **other}
    return compare(supplied, computed, **given)


def test_what_was_not_supplied_is_not_rated_for_the_reason_that_was_given() -> None:
    reason = "shown for information only, without a rating"
    for computed in (None, "green"):
        for target in (True, False):
            found = compared(None, computed, reason=reason, has_target=target)
            assert found == Compared(Agreement.NOT_RATED, reason)


@pytest.mark.parametrize("reason", [None, ""])
def test_without_a_reason_it_says_that_none_was_supplied(reason: str | None) -> None:
    found = compared(None, reason=reason, actual=None)
    assert found == Compared(Agreement.NOT_RATED, "no rating was supplied")


@pytest.mark.parametrize("supplied", WORDS)
def test_without_a_target_nothing_can_be_computed(supplied: str) -> None:
    found = compared(supplied, has_target=False)
    assert found.agreement is Agreement.NOT_COMPUTED
    assert "no target" in found.explanation


def test_without_a_value_nothing_can_be_computed() -> None:
    assert compared("green", actual=None).agreement is Agreement.NOT_COMPUTED


def test_without_a_value_it_is_the_value_that_is_missing() -> None:
    assert "no target" not in compared("green", actual=None).explanation


@pytest.mark.parametrize("actual", [Decimal(5), Decimal(0)])
def test_the_same_rating_agrees(actual: Decimal) -> None:
    found = compared("green", "green", actual=actual)
    assert found == Compared(Agreement.AGREES, "value and target give the same")


DIFFERENT = [
    ("red", "green", ONE, "Green by its target"),
    ("green", "amber", TWO, "Amber by its target"),
    # What is computed as none of the better ratings cannot be one of them.
    ("green", None, ONE, "not Green by its target"),
    ("amber", None, TWO, "not Amber or Green by its target"),
    ("red", None, ALL, "not Amber or Green or Red by its target"),
]


@pytest.mark.parametrize(("supplied", "computed", "how", "words"), DIFFERENT)
def test_another_rating_differs_and_the_words_say_which_it_would_be(
    supplied: str, computed: str | None, how: MeasureScheme, words: str
) -> None:
    for actual in ("5", "-5", "0.01"):
        found = compared(supplied, computed, scheme=how, actual=Decimal(actual))
        assert found.agreement is Agreement.DIFFERS
        assert found.explanation == f"{words}; neither value nor target explains it"


@pytest.mark.parametrize(("supplied", "computed", "how", "words"), DIFFERENT)
@pytest.mark.parametrize("nought", ["0", "0.00", "-0"])
def test_a_value_of_nought_may_stand_for_no_data(
    supplied: str, computed: str | None, how: MeasureScheme, words: str, nought: str
) -> None:
    found = compared(supplied, computed, scheme=how, actual=Decimal(nought))
    assert found.agreement is Agreement.DIFFERS
    assert found.explanation == f"{words}; the value is 0, which may stand for no data"


@pytest.mark.parametrize("supplied", ["amber", "red"])
def test_what_no_rule_parts_cannot_be_computed(supplied: str) -> None:
    found = compared(supplied)
    assert found.agreement is Agreement.NOT_COMPUTED
    assert found.explanation == (
        "below what can be computed; the rule does not say what parts Amber from Red"
    )


def test_a_single_rating_below_is_parted_from_nothing() -> None:
    assert compared("red", scheme=TWO).explanation == "below what the rule states in numbers"
