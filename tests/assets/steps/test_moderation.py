"""Words decided on review: the workbook goes out and comes back, and each reader reads what is
theirs."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pdf_reader
import pytest
from click.testing import CliRunner

from assets.analysis.results import CloseResults
from assets.steps import close as closing
from assets.steps.close import close_period
from assets.steps.house import House
from assets.steps.moderate import Moderated, moderate, write_workbook
from assets.steps.outdated import Behind, outdated
from assets.steps.publish import publish
from assets.steps.purgeable import kept_files
from assets.steps.quarter import close_quarter
from assets.steps.rebuild import rebuild
from assets.views.report import context_of, quality_page, report
from pipelines.cli import main
from pipelines.demo.filling import Manner
from report_templates import pdf, render
from sources.decisions import CannotDecide
from sources.entries import Entry, NoReason
from sources.framework.keys import Close, Edition
from sources.framework.library import UnknownKey
from sources.moderation import Moderation
from sources.personal_data.detect import PersonalData
from sources.returns import form_layout as form
from sources.workbooks.cells import CannotRead

Drop = Callable[..., Path]
Form = Callable[..., bytes]
Q2 = Close.parse("derbyshire.2023-24-Q2")
EDITION = Edition.parse("derbyshire.quarterly-performance.2023-10-24")
MEASURE, OTHER, ACTION = "asc-14", "asc-08", "live-at-home"
SENT = "Three people of FLAT 9 waited, which Zebedee saw.\nSecond line."
OTHERS = "Quite other words of the department."
EDITED = "A few people waited <b>longer</b>; this ends in May 2024."
WHY = "Nobody may be known by it, says Legal."


def says(words: str, measure: str = MEASURE) -> Callable[[Any], None]:
    """Put a commentary on a measure into a form."""

    def edit(book: Any) -> None:
        sheet = book[form.MEASURES]
        rows = list(sheet.iter_rows())
        head = next(r for r in rows if any(c.value == form.MEASURE_ID for c in r))
        columns = {str(cell.value): cell.column for cell in head}
        for row in rows:
            if row[columns[form.MEASURE_ID] - 1].value == measure:
                sheet.cell(row[0].row, columns[form.COMMENTARY]).value = words

    return edit


@pytest.fixture
def house(a_house: Callable[..., House], drop: Drop, a_form: Form) -> House:
    """Adult care has sent its quarter with words to be looked at; closed and drawn up."""
    built = a_house(now="2023-10-20T09:00")
    data = a_form("adult-care", Manner(), edit=says(SENT))
    drop(built, "derbyshire", "adult-care", "Q2.xlsx", data)
    close_quarter(built, Q2)
    publish(built, EDITION)
    return built


def workbook(house: House, name: str = "words.xlsx") -> bytes:
    path = house.home / "out" / name
    write_workbook(house, Q2, path)
    return path.read_bytes()


def filled(
    data: bytes, rows: Mapping[str, Mapping[str, Any]], edit: Callable[[Any], None] | None = None
) -> bytes:
    """A workbook with cells of rows filled by heading; rows are named by their reference."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["Moderation"]
    head = next(r for r in sheet.iter_rows() if r[0].value == "Reference")
    columns = {str(cell.value): cell.column for cell in head}
    for row in sheet.iter_rows(min_row=(head[0].row or 0) + 1):
        for heading, value in rows.get(str(row[0].value), {}).items():
            sheet.cell(row[0].row, columns[heading]).value = value
    if edit is not None:
        edit(sheet)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def shown(data: bytes) -> dict[str, tuple[Any, ...]]:
    rows = openpyxl.load_workbook(io.BytesIO(data))["Moderation"].iter_rows(values_only=True)
    return {str(row[0]): row for row in rows}


def put_back(
    house: House,
    rows: Mapping[str, Mapping[str, Any]],
    edit: Callable[[Any], None] | None = None,
    by: str = "Corporate Group",
) -> Moderated:
    name = f"words-{len(list((house.home / 'out').glob('*')))}.xlsx"
    data = filled(workbook(house, name), rows, edit)
    return moderate(house, data, "words.xlsx", by)


