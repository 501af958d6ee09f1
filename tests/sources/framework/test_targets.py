"""Targets: which profiles lead to the year's, in which ways a target may be stated, and in what
words the others are refused."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.last_year import parse_last_year
from sources.framework.library import EXAMPLES
from sources.framework.load import load, read_folder
from sources.framework.measures import Measure
from sources.framework.places import FrameworkProblems
from sources.framework.target_checks import strays
from sources.framework.targets import Target, share_of

TEXTS = read_folder(EXAMPLES / "derbyshire" / "2023-24")
MEASURES = load(TEXTS).measures
# A running total, and percentages of each way of making a year of its quarters.
TOTAL = MEASURES["asc-02"]
QUARTERS = ("q1", "q2", "q3", "q4")


def measured_by(aggregation: str, **given: Any) -> Measure:
    fields = MEASURES["asc-08"].model_dump() | {"aggregation": aggregation} | given
    if aggregation == "weighted ratio":
        fields |= {"numerator": "Those in time", "denominator": "All of them"}
    return Measure.model_validate(fields)


def a_target(annual: str | None = None, *profile: str, **given: Any) -> Target:
    ordinary = {
        "measure": "asc-02",
        "annual": annual,
        "rationale": "As planned.",
        "set_by": "A post",
        "provenance": "ours",
    }
    return Target.model_validate(
        ordinary | dict(zip(QUARTERS, profile, strict=bool(profile))) | given
    )


def derbyshire(target: str, *, heads: str) -> Framework:
    """The example with a target of another wording for asc-02, in further columns."""
    rows = list(csv.DictReader(io.StringIO(TEXTS["targets.csv"], newline="")))
    blank = dict.fromkeys(("annual", *QUARTERS, "reach_by"), "")
    first = [{**row, **blank, heads: target} for row in rows if row["measure"] == "asc-02"]
    rows = first + [row for row in rows if row["measure"] != "asc-02"]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(first[0]), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return load(TEXTS | {"targets.csv": text.getvalue()})


LEADS = [
    ("cumulative", ("10", "30", "60", "100"), None),
    ("cumulative", ("10", "30", "60", "90"), "ends at 90, the annual target is 100"),
    ("sum", ("10", "20", "30", "40"), None),
    ("sum", ("10", "30", "60", "100"), "adds up to 200, the annual target is 100"),
    ("latest", ("80", "85", "95", "100"), None),
    ("latest", ("80", "85", "95", "99"), "ends at 99, the annual target is 100"),
    ("mean", ("90", "100", "100", "110"), None),
    ("mean", ("90", "100", "100", "100"), "has a mean of 97.5, the annual target is 100"),
    ("weighted ratio", ("90", "100", "104", "99"), None),
    ("weighted ratio", ("90", "91", "92", "93"), "goes from 90 to 93, the annual target is 100"),
    ("supplied again", ("1", "2", "3", "4"), None),
]


@pytest.mark.parametrize(("way", "profile", "says"), LEADS)
def test_a_profile_leads_to_the_year_as_the_year_follows_from_its_quarters(
    way: str, profile: tuple[str, ...], says: str | None
) -> None:
    measure = TOTAL if way == "cumulative" else measured_by(way)
    found = strays(measure, a_target("100", *profile))
    assert (found and found[0]) == says
    assert found is None or found[1].endswith(".")


@pytest.mark.parametrize(("way", "profile", "says"), LEADS)
def test_shares_are_held_against_the_whole_in_the_same_way(
    way: str, profile: tuple[str, ...], says: str | None
) -> None:
    measure = TOTAL if way == "cumulative" else measured_by(way)
    found = strays(measure, a_target("480", *profile, profile_as="shares"))
    assert (found is None) == (says is None)
    assert found is None or found[0] == f"{says} (per cent of itself)"


def test_a_mean_that_does_not_come_out_even_is_taken_as_it_is_printed() -> None:
    measure = measured_by("mean", decimal_places=1)
    assert strays(measure, a_target("33.3", "33", "33", "33.5", "33.5")) is None
    assert strays(measure, a_target("33.1", "33", "33", "33.5", "33.5")) is not None


def test_the_refusal_says_where_it_stands_and_what_to_do() -> None:
    table = TEXTS["targets.csv"].replace("asc-02,1800,430,820,1230,1800", "asc-02,100,10,30,60,90")
    with pytest.raises(FrameworkProblems) as refused:
        load(TEXTS | {"targets.csv": table})
    assert [str(problem) for problem in refused.value.problems] == [
        "targets.csv:3: The profile of 'asc-02' ends at 90, the annual target is 100. "
        "Make q4 equal to annual."
    ]


def test_shares_become_values_exactly() -> None:
    target = a_target("480", "10", "33.3", "60", "100", profile_as="shares")
    assert target.profile == (Decimal(48), Decimal("159.84"), Decimal(288), Decimal(480))
    assert target.for_period(Period.parse("2023-24-Q2"), TOTAL) == Decimal("159.84")
    assert target.for_period(Period.parse("2023-24-FY"), TOTAL) == 480


@given(
    annual=st.decimals(min_value=-10_000, max_value=10_000, places=3),
    share=st.decimals(min_value=0, max_value=200, places=3),
)
def test_a_share_is_that_many_hundredths_and_no_digit_is_lost(
    annual: Decimal, share: Decimal
) -> None:
    assert share_of(annual, share) * 100 == annual * share
    assert share_of(annual, Decimal(100)) == annual


def test_a_profile_by_months_gives_every_month_and_the_ends_of_quarters() -> None:
    months = "40;80;115;155;195;235;275;315;350;390;435;480"
    target = a_target("480", months=months)
    assert target.profile == (115, 235, 350, 480)
    found = [target.for_period(Period.parse(f"2023-24-{c}"), TOTAL) for c in ("M02", "Q1", "H1")]
    assert found == [80, 115, 235]
    assert strays(TOTAL, target) is None
    assert strays(TOTAL, a_target("481", months=months)) == (
        "ends at 480, the annual target is 481",
        "Make the last month equal to annual.",
    )


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"annual": "5", "of_last_year": "+2%"}, "a target is one of annual and of_last_year"),
    ({"annual": "5", "in_words": "Open it."}, "a target is one of annual and in_words"),
    (
        {"to_be_set_by": "2023-09-30", "in_words": "Open it."},
        "a target is one of to_be_set_by and in_words",
    ),
    ({"annual": "5", "q1": "1"}, "the profile wants all four quarters, or none"),
    ({"annual": "5", "months": "1;2;3"}, "months are the twelve of the year, from April on"),
    (
        {"annual": "5", "months": ";".join("1" * 12), "q1": "1", "q2": "2", "q3": "3", "q4": "5"},
        "give the profile by quarters or by months, not both",
    ),
    ({"annual": "5", "profile_as": "shares"}, "profile_as says how the profile is written"),
    (
        {"of_last_year": "+2%", "q1": "1", "q2": "2", "q3": "3", "q4": "5"},
        "the profile of a target on last year cannot be given in values",
    ),
    (
        {"q1": "1", "q2": "2", "q3": "3", "q4": "5"},
        "a profile without an annual target cannot be checked against it",
    ),
    (
        {
            "annual": "123456789.123456789",
            "profile_as": "shares",
            **dict(zip(QUARTERS, ("33.333333333",) * 3 + ("100",), strict=True)),
        },
        "these shares have too many digits to be kept exactly: write values",
    ),
    ({"of_last_year": "2%"}, "write higher, lower, or a change in per cent with its sign"),
    ({"of_last_year": "=1+1"}, "write higher, lower, or a change in per cent with its sign"),
    ({"of_last_year": "+0%"}, "a change of 0% says nothing"),
    ({"annual": "25%"}, "write a plain number of at most 18 digits"),
]


@pytest.mark.parametrize(("stated", "says"), REFUSED)
def test_a_target_that_does_not_go_together_is_refused_in_a_sentence(
    stated: dict[str, Any], says: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        a_target(**stated)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("text", "outturn", "comes_to", "words"),
    [
        ("+2%", "78.4", "79.968", "2% more than last year"),
        ("-2.5%", "200", "195", "2.5% less than last year"),
        ("\N{MINUS SIGN}2% on last year", "50", "49", "2% less than last year"),
        # More than a loss of 40 is a smaller loss.
        ("+10%", "-40", "-36", "10% more than last year"),
        ("+2%", "0", "0", "2% more than last year"),
        ("higher than last year", "78.4", "78.4", "higher than last year"),
        ("lower", "12", "12", "lower than last year"),
    ],
)
def test_a_target_on_last_year_comes_to_an_exact_number(
    text: str, outturn: str, comes_to: str, words: str
) -> None:
    asked = parse_last_year(text)
    assert (asked.of(Decimal(outturn)), asked.words) == (Decimal(comes_to), words)
    assert parse_last_year(asked.written) == asked


def test_a_target_may_be_on_last_year_yet_to_be_set_or_in_words() -> None:
    for target, heads, words in [
        ("+2%", "of_last_year", "2% more than last year"),
        ("2023-09-30", "to_be_set_by", "to be set by 30 September 2023"),
        ("Open the depot.", "in_words", "Open the depot."),
    ]:
        held = derbyshire(target, heads=heads).targets["asc-02"]
        assert (held.words, held.annual) == (words, None)
        assert held.for_period(Period.parse("2023-24-FY"), TOTAL) is None


def test_a_target_of_less_than_last_year_is_refused_where_more_is_better() -> None:
    with pytest.raises(FrameworkProblems) as refused:
        derbyshire("lower", heads="of_last_year")
    assert [str(problem) for problem in refused.value.problems] == [
        "targets.csv:2: The target of 'asc-02' is lower than last year, and higher is better. Turn "
        "one of them round; for less than last year in a planned fall, write -2%."
    ]
