"""What Excel says and accepts when somebody types into a form: help, drop-downs, limits.

Only help for the typist belongs here: whatever comes back is read and checked all the same.
"""

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

# The most that Excel accepts.
_PROMPT_LENGTH, _TITLE_LENGTH = 255, 32


def prompt(sheet: Worksheet, cells: str, name: str, words: str) -> None:
    """Help that Excel shows beside a selected cell; whatever is typed is accepted."""
    rule = DataValidation(allow_blank=True)
    _say(rule, name, words)
    _attach(sheet, rule, cells)


def choice(sheet: Worksheet, cells: str, source: str, name: str, words: str) -> None:
    """A drop-down; `source` is a list in quotation marks or a range."""
    rule = DataValidation(type="list", formula1=source, allow_blank=True)
    _say(rule, name, words)
    _refuse(rule, name, "Choose one of the list, or leave the cell blank.")
    _attach(sheet, rule, cells)


def percentage(sheet: Worksheet, cells: str, name: str, words: str) -> None:
    rule = DataValidation(
        type="decimal",
        operator="between",
        formula1="0",
        formula2="100",
        allow_blank=True,
    )
    _say(rule, name, words)
    _refuse(rule, name, "Type a number from 0 to 100, or leave the cell blank.")
    _attach(sheet, rule, cells)


def date_wanted(sheet: Worksheet, cells: str, name: str, words: str) -> None:
    """A date is asked for, but other words are let through after a warning."""
    rule = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
    _say(rule, name, words)
    _refuse(
        rule,
        name,
        "This is not a date like 31/12/2023. Keep it all the same?",
        "warning",
    )
    _attach(sheet, rule, cells)
    for line in sheet[cells] if ":" in cells else ((sheet[cells],),):
        for cell in line:
            cell.number_format = "dd/mm/yyyy"


def _say(rule: DataValidation, name: str, words: str) -> None:
    rule.showInputMessage = True
    rule.promptTitle, rule.prompt = name[:_TITLE_LENGTH], _short(words)


def _refuse(rule: DataValidation, name: str, words: str, style: str = "stop") -> None:
    rule.showErrorMessage = True
    rule.errorStyle = style  # type: ignore[assignment]  # the stub wants a literal here
    rule.errorTitle, rule.error = name[:_TITLE_LENGTH], _short(words)


def _short(words: str) -> str:
    return words if len(words) <= _PROMPT_LENGTH else f"{words[: _PROMPT_LENGTH - 3]}..."


def _attach(sheet: Worksheet, rule: DataValidation, cells: str) -> None:
    rule.add(cells)
    sheet.add_data_validation(rule)