def edit_it(house: House, edited: str | None = EDITED, visibility: str | None = None) -> Moderated:
    done = put_back(house, {MEASURE: {"Edited": edited, "Why": WHY, "Visibility": visibility}})
    assert (done.recorded, done.refused) == (1, ())
    return done


def pages(house: House, visibility: str, before: CloseResults | None = None) -> str:
    """A report with all its pages, HTML, as readers of a visibility get it."""
    results = closing.stored(house, Q2)
    product = results.framework.products["quarterly-performance"]
    product = product.model_copy(update={"visibility": visibility})
    context = context_of(results, before, product)
    whole, figures = report(context, product, 2)
    quality = "".join(render.quality_html(quality_page(context, s)) for s in results.statuses)
    return " ".join(
        (render.report_html(whole, None) + render.figures_html(figures) + quality).split()
    )


def refusals(done: Moderated) -> str:
    return " ".join(str(row) for row in done.refused)


def test_the_workbook_has_every_printed_commentary_and_its_own_words(house: House) -> None:
    rows = shown(workbook(house))
    assert rows["Reference"][2:] == ("Original", "Edited", "Why", "Visibility")
    assert rows[MEASURE][2:] == (SENT, None, None, None)
    assert rows[ACTION][1].startswith("Key action: ")
    results = closing.stored(house, Q2)
    printed = pages(house, "members")
    measures = [s for s in rows if s in results.framework.measures]
    actions = [s for s in rows if s in results.framework.actions]
    assert (len(measures) >= 2, len(actions) >= 2) == (True, True)
    for action in (row for row in results.actions if row.commentary):
        assert rows[action.action][2] == action.commentary
        assert action.commentary.split(";")[0].split("'")[0] in printed
    assert workbook(house, "again.xlsx") == workbook(house, "and-again.xlsx")


def test_only_what_is_asked_for_can_be_typed_in(house: House) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(house)))["Moderation"]
    row = next(r for r in sheet.iter_rows() if r[0].value == MEASURE)
    assert sheet.protection.sheet
    assert [cell.protection.locked for cell in row[:6]] == [True, True, True, False, False, False]


def test_edited_words_are_printed_and_those_sent_are_kept(house: House) -> None:
    texts = closing.stored(house, Q2).texts
    done = edit_it(house)
    assert outdated(house, "derbyshire") == Behind(closes=(Q2,))
    assert SENT.split("\n", maxsplit=1)[0] in pages(house, "members").split("commentary edited")[0]
    close_period(house, Q2)
    assert not outdated(house, "derbyshire").closes
    assert closing.stored(house, Q2).texts == texts
    draft = publish(house, EDITION)
    page = " ".join(draft.page.read_text().split())
    assert "A few people waited &lt;b&gt;longer&lt;/b&gt;; this ends in May 2024." in page
    assert "Zebedee" not in page
    assert "<li>commentary edited</li>" in page
    assert f"Decided by Corporate Group: {WHY}" in page
    quality = " ".join((draft.folder / "quality-adult-care.html").read_text().split())
    for words in ("Zebedee", "A few people waited", "Corporate Group", WHY, "20 October 2023"):
        assert words in quality
    assert f"(ledger entry {done.entry})" in quality
    assert "Commentary decided on review" not in (draft.folder / "quality-place.html").read_text()


def test_the_printed_report_has_the_edited_words_too(house: House) -> None:
    edit_it(house)
    results = close_period(house, Q2).results
    product = results.framework.products["quarterly-performance"]
    whole, _ = report(context_of(results, None, product), product, 2)
    text = " ".join(pdf_reader.read(pdf.report_pdf(whole, results.point.at)).text.split())
    assert "A few people waited <b>longer</b>" in text
    assert "commentary edited" in text
    assert "Zebedee" not in text


def test_the_public_reads_what_was_decided_and_nothing_of_what_was_not(house: House) -> None:
    before = closing.stored(house, Q2)
    assert "Zebedee" in pages(house, "public")
    edit_it(house)
    close_period(house, Q2)
    public = pages(house, "public", before)
    assert "A few people waited" in public
    for secret in ("Zebedee", "Corporate Group", "Legal", "commentary edited", "FLAT"):
        assert secret not in public


