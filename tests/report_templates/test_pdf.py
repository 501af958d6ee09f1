"""The PDF by itself: rules of accessibility, structure, bytes, and hostile words in it."""

import hashlib
import io
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import page as rules
import pdf_reader
import pikepdf
import pytest
import sample
from pdf_reader import Tag

from report_templates import pdf
from report_templates.pages import Report
from report_templates.partials import PARTIALS
from report_templates.sections import LinesSection

TEMPLATES = Path(pdf.__file__).parent
AS_AT = datetime(2025, 10, 21, 8, 30, tzinfo=UTC)
MADE_ELSEWHERE = """
import hashlib, sample
from datetime import UTC, datetime
from report_templates.pdf import report_pdf
made = report_pdf(sample.report(), datetime(2025, 10, 21, 8, 30, tzinfo=UTC))
print(hashlib.sha256(made).hexdigest())
"""


def saying(words: str) -> Report:
    """A report with one measure whose commentary, name and officer say something."""
    line = replace(sample.measures()["asc-01"], commentary=words)
    section = LinesSection("Exceptions", "Chosen by rule.", "None.", (line,), ())
    return replace(sample.report(), sections=(("exceptions", section),))


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf.report_pdf(sample.report(), AS_AT)


@pytest.fixture(scope="module")
def tags(made: bytes) -> Tag:
    return pdf_reader.read(made)


def unspaced(text: str) -> str:
    """Where lines break is the page's business."""
    return "".join(text.replace("\u200b", "").split())


def broken_rules(data: bytes) -> list[tuple[str, str]]:
    report = rules.validate_pdf_bytes(data, profile="ua1")
    assert report.rules.total > 100
    return [(failure.rule_id, failure.message) for failure in report.failures]


def changed(data: bytes, change: str) -> bytes:
    """The PDF with one promise taken out of it."""
    document = pikepdf.open(io.BytesIO(data))
    if change == "language":
        del document.Root.Lang
    elif change == "title shown":
        document.Root.ViewerPreferences.DisplayDocTitle = False
    else:
        del document.Root.StructTreeRoot
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def test_no_rule_of_pdf_ua_is_broken(made: bytes) -> None:
    assert broken_rules(made) == []
    assert broken_rules(pdf.report_pdf(sample.empty_report(), AS_AT)) == []


@pytest.mark.parametrize("change", ["language", "title shown", "tags"])
def test_the_rules_see_what_is_taken_out(made: bytes, change: str) -> None:
    assert broken_rules(changed(made, change)) != []


def test_the_document_says_its_title_language_author_and_day(made: bytes) -> None:
    document = pikepdf.open(io.BytesIO(made))
    assert str(document.Root.Lang) == "en-GB"
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
    with document.open_metadata() as metadata:
        assert sample.PERIOD in metadata["dc:title"]
        assert metadata["dc:title"].startswith("Demonstration")
        assert sample.COUNCIL in metadata["dc:creator"]
        assert metadata["xmp:CreateDate"].startswith("2025-10-21T08:30")
        assert metadata["pdfuaid:part"] == "1"


