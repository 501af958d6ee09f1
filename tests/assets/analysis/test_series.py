"""Longer periods follow from shorter ones, exactly, and say what they lack."""

from decimal import Decimal

import pytest
from analysis_builders import Periods, a_measure, a_ref, period, seen, series

from assets.analysis.series import Derived, Observation, discrete, refs_of, refs_text, value_for
from sources.framework.measures import Measure
from sources.values import Absence, to_units

Q2 = period("Q2")


def monthly(aggregation: str, **given: object) -> Measure:
    return a_measure(frequency="monthly", aggregation=aggregation, **given)


def running(supplied: str, frequency: str = "quarterly", **given: object) -> Measure:
    return a_measure(
        is_cumulative=True,
        supplied=supplied,
        frequency=frequency,
        aggregation="sum",
        unit="number",
        **given,
    )


def months(*values: str | Observation | None) -> Periods:
    """July, August and September 2023."""
    named = zip(("M04", "M05", "M06"), values, strict=True)
    return series(**{code: value for code, value in named if value is not None})


def actual_of(derived: Derived) -> str | None:
    found = derived.observation
    return None if found is None or found.actual is None else str(found.actual)


# Quarters from months


@pytest.mark.parametrize(
    ("measure", "values", "actual"),
    [
        (monthly("sum", unit="number"), ("10", "20", "12.5"), "42.5"),
        (monthly("sum", unit="number"), ("0.1", "0.2", "0.3"), "0.6"),
        (monthly("sum", unit="number"), ("0", "0", "0"), "0"),
        (monthly("mean"), ("90", "50", "100"), "80"),
        (monthly("mean"), ("1", "0", "0"), "0.3333333333"),
        (monthly("latest"), ("90", "50", "75.5"), "75.5"),
    ],
)
def test_a_quarter_follows_from_its_months(
    measure: Measure, values: tuple[str, str, str], actual: str
) -> None:
    derived = value_for(measure, months(*values), Q2)
    assert actual_of(derived) == actual
    assert derived.lacking == ()


def test_a_ratio_is_weighted_by_its_denominators_and_not_the_mean_of_ratios() -> None:
    values = months(
        seen("90", of=("45", "50")), seen("50", of=("10", "20")), seen("100", of=("30", "30"))
    )
    derived = value_for(monthly("weighted ratio"), values, Q2)
    # 85 of 100; the mean of the three would be 80.
    assert derived.observation == Observation(
        actual=Decimal(85), numerator=Decimal(85), denominator=Decimal(100)
    )


def test_a_whole_result_is_written_without_an_exponent() -> None:
    values = months(*[seen("100", of=("5", "5"))] * 3)
    assert actual_of(value_for(monthly("weighted ratio"), values, Q2)) == "100"


def test_only_a_percentage_is_multiplied_by_a_hundred() -> None:
    values = months(
        seen("4", of=("40", "10")), seen("5", of=("100", "20")), seen("6", of=("60", "10"))
    )
    derived = value_for(monthly("weighted ratio", unit="days"), values, Q2)
    assert actual_of(derived) == "5"


def test_a_derived_value_says_how_and_from_where() -> None:
    values = months(seen("1", cell="H4"), seen("2", cell="H5"), seen("3", cell="H6"))
    summed = value_for(monthly("sum", unit="number"), values, Q2)
    assert summed.how == "sum of 3 periods"
    assert summed.observation is not None
    assert [ref.cell for ref in summed.observation.refs] == ["H4", "H5", "H6"]
    latest = value_for(monthly("latest"), values, Q2)
    assert latest.how == "value of September 2023"
    assert latest.observation is not None
    assert [ref.cell for ref in latest.observation.refs] == ["H6"]


def test_a_supplied_quarter_is_not_worked_out_again() -> None:
    values = months("1", "2", "3") | series(Q2="7")
    derived = value_for(monthly("sum", unit="number"), values, Q2)
    assert (actual_of(derived), derived.how) == ("7", "as supplied")


def test_a_measure_supplied_again_is_never_derived() -> None:
    derived = value_for(monthly("supplied again"), months("1", "2", "3"), Q2)
    assert derived.observation is None
    assert actual_of(value_for(monthly("supplied again"), series(Q2="7"), Q2)) == "7"


