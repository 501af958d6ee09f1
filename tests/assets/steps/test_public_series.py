"""Monthly series that councils published come in as history submissions, row by row.

What a file's account says, which values are stored, and the quarters and years that follow from
months, each held against a reading of the CSV that knows nothing of the product. What closes make
of them is `test_public_series_closed`.
"""

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
    lines_of,
    mole_valley,
    month_of,
    period,
    published,
    trafford,
    worked_out,
)

from assets.analysis.observed import number_of
from assets.analysis.series import value_for
from sources.framework.keys import Period
from sources.returns.content import TextField, Use


@pytest.fixture(scope="module", name="trafford")
def trafford_came(tmp_path_factory: pytest.TempPathFactory, drop: Drop, at: At) -> Came:
    return trafford(tmp_path_factory.mktemp("trafford") / "home", drop, at)


@pytest.fixture(scope="module", name="mole_valley")
def mole_valley_came(tmp_path_factory: pytest.TempPathFactory, drop: Drop, at: At) -> Came:
    return mole_valley(tmp_path_factory.mktemp("mole-valley") / "home", drop, at)


def test_every_cell_of_the_claimant_counts_is_accounted_for(trafford: Came) -> None:
    lines = lines_of(COUNTS)
    own = [line for line in lines if line["area_name"] == "Trafford"]
    assert all(all(line.values()) for line in lines)
    (sheet,) = trafford.read().sheets
    later = len([line for line in own if line["period"] == "April 2024"])
    assert (len(lines), len(own), later) == (1300, 74, 2)
    assert sheet.uses == {
        Use.HEADING: 7,
        Use.KEY: 3 * len(own),
        Use.VALUE: len(own) - later,
        Use.NOT_USED: later,
        Use.PASSED_OVER: 3 * len(own) + 7 * (len(lines) - len(own)),
    }
    assert sum(sheet.uses.values()) == sheet.cells == 7 * (len(lines) + 1)
    assert trafford.read().unread == ()


def test_every_cell_of_the_monthly_figures_is_accounted_for(mole_valley: Came) -> None:
    lines = lines_of(MONTHLY)
    (sheet,) = mole_valley.read().sheets
    hidden = [line for line in lines if line["value_raw"] == "below 10"]
    noted = [line for line in lines if line["note"]]
    assert sheet.uses == {
        Use.HEADING: 5,
        Use.KEY: 2 * len(lines),
        Use.VALUE: len(lines) - len(hidden),
        Use.ABSENCE: len(hidden),
        Use.TEXT: len(noted),
        Use.PASSED_OVER: len(lines),
    }
    assert sum(sheet.uses.values()) == sheet.cells == 5 + 4 * len(lines) + len(noted)
    assert mole_valley.read().unread == ()


def test_trafford_s_months_are_stored_as_published_and_nobody_else_s(trafford: Came) -> None:
    expected = {}
    for number, line in enumerate(lines_of(COUNTS), start=2):
        year, month = month_of(line["period"])
        if line["area_code"] == "E08000009" and year < 2024:
            key = (TRAFFORD[line["indicator"]], period(year, f"M{month:02d}"))
            expected[key] = (Decimal(line["value"]), line["value"], f"G{number}")
    stored = {(v.measure, v.period): (number_of(v), v.raw, v.cell) for v in trafford.values()}
    assert stored == expected
    assert len(trafford.values()) == len(expected) == 72


def test_months_after_the_history_s_own_are_named_and_not_used(trafford: Came) -> None:
    (checked,) = [c for c in trafford.closed["2023-24-Q4"].closed.checked if c.earlier]
    (history,) = checked.earlier
    lines = enumerate(lines_of(COUNTS), start=2)
    late = [
        f"C{n}" for n, x in lines if (x["area_name"], x["period"]) == ("Trafford", "April 2024")
    ]
    assert [(f.rule, f.cell, f.raw) for f in history.findings] == [
        ("not-this-return", cell, "April 2024") for cell in late
    ]


def test_mole_valley_s_months_are_stored_as_published(mole_valley: Came) -> None:
    expected, notes = {}, {}
    for number, line in enumerate(lines_of(MONTHLY), start=2):
        year, month = month_of(line["month"])
        key = (MOLE_VALLEY[line["indicator"]], period(year, f"M{month:02d}"))
        raw = line["value_raw"]
        number_or_none = Decimal(raw) if raw.isdigit() else None
        expected[key] = (number_or_none, raw, f"D{number}")
        if line["note"]:
            notes[(*key, TextField.COMMENTARY.value)] = line["note"]
    stored = {(v.measure, v.period): (number_of(v), v.raw, v.cell) for v in mole_valley.values()}
    assert stored == expected
    assert len(mole_valley.values()) == len(expected) == 84
    assert {k: t.text for k, t in mole_valley.results("2024-25-FY").texts.items()} == notes


@pytest.mark.parametrize("council", ["trafford", "mole_valley"])
def test_quarters_and_years_follow_from_the_published_months(
    council: str, request: pytest.FixtureRequest
) -> None:
    came: Came = request.getfixturevalue(council)
    path, names = (COUNTS, TRAFFORD) if council == "trafford" else (MONTHLY, MOLE_VALLEY)
    spans = {f"Q{n}": [3 * n - 2, 3 * n - 1, 3 * n] for n in range(1, 5)}
    spans |= {"H1": [*range(1, 7)], "H2": [*range(7, 13)], "FY": [*range(1, 13)]}
    worked = 0
    for name, months in published(path, names).items():
        measure, known = came.measure(name)
        for year in range(2021, 2024 if council == "trafford" else 2025):
            for code, span in spans.items():
                wanted = worked_out(months, measure.aggregation, [(year, m) for m in span])
                seen = value_for(measure, known, Period.parse(period(year, code))).observation
                actual = seen.actual if seen else None
                assert (actual is None) == (wanted is None), (name, year, code)
                if actual is not None and wanted is not None:
                    assert abs(Fraction(actual) - wanted) < Fraction(1, 10**9), (name, year, code)
                    worked += 1
    assert worked == {"trafford": 2 * 3 * 7, "mole_valley": 20 + 14 + 14}[council]
