"""SMART: each of the five has a fact of the register that makes it fail, and that alone."""

from datetime import date
from typing import Any

import pytest

from sources.framework.keys import FinancialYear
from sources.framework.last_year import parse_last_year
from sources.framework.library import EXAMPLES
from sources.framework.load import load_folder
from sources.framework.measures import Polarity
from sources.framework.smart import gives_reason, smart
from sources.framework.targets import Target

DERBYSHIRE = load_folder(EXAMPLES / "derbyshire" / "2023-24")
MEASURE = DERBYSHIRE.measures["asc-08"]
YEAR = FinancialYear.parse("2023-24")
WHOLE: dict[str, Any] = {
    "measure": "asc-08",
    "annual": "80",
    "reach_by": date(2024, 3, 31),
    "rationale": "What the best third of councils reach.",
    "evidence": "79.1 last year.",
    "set_by": "A post",
    "provenance": "ours",
}


def lacking(measure: dict[str, Any] | None = None, **changed: Any) -> dict[str, str]:
    target = Target.model_validate(WHOLE | changed)
    declared = MEASURE.model_copy(update=measure or {})
    return {c.name: c.lacking for c in smart(declared, target, YEAR) if c.lacking is not None}


def test_a_whole_target_is_all_five_in_their_order() -> None:
    five = smart(MEASURE, Target.model_validate(WHOLE), YEAR)
    assert [one.name for one in five] == [
        "specific",
        "measurable",
        "achievable",
        "relevant",
        "time-bound",
    ]
    assert all(one.is_met for one in five)
    assert lacking(annual=None, of_last_year=parse_last_year("+2%")) == {}


CASES: list[tuple[dict[str, Any], dict[str, Any] | None, str]] = [
    ({}, {"definition": "TBC"}, "specific"),
    ({"annual": None, "in_words": "Open the depot."}, None, "measurable"),
    ({}, {"polarity": Polarity.NONE}, "measurable"),
    ({"evidence": None}, None, "achievable"),
    ({"rationale": "As last year."}, None, "relevant"),
    ({"rationale": "tbc"}, None, "relevant"),
    ({}, {"priorities": (), "outcomes": ()}, "relevant"),
    ({"reach_by": None}, None, "time-bound"),
    ({"reach_by": date(2023, 3, 31)}, None, "time-bound"),
]


@pytest.mark.parametrize(("target", "measure", "name"), CASES)
def test_one_missing_fact_fails_one_of_the_five(
    target: dict[str, Any], measure: dict[str, Any] | None, name: str
) -> None:
    assert list(lacking(measure, **target)) == [name]


def test_a_target_without_an_end_is_not_time_bound_and_says_so() -> None:
    assert lacking(reach_by=None) == {"time-bound": "it does not say by when it is to be reached"}


def test_where_nothing_is_aimed_at_nothing_is_smart() -> None:
    assert smart(MEASURE, Target.model_validate(WHOLE | {"annual": None}), YEAR) == ()


def test_one_that_is_yet_to_be_set_fails_where_that_shows() -> None:
    found = lacking(annual=None, to_be_set_by=date(2023, 9, 30))
    assert list(found) == ["specific", "measurable"]


@pytest.mark.parametrize(
    ("text", "says"),
    [("n/a", False), ("as last year.", False), ("Two words", False), ("Set from last year", True)],
)
def test_fillers_give_no_reason(text: str, says: bool) -> None:
    assert gives_reason(text) is says