# What is lacking


@pytest.mark.parametrize("aggregation", ["sum", "mean", "weighted ratio"])
@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ((None, "2", "3"), ["M04"]),
        (("1", None, "3"), ["M05"]),
        (("1", None, None), ["M05", "M06"]),
        ((None, None, None), ["M04", "M05", "M06"]),
    ],
)
def test_a_quarter_with_a_month_missing_has_no_value_and_names_the_month(
    aggregation: str, given: tuple[str | None, ...], lacking: list[str]
) -> None:
    values = months(*[seen(n, of=(n, "10")) if n else None for n in given])
    derived = value_for(monthly(aggregation), values, Q2)
    assert derived.observation is None
    assert derived.lacking == tuple(period(code) for code in lacking)


def test_the_latest_value_needs_only_the_last_month() -> None:
    assert actual_of(value_for(monthly("latest"), months(None, None, "3"), Q2)) == "3"
    derived = value_for(monthly("latest"), months("1", "2", None), Q2)
    assert (derived.observation, derived.lacking) == (None, (period("M06"),))


@pytest.mark.parametrize("absence", [Absence.WITHDRAWN, Absence.SUPPRESSED, Absence.NOT_APPLICABLE])
@pytest.mark.parametrize("aggregation", ["sum", "mean"])
def test_a_month_without_a_number_leaves_the_quarter_its_reason(
    aggregation: str, absence: Absence
) -> None:
    values = months("1", seen(absence=absence, cell="H5"), "3")
    derived = value_for(monthly(aggregation), values, Q2)
    assert derived.lacking == (period("M05"),)
    assert derived.observation is not None
    assert (derived.observation.actual, derived.observation.absence) == (None, absence)
    assert [ref.cell for ref in derived.observation.refs] == ["H5"]


def test_a_withdrawn_last_month_is_the_latest_word() -> None:
    derived = value_for(monthly("latest"), months("1", "2", seen(absence=Absence.WITHDRAWN)), Q2)
    assert derived.observation == Observation(absence=Absence.WITHDRAWN)


@pytest.mark.parametrize("aggregation", ["sum", "mean", "weighted ratio"])
def test_a_queried_month_queries_the_quarter(aggregation: str) -> None:
    values = months(
        seen("1", of=("1", "2")), seen("2", of=("1", "2"), queried=True), seen("3", of=("1", "2"))
    )
    derived = value_for(monthly(aggregation), values, Q2)
    assert derived.observation is not None
    assert derived.observation.is_queried


def test_a_queried_month_queries_even_an_incomplete_quarter() -> None:
    derived = value_for(monthly("sum"), months(seen("1", queried=True), None, "3"), Q2)
    assert derived.observation is not None
    assert derived.observation.is_queried
    assert derived.observation.actual is None
    assert derived.lacking == (period("M05"),)


def test_a_provisional_month_makes_the_quarter_provisional() -> None:
    derived = value_for(monthly("sum"), months("1", seen("2", provisional=True), "3"), Q2)
    assert derived.observation is not None
    assert derived.observation.is_provisional
    sound = value_for(monthly("sum"), months("1", "2", "3"), Q2).observation
    assert sound is not None
    assert not sound.is_provisional
    assert not sound.is_queried


@pytest.mark.parametrize(
    "broken",
    [
        seen("2"),
        seen("2", of=("0", "0")),
        Observation(Decimal(2), numerator=Decimal(4)),
        Observation(Decimal(2), denominator=Decimal(4)),
    ],
)
def test_a_ratio_without_its_parts_cannot_be_combined(broken: Observation) -> None:
    all_broken = value_for(monthly("weighted ratio"), months(broken, broken, broken), Q2)
    assert actual_of(all_broken) is None


def test_one_month_without_its_parts_spoils_the_weighted_ratio() -> None:
    whole = seen("90", of=("45", "50"))
    derived = value_for(monthly("weighted ratio"), months(whole, seen("90"), whole), Q2)
    assert actual_of(derived) is None


