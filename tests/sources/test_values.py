"""Values: a cell is a number, one stated absence, or unreadable; it is never guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.values import (
    MAX_DIGITS,
    Absence,
    Unit,
    Value,
    from_units,
    parse_number,
    parse_text,
    spreadsheet_number,
    to_units,
)
from sources.workbooks.number_formats import shows_percent

LARGEST_STORED = 2**63 - 1

storable = st.builds(
    from_units,
    st.integers(-(10**MAX_DIGITS) + 1, 10**MAX_DIGITS - 1),
    st.integers(0, MAX_DIGITS),
)


def test_six_ways_of_having_nothing_are_six_different_things():
    cells = ["0", "", "n/a", "TBC", "DIV/0", "below 10"]
    read = [parse_text(cell, Unit.NUMBER) for cell in cells]
    assert [(value.number, value.absence) for value in read] == [
        (Decimal(0), None),
        (None, Absence.BLANK),
        (None, Absence.NOT_APPLICABLE),
        (None, Absence.NOT_YET_AVAILABLE),
        (None, Absence.UNREADABLE),
        (None, Absence.SUPPRESSED),
    ]


@pytest.mark.parametrize(
    ("text", "absence"),
    [
        ("   ", Absence.BLANK),
        ("-", Absence.BLANK),
        ("\u2013", Absence.BLANK),
        ("\u2014", Absence.BLANK),
        ("N/A", Absence.NOT_APPLICABLE),
        ("N/a", Absence.NOT_APPLICABLE),
        ("NA", Absence.NOT_APPLICABLE),
        ("tbc", Absence.NOT_YET_AVAILABLE),
        ("To be reported", Absence.NOT_YET_AVAILABLE),
        ("Not available", Absence.NOT_YET_AVAILABLE),
        ("Annual Indicator", Absence.NOT_DUE),
        ("Annual KPI", Absence.NOT_DUE),
        ("Annual PI", Absence.NOT_DUE),
        ("[c]", Absence.SUPPRESSED),
        ("*", Absence.SUPPRESSED),
        ("<5", Absence.SUPPRESSED),
        ("Fewer than 5", Absence.SUPPRESSED),
        ("Withdrawn", Absence.WITHDRAWN),
    ],
)
def test_a_stated_absence_keeps_its_reason_and_its_text(text, absence):
    value = parse_text(text, Unit.NUMBER)
    assert (value.number, value.absence, value.raw) == (None, absence, text)


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("0", Unit.NUMBER, "0"),
        ("nil", Unit.NUMBER, "0"),
        ("Nil", Unit.NUMBER, "0"),
        ("0%", Unit.PERCENT, "0"),
        ("95.9%", Unit.PERCENT, "95.9"),
        ("95.9", Unit.PERCENT, "95.9"),
        ("95.9 %", Unit.PERCENT, "95.9"),
        ("-9.67%", Unit.PERCENT, "-9.67"),
        ("112%", Unit.PERCENT, "112"),
        ("£1,234.56", Unit.MONEY, "1234.56"),
        ("-£1,234.56", Unit.MONEY, "-1234.56"),
        ("\u2212£2", Unit.MONEY, "-2"),
        ("1234.56", Unit.MONEY, "1234.56"),
        ("-28", Unit.DAYS, "-28"),
        ("\u221228", Unit.DAYS, "-28"),
        ("+3", Unit.NUMBER, "3"),
        ("1,847,000.4", Unit.NUMBER, "1847000.4"),
        (".5", Unit.NUMBER, "0.5"),
        (" 36 ", Unit.NUMBER, "36"),
        ("\u00a036\u00a0", Unit.NUMBER, "36"),
    ],
)
def test_a_plain_number_is_read_exactly_in_its_own_unit(text, unit, number):
    value = parse_text(text, unit)
    assert (value.number, value.absence) == (Decimal(number), None)
    assert (value.unit, value.raw) == (unit, text)


def test_a_number_keeps_the_places_it_was_given_with():
    assert parse_text("95.90%", Unit.PERCENT).places == 2
    assert parse_text("96", Unit.PERCENT).places == 0
    assert Value.absent(Absence.BLANK, Unit.PERCENT).places == 0


@pytest.mark.parametrize(
    "text",
    [
        "15-day",
        "Level 2",
        "512 kg",
        "74% (92 of 125)",
        "34*",
        "31st September 2024",
        "1,23",
        "1,2345",
        "12,34,567",
        "1.234.567",
        "1 234",
        "5.",
        "1e3",
        "1_000",
        "--5",
        "- 5",
        "(28)",
        "5%%",
        "£5",
        "\u00bd",
        "DIV/0",
        "#DIV/0!",
        "#N/A",
        "NaN",
        "inf",
        "below 10%",
        "n/a 5",
        "Q2",
    ],
)
def test_text_with_digits_in_it_is_never_a_number(text):
    value = parse_text(text, Unit.NUMBER)
    assert (value.number, value.absence) == (None, Absence.UNREADABLE)
    assert value.raw == text


def test_a_comma_after_a_leading_zero_is_not_taken_for_thousands():
    value = parse_text("0,873", Unit.NUMBER)
    assert (value.number, value.absence) == (None, Absence.UNREADABLE)


@pytest.mark.parametrize("text", ["-£-5", "-£+5", "\u2212£\u22125"])
def test_money_with_two_signs_is_unreadable(text):
    assert parse_text(text, Unit.MONEY).absence is Absence.UNREADABLE


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("95%", Unit.NUMBER),
        ("95%", Unit.MONEY),
        ("£95", Unit.PERCENT),
        ("£95", Unit.DAYS),
        ("-£95", Unit.NUMBER),
    ],
)
def test_the_sign_of_another_unit_makes_a_cell_unreadable(text, unit):
    assert parse_text(text, unit).absence is Absence.UNREADABLE


def test_a_provisional_mark_is_kept_beside_the_number():
    value = parse_text("95.9% [p]", Unit.PERCENT)
    assert (value.number, value.is_provisional) == (Decimal("95.9"), True)
    assert not parse_text("95.9%", Unit.PERCENT).is_provisional


def test_a_provisional_mark_alone_is_not_a_number():
    assert parse_text("[p]", Unit.PERCENT).absence is Absence.UNREADABLE


@given(st.text(max_size=20), st.sampled_from(Unit))
def test_any_text_gives_a_number_or_an_absence_and_keeps_what_was_typed(text, unit):
    value = parse_text(text, unit)
    assert (value.number is None) != (value.absence is None)
    assert value.raw == text


@given(
    st.integers(-(10**MAX_DIGITS) + 1, 10**MAX_DIGITS - 1),
    st.integers(0, 6),
    st.sampled_from(Unit),
)
def test_a_number_written_out_plainly_is_read_back(units, places, unit):
    number = from_units(units, places)
    assert parse_text(format(number, "f"), unit).number == number
    assert parse_text(format(number, ",f"), unit).number == number


@pytest.mark.parametrize(
    ("held", "shown_as", "number"),
    [
        ("0.873", "0.0%", "87.3"),
        ("0.873", "0%", "87.3"),
        ("1", "0%", "100"),
        ("0.9", "0.00%", "90"),
        ("-0.16", "0%", "-16"),
        ("87.3", "0.0", "87.3"),
        ("0.873", "General", "0.873"),
    ],
)
def test_a_cell_shown_as_a_percentage_is_read_as_its_typist_saw_it(held, shown_as, number):
    value = parse_number(
        Decimal(held), Unit.PERCENT, held, shown_as_percent=shows_percent(shown_as)
    )
    assert value.number == Decimal(number)
    assert "E" not in str(value.number)


@pytest.mark.parametrize("shown_as", ['0.0"%"', "0.0\\%"])
def test_a_percent_sign_that_is_only_text_does_not_scale_the_cell(shown_as):
    assert not shows_percent(shown_as)


def test_a_percentage_cell_of_another_unit_is_unreadable():
    value = parse_number(Decimal("0.5"), Unit.DAYS, "0.5", shown_as_percent=True)
    assert value.absence is Absence.UNREADABLE


@given(storable)
def test_a_stored_number_comes_back_exactly_with_its_places(number):
    units, places = to_units(number)
    assert from_units(units, places) == number
    assert from_units(units, places).as_tuple().exponent == number.as_tuple().exponent
    assert abs(units) <= LARGEST_STORED


def test_a_number_is_stored_as_an_integer_and_its_places():
    assert to_units(Decimal("95.90")) == (9590, 2)
    assert to_units(Decimal(-28)) == (-28, 0)
    assert to_units(Decimal("1E+3")) == (1000, 0)
    assert str(from_units(9590, 2)) == "95.90"


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        (0.1 + 0.2, "0.3"),
        (0.873, "0.873"),
        (95.9, "95.9"),
        (100.0, "100"),
        (100, "100"),
        (1200000.0, "1200000"),
        (-28.0, "-28"),
        (0.0, "0"),
        (1 / 3, "0.333333333333333"),
    ],
)
def test_a_workbook_number_is_the_decimal_that_excel_shows(held, shown):
    assert str(spreadsheet_number(held)) == shown


@pytest.mark.parametrize("held", [1e30, -1e30, 1e300, float("inf"), 10**40])
def test_a_workbook_number_beyond_all_measure_is_unreadable_and_stops_nothing(held):
    value = parse_number(spreadsheet_number(held), Unit.NUMBER, str(held))
    assert value.absence is Absence.UNREADABLE


@pytest.mark.parametrize(
    "text",
    [
        "1234567890123456789",
        "-1234567890123456789",
        "1,234,567,890,123,456,789",
        "1.234567890123456789",
        "9" * 40,
        "1" + "0" * 18,
    ],
)
def test_a_number_of_more_than_18_digits_is_unreadable(text):
    value = parse_text(text, Unit.NUMBER)
    assert (value.number, value.absence) == (None, Absence.UNREADABLE)
    assert value.raw == text


def test_a_number_of_18_digits_is_kept_exactly():
    value = parse_text("123456789012345678", Unit.NUMBER)
    assert value.number == Decimal(123456789012345678)
    assert to_units(value.number) == (123456789012345678, 0)


def test_a_percentage_is_still_storable_after_it_is_scaled():
    held = "123456789012345678"
    value = parse_number(Decimal(held), Unit.PERCENT, held, shown_as_percent=True)
    assert value.absence is Absence.UNREADABLE


@pytest.mark.parametrize("odd", ["NaN", "Infinity", "-Infinity", "1E+400", "1E-400"])
def test_a_number_that_cannot_be_stored_is_unreadable(odd):
    value = parse_number(Decimal(odd), Unit.NUMBER, odd)
    assert value.absence is Absence.UNREADABLE


def test_a_value_is_exactly_one_of_number_and_absence():
    with pytest.raises(ValueError, match="never both or neither"):
        Value(Decimal(1), Absence.BLANK, Unit.NUMBER, "1")
    with pytest.raises(ValueError, match="never both or neither"):
        Value(None, None, Unit.NUMBER, "")
    assert Value.of("95.9", Unit.PERCENT).number == Decimal("95.9")
    assert Value.absent(Absence.BLANK, Unit.PERCENT).absence is Absence.BLANK
