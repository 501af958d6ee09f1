"""Parts that all go one way and a whole that goes the other are found; nothing else is."""

from typing import Any

import pytest

from assets.analysis.part_series import compared_parts, part_series
from assets.analysis.reversals import Reversal, reversal
from assets.analysis.series import Observation
from checks.hidden_parts import hidden_parts
from sources.framework.keys import Close, Period
from sources.returns.content import Quantity
from tests.assets.analysis.analysis_builders import (
    DERBYSHIRE,
    SCHEME,
    a_measure,
    a_stored_value,
    seen,
)
from warehouse.rows import SubmittedValue

# Town and country both meet more in time; most of the work moved to the country, which is slower.
BEFORE = {"town": ("80", "100"), "country": ("10", "50")}
NOW = {"town": ("41", "50"), "country": ("30", "100")}


def figures(pairs: dict[str, tuple[str, str]]) -> dict[str, Observation]:
    return {part: seen("0", pair) for part, pair in pairs.items()}


def turned(
    before: dict[str, tuple[str, str]], now: dict[str, tuple[str, str]], **measure: Any
) -> Reversal | None:
    ratio = a_measure(**{"aggregation": "weighted ratio", **measure})
    return reversal(ratio, figures(before), figures(now))


def test_a_planted_reversal_is_found_with_its_exact_figures() -> None:
    found = turned(BEFORE, NOW)
    assert found is not None and found.is_worse
    assert (found.before, found.now) == (60, pytest.approx(71 / 150 * 100))


def test_it_is_found_the_other_way_about_and_where_lower_is_better() -> None:
    other = turned(NOW, BEFORE)
    assert other is not None and not other.is_worse
    lower = turned(BEFORE, NOW, polarity="lower")
    assert lower is not None and not lower.is_worse


@pytest.mark.parametrize(
    "now",
    [
        {"town": ("80", "100"), "country": ("30", "100")},
        {"town": ("90", "100"), "country": ("15", "50")},
        {"town": ("41", "50")},
        {"town": ("41", "50"), "country": ("0", "0")},
        {"town": ("41", "50"), "other": ("30", "100")},
    ],
    ids=["one part stays", "all go one way", "one is gone", "one has no cases", "not the same"],
)
def test_nothing_is_said_of_what_is_no_reversal(now: dict[str, tuple[str, str]]) -> None:
    assert turned(BEFORE, now) is None


def test_of_a_part_that_had_no_cases_nobody_can_tell_which_way_it_went() -> None:
    idle = {**BEFORE, "coast": ("0", "0")}
    assert turned(idle, {**NOW, "coast": ("1", "10")}) is None
    assert turned({**BEFORE, "coast": ("1", "10")}, {**NOW, "coast": ("0", "0")}) is None


def test_nothing_is_said_where_nothing_adds_up_or_neither_way_is_better() -> None:
    assert turned(BEFORE, NOW, aggregation="latest") is None
    assert turned(BEFORE, NOW, polarity="none") is None


def test_a_bad_part_is_hidden_only_in_a_whole_that_does_well() -> None:
    parts = {"town": "good", "country": "action", "coast": None}
    assert hidden_parts(SCHEME, "good", parts) == ("country",)
    assert hidden_parts(SCHEME, "action", parts) == ()
    assert hidden_parts(SCHEME, None, parts) == ()


def stored(at: str, tops: dict[str, tuple[str, str]]) -> list[SubmittedValue]:
    rows = []
    for part, (top, bottom) in tops.items():
        numbers = {Quantity.ACTUAL: "50", Quantity.NUMERATOR: top, Quantity.DENOMINATOR: bottom}
        for quantity, number in numbers.items():
            row = a_stored_value(number, quantity, measure="chs-11", at=f"2023-24-{at}")
            rows.append(SubmittedValue(**{**row.__dict__, "breakdown": part}))
    return rows


def test_the_parts_of_a_close_are_held_against_those_of_the_period_before() -> None:
    names = [part.id for part in DERBYSHIRE.breakdowns["district"].parts]
    before = dict.fromkeys(names, ("10", "50")) | {names[0]: ("800", "1000")}
    now = dict.fromkeys(names, ("150", "500")) | {names[0]: ("82", "100")}
    rows = [*stored("Q1", before), *stored("Q2", now)]
    close = Close("derbyshire", Period.parse("2023-24-Q2"))
    (found,) = compared_parts(DERBYSHIRE, close, part_series(DERBYSHIRE, rows))
    assert (found.measure, found.breakdown, found.whole_is_worse) == ("chs-11", "District", True)
    assert (str(found.earlier), str(round(found.before, 2))) == ("2023-24-Q1", "64.44")
    without = [row for row in rows if row.breakdown != names[3] or row.period != "2023-24-Q2"]
    assert compared_parts(DERBYSHIRE, close, part_series(DERBYSHIRE, without)) == []
    for at in ("2023-24-Q1", "2023-24-Q2"):
        halved = [
            row
            for row in rows
            if (row.breakdown, row.period, row.quantity) != (names[3], at, Quantity.NUMERATOR.value)
        ]
        assert compared_parts(DERBYSHIRE, close, part_series(DERBYSHIRE, halved)) == [], at


def test_a_figure_that_its_unit_does_not_allow_is_held_back() -> None:
    (row,) = (a_stored_value("130", measure="chs-11"),)
    known = part_series(DERBYSHIRE, [SubmittedValue(**{**row.__dict__, "breakdown": "erewash"})])
    assert known["chs-11"]["erewash"][Period.parse("2023-24-Q2")].is_queried
