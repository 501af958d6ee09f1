"""The target-setting aid: outturns, pace, peers and a range, from earlier years that compare."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from analysis_builders import DERBYSHIRE, Periods, period, seen, with_measure, with_target
from hypothesis import given
from hypothesis import strategies as st

from assets.analysis.target_aid import Aid, aid_for
from sources.framework.changes import Changed, DefinitionChange
from sources.framework.framework import Framework
from sources.framework.measures import Polarity
from warehouse.benchmark_rows import MeasureBenchmark

LEVEL, TOTAL = "asc-04", "asc-02"


def years(*quarters: tuple[str, str, str, str], last: int = 2022) -> Periods:
    """Four figures a year, the last year's last."""
    found = {}
    for ago, four in enumerate(reversed(quarters)):
        start = last - ago
        for number, value in enumerate(four, start=1):
            found[period(f"{start}-{(start + 1) % 100:02d}-Q{number}")] = seen(value)
    return found


def aid(
    known: Periods, measure: str = LEVEL, framework: Framework = DERBYSHIRE, **given: Any
) -> Aid:
    return aid_for(framework, framework.measures[measure], known, **given)


def a_peer(name: str, value: str | None, rank: int | None = None) -> MeasureBenchmark:
    number = Decimal(value) if value else None
    return MeasureBenchmark(
        close="derbyshire.2023-24-Q2",
        measure=LEVEL,
        kind="group",
        comparator="g",
        name=name,
        period="2022-23-FY",
        own_units=None,
        own_places=None,
        units=int(number) if number is not None else None,
        places=0 if number is not None else None,
        comparators=5,
        members=5,
        rank=rank,
        ranked=6 if rank else None,
        quartile=2 if rank else None,
        reason=None if value else "only 2 have a figure",
        origin="",
        is_members_only=False,
        own_sources="[]",
        sources="[]",
    )


# Three years of quarters, each 30 above the same one of the year before.
RISING = years(
    ("1400", "1420", "1430", "1440"),
    ("1430", "1450", "1460", "1470"),
    ("1460", "1480", "1490", "1500"),
)


def test_twelve_quarters_and_neighbours_give_outturns_pace_and_a_range() -> None:
    found = aid(RISING, benchmarks=(a_peer("Neighbours", "1525", 2), a_peer("Few", None)))
    assert [(str(year), number) for year, number in found.outturns] == [
        ("2020-21", 1440),
        ("2021-22", 1470),
        ("2022-23", 1500),
    ]
    assert found.pace == 30
    assert found.pace_how == "median of 8 changes between the same periods a year apart"
    assert [(p.name, p.value, p.standing) for p in found.peers] == [
        ("Neighbours", 1525, "rank 2 of 6, quartile 2"),
        ("Few", None, "only 2 have a figure"),
    ]
    assert (found.low, found.high) == (1500, 1530)
    assert found.why == "from the outturn of 2022-23 to its own pace carried on"


def test_what_others_reach_is_the_end_where_it_is_better_than_the_pace() -> None:
    found = aid(RISING, benchmarks=(a_peer("Neighbours", "1600"),))
    assert (found.high, found.why) == (1600, "from the outturn of 2022-23 to Neighbours")


def with_quartiles(median: int, first: int, last: int) -> MeasureBenchmark:
    """A group of the name Neighbours with a mean of 1600."""
    return replace(
        a_peer("Neighbours", "1600", 2),
        median_units=median,
        median_places=0,
        first_units=first,
        first_places=0,
        last_units=last,
        last_places=0,
    )


def test_the_range_reaches_to_the_groups_median_and_from_there_to_its_first_quartile() -> None:
    behind = aid(RISING, benchmarks=(with_quartiles(1580, 1700, 1400),))
    (peer,) = behind.peers
    assert (peer.median, peer.first, peer.last) == (1580, 1700, 1400)
    assert (behind.high, behind.why) == (
        1580,
        "from the outturn of 2022-23 to the median of Neighbours",
    )
    level = aid(RISING, benchmarks=(with_quartiles(1500, 1700, 1400),))
    assert (level.high, level.why) == (
        1700,
        "from the outturn of 2022-23 to the first quartile of Neighbours",
    )
    ahead = aid(RISING, benchmarks=(with_quartiles(1400, 1500, 1300),))
    assert (ahead.high, ahead.why) == (
        1530,
        "from the outturn of 2022-23 to its own pace carried on",
    )


