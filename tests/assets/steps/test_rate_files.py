"""Tables as programs save them, rows that come out as they went in, and where schemes come from.

How a single row is rated is `test_rate_table`'s business, the command `test_rate_command`'s.
"""

import io
import re
import time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rate_builders import DATA, LIBRARY, POINTS, Rows, csv_of, rated, scheme

from assets.steps.rate_table import ADDED, ASKED, RatedTable, rate_table, scheme_of
from sources.framework.library import EXAMPLES, Library, UnknownKey
from sources.framework.places import FrameworkProblems
from sources.workbooks.cells import CannotRead

HART_FRAMEWORKS = DATA / "hart" / "frameworks"
HART = HART_FRAMEWORKS / "hart" / "2014-15" / "schemes.yaml"
ROWS = [
    ["Visits – all", "84.01", "80", "higher", "percent"],
    ['Loans, "new"', "£1,000", "£1,100", "lower", "money"],
    ["Ünits", "n/a", "1", "higher", "number"],
]


def workbook(rows: Rows) -> bytes:
    book, saved = openpyxl.Workbook(), io.BytesIO()
    for row in (ASKED, *rows):
        book.worksheets[0].append(list(row))
    book.save(saved)
    return saved.getvalue()


FILES = {
    "UTF-8": csv_of(ROWS).encode(),
    "UTF-8 with a mark": csv_of(ROWS).encode("utf-8-sig"),
    "UTF-16": csv_of(ROWS).encode("utf-16"),
    "Windows-1252": csv_of(ROWS).encode("cp1252"),
    "semicolons": csv_of(ROWS, delimiter=";").encode(),
    "tabs in UTF-16, as Excel saves them": csv_of(ROWS, delimiter="\t").encode("utf-16"),
    "a stated delimiter": ("sep=;\n" + csv_of(ROWS, delimiter=";")).encode(),
    "a workbook": workbook(ROWS),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_read_however_it_was_saved(kind: str) -> None:
    table = rate_table(FILES[kind], scheme())
    assert table.headings == (*ASKED, *ADDED)
    assert [list(row[:5]) for row in table.rows] == ROWS
    assert [row[5] for row in table.rows] == ["Strong", "Strong", ""]
    assert table.unrated == 1


def test_a_workbooks_percentages_are_read_as_they_are_shown() -> None:
    book, saved = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(ASKED)
    sheet.append(["A", 0.97, 0.95, "higher", "percent"])
    sheet["B2"].number_format = sheet["C2"].number_format = "0%"
    book.save(saved)
    assert rate_table(saved.getvalue(), scheme()).rows[0][5:7] == ("Good", "2.105263")


def test_further_columns_and_their_order_stay() -> None:
    headings = ("Note", "unit", "target", "", "actual", "polarity", "Measure", "when")
    row = ('says "no", twice\nand again', "number", "10", "=1+1", "9", "higher", " A ", " 07 ")
    table = rated([row], headings)
    assert table.headings == (*headings, *ADDED)
    assert table.rows[0][:8] == row
    assert table.rows[0][8:10] == ("Review", "-10")


def test_titles_and_blank_rows_go_and_short_rows_are_filled() -> None:
    text = "Figures of the year\n\n" + csv_of([], (*ASKED, "note"))
    text += "\nA,1,1,higher,number\n,,,,,\n   ,,,,,\nB,1,1,higher,number,said\n\n"
    table = rate_table(text.encode(), scheme())
    assert [(row[0], row[5]) for row in table.rows] == [("A", ""), ("B", "said")]


def test_a_table_without_rows_gives_its_headings() -> None:
    assert rated([]) == RatedTable((*ASKED, *ADDED), (), 0)


def test_five_thousand_rows_take_less_than_two_seconds() -> None:
    data = csv_of([[f"M{n}", f"{n}.5%", "90.25%", "lower", "percent"] for n in range(5000)])
    began = time.process_time()
    table = rate_table(data.encode(), scheme())
    assert time.process_time() - began < 2
    assert len(table.rows) == 5000


CELL = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12),
    st.decimals(-200, 200, places=2).map(str),
    st.sampled_from(
        ["0", "nil", "n/a", "", "95%", "£1,000", "15 days", "90 to 110", "5%-7.5%", "-"]
    ),
)
ROW = st.tuples(
    st.sampled_from(["A", "B, or C", 'said "D"', "E\nF", " G "]),
    CELL,
    CELL,
    st.one_of(st.sampled_from(["higher", "lower", "range", "none"]), CELL),
    st.one_of(st.sampled_from(["percent", "number", "money", "days"]), CELL),
    CELL,
    CELL,
)


