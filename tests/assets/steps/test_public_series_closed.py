"""What closes make of published monthly series: derived, suppressed, missing and restated figures.

Each figure is held against the published table. How the tables are read is `test_public_series`'s
business.
"""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from public_series import (
    COUNTS,
    MOLE_VALLEY,
    MONTHLY,
    TRAFFORD,
    At,
    Came,
    Drop,
    closes,
    lines_of,
    mole_valley,
    months_in,
    published,
    trafford,
)

from assets.analysis.direction import direction
from assets.analysis.observed import number_of, series
from assets.analysis.series import refs_of, value_for
from assets.steps import close as closing
from assets.steps.trace import trace
from sources.framework.keys import Close, Period
from sources.framework.measures import Aggregation
from sources.values import Absence, from_units

FULL_YEAR = Close.parse("mole_valley.2024-25-FY")
COMPARED = "mole_valley.2024-25-FY/bed-and-breakfast/all/2023-24-FY/compared-with"
LATER = "Corrected in July.csv"
# As the note in the published table says of March 2024, which stands there as 13.
CORRECTION = (
    "indicator,polarity,month,value_raw,note\n"
    "Households in bed and breakfast (end of month),lower,2024-03,30,as on the July 2024 page\n"
)


@pytest.fixture(scope="module", name="trafford")
def trafford_came(tmp_path_factory: pytest.TempPathFactory, drop: Drop, at: At) -> Came:
    return trafford(tmp_path_factory.mktemp("trafford") / "home", drop, at)


@pytest.fixture(scope="module", name="mole_valley")
def mole_valley_came(tmp_path_factory: pytest.TempPathFactory, drop: Drop, at: At) -> Came:
    return mole_valley(tmp_path_factory.mktemp("mole-valley") / "home", drop, at)


@pytest.fixture(scope="module")
def restated(mole_valley: Came, drop: Drop, at: At) -> Came:
    """The full year closed again, after one row was corrected."""
    house, data = mole_valley.house, CORRECTION.encode()
    drop(house, "mole_valley", "history", LATER, data, when="2025-06-05T10:00")
    return Came(house, closes(house, at, "mole_valley", {"2024-25-FY": "2025-06-06"}))


def mean(figures: dict[tuple[int, int], str], months: list[tuple[int, int]]) -> Fraction:
    return sum((Fraction(figures[month]) for month in months), Fraction(0)) / len(months)


def shown(units: int | None, places: int | None) -> Decimal | None:
    return None if units is None or places is None else from_units(units, places)


def close_to(number: Decimal | None, exact: Fraction) -> bool:
    return number is not None and abs(Fraction(number) - exact) < Fraction(1, 10**9)


class TestTrafford:
    """Whole years of months: a quarter and a year follow from them."""

    @pytest.mark.parametrize(
        ("period", "now", "before", "way"),
        [
            ("2023-24-Q4", months_in(2023, 10, 12), months_in(2023, 7, 9), "worse"),
            ("2023-24-FY", months_in(2023, 1, 12), months_in(2022, 1, 12), "better"),
        ],
    )
    def test_the_average_count_and_its_direction(
        self,
        trafford: Came,
        period: str,
        now: list[tuple[int, int]],
        before: list[tuple[int, int]],
        way: str,
    ) -> None:
        figures = published(COUNTS, TRAFFORD)["claimants"]
        row = trafford.row(period, "claimants")
        assert close_to(shown(row.units, row.places), mean(figures, now))
        assert close_to(shown(row.compared_units, row.compared_places), mean(figures, before))
        assert row.compared_period == str(Period.parse(period).previous())
        assert row.direction == way
        assert (row.rating, row.status) == (None, "no target")

    def test_the_share_is_that_of_the_last_month(self, trafford: Came) -> None:
        figures = published(COUNTS, TRAFFORD)["claimant-share"]
        row = trafford.row("2023-24-Q4", "claimant-share")
        assert shown(row.units, row.places) == Decimal(figures[(2023, 12)])
        assert shown(row.compared_units, row.compared_places) == Decimal(figures[(2023, 9)])

    def test_a_printed_average_leads_to_its_three_months(self, trafford: Came) -> None:
        line, _ = trace(trafford.house, "trafford.2023-24-Q4/claimants/all/2023-24-Q4/actual")
        months = ("January 2024", "February 2024", "March 2024")
        cells = [
            (f"G{number}", row["value"])
            for number, row in enumerate(lines_of(COUNTS), start=2)
            if (row["area_name"], row["indicator"]) == ("Trafford", "Claimant count")
            and row["period"] in months
        ]
        assert line.text == "4,413"
        assert [(source.cell, source.raw) for source in line.sources] == cells


