"""Extracts of others' figures from the inbox to the report, and who may see what of them."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assets.analysis.comparing import Comparing, sent
from assets.analysis.overrides import BY_REVIEW
from assets.analysis.results import CloseResults, Point
from assets.steps.close import compute
from assets.steps.house import House
from assets.steps.outdated import outdated
from assets.steps.override import override
from assets.steps.quarter import close_quarter
from assets.steps.rebuild import rebuild
from assets.steps.receipts import receipts_of
from assets.steps.status import status_of
from assets.steps.waive import waive
from assets.views.cleared import cleared
from assets.views.comparison import comparison_part, comparisons
from assets.views.report import context_of
from pipelines.status_text import status_data, status_text
from pipelines.summary import close_summary
from report_templates.comparison import ComparisonPart, ComparisonSection
from sources.framework.keys import Close
from sources.returns.content import SuppliedBenchmark
from sources.values import Unit, Value
from tests.sources.returns.extract import CLUB, OPEN, SLOT, a_csv
from warehouse import queries

Q2 = Close.parse("derbyshire.2023-24-Q2")
OWN = "Derbyshire,plc-01,2022/23,44.4"
OTHERS = ("LEC,plc-01,2022/23,40", "LIN,plc-01,2022/23,42", "NTT,plc-01,2022/23,45")
HISTORY = "Measure,Period,Actual,Numerator,Denominator,Note"
ROWS = (OWN, *OTHERS, "England,plc-01,2022/23,41.7")


class Team:
    """An installation to which extracts are sent, and what the report then shows."""

    def __init__(self, house: House, drop: Callable[..., Path]) -> None:
        self.house, self._drop = house, drop

    def send(self, *rows: str, name: str = "extract.csv", head: dict[str, str] = OPEN) -> None:
        data = a_csv(*rows, head=head)
        self._drop(self.house, Q2.council, "benchmarks", name, data, "2023-10-11T12:00")

    def send_history(self, *rows: str) -> None:
        table = "".join(f"{row}\n" for row in (HISTORY, *rows))
        self._drop(self.house, Q2.council, "history", "past.csv", table.encode())

    def close(self) -> CloseResults:
        close_quarter(self.house, Q2)
        return compute(self.house, Q2, Point(len(self.house.entries(Q2.council)), self.house.now()))


@pytest.fixture
def team(a_house: Callable[..., House], drop: Callable[..., Path]) -> Team:
    return Team(a_house(now="2023-10-18T09:00"), drop)


def receipts(team: Team) -> list[str]:
    """What the sender of each extract was told, oldest first."""
    return [path.read_text() for path in receipts_of(team.house, SLOT)]


def section(results: CloseResults, visibility: str = "members") -> ComparisonSection:
    product = results.framework.products["quarterly-performance"]
    shown = product.model_copy(update={"visibility": visibility})
    return comparisons(context_of(results, None, shown))


def test_figures_are_found_kept_compared_and_come_back_in_a_rebuild(
    team: Team, rows_of: Callable[[House], dict[str, list[tuple[Any, ...]]]]
) -> None:
    team.send(
        *ROWS,
        "Avalon,plc-01,2022/23,40",
        "KEN,99999,2022/23,40",
        "KEN,plc-01,2022/23,DIV/0",
        "STS,plc-01,2022/23,[c]",
        "WAR,plc-01,2022/23,40",
        "Warwickshire,plc-01,2022/23,41",
    )
    results = team.close()
    engine = team.house.store.engine
    found = {(f.rule, f.cell) for f in queries.return_findings(engine, str(SLOT))}
    assert found == {
        ("extract-area-unknown", "A11"),
        ("extract-metric-unknown", "B12"),
        ("extract-value-unreadable", "D13"),
        ("extract-value-suppressed", "D14"),
        ("extract-figure-twice", "D15"),
        ("extract-figure-twice", "D16"),
    }
    kept = {row.comparator for row in queries.slot_benchmarks(engine, str(SLOT))}
    assert {"England", "Derbyshire County Council", "Leicestershire County Council"} <= kept
    stored = queries.measure_benchmarks(engine, str(Q2))
    assert sorted(stored, key=str) == sorted(results.benchmarks, key=str)
    midlands = next(row for row in stored if row.comparator == "midland-counties")
    assert (midlands.rank, midlands.ranked, midlands.quartile, midlands.comparators) == (2, 4, 2, 3)
    before = rows_of(team.house)
    rebuild(team.house)
    assert rows_of(team.house) == before


def test_figures_for_members_only_are_in_no_public_report(team: Team) -> None:
    team.send(*ROWS)
    team.send("STS,plc-01,2022/23,60", name="club.csv", head=CLUB)
    results = team.close()
    stored = queries.measure_benchmarks(team.house.store.engine, str(Q2))
    assert [row.is_members_only for row in stored].count(True) == 2
    (line,) = section(results).lines
    (public,) = section(results, "public").lines
    assert [one.name for one in line.comparisons] == [one.name for one in public.comparisons]
    said = {one.name: one for one in line.comparisons}["County councils of the Midlands"]
    shown = {one.name: one for one in public.comparisons}["County councils of the Midlands"]
    assert (said.value and said.value.text, shown.value and shown.value.text) == ("46.8%", "42.3%")
    assert said.note is not None
    assert shown.note is None
    assert "A club" in said.origin
    assert "A club" not in str(public)


def test_a_file_only_for_members_leaves_the_public_nothing(team: Team) -> None:
    team.send(*ROWS, head=CLUB)
    results = team.close()
    assert len(section(results).lines) == 1
    assert section(results, "public").lines == ()
    public = results.framework.products["quarterly-performance"].model_copy(
        update={"visibility": "public"}
    )
    context = context_of(results, None, public)
    assert comparison_part(context, results.framework.measures["plc-01"]) is None


def test_what_rests_on_a_return_that_is_not_authorised_is_not_for_the_public(team: Team) -> None:
    team.send(*ROWS)
    results = team.close()
    assert len(section(results, "public").lines) == 1
    held_back = replace(results, unconfirmed=frozenset({str(SLOT)}))
    assert section(held_back, "public").lines == ()
    assert len(section(held_back).lines) == 1


@pytest.mark.parametrize(
    ("rating", "own", "lags", "leads"),
    [("good", "30", 1, 0), ("review", "50", 0, 1), ("good", "50", 0, 0), ("review", "30", 0, 0)],
)
def test_a_rating_and_a_place_that_disagree_are_flagged(
    team: Team, rating: str, own: str, lags: int, leads: int
) -> None:
    team.send(OWN.replace("44.4", own), *OTHERS)
    results = team.close()
    rated = tuple(
        replace(row, rating=rating) if row.measure == "plc-01" else row for row in results.ratings
    )
    results = replace(results, ratings=rated)
    found = section(results)
    assert (len(found.lagging), len(found.leading)) == (lags, leads)
    for line in (*found.lagging, *found.leading):
        assert [one.group for one in line.ranks] == [
            "All county councils of England",
            "County councils of the Midlands",
        ]
    part = comparison_part(context_of(results, None), results.framework.measures["plc-01"])
    assert isinstance(part, ComparisonPart)
    assert len(part.flags) == 2 * (lags + leads)
    word, quarter = rating.capitalize(), "last" if lags else "first"
    for words in part.flags:
        assert words.startswith(f"Rated {word}, yet in the {quarter} quarter of '")


def test_every_number_leads_to_the_cells_that_it_rests_on(team: Team) -> None:
    team.send(*ROWS)
    results = team.close()
    context = context_of(results, None)
    part = comparison_part(context, results.framework.measures["plc-01"])
    assert part is not None
    cells = {
        line.id.rsplit("/", 1)[1]: [source.cell for source in line.sources]
        for line in context.book.lines
    }
    assert cells["benchmark-national-E92000001"] == ["D10"]
    assert cells["benchmark-group-midland-counties"] == ["D7", "D8", "D9"]
    for quantity in ("median", "first", "last"):
        assert cells[f"{quantity}-of-group-midland-counties"] == ["D7", "D8", "D9"]
    assert cells["rank-in-group-midland-counties"] == ["D6", "D7", "D8", "D9"]
    assert cells["own-beside-group-midland-counties"] == ["D6"]


def test_what_a_department_writes_names_no_figure(team: Team) -> None:
    results = team.close()
    hostile = "England/../<b>=1+1"
    given = SuppliedBenchmark(
        "chs-07", hostile, "2022/23", Value.of("88", Unit.PERCENT), "=cmd()", "Benchmarks", "F4"
    )
    by = Comparing(str(Q2), results.framework.measures["chs-07"], {}, [], "DBY", Q2.period)
    (row,) = sent(by, [(1, given)])
    results = replace(results, benchmarks=(replace(row, sources="[]"),))
    context = context_of(results, None)
    part = comparison_part(context, results.framework.measures["chs-07"])
    assert part is not None
    assert part.comparisons[0].name == hostile
    assert not any("<b>" in line.id or ".." in line.id for line in context.book.lines)


def test_a_receipt_lists_what_is_wrong_in_its_own_extract_alone(team: Team) -> None:
    team.send("Avalon,plc-01,2022/23,40", *ROWS, name="first.csv")
    team.send("LEC,plc-01,2022/23,0.4", name="second.csv")
    team.send("LEC,plc-01,2022/23,40", name="third.csv")
    team.close()
    first, second, third = receipts(team)
    assert ("Avalon" in first, "0.4% or 40%" in first) == (True, False)
    assert ("Avalon" in second, "0.4% or 40%" in second) == (False, True)
    assert "The earlier figure, 40 (entry" in second
    assert "Nothing more is needed." in third


def test_impossible_figures_are_found_kept_out_and_stay_so_in_a_rebuild(
    team: Team, rows_of: Callable[[House], dict[str, list[tuple[Any, ...]]]]
) -> None:
    team.send(
        *ROWS,
        "STS,plc-01,2022/23,0.42",
        "E10000006,plc-01,2023/24 Q1,44",
        "WAR,plc-01,2023/24 Q2,44",
        head={**OPEN, "Retrieved": "2023-09-29"},
    )
    team.send("NTT,plc-01,2022/23,soon", name="later.csv", head={**OPEN, "Retrieved": "2033-10-02"})
    results = team.close()
    engine = team.house.store.engine
    found = {(f.rule, f.cell) for f in queries.return_findings(engine, str(SLOT))}
    assert found == {
        ("extract-fraction-for-percentage", "D11"),
        ("extract-area-of-other-time", "A12"),
        ("extract-period-not-over", "C13"),
        ("extract-retrieved-later", None),
        ("extract-value-unreadable", "D6"),
    }
    assert len(queries.slot_benchmarks(engine, str(SLOT))) == len(ROWS)
    midlands = next(row for row in results.benchmarks if row.comparator == "midland-counties")
    assert (midlands.period, midlands.comparators) == ("2022-23-FY", 3)
    before = rows_of(team.house)
    rebuild(team.house)
    assert rows_of(team.house) == before


def test_an_own_figure_that_contradicts_the_outturn_is_found_and_names_both(team: Team) -> None:
    team.send_history("plc-01,2022-23-Q4,41.26,4126,10000,", "plc-01,2022-23-Q3,42.1,421,1000,")
    team.send("Derbyshire,plc-01,2022/23 Q4,44.4", "Derbyshire,plc-01,2022/23 Q3,42.4")
    team.send("DBY,plc-01,2022/23 Q3,42.1", head=CLUB, name="club.csv")
    results = team.close()
    found = [f for f in results.council_findings if f.rule == "own-figure-differs"]
    assert [(f.severity, f.period, f.cell, f.slot) for f in found] == [
        ("warning", "2022-23-Q4", "D6", "derbyshire.2023-24-Q2.place"),
        ("warning", "2022-23-Q3", "D7", "derbyshire.2023-24-Q2.place"),
    ]
    assert "LG Inform has 44.4 as the council's own figure; 41.26 was returned." in found[0].message
    stored = queries.council_findings(team.house.store.engine, str(Q2))
    assert set(found) <= set(stored)
    product = results.framework.products["quarterly-performance"]
    public = cleared(results, product.model_copy(update={"visibility": "public"}))
    assert "44.4" not in str([f for f in public.council_findings if f.rule == found[0].rule])


def test_a_value_decided_on_review_stands_beside_those_of_others(team: Team) -> None:
    team.send("Derbyshire,plc-01,2023/24 Q2,44.4", "England,plc-01,2023/24 Q2,41.7")
    team.close()
    who, why = "Corporate Group", "The depot weighed one load twice in August."
    override(team.house, Q2, "plc-01", value="43.25", reason=why, by=who)
    results = team.close()
    (row,) = [r for r in results.benchmarks if r.kind == "national" and r.measure == "plc-01"]
    assert (row.own_units, row.own_places) == (4325, 2)
    assert row in queries.measure_benchmarks(team.house.store.engine, str(Q2))
    context = context_of(results, None)
    comparison_part(context, results.framework.measures["plc-01"])
    (own,) = [line for line in context.book.lines if "own-beside-national" in line.id]
    assert own.how.endswith(f"; {BY_REVIEW}")
    public = results.framework.products["quarterly-performance"].model_copy(
        update={"visibility": "public"}
    )
    assert row not in cleared(results, public).benchmarks
    (found,) = [f for f in results.council_findings if f.rule == "own-figure-differs"]
    assert "44.4 as the council's own figure; 43.25 was decided on review." in found.message


def test_a_figure_counts_once_the_finding_that_keeps_it_out_is_waived(
    team: Team, at: Callable[[House, str], House]
) -> None:
    team.send(*ROWS, "STS,plc-01,2022/23,0.42")
    before = next(r for r in team.close().benchmarks if r.comparator == "midland-counties")
    waive(
        team.house,
        SLOT,
        "extract-fraction-for-percentage",
        until=date(2023, 12, 31),
        reason="Checked with the publisher: next to nothing is recycled there.",
        by="Corporate Group",
    )
    after = next(r for r in team.close().benchmarks if r.comparator == "midland-counties")
    assert (before.comparators, after.comparators) == (3, 4)
    team.house = at(team.house, "2024-01-02T09:00")
    assert outdated(team.house, Q2.council).closes == (Q2,)
    lapsed = next(r for r in team.close().benchmarks if r.comparator == "midland-counties")
    assert lapsed.comparators == 3


def test_close_and_status_say_how_much_was_found_in_extracts(team: Team) -> None:
    team.send(*ROWS, "STS,plc-01,2022/23,0.42", "WAR,plc-01,2022/23,[c]", "KEN,9,2022/23,1")
    done = close_quarter(team.house, Q2)
    said = "Figures of other authorities, filed once: 1 error, 1 warning, 1 for information"
    assert f"\n  {said}\n" in close_summary(done)
    status = status_of(team.house, Q2)
    assert f"\n  {said}\n" in status_text(status)
    (data,) = status_data(status)["filed_once"]
    assert (data["slot"], data["errors"], data["waived"]) == (str(SLOT), 1, 0)
    json.dumps(data)