def test_headings_skip_no_level_and_are_bookmarks(made: bytes, tags: Tag) -> None:
    levels = [int(tag.name[1]) for tag in tags.all("H1", "H2", "H3", "H4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(list(tags.all("Title"))) == 1
    with pikepdf.open(io.BytesIO(made)).open_outline() as outline:
        assert [item.title for item in outline.root][1:] == [tag.words for tag in tags.all("H1")][
            1:
        ]


def test_every_table_has_headings_with_a_scope_that_its_cells_name(tags: Tag) -> None:
    tables = list(tags.all("Table"))
    assert len(tables) > 10
    for table in tables:
        heads = list(table.all("TH"))
        assert heads
        assert {str(head.attributes["Scope"]) for head in heads} == {"/Column"}
        known = {head.attributes["ID"] for head in heads}
        for cell in table.all("TD"):
            assert {str(name) for name in cell.attributes["Headers"]} <= known
        widths = {
            sum(int(c.attributes.get("ColSpan", 1)) for c in row.children if isinstance(c, Tag))
            for row in table.all("TR")
        }
        # A row beneath a line of two rows lacks the cell that reaches down into it.
        assert widths <= {len(heads), len(heads) - 1}


def test_every_drawing_says_what_it_shows(tags: Tag) -> None:
    drawings = list(tags.all("Figure"))
    assert len(drawings) > 20
    assert all(drawing.alt and drawing.alt.strip() for drawing in drawings)
    trends = [drawing.alt or "" for drawing in drawings if "Trend of" in (drawing.alt or "")]
    line = sample.measures()["asc-01"]
    assert line.spark
    assert f"Trend of {line.name}: {line.spark.description}" in trends


def test_a_rating_is_read_out_as_its_word_and_printed_with_its_symbol(made: bytes) -> None:
    only = replace(sample.report(), sections=(("summary", sample.report().sections[0][1]),))
    seen = [t.words for t in pdf_reader.read(pdf.report_pdf(only, AS_AT)).all("TH")]
    assert seen[1:5] == ["Strong", "Good", "Review", "Action"]
    printed = subprocess.run(
        ["pdftotext", "-", "-"], input=made, capture_output=True, check=True
    ).stdout.decode()
    assert all(mark.symbol in printed for mark in sample.MARKS.values())


def test_commentary_is_said_once_and_later_named_by_its_page(tags: Tag) -> None:
    line = sample.measures()["asc-02"]
    assert line.commentary
    assert unspaced(tags.text).count(unspaced(line.commentary)) == 1
    assert "Commentary: page" in tags.words


def test_the_same_report_gives_the_same_bytes_here_and_elsewhere(made: bytes) -> None:
    assert pdf.report_pdf(sample.report(), AS_AT) == made
    pdf._compiler.cache_clear()
    assert pdf.report_pdf(sample.report(), AS_AT) == made
    ran = subprocess.run(
        [sys.executable, "-c", MADE_ELSEWHERE],
        capture_output=True,
        text=True,
        check=True,
        env={
            "PYTHONPATH": f"{TEMPLATES.parent}:{Path(__file__).parent}",
            "TZ": "Asia/Tokyo",
            "LANG": "C",
        },
    )
    assert ran.stdout.strip() == hashlib.sha256(made).hexdigest()


def test_another_day_gives_other_bytes(made: bytes) -> None:
    assert pdf.report_pdf(sample.report(), AS_AT.replace(day=22)) != made


HOSTILE = {
    "markup of Typst": '#panic("no") *bold* _em_ $x^2$ @ref <label> = heading #import "x": *',
    "markup of the web": sample.HOSTILE,
    "a very long word": "Donaudampfschifffahrt" * 200,
    "from right to left": "\u0645\u0631\u062d \u05e9\u05dc\u05d5\u05dd \u202eback\u202c",
    "emoji": "well done \U0001f600 \U0001f469\u200d\U0001f469\u200d\U0001f467",
    "missing letters": "\u4e2d\u6587\u5b57\u7b26 and \ud800 and \ue000",
    "controls": "a\0b\x07c\x1b[31m",
    "letters that do not go together": "\u2a80\u180f",
    "twenty thousand characters": "All of it is kept. " * 1050 + "The end.",
    "only spaces": " \n \n ",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_words_are_printed_and_never_obeyed(case: str) -> None:
    made = pdf.report_pdf(saying(HOSTILE[case]), AS_AT)
    assert broken_rules(made) == []
    expected = {
        "markup of Typst": '#panic("no") *bold* _em_ $x^2$ @ref <label> = heading',
        "markup of the web": "<script>alert('x')</script>",
        "a very long word": "Donaudampfschifffahrt" * 3,
        "from right to left": "[right-to-left override]",
        "emoji": "well done [grinning face] [5 characters that this typeface does not have]",
        "missing letters": "[4 characters that this typeface does not have] and",
        "controls": "a[control character U+0000]b[control character U+0007]c",
        "letters that do not go together": "[mongolian free variation selector four]",
        "twenty thousand characters": "The end.",
        "only spaces": "Commentary",
    }
    assert unspaced(expected[case]) in unspaced(pdf_reader.read(made).text)


@pytest.mark.parametrize("case", ["a very long word", "twenty thousand characters"])
def test_long_words_stay_on_the_page(case: str) -> None:
    made = pdf.report_pdf(saying(HOSTILE[case]), AS_AT)
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True
    ).stdout.decode()
    rights = [float(part.split('"')[0]) for part in boxes.split('xMax="')[1:]]
    bottoms = [float(part.split('"')[0]) for part in boxes.split('yMax="')[1:]]
    assert max(rights) < 595 - 40
    assert max(bottoms) < 842 - 20


FAULTS = {
    "no title": ("report.typ", "  title: (if", "  keywords: (if"),
    "a heading of a level too deep": ("sections/summary.typ", "level: 2", "level: 3"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_template_that_cannot_be_read_out_is_refused_in_a_sentence(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typst

    folder = Path(shutil.copytree(TEMPLATES / "typst", tmp_path / "typst"))
    name, right, wrong = FAULTS[fault]
    words = (folder / name).read_text(encoding="utf-8")
    assert right in words
    (folder / name).write_text(words.replace(right, wrong), encoding="utf-8")
    faulty = typst.Compiler(folder / "report.typ", root=folder, ignore_system_fonts=True)
    monkeypatch.setattr(pdf, "_compiler", lambda: faulty)
    with pytest.raises(pdf.PdfError, match="cannot be set as an accessible PDF: PDF/UA-1"):
        pdf.report_pdf(sample.report(), AS_AT)


def test_every_section_has_a_template_in_both_forms() -> None:
    web = {p.name.removesuffix(".html.j2") for p in (TEMPLATES / "html/sections").glob("*.j2")}
    print_ = {p.stem for p in (TEMPLATES / "typst/sections").glob("*.typ")}
    assert web == print_
    assert set(PARTIALS.values()) <= web


def test_every_section_of_the_vocabulary_has_a_partial() -> None:
    from sources.framework.owed import Section

    assert {section.value for section in Section} == set(PARTIALS)


def test_the_head_says_which_areas_are_affected_if_it_is_to_say_so(made: bytes) -> None:
    report = replace(sample.report(), sections=(), areas=("Wards affected", "Aston, Melbourne"))
    said = "Wardsaffected:Aston,Melbourne"
    assert said in unspaced(pdf_reader.read(pdf.report_pdf(report, AS_AT)).text)
    assert "Wardsaffected" not in unspaced(pdf_reader.read(made).text)
