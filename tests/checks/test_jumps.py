"""Jumps: rare in published monthly series as they came, and found in all of them when planted."""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from builders import DERBYSHIRE, a_file, a_return, a_value, declared, only

from checks import past
from checks.catalogue.catalogue import check_return
from checks.measured import measured
from sources.framework.keys import FinancialYear, Period
from sources.framework.measures import Measure

DATA = Path(__file__).parents[1] / "data" / "timeseries"
MONTHS = "January February March April May June July August September October November December"
# Of all points with enough past to be judged.
MOST_FALSE_ALARMS = Decimal("0.02")
LIMITS = DERBYSHIRE.checking
Series = dict[Period, Decimal]


def month(year: int, number: int) -> Period:
    start = year if number >= 4 else year - 1
    return Period.of(FinancialYear(start), "M", (number - 4) % 12 + 1)


def published() -> dict[str, Series]:
    """Every series of the two tables that is long enough, by area and indicator."""
    series: dict[str, Series] = defaultdict(dict)
    counts = DATA / "claimant_count_trafford_and_neighbours_monthly.csv"
    for row in csv.DictReader(counts.open(encoding="utf-8-sig")):
        name, year = row["period"].split()
        at = month(int(year), MONTHS.split().index(name) + 1)
        series[f"{row['area_name']} {row['measure']}"][at] = Decimal(row["value"])
    for row in csv.DictReader((DATA / "mole_valley_monthly.csv").open(encoding="utf-8-sig")):
        year, number = row["month"].split("-")
        if row["value_raw"].replace(",", "").replace(".", "").isdigit():
            at = month(int(year), int(number))
            series[row["indicator"]][at] = Decimal(row["value_raw"].replace(",", ""))
    return {name: one for name, one in series.items() if len(one) > LIMITS.jump_periods}


PUBLISHED = published()


def measure_of(name: str) -> Measure:
    places = 1 if name.endswith("Percentage") else 0
    whole = DERBYSHIRE.measures["asc-18"].model_dump()
    return Measure.model_validate(whole | {"decimal_places": places, "frequency": "monthly"})


def judged(name: str, series: Series, factor: Decimal | None = None) -> list[bool]:
    """Whether each point with enough past is called a jump; with a factor, each when so changed."""
    verdicts = []
    for at in sorted(series):
        known = {p: v for p, v in series.items() if p < at}
        guess = past.expected(measure_of(name), known, at, LIMITS.jump_periods)
        if guess is not None and (factor is None or series[at]):
            value = series[at] * factor if factor else series[at]
            verdicts.append(guess.is_jump(value, LIMITS.jump_factor))
    return verdicts


def test_there_are_published_series_enough_to_judge_by() -> None:
    assert len(PUBLISHED) > 30
    assert sum(len(judged(name, series)) for name, series in PUBLISHED.items()) > 900


def test_few_published_points_are_called_jumps() -> None:
    verdicts = [v for name, series in PUBLISHED.items() for v in judged(name, series)]
    rate = Decimal(sum(verdicts)) / len(verdicts)
    print(f"false alarms: {sum(verdicts)} of {len(verdicts)} points, {rate:.2%}")
    assert rate <= MOST_FALSE_ALARMS


def share_found(factor: str) -> tuple[int, int]:
    verdicts = [v for name, one in PUBLISHED.items() for v in judged(name, one, Decimal(factor))]
    return sum(verdicts), len(verdicts)


def test_every_planted_tenfold_jump_is_found() -> None:
    found, all_points = share_found("10")
    assert found == all_points > 1000


@pytest.mark.parametrize("factor", ["0.1", "2"])
def test_most_values_that_are_doubled_or_lose_a_digit_are_found(factor: str) -> None:
    """Among a dozen households, chance alone moves a count too far for all to be told."""
    found, all_points = share_found(factor)
    assert Decimal(found) / all_points >= Decimal("0.97")


def test_the_guide_states_what_was_measured() -> None:
    false = sum(v for name, one in PUBLISHED.items() for v in judged(name, one))
    tenfold, all_points = share_found("10")
    (tenth, _), (doubled, _) = share_found("0.1"), share_found("2")
    assert measured()["jump"] == (
        f"On {len(PUBLISHED)} published monthly series ({all_points:,} points with enough past): "
        f"false alarms {false}. Of the same points changed tenfold it found {tenfold:,}, doubled "
        f"{doubled:,}, divided by ten {tenth:,}. The series are claimant counts of many areas, "
        "which move together, and three indicators of one district; others may be rougher."
    )


def quarters(*values: str) -> dict[str, str]:
    """Values of consecutive quarters that end with the first of 2023-24."""
    at, found = Period.parse("2023-24-Q1"), {}
    for value in reversed(values):
        found[str(at)] = value
        at = at.previous()
    return found


def jumps(measure: str, value: str, *earlier: str, cumulative: bool = False) -> int:
    framework = DERBYSHIRE
    if cumulative:
        framework = declared(
            measure, is_cumulative=True, supplied="year to date", aggregation="sum"
        )
    subject = a_return(
        a_file(a_value(measure, value)),
        history={measure: quarters(*earlier)},
        framework=only(measure, framework=framework),
    )
    return sum(f.rule == "jump" for f in check_return(subject))


STEADY = ("1500", "1510", "1490", "1505", "1500", "1495", "1510", "1500")


def test_a_value_that_leaves_a_steady_past_is_a_jump() -> None:
    assert jumps("asc-04", "2400", *STEADY) == 1
    assert jumps("asc-04", "900", *STEADY) == 1


def test_a_value_as_far_off_as_chance_takes_a_count_is_none() -> None:
    assert jumps("asc-04", "1600", *STEADY) == 0


def test_too_short_a_past_says_nothing() -> None:
    assert jumps("asc-04", "2400", *STEADY[1:]) == 0


def test_a_season_that_comes_every_year_is_no_jump_and_its_absence_is_one() -> None:
    seasons = ("100", "400", "100", "2000", "102", "405", "99", "2010", "101", "398", "100", "2004")
    assert jumps("asc-04", "101", *seasons) == 0
    assert jumps("asc-04", "900", *seasons) == 1


def test_a_running_total_is_judged_by_what_each_quarter_added() -> None:
    """Q2's total is always far above Q1's; only the part that the quarter added can jump."""
    totals = ("300", "600", "900", "1200") * 2
    assert jumps("asc-04", "600", *totals, "300", cumulative=True) == 0
    assert jumps("asc-04", "1400", *totals, "300", cumulative=True) == 1


def test_a_slip_of_the_decimal_point_is_told_as_that_alone() -> None:
    assert jumps("asc-04", "150000", *STEADY) == 0
