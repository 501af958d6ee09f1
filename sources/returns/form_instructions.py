"""The Instructions of a form: how to fill it, what its sheets and words mean, and its lists.

Imported only when a form is written, since it brings openpyxl with it. How cells look is
`form_style`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from sources.framework.schemes import RatingLevel
from sources.returns import form_layout
from sources.returns import form_style as style
from sources.returns.form_content import FormContent
from sources.returns.form_cover import labelled, section
from sources.values import DECLARED_ABSENCES, Absence

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
    "Checking first": "Put a copy of this form into your folder for checking only: you are told "
    "what is wrong, and nothing is sent.",
    "What follows": "You are told which cells need mending, and why. One queried figure does not "
    "hold back the others.",
}


# What each sheet is for, in the order in which they stand.
_SHEETS = {
    form_layout.COVER: "What this return is, when it is due, and how far it is filled.",
    form_layout.MEASURES: "A row for each measure and period that is due. The columns "
    f"'{form_layout.PREVIEW}' and '{form_layout.STILL_NEEDED}' fill themselves: the preview holds "
    "the Actual against the target of its row, and the rating is decided on receipt.",
    form_layout.KEY_ACTIONS: "How each key action stands.",
    form_layout.BREAKDOWNS: "The figure of each part, such as a district, beside that of the "
    "whole on the Measures sheet.",
    form_layout.BENCHMARKS: "Figures of others to compare with. May stay blank; a row counts with "
    "its comparator, its period and its figure.",
    form_layout.NOTES: "What a reader must know about a figure, and where its evidence is kept.",
    form_layout.REVISED: "Figures of earlier returns that turned out otherwise, each with its "
    "reason. Earlier reports stay as they were, and later ones say what was revised.",
    form_layout.SIGN_OFF: "Who answers for this return, step by step. A signature holds for the "
    "figures of the form that it comes in: new figures want a new one.",
    form_layout.SIGNERS: "The names from which a signature is chosen.",
    form_layout.INSTRUCTIONS: "This sheet. Nothing is filled in here.",
    form_layout.EARLIER: "What was known when this form was written, for a check before it is "
    "sent. Nothing is filled in here.",
}


@dataclass(frozen=True)
class Lists:
    """Ranges of the Instructions from which other sheets' drop-downs choose."""

    ratings: str
    measures: str
    periods: str


def write_instructions(sheet: Worksheet, form: FormContent, sheets: Iterable[str]) -> Lists:
    """Fill the Instructions of a form that has these sheets."""
    framework = form.framework
    row = style.title(sheet, "How to fill in this form", form.mark) + 1
    row = _list(sheet, row, "Filling it in", "What to do", _HOW_TO_FILL)
    described = {name: _SHEETS[name] for name in sheets if name in _SHEETS}
    row = _list(sheet, row, "The sheets", "What is on them", described)
    reasons = {absence.value: _ABSENCE_MEANINGS[absence] for absence in DECLARED_ABSENCES}
    row = _list(sheet, row, form_layout.REASON, "When to choose it", reasons)
    row = _list(sheet, row, "What is checked", "What it means for you", _WHAT_IS_CHECKED)
    row = _legend(sheet, row, "Ratings of measures", framework.measure_scheme.ratings)
    levels = framework.action_scheme.ratings
    ratings = _range(row + 1, len(levels))
    row = _legend(sheet, row, "Ratings of key actions", levels)
    asked = f"The performance team of {framework.council.name}."
    row = _list(sheet, row, "Questions", "Who to ask", {"This form": asked})
    measures, periods = "", ""
    if form.revisable:
        names = {m.id: m.name for m in framework.measures_of(form.slot.return_id)}
        measures = _range(row + 1, len(names))
        row = _list(sheet, row, "Measures of this return", "Their names", names)
        labels = {str(period): period.label for period in form.revisable}
        periods = _range(row + 1, len(labels))
        _list(sheet, row, "Earlier periods", "When they were", labels)
    style.widths(sheet, (34, 100))
    style.finish(sheet, start_at="A1")
    return Lists(ratings, measures, periods)


def _range(first: int, rows: int) -> str:
    return f"{form_layout.INSTRUCTIONS}!$A${first}:$A${first + rows - 1}"


def _list(sheet: Worksheet, row: int, name: str, words: str, items: dict[str, str]) -> int:
    row = section(sheet, row, name, words)
    for offset, (label, text) in enumerate(items.items()):
        labelled(sheet, row + offset, label, text)
    return row + len(items) + 1


def _legend(sheet: Worksheet, row: int, name: str, levels: tuple[RatingLevel, ...]) -> int:
    """Each rating by colour, word and symbol, with its meaning; the next free row."""
    row = section(sheet, row, name, "Symbol and meaning")
    for offset, level in enumerate(levels):
        style.coloured(style.put(sheet, row + offset, 1, level.word), level.colour)
        style.put(sheet, row + offset, 2, f"{level.symbol}  {level.meaning}")
    return row + len(levels) + 1
