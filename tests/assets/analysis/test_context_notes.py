"""Context notes beside figures: in the report's line, in the table of values, and for whom."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from analysis_builders import a_text
from html_tree import parse
from move_builders import MEASURE, State, closed_as

from assets.analysis.results import CloseResults, Decision
from assets.views.context import Context
from assets.views.context_notes import context_now
from assets.views.data_files import data_files
from assets.views.lines import measure_line
from assets.views.measure_page import measure_page
from assets.views.report import context_of, report
from assets.views.values_part import values_part
from report_templates.render import measure_html
from sources.entries import EntryKind
from sources.framework.keys import Close, Period
from sources.moderation import EditedWords, Moderation, Readers
from sources.returns.content import TextField

SNOW = "Roads were closed by snow for nine days."


def with_notes(**notes: str) -> CloseResults:
    """A close of quarter 2 with notes on figures, by period."""
    texts = {}
    for at, words in notes.items():
        texts |= a_text(MEASURE, words, field=TextField.CONTEXT, at=f"2023-24-{at}")
    return replace(closed_as(State()), texts=texts)


def test_a_note_stands_beside_its_own_period_and_no_other() -> None:
    results = with_notes(Q2=SNOW)
    context = context_of(results, None)
    measure = results.framework.measures[MEASURE]
    assert measure_line(context, measure).context_note == SNOW
    part = values_part(context.on_page(), measure)
    assert part is not None
    assert [line.context_note for line in part.lines] == [SNOW]
    earlier = context_of(with_notes(Q1=SNOW), None)
    assert measure_line(earlier, measure).context_note is None


def test_the_page_of_the_measure_prints_it_in_the_table_of_values() -> None:
    noted = with_notes(Q2=SNOW)
    results = replace(noted, framework=replace(noted.framework, actions={}))
    context = context_of(results, None)
    (product,) = results.framework.products.values()
    whole, _ = report(context, product, 1)
    page = measure_page(context, whole, results.framework.measures[MEASURE])
    tree = parse(measure_html(page))
    (values,) = (s for s in tree.all("section") if s.attrs.get("id") == "values")
    assert SNOW in values.all("tbody")[0].all("tr")[0].words


def test_notes_on_months_of_a_quarter_say_which_month_unless_they_are_the_same() -> None:
    monthly = State(declared=(("frequency", "monthly"),))
    results = closed_as(monthly)
    texts = a_text(MEASURE, SNOW, field=TextField.CONTEXT, at="2023-24-M04")
    texts |= a_text(MEASURE, SNOW, field=TextField.CONTEXT, at="2023-24-M05")
    context = context_of(replace(results, texts=texts), None)
    measure = results.framework.measures[MEASURE]
    assert context_now(context, measure) == SNOW
    texts |= a_text(MEASURE, "A thaw.", field=TextField.CONTEXT, at="2023-24-M06")
    said = context_now(context_of(replace(results, texts=texts), None), measure)
    assert said == f"July 2023: {SNOW}\nAugust 2023: {SNOW}\nSeptember 2023: A thaw."


@pytest.mark.parametrize(("is_internal", "note"), [(True, None), (False, SNOW)])
def test_a_note_beside_commentary_that_is_not_for_the_public_is_not_either(
    is_internal: bool, note: str | None
) -> None:
    results = with_notes(Q2=SNOW)
    close = Close("derbyshire", Period.parse("2023-24-Q2"))
    readers = Readers.INTERNAL if is_internal else Readers.ALL
    edit = EditedWords(MEASURE, "d", "Other words.", "Agreed.", readers.value)
    decision = Decision(
        9,
        "m",
        EntryKind.MODERATION,
        datetime(2023, 10, 20, tzinfo=UTC),
        "A",
        close,
        Moderation("h", "moderation.xlsx", (edit,)),
    )
    held = replace(results, decisions=(decision,))
    (product,) = held.framework.products.values()
    public = product.model_copy(update={"visibility": "public"})
    measure = held.framework.measures[MEASURE]
    assert _note(context_of(held, None, public), measure.id) == note
    assert _note(context_of(held, None, product), measure.id) == SNOW


def test_the_public_reads_of_earlier_periods_neither_notes_nor_commentary() -> None:
    """Whether they were edited or withheld was decided in closes that this one does not know."""
    noted = with_notes(Q1="A thaw.", Q2=SNOW)
    said = a_text(MEASURE, "The leader is to blame.", field=TextField.COMMENTARY, at="2023-24-Q1")
    results = replace(
        noted,
        texts={**noted.texts, **said},
        values=(*noted.values, *(replace(v, period="2023-24-Q1") for v in noted.values)),
        framework=replace(noted.framework, actions={}),
    )
    (product,) = results.framework.products.values()
    public = product.model_copy(update={"visibility": "public"})
    for read_by, known in ((product, True), (public, False)):
        context = context_of(results, None, read_by)
        whole, _ = report(context, read_by, 1)
        page = measure_html(measure_page(context, whole, results.framework.measures[MEASURE]))
        table = data_files(context)["values.csv"].decode()
        assert SNOW in page and SNOW in table
        assert [words in page for words in ("A thaw.", "The leader")] == [known, known]
        assert ("A thaw." in table) == known
        assert ("stand in those periods&#39; reports" in page) != known


def _note(context: Context, measure: str) -> str | None:
    return measure_line(context, context.framework.measures[measure]).context_note
