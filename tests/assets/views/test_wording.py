"""How numbers and moments are printed: rounded once, half up, with a real minus sign."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from assets.views.wording import (
    counted,
    moment_text,
    number_text,
    plain,
    rounded,
    unit_words,
    variance_text,
)
from sources.framework.measures import Measure

MINUS = "\u2212"


def a_measure(unit: str, places: int = 0, **given: Any) -> Measure:
    return Measure.model_validate(
        {
            "id": "m-1",
            "name": "A measure",
            "definition": "What it counts.",
            "purpose": "Why.",
            "unit": unit,
            "decimal_places": places,
            "polarity": "higher",
            "frequency": "quarterly",
            "kind": "output",
            "tier": "corporate",
            "is_cumulative": False,
            "aggregation": "latest",
            "department": "place",
            "body": "cabinet",
            "outcomes": (),
            "priorities": ("first",),
            "collection_officer": "A",
            "responsible_officer": "B",
            "authorising_officer": "C",
            "provenance": "ours",
            **given,
        }
    )


@pytest.mark.parametrize(
    ("number", "unit", "places", "text"),
    [
        ("95.9", "percent", 1, "95.9%"),
        ("95.95", "percent", 1, "96.0%"),
        ("95.94", "percent", 1, "95.9%"),
        ("-0.5", "percent", 1, f"{MINUS}0.5%"),
        ("1234", "money", 0, "£1,234"),
        ("1234567.5", "money", 0, "£1,234,568"),
        ("-1234.5", "money", 2, f"{MINUS}£1,234.50"),
        ("999.5", "money", 0, "£1,000"),
        ("12.5", "number", 1, "12.5"),
        ("12", "number", 1, "12.0"),
        ("1234567", "number", 0, "1,234,567"),
        ("-1234", "number", 0, f"{MINUS}1,234"),
        ("14.25", "days", 1, "14.3"),
        ("0.5", "number", 0, "1"),
        ("2.5", "number", 0, "3"),
        ("-2.5", "number", 0, f"{MINUS}3"),
        ("0", "money", 0, "£0"),
        ("999999999999999999", "money", 0, "£999,999,999,999,999,999"),
    ],
)
def test_a_number_is_printed_in_its_unit(number: str, unit: str, places: int, text: str) -> None:
    assert number_text(Decimal(number), a_measure(unit, places)) == text


@pytest.mark.parametrize("unit", ["percent", "money", "number"])
def test_what_rounds_to_nothing_has_no_sign(unit: str) -> None:
    assert MINUS not in number_text(Decimal("-0.4"), a_measure(unit))
    assert "-" not in number_text(Decimal("-0.4"), a_measure(unit))


def test_rounding_is_half_up_as_people_expect() -> None:
    assert rounded(Decimal("0.125"), a_measure("number", 2)) == Decimal("0.13")
    assert rounded(Decimal("-0.125"), a_measure("number", 2)) == Decimal("-0.13")


@pytest.mark.parametrize(
    ("exact", "is_points", "text"),
    [
        ("3.2", False, "+3.2%"),
        ("-0.400000", True, f"{MINUS}0.4 points"),
        ("0.000000", False, "0.0%"),
        ("0.049999", False, "0.0%"),
        ("-0.049999", False, "0.0%"),
        ("0.050000", False, "+0.1%"),
        ("-0.050000", False, f"{MINUS}0.1%"),
        ("-2.012500", False, f"{MINUS}2.0%"),
        ("12345.678900", False, "+12,345.7%"),
        ("5", True, "+5.0 points"),
    ],
)
def test_a_variance_is_signed_and_has_one_place(exact: str, is_points: bool, text: str) -> None:
    assert variance_text(exact, is_points) == text


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("5.000000", "5"),
        ("-2.012500", f"{MINUS}2.0125"),
        ("0.000000", "0"),
        ("-0.000000", "0"),
        ("100", "100"),
        ("1E+2", "100"),
        ("0.000001", "0.000001"),
    ],
)
def test_a_stored_decimal_is_printed_without_idle_zeros(stored: str, text: str) -> None:
    assert plain(stored) == text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2023, 10, 19, 22, 58, tzinfo=UTC), "19 October 2023 at 23:58"),
        (datetime(2023, 10, 19, 23, 0, tzinfo=UTC), "20 October 2023 at 00:00"),
        (datetime(2024, 1, 5, 9, 5, 59, tzinfo=UTC), "5 January 2024 at 09:05"),
        (datetime(2024, 3, 31, 0, 59, tzinfo=UTC), "31 March 2024 at 00:59"),
        (datetime(2024, 3, 31, 1, 0, tzinfo=UTC), "31 March 2024 at 02:00"),
    ],
)
def test_a_moment_is_told_by_the_clock_in_london(moment: datetime, text: str) -> None:
    assert moment_text(moment) == text


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (a_measure("percent"), "per cent"),
        (a_measure("money"), "pounds"),
        (a_measure("number"), "number"),
        (a_measure("days"), "days"),
        (a_measure("days", unit_words="working days"), "working days"),
        (a_measure("rate", unit_words="per 1,000 people"), "per 1,000 people"),
    ],
)
def test_a_unit_has_words(measure: Measure, words: str) -> None:
    assert unit_words(measure) == words


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 measures"), (1, "1 measure"), (2, "2 measures")]
)
def test_one_is_singular(count: int, text: str) -> None:
    assert counted(count, "measure") == text


def test_an_irregular_plural_is_given() -> None:
    assert counted(2, "priority", "priorities") == "2 priorities"
    assert counted(1, "priority", "priorities") == "1 priority"
