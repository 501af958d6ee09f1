"""The form's live rating preview says what the rating would be, on every edge of every scheme."""

import random
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from assets.analysis.rating import rate
from sources.framework.last_year import parse_last_year
from sources.framework.library import Library
from sources.framework.measures import Measure, Polarity, Stretch, TargetValue
from sources.framework.schemes import Band, FollowUp, MeasureScheme
from sources.returns.form_content import FormContent
from sources.returns.form_grid import target_cell
from sources.returns.form_preview import (
    CANNOT_TELL,
    IMPOSSIBLE,
    NO_TARGET,
    commentary_mark,
    preview,
)
from sources.values import Unit

DERBYSHIRE, SOUTH = (Library().frameworks(name)[0] for name in ("derbyshire", "south_derbyshire"))
SCHEME = DERBYSHIRE.measure_scheme
POINTS = SCHEME.model_copy(update={"variance": "points"})
TOLERANT = SCHEME.model_copy(
    update={
        "clauses": (),
        "bands": (
            Band(rating="good", at_least=Decimal(0)),
            Band(rating="review", within_tolerance=True),
            Band(rating="action"),
        ),
    }
)
SHIFTED = SCHEME.model_copy(
    update={
        "bands": (
            Band(rating="strong", above=Decimal("2.5")),
            Band(rating="good", above=Decimal("-0.75")),
            Band(rating="review", at_least=Decimal("-12.25")),
            Band(rating="action"),
        )
    }
)
INCLUSIVE = SCHEME.model_copy(
    update={
        "clauses": tuple(
            c.model_copy(update={"variance_above": None, "variance_at_least": c.variance_above})
            for c in SCHEME.clauses
        )
    }
)
STEP = Decimal("0.00000001")


def a_measure(unit: Unit, polarity: Polarity, **changes: object) -> Measure:
    fields = DERBYSHIRE.measures["asc-05"].model_dump() | {
        "unit": unit,
        "polarity": polarity,
        "unit_words": "per head",
        "is_cumulative": False,
        "supplied": None,
        "may_be_negative": True,
        **changes,
    }
    return Measure.model_validate(fields)


def edges(target: TargetValue, measure: Measure, scheme: MeasureScheme) -> Iterator[Decimal]:
    """Every value at which a rating may change, one just above and one just below it."""
    ends = list(target) if isinstance(target, Stretch) else [target]
    given = [b.above if b.above is not None else b.at_least for b in scheme.bands]
    given += [c.variance for c in scheme.clauses]
    given += [-(measure.tolerance or Decimal(0)), Decimal(0)]
    marks = [Decimal(100), Decimal(0), *ends]
    if measure.zero_tolerance is not None:
        marks += [measure.zero_tolerance, -measure.zero_tolerance]
    for edge in (edge for edge in given if edge is not None):
        for end in ends:
            reach = edge if scheme.variance == "points" else edge * abs(end) / 100
            marks += [end + reach, end - reach]
    for mark in dict.fromkeys(marks):
        yield from (mark, mark + STEP, mark - STEP)


def pairs() -> Iterator[tuple[Measure, TargetValue, MeasureScheme, Decimal]]:
    draw = random.Random("previews")
    targets = ["100", "95", "95.1", "0", "-3", "-0.7", "0.07", "33.3", "1800", "610.5", "48"]
    targets += [str(Decimal(draw.randrange(1, 10**6)).scaleb(-draw.randrange(0, 4))) for _ in "abc"]
    measures = [
        a_measure(Unit.PERCENT, Polarity.HIGHER, may_exceed_100=True),
        a_measure(Unit.PERCENT, Polarity.LOWER, may_exceed_100=True),
        a_measure(Unit.NUMBER, Polarity.HIGHER, tolerance=Decimal("1.5")),
        a_measure(Unit.DAYS, Polarity.LOWER, zero_tolerance=Decimal("0.3")),
        a_measure(Unit.RATE, Polarity.RANGE, zero_tolerance=Decimal(2)),
    ]
    for scheme in (SCHEME, POINTS, TOLERANT, SHIFTED, INCLUSIVE, SOUTH.measure_scheme):
        for measure in measures:
            wanted: list[TargetValue] = [Decimal(text) for text in targets]
            if measure.polarity is Polarity.RANGE:
                wanted += [Stretch(Decimal("47.5"), Decimal("52.5")), Stretch(*map(Decimal, "27"))]
            for target in wanted:
                for actual in edges(target, measure, scheme):
                    yield measure, target, scheme, actual


