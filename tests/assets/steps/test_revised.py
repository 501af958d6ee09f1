"""What a form's optional sheets lead to: parts and benchmarks kept, earlier figures revised."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assets.analysis.results import CloseResults, Point
from assets.steps import close as closing
from assets.steps.check_return import check_return
from assets.steps.close import close_period
from assets.steps.house import House
from assets.steps.outdated import outdated
from assets.steps.rebuild import rebuild
from assets.steps.receive import receive
from assets.views.context import Context
from assets.views.figure_book import FigureBook
from assets.views.revised import revision_notes
from pipelines.demo.filling import Manner
from sources.entries import Entry, EntryKind, Submission
from sources.framework.keys import Close, Slot
from sources.returns import form_layout as form
from sources.returns.content import Quantity
from sources.values import from_units
from warehouse import queries

Drop = Callable[..., Path]
Form = Callable[..., bytes]
Tables = dict[str, list[tuple[Any, ...]]]

Q1, Q2 = Close.parse("derbyshire.2023-24-Q1"), Close.parse("derbyshire.2023-24-Q2")
CHILDREN = "childrens-services"
FAMILIES, PLANS = "chs-16", "chs-11"


def revising(*rows: tuple[str, str, float, str | None]) -> Callable[[Any], None]:
    """Fill the sheet of revised values: measure, period, actual, reason."""

    def edit(book: Any) -> None:
        sheet = book[form.REVISED]
        lines = list(sheet.iter_rows())
        at = next(n for n, line in enumerate(lines) if line[0].value == form.MEASURE_ID)
        columns = {cell.value: cell.column for cell in lines[at]}
        for number, (measure, period, actual, reason) in enumerate(rows, start=at + 2):
            for heading, value in (
                (form.MEASURE_ID, measure),
                (form.PERIOD_KEY, period),
                ("Revised actual", actual),
                (form.REVISION_REASON, reason),
            ):
                sheet.cell(number, columns[heading]).value = value

    return edit


REVISION = revising((FAMILIES, "2023-24-Q1", 7, "Four families were counted in July already."))


@pytest.fixture
def house(a_house: Callable[..., House], drop: Drop, a_form: Form) -> House:
    """Children's services has sent quarter 1, and it is closed."""
    built = a_house(now="2023-10-18T09:00")
    first = a_form(CHILDREN, Manner(), period="2023-24-Q1")
    drop(built, "derbyshire", CHILDREN, "Q1.xlsx", first, "2023-07-18T12:00")
    receive(built, "derbyshire")
    close_period(built, Q1)
    return built


def send(house: House, drop: Drop, data: bytes, name: str = "Q2.xlsx") -> Entry:
    drop(house, "derbyshire", CHILDREN, name, data)
    (taken,) = receive(house, "derbyshire")
    assert taken.entry is not None
    return taken.entry


def figure(results: CloseResults, measure: str) -> Decimal | None:
    row = next(r for r in results.ratings if (r.measure, r.basis) == (measure, "current"))
    assert row.places is not None or row.units is None
    return None if row.units is None else from_units(row.units, row.places or 0)


def test_a_revision_counts_in_closes_made_after_it_and_both_figures_are_kept(
    house: House, drop: Drop, a_form: Form
) -> None:
    before = closing.stored(house, Q1)
    was = figure(before, FAMILIES)
    entry = send(house, drop, a_form(CHILDREN, Manner(), edit=REVISION))
    assert isinstance(entry.body, Submission)
    assert entry.body.revises == (f"{Q1}.{CHILDREN}",)
    assert outdated(house, "derbyshire").slots == tuple(
        Slot.parse(f"{close}.{CHILDREN}") for close in (Q1, Q2)
    )
    close_period(house, Q2)
    assert Q1 in outdated(house, "derbyshire").closes
    after = close_period(house, Q1).results
    assert (figure(after, FAMILIES), was) == (7, was) and was != 7
    held = [
        (row.submission, from_units(row.units or 0, row.places or 0))
        for row in queries.slot_values(house.store.engine, f"{Q1}.{CHILDREN}")
        if (row.measure, row.quantity) == (FAMILIES, "actual")
    ]
    assert sorted(held) == [(before.sent[0].seq, was), (entry.seq, 7)]
    # What is of quarter 2 stays out of quarter 1, whose other figures are as they were.
    assert {row.slot for row in after.values} <= {f"{Q1}.{CHILDREN}"}
    assert {
        r.measure for r, s in zip(after.ratings, before.ratings, strict=True) if r.units != s.units
    } == {FAMILIES}
    assert not outdated(house, "derbyshire")


def test_as_at_the_day_before_a_revision_nothing_is_known_of_it(
    house: House, drop: Drop, a_form: Form
) -> None:
    before = closing.stored(house, Q1)
    send(house, drop, a_form(CHILDREN, Manner(), edit=REVISION))
    close_period(house, Q2)
    again = closing.compute(house, Q1, Point(before.point.seq, before.point.at))
    assert set(again.ratings) == set(before.ratings)
    assert again.inputs_digest == before.inputs_digest


