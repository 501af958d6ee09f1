"""The two sheets of a form that are not tables: the Cover and the Instructions.

Imported only when a form is written, since it brings openpyxl with it. What they say about the
slot is `form_content`; how cells look is `form_style`.
"""

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sources.framework.schemes import RatingLevel
from sources.returns import form_layout
from sources.returns import form_rules as rules
from sources.returns import form_style as style
from sources.returns.content import TextField
from sources.returns.form_content import FormContent
from sources.values import DECLARED_ABSENCES, Absence
from sources.workbooks.addresses import address_of

_COUNT = "Measures filled"
FILLED_MEANS = "A row counts as filled when it has an Actual, or a reason under 'No value because'."

_HOW_TO_FILL = {
    "Yellow cells": "Fill in the yellow cells; everything else is locked. The Tab key takes you "
    "from one to the next. Grey cells with a dash are not asked for.",
    "Actual": "The number only, in the measure's own unit. In a percentage, 95.9 means 95.9%. "
    "If the figure is nil, type 0.",
    "Numerator, denominator": "The two counts that the Actual is made of. With them it can be "
    "checked, and combined over the year.",
    "Year-end forecast": "What you expect for the whole year; may stay blank.",
    "Commentary": "What happened and what will be done about it. Name no person, and no numbers "
    "so small that they point to one.",
    "Later corrections": "Send the form again with only the corrected cells filled. A blank cell "
    "never erases what you sent before.",
}
_ABSENCE_MEANINGS = {
    Absence.NOT_YET_AVAILABLE: "The figure will come later; say by when in the next column.",
    Absence.NOT_APPLICABLE: "The measure cannot have a figure for this period.",
    Absence.SUPPRESSED: "There is a figure, but it could point to a person.",
    Absence.WITHDRAWN: "A figure sent before must no longer be used; say why.",
}
_WHAT_IS_CHECKED = {
    "Checks": "Whether every row is filled, numbers can be read, percentages are possible, "
    "numerator and denominator agree with the Actual, and a figure is far from earlier ones.",
    "What follows": "You are told which cells need mending, and why. One queried figure does not "
    "hold back the others.",
}


def write_cover(book: Workbook, sheet: Worksheet, form: FormContent, count_at: str) -> None:
    """Fill the Cover; `count_at` is where the Measures sheet counts its filled rows."""
    row = style.title(sheet, form.title, form.mark) + 1
    facts = {
        "Council": form.framework.council.name,
        "Return": form.owed.name,
        "Reporting period": form.slot.period.label,
        "Due": form.due_words,
        "Who completes it": form.completed_by,
        _COUNT: "",
        "What this counts": FILLED_MEANS,
    }
    for label, text in facts.items():
        _labelled(sheet, row, label, text)
        if label == _COUNT:
            style.put_formula(sheet, row, 2, f"={form_layout.MEASURES}!{count_at}")
        row += 1
    row = _section(sheet, row + 1, "Sign-off", "Please fill in the yellow cells")
    entries = {}
    for field, label in form_layout.COVER_ENTRIES.items():
        style.put(sheet, row, 1, label, bold=True)
        style.entry(sheet, row, 2)
        entries[field] = address_of(row, 2)
        style.name_range(book, sheet, f"Cover_{field.name.lower()}", entries[field])
        row += 1
    label = form_layout.COVER_ENTRIES[TextField.SIGNED_OFF_ON]
    words = "The day on which this return was signed off, such as 31/12/2023."
    rules.date_wanted(sheet, entries[TextField.SIGNED_OFF_ON], label, words)
    row = _section(sheet, row + 1, "For the performance team", "Please leave as it is")
    _labelled(sheet, row, form_layout.RETURN_KEY, str(form.slot))
    _labelled(sheet, row + 1, form_layout.FRAMEWORK_VERSION, form.framework.digest)
    style.widths(sheet, (34, 80))
    style.finish(sheet, start_at=entries[TextField.COMPLETED_BY])


def write_instructions(sheet: Worksheet, form: FormContent) -> str:
    """Fill the Instructions; the range that lists the words of key actions' ratings."""
    framework = form.framework
    row = style.title(sheet, "How to fill in this form", form.mark) + 1
    row = _list(sheet, row, "Filling it in", "What to do", _HOW_TO_FILL)
    reasons = {absence.value: _ABSENCE_MEANINGS[absence] for absence in DECLARED_ABSENCES}
    row = _list(sheet, row, form_layout.REASON, "When to choose it", reasons)
    row = _list(sheet, row, "What is checked", "What it means for you", _WHAT_IS_CHECKED)
    row = _legend(sheet, row, "Ratings of measures", framework.measure_scheme.ratings)
    first = row + 1
    row = _legend(sheet, row, "Ratings of key actions", framework.action_scheme.ratings)
    last = first + len(framework.action_scheme.ratings) - 1
    asked = f"The performance team of {framework.council.name}."
    _list(sheet, row, "Questions", "Who to ask", {"This form": asked})
    style.widths(sheet, (34, 100))
    style.finish(sheet, start_at="A1")
    return f"{form_layout.INSTRUCTIONS}!$A${first}:$A${last}"


def _section(sheet: Worksheet, row: int, name: str, words: str) -> int:
    """A heading over a part of a sheet; the row below it."""
    style.heading(sheet, row, 1, name)
    style.heading(sheet, row, 2, words)
    return row + 1


def _labelled(sheet: Worksheet, row: int, label: str, text: str) -> None:
    style.put(sheet, row, 1, label, bold=True)
    style.put(sheet, row, 2, text)


def _list(sheet: Worksheet, row: int, name: str, words: str, items: dict[str, str]) -> int:
    row = _section(sheet, row, name, words)
    for offset, (label, text) in enumerate(items.items()):
        _labelled(sheet, row + offset, label, text)
    return row + len(items) + 1


def _legend(sheet: Worksheet, row: int, name: str, levels: tuple[RatingLevel, ...]) -> int:
    """Each rating by colour, word and symbol, with its meaning; the next free row."""
    row = _section(sheet, row, name, "Symbol and meaning")
    for offset, level in enumerate(levels):
        style.coloured(style.put(sheet, row + offset, 1, level.word), level.colour)
        style.put(sheet, row + offset, 2, f"{level.symbol}  {level.meaning}")
    return row + len(levels) + 1
