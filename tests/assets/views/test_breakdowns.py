"""Breakdowns on a measure's page: parts, what the whole hides, coarser levels, and history."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from assets.analysis.results import CloseResults, Point, SentFile
from assets.views.breakdowns import breakdowns
from assets.views.cleared import cleared
from assets.views.context import Context
from assets.views.report import context_of
from checks.finding import Dimension, Severity
from report_templates.measure_breakdowns import BreakdownsPart, PartTable
from sources.framework.base import by_id
from sources.framework.breakdowns import Breakdown, PartTarget
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.over_parts import OverParts
from sources.framework.reorganisations import Reorganisation
from sources.framework.timetable import LONDON
from sources.returns.content import Quantity
from tests.assets.analysis.analysis_builders import (
    DERBYSHIRE,
    a_stored_value,
    closed,
    seen,
    series,
)
from warehouse.rows import CouncilFinding, SubmittedValue

SENT = datetime(2023, 10, 18, 9, tzinfo=LONDON)
RETURN = "derbyshire.2023-24-Q2.childrens-services"
Pairs = Mapping[str, tuple[str, str]]
ON, LAST_DAY = "2023-07-01", "2023-06-30"


def parts_of(at: str, pairs: Pairs) -> Iterable[SubmittedValue]:
    """Plans in time, of all plans, in each part."""
    for part, (top, bottom) in pairs.items():
        numbers = {
            Quantity.ACTUAL: str(round(int(top) * 100 / int(bottom), 1)),
            Quantity.NUMERATOR: top,
            Quantity.DENOMINATOR: bottom,
        }
        for quantity, number in numbers.items():
            row = a_stored_value(number, quantity, measure="chs-11", at=f"2023-24-{at}")
            yield SubmittedValue(**{**row.__dict__, "breakdown": part, "slot": RETURN})


def districts(*parts: dict[str, str], **more: Any) -> Breakdown:
    named = [{"name": one["id"].title(), **one} for one in parts]
    return Breakdown.model_validate({"id": "district", "name": "District", "parts": named} | more)


def framework_of(*breakdowns: Breakdown, **more: Any) -> Framework:
    return replace(DERBYSHIRE, breakdowns=by_id(breakdowns), part_targets={}, **more)


def context(framework: Framework, rows: Iterable[SubmittedValue], whole: str = "56") -> Context:
    return context_of(results_of(framework, rows, whole), None)


def results_of(
    framework: Framework, rows: Iterable[SubmittedValue], whole: str = "56"
) -> CloseResults:
    close = Close.parse("derbyshire.2023-24-Q2")
    file = SentFile(
        7, "h", Slot.parse(RETURN), "0" * 64, "q2.xlsx", "childrens-services", SENT, True
    )
    values = {"chs-11": series(Q2=seen(whole, cell="H12"))}
    return CloseResults(
        close=close,
        point=Point(9, SENT),
        framework=framework,
        inputs_digest="",
        code_version="",
        ratings=tuple(closed(framework=framework, values=values)),
        actions=(),
        statuses=(),
        states=(),
        return_findings=(),
        waived=(),
        council_findings=(),
        scorecards=(),
        queried=frozenset(),
        unconfirmed=frozenset(),
        sent=(file,),
        decisions=(),
        sheets=(),
        values=(),
        texts={},
        parts=tuple(rows),
    )


def shown(held: Context) -> BreakdownsPart:
    part = breakdowns(held, held.framework.measures["chs-11"])
    assert part is not None
    return part


def words(table: PartTable) -> dict[str, str | None]:
    lines = (*table.lines, table.total)
    return {line.name: line.value.text if line.value else line.none for line in lines}


NORTH_AND_SOUTH = districts({"id": "north", "code": "E07000001"}, {"id": "south"})


def test_each_part_has_its_figure_and_together_they_are_worked_out_from_two_numbers() -> None:
    rows = parts_of("Q2", {"north": ("90", "100"), "south": ("1", "50")})
    (table,) = shown(context(framework_of(NORTH_AND_SOUTH), rows)).tables
    assert words(table) == {"North": "90.0%", "South": "2.0%", "Together": "60.7%"}
    assert table.total.numerator and table.total.denominator
    assert (table.total.numerator.text, table.total.denominator.text) == ("91", "150")
    assert table.lines[0].code == "E07000001"


def test_every_figure_of_a_part_leads_to_its_cell() -> None:
    held = context(framework_of(NORTH_AND_SOUTH), parts_of("Q2", {"north": ("9", "10")}))
    shown(held)
    lines = {line.id: line for line in held.book.lines}
    actual = lines["derbyshire.2023-24-Q2/chs-11/north/2023-24-Q2/actual"]
    assert {(source.file, source.cell) for source in actual.sources} == {("q2.xlsx", "H12")}


def test_a_part_that_does_badly_in_a_whole_that_does_well_is_flagged() -> None:
    rows = [*parts_of("Q2", {"north": ("90", "100"), "south": ("1", "50")})]
    (table,) = shown(context(framework_of(NORTH_AND_SOUTH), rows)).tables
    marks = {line.name: line.mark.word for line in table.lines if line.mark}
    assert marks == {"North": "Strong", "South": "Action"}
    assert table.flags == ("The whole is Good, and it hides what needs attention in South.",)
    (bad,) = shown(context(framework_of(NORTH_AND_SOUTH), rows, whole="20")).tables
    assert bad.flags == ()


def test_a_part_is_rated_by_a_target_of_its_own() -> None:
    target = PartTarget.model_validate(
        {"measure": "chs-11", "part": "south", "annual": "2", "rationale": "New.", "set_by": "Head"}
    )
    framework = framework_of(NORTH_AND_SOUTH)
    framework = replace(framework, part_targets={("chs-11", "south"): target})
    rows = parts_of("Q2", {"north": ("90", "100"), "south": ("1", "50")})
    (table,) = shown(context(framework, rows)).tables
    assert table.flags == ()
    south = table.lines[1]
    assert south.mark and south.target
    assert (south.mark.word, south.target.text) == ("Good", "2.0%")


def test_a_part_without_a_figure_leaves_the_parts_together_incomplete_and_is_named() -> None:
    rows = parts_of("Q2", {"north": ("9", "10")})
    (table,) = shown(context(framework_of(NORTH_AND_SOUTH), rows)).tables
    assert words(table)["South"] == "not given"
    assert words(table)["Together"] == "incomplete: South"
    assert table.covered == "1 of 2 parts without a figure: South."


def test_a_reversal_is_flagged() -> None:
    before = parts_of("Q1", {"north": ("80", "100"), "south": ("10", "50")})
    now = parts_of("Q2", {"north": ("41", "50"), "south": ("30", "100")})
    (table,) = shown(context(framework_of(NORTH_AND_SOUTH), [*before, *now])).tables
    assert [flag for flag in table.flags if "the mix of parts has changed" in flag] == [
        "Every part is better than in Q1 2023-24, and all of them together are worse: the mix of "
        "parts has changed."
    ]


def test_wards_come_to_their_districts() -> None:
    wards = Breakdown.model_validate(
        {
            "id": "ward",
            "name": "Ward",
            "within": "district",
            "parts": [
                {"id": "w1", "name": "First", "within": "north"},
                {"id": "w2", "name": "Second", "within": "north"},
                {"id": "w3", "name": "Third", "within": "south"},
            ],
        }
    )
    measure = DERBYSHIRE.measures["chs-11"].model_copy(update={"breakdowns": ("ward",)})
    measures = {**DERBYSHIRE.measures, "chs-11": measure}
    framework = framework_of(wards, NORTH_AND_SOUTH, measures=measures)
    rows = parts_of("Q2", {"w1": ("9", "10"), "w2": ("0", "20"), "w3": ("1", "4")})
    finest, coarser = shown(context(framework, rows)).tables
    assert words(finest)["Together"] == words(coarser)["Together"] == "29.4%"
    assert words(coarser) == {"North": "30.0%", "South": "25.0%", "Together": "29.4%"}


MERGED = districts(
    {"id": "aa", "ends": LAST_DAY}, {"id": "bb", "ends": LAST_DAY}, {"id": "one", "starts": ON}
)
MERGER = Reorganisation.model_validate(
    {
        "id": "merger",
        "breakdown": "district",
        "on": ON,
        "reason": "Two councils became one.",
        "source": "Structural Changes Order 2023",
        "moves": [{"predecessor": old, "successor": "one"} for old in ("aa", "bb")],
    }
)


def test_a_reorganisation_keeps_the_old_series_and_gives_the_new_part_its_history() -> None:
    framework = framework_of(MERGED, reorganisations={"merger": MERGER})
    before = parts_of("Q1", {"aa": ("9", "10"), "bb": ("0", "20")})
    (table,) = shown(context(framework, [*before, *parts_of("Q2", {"one": ("3", "4")})])).tables
    assert words(table) == {"One": "75.0%", "Together": "75.0%"}
    cells = {
        line.name: [(c.figure.text if c.figure else None, c.word) for c in line.cells]
        for line in table.past
    }
    assert cells == {
        "One": [("30.0%", "worked out"), ("75.0%", None)],
        "Aa": [("90.0%", None), (None, "not there")],
        "Bb": [("0.0%", None), (None, "not there")],
    }
    assert [line.word for line in table.past] == [None, "until 30 June 2023", "until 30 June 2023"]
    assert table.notes == (
        "On 1 July 2023 One was made of Aa and Bb. Two councils became one. Structural Changes "
        "Order 2023.",
    )


def test_the_public_sees_no_part_and_no_finding_that_quotes_one() -> None:
    rows = parts_of("Q2", {"north": ("9", "10"), "south": ("1", "50")})
    results = results_of(framework_of(NORTH_AND_SOUTH), rows)
    finding = CouncilFinding(
        close=str(results.close),
        slot=RETURN,
        rule="parts-go-other-way",
        dimension=Dimension.CONSISTENCY.value,
        severity=Severity.INFORMATION.value,
        message="South alone would be Action at 2.0.",
        mend="Check.",
        measure="chs-11",
        period="2023-24-Q2",
        quantity=None,
        submission=7,
        sheet=None,
        cell=None,
        raw="2.0",
    )
    product = next(p for p in DERBYSHIRE.products.values())
    public = product.model_copy(update={"visibility": "public"})
    held = cleared(replace(results, council_findings=(finding,)), public)
    assert held.parts == ()
    assert "South" not in held.council_findings[0].message
    assert held.council_findings[0].raw is None
    part = shown(replace(context_of(held, None), is_public=True))
    assert part.tables == () and part.withheld is not None


def test_a_measure_without_breakdowns_has_no_such_part() -> None:
    held = context(framework_of(NORTH_AND_SOUTH), [])
    assert breakdowns(held, held.framework.measures["chs-11"]) is None
    assert breakdowns(held, held.framework.measures["asc-08"]) is None


def latest(earlier: Pairs, now: Pairs) -> PartTable:
    """Districts of a measure of which the latest part stands for the whole."""
    measure = DERBYSHIRE.measures["chs-11"].model_copy(
        update={"over_parts": OverParts.LATEST, "breakdowns": ("district",)}
    )
    framework = framework_of(NORTH_AND_SOUTH, measures={**DERBYSHIRE.measures, "chs-11": measure})
    rows = [*parts_of("Q1", earlier), *parts_of("Q2", now)]
    (table,) = shown(context(framework, rows)).tables
    return table


def test_where_the_latest_part_stands_each_says_of_when_it_is() -> None:
    table = latest({"north": ("1", "2"), "south": ("3", "4")}, {"south": ("4", "5")})
    assert words(table) == {"North": "50.0%", "South": "80.0%", "Together": "80.0%"}
    lines = (*table.lines, table.total)
    assert [line.of for line in lines] == ["Q1 2023-24", "Q2 2023-24", "Q2 2023-24"]


def test_an_older_figure_leads_to_its_own_period() -> None:
    table = latest({"north": ("1", "2")}, {"south": ("4", "5")})
    assert table.lines[0].value is not None
    assert "2023-24-Q1" in table.lines[0].value.id


def test_a_part_that_is_held_back_now_is_not_replaced_by_an_older_figure() -> None:
    table = latest({"north": ("1", "2")}, {"north": ("3", "2"), "south": ("4", "5")})
    assert words(table)["North"] == "queried"
    assert table.lines[0].of is None


def test_figures_that_add_up_are_of_one_period_and_say_none() -> None:
    rows = [*parts_of("Q1", {"north": ("1", "2")}), *parts_of("Q2", {"south": ("4", "5")})]
    (table,) = shown(context(framework_of(NORTH_AND_SOUTH), rows)).tables
    assert words(table)["North"] == "not given"
    assert [line.of for line in table.lines] == [None, None]
