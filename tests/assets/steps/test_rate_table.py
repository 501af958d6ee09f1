"""Rating single rows of a table: the published edges, and cells as people write them.

Files, further columns and schemes are `test_rate_files`' business, the arithmetic itself is
`test_rating`'s, the command `test_rate_command`'s.
"""

import pytest
from rate_builders import POINTS, one


@pytest.mark.parametrize(
    ("actual", "target", "polarity", "word"),
    [
        ("84.01", "80", "higher", "Strong"),
        ("84.00", "80", "higher", "Good"),
        ("78.40", "80", "higher", "Good"),
        ("78.39", "80", "higher", "Review"),
        ("72.00", "80", "higher", "Review"),
        ("71.99", "80", "higher", "Action"),
        ("9.49", "10", "lower", "Strong"),
        ("9.50", "10", "lower", "Good"),
        ("10.20", "10", "lower", "Good"),
        ("10.21", "10", "lower", "Review"),
        ("11.00", "10", "lower", "Review"),
        ("11.01", "10", "lower", "Action"),
        ("97.92", "96", "higher", "Good"),
        ("97.93", "96", "higher", "Strong"),
        ("100", "96", "higher", "Strong"),
        ("97.85", "95", "higher", "Good"),
        ("99.99", "99", "higher", "Good"),
        ("100", "99", "higher", "Strong"),
    ],
)
def test_derbyshires_edges(actual: str, target: str, polarity: str, word: str) -> None:
    given_ = one(actual, target, polarity, "percent")
    assert (given_["rating"], given_["reason"]) == (word, "")
    assert given_["rule"]


@pytest.mark.parametrize("target", ["90 to 110", "90-110", "90 - 110", "90–110", "90 – 110"])
@pytest.mark.parametrize(
    ("actual", "word", "variance"),
    [
        ("90", "Good", "0"),
        ("110", "Good", "0"),
        ("89", "Good", "-1.111111"),
        ("121", "Review", "-10"),
    ],
)
def test_a_range_is_met_between_its_ends(
    target: str, actual: str, word: str, variance: str
) -> None:
    given_ = one(actual, target, "range")
    assert (given_["rating"], given_["variance_pct"]) == (word, variance)


@pytest.mark.parametrize(
    ("target", "unit", "inside", "outside"),
    [
        ("-5 to -1", "number", "-5", "-6"),
        ("-5--1", "number", "-1", "0"),
        ("−5 – −1", "number", "-3", "1"),
        ("-2 to 2", "number", "0", "3"),
        ("5% to 7.5%", "percent", "7.5%", "8%"),
        ("5-7.5%", "percent", "5", "4.4"),
        ("£1,000 to £1,200.50", "money", "£1,200.50", "£1,300"),
        ("10 to 20 days", "days", "20 days", "21 days"),
        ("100", "number", "100", "105"),
    ],
)
def test_ranges_as_people_write_them(target: str, unit: str, inside: str, outside: str) -> None:
    assert one(inside, target, "range", unit)["rating"] == "Good"
    assert one(outside, target, "range", unit)["rating"] in ("Review", "Action")


@pytest.mark.parametrize("target", ["110 to 90", "90 to", "to 90", "90 to 100 to 110", "some"])
def test_what_is_no_range_is_not_rated(target: str) -> None:
    given_ = one("100", target, "range")
    assert given_["rating"] == ""
    assert given_["reason"].startswith("the target cannot be read as a number: ")


def test_a_range_is_no_target_where_higher_is_better() -> None:
    assert one("100", "90 to 110")["reason"].startswith("the target cannot be read as a number")


def test_without_a_direction_there_is_no_rating() -> None:
    given_ = one("100", "90", "none")
    assert given_["rating"] == given_["variance_pct"] == ""
    assert given_["reason"] == "context measure: neither higher nor lower is better"