class TestSuppressed:
    """`below 10` is a stated absence: no number, and nothing is worked out from it."""

    def test_three_months_are_suppressed_and_hold_no_number(self, mole_valley: Came) -> None:
        stated = {
            (v.measure, v.period, v.raw, number_of(v), v.absence)
            for v in mole_valley.values()
            if v.absence is not None
        }
        months = ("2024-25-M08", "2024-25-M09", "2024-25-M10")
        assert stated == {
            ("bed-and-breakfast", month, "below 10", None, Absence.SUPPRESSED.value)
            for month in months
        }

    def test_a_quarter_that_ends_in_one_says_so(self, mole_valley: Came) -> None:
        row = mole_valley.row("2024-25-Q3", "bed-and-breakfast")
        assert (row.units, row.rating, row.status) == (None, None, "no value")
        assert row.reason == "the department states: suppressed"
        assert [ref.raw for ref in refs_of(row.sources)] == ["below 10"]
        assert (row.direction, row.direction_reason) == (None, "no value in this period")

    def test_the_quarter_after_it_has_nothing_to_compare_with(self, mole_valley: Came) -> None:
        row = mole_valley.row("2024-25-Q4", "bed-and-breakfast")
        assert shown(row.units, row.places) == Decimal(
            published(MONTHLY, MOLE_VALLEY)["bed-and-breakfast"][(2024, 12)]
        )
        assert (row.direction, row.direction_reason) == (None, "no value for Q3 2024-25")

    @pytest.mark.parametrize("how", [Aggregation.SUM, Aggregation.MEAN])
    def test_no_sum_or_average_leaves_one_out(self, mole_valley: Came, how: Aggregation) -> None:
        measure, known = mole_valley.measure("bed-and-breakfast")
        added = measure.model_copy(update={"aggregation": how})
        derived = value_for(added, known, Period.parse("2024-25-Q4"))
        assert [str(part) for part in derived.lacking] == ["2024-25-M10"]
        assert derived.observation is not None
        assert derived.observation.actual is None
        assert derived.observation.absence is Absence.SUPPRESSED


class TestMissing:
    """Months that were not published are missing, and are never read as 0."""

    def test_a_series_that_begins_later_has_no_quarters_before(self, mole_valley: Came) -> None:
        measure, known = mole_valley.measure("housing-register")
        for period, last in (("2022-23-Q4", "2022-23-M12"), ("2022-23-FY", "2022-23-M12")):
            derived = value_for(measure, known, Period.parse(period))
            assert derived.observation is None
            assert [str(part) for part in derived.lacking] == [last]
        first = Period.parse("2023-24-Q1")
        actual = value_for(measure, known, first).observation
        assert actual is not None
        travel = direction(measure, known, first, actual.actual)
        assert (travel.direction, travel.compared) == (None, None)
        assert travel.reason == "no value for Q4 2022-23"

    def test_a_series_that_ends_early_names_the_months(self, mole_valley: Came) -> None:
        row = mole_valley.row("2024-25-Q3", "transport-journeys")
        assert (row.units, row.status) == (None, "incomplete")
        months = "October 2024, November 2024, December 2024"
        assert row.reason == f"no value was supplied for {months}"
        assert row.direction_reason == "no value in this period"
        missing = [
            finding.period
            for checked in mole_valley.closed["2024-25-Q3"].closed.checked
            for finding in checked.findings
            if finding.rule == "value-missing"
        ]
        assert missing == ["2024-25-M07", "2024-25-M08", "2024-25-M09"]

    def test_a_year_of_none_of_its_months_has_no_sum(self, mole_valley: Came) -> None:
        row = mole_valley.row("2024-25-FY", "transport-journeys")
        assert (row.units, row.status) == (None, "return missing")
        measure, known = mole_valley.measure("transport-journeys")
        derived = value_for(measure, known, Period.parse("2024-25-FY"))
        assert derived.observation is None
        assert len(derived.lacking) == 12


