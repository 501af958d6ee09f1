"""The Excel form that a department fills in for one slot.

Puts the sheets together; what they say is `form_content`, and each kind has its module. `read`
reads back what is written here. No macros, no clock.
"""

from datetime import datetime, time

from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.returns import form_layout
from sources.returns.earlier import Earlier
from sources.returns.form_content import FormContent, LastValues


def write_form(
    framework: Framework,
    slot: Slot,
    last_values: LastValues,
    mark: str | None = None,
    earlier: Earlier | None = None,
) -> bytes:
    """The .xlsx form of a slot, the same bytes for the same arguments.

    `last_values` are earlier values as they are displayed, by measure and measurement period; a
    row shows the latest before its own period. `mark` is a notice shown and printed on every
    sheet, for demonstrations. `earlier` is what the form is to carry for a check before it is sent.
    A sheet that nothing asks for is left out. Raises KeyError for a return that the framework does
    not have.
    """
    # openpyxl is slow to import, and these bring it with them.
    from openpyxl import Workbook
    from openpyxl.workbook.protection import WorkbookProtection

    from sources.returns import (
        form_cover,
        form_earlier,
        form_instructions,
        form_optional,
        form_sign_off,
        form_style,
        form_tables,
    )

    form = FormContent(framework, slot, last_values, mark)
    book = Workbook()
    cover = book.worksheets[0]
    cover.title = form_layout.COVER
    measures = book.create_sheet(form_layout.MEASURES)
    actions = book.create_sheet(form_layout.KEY_ACTIONS) if form.actions else None
    is_asked = {
        form_layout.BREAKDOWNS: bool(form.part_rows),
        form_layout.BENCHMARKS: bool(form.benchmark_measures),
        form_layout.NOTES: bool(form.note_measures),
        form_layout.REVISED: bool(form.revisable),
    }
    optional = {name: book.create_sheet(name) for name, asked in is_asked.items() if asked}
    # A single step is signed on the cover.
    has_route = len(framework.council.sign_off) > 1
    sign_off = book.create_sheet(form_layout.SIGN_OFF) if has_route else None
    instructions = book.create_sheet(form_layout.INSTRUCTIONS)
    if sign_off is not None:
        form_sign_off.write_sign_off(book, sign_off, form)
        if any(form_sign_off.signers(form)):
            form_sign_off.write_signers(book.create_sheet(form_layout.SIGNERS), form)
    if earlier is not None and not earlier.is_empty:
        form_earlier.write_earlier(book.create_sheet(form_layout.EARLIER), form, earlier)
    lists = form_instructions.write_instructions(instructions, form, book.sheetnames)
    counts = {form_layout.MEASURES: form_tables.write_measures(book, measures, form)}
    if actions is not None:
        counts[form_layout.KEY_ACTIONS] = form_tables.write_actions(
            book, actions, form, lists.ratings
        )
    for name, sheet in optional.items():
        if name == form_layout.BREAKDOWNS:
            counts[name] = form_optional.write_breakdowns(book, sheet, form)
        elif name == form_layout.BENCHMARKS:
            form_optional.write_benchmarks(book, sheet, form)
        elif name == form_layout.NOTES:
            form_optional.write_notes(book, sheet, form)
        else:
            form_optional.write_revised(book, sheet, form, lists.measures, lists.periods)
    form_cover.write_cover(book, cover, form, counts)
    for sheet in book.worksheets:
        form_style.repeat_mark(sheet, mark)
    book.security = WorkbookProtection(lockStructure=True)
    form_style.describe(book, f"{form.title} ({framework.council.name})", framework.council.name)
    # A form has no date of making: it carries the period's own, so that it can be made again.
    return form_style.saved(book, datetime.combine(slot.period.ends, time()))
