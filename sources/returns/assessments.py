"""Reading the table of assessments that a risk return is, by its layout.

Facts only: a row whose risk, step or day is not understood is kept as it stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sources.framework.columns import Heading
from sources.framework.framework import Framework
from sources.framework.layouts import Layout
from sources.framework.risks import Risk
from sources.returns.account import Looked
from sources.returns.actions import a_day
from sources.returns.assessment_rows import Part, SuppliedAssessment
from sources.returns.content import Use
from sources.returns.entries import is_dash
from sources.returns.headings import shape_of
from sources.returns.tables import Table, TableRow, find_table
from sources.words import compact, name_of
from sources.workbooks.cells import Cell, Workbook


@dataclass(frozen=True)
class ReadAssessments:
    """The rows of a table, the table, and what of it is for the account of cells."""

    rows: tuple[SuppliedAssessment, ...]
    table: Table
    looked: Looked
    used: Mapping[tuple[str, str], Use]


def read_assessments(workbook: Workbook, framework: Framework, layout: Layout) -> ReadAssessments:
    """Every assessment of a file. Raises CannotRead if the table or its headings are missing."""
    columns = layout.risks
    assert columns is not None
    table = find_table(workbook, layout.sheets, shape_of(layout))
    wanted = {heading: compact(text) for heading, text in layout.only.items()}
    asked = [
        row
        for row in table.rows
        if all(compact(row.text(heading)) == text for heading, text in wanted.items())
    ]
    headings: dict[Part, Heading | None] = {
        Part.RISK: columns.risk,
        Part.ASSESSED_ON: columns.assessed_on,
        Part.LIKELIHOOD: columns.likelihood,
        Part.IMPACT: columns.impact,
        Part.MITIGATION: columns.mitigation,
        Part.DONE_ON: columns.done_on,
        Part.NOTE: columns.note,
    }
    reader = _Reader(framework, {part: h[0] for part, h in headings.items() if h})
    rows = tuple(one for row in asked if (one := reader.row(row)) is not None)
    left_out = {row.number for row in table.rows} - {row.number for row in asked}
    looked = replace(table, notes=table.notes | left_out)
    keys = [columns.risk[0], *([layout.period[0]] if layout.period else []), *wanted]
    return ReadAssessments(rows, table, Looked.at(looked, keys), dict(_used(rows)))


class _Reader:
    """What a row's cells mean in one framework; `headings` are those that the layout has."""

    def __init__(self, framework: Framework, headings: Mapping[Part, str]) -> None:
        self._headings = headings
        self._risks = {compact(name_of(r.name)): r for r in framework.risks.values()}
        self._risks |= {compact(r.id): r for r in framework.risks.values()}
        matrix = framework.risk_matrix
        self._likelihood = matrix.likelihood if matrix else ()
        self._impact = matrix.impact if matrix else ()

    def row(self, row: TableRow) -> SuppliedAssessment | None:
        """A row as it stands; None if it holds nothing but its own risk."""
        filled = {
            part: cell
            for part, heading in self._headings.items()
            if (cell := row.cell(heading)) is not None and not is_dash(cell)
        }
        if not set(filled) - {Part.RISK}:
            return None
        said = {part: " ".join(cell.text.split()) for part, cell in filled.items()}
        text = said.get(Part.RISK, "")
        risk = self._risks.get(compact(text)) or self._risks.get(compact(name_of(text)))
        return SuppliedAssessment(
            risk=risk.id if risk else None,
            assessed_on=a_day(said.get(Part.ASSESSED_ON, "")),
            likelihood=_step(filled.get(Part.LIKELIHOOD), self._likelihood),
            impact=_step(filled.get(Part.IMPACT), self._impact),
            mitigation=_mitigation(risk, said.get(Part.MITIGATION, "")),
            done_on=a_day(said.get(Part.DONE_ON, "")),
            said=said,
            sheet=row.sheet,
            number=row.number,
            cells={part: row.address(h) or f"A{row.number}" for part, h in self._headings.items()},
        )


def _step(cell: Cell | None, words: Sequence[str]) -> int | None:
    """A step of the matrix, as its number or its word; None for anything else."""
    if cell is None:
        return None
    named = {name_of(word): step for step, word in enumerate(words, start=1)}
    named |= {str(step): step for step in range(1, len(words) + 1)}
    return named.get(name_of(cell.text))


def _mitigation(risk: Risk | None, text: str) -> str | None:
    wanted = name_of(text)
    known = risk.mitigations if risk else ()
    return next((m.name for m in known if name_of(m.name) == wanted), None)


def _used(rows: Sequence[SuppliedAssessment]) -> Iterator[tuple[tuple[str, str], Use]]:
    """What became of the cells of the rows; those of the risks are references anyway."""
    for row in rows:
        read = {
            Part.ASSESSED_ON: row.assessed_on,
            Part.LIKELIHOOD: row.likelihood,
            Part.IMPACT: row.impact,
            Part.DONE_ON: row.done_on,
        }
        for part in row.said:
            if part is Part.RISK:
                continue
            use = Use.UNREADABLE if part in read and read[part] is None else Use.VALUE
            is_words = part in (Part.NOTE, Part.MITIGATION)
            yield (row.sheet, row.cells[part]), Use.TEXT if is_words else use