def test_a_revision_without_a_reason_is_told_and_does_not_count(
    house: House, drop: Drop, a_form: Form
) -> None:
    was = figure(closing.stored(house, Q1), FAMILIES)
    silent = revising((FAMILIES, "2023-24-Q1", 7, None))
    entry = send(house, drop, a_form(CHILDREN, Manner(), edit=silent))
    assert isinstance(entry.body, Submission) and entry.body.revises == ()
    found = check_return(house, Slot.parse(f"{Q2}.{CHILDREN}")).findings
    (told,) = [f for f in found if f.rule == "revision-without-reason"]
    assert (told.sheet, told.measure, told.period) == (form.REVISED, FAMILIES, "2023-24-Q1")
    assert figure(close_period(house, Q1).results, FAMILIES) == was


def test_a_revision_mends_what_was_queried(house: House, drop: Drop, a_form: Form) -> None:
    """An impossible figure of quarter 1 is released by the revision that corrects it."""
    wrong = Manner(mistakes={("chs-02", Quantity.ACTUAL): Decimal(140)})
    bad = a_form(CHILDREN, wrong, period="2023-24-Q1")
    send(house, drop, bad, "Q1 again.xlsx")
    results = close_period(house, Q1).results
    assert ("chs-02", "2023-24-Q1") in results.queried
    mended = revising(("chs-02", "2023-24-Q1", 0, "Typed in the wrong cell."))

    def edit(book: Any) -> None:
        mended(book)
        sheet = book[form.REVISED]
        lines = list(sheet.iter_rows())
        at = next(n for n, line in enumerate(lines) if line[0].value == form.MEASURE_ID)
        columns = {cell.value: cell.column for cell in lines[at]}
        for heading, value in zip(form.REVISED_QUANTITIES.values(), (80.0, 160, 200), strict=True):
            sheet.cell(at + 2, columns[heading]).value = value

    send(house, drop, a_form(CHILDREN, Manner(), edit=edit))
    close_period(house, Q2)
    after = close_period(house, Q1).results
    assert ("chs-02", "2023-24-Q1") not in after.queried
    assert figure(after, "chs-02") == 80


def test_parts_and_benchmarks_are_kept_and_change_no_figure_of_a_whole(
    house: House, drop: Drop, a_form: Form
) -> None:
    slot = f"{Q1}.{CHILDREN}"
    engine = house.store.engine
    parts = queries.slot_parts(engine, slot)
    assert {row.measure for row in parts} == {FAMILIES, PLANS}
    assert len({row.breakdown for row in parts}) == 8
    of_families = [row.units or 0 for row in parts if row.measure == FAMILIES]
    whole = figure(closing.stored(house, Q1), FAMILIES)
    assert sum(of_families) == whole
    assert {row.breakdown for row in queries.council_values(engine, "derbyshire", 99)} == {"all"}
    (benchmark,) = queries.slot_benchmarks(engine, slot)
    assert (benchmark.measure, benchmark.period) == ("chs-07", "2022-23")
    fields = {row.field for row in queries.slot_texts(engine, slot)}
    assert {"context note", "evidence"} <= fields
    found = check_return(house, Slot.parse(slot)).findings
    extra = {"breakdown-missing", "breakdown-unknown", "parts-differ", "benchmark-incomplete"}
    assert extra & {finding.rule for finding in found} == set()


def test_a_rebuild_brings_back_parts_benchmarks_and_revisions(
    house: House, drop: Drop, a_form: Form, rows_of: Callable[[House], Tables]
) -> None:
    send(house, drop, a_form(CHILDREN, Manner(), edit=REVISION))
    close_period(house, Q2)
    close_period(house, Q1)
    before = rows_of(house)
    rebuild(house)
    after = rows_of(house)
    for name in ("submitted_values", "submitted_benchmarks", "submitted_texts", "return_findings"):
        assert after[name] == before[name]


def test_an_entry_from_before_there_were_revisions_is_read_and_keeps_its_hash(
    house: House,
) -> None:
    path = next(iter(sorted((house.home / "ledger" / "derbyshire").glob("*.json"))))
    bodies = [json.loads(p.read_text())["body"] for p in path.parent.glob("*.json")]
    assert all("revises" not in body for body in bodies)
    house.verify_ledger("derbyshire")
    sent = [e for e in house.entries("derbyshire") if e.kind is EntryKind.SUBMISSION]
    assert [e.body.revises for e in sent if isinstance(e.body, Submission)] == [()]


def test_a_report_says_what_was_revised_what_it_was_and_why(
    house: House, drop: Drop, a_form: Form
) -> None:
    was = figure(closing.stored(house, Q1), FAMILIES)
    send(house, drop, a_form(CHILDREN, Manner(), edit=REVISION))
    later = close_period(house, Q2).results
    after = close_period(house, Q1).results
    for results, says in ((after, f"revised, before it was {was}: Four families"), (later, None)):
        files = {sent.seq: sent for sent in results.sent}
        book = FigureBook(str(results.close), str(results.close.period), files)
        context = Context(results, None, book, results.framework)
        notes = {row.measure: list(revision_notes(context, row)) for row in results.ratings}
        told = {measure: " ".join(said) for measure, said in notes.items() if said}
        # Quarter 2 of a running total compares with last year's, and rests on nothing revised.
        assert set(told) == ({FAMILIES} if says else set())
        if says:
            assert told[FAMILIES].startswith(says)
            (line,) = book.lines
            assert (line.text, line.sources[0].sheet) == (str(was), form.MEASURES)
