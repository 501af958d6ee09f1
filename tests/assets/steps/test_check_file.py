"""A file judged before it is sent: what was planted is found at its cell, and nothing else is.

How the verdict is told at the command line is `test_check_command`.
"""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assets.steps.check_file import WHICH_RETURN, FileVerdict, check_file
from assets.steps.verdict import NEEDS_PAST, ONLY_WHEN_SENT, file_verdict
from checks.finding import Finding
from pipelines.demo.filling import Manner
from sources.framework.library import EXAMPLES, Library, UnknownKey
from sources.returns import form_layout as form
from sources.returns.content import Quantity
from sources.values import Absence
from sources.workbooks.cells import CannotRead

Form = Callable[..., bytes]
RETURNS = ["adult-care", "childrens-services", "place", "corporate-services"]
# Adult care's first plain number, in J5 of the sheet of measures, and a percentage of 76 in J13.
NUMBER, PERCENT = "asc-02", "asc-08"


@pytest.fixture(scope="module")
def library(hart_frameworks: Path) -> Library:
    return Library((hart_frameworks, EXAMPLES))


def cell_of(book: Any, measure: str, heading: str = "Actual") -> Any:
    """The cell under a heading in a measure's first row."""
    columns: dict[str, int] = {}
    for line in book[form.MEASURES].iter_rows():
        found = {str(cell.value): cell for cell in line if cell.value is not None}
        if form.MEASURE_ID in found:
            columns = {name: cell.column for name, cell in found.items()}
        elif measure in found:
            return book[form.MEASURES].cell(line[0].row, columns[heading])
    raise LookupError(measure)


def with_result(data: bytes, formula: str, result: str) -> bytes:
    """A workbook in which the one cell with this formula has a stored result."""
    target, done = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            found, count = re.subn(
                rf"(<f>{re.escape(formula)}</f>)<v\s*/>",
                rf"\g<1><v>{result}</v>",
                old.read(name).decode("utf-8"),
            )
            new.writestr(name, found)
            done += count
    assert done == 1
    return target.getvalue()


def found_by(verdict: FileVerdict) -> list[tuple[str, str, str]]:
    return [(f.rule, f.severity.value, f.place) for f in verdict.findings]


@pytest.mark.parametrize("return_id", RETURNS)
def test_in_a_clean_form_nothing_is_found(library: Library, a_form: Form, return_id: str) -> None:
    verdict = check_file(library, a_form(return_id, Manner()))
    assert verdict.findings == ()
    assert (verdict.slot.return_id, str(verdict.slot.period)) == (return_id, "2023-24-Q2")
    assert verdict.framework.council.id == "derbyshire"
    assert verdict.unknown == ()
    text, has_errors = file_verdict("return.xlsx", verdict)
    lines = text.splitlines()
    count = len(verdict.framework.measures_of(return_id))
    assert not has_errors
    assert lines[0] == f"return.xlsx: {verdict.framework.returns[return_id].name}, Quarter 2 " + (
        "(July to September 2023)"
    )
    assert (given := re.fullmatch(r"Values with a figure: (\d+) of (\d+); .*: 0\.", lines[1]))
    assert int(given[1]) == int(given[2]) >= count
    assert lines[2:] == ["Nothing was found.", "", NEEDS_PAST, ONLY_WHEN_SENT]


def typed(measure: str, quantity: Quantity, value: str | Decimal) -> Callable[[Form], bytes]:
    manner = Manner(mistakes={(measure, quantity): value})
    return lambda fill: fill("adult-care", manner)


def edited(edit: Callable[[Any], None]) -> Callable[[Form], bytes]:
    return lambda fill: fill("adult-care", Manner(), edit=edit)


def stale(fill: Form) -> bytes:
    def plant(book: Any) -> None:
        cell_of(book, NUMBER).value = "=800+35"

    return with_result(fill("adult-care", Manner(), edit=plant), "800+35", "834")