def recalculated(book: openpyxl.Workbook, folder: Path) -> openpyxl.Workbook:
    """The workbook with its formulas worked out by LibreOffice."""
    book.save(folder / "asked.xlsx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", "out"]
    subprocess.run(
        [*command, "asked.xlsx"], cwd=folder, check=True, capture_output=True, timeout=300
    )
    data = (folder / "out" / "asked.xlsx").read_bytes()
    return openpyxl.load_workbook(BytesIO(data), data_only=True)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_preview_agrees_with_the_rating_on_and_beside_every_edge(tmp_path: Path) -> None:
    asked = list(pairs())
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row, (measure, target, scheme, actual) in enumerate(asked, start=1):
        sheet.cell(row, 1).value = actual
        told = preview(measure, target, scheme, f"A{row}")
        sheet.cell(row, 2).value = told.formula or told.words
    answers = recalculated(book, tmp_path).worksheets[0]
    wrong, told_of, silent = [], 0, 0
    for row, (measure, target, scheme, actual) in enumerate(asked, start=1):
        said = answers.cell(row, 2).value
        rated = rate(actual, target, measure, scheme)
        words = CANNOT_TELL
        if rated.rating is not None:
            level = scheme.level(rated.rating)
            words = f"{level.symbol} {level.word}"
        may_be_a_fraction = measure.unit is Unit.PERCENT and 0 < abs(actual) <= 10
        if said == CANNOT_TELL and (may_be_a_fraction or scheme.supplied is not None):
            silent += 1
        elif said != words:
            wrong.append((measure.unit, measure.polarity, str(target), str(actual), said, words))
        else:
            told_of += 1
    assert wrong == []
    assert told_of > 3000
    assert silent < told_of / 4


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_preview_of_odd_entries_and_the_mark_for_commentary(tmp_path: Path) -> None:
    """98 against 100 is exactly 2% worse, also where a sum makes 97.99999999999999 of it."""
    measure = a_measure(Unit.PERCENT, Polarity.HIGHER, may_be_negative=False)
    good, review = "\N{CHECK MARK} Good", "\N{BLACK CIRCLE} Review"
    wanted = {
        "=97.99+0.01": (good, None),
        "=98-0.00000000000002": (good, None),
        "=98-0.0000000001": (review, "\N{BLACK UP-POINTING TRIANGLE} commentary needed"),
        "=1/0": (CANNOT_TELL, None),
        "98%": (CANNOT_TELL, None),
        "=0.98": (CANNOT_TELL, None),
        "=100.5": (IMPOSSIBLE, None),
        "=-1": (IMPOSSIBLE, None),
        "=0": (
            "\u2691 Action",
            "\N{BLACK UP-POINTING TRIANGLE} action plan needed",
        ),
        None: (None, None),
    }
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row, entry in enumerate((*wanted, "=90"), start=1):
        sheet.cell(row, 1).value = entry
        sheet.cell(row, 2).value = preview(measure, Decimal(100), SCHEME, f"A{row}").formula
        sheet.cell(row, 3).value = commentary_mark(SCHEME, f"B{row}", f"D{row}")
    sheet.cell(len(wanted) + 1, 4).value = "Said."
    answers = recalculated(book, tmp_path).worksheets[0]
    told = [
        tuple(answers.cell(row, column).value or None for column in (2, 3))
        for row in range(1, len(wanted) + 2)
    ]
    assert told == [*wanted.values(), (review, None)]