def test_a_month_of_no_cases_weighs_nothing() -> None:
    whole = seen("90", of=("45", "50"))
    derived = value_for(
        monthly("weighted ratio"), months(whole, seen("0", of=("0", "0")), whole), Q2
    )
    assert actual_of(derived) == "90"


@pytest.mark.parametrize(
    ("measure", "values"),
    [
        (monthly("mean", unit="money"), months("1000000000", "1000000000", "1000000001")),
        (
            monthly("weighted ratio", unit="money"),
            months(*[seen("1", of=("10000000000", "3"))] * 3),
        ),
    ],
)
def test_a_derived_number_still_fits_where_numbers_are_stored(
    measure: Measure, values: Periods
) -> None:
    derived = value_for(measure, values, Q2).observation
    assert derived is not None
    assert derived.actual is not None
    units, _ = to_units(derived.actual)
    assert units < 2**63


def test_even_absurd_parts_do_not_stop_the_close() -> None:
    vast = seen("1", of=("999999999999999999", "0.0000000000000001"))
    value_for(monthly("weighted ratio"), months(vast, vast, vast), Q2)


# Running totals


def test_a_year_to_date_figure_stands_as_supplied() -> None:
    values = series(Q1="430", Q2="820")
    assert actual_of(value_for(running("year to date"), values, Q2)) == "820"
    derived = value_for(running("year to date"), series(Q1="430"), Q2)
    assert (derived.observation, derived.lacking) == (None, (Q2,))


def test_the_year_to_date_of_a_quarter_is_that_of_its_last_month() -> None:
    measure = running("year to date", "monthly")
    values = series(M04="40", M05="50", M06="60")
    assert actual_of(value_for(measure, values, Q2)) == "60"
    derived = value_for(measure, series(M04="40", M05="50"), Q2)
    assert derived.lacking == (period("M06"),)


@pytest.mark.parametrize(
    ("code", "total"), [("Q1", "10"), ("Q2", "30"), ("Q3", "60"), ("Q4", "100")]
)
def test_periods_supplied_alone_add_up_from_the_first_of_april(code: str, total: str) -> None:
    values = series(Q1="10", Q2="20", Q3="30", Q4="40")
    assert actual_of(value_for(running("period alone"), values, period(code))) == total


def test_months_supplied_alone_add_up_from_the_first_of_april() -> None:
    measure = running("period alone", "monthly")
    values = series(**{f"M{n:02d}": str(n) for n in range(1, 13)})
    assert actual_of(value_for(measure, values, Q2)) == "21"
    assert actual_of(value_for(measure, values, period("FY"))) == "78"


def test_a_running_total_misses_a_month_of_an_earlier_quarter() -> None:
    measure = running("period alone", "monthly")
    values = series(M01="1", M03="3", M04="4", M05="5", M06="6")
    derived = value_for(measure, values, Q2)
    assert (derived.observation, derived.lacking) == (None, (period("M02"),))


def test_a_queried_earlier_quarter_queries_the_running_total() -> None:
    values = series(Q1=seen("10", queried=True), Q2="20")
    derived = value_for(running("period alone"), values, Q2).observation
    assert derived is not None
    assert derived.is_queried


def test_last_year_is_no_part_of_this_years_total() -> None:
    values = series(Q1="10", Q2="20") | {period("2022-23-Q4"): seen("500")}
    assert actual_of(value_for(running("period alone"), values, Q2)) == "30"


# The value of a period alone


def test_the_discrete_value_of_a_running_total_is_the_step_since_the_period_before() -> None:
    measure = running("year to date")
    values = series(Q1="430", Q2="820", Q3="1200.5")
    steps = [discrete(measure, values, period(code)) for code in ("Q1", "Q2", "Q3")]
    assert steps == [Decimal(430), Decimal(390), Decimal("380.5")]


def test_the_first_period_of_a_year_is_discrete_already() -> None:
    values = series(Q1="12") | {period("2022-23-Q4"): seen("100")}
    assert discrete(running("year to date"), values, period("Q1")) == 12