def test_internal_words_are_kept_out_of_what_the_public_reads(house: House) -> None:
    edit_it(house, None, "internal")
    close_period(house, Q2)
    inside, public = pages(house, "members"), pages(house, "public")
    assert "Zebedee" in inside
    assert "<li>commentary not for the public</li>" in inside
    assert "Zebedee" not in public
    assert "not for the public" not in public
    row = next(r for r in closing.stored(house, Q2).ratings if r.measure == MEASURE)
    assert row.rating is not None


def test_a_rating_that_asks_for_commentary_has_it_though_the_public_may_not_read_it(
    house: House,
) -> None:
    results = closing.stored(house, Q2)
    asked = pages(house, "public").count("not supplied")
    framework = results.framework
    subjects = [s for s in shown(workbook(house)) if s in framework.measures]
    put_back(house, {s: {"Why": WHY, "Visibility": "internal"} for s in subjects})
    close_period(house, Q2)
    assert pages(house, "public").count("not supplied") == asked


def test_a_key_action_s_words_are_edited_like_a_measure_s(house: House) -> None:
    done = put_back(house, {ACTION: {"Edited": "All is well by June.", "Why": WHY}})
    assert done.recorded == 1
    close_period(house, Q2)
    assert "All is well by June." in pages(house, "public")


def test_rows_whose_words_were_sent_anew_are_refused_and_the_others_recorded(
    house: House, drop: Drop, a_form: Form
) -> None:
    data = workbook(house)
    newer = a_form("adult-care", Manner(), edit=says(OTHERS))
    drop(house, "derbyshire", "adult-care", "newer.xlsx", newer, when="2023-10-19T12:00")
    close_quarter(house, Q2)
    rows = {
        MEASURE: {"Edited": EDITED, "Why": WHY},
        ACTION: {"Edited": "All is well by June.", "Why": WHY},
    }
    done = moderate(house, filled(data, rows), "words.xlsx", "Ann")
    assert done.recorded == 1
    (refused,) = done.refused
    assert f"is not what the department says of {MEASURE} now: write a new workbook" in str(refused)
    assert "Zebedee" not in str(refused)
    close_period(house, Q2)
    assert "A few people" not in pages(house, "members")


def test_words_sent_after_the_edit_are_printed_and_what_was_internal_stays_so(
    house: House, drop: Drop, a_form: Form
) -> None:
    edit_it(house, visibility="internal")
    before = close_period(house, Q2).results
    newer = a_form("adult-care", Manner(), edit=says(OTHERS))
    drop(house, "derbyshire", "adult-care", "newer.xlsx", newer, when="2023-10-19T12:00")
    close_quarter(house, Q2)
    inside = pages(house, "members", before)
    assert OTHERS in inside
    assert "<li>commentary sent anew since it was edited</li>" in inside
    assert "Not printed: other words were sent since" in inside
    assert "The department sent other words" in inside
    assert OTHERS not in pages(house, "public")


def test_a_new_workbook_says_what_stands_and_the_own_words_can_stand_again(house: House) -> None:
    edit_it(house)
    close_period(house, Q2)
    again = workbook(house)
    assert shown(again)[MEASURE][2:] == (SENT, EDITED, WHY, "all")
    with pytest.raises(NoReason, match="changes nothing"):
        moderate(house, again, "words.xlsx", "Ann")
    done = put_back(house, {MEASURE: {"Edited": None, "Why": "Legal is content."}})
    assert done.recorded == 1
    close_period(house, Q2)
    for visibility in ("members", "public"):
        assert "Zebedee" in pages(house, visibility)
        assert "commentary edited" not in pages(house, visibility)
        assert "Commentary decided on review" not in pages(house, visibility)


def test_a_rebuild_gives_the_same_and_an_earlier_point_the_earlier_words(
    house: House, rows_of: Callable[[House], dict[str, list[tuple[object, ...]]]]
) -> None:
    stood = closing.stored(house, Q2).point
    edit_it(house)
    close_quarter(house, Q2)
    rows, page = rows_of(house), pages(house, "members")
    results = closing.compute(house, Q2, stood)
    product = results.framework.products["quarterly-performance"]
    whole, _ = report(context_of(results, None, product), product, 1)
    assert "Zebedee" in render.report_html(whole, None)
    assert "A few people" not in render.report_html(whole, None)
    rebuild(house)
    assert rows_of(house) == rows
    assert pages(house, "members") == page