@pytest.mark.parametrize(
    ("actual", "polarity", "tolerance", "word", "said"),
    [
        ("0", "lower", "", "Good", "the target of zero is met"),
        ("nil", "lower", "", "Good", "the target of zero is met"),
        ("3", "higher", "", "Good", "the target of zero is met"),
        ("1", "lower", "", "", "the target is zero and the measure declares no tolerance"),
        ("1", "lower", "1", "Good", "within 1 of the target of zero"),
        ("-2", "higher", "2.5", "Good", "within 2.5 of the target of zero"),
        ("2", "lower", "1", "Action", "more than 1 from the target of zero"),
        ("1", "lower", "0", "Action", "more than 0 from the target of zero"),
        ("1", "lower", "-1", "", "the zero tolerance is not a number of 0 or more"),
        ("1", "lower", "some", "", "the zero tolerance is not a number of 0 or more"),
    ],
)
@pytest.mark.parametrize("target", ["0", "0.00", "nil"])
def test_targets_of_zero(
    target: str, actual: str, polarity: str, tolerance: str, word: str, said: str
) -> None:
    given_ = one(actual, target, polarity, zero_tolerance=tolerance)
    assert (given_["rating"], given_["rule"] or given_["reason"]) == (word, said)
    assert given_["variance_pct"] == ""


def test_in_points_a_target_of_zero_needs_no_tolerance() -> None:
    given_ = one("0", "0", "lower", "percent", name=str(POINTS))
    assert (given_["rating"], given_["variance_pct"]) == ("Tick", "0")


@pytest.mark.parametrize(
    ("actual", "tolerance", "word"),
    [
        ("100%", "", "Tick"),
        ("98%", "2.00%", "Triangle"),
        ("97.99%", "2", "Octagon"),
        ("99", "", ""),
    ],
)
@pytest.mark.parametrize("heading", ["tolerance", "Tolerance", " TOLERANCE "])
def test_a_tolerance_of_the_row_itself(
    heading: str, actual: str, tolerance: str, word: str
) -> None:
    given_ = one(actual, "100%", unit="percent", name=str(POINTS), **{heading: tolerance})
    assert given_["rating"] == word
    assert given_["reason"] == ("" if word else "the measure states no tolerance")


@pytest.mark.parametrize(
    ("actual", "target", "unit", "variance"),
    [
        ("£1,234.50", "£1,200", "money", "2.875"),
        ("-£5", "-£10", "money", "50"),
        ("1,234,567", "1000000", "number", "23.4567"),
        ("71 days", "100 Days", "days", "-29"),
        ("1 day", "1", "days", "0"),
        ("97.0 %", "100", "percent", "-3"),
        ("−3", "-4", "number", "25"),
        (" 3 ", "4", "number", "-25"),
        ("2", "3", "number", "-33.333333"),
    ],
)
def test_numbers_as_people_write_them(actual: str, target: str, unit: str, variance: str) -> None:
    assert one(actual, target, unit=unit)["variance_pct"] == variance


TEXTS = [
    "DIV/0",
    "15-day",
    "Level 2",
    "4.9 weeks",
    "99 kg",
    "3*",
    "1,23",
    "5 (of 9)",
    "1e5",
    "£5",
    "12%",
]


@pytest.mark.parametrize("column", ["actual", "target"])
@pytest.mark.parametrize("text", TEXTS)
def test_text_with_digits_in_it_is_never_a_number(text: str, column: str) -> None:
    cells = {"actual": "1", "target": "1"} | {column: text}
    given_ = one(**cells)
    assert given_["rating"] == given_["variance_pct"] == ""
    assert given_["reason"].startswith(f"the {column} cannot be read as a number: ")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"actual": ""}, "there is no actual"),
        ({"actual": "-"}, "there is no actual"),
        ({"actual": "N/A"}, "there is no actual: not applicable"),
        ({"actual": "tbc"}, "there is no actual: not yet available"),
        ({"actual": "<5"}, "there is no actual: suppressed"),
        ({"target": ""}, "there is no target"),
        ({"target": "No target"}, "there is no target: not applicable"),
        ({"unit": "kg"}, "the unit is not one of percent, number, money, days, rate"),
        ({"polarity": "up"}, "the polarity is not one of higher, lower, range, none"),
    ],
)
def test_a_row_that_cannot_be_rated_says_why(cells: dict[str, str], reason: str) -> None:
    given_ = one(**{"actual": "1", "target": "1", **cells})
    assert (given_["rating"], given_["reason"]) == ("", reason)


def test_case_and_blanks_of_unit_and_polarity_make_no_difference() -> None:
    assert one("11.01", "10", " Lower ", "NUMBER")["rating"] == "Action"