def test_the_year_is_what_its_months_add_up_to_whatever_the_text_says(mole_valley: Came) -> None:
    """The text says 5,996 journeys in 2023-24; its twelve months add up to 6,899."""
    figures = published(MONTHLY, MOLE_VALLEY)["transport-journeys"]
    measure, known = mole_valley.measure("transport-journeys")
    year = value_for(measure, known, Period.parse("2023-24-FY")).observation
    assert year is not None
    assert year.actual == sum(int(figures[month]) for month in months_in(2023, 1, 12)) == 6899
    assert len(year.refs) == 12
    notes = {
        text.text
        for (subject, period, _), text in mole_valley.results("2024-25-FY").texts.items()
        if subject == "transport-journeys" and (period or "").startswith("2023-24")
    }
    assert notes == {"text says 5,996 for the year; the twelve months add to 6,899"}


class TestRestated:
    """March 2024 stood as 13 and was later given as 30: one row of a second submission."""

    def test_only_the_month_that_it_fills_is_replaced(
        self, mole_valley: Came, restated: Came
    ) -> None:
        was, now = series(mole_valley.values()), series(restated.values())
        changed = {
            (measure, str(period)): (was[measure][period].actual, seen.actual)
            for measure, months in now.items()
            for period, seen in months.items()
            if was[measure].get(period) != seen
        }
        assert {measure: months.keys() for measure, months in was.items()} == {
            measure: months.keys() for measure, months in now.items()
        }
        assert changed == {("bed-and-breakfast", "2023-24-M12"): (Decimal(13), Decimal(30))}

    def test_what_rests_on_it_follows_and_nothing_else(
        self, mole_valley: Came, restated: Came
    ) -> None:
        was, now = (came.results("2024-25-FY").ratings for came in (mole_valley, restated))
        changed = [(a, b) for a, b in zip(was, now, strict=True) if a != b]
        ((before, after),) = changed
        assert before.measure == after.measure == "bed-and-breakfast"
        assert (before.direction, before.compared_units) == ("same", 13)
        assert (after.direction, after.compared_units) == ("better", 30)

    def test_at_the_first_point_it_reads_as_it_read_then(
        self, mole_valley: Came, restated: Came
    ) -> None:
        first, second = (came.results("2024-25-FY") for came in (mole_valley, restated))
        for results in (first, second):
            again = closing.compute(restated.house, FULL_YEAR, results.point)
            assert again.ratings == results.ratings
            assert again.inputs_digest == results.inputs_digest
        assert closing.stored(restated.house, FULL_YEAR).ratings == second.ratings

    def test_both_vintages_can_be_followed_to_their_cells(
        self, mole_valley: Came, restated: Came
    ) -> None:
        march = [
            (v.submission, v.raw, v.cell)
            for v in restated.values()
            if (v.measure, v.period) == ("bed-and-breakfast", "2023-24-M12")
        ]
        files = {s.seq: s.filename for s in restated.results("2024-25-FY").sent}
        assert [(files[seq], raw, cell) for seq, raw, cell in march] == [
            (MONTHLY.name, "13", "D25"),
            (LATER, "30", "D2"),
        ]
        line, _ = trace(restated.house, COMPARED)
        assert [(s.file, s.cell, s.raw) for s in line.sources] == [(LATER, "D2", "30")]

    def test_the_draft_before_stays_and_the_next_prints_the_new(
        self, mole_valley: Came, restated: Came
    ) -> None:
        drafts = [came.closed["2024-25-FY"].drafts[0] for came in (mole_valley, restated)]
        assert [(draft.draft, draft.is_new) for draft in drafts] == [(1, True), (2, True)]
        for draft, figure in zip(
            drafts, ("Same as in FY 2023-24: 13", "Better than in FY 2023-24: 30"), strict=True
        ):
            page = " ".join(re.sub(r"<[^>]+>", " ", draft.page.read_text()).split())
            assert figure in page, draft.draft
