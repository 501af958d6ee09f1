"""Rendering: what every page keeps to, whatever it is given to show."""

import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
import sample
from html_tree import Element, parse
from jinja2 import UndefinedError

from report_templates.pages import FiguresPage, QualityPage, Report
from report_templates.parts import SparkPoint
from report_templates.render import (
    environment,
    figures_html,
    quality_html,
    receipt_text,
    report_html,
)
from report_templates.sections import ChangesSection, SummarySection

PAGES = {
    "report": lambda: report_html(sample.report()),
    "report with nothing to say": lambda: report_html(sample.empty_report()),
    "figures": lambda: figures_html(sample.figures_page()),
    "figures without any": lambda: figures_html(replace(sample.figures_page(), lines=())),
    "quality": lambda: quality_html(sample.quality_page()),
    "quality without findings": lambda: quality_html(
        replace(sample.quality_page(), findings=(), files=())
    ),
}
MARKED = ("report", "figures", "quality")


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    return PAGES[request.param]()


@pytest.fixture(scope="module")
def report_page() -> Element:
    return parse(report_html(sample.report()))


def test_every_figure_of_the_report_leads_to_its_entry_in_the_page_of_sources(
    report_page: Element,
):
    entries = {
        each.attrs["id"]: each
        for each in parse(figures_html(sample.figures_page())).classed("source")
    }
    links = report_page.classed("figure")
    assert len(links) > 100
    for link in links:
        page, _, fragment = (link.attrs["href"] or "").partition("#")
        assert page == "figures.html"
        assert entries[unquote(fragment)].classed("text")[0].words == link.words


def test_no_figure_of_the_report_is_left_out(report_page: Element):
    linked = {
        unquote((each.attrs["href"] or "").partition("#")[2])
        for each in report_page.classed("figure")
    }
    assert linked == {each.id for each in sample.figures_in(sample.report())}


def test_an_id_that_an_address_cannot_hold_as_it_is_still_leads_to_its_entry():
    odd = 'close 1/m#1/"all"/50%/actual'
    summary = sample.report().sections[0][1]
    assert isinstance(summary, SummarySection)
    changed = replace(
        summary.measures, rated=replace(summary.measures.rated, id=odd, text="odd one")
    )
    report = replace(sample.report(), sections=(("summary", replace(summary, measures=changed)),))
    line = replace(sample.figures_page().lines[0], id=odd)
    link = next(
        each for each in parse(report_html(report)).classed("figure") if each.words == "odd one"
    )
    entry = parse(figures_html(replace(sample.figures_page(), lines=(line,)))).classed("source")[0]
    fragment = (link.attrs["href"] or "").partition("#")[2]
    assert unquote(fragment) == entry.attrs["id"]
    assert not set(' "#') & set(fragment)


def test_every_link_within_a_page_has_a_target(page: str):
    tree = parse(page)
    ids = {each.attrs["id"] for each in tree.all("*") if "id" in each.attrs}
    for link in tree.all("a"):
        href = link.attrs["href"] or ""
        if href.startswith("#"):
            assert unquote(href[1:]) in ids


def test_the_page_of_sources_says_file_fingerprint_sheet_cell_and_what_stands_there():
    line = next(each for each in sample.figures_page().lines if each.sources)
    source = line.sources[0]
    tree = parse(figures_html(sample.figures_page()))
    entry = next(each for each in tree.classed("source") if each.attrs["id"] == line.id)
    for said in (
        line.what,
        line.how,
        source.file,
        source.sha256[:12],
        source.received,
        source.sheet,
        source.cell,
        source.raw.strip(),
    ):
        assert said in entry.words
    assert source.sha256 in tree.words


def test_every_rating_shows_its_word_beside_a_symbol_that_is_hidden_from_readers(
    report_page: Element,
):
    words = {mark.word: mark for mark in sample.MARKS.values()}
    marks = [each for each in report_page.classed("mark") if "unrated" not in each.attrs["class"]]
    assert len(marks) > 30
    for each in marks:
        (symbol,) = each.classed("symbol")
        mark = words[each.words.removeprefix(symbol.words).strip()]
        assert symbol.words == mark.symbol
        assert symbol.attrs["aria-hidden"] == "true"
        assert mark.colour in (each.attrs["style"] or "")


def test_proportions_are_said_in_words(report_page: Element):
    (first, *_) = report_page.classed("bar")
    assert first.attrs["role"] == "img"
    assert (
        first.attrs["aria-label"] == "Measures: 4 Strong, 6 Good, 4 Review, 2 Action, 9 not rated"
    )