@pytest.mark.parametrize(
    "measure", [running("period alone"), a_measure(), a_measure(aggregation="weighted ratio")]
)
def test_a_value_for_the_period_alone_is_discrete_as_it_is(measure: Measure) -> None:
    assert discrete(measure, series(Q1="10", Q2="25"), Q2) == 25


@pytest.mark.parametrize(
    "values",
    [
        series(Q1="10"),
        series(Q2="25"),
        series(Q1=seen("10", queried=True), Q2="25"),
        series(Q1="10", Q2=seen("25", queried=True)),
        series(Q1=seen(absence=Absence.WITHDRAWN), Q2="25"),
        series(Q1="10", Q2=seen(absence=Absence.WITHDRAWN)),
    ],
)
def test_there_is_no_discrete_value_where_either_end_is_unsure(values: Periods) -> None:
    assert discrete(running("year to date"), values, Q2) is None


# Halves and years


def test_a_half_year_follows_from_quarters_and_from_months() -> None:
    half = period("H1")
    quarterly = a_measure(aggregation="sum", unit="number")
    assert actual_of(value_for(quarterly, series(Q1="1", Q2="2", Q3="4"), half)) == "3"
    by_month = series(**{f"M{n:02d}": "1" for n in range(1, 8)})
    assert actual_of(value_for(monthly("sum", unit="number"), by_month, half)) == "6"


def test_a_half_yearly_measure_has_no_parts_within_a_quarter() -> None:
    measure = a_measure(frequency="half-yearly", aggregation="mean")
    derived = value_for(measure, series(H1="3"), Q2)
    assert (derived.observation, derived.lacking) == (None, (Q2,))


@pytest.mark.parametrize(
    ("measure", "values", "actual"),
    [
        (
            a_measure(aggregation="sum", unit="number"),
            series(Q1="1", Q2="2", Q3="3", Q4="4"),
            "10",
        ),
        (
            a_measure(aggregation="weighted ratio"),
            series(
                Q1=seen("50", of=("1", "2")),
                Q2=seen("100", of=("2", "2")),
                Q3=seen("75", of=("3", "4")),
                Q4=seen("0", of=("0", "2")),
            ),
            "60",
        ),
        (a_measure(aggregation="latest"), series(Q1="1", Q4="4"), "4"),
        (running("year to date"), series(Q1="10", Q2="20", Q3="30", Q4="40"), "40"),
        (running("period alone"), series(Q1="10", Q2="20", Q3="30", Q4="40"), "100"),
        (a_measure(frequency="half-yearly", aggregation="mean"), series(H1="50", H2="51"), "50.5"),
        (a_measure(frequency="half-yearly"), series(H1="50", H2="51"), "51"),
        (a_measure(frequency="annual", aggregation="supplied again"), series(FY="19.2"), "19.2"),
        (running("year to date", "annual"), series(FY="19"), "19"),
        (running("period alone", "annual"), series(FY="19"), "19"),
        (running("year to date", "half-yearly"), series(H1="4", H2="9"), "9"),
        (running("period alone", "half-yearly"), series(H1="4", H2="9"), "13"),
        (running("year to date"), series(Q4="40", FY="41"), "41"),
    ],
)
def test_a_full_year_follows_from_its_parts(measure: Measure, values: Periods, actual: str) -> None:
    assert actual_of(value_for(measure, values, period("FY"))) == actual


def test_a_full_year_without_its_third_quarter_is_incomplete() -> None:
    measure = a_measure(aggregation="sum", unit="number")
    derived = value_for(measure, series(Q1="1", Q2="2", Q4="4"), period("FY"))
    assert (derived.observation, derived.lacking) == (None, (period("Q3"),))


def test_an_annual_measure_that_did_not_come_has_no_value() -> None:
    measure = a_measure(frequency="annual", aggregation="supplied again")
    assert value_for(measure, {}, period("FY")).observation is None


# Refs as they are stored


def test_refs_come_back_as_they_were_stored() -> None:
    refs = (a_ref("H12", "£1,234"), a_ref("I12", 'said "−3"\n', "numerator"))
    assert refs_of(refs_text(refs)) == refs
    assert "£" in refs_text(refs)
    assert refs_of(refs_text(())) == ()
