"""The twelve figures that nobody wants to get: what each comes to in a close, from end to end.

Each row of docs/bad-input.md is a test here; what single rules do at their edges is theirs.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest

from assets.analysis import observed
from assets.analysis.comparing import Comparing, compared
from assets.analysis.forecast.forecasting import forecast_measures
from assets.analysis.part_series import newest_of
from assets.analysis.rated import Unrated
from assets.analysis.rollup import Outcome, Total, roll_up
from assets.analysis.series import Observation
from assets.analysis.trends.charting import FEWEST_POINTS, Trend, trends
from checks.catalogue.catalogue import check_return
from checks.extract_troubles import Extract
from checks.extracts import standing_figures
from checks.finding import Severity
from sources.framework.changes import TargetChange, by_measure
from sources.framework.comparators import ComparatorGroup
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period
from sources.returns.content import Quantity, SuppliedValue
from sources.values import Absence, Unit, parse_text, ratio
from tests.assets.analysis.analysis_builders import (
    DERBYSHIRE,
    Periods,
    a_measure,
    a_stored_value,
    closed,
    row_of,
    seen,
    with_measure,
    with_target,
)
from tests.checks.builders import a_file, a_return
from tests.sources.returns.extract import a_csv, read
from warehouse.benchmark_rows import MeasureBenchmark
from warehouse.forecast_rows import MeasureForecast
from warehouse.rows import MeasureRating, ReturnFinding

NAME = "asc-08"
NOW, BEFORE = Period.parse("2023-24-Q2"), Period.parse("2023-24-Q1")
YEAR = Period.parse("2022-23-FY")
# A quarterly measure of which more is better, with 70 as its target in every quarter.
PLAIN = with_target(
    with_measure(
        DERBYSHIRE,
        NAME,
        frequency="quarterly",
        unit="number",
        decimal_places=1,
        polarity="higher",
        aggregation="latest",
        is_cumulative=False,
        supplied=None,
        first_period=None,
        reference_period="financial period",
        numerator=None,
        denominator=None,
    ),
    NAME,
    annual=Decimal(70),
    **dict.fromkeys(("high", "q1", "q2", "q3", "q4")),
)
PERCENT = with_measure(PLAIN, NAME, unit="percent")
# From 69 to 72 in each year, and so far in this.
PAST = {
    Period.parse(f"{year}-{year % 100 + 1}-Q{n}"): seen(str(68 + n))
    for year in range(2019, 2024)
    for n in range(1, 5)
    if (year, n) < (2023, 2)
}
COUNT: dict[str, Any] = {"unit": "number", "aggregation": "sum"}
RATIO: dict[str, Any] = {"aggregation": "weighted ratio"}
_RATIO = (Quantity.ACTUAL, Quantity.NUMERATOR, Quantity.DENOMINATOR)
OTHERS = ("LEC,plc-01,2022/23,40", "LIN,plc-01,2022/23,42", "NTT,plc-01,2022/23,45")


@dataclass(frozen=True)
class Came:
    """What a close makes of a measure: `rules` are the errors found in its return,
    `doubts` the warnings."""

    row: MeasureRating
    trend: Trend | None
    forecast: MeasureForecast
    rules: frozenset[str] = frozenset()
    doubts: frozenset[str] = frozenset()

    @property
    def rating(self) -> tuple[str | None, str]:
        return self.row.rating, self.row.status

    @property
    def gaps(self) -> list[Period]:
        return [point.period for point in self.chart.points if point.number is None]

    @property
    def chart(self) -> Trend:
        assert self.trend is not None
        return self.trend

    def is_left_out(self, past: Periods, framework: Framework) -> bool:
        """Whether a value was found and held back, so that all is as if nothing had come."""
        bare = close_of(past, framework)
        assert self.rating == (None, Unrated.QUERIED)
        assert (self.row.direction, self.row.direction_reason) == (None, "no value in this period")
        assert self.trend == bare.trend
        assert self.gaps == [NOW]
        assert self.forecast == bare.forecast
        assert self.forecast.known_to == str(BEFORE)
        assert beside("44", queried=True).reason == "the council has no figure of that period"
        assert together(COUNT, north=seen("5"), south=seen("6", queried=True)).lacking == ("south",)
        return True


def close_of(values: Periods, framework: Framework = PLAIN) -> Came:
    series = {NAME: values}
    rows = closed(str(NOW), series, framework=framework)
    forecasts = forecast_measures(framework, Close("derbyshire", NOW), series, rows)
    (own,) = (row for row in forecasts if row.measure == NAME)
    return Came(row_of(rows, NAME), trends(framework, NOW, series).get(NAME), own)


def returned(*files: tuple[str, ...], framework: Framework = PLAIN, past: Periods = PAST) -> Came:
    """The close after these files, each with what it says of this quarter, cell below cell. Three
    in one file are a value, its numerator and its denominator."""
    unit = framework.measures[NAME].unit
    sent, stored = [], []
    for seq, texts in enumerate(files, 7):
        kinds = _RATIO if len(texts) == len(_RATIO) else (Quantity.ACTUAL,) * len(texts)
        items = [
            SuppliedValue(NAME, NOW, kind, parse_text(text, unit), "Measures", f"H{row}")
            for row, (text, kind) in enumerate(zip(texts, kinds, strict=True), 12)
        ]
        sent.append(a_file(*items, seq=seq))
        stored += [
            a_stored_value(
                item.value.absence or str(item.value.number),
                item.quantity,
                measure=NAME,
                submission=seq,
            )
            for item in items
        ]
    found = [
        ReturnFinding(slot="derbyshire.2023-24-Q2.adult-care", **one.plain())
        for one in check_return(a_return(*sent, framework=framework))
        if one.measure == NAME and one.severity is not Severity.INFORMATION
    ]
    held = observed.series(stored, observed.queried_pairs(found)).get(NAME, {})
    done = close_of({**past, **held}, framework)
    errors = frozenset(one.rule for one in found if one.severity == Severity.ERROR)
    warnings = frozenset(one.rule for one in found) - errors
    return Came(done.row, done.trend, done.forecast, errors, warnings)


def beside(
    own: str | None, *rows: str, members: tuple[str, ...] = (), queried: bool = False
) -> MeasureBenchmark:
    """A recycling rate of 2022-23 beside a group of Derbyshire and others."""
    filed = Extract(7, read(DERBYSHIRE, a_csv(*(rows or OTHERS))).figures)
    versions = [{"year": "2022-23", "members": ["DBY", *(members or ("LEC", "LIN", "NTT"))]}]
    fields = {"id": "few", "name": "A few", "source": "ours", "provenance": "ours"}
    by = Comparing(
        f"derbyshire.{NOW}",
        DERBYSHIRE.measures["plc-01"],
        {YEAR: seen(own, queried=queried)} if own else {},
        [ComparatorGroup.model_validate({**fields, "versions": versions})],
        "DBY",
        NOW,
    )
    (row,) = compared(by, standing_figures([filed], DERBYSHIRE))
    return row


def together(kind: dict[str, Any], **figures: Observation) -> Total:
    return roll_up(a_measure(**kind), list(figures), figures)


def pair(top: int, bottom: int) -> Observation:
    value = ratio(Decimal(top), Decimal(bottom), Unit.PERCENT, f"{top}/{bottom}")
    return seen(
        str(value.number) if value.number is not None else None,
        (str(top), str(bottom)),
        absence=value.absence,
    )


def test_missing() -> None:
    came = returned(())
    assert came.doubts == {"value-missing"}
    stated = close_of({**PAST, NOW: seen(absence=Absence.SUPPRESSED)})
    assert (stated.row.status, stated.gaps) == (Unrated.ABSENT, [NOW])
    assert came.rating == (None, Unrated.NOT_SUPPLIED)
    assert came.row.direction_reason == "no value in this period"
    assert came.gaps == [NOW]
    assert came.chart.variation is came.chart.assurance is None
    assert (came.forecast.units, came.forecast.known_to) == (720, str(BEFORE))
    row = beside(None)
    assert (row.rank, row.reason) == (None, "the council has no figure of that period")
    assert row.units is not None
    total = roll_up(a_measure(**COUNT), ["north", "south"], {"north": seen("5")})
    assert (total.outcome, total.number, total.lacking) == (Outcome.INCOMPLETE, None, ("south",))


@pytest.mark.parametrize("text", ["inf", "-Infinity", "NaN", "1e999", "#DIV/0!"])
def test_infinite(text: str) -> None:
    came = returned((text,))
    assert came.rules == {"not-a-number"}
    assert came.is_left_out(PAST, PLAIN)
    row = beside("44", *OTHERS[:2], f"NTT,plc-01,2022/23,{text}")
    assert (row.comparators, row.units) == (2, None)
    part = parse_text(text, Unit.NUMBER)
    total = together(COUNT, north=seen("5"), south=Observation(part.number, part.absence))
    assert (total.outcome, total.lacking) == (Outcome.INCOMPLETE, ("south",))


def test_negative() -> None:
    came = returned(("-5",))
    assert (came.rules, came.doubts) == (frozenset(), {"below-zero", "far-from-target"})
    assert came.rating == ("action", "rated")
    assert came.row.direction == "worse"
    assert came.gaps == []
    assert came.chart.variation == "special_cause_concern"
    assert came.forecast.known_to == str(NOW)
    assert together(COUNT, north=seen("5"), south=seen("-2")).number == 3
    held_back = returned(("-5",), framework=PERCENT)
    assert held_back.rules == {"impossible-value"}
    assert held_back.is_left_out(PAST, PERCENT)
    assert beside("44", *OTHERS[:2], "NTT,plc-01,2022/23,-5").comparators == 2


def test_zero() -> None:
    came = returned(("0",))
    assert (came.rules, came.doubts) == (frozenset(), {"zero-for-no-data"})
    assert came.rating == ("action", "rated")
    assert (came.row.units, came.row.direction) == (0, "worse")
    assert came.gaps == []
    assert came.forecast.known_to == str(NOW)
    row = beside("0", *OTHERS[:2], "NTT,plc-01,2022/23,0")
    assert (row.comparators, row.rank, row.ranked) == (3, 3, 4)
    assert together(COUNT, north=seen("5"), south=seen("0")).number == 5
    aimed = with_target(PLAIN, NAME, annual=Decimal(0))
    lower = with_measure(aimed, NAME, polarity="lower")
    assert returned(("0",), framework=lower).rating == ("good", "rated")
    assert returned(("3",), framework=lower).rating == (None, Unrated.TARGET_ZERO)


def test_percentage_above_100() -> None:
    came = returned(("103.5",), framework=PERCENT)
    assert came.rules == {"impossible-value"}
    assert came.is_left_out(PAST, PERCENT)
    allowed = returned(("103.5",), framework=with_measure(PERCENT, NAME, may_exceed_100=True))
    assert allowed.rating == ("strong", "rated")
    assert allowed.row.direction == "better"
    assert allowed.gaps == []
    assert allowed.forecast.known_to == str(NOW)
    assert beside("44", *OTHERS[:2], "NTT,plc-01,2022/23,103.5").comparators == 2
    assert together(RATIO, north=pair(1, 2), south=seen("103.5", queried=True)).lacking == (
        "south",
    )


def test_two_values_for_one_period() -> None:
    once = returned(("70", "71"))
    assert once.rules == {"given-twice"}
    assert once.is_left_out(PAST, PLAIN)
    later = returned(("40",), ("71",))
    assert later.rules == frozenset()
    assert (later.rating, later.row.units) == (("good", "rated"), 71)
    assert later.row.direction == "better"
    assert later.gaps == []
    assert later.forecast.known_to == str(NOW)
    # Of two figures of one authority in a file neither can be trusted.
    assert beside("44", "LEC,plc-01,2022/23,90", *OTHERS).comparators == 2


def test_gaps_in_time() -> None:
    values = {at: one for at, one in PAST.items() if at != BEFORE} | {NOW: seen("71")}
    came = close_of(values)
    assert came.rating == ("good", "rated")
    assert (came.row.direction, came.row.direction_reason) == (None, "no value for Q1 2023-24")
    assert came.gaps == [BEFORE]
    assert came.chart.last.mean == pytest.approx((4 * (69 + 70 + 71 + 72) + 71) / 17)
    assert (came.forecast.units, came.forecast.reason) == (None, "there is no value for Q1 2023-24")
    monthly = with_measure(PLAIN, NAME, frequency="monthly", aggregation="sum")
    months = {Period.parse(f"2023-24-M0{n}"): seen("25") for n in (4, 6)}
    assert close_of(months, monthly).rating == (None, Unrated.INCOMPLETE)
    assert beside("44", *OTHERS[:2], "NTT,plc-01,2021/22,45").comparators == 2
    earlier = {"south": {BEFORE: seen("5")}}
    assert newest_of(a_measure(**COUNT), ["south"], earlier, NOW) == ({}, {})
    latest = a_measure(unit="number", over_parts="latest")
    assert newest_of(latest, ["south"], earlier, NOW)[1] == {"south": BEFORE}
    old = Period.parse("2021-22-Q3")
    torn = {at: one for at, one in PAST.items() if at != old} | {NOW: seen("71")}
    assert "only 1 earlier year is complete" in (close_of(torn).forecast.reason or "")


def test_a_single_point() -> None:
    came = close_of({NOW: seen("71")})
    assert came.rating == ("good", "rated")
    assert came.row.direction_reason == "no value for Q1 2023-24"
    assert len(came.chart.last.known) == 1 < FEWEST_POINTS
    assert came.chart.last.mean is came.chart.last.lower is came.chart.variation is None
    assert came.forecast.reason == "there is no value for Q1 2023-24"
    assert together(COUNT, north=seen("5")).number == 5


def test_all_points_equal() -> None:
    came = close_of({at: seen("70") for at in (*PAST, NOW)})
    assert came.rating == ("good", "rated")
    assert came.row.direction == "same"
    last = came.chart.last
    assert (last.lower, last.mean, last.upper) == (70, 70, 70)
    assert came.chart.variation == "common_cause"
    assert came.chart.met == came.chart.judged == len(last.points)
    numbers = came.forecast.low_units, came.forecast.units, came.forecast.high_units
    assert numbers == (700, 700, 700)
    row = beside("42", *(f"{code},plc-01,2022/23,42" for code in ("LEC", "LIN", "NTT")))
    assert (row.rank, row.quartile) == (1, None)
    assert row.reason == "all figures are equal, so there is no quartile"
    assert together(COUNT, north=seen("5"), south=seen("5")).number == 10


def a_change(annual: str, day: str) -> TargetChange:
    stated = {"measure": NAME, "from_period": str(NOW), "annual": annual, "reason": "Fewer staff"}
    return TargetChange.model_validate({**stated, "approved_by": "Cabinet", "approved_on": day})


def test_a_target_changed_twice_in_a_quarter() -> None:
    values = PAST | {NOW: seen("71")}
    changes = by_measure([a_change("95", "2023-07-13"), a_change("74", "2023-09-07")])
    before, came = close_of(values), close_of(values, replace(PLAIN, target_changes=changes))
    assert (before.row.rating, came.row.rating) == ("good", "review")
    assert (came.row.target_units, came.row.target_places) == (74, 0)
    assert came.row.direction == before.row.direction == "better"
    # A chart holds every value against the target that is in force now.
    assert {point.target for point in came.chart.points} == {Decimal(74)}
    assert came.chart.last.mean == before.chart.last.mean
    assert (before.chart.met, came.chart.met) == (13, 0)
    assert came.forecast.units == before.forecast.units
    assert (before.forecast.rating, came.forecast.rating) == ("good", "review")


def test_a_comparator_group_of_one() -> None:
    row = beside("44", members=("LEC",))
    assert (row.comparators, row.members, row.units) == (1, 1, None)
    assert (row.rank, row.quartile) == (None, None)
    assert row.reason == (
        "1 of 1 others has a figure; from fewer than 3 no average, rank or quartile is worked out"
    )


def test_a_region_of_zero_population() -> None:
    counted = with_measure(
        PERCENT,
        NAME,
        aggregation="weighted ratio",
        numerator="Those in time",
        denominator="All of them",
        is_survey=False,
    )
    past = {at: seen(str(one.actual), (str(one.actual), "100")) for at, one in PAST.items()}
    came = returned(("5", "0", "0"), framework=counted, past=past)
    assert came.rules == {"divided-by-zero"}
    assert came.is_left_out(past, counted)
    none_of_none = returned(("0", "0", "0"), framework=counted, past=past)
    assert none_of_none.doubts >= {"zero-for-no-data"}
    assert none_of_none.rating == ("action", "rated")
    assert none_of_none.row.direction == "worse"
    assert none_of_none.gaps == []
    assert none_of_none.forecast.reason == "there is no value for Q2 2023-24"
    assert pair(0, 0).absence is Absence.UNREADABLE
    assert together(RATIO, north=pair(1, 2), south=pair(0, 0)).number == 50
    assert together(RATIO, south=pair(0, 0)).outcome is Outcome.NOTHING_TO_DIVIDE_BY
    assert together(RATIO, north=pair(1, 2), south=pair(3, 0)).outcome is Outcome.CANNOT_BE
