"""The Sign-off sheet of a form, with a row for each step, and the sheet of those who may sign.

Imported only when a form is written, since it brings openpyxl with it. What comes back is read by
`sign_off_sheet`; how cells look is `form_style`.
"""

from datetime import date

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sources.framework.route import SignOffStep
from sources.framework.signers import who_may_sign
from sources.returns import form_layout
from sources.returns import form_rules as rules
from sources.returns import form_style as style
from sources.returns.content import TextField
from sources.returns.form_content import FormContent
from sources.workbooks.addresses import address_of

_HEADINGS = (
    form_layout.STEP_ID,
    form_layout.STEP,
    form_layout.STEP_MEANS,
    *form_layout.STEP_ENTRIES.values(),
)
_MEANS = {
    "checked": "The figures are gathered and entered as their definitions say.",
    "verified": "The figures are checked against their evidence.",
    "authorised": "The figures may be reported.",
}


def write_sign_off(book: Workbook, sheet: Worksheet, form: FormContent) -> None:
    """Fill the sheet; names are chosen from those who may sign, and others are let through."""
    header = style.title(sheet, "Sign-off", form.mark) + 1
    for column, name in enumerate(_HEADINGS, start=1):
        style.heading(sheet, header, column, name)
    first = len(_HEADINGS) - len(form_layout.STEP_ENTRIES) + 1
    for row, step in enumerate(form.framework.council.sign_off, start=header + 1):
        style.put(sheet, row, 1, step.id)
        style.put(sheet, row, 2, step.name)
        style.put(sheet, row, 3, _meaning(step))
        for column, what in enumerate(form_layout.STEP_ENTRIES, start=first):
            style.entry(sheet, row, column)
            at = address_of(row, column)
            label = f"{form_layout.STEP_ENTRIES[what]}: {step.name}"
            style.name_range(book, sheet, f"Sign_off_{row - header}_{what.name.lower()}", at)
            if what is TextField.SIGNED_OFF_ON:
                words = "The day on which this step was signed, such as 31/12/2023."
                rules.date_wanted(sheet, at, label, words)
            elif what is TextField.SIGNED_OFF_BY:
                _names(sheet, at, label, form, row - header)
            else:
                rules.prompt(sheet, at, label, "The post in which it is signed.")
    style.widths(sheet, (16, 26, 44, 30, 30, 18))
    style.finish(sheet, start_at=address_of(header + 1, first), header_row=header)


def _meaning(step: SignOffStep) -> str:
    words = [_MEANS[step.reaches]]
    if step.another_person:
        words.append("Somebody else than at the step before.")
    if step.blocked_by_follow_ups:
        words.append("Counts once there is commentary or an action plan wherever it is asked for.")
    return "\n".join(words)


def _names(sheet: Worksheet, at: str, label: str, form: FormContent, step: int) -> None:
    known = signers(form)
    if not known or not known[step - 1]:
        rules.prompt(sheet, at, label, "First name and surname of whoever signs.")
        return
    column, last = "ABC"[step - 1], _FIRST + len(known[step - 1]) - 1
    source = f"'{form_layout.SIGNERS}'!${column}${_FIRST}:${column}${last}"
    rule = DataValidation(type="list", formula1=source, allow_blank=True)
    rule.showInputMessage = rule.showErrorMessage = True
    # Somebody new must be able to sign: what is typed is kept, and looked at on receipt.
    rule.errorStyle = "warning"
    rule.promptTitle, rule.prompt = label[:32], "Choose the name of whoever signs."
    rule.errorTitle = label[:32]
    rule.error = "This name is not among those who may sign. Keep it all the same?"
    rule.add(at)
    sheet.add_data_validation(rule)


_FIRST = 5


def write_signers(sheet: Worksheet, form: FormContent) -> None:
    """Who may sign each step on the day on which the return is due."""
    style.title(sheet, form_layout.SIGNERS, form.mark)
    for column, step in enumerate(form.framework.council.sign_off, start=1):
        style.heading(sheet, _FIRST - 1, column, step.name)
        for row, name in enumerate(signers(form)[column - 1], start=_FIRST):
            style.put(sheet, row, column, name)
    style.widths(sheet, (34, 34, 34))
    style.finish(sheet, start_at="A1", header_row=_FIRST - 1)


def signers(form: FormContent) -> tuple[tuple[str, ...], ...]:
    """The names for each step; none at all where the council keeps no list of people."""
    if not form.framework.people:
        return ()
    due = form.framework.deadline(form.slot)
    day: date = due.date() if due is not None else form.slot.period.ends
    return tuple(
        who_may_sign(form.framework, step, form.slot.return_id, day)
        for step in form.framework.council.sign_off
    )
