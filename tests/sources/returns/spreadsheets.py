"""Departments' own spreadsheets: built cell by cell, saved as what departments send, and read.

The made-up council of `conftest`, with measures that have ordinary names and one layout at a time.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from sources.framework.framework import Framework
from sources.framework.load import load
from sources.returns.content import Quantity, ReadReturn, SuppliedValue, TextField, Use
from sources.returns.identify import identify
from sources.returns.read import read_return
from sources.workbooks.door import open_file

KEPT = Path(__file__).parents[2] / "data" / "workbooks" / "layouts"
Q2 = "2023-24-Q2"
Layout = Mapping[str, Any]
Lines = Sequence[Sequence[Any]]

# Id, name, unit, frequency and department. Percentages have counts.
MEASURES = (
    ("r-1", "Potholes filled within 5 days", "percent", "quarterly", "roads"),
    ("r-2", "Street lights, signs & bollards repaired", "number", "quarterly", "roads"),
    ("r-3", "Cost of winter maintenance (net)", "money", "quarterly", "roads"),
    ("r-4", "Gritting runs", "number", "monthly", "roads"),
    ("r-5", "Bridges inspected", "number", "half-yearly", "roads"),
    ("r-6", "Satisfaction with pavements", "percent", "annual", "roads"),
    ("c-1", "Care at home", "number", "quarterly", "care"),
)
POTHOLES, LIGHTS, COST, GRITTING = (name for _, name, *_ in MEASURES[:4])
# A table by name, period and figure: what most tests start from.
PLAIN: dict[str, Any] = {
    "measure": "Measure",
    "measure_by": "name",
    "period": "Period",
    "actual": ["Actual", "Result"],
}
HEADINGS = ("Measure", "Period", "Actual")
# The layout of the files in tests/data/workbooks/layouts: return.* and months.*.
RETURN: dict[str, Any] = {
    "sheets": ["Return"],
    "heading_rows": 2,
    "measure": "Measure",
    "measure_by": "name",
    "period_label": "Quarter",
    "actual": "Quarter 2 / Actual",
    "target": "Quarter 2 / Target",
    "reason": "Why not",
    "ends_at": "Total",
    "passed_over": ["Owner", "As at", "Quarter 1 / Target"],
}
MONTHS = {**PLAIN, "period_style": "April 2023"}
# The same as PLAIN, its period beside a label.
LABELLED = {**PLAIN, "period": None, "period_label": "Quarter"}


def council(framework: Framework, layout: Layout, once_for: str | None = None) -> Framework:
    """The made-up council whose Roads sends a layout: every period, or once for the past."""
    common = {"name": "R", "departments": ["roads"]}
    care = {"id": "care", "name": "C", "departments": ["care"], "layout": "form"}
    due = {"return_type": "department", "due_stage": "returns"}
    returns = [{**care, **due}, {"id": "roads", **common, **due, "layout": "sent"}]
    if once_for is not None:
        past = {"id": "past", "return_type": "history", "once_for": once_for}
        returns[1]["layout"] = "form"
        returns.append({**common, **past, "layout": "sent"})
    given = {"id": "sent", "kind": "table", **layout}
    layouts = [{"id": "form", "kind": "form"}, given]
    texts = {
        **framework.files,
        "measures.csv": _measures(framework.files["measures.csv"].splitlines()[0]),
        "targets.csv": "measure,annual,rationale,set_by,provenance\n"
        + "".join(f"{name},,No target is set.,B,ours\n" for name, *_ in MEASURES),
        "returns.yaml": json.dumps({"returns": returns, "layouts": layouts}),
    }
    return load(texts)


def _measures(heading: str) -> str:
    names = heading.split(",")
    always = {"definition": "D.", "purpose": "P.", "decimal_places": 1, "polarity": "higher"}
    always |= {"reference_period": "financial period", "kind": "outcome", "tier": "local"}
    always |= {"is_cumulative": "no", "aggregation": "latest", "body": "cabinet"}
    always |= {"outcomes": "well", "priorities": "first", "provenance": "ours"}
    always |= dict.fromkeys([name for name in names if name.endswith("_officer")], "A")
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
    writer.writeheader()
    for name, title, unit, often, department in MEASURES:
        parts = {"numerator": "Good", "denominator": "All"} if unit == "percent" else {}
        own = {"id": name, "name": title, "unit": unit, "frequency": often}
        writer.writerow({**always, **parts, **own, "department": department})
    return out.getvalue()


def reading(
    framework: Framework, layout: Layout, data: bytes, once_for: str | None = None
) -> ReadReturn:
    """A file as it is read from the folder of Roads, or from that of the past values."""
    fw = council(framework, layout, once_for)
    owed = fw.returns["roads" if once_for is None else "past"]
    workbook = open_file(data)
    identity = identify(workbook, owed, fw.layouts["sent"], "testshire", fw.timetable)
    return read_return(workbook, identity, fw)


def book(
    sheets: Mapping[str, Lines] | Lines, change: Callable[[Any], object] | None = None
) -> bytes:
    """A workbook of these lines; a pair is a value and its number format, None an empty cell."""
    made: Any = openpyxl.Workbook()
    made.remove(made.active)
    for name, lines in (sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}).items():
        sheet = made.create_sheet(name)
        for row, line in enumerate(lines, start=1):
            for column, entry in enumerate(line, start=1):
                value, shown = entry if isinstance(entry, tuple) else (entry, "General")
                if value is not None:
                    sheet.cell(row, column, value).number_format = shown
    if change is not None:
        change(made)
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def delimited(lines: Lines, delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """The same lines as a spreadsheet exports them: what is merged stands in its first cell."""
    width = max(len(line) for line in lines)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for line in lines:
        typed = [entry[0] if isinstance(entry, tuple) else entry for entry in line]
        writer.writerow(["" if v is None else v for v in (*typed, *[""] * (width - len(typed)))])
    return out.getvalue().encode(encoding)


def with_results(data: bytes, results: Mapping[str, str], part: str = "sheet1") -> bytes:
    """A workbook whose formulas have these stored results, as a program would have left them."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = f"xl/worksheets/{part}.xml"
    xml = parts[name].decode()
    for address, result in results.items():
        kind = ' t="e"' if result.startswith("#") else ""
        found = re.compile(rf'<c r="{address}"([^>]*)>(<f>.*?</f>)<v ?/?>(?:</v>)?</c>')
        xml, count = found.subn(rf'<c r="{address}"\1{kind}>\2<v>{result}</v></c>', xml)
        assert count == 1, f"{address} holds no formula"
    parts[name] = xml.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


Figures = dict[str, tuple[str, str, str]]


def figures(found: ReadReturn, quantity: Quantity = Quantity.ACTUAL) -> Figures:
    """By cell: measure, period, and the number or absence in words, of one kind of value."""
    return {
        value.cell: (value.measure, str(value.period), meaning(value))
        for value in found.values
        if value.quantity is quantity
    }


def meaning(item: SuppliedValue) -> str:
    """A value's number, or its absence in words."""
    number, absence = item.value.number, item.value.absence
    return str(absence) if number is None else format(number, "f")


def texts(found: ReadReturn) -> dict[str, tuple[TextField, str]]:
    return {text.cell: (text.field, text.text) for text in found.texts}


def strangers(found: ReadReturn) -> dict[str, str]:
    """What stands as a measure in rows of no known one, by its cell."""
    return {row.measure_cell: row.measure for row in found.rows if row.subject is None}


def uses(found: ReadReturn, sheet: str | None = None) -> dict[Use, int]:
    """What became of the cells of a sheet; of the only one, or of the one named."""
    (account,) = [one for one in found.sheets if sheet in (None, one.sheet)]
    return dict(account.uses)


def kept(name: str) -> bytes:
    return (KEPT / name).read_bytes()
