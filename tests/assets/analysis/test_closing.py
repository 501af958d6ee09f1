"""Closing: every measure gets a rating or the reason why not, in words a reader can use."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from analysis_builders import (
    AS_LAST_YEAR,
    BY_INTERVAL,
    DERBYSHIRE,
    FLOORED,
    HART,
    LEVELLED,
    TOLERANT,
    Key,
    Periods,
    a_measure,
    a_ref,
    a_stored_value,
    a_text,
    closed,
    facts_of,
    period,
    row_of,
    seen,
    series,
    with_measure,
    with_target,
)

from assets.analysis.action_closing import rate_actions
from assets.analysis.closing import rate_measures, six_places
from assets.analysis.rated import RATED, Unrated
from assets.analysis.said import Forecast, commentary_on, measured_period, officers_forecasts
from assets.analysis.series import refs_of
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period
from sources.framework.timetable import PeriodTimetable
from sources.returns.content import Quantity, TextField
from sources.values import Absence, from_units
from warehouse.rows import ActionRating, MeasureRating, SubmittedText, SubmittedValue

CLOSE = Close.parse("derbyshire.2023-24-Q2")
HART_Q1 = Period.parse("2014-15-Q1")


def actual_of(row: MeasureRating) -> Decimal:
    assert row.units is not None
    assert row.places is not None
    return from_units(row.units, row.places)


def target_of(row: MeasureRating) -> Decimal:
    assert row.target_units is not None
    assert row.target_places is not None
    return from_units(row.target_units, row.target_places)


# A rated measure


def test_a_rated_row_says_all_that_it_rests_on() -> None:
    values = series(Q1="70", Q2=seen("77.9", of=("779", "1000"), provisional=True, cell="H12"))
    rows = closed(values={"asc-08": values}, confirmed=False)
    assert row_of(rows, "asc-08") == MeasureRating(
        close="derbyshire.2023-24-Q2",
        measure="asc-08",
        basis="current",
        period="2023-24-Q2",
        units=779,
        places=1,
        target_units=760,
        target_places=1,
        target_high_units=None,
        target_high_places=None,
        variance_pct="2.500000",
        rating="good",
        rule="from 2% worse to 5% better than target",
        status=RATED,
        reason=None,
        computed_rating=None,
        direction="better",
        direction_reason=None,
        compared_period="2023-24-Q1",
        compared_units=70,
        compared_places=0,
        slot="derbyshire.2023-24-Q2.adult-care",
        is_confirmed=False,
        is_provisional=True,
        sources='[[7, "actual", "Measures", "H12", "77.9"]]',
    )


def test_every_measure_has_exactly_one_current_row_in_the_order_of_the_register() -> None:
    rows = closed(forecasts={"asc-08": Forecast(Decimal(80), a_ref())})
    current = [row.measure for row in rows if row.basis == "current"]
    assert current == list(DERBYSHIRE.measures)


def test_a_running_total_is_held_against_its_profile_and_not_the_annual_target() -> None:
    rows = closed(values={"asc-02": series(Q2="820")})
    row = row_of(rows, "asc-02")
    assert (row.rating, target_of(row)) == ("good", Decimal(820))


def test_a_year_end_is_held_against_the_annual_target() -> None:
    quarters = {code: seen("71", of=("71", "100")) for code in ("Q1", "Q2", "Q3", "Q4")}
    rows = closed("2023-24-FY", values={"asc-12": series(**quarters)})
    row = row_of(rows, "asc-12")
    # The profile of the fourth quarter is 71.0, the annual target 70.0.
    assert (row.period, target_of(row), row.variance_pct) == ("2023-24-FY", Decimal(70), "1.428571")


def test_a_quarter_of_months_is_rated_on_their_weighted_ratio() -> None:
    values = series(
        M04=seen("90", of=("45", "50")),
        M05=seen("50", of=("10", "20")),
        M06=seen("100", of=("30", "30")),
    )
    row = row_of(closed(values={"asc-11": values}), "asc-11")
    assert (actual_of(row), row.rating, row.period) == (Decimal(85), "strong", "2023-24-Q2")


def test_a_measure_in_arrears_is_rated_on_the_period_it_measures() -> None:
    row = row_of(closed(values={"asc-10": series(Q1="84", Q2="1")}), "asc-10")
    assert (row.period, actual_of(row), row.rating) == ("2023-24-Q1", Decimal(84), "good")


def test_a_variance_is_kept_to_six_places_without_changing_the_rating() -> None:
    # 76 x 1.05 and a hair more.
    row = row_of(closed(values={"asc-08": series(Q2="79.8000000001")}), "asc-08")
    assert (row.rating, row.variance_pct) == ("strong", "5.000000")


@pytest.mark.parametrize(
    ("variance", "text"),
    [
        (Fraction(10, 7), "1.428571"),
        (Fraction(-2), "-2.000000"),
        (Fraction(1, 2_000_000), "0.000000"),
        (Fraction(3, 2_000_000), "0.000002"),
        (Fraction(-20, 3), "-6.666667"),
        (Fraction(0), "0.000000"),
    ],
)
def test_six_places_are_rounded_half_even(variance: Fraction, text: str) -> None:
    assert six_places(variance) == text


def test_even_an_absurd_variance_can_be_written_down() -> None:
    framework = with_target(DERBYSHIRE, "asc-04", q2=Decimal("0.0001"))
    values = {"asc-04": series(Q2="999999999999999999")}
    row = row_of(closed(values=values, framework=framework), "asc-04")
    assert row.rating == "strong"


# Not rated, and why


@dataclass(frozen=True)
class Reasoned:
    """A measure that cannot be rated, and what its row must say."""

    status: Unrated
    measure: str
    reason: str
    values: Periods = field(default_factory=dict)
    at: str = "2023-24-Q2"
    framework: Framework = DERBYSHIRE
    missing: tuple[str, ...] = ()
    texts: dict[Key, SubmittedText] = field(default_factory=dict)

    @property
    def row(self) -> MeasureRating:
        rows = closed(
            self.at,
            {self.measure: self.values},
            framework=self.framework,
            missing=self.missing,
            texts=self.texts,
        )
        return row_of(rows, self.measure)


def tile(word: str, measure: str = "cs01") -> dict[Key, SubmittedText]:
    return a_text(measure, word, field=TextField.SUPPLIED_RATING, at="2014-15-Q1")


def in_hart(actual: str) -> Periods:
    return {HART_Q1: seen(actual)}


REASONS = [
    Reasoned(Unrated.NOT_DUE, "asc-17", "not due: collected once a year, at year end"),
    Reasoned(
        Unrated.NOT_DUE,
        "asc-21",
        "not due: collected half-yearly, in quarters 2 and 4",
        at="2023-24-Q1",
    ),
    Reasoned(
        Unrated.NO_TARGET,
        "cst-15",
        "no target: To be set: 2023-24 is the baseline year of the new customer platform.",
        series(Q2="40"),
    ),
    Reasoned(
        Unrated.TARGET_IN_WORDS,
        "cst-15",
        "the target is in words: The platform is in use.",
        series(Q2="40"),
        framework=with_target(DERBYSHIRE, "cst-15", in_words="The platform is in use."),
    ),
    Reasoned(
        Unrated.TARGET_TO_BE_SET,
        "cst-15",
        "the target is to be set by 31 December 2023: A first year.",
        series(Q2="40"),
        framework=with_target(
            DERBYSHIRE, "cst-15", to_be_set_by=date(2023, 12, 31), rationale="A first year."
        ),
    ),
    Reasoned(
        Unrated.NO_DIRECTION,
        "asc-18",
        "context measure: neither higher nor lower is better",
        series(Q2="40"),
        framework=with_target(DERBYSHIRE, "asc-18", annual=Decimal(40)),
    ),
    Reasoned(Unrated.NOT_SUPPLIED, "asc-08", "no value was supplied", series(Q1="70")),
    Reasoned(
        Unrated.RETURN_MISSING,
        "asc-08",
        "the department's return has not come",
        series(Q1="70"),
        missing=("adult-care",),
    ),
    Reasoned(
        Unrated.QUERIED,
        "asc-08",
        "queried with department: its return has an error here",
        series(Q2=seen("777", queried=True)),
    ),
    Reasoned(
        Unrated.ABSENT,
        "asc-08",
        "the department states: suppressed",
        series(Q2=seen(absence=Absence.SUPPRESSED)),
    ),
    Reasoned(
        Unrated.ABSENT,
        "asc-11",
        "the department states: not yet available",
        series(
            M04=seen("1", of=("1", "2")),
            M05=seen("1", of=("1", "2")),
            M06=seen(absence=Absence.NOT_YET_AVAILABLE),
        ),
    ),
    Reasoned(
        Unrated.INCOMPLETE,
        "asc-11",
        "no value was supplied for August 2023",
        series(M04=seen("1", of=("1", "2")), M06=seen("1", of=("1", "2"))),
    ),
    Reasoned(
        Unrated.INCOMPLETE,
        "asc-06",
        "no value was supplied for April 2023, June 2023",
        series(M02="1", M04="1", M05="1", M06="1"),
    ),
    Reasoned(
        Unrated.QUERIED,
        "asc-11",
        "queried with department: its return has an error here",
        series(M04=seen("1", of=("1", "2"), queried=True)),
    ),
    Reasoned(
        Unrated.TARGET_ZERO,
        "plc-05",
        "the target is zero and the measure declares no tolerance",
        series(Q2="1"),
        framework=with_measure(DERBYSHIRE, "plc-05", zero_tolerance=None),
    ),
    Reasoned(
        Unrated.NO_TOLERANCE,
        "asc-08",
        "the measure states no tolerance",
        series(Q2="1"),
        framework=replace(DERBYSHIRE, measure_scheme=TOLERANT),
    ),
    Reasoned(
        Unrated.NO_FLOOR,
        "asc-08",
        "the measure states no floor",
        series(Q2="1"),
        framework=replace(DERBYSHIRE, measure_scheme=FLOORED),
    ),
    Reasoned(
        Unrated.NO_LEVELS,
        "asc-08",
        "the measure states no levels",
        series(Q2="1"),
        framework=replace(DERBYSHIRE, measure_scheme=LEVELLED),
    ),
    Reasoned(
        Unrated.NO_LAST_YEAR,
        "asc-08",
        "the value of the same period of the year before is not known",
        series(Q2="1"),
        framework=replace(DERBYSHIRE, measure_scheme=AS_LAST_YEAR),
    ),
    Reasoned(
        Unrated.NO_INTERVAL,
        "asc-08",
        "the value's interval is not known",
        series(Q2="1"),
        framework=replace(DERBYSHIRE, measure_scheme=BY_INTERVAL),
    ),
    Reasoned(
        Unrated.INFORMATION_ONLY,
        "cs01",
        "shown for information only, without a rating",
        in_hart("90"),
        at="2014-15-Q1",
        framework=HART,
        texts=tile("Data only"),
    ),
    Reasoned(
        Unrated.NOT_SUPPLIED,
        "cs01",
        "the return gives no rating",
        in_hart("90"),
        at="2014-15-Q1",
        framework=HART,
    ),
    Reasoned(
        Unrated.NOT_SUPPLIED,
        "cs01",
        "'Puce' is not a rating of the scheme",
        in_hart("90"),
        at="2014-15-Q1",
        framework=HART,
        texts=tile(" Puce "),
    ),
]


@pytest.mark.parametrize("case", REASONS, ids=lambda case: f"{case.status}: {case.measure}")
def test_an_unrated_measure_says_why(case: Reasoned) -> None:
    row = case.row
    assert (row.status, row.reason) == (case.status.value, case.reason)
    assert (row.rating, row.rule, row.computed_rating) == (None, None, None)


def test_every_reason_for_having_no_rating_has_an_example() -> None:
    assert {case.status for case in REASONS} == set(Unrated)


def test_a_queried_value_is_shown_and_not_compared() -> None:
    values = series(Q1="70", Q2=seen("777", queried=True, cell="H12"))
    row = row_of(closed(values={"asc-08": values}), "asc-08")
    assert (actual_of(row), row.variance_pct) == (Decimal(777), None)
    assert (row.direction, row.direction_reason) == (None, "no value in this period")
    assert [ref.cell for ref in refs_of(row.sources)] == ["H12"]


def test_values_without_their_parts_are_not_called_missing() -> None:
    """All three months came; only what is needed to combine them did not."""
    values = series(M04="90", M05="91", M06="92")
    row = row_of(closed(values={"asc-11": values}), "asc-11")
    assert row.status == Unrated.INCOMPLETE
    assert "no value was supplied" not in (row.reason or "")


def test_a_value_without_a_target_still_shows_its_direction() -> None:
    row = row_of(closed(values={"cst-15": series(Q1="30", Q2="40")}), "cst-15")
    assert (row.rating, row.direction, actual_of(row)) == (None, "better", Decimal(40))


@pytest.mark.parametrize(("before", "word"), [("30", "better"), ("50", "worse"), ("40.0", "same")])
def test_the_direction_is_stored_in_words(before: str, word: str) -> None:
    row = row_of(closed(values={"asc-08": series(Q1=before, Q2="40")}), "asc-08")
    assert row.direction == word


def test_the_silence_of_one_department_leaves_the_others_rated() -> None:
    rows = closed(values={"asc-08": series(Q2="76"), "plc-01": series(Q2="47")}, missing=("place",))
    assert row_of(rows, "asc-08").rating == "good"
    # What a later or earlier file supplied for the period is used all the same.
    assert row_of(rows, "plc-01").rating == "good"
    assert row_of(rows, "plc-02").status == Unrated.RETURN_MISSING


@pytest.mark.parametrize("at", ["2023-24-Q1", "2023-24-Q2", "2023-24-Q3", "2023-24-FY"])
@pytest.mark.parametrize("actual", [None, "0", "50", "1000000", "-3"])
def test_a_row_has_a_rating_or_a_reason_and_never_both(at: str, actual: str | None) -> None:
    values = {
        measure.id: {
            part: seen(actual, of=("1", "2"), queried=number % 7 == 0)
            for part in Period.parse("2023-24-FY").parts(measure.frequency.period_kind)
        }
        for number, measure in enumerate(DERBYSHIRE.measures.values())
    }
    forecasts = {name: Forecast(Decimal(50), a_ref()) for name in DERBYSHIRE.measures}
    rows = closed(at, values if actual else {}, forecasts=forecasts)
    assert len(rows) == 2 * len(DERBYSHIRE.measures)
    for row in rows:
        assert (row.rating is None) is (row.reason is not None), row
        assert (row.rating is None) is (row.rule is None), row
        assert (row.status == RATED) is (row.rating is not None), row
        assert row.rating is None or row.units is not None, row


# Which period is rated

IN_ARREARS = {"reference_period": "period in arrears"}


@pytest.mark.parametrize(
    ("given", "reporting", "measured"),
    [
        ({}, "Q2", "2023-24-Q2"),
        ({}, "FY", "2023-24-FY"),
        ({"frequency": "monthly"}, "Q2", "2023-24-Q2"),
        ({"frequency": "half-yearly"}, "Q2", "2023-24-H1"),
        ({"frequency": "half-yearly"}, "Q4", "2023-24-H2"),
        ({"frequency": "half-yearly"}, "FY", "2023-24-FY"),
        ({"frequency": "annual"}, "FY", "2023-24-FY"),
        (IN_ARREARS, "Q2", "2023-24-Q1"),
        (IN_ARREARS, "Q1", "2022-23-Q4"),
        (IN_ARREARS, "FY", "2023-24-Q3"),
        ({**IN_ARREARS, "frequency": "half-yearly"}, "Q2", "2022-23-H2"),
        ({**IN_ARREARS, "frequency": "half-yearly"}, "Q4", "2023-24-H1"),
        ({**IN_ARREARS, "frequency": "half-yearly"}, "FY", "2023-24-H1"),
        ({**IN_ARREARS, "frequency": "annual"}, "FY", "2022-23-FY"),
    ],
)
def test_the_measured_period_follows_from_frequency_and_arrears(
    given: dict[str, str], reporting: str, measured: str
) -> None:
    assert str(measured_period(a_measure(**given), period(reporting))) == measured


def test_the_full_year_is_rated_also_where_the_fourth_quarter_had_its_own_close() -> None:
    """Ruling 4: two periods, of which the full year has nothing of its own to collect."""
    fourth = PeriodTimetable(period=period("Q4"), stages=())
    framework = replace(DERBYSHIRE, timetable={**DERBYSHIRE.timetable, fourth.period: fourth})
    quarters = {code: seen("70", of=("70", "100")) for code in ("Q1", "Q2", "Q3", "Q4")}
    values = {"asc-12": series(**quarters)}
    row = row_of(closed("2023-24-FY", values, framework=framework), "asc-12")
    assert (row.status, row.rating) == (RATED, "good")


# What some schemes look at beside actual and target


@pytest.mark.parametrize(
    ("before", "rating"), [("60", "review"), ("59.9", "review"), ("60.1", "action")]
)
def test_a_scheme_may_look_at_the_same_period_of_the_year_before(before: str, rating: str) -> None:
    framework = replace(DERBYSHIRE, measure_scheme=AS_LAST_YEAR)
    values = {**series(Q2="60"), Period.parse("2022-23-Q2"): seen(before)}
    assert row_of(closed(values={"asc-08": values}, framework=framework), "asc-08").rating == rating


def test_a_queried_value_of_the_year_before_decides_nothing() -> None:
    framework = replace(DERBYSHIRE, measure_scheme=AS_LAST_YEAR)
    values = {**series(Q2="60"), Period.parse("2022-23-Q2"): seen("1", queried=True)}
    row = row_of(closed(values={"asc-08": values}, framework=framework), "asc-08")
    assert (row.rating, row.status) == (None, Unrated.NO_LAST_YEAR)


def test_a_scheme_may_rate_by_the_measures_own_levels_without_a_target() -> None:
    levels = "good >= 70; review >= 60; action"
    framework = with_measure(DERBYSHIRE, "asc-08", levels=levels)
    framework = replace(framework, measure_scheme=LEVELLED)
    row = row_of(closed(values={"asc-08": series(Q2="60")}, framework=framework), "asc-08")
    assert (row.rating, row.rule) == ("review", "the measure's own level: 60 or more")


def test_a_scheme_may_rate_the_forecast_of_the_year() -> None:
    """The value is shown, the forecast decides, and both are traced."""
    scheme = DERBYSHIRE.measure_scheme.model_copy(update={"rates": "forecast"})
    framework = replace(DERBYSHIRE, measure_scheme=scheme)
    forecast = Forecast(Decimal("79"), a_ref("K12", "79", "year-end forecast"))
    rows = closed(
        values={"asc-08": series(Q2="1")}, framework=framework, forecasts={"asc-08": forecast}
    )
    row = row_of(rows, "asc-08")
    assert (row.rating, actual_of(row)) == ("good", Decimal(1))
    assert row.rule == "forecast of 79 for the year: from 2% worse to 5% better than target"
    assert forecast.ref in refs_of(row.sources)
    without = row_of(closed(values={"asc-08": series(Q2="1")}, framework=framework), "asc-08")
    assert without.reason == "the return gives no usable forecast of the year"


# The outlook beside the current rating


def test_an_officers_forecast_is_rated_against_the_annual_target_beside_the_current_rating() -> (
    None
):
    forecast = Forecast(Decimal("83.2"), a_ref("K12", "83.2", "year-end forecast"))
    rows = closed(values={"asc-08": series(Q2="76")}, forecasts={"asc-08": forecast})
    current, outlook = row_of(rows, "asc-08"), row_of(rows, "asc-08", "outlook")
    assert (current.rating, target_of(current)) == ("good", Decimal(76))
    assert (outlook.rating, target_of(outlook), actual_of(outlook)) == (
        "good",
        Decimal(80),
        Decimal("83.2"),
    )
    assert (outlook.period, outlook.variance_pct) == ("2023-24-FY", "4.000000")
    assert refs_of(outlook.sources) == (forecast.ref,)
    assert [row.measure for row in rows if row.basis == "outlook"] == ["asc-08"]


def test_an_outlook_can_be_worse_than_the_present() -> None:
    forecasts = {"asc-08": Forecast(Decimal("71.9"), a_ref())}
    rows = closed(values={"asc-08": series(Q2="76")}, forecasts=forecasts)
    assert row_of(rows, "asc-08").rating == "good"
    assert row_of(rows, "asc-08", "outlook").rating == "action"


@pytest.mark.parametrize(
    ("measure", "framework", "status", "reason"),
    [
        ("cst-15", DERBYSHIRE, Unrated.NO_TARGET, "no annual target"),
        ("cs01", HART, Unrated.NOT_SUPPLIED, "the scheme states no arithmetic"),
    ],
)
def test_an_outlook_that_cannot_be_rated_says_why(
    measure: str, framework: Framework, status: Unrated, reason: str
) -> None:
    forecasts = {measure: Forecast(Decimal(50), a_ref())}
    at = "2023-24-Q2" if framework is DERBYSHIRE else "2014-15-Q1"
    row = row_of(closed(at, framework=framework, forecasts=forecasts), measure, "outlook")
    assert (row.rating, row.status, row.reason) == (None, status.value, reason)


def a_forecast(number: str | Absence, submission: int = 7) -> SubmittedValue:
    return a_stored_value(number, Quantity.FORECAST, submission=submission)


def test_the_latest_forecast_of_the_close_stands() -> None:
    found = officers_forecasts([a_forecast("80.1", 3), a_forecast("81.2", 9)], CLOSE)
    assert found["asc-08"].number == Decimal("81.2")
    assert found["asc-08"].ref.submission == 9


@pytest.mark.parametrize(
    "other",
    [
        a_stored_value("99.9", Quantity.FORECAST, slot="derbyshire.2023-24-Q1.adult-care"),
        a_stored_value("99.9", Quantity.ACTUAL),
    ],
)
def test_other_closes_and_other_quantities_are_no_forecast(other: SubmittedValue) -> None:
    found = officers_forecasts([a_forecast("80.1"), other], CLOSE)
    assert found["asc-08"].number == Decimal("80.1")
    assert officers_forecasts([other], CLOSE) == {}


def test_a_withdrawn_forecast_no_longer_stands() -> None:
    """Ruling 7: a blank never erases, an explicit withdrawal does."""
    values = [a_forecast("80.1", 3), a_forecast(Absence.WITHDRAWN, 9)]
    assert officers_forecasts(values, CLOSE) == {}


# Ratings taken as given


def hart_row(actual: str, word: str, measure: str = "cs01") -> MeasureRating:
    values = {measure: in_hart(actual)}
    texts = tile(word, measure)
    return row_of(closed("2014-15-Q1", values, framework=HART, texts=texts), measure)


@pytest.mark.parametrize(
    ("word", "rating"), [("Green", "green"), ("Amber", "amber"), ("Red", "red"), (" Red\n", "red")]
)
def test_a_supplied_rating_is_taken_as_given(word: str, rating: str) -> None:
    row = hart_row("80.6", word)
    assert (row.rating, row.status, row.reason) == (rating, RATED, None)
    assert row.rule == (
        "taken as given: the council's rule says above, close to or below target "
        "and states no arithmetic"
    )
    assert row.variance_pct == "-10.444444"


def test_what_can_be_computed_stands_beside_a_supplied_rating() -> None:
    assert hart_row("95", "Red").computed_rating == "green"
    assert hart_row("90", "Green").computed_rating == "green"
    # Below target the scheme states no arithmetic.
    assert hart_row("80.6", "Green").computed_rating is None


def test_a_supplied_rating_needs_no_target() -> None:
    framework = with_target(HART, "cs01", annual=None)
    texts = tile("Amber")
    rows = closed("2014-15-Q1", {"cs01": in_hart("90")}, framework=framework, texts=texts)
    row = row_of(rows, "cs01")
    assert (row.rating, row.computed_rating, row.variance_pct) == ("amber", None, None)


def test_an_unrated_tile_keeps_its_variance() -> None:
    row = hart_row("99", "Data only")
    assert (row.rating, row.computed_rating, row.variance_pct) == (None, None, "10.000000")


def test_a_rating_without_a_value_is_not_taken() -> None:
    row = row_of(closed("2014-15-Q1", framework=HART, texts=tile("Green")), "cs01")
    assert (row.rating, row.reason) == (None, "no value was supplied")


def test_a_computed_scheme_takes_no_rating_from_a_return() -> None:
    texts = a_text("asc-08", "Strong", field=TextField.SUPPLIED_RATING)
    row = row_of(closed(values={"asc-08": series(Q2="76")}, texts=texts), "asc-08")
    assert (row.rating, row.computed_rating) == ("good", None)


# Commentary


def said(measure: str, *periods: str, text: str | None = None) -> dict[Key, SubmittedText]:
    texts: dict[Key, SubmittedText] = {}
    for at in periods:
        texts |= a_text(measure, text or f" Said of {at}. ", field=TextField.COMMENTARY, at=at)
    return texts


def test_commentary_on_a_quarterly_measure_is_that_of_its_quarter() -> None:
    texts = said("asc-08", "2023-24-Q2", "2023-24-Q1") | said("asc-07", "2023-24-Q2")
    found = commentary_on(DERBYSHIRE, CLOSE, DERBYSHIRE.measures["asc-08"], texts)
    assert found == "Said of 2023-24-Q2."


def test_commentary_on_a_monthly_measure_is_gathered_from_its_months_in_order() -> None:
    months = ("2023-24-M06", "2023-24-M04", "2023-24-M03", "2023-24-M07")
    found = commentary_on(DERBYSHIRE, CLOSE, DERBYSHIRE.measures["asc-11"], said("asc-11", *months))
    assert found == "Said of 2023-24-M04.\nSaid of 2023-24-M06."


def test_commentary_on_a_measure_in_arrears_is_that_of_the_period_it_measures() -> None:
    texts = said("asc-10", "2023-24-Q1", "2023-24-Q2")
    found = commentary_on(DERBYSHIRE, CLOSE, DERBYSHIRE.measures["asc-10"], texts)
    assert found == "Said of 2023-24-Q1."


def test_nothing_said_is_no_commentary() -> None:
    texts = said("asc-11", "2023-24-M07") | said("asc-08", "2023-24-Q2")
    assert commentary_on(DERBYSHIRE, CLOSE, DERBYSHIRE.measures["asc-11"], texts) is None


# Key actions


def action_row(texts: dict[Key, SubmittedText], missing: tuple[str, ...] = ()) -> ActionRating:
    facts = facts_of(DERBYSHIRE, CLOSE, missing)
    rows = rate_actions(DERBYSHIRE, CLOSE, facts, texts)
    assert [row.action for row in rows] == list(DERBYSHIRE.actions)
    (row,) = (row for row in rows if row.action == "bus-plan")
    return row


def test_a_key_action_carries_what_its_owner_said() -> None:
    texts = {
        **a_text("bus-plan", " good ", field=TextField.SUPPLIED_RATING, cell="D7"),
        **a_text("bus-plan", "45", field=TextField.PERCENT_COMPLETE),
        **a_text("bus-plan", "March 2024", field=TextField.FORECAST_DATE),
        **a_text("bus-plan", "Going well.", field=TextField.COMMENTARY),
    }
    assert action_row(texts) == ActionRating(
        close="derbyshire.2023-24-Q2",
        action="bus-plan",
        rating="good",
        reason=None,
        percent_complete="45",
        forecast_date="March 2024",
        commentary="Going well.",
        slot="derbyshire.2023-24-Q2.place",
        submission=7,
        sheet="Measures",
        cell="D7",
        is_confirmed=True,
    )


@pytest.mark.parametrize(
    ("texts", "missing", "reason"),
    [
        ({}, (), "no rating was supplied"),
        ({}, ("place",), "the return has not come"),
        ({}, ("adult-care",), "no rating was supplied"),
        (
            a_text("bus-plan", "On track", field=TextField.SUPPLIED_RATING),
            (),
            "the rating is not one of the scheme's words",
        ),
        (
            a_text("bus-plan", "Good", field=TextField.SUPPLIED_RATING, at="2023-24-Q1"),
            (),
            "no rating was supplied",
        ),
    ],
)
def test_a_key_action_without_a_known_rating_says_why(
    texts: dict[Key, SubmittedText], missing: tuple[str, ...], reason: str
) -> None:
    row = action_row(texts, missing)
    assert (row.rating, row.reason) == (None, reason)


def test_an_unknown_word_still_shows_where_it_stands() -> None:
    row = action_row(a_text("bus-plan", "Great", field=TextField.SUPPLIED_RATING, cell="D7"))
    assert (row.submission, row.cell) == (7, "D7")


@pytest.mark.parametrize("level", DERBYSHIRE.action_scheme.ratings, ids=lambda level: level.id)
def test_every_word_of_the_scale_is_understood_in_any_case(level: object) -> None:
    word, rating = getattr(level, "word", ""), getattr(level, "id", "")
    texts = a_text("bus-plan", word.upper(), field=TextField.SUPPLIED_RATING)
    assert action_row(texts).rating == rating


def test_a_close_of_every_period_can_be_made_without_any_value() -> None:
    for close in DERBYSHIRE.closes:
        rows = rate_measures(DERBYSHIRE, close, {}, facts_of(DERBYSHIRE, close), {}, {})
        assert {row.rating for row in rows} == {None}
