"""Keys and periods: what is written is what is read, and nothing else is accepted."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.framework.keys import (
    Close,
    Edition,
    FinancialYear,
    KeyProblem,
    Period,
    Slot,
    check_id,
)

CODES = (
    *(f"M{n:02d}" for n in range(1, 13)),
    *(f"Q{n}" for n in range(1, 5)),
    "H1",
    "H2",
    "FY",
)

years = st.builds(FinancialYear, st.integers(1901, 2099))
periods = st.builds(Period, years, st.sampled_from(CODES))
ids = st.from_regex(r"[a-z0-9]{1,8}([-_][a-z0-9]{1,8}){0,3}", fullmatch=True)
days = st.dates(date(1901, 4, 1), date(2099, 3, 31))


def p(text: str) -> Period:
    return Period.parse(text)


@given(years)
def test_a_financial_year_reads_back_what_it_writes(year):
    assert FinancialYear.parse(str(year)) == year


@given(periods)
def test_a_period_reads_back_what_it_writes(period):
    assert Period.parse(str(period)) == period


@given(st.builds(Close, ids, periods))
def test_a_close_reads_back_what_it_writes(close):
    assert Close.parse(str(close)) == close


@given(st.builds(Slot, ids, periods, ids))
def test_a_slot_reads_back_what_it_writes(slot):
    assert Slot.parse(str(slot)) == slot


@given(st.builds(Edition, ids, ids, days))
def test_an_edition_reads_back_what_it_writes(edition):
    assert Edition.parse(str(edition)) == edition


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FinancialYear, "2023-24"),
        (FinancialYear, "1999-00"),
        (Period, "2023-24-M04"),
        (Period, "2023-24-Q2"),
        (Period, "2023-24-H1"),
        (Period, "2023-24-FY"),
        (Close, "derbyshire.2023-24-Q2"),
        (Slot, "derbyshire.2023-24-Q2.adult-care"),
        (Edition, "derbyshire.quarterly-performance.2023-10-24"),
    ],
)
def test_a_key_is_written_as_it_was_read(kind, text):
    assert str(kind.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023",
        "2023-25",
        "2023-23",
        "2023-2024",
        "2023/24",
        "23-24",
        " 2023-24",
        "2023-24\n",
        "2023\u201324",
    ],
)
def test_what_is_not_a_financial_year_is_refused(text):
    with pytest.raises(KeyProblem, match="write it like 2023-24"):
        FinancialYear.parse(text)


@pytest.mark.parametrize(
    "text", ["\uff12\uff10\uff12\uff13-\uff12\uff14", "\u0662\u0660\u0662\u0663-24"]
)
def test_a_year_in_other_scripts_digits_is_refused(text):
    with pytest.raises(KeyProblem):
        FinancialYear.parse(text)


@pytest.mark.parametrize("text", ["0000-01", "0099-00", "9999-00"])
def test_a_year_that_the_calendar_cannot_hold_or_write_back_is_refused(text):
    with pytest.raises(KeyProblem):
        FinancialYear.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Q2",
        "2023-24",
        "2023-24-",
        "2023-24-Q0",
        "2023-24-Q5",
        "2023-24-q2",
        "2023-24-Q2 ",
        "2023-24 Q2",
        "2023-24-M0",
        "2023-24-M4",
        "2023-24-M00",
        "2023-24-M13",
        "2023-24-H3",
        "2023-24-FY1",
        "2023-25-Q2",
        "2023-Q2",
    ],
)
def test_what_is_not_a_period_is_refused(text):
    with pytest.raises(KeyProblem):
        Period.parse(text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Close, "derbyshire"),
        (Close, "derbyshire.2023-24-Q2.adult-care"),
        (Close, "Derbyshire.2023-24-Q2"),
        (Close, ".2023-24-Q2"),
        (Close, "derbyshire.2023-24"),
        (Slot, "derbyshire.2023-24-Q2"),
        (Slot, "derbyshire.2023-24-Q2."),
        (Slot, "derbyshire.2023-24-Q2.Adult Care"),
        (Slot, "derbyshire.2023-24-Q2.adult.care"),
        (Slot, "derbyshire.adult-care.2023-24-Q2"),
        (Edition, "derbyshire.2023-10-24"),
        (Edition, "derbyshire.quarterly-performance.24-10-2023"),
        (Edition, "derbyshire.quarterly-performance.2023-02-30"),
        (Edition, "derbyshire.quarterly-performance.2023-10-24T00:00"),
        (Edition, "derbyshire.Quarterly.2023-10-24"),
    ],
)
def test_what_is_not_a_key_is_refused(kind, text):
    with pytest.raises(KeyProblem):
        kind.parse(text)


@pytest.mark.parametrize("day", ["20231024", "2023-W43-2", "2023W432"])
def test_an_edition_has_one_way_to_write_its_day(day):
    with pytest.raises(KeyProblem):
        Edition.parse(f"derbyshire.quarterly-performance.{day}")


@pytest.mark.parametrize(
    "text",
    ["", "-", "a-", "-a", "a--b", "A", "a b", "a/b", "..", "a.b", "\u00e9", "a\n"],
)
def test_an_id_that_could_confuse_a_key_or_a_path_is_refused(text):
    with pytest.raises(KeyProblem, match="the council"):
        check_id(text, "the council")


@pytest.mark.parametrize("text", ["a", "cs02a", "adult-care", "adult_care", "2-x"])
def test_a_plain_id_is_returned_as_it_is(text):
    assert check_id(text, "the council") == text


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2023, 3, 31), "2022-23"),
        (date(2023, 4, 1), "2023-24"),
        (date(2023, 12, 31), "2023-24"),
        (date(2024, 1, 1), "2023-24"),
        (date(2024, 3, 31), "2023-24"),
        (date(2024, 4, 1), "2024-25"),
    ],
)
def test_a_financial_year_starts_in_april(day, year):
    assert str(FinancialYear.containing(day)) == year


@given(days)
def test_every_day_lies_in_the_financial_year_that_contains_it(day):
    year = Period(FinancialYear.containing(day), "FY")
    assert year.starts <= day <= year.ends


@pytest.mark.parametrize(
    ("period", "starts", "ends"),
    [
        ("2023-24-M01", date(2023, 4, 1), date(2023, 4, 30)),
        ("2023-24-M09", date(2023, 12, 1), date(2023, 12, 31)),
        ("2023-24-M10", date(2024, 1, 1), date(2024, 1, 31)),
        ("2023-24-M11", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022-23-M11", date(2023, 2, 1), date(2023, 2, 28)),
        ("2023-24-M12", date(2024, 3, 1), date(2024, 3, 31)),
        ("2023-24-Q1", date(2023, 4, 1), date(2023, 6, 30)),
        ("2023-24-Q3", date(2023, 10, 1), date(2023, 12, 31)),
        ("2023-24-Q4", date(2024, 1, 1), date(2024, 3, 31)),
        ("2023-24-H1", date(2023, 4, 1), date(2023, 9, 30)),
        ("2023-24-H2", date(2023, 10, 1), date(2024, 3, 31)),
        ("2023-24-FY", date(2023, 4, 1), date(2024, 3, 31)),
    ],
)
def test_a_period_starts_and_ends_on_these_days(period, starts, ends):
    assert (p(period).starts, p(period).ends) == (starts, ends)


@pytest.mark.parametrize(("year", "length"), [("2023-24", 366), ("2022-23", 365)])
def test_a_leap_day_makes_the_financial_year_longer(year, length):
    full = p(f"{year}-FY")
    assert (full.ends - full.starts).days + 1 == length


@given(periods)
def test_a_period_follows_on_the_day_after_the_one_before(period):
    before = period.previous()
    assert before.kind == period.kind
    assert before.ends + timedelta(days=1) == period.starts


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ("2023-24-M01", "2022-23-M12"),
        ("2023-24-M10", "2023-24-M09"),
        ("2023-24-Q1", "2022-23-Q4"),
        ("2023-24-H1", "2022-23-H2"),
        ("2023-24-H2", "2023-24-H1"),
        ("2000-01-FY", "1999-00-FY"),
    ],
)
def test_the_period_before_crosses_into_the_year_before(period, before):
    assert str(p(period).previous()) == before


@given(periods)
def test_the_year_before_has_the_same_place_in_its_year(period):
    before = period.year_before()
    assert before.code == period.code
    assert before.starts == period.starts.replace(year=period.starts.year - 1)


@pytest.mark.parametrize(
    ("period", "kind", "parts"),
    [
        ("2023-24-Q2", "M", ["M04", "M05", "M06"]),
        ("2023-24-H2", "Q", ["Q3", "Q4"]),
        ("2023-24-H1", "M", ["M01", "M02", "M03", "M04", "M05", "M06"]),
        ("2023-24-FY", "Q", ["Q1", "Q2", "Q3", "Q4"]),
        ("2023-24-FY", "H", ["H1", "H2"]),
        ("2023-24-FY", "F", ["FY"]),
        ("2023-24-Q4", "Q", ["Q4"]),
        ("2023-24-M07", "Q", []),
        ("2023-24-H1", "F", []),
    ],
)
def test_a_period_is_made_of_these_shorter_ones(period, kind, parts):
    assert [part.code for part in p(period).parts(kind)] == parts


@given(periods, st.sampled_from("MQHF"))
def test_parts_cover_their_period_without_gap_or_overlap(period, kind):
    parts = period.parts(kind)
    if not parts:
        assert Period.of(period.year, kind, 1).last_month > 12 // _per_year(period)
        return
    assert parts[0].starts == period.starts
    assert parts[-1].ends == period.ends
    for earlier, later in pairwise(parts):
        assert earlier.ends + timedelta(days=1) == later.starts


def _per_year(period: Period) -> int:
    return {"M": 12, "Q": 4, "H": 2, "F": 1}[period.kind]


def test_periods_that_end_together_sort_the_shorter_first():
    mixed = [p(f"2023-24-{code}") for code in ("FY", "Q4", "H2", "M12", "Q3", "H1")]
    assert [x.code for x in sorted(mixed)] == ["H1", "Q3", "M12", "Q4", "H2", "FY"]


def test_next_years_first_month_sorts_after_this_full_year():
    assert p("2023-24-FY") < p("2024-25-M01")


@given(periods, periods)
def test_of_two_periods_one_comes_first_unless_they_are_the_same(one, other):
    assert (one < other) + (other < one) + (one == other) == 1


def test_closes_sort_by_council_and_then_in_time():
    texts = ["b.2022-23-Q1", "a.2023-24-FY", "a.2023-24-Q4", "a.2023-24-Q1"]
    assert [str(c) for c in sorted(map(Close.parse, texts))] == [
        "a.2023-24-Q1",
        "a.2023-24-Q4",
        "a.2023-24-FY",
        "b.2022-23-Q1",
    ]


def test_a_slot_knows_its_close():
    slot = Slot.parse("derbyshire.2023-24-Q2.adult-care")
    assert slot.close == Close.parse("derbyshire.2023-24-Q2")


@pytest.mark.parametrize(
    ("period", "label", "short"),
    [
        ("2023-24-M04", "July 2023", "July 2023"),
        ("2023-24-M10", "January 2024", "January 2024"),
        ("2023-24-Q2", "Quarter 2 (July to September 2023)", "Q2 2023-24"),
        ("2023-24-Q3", "Quarter 3 (October to December 2023)", "Q3 2023-24"),
        ("2023-24-Q4", "Quarter 4 (January to March 2024)", "Q4 2023-24"),
        ("2023-24-H1", "Half-year 1 (April to September 2023)", "H1 2023-24"),
        ("2023-24-H2", "Half-year 2 (October 2023 to March 2024)", "H2 2023-24"),
        ("2023-24-FY", "Full year (April 2023 to March 2024)", "FY 2023-24"),
    ],
)
def test_people_see_months_and_quarters_by_name(period, label, short):
    assert (p(period).label, p(period).short_label) == (label, short)


@pytest.mark.parametrize("text", ["Q2", "FY", "", "2023-24"])
def test_a_period_without_its_year_is_called_no_period(text: str) -> None:
    with pytest.raises(KeyProblem, match=f"^'{text}' is not a period: write it like 2023-24-Q2"):
        Period.parse(text)