def hide_row(book: Any) -> None:
    book[form.MEASURES].row_dimensions[cell_of(book, NUMBER).row].hidden = True


def repeat_row(book: Any) -> None:
    sheet, row = book[form.MEASURES], cell_of(book, NUMBER).row
    below = sheet.max_row + 1
    for column in range(1, 11):
        sheet.cell(below, column).value = sheet.cell(row, column).value


def another_measure(book: Any) -> None:
    cell_of(book, NUMBER, form.MEASURE_ID).value = "plc-01"


def unknown_rating(book: Any) -> None:
    book[form.KEY_ACTIONS]["E4"].value = "Splendid"


def add_notes(book: Any) -> None:
    book.create_sheet("Notes")["B2"].value = 5


PLANTED: dict[str, tuple[Callable[[Form], bytes], set[tuple[str, str, str]]]] = {
    "a text for a number": (
        typed(NUMBER, Quantity.ACTUAL, "about 800"),
        {("not-a-number", "error", "Measures!J5")},
    ),
    "an error code": (
        edited(lambda book: setattr(cell_of(book, NUMBER), "value", "#N/A")),
        {("not-a-number", "error", "Measures!J5")},
    ),
    "a formula that no program calculated": (
        edited(lambda book: setattr(cell_of(book, NUMBER), "value", "=800+35")),
        {("not-a-number", "error", "Measures!J5")},
    ),
    "a fraction for a percentage": (
        typed(PERCENT, Quantity.ACTUAL, Decimal("0.76")),
        {
            ("fraction-for-percentage", "error", "Measures!J13"),
            ("ratio-disagrees", "error", "Measures!J13"),
            ("far-from-target", "warning", "Measures!J13"),
        },
    ),
    "a stale result": (stale, {("stale-result", "error", "Measures!J5")}),
    "more than all": (
        typed(PERCENT, Quantity.ACTUAL, Decimal(120)),
        {
            ("impossible-value", "error", "Measures!J13"),
            ("ratio-disagrees", "error", "Measures!J13"),
        },
    ),
    "a numerator that does not fit": (
        typed("asc-01", Quantity.NUMERATOR, Decimal(200)),
        {("ratio-disagrees", "error", "Measures!J4")},
    ),
    "a row given twice": (
        edited(repeat_row),
        {("given-twice", "error", "Measures!J27")},
    ),
    "a hidden row": (edited(hide_row), {("hidden-value", "warning", "Measures!J5")}),
    "another department's measure": (
        edited(another_measure),
        {
            ("not-this-return", "warning", "Measures!A5"),
            ("value-missing", "warning", "the whole return"),
        },
    ),
    "an action's rating": (
        edited(unknown_rating),
        {("rating-word", "error", "Key actions!E4")},
    ),
    "a sheet of their own": (edited(add_notes), {("not-read", "information", "Notes!B2")}),
    "nobody's name": (
        lambda fill: fill("adult-care", Manner(signed_by=None)),
        {("sign-off-missing", "warning", "the whole return")},
    ),
    "a value left out": (
        edited(lambda book: setattr(cell_of(book, NUMBER), "value", None)),
        {("value-missing", "warning", "Measures!J5")},
    ),
}


@pytest.fixture(scope="module")
def verdicts(library: Library, a_form: Form) -> dict[str, FileVerdict]:
    return {case: check_file(library, make(a_form)) for case, (make, _) in PLANTED.items()}


@pytest.mark.parametrize("case", PLANTED)
def test_what_was_planted_is_found_at_its_cell_and_nothing_else(
    verdicts: dict[str, FileVerdict], case: str
) -> None:
    found = found_by(verdicts[case])
    assert set(found) == PLANTED[case][1]
    assert len(found) == len(set(found))


def told(finding: Finding) -> list[str]:
    return [finding.place, finding.message, finding.mend]