def test_a_target_worse_than_the_last_outturn_is_flagged() -> None:
    blank = dict.fromkeys(("q1", "q2", "q3", "q4"))

    def is_flagged(annual: str, **measure: Any) -> bool:
        framework = with_target(DERBYSHIRE, LEVEL, annual=Decimal(annual), **blank)
        return aid(
            RISING, framework=with_measure(framework, LEVEL, **measure)
        ).is_worse_than_outturn

    assert is_flagged("1499")
    assert not is_flagged("1500")
    assert is_flagged("1501", polarity="lower")
    assert not is_flagged("1500", polarity="lower")


def test_a_falling_measure_is_held_and_not_talked_down() -> None:
    falling = years(("1500", "1490", "1480", "1470"), ("1400", "1390", "1380", "1370"))
    found = aid(falling)
    assert (found.pace, found.low, found.high) == (-100, 1370, 1370)
    assert found.why.endswith("neither its own pace nor what others reach is better: hold it")


def test_one_odd_quarter_does_not_make_a_pace() -> None:
    odd = RISING | {period("2020-21-Q2"): seen("9000")}
    assert aid(odd).pace == 30


def test_the_pace_of_a_running_total_is_that_of_a_whole_year() -> None:
    framework = with_measure(DERBYSHIRE, TOTAL, supplied="year to date", frequency="quarterly")
    known = years(("10", "20", "30", "40"), ("12", "24", "36", "48"))
    found = aid(known, TOTAL, framework)
    assert (found.pace, found.outturns[-1][1]) == (8, 48)
    assert found.pace_how.endswith("a year apart, times 4 periods")


def test_too_short_a_past_gives_no_pace_and_none_gives_no_range() -> None:
    short = aid(years(("1", "2", "3", "4")))
    assert (short.pace, short.pace_how) == (None, "fewer than 3 pairs of periods a year apart")
    assert (short.low, short.high) == (4, 4)
    nothing = aid({})
    assert (nothing.low, nothing.high, nothing.met, nothing.compared) == (None, None, 0, 0)
    assert nothing.why.startswith("no range is suggested: no outturn of an earlier year")


def test_years_that_counted_something_else_are_left_out() -> None:
    change = DefinitionChange(
        measure=LEVEL,
        from_period=period("2022-23-Q1"),
        what=Changed.METHOD,
        is_comparable=False,
        reason="A new count.",
        approved_by="A post",
        approved_on=date(2022, 3, 1),
    )
    found = aid(RISING, framework=replace(DERBYSHIRE, definition_changes={LEVEL: (change,)}))
    assert [str(year) for year, _ in found.outturns] == ["2022-23"]
    assert found.pace is None


def test_periods_that_would_have_met_the_present_target_are_counted() -> None:
    blank = dict.fromkeys(("q1", "q2", "q3", "q4"))
    framework = with_target(DERBYSHIRE, LEVEL, annual=Decimal(1480), **blank)
    found = aid(RISING, framework=framework)
    # Of the last eight only 2022-23's second to fourth quarter reach it.
    assert (found.met, found.compared) == (3, 8)


def test_where_no_way_is_better_nothing_is_suggested() -> None:
    framework = with_measure(DERBYSHIRE, LEVEL, polarity="none")
    found = aid(RISING, framework=framework)
    assert (found.low, found.why) == (None, "no range is suggested: no one way is better")
    assert framework.measures[LEVEL].polarity is Polarity.NONE


def test_a_percentage_is_not_asked_for_more_than_the_whole() -> None:
    known = years(("80", "80", "80", "90"), ("90", "90", "90", "95"), ("97", "97", "97", "99"))
    framework = with_measure(DERBYSHIRE, "asc-08", aggregation="latest")
    found = aid(known, "asc-08", framework)
    assert found.high == 100


@given(st.lists(st.integers(0, 10_000), min_size=12, max_size=12), st.randoms())
def test_the_order_in_which_figures_are_given_does_not_matter(
    numbers: list[int], shuffled: Any
) -> None:
    texts = [str(n) for n in numbers]
    known = years(*(tuple(texts[i : i + 4]) for i in (0, 4, 8)))  # type: ignore[misc]  # of four
    items = list(known.items())
    shuffled.shuffle(items)
    assert aid(dict(items)) == aid(known)