@given(st.lists(ROW, max_size=6), st.sampled_from(["derbyshire", str(POINTS), str(HART)]))
def test_the_same_rows_come_out_in_order_each_with_a_rating_or_a_reason(
    rows: list[tuple[str, ...]], name: str
) -> None:
    headings = (*ASKED, "zero_tolerance", "tolerance")
    data = ("sep=,\n" + csv_of(rows, headings)).encode()
    table = rate_table(data, scheme(name))
    assert table.headings == (*headings, *ADDED)
    assert [row[:7] for row in table.rows] == rows
    words = {level.word for level in scheme(name).ratings}
    for row in table.rows:
        word, variance, rule, reason = row[7:]
        assert bool(word) is (not reason)
        assert bool(word) is bool(rule)
        assert word == "" or word in words
        assert re.fullmatch(r"|-?\d+(\.\d{1,6})?", variance)
    assert table.unrated == sum(not row[7] for row in table.rows)


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        (ASKED[:4], "The table lacks the heading 'unit': "),
        (ASKED[:2], "The table lacks the headings 'target', 'polarity' and 'unit': "),
        ((*ASKED, "actual"), "The table has the heading 'actual' more than once: "),
    ],
)
def test_a_table_that_is_none_is_refused_in_a_sentence(
    headings: tuple[str, ...], words: str
) -> None:
    with pytest.raises(CannotRead) as refused:
        rated([["1"] * len(headings)], headings)
    assert str(refused.value).startswith(words)
    assert "\n" not in str(refused.value)


def test_a_scheme_is_known_by_its_council_and_by_its_id() -> None:
    by_council = scheme_of("derbyshire", LIBRARY)
    assert by_council == scheme_of("derbyshire-measures", LIBRARY)
    assert scheme_of("hart", Library((HART_FRAMEWORKS, EXAMPLES))).id == "hart-tiles"


def test_an_unknown_scheme_names_the_known_ones() -> None:
    with pytest.raises(UnknownKey, match="'nowhere'; known: derbyshire, derbyshire-measures"):
        scheme_of("nowhere", LIBRARY)


def test_a_councils_own_file_will_do_for_a_scheme(tmp_path: Path) -> None:
    own = EXAMPLES / "derbyshire" / "2023-24" / "schemes.yaml"
    assert scheme_of(str(own), LIBRARY) == scheme_of("derbyshire", LIBRARY)
    marked = tmp_path / "marked.yaml"
    marked.write_text(own.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert scheme_of(str(marked), LIBRARY) == scheme_of("derbyshire", LIBRARY)


def test_a_supplied_scheme_rates_as_far_as_its_bands_reach() -> None:
    table = rated(
        [["A", "95", "90", "higher", "percent"], ["B", "85", "90", "higher", "percent"]],
        name=str(HART),
    )
    assert [row[5:] for row in table.rows] == [
        ("Green", "5.555556", "on target or better", ""),
        (
            "",
            "-5.555556",
            "",
            "the scheme states no arithmetic for this variance: the council's rule says above, "
            "close to or below target and states no arithmetic",
        ),
    ]


BROKEN = {
    "a colon too many": ("  name: ", "  name: one: two ", "mine.yaml:3: This is not valid YAML"),
    "an unknown field": ("  bands:\n", "  bandz:\n", "mine.yaml:31: 'bandz' is not known here."),
    "no number": ("at_least: 0", "at_least: nought", "bands 'green', at_least: "),
    "an unlisted rating": (
        "{rating: green",
        "{rating: gold",
        "Rating 'gold' is used but not listed",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_scheme_is_refused_with_its_line(case: str, tmp_path: Path) -> None:
    old, new, said = BROKEN[case]
    text = HART.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FrameworkProblems) as refused:
        scheme_of(str(path), LIBRARY)
    assert re.match(r"mine\.yaml:\d+: ", str(refused.value))
    assert said in str(refused.value)


@pytest.mark.parametrize("text", ["{", "name: [a", "a: b: c\n", "\x00"])
def test_what_is_no_yaml_is_refused_as_that(text: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FrameworkProblems, match="not valid YAML"):
        scheme_of(str(path), LIBRARY)


def test_a_scheme_without_its_first_line_is_told_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("name: Mine\n", encoding="utf-8")
    with pytest.raises(FrameworkProblems, match="does not stand under 'measures:'"):
        scheme_of(str(path), LIBRARY)