def test_where_no_formula_can_say_it_the_form_says_so() -> None:
    number = a_measure(Unit.NUMBER, Polarity.HIGHER)
    assert preview(number, None, SCHEME, "A1").words == "no target to compare with"
    context = a_measure(Unit.NUMBER, Polarity.NONE)
    assert preview(context, Decimal(5), SCHEME, "A1").words == "not rated"
    # An edge that needs more digits than spreadsheets calculate with.
    fine = Decimal("123456789012.345678")
    assert preview(number, fine, SCHEME, "A1").words == CANNOT_TELL
    spread = a_measure(Unit.NUMBER, Polarity.RANGE)
    assert preview(spread, Stretch(Decimal(0), Decimal(5)), SCHEME, "A1").words == CANNOT_TELL


def test_words_of_a_scheme_never_become_part_of_a_formula() -> None:
    hostile = SCHEME.ratings[0].model_copy(update={"word": '"&HYPERLINK("http://x")&"'})
    scheme = SCHEME.model_copy(update={"ratings": (hostile, *SCHEME.ratings[1:])})
    told = preview(a_measure(Unit.NUMBER, Polarity.HIGHER), Decimal(5), scheme, "A1").formula
    assert told is not None
    tokens = openpyxl.formula.Tokenizer(told).items
    functions = {token.value for token in tokens if token.type == "FUNC"}
    assert functions == {"IF(", "ISNUMBER(", "ROUND(", "ISBLANK(", ")"}


def test_a_months_own_figure_is_not_held_against_a_target_since_april() -> None:
    framework = DERBYSHIRE
    alone = next(
        m for m in framework.measures.values() if m.supplied and m.supplied.value == "period alone"
    )
    department = framework.department_return(alone.department).id
    slot = next(s for s in framework.slots if s.return_id == department and s.period.code == "Q2")
    form = FormContent(framework, slot, {}, None)
    last = form.framework.due_in(alone, slot.period)[-1]
    assert form.target(alone, last) is not None
    assert form.preview(alone, last, "J5").words == CANNOT_TELL


@pytest.mark.parametrize(
    ("stated", "shown", "said"),
    [
        ({"of_last_year": parse_last_year("+2%")}, "2% more than last year", CANNOT_TELL),
        ({"in_words": "=1+1 open the depot"}, "=1+1 open the depot", NO_TARGET),
        (
            {"to_be_set_by": date(2023, 12, 31)},
            "to be set by 31 December 2023",
            NO_TARGET,
        ),
    ],
)
def test_a_target_that_is_no_number_stands_in_the_form_in_words(
    stated: dict[str, object], shown: str, said: str
) -> None:
    blank = dict.fromkeys(("annual", "q1", "q2", "q3", "q4"))
    target = DERBYSHIRE.targets["asc-08"].model_copy(update=blank | stated)
    framework = replace(DERBYSHIRE, targets={**DERBYSHIRE.targets, "asc-08": target})
    slot = next(s for s in framework.slots if str(s) == "derbyshire.2023-24-Q2.adult-care")
    content, measure = FormContent(framework, slot, {}, None), framework.measures["asc-08"]
    assert content.preview(measure, slot.period, "J5").words == said
    sheet = openpyxl.Workbook().active
    words = content.target_words(measure, slot.period)
    target_cell(sheet, 1, 1, content.target(measure, slot.period), words)
    assert (sheet.cell(1, 1).value, sheet.cell(1, 1).data_type) == (shown, "s")


def test_a_scheme_that_asks_for_no_words_has_no_mark() -> None:
    silent = tuple(r.model_copy(update={"follow_up": FollowUp.NONE}) for r in SCHEME.ratings)
    scheme = SCHEME.model_copy(update={"ratings": silent})
    assert commentary_mark(scheme, "B1", "C1") is None