@pytest.mark.parametrize("case", PLANTED)
def test_the_verdict_tells_place_fault_and_mend_of_every_finding(
    verdicts: dict[str, FileVerdict], case: str
) -> None:
    text, has_errors = file_verdict("x.xlsx", verdicts[case])
    severities = [finding.severity.value for finding in verdicts[case].findings]
    assert has_errors == ("error" in severities)
    for finding in verdicts[case].findings:
        assert all(words in text for words in told(finding))
    assert text.count("      What to do: ") == len(severities)
    for severity in ("error", "warning"):
        count = severities.count(severity)
        headed = re.findall(rf"^(\d+) {severity}s?$", text, re.MULTILINE)
        assert headed == ([str(count)] if count else [])
    assert "Nothing was found." not in text


def test_counts_stand_first_and_findings_sheet_by_sheet_from_top_to_bottom(
    library: Library, a_form: Form
) -> None:
    mistakes = {(name, Quantity.ACTUAL): "tbc?" for name in ("asc-21", "asc-01", NUMBER)}
    manner = Manner(signed_by=None, mistakes=mistakes)
    data = a_form("adult-care", manner, edit=lambda book: (hide_row(book), add_notes(book)))
    text, _ = file_verdict("x.xlsx", check_file(library, data))
    marks = [
        *("3 errors", "2 warnings", "For information: 1", "About the whole return"),
        *("On the sheet Measures", "!J4 ", "!J5 ", "!J26 ", "On the sheet Notes", "Notes!B2"),
    ]
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)


def test_reasons_for_having_no_figure_are_counted(library: Library, a_form: Form) -> None:
    manner = Manner(absences={NUMBER: (Absence.NOT_YET_AVAILABLE, "expected in November")})
    verdict = check_file(library, a_form("adult-care", manner))
    text, has_errors = file_verdict("x.xlsx", verdict)
    assert not has_errors
    assert "Values with a figure: 22 of 23; with a reason for having none: 1." in text


def test_a_table_is_checked_by_the_layout_of_the_return_it_is_said_to_be(
    library: Library, hart_csv: bytes
) -> None:
    verdict = check_file(library, hart_csv, "hart", "quarterly-table")
    assert (str(verdict.slot), len(verdict.read.rows)) == ("hart.2014-15-Q1.quarterly-table", 45)
    # The published table has four abbreviations in its remarks.
    assert Counter(f.rule for f in verdict.findings)["abbreviation"] == 4
    targets = [f for f in verdict.findings if f.rule != "abbreviation"]
    assert {f.rule for f in targets} == {"target-differs"}
    rows = list(csv.reader(io.StringIO(hart_csv.decode("utf-8-sig"), newline="")))
    for finding in targets:
        assert finding.cell is not None
        assert rows[int(finding.cell[1:]) - 1][rows[0].index("target_raw")] == finding.raw
    text, has_errors = file_verdict("h.csv", verdict)
    assert not has_errors
    assert text.splitlines()[-1].startswith("This kind of file does not say: number formats, ")


def test_a_fault_in_a_table_is_found_at_its_cell(library: Library, hart_csv: bytes) -> None:
    data = hart_csv.replace(b",95.9%,", b",ninety,")
    assert data != hart_csv
    found = found_by(check_file(library, data, "hart", "quarterly-table"))
    assert ("not-a-number", "error", "table!H2") in found


def test_who_sends_a_table_must_be_said(library: Library, hart_csv: bytes) -> None:
    for named in ((None, None), ("hart", None), (None, "quarterly-table")):
        with pytest.raises(CannotRead) as refused:
            check_file(library, hart_csv, *named)
        assert str(refused.value) == WHICH_RETURN


def test_a_form_says_itself_which_return_it_is(library: Library, a_form: Form) -> None:
    def rename(book: Any) -> None:
        for line in book[form.COVER].iter_rows():
            for cell in line:
                if cell.value == "derbyshire.2023-24-Q2.place":
                    cell.value = "derbyshire.2023-24-Q2.parks"

    with pytest.raises(UnknownKey, match=r"No return 'parks' .* its returns are adult-care, "):
        check_file(library, a_form("place", Manner(), edit=rename))