def test_the_ledger_keeps_the_file_and_reads_back_without_the_words_that_were_sent(
    house: House,
) -> None:
    data = filled(workbook(house), {MEASURE: {"Edited": EDITED, "Why": WHY}})
    done = moderate(house, data, "w\x1b[31m\ud800ords.xlsx", "Corporate Group")
    entry = house.entries("derbyshire")[-1]
    assert isinstance(entry.body, Moderation)
    assert (entry.seq, entry.subject, entry.actor) == (done.entry, str(Q2), "Corporate Group")
    assert house.archive.get(entry.body.sha256) == data
    assert Entry.from_json(entry.to_json()) == entry
    assert b"Zebedee" not in entry.to_json()
    kept = {one.sha256: one.what for one in kept_files(house.entries("derbyshire"))}
    assert kept[entry.body.sha256].endswith(f"moderation of {Q2}")


def test_sorted_rows_do_no_harm_and_swapped_words_are_refused(house: House) -> None:
    def swap(sheet: Any) -> None:
        rows = {str(r[0].value): r for r in sheet.iter_rows()}
        for one, two in zip(rows[MEASURE], rows[ACTION], strict=True):
            one.value, two.value = two.value, one.value

    def swap_words(sheet: Any) -> None:
        rows = {str(r[0].value): r for r in sheet.iter_rows()}
        one, two = rows[MEASURE][2], rows[ACTION][2]
        one.value, two.value = two.value, one.value

    rows = {MEASURE: {"Edited": EDITED, "Why": WHY}}
    done = put_back(house, rows, edit=swap_words)
    assert (done.entry, len(done.refused)) == (None, 1)
    assert put_back(house, rows, edit=swap).recorded == 1
    body = house.entries("derbyshire")[-1].body
    assert isinstance(body, Moderation)
    assert [edit.subject for edit in body.edits] == [MEASURE]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"Edited": EDITED}, "does not say why"),
        ({"Edited": EDITED, "Why": " \n "}, "does not say why"),
        ({"Why": WHY}, "changes nothing"),
        ({"Edited": EDITED, "Why": WHY, "Visibility": "secret"}, "is not one of all, internal"),
        ({"Edited": "=1+1", "Why": WHY}, "'Edited' holds a formula"),
        ({"Edited": EDITED, "Why": '=HYPERLINK("http://x")'}, "'Why' holds a formula"),
        ({"Edited": "#REF!", "Why": WHY}, "a formula or an error"),
        ({"Edited": "a\x7fb", "Why": WHY}, "cannot be printed"),
        ({"Edited": "turned \u202e round", "Why": WHY}, "cannot be printed"),
        ({"Edited": "x" * 5_001, "Why": WHY}, "longer than 5000"),
        ({"Edited": EDITED, "Why": "y" * 1_001}, "longer than 1000"),
        ({"Reference": "nobody", "Edited": EDITED, "Why": WHY}, "nothing by its reference"),
        ({"Reference": OTHER, "Edited": EDITED, "Why": WHY}, "is not what the department says"),
        ({"Reference": None, "Edited": EDITED, "Why": WHY}, "nothing by its reference"),
    ],
)
def test_a_row_that_is_not_in_order_is_refused_in_a_sentence_that_quotes_nothing(
    house: House, row: dict[str, Any], said: str
) -> None:
    before = len(house.entries("derbyshire"))
    done = put_back(house, {MEASURE: row})
    assert said in refusals(done)
    assert (done.entry, len(done.refused)) == (None, 1)
    assert "HYPERLINK" not in refusals(done)
    assert len(house.entries("derbyshire")) == before


def test_a_reference_that_stands_twice_is_refused_both_times(house: House) -> None:
    rows = {
        MEASURE: {"Edited": EDITED, "Why": WHY},
        ACTION: {"Reference": f" {MEASURE.upper()}", "Edited": EDITED, "Why": WHY},
    }
    done = put_back(house, rows)
    assert refusals(done).count("another filled row") == 2
    assert done.entry is None


