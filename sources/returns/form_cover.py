"""The Cover of a form: what it is for, how far it is filled, and its sign-off.

Imported only when a form is written, since it brings openpyxl with it. What it says about the
slot is `form_content`; how cells look is `form_style`.
"""

from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sources.returns import form_layout
from sources.returns import form_rules as rules
from sources.returns import form_style as style
from sources.returns.content import TextField
from sources.returns.form_content import FormContent
from sources.workbooks.addresses import address_of

FILLED_MEANS = (
    "A row counts as filled when it has an Actual, or a reason under 'No value because'; a key "
    "action when it has a rating."
)


def write_cover(
    book: Workbook, sheet: Worksheet, form: FormContent, counts: Mapping[str, str]
) -> None:
    """Fill the Cover; `counts` gives for each sheet that counts its filled rows where it does."""
    row = style.title(sheet, form.title, form.mark) + 1
    facts = {
        "Council": form.framework.council.name,
        "Return": form.owed.name,
        "Reporting period": form.slot.period.label,
        "Due": form.due_words,
        "Who completes it": form.completed_by,
    }
    for label, text in facts.items():
        labelled(sheet, row, label, text)
        row += 1
    for name, count_at in counts.items():
        labelled(sheet, row, f"{name} filled", "")
        style.put_formula(sheet, row, 2, f"='{name}'!{count_at}")
        row += 1
    labelled(sheet, row, "What this counts", FILLED_MEANS)
    row += 1
    row = section(sheet, row + 1, "Sign-off", "Please fill in the yellow cells")
    entries = {}
    wanted = dict(form_layout.COVER_ENTRIES)
    if len(form.framework.council.sign_off) != 1:
        # None is asked for, or each step has its row on a sheet of its own.
        wanted = {TextField.COMPLETED_BY: wanted[TextField.COMPLETED_BY]}
    for field, label in wanted.items():
        style.put(sheet, row, 1, label, bold=True)
        style.entry(sheet, row, 2)
        entries[field] = address_of(row, 2)
        style.name_range(book, sheet, f"Cover_{field.name.lower()}", entries[field])
        row += 1
    if TextField.SIGNED_OFF_ON in entries:
        label = form_layout.COVER_ENTRIES[TextField.SIGNED_OFF_ON]
        words = "The day on which this return was signed off, such as 31/12/2023."
        rules.date_wanted(sheet, entries[TextField.SIGNED_OFF_ON], label, words)
    row = section(sheet, row + 1, "For the performance team", "Please leave as it is")
    labelled(sheet, row, form_layout.RETURN_KEY, str(form.slot))
    labelled(sheet, row + 1, form_layout.FRAMEWORK_VERSION, form.framework.digest)
    style.widths(sheet, (34, 80))
    style.finish(sheet, start_at=entries[TextField.COMPLETED_BY])


def section(sheet: Worksheet, row: int, name: str, words: str) -> int:
    """A heading over a part of a sheet; the row below it."""
    style.heading(sheet, row, 1, name)
    style.heading(sheet, row, 2, words)
    return row + 1


def labelled(sheet: Worksheet, row: int, label: str, text: str) -> None:
    style.put(sheet, row, 1, label, bold=True)
    style.put(sheet, row, 2, text)
