"""Example returns that are a table: a council that owes one, and rows as they stand in a file."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from checks.examples.frameworks import base
from checks.subject import CheckedReturn, SubmittedFile
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.layouts import Layout
from sources.framework.owed import OwedReturn
from sources.workbooks.cells import Cell, Sheet, Workbook


def owing(slot: Slot, name: str, return_type: str, layout: Layout) -> Framework:
    """The council of all examples, which owes one more return, and wants no signatures."""
    whole = base()
    owed = OwedReturn.model_validate(
        {
            "id": slot.return_id,
            "name": name,
            "return_type": return_type,
            "layout": layout.id,
            "due_stage": "returns",
        }
    )
    return replace(
        whole,
        council=whole.council.model_copy(update={"sign_off": ()}),
        returns={**whole.returns, owed.id: owed},
        layouts={**whole.layouts, layout.id: layout},
    )


def checked(framework: Framework, slot: Slot, *contents: Mapping[str, Any]) -> CheckedReturn:
    """A return of files with nothing but these contents, oldest first, from entry 5 on."""
    files = (
        SubmittedFile(seq, slot.return_id, None, (), (), (), **content)
        for seq, content in enumerate(contents, start=5)
    )
    return CheckedReturn(framework, slot, tuple(files), {})


def table_of(
    sheet: str,
    headings: Mapping[str, str],
    rows: Iterable[Mapping[str, Any]],
    head: Mapping[str, str] | None = None,
) -> Workbook:
    """A file with these rows below their headings, which stand below the labels of its head."""
    lines: list[Mapping[int, str]] = [dict(enumerate(pair, 1)) for pair in (head or {}).items()]
    lines.append(dict(enumerate(headings.values(), 1)))
    for row in rows:
        if unknown := set(row) - set(headings):
            raise ValueError(f"{sorted(unknown)} is no part of a row: {sorted(headings)} are")
        places = enumerate(headings, 1)
        lines.append({column: row[name] for column, name in places if name in row})
    cells = (
        Cell(sheet, number, column, text)
        for number, line in enumerate(lines, 1)
        for column, text in line.items()
    )
    return Workbook("csv", {sheet: Sheet(sheet, {cell.address: cell for cell in cells})})