def test_words_that_look_like_a_formula_stay_words(house: House) -> None:
    def as_text(sheet: Any) -> None:
        cell = next(r for r in sheet.iter_rows() if r[0].value == MEASURE)[3]
        cell.value, cell.data_type = "=cmd|' /C calc'!A0", "s"

    done = put_back(house, {MEASURE: {"Why": WHY}}, edit=as_text)
    assert done.recorded == 1
    close_period(house, Q2)
    book = openpyxl.load_workbook(io.BytesIO(workbook(house, "third.xlsx")))
    cell = next(r for r in book["Moderation"].iter_rows() if r[0].value == MEASURE)[3]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def set_period(text: str | None) -> Callable[[Any], None]:
    def edit(sheet: Any) -> None:
        next(r for r in sheet.iter_rows() if r[0].value == "Period")[1].value = text

    return edit


@pytest.mark.parametrize(
    ("period", "error", "said"),
    [
        ("nonsense", CannotRead, "period is not one"),
        (None, CannotRead, "does not say its 'Period'"),
        ("=1+1", CannotRead, "does not say its 'Period'"),
        ("nowhere.2023-24-Q2", UnknownKey, "nowhere"),
        ("derbyshire.2031-32-Q2", UnknownKey, "2031-32"),
    ],
)
def test_a_workbook_of_a_period_that_is_none_is_refused_whole(
    house: House, period: str | None, error: type[Exception], said: str
) -> None:
    before = len(house.entries("derbyshire"))
    with pytest.raises(error, match=said):
        put_back(house, {MEASURE: {"Edited": EDITED, "Why": WHY}}, edit=set_period(period))
    assert len(house.entries("derbyshire")) == before


@pytest.mark.parametrize("period", ["derbyshire.2023-24-Q1", "hart.2014-15-Q1"])
def test_a_workbook_of_another_period_or_council_fits_none_of_its_words(
    house: House, period: str
) -> None:
    done = put_back(house, {MEASURE: {"Edited": EDITED, "Why": WHY}}, edit=set_period(period))
    assert (done.entry, len(done.refused)) == (None, 1)


def test_another_file_is_no_moderation_workbook(house: House, a_form: Form) -> None:
    for data in (b"", b"PK\x03\x04nothing", b"Reference,Original\n", a_form("adult-care")):
        with pytest.raises(CannotRead):
            moderate(house, data, "words.xlsx", "Ann")
    with pytest.raises(NoReason):
        moderate(house, workbook(house), "words.xlsx", "Ann")
    with pytest.raises(NoReason):
        put_back(house, {MEASURE: {"Edited": EDITED, "Why": WHY}}, by=" ")


def test_personal_data_is_not_edited_in(house: House) -> None:
    before = len(house.entries("derbyshire"))
    with pytest.raises(PersonalData):
        put_back(house, {MEASURE: {"Edited": "Ring AB 12 34 56 C about it.", "Why": WHY}})
    assert len(house.entries("derbyshire")) == before


def test_a_workbook_is_not_written_over_somebody_s_work(house: House) -> None:
    workbook(house)
    with pytest.raises(CannotDecide, match="is there already"):
        workbook(house)
    with pytest.raises(CannotDecide, match="has to end in"):
        workbook(house, "words.docx")


def test_the_commands_write_record_and_refuse(demo_house: House, tmp_path: Path) -> None:
    path, home = tmp_path / "w.xlsx", ["--home", str(demo_house.home)]
    wrote = CliRunner().invoke(main, ["moderation", str(Q2), "--to", str(path), *home])
    assert wrote.exit_code == 0, wrote.output
    rows = [s for s in shown(path.read_bytes()) if s.startswith("asc-")][:2]
    data = path.read_bytes()
    path.write_bytes(filled(data, {rows[0]: {"Edited": EDITED, "Why": WHY}}))
    done = CliRunner().invoke(main, ["moderate", str(path), "--by", "Ann", *home])
    assert (done.exit_code, "Recorded for" in done.output) == (0, True), done.output
    path.write_bytes(filled(data, {rows[1]: {"Edited": EDITED}}))
    done = CliRunner().invoke(main, ["moderate", str(path), "--by", "Ann", *home])
    assert done.exit_code == 1
    assert "REFUSED Row" in done.output
    assert "Nothing was recorded" in done.output
    assert "Traceback" not in done.output
