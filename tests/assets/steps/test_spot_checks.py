"""Spot checks: the same seed draws the same list, results come back by the door, and reports say
no more than they can tell."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from assets.analysis.spot_checks import draw, interval_pct, weights
from assets.steps.close import stored
from assets.steps.house import House
from assets.steps.outdated import outdated
from assets.steps.quarter import close_quarter
from assets.steps.rebuild import rebuild
from assets.steps.spot_checks import draw_spot_checks, draws, record_spot_checks
from assets.steps.status import status_of
from assets.views.data_quality import data_quality
from assets.views.report import context_of
from pipelines.cli import main
from pipelines.status_text import status_data, status_text
from sources.entries import NoReason
from sources.framework.keys import Close
from sources.framework.library import UnknownKey
from sources.spot_checks import Method, NoDraw, SpotChecksRecorded
from sources.workbooks.cells import CannotRead

Q2 = Close.parse("derbyshire.2023-24-Q2")
SEED = "20230720"
RANDOM, RISK = Method.RANDOM, Method.RISK_WEIGHTED
EXPECTED = (
    "m-13",
    "m-28",
    "m-12",
    "m-17",
    "m-27",
    "m-15",
    "m-06",
    "m-46",
    "m-32",
    "m-54",
)
AGREES = {
    "Definition followed?": "yes",
    "Evidence seen where?": "Mosaic, report 12",
    "Result": "agrees",
    "Checked by": "Ann Audit",
    "Checked on": "20/10/2023",
}


def filled(path: Path, *lines: dict[str, Any] | None, edit: Any = None) -> bytes:
    """A checklist with its lines filled from the top; None leaves one out."""
    book = openpyxl.load_workbook(path)
    sheet = book["Spot checks"]
    rows = list(sheet.iter_rows())
    at = next(n for n, row in enumerate(rows) if row[0].value == "Measure reference")
    columns = {str(cell.value): cell.column for cell in rows[at]}
    for number, line in enumerate(lines, start=at + 2):
        for heading, value in (line or {}).items():
            sheet.cell(number, columns[heading]).value = value
    if edit is not None:
        edit(sheet, at + 2, columns)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def sentence(house: House) -> str:
    return " ".join(data_quality(context_of(stored(house, Q2), None)).spot_checks)


def test_the_same_seed_always_draws_the_same_list() -> None:
    """The list is written down: another machine or a later Python must not draw another one."""
    tickets = dict.fromkeys((f"m-{n:02}" for n in range(1, 61)), 1)
    assert draw(SEED, str(Q2), tickets, 10) == EXPECTED
    assert draw(SEED, str(Q2), dict(reversed(tickets.items())), 10) == EXPECTED
    assert draw("another", str(Q2), tickets, 10) != EXPECTED
    assert draw(SEED, "derbyshire.2023-24-Q1", tickets, 10) != EXPECTED
    assert draw(SEED, str(Q2), tickets, 99)[:10] == EXPECTED
    assert sorted(draw(SEED, str(Q2), tickets, 99)) == sorted(tickets)


def test_tickets_make_it_likelier_to_be_drawn_first() -> None:
    tickets = {"plain": 1, "risky": 4}
    first = [draw(str(seed), "a.2023-24-Q1", tickets, 1)[0] for seed in range(1000)]
    # Four tickets of five: 800 of 1,000 to be expected.
    assert 750 <= first.count("risky") <= 850


def test_risk_weights_favour_findings_exceptions_and_jumps(demo_house: House) -> None:
    results = stored(demo_house, Q2)
    rows = {r.measure: r for r in results.ratings if r.basis == "current" and r.units is not None}
    base = next(r for r in rows.values() if r.rating == "good" and r.compared_units)
    calm = replace(base, compared_units=base.units, compared_places=base.places)
    found = [f for f in results.council_findings if f.measure]
    finding = replace(found[0], measure=calm.measure, severity="warning")

    def tickets(row: Any, *findings: Any, method: Method = RISK) -> int:
        return weights([row], findings, {"action"}, method)[calm.measure]

    assert tickets(calm) == 1
    assert tickets(calm, finding) == 4
    assert tickets(calm, replace(finding, severity="information")) == 1
    assert tickets(replace(calm, rating="action")) == 3
    assert calm.units is not None
    assert tickets(replace(calm, units=calm.units * 2)) == 3
    assert tickets(replace(calm, rating="action", units=calm.units * 2), finding) == 8
    assert tickets(replace(calm, rating="action"), finding, method=RANDOM) == 1


@pytest.mark.parametrize(
    ("wrong", "checked", "low", "high"),
    [(0, 10, 0, 31), (1, 10, 0, 45), (5, 10, 18, 82), (10, 10, 69, 100), (0, 1, 0, 98)],
)
def test_the_interval_is_clopper_and_pearson_s_widened(
    wrong: int, checked: int, low: int, high: int
) -> None:
    assert interval_pct(wrong, checked) == (low, high)


def test_a_draw_is_kept_and_not_made_twice(demo_house: House) -> None:
    first = draw_spot_checks(demo_house, Q2, SEED, 10, RANDOM, "Ann")
    again = draw_spot_checks(demo_house, Q2, f" {SEED} ", 10, RANDOM, "Bob")
    assert (first.is_new, again.is_new) == (True, False)
    assert again.draw == first.draw
    assert len(draws(demo_house, Q2)) == 1
    assert (first.draw.actor, len(first.draw.drawn.measures)) == ("Ann", 10)
    current = {r.measure: r for r in stored(demo_house, Q2).ratings if r.basis == "current"}
    assert all(current[m].units is not None for m in first.draw.drawn.measures)


def test_a_checklist_that_was_lost_is_written_again_the_same(demo_house: House) -> None:
    path = draw_spot_checks(demo_house, Q2, SEED, 10, RANDOM, "Ann").checklist
    data = path.read_bytes()
    path.unlink()
    draw_spot_checks(demo_house, Q2, SEED, 10, RANDOM, "Ann")
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    ("seed", "asked"), [("", 5), ("x" * 61, 5), ("a\x1b[2J", 5), ("x", 0), ("x", 201)]
)
def test_what_cannot_be_drawn_says_what_to_ask_for(
    demo_house: House, seed: str, asked: int
) -> None:
    with pytest.raises(NoDraw):
        draw_spot_checks(demo_house, Q2, seed, asked, RANDOM, "Ann")
    assert draws(demo_house, Q2) == []


def test_nothing_is_drawn_from_a_period_that_is_not_closed(a_house: Callable[..., House]) -> None:
    with pytest.raises(UnknownKey, match="has not been closed yet"):
        draw_spot_checks(a_house(), Q2, SEED, 10, RANDOM, "Ann")


def test_results_come_back_in_parts_and_the_rate_is_said_with_how_little_it_tells(
    demo_house: House,
) -> None:
    made = draw_spot_checks(demo_house, Q2, SEED, 4, RANDOM, "Ann")
    differs = AGREES | {"Result": "Differs", "Recalculated": "12.5", "Notes": "-2 cases"}
    once = record_spot_checks(
        demo_house, filled(made.checklist, AGREES, None, differs), "done.xlsx", "Ann"
    )
    assert (once.recorded, once.draw.outstanding) == (
        2,
        (made.draw.drawn.measures[1], made.draw.drawn.measures[3]),
    )
    third = AGREES | {"Result": "cannot be shown"}
    twice = record_spot_checks(
        demo_house, filled(made.checklist, AGREES, third, differs), "more.xlsx", "Ann"
    )
    assert (twice.recorded, twice.draw.wrong, len(twice.draw.results)) == (1, 2, 3)
    close_quarter(demo_house, Q2)
    assert sentence(demo_house) == (
        "Spot checks (random, seed 20230720): 4 drawn, 3 checked against their evidence, 1 still "
        "to be done. Of those checked, 1 agrees, 1 differs, 1 cannot be shown: error rate 2 of 3. "
        "3 checks can tell little: as far as chance goes, the true rate may be anywhere from 9% "
        "to 100% (in 95 samples of 100)."
    )
    recorded = [
        e.body for e in demo_house.entries("derbyshire") if isinstance(e.body, SpotChecksRecorded)
    ]
    assert demo_house.archive.get(recorded[0].sha256).startswith(b"PK")
    assert recorded[0].results[made.draw.drawn.measures[2]]["notes"] == "-2 cases"


def test_of_a_risk_weighted_draw_no_rate_for_the_rest_is_claimed(demo_house: House) -> None:
    made = draw_spot_checks(demo_house, Q2, SEED, 3, RISK, "Ann")
    record_spot_checks(demo_house, filled(made.checklist, AGREES), "done.xlsx", "Ann")
    close_quarter(demo_house, Q2)
    said = sentence(demo_house)
    assert "says nothing about the other values" in said
    assert "95 samples" not in said


def test_a_draw_and_its_results_make_the_close_outdated_and_its_next_draft_new(
    demo_house: House,
) -> None:
    assert Q2 not in outdated(demo_house, "derbyshire").closes
    assert "No values were drawn for a spot check." in sentence(demo_house)
    draw_spot_checks(demo_house, Q2, SEED, 10, RANDOM, "Ann")
    assert Q2 in outdated(demo_house, "derbyshire").closes
    evidence = close_quarter(demo_house, Q2)
    assert evidence.closed.is_new
    assert Q2 not in outdated(demo_house, "derbyshire").closes
    page = (evidence.drafts[0].folder / "index.html").read_text("utf-8")
    assert "10 drawn, 0 checked against their evidence" in page


def test_status_names_what_is_still_to_be_done(demo_house: House) -> None:
    made = draw_spot_checks(demo_house, Q2, SEED, 2, RANDOM, "Ann")
    record_spot_checks(demo_house, filled(made.checklist, AGREES), "done.xlsx", "Ann")
    last = made.draw.drawn.measures[1]
    found = status_of(demo_house, Q2)
    assert f"2 drawn, 1 recorded, still to be done: {last}" in status_text(found)
    assert status_data(found)["spot_checks"][0]["outstanding"] == [last]
    assert "data quality, as closed: □ Doubtful (0.0%)" in status_text(found)


def test_a_rebuild_knows_of_draws_and_results(demo_house: House, rows_of: Any) -> None:
    made = draw_spot_checks(demo_house, Q2, SEED, 2, RANDOM, "Ann")
    record_spot_checks(demo_house, filled(made.checklist, AGREES), "done.xlsx", "Ann")
    close_quarter(demo_house, Q2)
    before, said = rows_of(demo_house), sentence(demo_house)
    rebuild(demo_house)
    assert rows_of(demo_house) == before
    assert sentence(demo_house) == said


def another_draw(sheet: Any, first: int, columns: dict[str, int]) -> None:
    for row in sheet.iter_rows(max_row=first):
        for cell in row:
            if cell.value == "Draw (ledger entry)":
                sheet.cell(cell.row, cell.column + 1).value = "1"


def another_period(sheet: Any, first: int, columns: dict[str, int]) -> None:
    for row in sheet.iter_rows(max_row=first):
        for cell in row:
            if cell.value == "Period":
                sheet.cell(cell.row, cell.column + 1).value = "../../etc"


def stranger(sheet: Any, first: int, columns: dict[str, int]) -> None:
    sheet.cell(first, columns["Measure reference"]).value = "zzz-99"


def twice(sheet: Any, first: int, columns: dict[str, int]) -> None:
    same = sheet.cell(first, columns["Measure reference"]).value
    sheet.cell(first + 1, columns["Measure reference"]).value = same
    sheet.cell(first + 1, columns["Result"]).value = "agrees"


@pytest.mark.parametrize(
    ("changes", "edit", "said"),
    [
        ({"Result": "fine"}, None, "result is not one of agrees, differs, cannot be shown"),
        ({"Definition followed?": "perhaps"}, None, "is not one of yes, no, cannot be told"),
        ({"Checked by": None}, None, "does not say who checked it"),
        ({"Checked on": "soon"}, None, "is not a day"),
        ({"Checked on": "20/10/2033"}, None, "still to come"),
        ({"Result": "differs"}, None, "say the recalculated value, or what differs"),
        ({"Recalculated": "999999"}, None, "say that it differs"),
        ({"Notes": "x" * 1001}, None, "longer than 1000 characters"),
        ({"Notes": "=HYPERLINK(A1)"}, None, None),
        ({"Notes": "Seen: AB123456C"}, None, "personal data"),
        ({}, another_draw, "No draw of"),
        ({}, another_period, "period is not one"),
        ({}, stranger, "a measure that was not drawn"),
        ({}, twice, "stands there twice"),
    ],
)
def test_a_checklist_that_is_not_in_order_records_nothing_and_says_where(
    demo_house: House, changes: dict[str, Any], edit: Any, said: str | None
) -> None:
    made = draw_spot_checks(demo_house, Q2, SEED, 3, RANDOM, "Ann")
    data = filled(made.checklist, AGREES | changes, edit=edit)
    if said is None:
        said = "holds a formula"
    with pytest.raises(CannotRead, match=said):
        record_spot_checks(demo_house, data, "a.xlsx", "Ann")
    (held,) = draws(demo_house, Q2)
    assert held.results == {}


def test_a_checklist_that_says_nothing_new_is_not_recorded(demo_house: House) -> None:
    made = draw_spot_checks(demo_house, Q2, SEED, 3, RANDOM, "Ann")
    with pytest.raises(NoReason):
        record_spot_checks(demo_house, made.checklist.read_bytes(), "a.xlsx", "Ann")
    data = filled(made.checklist, AGREES)
    record_spot_checks(demo_house, data, "a.xlsx", "Ann")
    with pytest.raises(NoReason):
        record_spot_checks(demo_house, data, "a.xlsx", "Ann")


def test_the_command_draws_and_records(demo_copy: Path) -> None:
    run = CliRunner().invoke
    home = ["--home", str(demo_copy)]
    drawn = run(
        main, ["spot-checks", "draw", str(Q2), "--seed", SEED, "--n", "2", "--by", "Ann", *home]
    )
    assert drawn.exit_code == 0, drawn.output
    path = Path(drawn.output.strip().splitlines()[-1].removeprefix("Checklist: "))
    done = path.with_name("done.xlsx")
    done.write_bytes(filled(path, AGREES))
    recorded = run(main, ["spot-checks", "record", str(done), "--by", "Ann", *home])
    assert recorded.exit_code == 0, recorded.output
    assert "1 agrees, 0 differ, 0 cannot be shown; still to be done: 1." in recorded.output
    refused = run(main, ["spot-checks", "draw", str(Q2), "--seed", SEED, "--n", "0", *home])
    assert (refused.exit_code, "From 1 to 200" in refused.output) == (1, True)
