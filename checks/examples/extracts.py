"""An example extract of others' figures: its rows as they stand in a table, beside one measure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from checks.examples.frameworks import base
from checks.subject import CheckedReturn, SubmittedFile
from sources.framework.columns import BenchmarkColumns
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.layouts import Layout
from sources.framework.owed import OwedReturn
from sources.returns.extracts import read_figures
from sources.workbooks.cells import Cell, Sheet, Workbook

_SLOT = Slot.parse("derbyshire.2023-24-Q2.benchmarks")
_SEQ = 5
_HEADINGS = {
    "area": "Area",
    "metric": "Metric",
    "figure_period": "Period of figure",
    "value": "Value",
}
_HEAD = {
    "Source": "LG Inform",
    "Retrieved": "2023-10-02",
    "Licence": "Open Government Licence v3.0",
    "Members only": "no",
}
_LAYOUT = Layout(
    id="extract",
    kind="benchmarks",
    period_label="Period",
    benchmarks=BenchmarkColumns.model_validate(_HEADINGS),
)


def extract_of(given: Mapping[str, Any]) -> CheckedReturn:
    """The extract that an example describes; `head` replaces what stands above the table."""
    if unknown := set(given) - {"figures", "head"}:
        raise ValueError(f"{sorted(unknown)} is not known beside figures")
    framework = _framework()
    file = SubmittedFile(
        seq=_SEQ,
        sender=_SLOT.return_id,
        framework_digest=None,
        rows=(),
        values=(),
        texts=(),
        figures=read_figures(_workbook(given), framework, _LAYOUT).rows,
    )
    return CheckedReturn(framework, _SLOT, (file,), {})


def _framework() -> Framework:
    whole = base()
    owed = OwedReturn.model_validate(
        {
            "id": _SLOT.return_id,
            "name": "Figures of others",
            "return_type": "benchmarks",
            "layout": _LAYOUT.id,
            "due_stage": "returns",
        }
    )
    return replace(
        whole,
        council=whole.council.model_copy(update={"sign_off": ()}),
        returns={**whole.returns, owed.id: owed},
        layouts={**whole.layouts, _LAYOUT.id: _LAYOUT},
    )


def _workbook(given: Mapping[str, Any]) -> Workbook:
    head = {**_HEAD, **given.get("head", {})}
    cells = [Cell("Figures", row, 1, label) for row, label in enumerate(head, start=1)]
    cells += [Cell("Figures", row, 2, text) for row, text in enumerate(head.values(), start=1)]
    first = len(head) + 1
    cells += [
        Cell("Figures", first, column, heading)
        for column, heading in enumerate(_HEADINGS.values(), start=1)
    ]
    for number, row in enumerate(given["figures"], start=first + 1):
        if unknown := set(row) - set(_HEADINGS):
            raise ValueError(f"{sorted(unknown)} is no part of a row of an extract")
        cells += [
            Cell("Figures", number, column, row[name])
            for column, name in enumerate(_HEADINGS, start=1)
            if name in row
        ]
    return Workbook("csv", {"Figures": Sheet("Figures", {cell.address: cell for cell in cells})})