def test_a_trend_is_said_in_words_and_its_gaps_are_not_bridged(report_page: Element):
    trends = report_page.classed("spark")
    assert len(trends) > 20
    for each in trends:
        ids = (each.attrs["aria-labelledby"] or "").split()
        named = [one for one in each.all("*") if one.attrs.get("id") in ids]
        assert [one.tag for one in named] == ["title", "desc"]
        assert named[1].words
    gap = next(each for each in trends if "start of home care" in each.all("title")[0].words)
    assert (gap.all("path")[0].attrs["d"] or "").count("M") == 2


def test_a_trend_without_any_value_draws_nothing_and_does_not_fail():
    line = sample.measures()["asc-01"]
    assert line.spark is not None
    bare = replace(line.spark, points=(SparkPoint("Q1", "no value", 0.0, None),), target_y=None)
    section = sample.report().sections[2][1]
    html = report_html(
        replace(
            sample.report(),
            sections=(("exceptions", replace(section, measures=(replace(line, spark=bare),))),),
        )
    )
    (drawn,) = parse(html).classed("spark")
    assert drawn.all("path")[0].attrs["d"] == ""
    assert not drawn.all("circle")


def test_a_trend_stops_where_values_do_not_compare_and_a_mark_stands_there():
    line = sample.measures()["asc-01"]
    assert line.spark is not None
    middle = (line.spark.points[1].x + line.spark.points[2].x) / 2
    section = sample.report().sections[2][1]

    def drawn(breaks: tuple[float, ...]) -> Element:
        spark = replace(line.spark, breaks=breaks)
        shown = replace(section, measures=(replace(line, spark=spark),))
        html = report_html(replace(sample.report(), sections=(("exceptions", shown),)))
        return parse(html).classed("spark")[0]

    whole, broken = drawn(()), drawn((middle,))
    runs = [(each.all("path")[0].attrs["d"] or "").count("M") for each in (whole, broken)]
    assert runs[1] == runs[0] + 1
    assert (len(whole.classed("break")), len(broken.classed("break"))) == (0, 1)


def test_hostile_commentary_is_shown_and_never_obeyed(report_page: Element):
    said = [each for each in report_page.classed("said") if "alert" in each.text]
    assert said
    for each in said:
        assert each.text == sample.HOSTILE
        assert each.attrs["dir"] == "auto"
        assert not each.all("*")


def test_hostile_names_cannot_leave_the_style_element_or_its_strings():
    bad = 'A"; } </style><script>x()</script> \\ \n council'
    html = report_html(replace(sample.report(), council=bad, demonstration=bad))
    tree = parse(html)
    (style,) = tree.all("style")
    assert not tree.all("script")
    assert "A\\22 ; } \\3c /style>\\3c script>x()\\3c /script> \\5c    council" in style.text


def test_hidden_characters_in_names_of_files_are_made_visible():
    html = quality_html(sample.quality_page())
    assert "\u202e" not in html
    assert "\ufffdfdp.exe" in html


def test_nothing_is_fetched_run_or_linked_outside_the_report(page: str):
    tree = parse(page)
    for tag in ("script", "link", "img", "iframe", "object", "embed", "form"):
        assert not tree.all(tag), tag
    for each in tree.all("*"):
        assert not {name for name in each.attrs if name.startswith("on")}
        assert "src" not in each.attrs
        for value in each.attrs.values():
            assert not re.search(r"https?:|javascript:|^//", value or "")
    assert not re.search(r"url\(|@import|https?:", tree.all("style")[0].text)


def test_every_page_is_in_british_english_with_a_title_a_skip_link_and_one_main(
    page: str,
):
    tree = parse(page)
    assert page.startswith("<!DOCTYPE html>")
    assert tree.all("html")[0].attrs["lang"] == "en-GB"
    assert sample.COUNCIL in tree.all("title")[0].words
    assert sample.PERIOD in tree.all("title")[0].words
    (main,) = tree.all("main")
    assert tree.all("a")[0].attrs["href"] == f"#{main.attrs['id']}"


def test_every_id_is_unique(page: str):
    ids = [each.attrs["id"] for each in parse(page).all("*") if "id" in each.attrs]
    assert len(ids) == len(set(ids))
    assert not [each for each in ids if not each or re.search(r"\s", each)]


def test_headings_have_one_top_and_skip_no_level(page: str):
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page)]
    assert levels.count(1) == 1
    for before, after in zip([0, *levels], levels, strict=False):
        assert after <= before + 1


def test_every_table_has_a_caption_scopes_and_the_roles_that_survive_as_cards(page: str):
    roles = {
        "table": {"table"},
        "thead": {"rowgroup"},
        "tbody": {"rowgroup"},
        "tr": {"row"},
        "th": {"columnheader", "rowheader"},
        "td": {"cell"},
    }
    for table in parse(page).all("table"):
        assert table.all("caption")[0].words
        for head in table.all("th"):
            assert head.attrs["scope"] == {
                "columnheader": "col",
                "rowheader": "row",
            }.get(head.attrs["role"] or "")
        for each in [table, *table.all("*")]:
            if each.tag in roles:
                assert each.attrs.get("role") in roles[each.tag]


@pytest.mark.parametrize("name", MARKED)
def test_a_demonstration_says_so_in_title_banner_footer_and_on_every_printed_page(
    name: str,
):
    tree = parse(PAGES[name]())
    assert tree.all("title")[0].words.startswith("Demonstration")
    assert sample.NOTICE in tree.classed("demonstration")[0].words
    assert sample.NOTICE in tree.all("footer")[0].words
    running = re.search(r"@top-center \{ content: (.*?); font", tree.all("style")[0].text)
    assert running and running[1] == f'"Demonstration: {sample.NOTICE}"'


def test_a_demonstration_receipt_says_so_first_and_last():
    lines = receipt_text(sample.receipt()).strip().splitlines()
    assert lines[1] == lines[-1] == f"Demonstration: {sample.NOTICE}"


def test_a_notice_that_begins_with_the_word_does_not_say_it_twice():
    notice = "Demonstration only."
    html = report_html(replace(sample.report(), demonstration=notice))
    assert parse(html).classed("demonstration")[0].words == notice


def test_what_is_no_demonstration_never_mentions_one():
    tree = parse(report_html(sample.empty_report()))
    assert not tree.classed("demonstration")
    assert "demonstration" not in (tree.all("body")[0].text + tree.all("title")[0].text).lower()
    assert "@top-center" not in tree.all("style")[0].text
    receipt = receipt_text(replace(sample.receipt(), demonstration=None))
    assert "demonstration" not in receipt.lower()


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ("changes", "This is the first draft, so there is nothing to compare it with."),
        ("exceptions", "Nothing is rated Action."),
        ("successes", "Nothing is rated Strong."),
        ("priorities", "The plan has no priorities in this period."),
        ("returns", "No returns were due for this period."),
        ("unrated", "Everything in this report has a rating."),
        ("data-quality", "No checks were run for this report."),
        ("about", "Nothing had been received when this report was made."),
    ],
)
def test_a_section_with_nothing_to_show_says_so(section: str, sentence: str):
    tree = parse(report_html(sample.empty_report()))
    part = next(each for each in tree.all("section") if each.attrs["id"] == section)
    assert [each.words for each in part.classed("nothing")] == [sentence]


def test_a_later_draft_without_changes_says_so():
    report = replace(sample.report(), sections=(("changes", ChangesSection("draft 1", (), ())),))
    assert "Nothing that this report shows has changed." in parse(report_html(report)).words


def test_a_return_without_findings_has_nothing_to_mend():
    tree = parse(PAGES["quality without findings"]())
    assert "Nothing to mend." in tree.all("main")[0].words
    assert "No file has been received for this return." in tree.words
    assert "Nothing to mend" not in PAGES["quality"]()


def test_a_departments_page_begins_with_what_to_do():
    def first(page: QualityPage) -> str:
        return parse(quality_html(page)).classed("verdict")[0].words

    page = sample.quality_page()
    assert first(page).startswith("What to do 2 errors to mend, and 1 warning to look at.")
    assert "No file has come yet. Send the return" in first(replace(page, files=()))
    warnings = tuple(f for f in page.findings if f.severity == "warning")
    assert "Nothing has to be mended. 1 warning" in first(replace(page, findings=warnings))


def test_findings_stand_under_their_severity_the_worst_first_with_place_and_mend():
    tree = parse(quality_html(sample.quality_page()))
    heads = [each.words for each in tree.all("h2")]
    assert heads[1:4] == ["Errors (2)", "Warnings (1)", "For information (1)"]
    row = next(each for each in tree.all("tr") if "Measures!H12" in each.words)
    for said in (sample.findings()[0].raw, sample.findings()[0].message):
        assert said and said in row.words
    assert row.classed("mend")[0].words == sample.findings()[0].mend


def test_sections_come_in_the_order_of_the_product_and_are_listed_in_the_contents(
    report_page: Element,
):
    ids = [id for id, _ in sample.report().sections]
    main = report_page.all("main")[0]
    shown = [
        each.attrs["id"]
        for each in main.children
        if isinstance(each, Element) and each.tag == "section"
    ]
    listed = [
        each.attrs["href"]
        for each in report_page.all("nav")[0].all("a")
        if not (each.attrs["href"] or "").startswith("#priority-")
    ]
    assert shown == ids
    assert listed == [f"#{id}" for id in ids]


def test_every_cell_of_a_measure_says_on_a_card_which_column_it_is(report_page: Element):
    table = next(
        each for each in report_page.classed("split") if each.all("th")[0].words == "Measure"
    )
    columns = [each.words for each in table.all("thead")[0].all("th")][1:]
    row = table.all("tbody")[0].all("tr")[0]
    assert [each.attrs["data-label"] for each in row.all("td")] == columns


def test_a_measure_without_value_or_rating_says_why(report_page: Element):
    row = next(
        each for each in report_page.all("tbody") if each.attrs.get("id") == "measure-asc-05"
    )
    line = sample.measures()["asc-05"]
    assert "No value" in row.classed("actual")[0].words
    assert "Not rated" in row.classed("mark")[0].words
    reasons = [each.words for each in row.all("dd")]
    assert reasons == [line.no_value, line.unrated]


def test_notes_are_written_out_beside_their_measure(report_page: Element):
    row = next(
        each for each in report_page.all("tbody") if each.attrs.get("id") == "measure-plc-02"
    )
    assert [each.words for each in row.classed("notes")[0].all("li")] == [
        "provisional",
        "revised since draft 2",
    ]


def test_a_receipt_keeps_to_78_columns_and_passes_on_nothing_a_terminal_would_obey():
    text = receipt_text(sample.receipt())
    assert max(len(line) for line in text.splitlines()) <= 78
    assert all(each.isprintable() or each == "\n" for each in text)
    for finding in sample.findings():
        assert finding.place in text
        assert finding.message in " ".join(text.split())


def test_a_receipt_is_text_and_not_html():
    assert "<b>10,4 per cent</b>" in receipt_text(sample.receipt())


def test_a_receipt_without_findings_says_that_there_is_nothing_to_mend():
    text = receipt_text(replace(sample.receipt(), findings=()))
    assert "Nothing to mend" in text
    assert "Nothing to mend" not in receipt_text(sample.receipt())


@pytest.mark.parametrize(
    "template",
    [name for name in environment().list_templates() if not name.endswith((".py", ".pyc"))],
)
def test_every_template_compiles(template: str):
    environment().get_template(template)


def test_a_template_that_asks_for_what_its_view_lacks_fails_and_prints_no_gap():
    with pytest.raises(UndefinedError):
        environment().get_template("html/report.html.j2").render()
    with pytest.raises(KeyError, match="unheard-of"):
        report_html(replace(sample.report(), sections=(("unheard-of", None),)))  # type: ignore[arg-type]


def test_the_same_view_gives_the_same_bytes():
    again: Report = sample.report()
    assert report_html(again) == report_html(sample.report())
    page: FiguresPage = sample.figures_page()
    assert figures_html(page) == figures_html(sample.figures_page())


def test_a_file_that_was_never_checked_is_not_said_to_be_without_fault():
    receipt = replace(sample.receipt(), findings=(), filled=None, punctuality=None)
    assert "checks" not in receipt_text(receipt)


def test_a_forecast_and_an_earlier_value_are_figures_too(report_page: Element):
    row = next(
        each for each in report_page.all("tbody") if each.attrs.get("id") == "measure-asc-02"
    )
    outlook = next(each.words for each in row.all("dd") if "forecast" in each.words)
    assert outlook.endswith("Review 36, officer's forecast for the year, against the annual target")
    assert "36" in [each.words for each in row.classed("figure")]
    fresh = next(
        each for each in report_page.all("tbody") if each.attrs.get("id") == "measure-asc-01"
    )
    cell = next(each for each in fresh.all("td") if each.attrs["data-label"] == "Direction")
    assert cell.words == "Better than in Q1 2025-26: 68.9%"
    assert cell.classed("figure")[0].words == "68.9%"


def test_what_has_no_rating_leads_to_its_line_and_says_its_own_reason(report_page: Element):
    section = next(each for each in report_page.all("section") if each.attrs.get("id") == "unrated")
    links = {each.words: each.attrs["href"] for each in section.all("a")}
    assert links["Number of potholes repaired"] == "#measure-plc-07"
    line = next(each for each in section.all("li") if "potholes" in each.words)
    assert line.words.endswith("No target has been set for this year: see above")
