"""A small made-up council for the tests of returns: one form and two delimited returns."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.load import load
from sources.returns.content import ReadReturn
from sources.returns.forms import write_form
from sources.returns.identify import identify
from sources.returns.read import read_return
from sources.workbooks.door import open_file

_LEVELS = """
    - {id: good, word: Good, symbol: "+", colour: "#00703c", meaning: On course.,
       response: Go on., follow_up: none}
    - {id: bad, word: "Off track, badly", symbol: "-", colour: "#ffdd00", meaning: Late.,
       response: Act., follow_up: commentary}
"""
_STAGE = """
    stages:
      - {id: returns, name: Returns, precision: date, status: confirmed, on: "2023-10-19"}
"""
TEXTS = {
    "council.yaml": """
council:
  id: testshire
  name: Testshire County Council
  short_name: Testshire
  kind: county
  financial_year: 2023-24
  source: made up
""",
    "departments.yaml": """
departments:
  - {id: care, name: Care, lead: Director of Care, provenance: ours}
  - {id: roads, name: Roads, lead: Director of Roads, provenance: ours}
""",
    "plan.yaml": """
plan: {name: Plan, starts: "2021-04-01", ends: "2025-03-31", source: made up}
outcomes:
  - {id: well, name: Well}
priorities:
  - {id: first, name: First}
bodies:
  - {id: cabinet, name: Cabinet, kind: portfolio, provenance: ours}
""",
    "actions.yaml": """
actions:
  - id: new-homes
    name: Open new homes
    priority: first
    department: care
    lead_officer: Head of Homes
    body: cabinet
    starts: "2023-04-01"
    due: "2024-03-31"
    milestones:
      - {id: site, name: Site bought, due: "2023-05-01"}
      - {id: walls, name: Walls up, due: "2023-11-30"}
    provenance: ours
""",
    "schemes.yaml": f"""
measures:
  id: measures
  name: Measures
  source: made up
  basis: computed
  variance: relative
  target_zero_met: good
  ratings: {_LEVELS}
  bands:
    - {{rating: good, at_least: -2}}
    - {{rating: bad}}
actions:
  id: actions
  name: Actions
  source: made up
  ratings: {_LEVELS}
""",
    "timetable.yaml": "periods:"
    + "".join(f"\n  - period: 2023-24-{code}{_STAGE}" for code in ("Q1", "Q2", "FY")),
    "returns.yaml": """
returns:
  - {id: care, name: Care return, return_type: department, departments: [care],
     layout: form, due_stage: returns}
  - {id: roads, name: Roads return, return_type: department, departments: [roads],
     layout: table, due_stage: returns}
  - {id: past, name: Past values, return_type: history, departments: [care, roads],
     layout: past, once_for: 2022-23-FY}
layouts:
  - {id: form, kind: form}
  - id: table
    kind: table
    measure: KPI ref
    period: Period
    period_style: 2023-24 Q2
    actual: Actual
    target: Target
    supplied_rating: RAG
    commentary: Comment
    passed_over: [Owner]
  - {id: past, kind: table, measure: Measure, period: Period, actual: Actual}
""",
    "products.yaml": "products: []\n",
    "measures.csv": (
        "id,name,definition,purpose,unit,unit_words,decimal_places,polarity,frequency,"
        "reference_period,kind,tier,is_cumulative,supplied,aggregation,numerator,denominator,"
        "department,body,outcomes,priorities,collection_officer,responsible_officer,"
        "authorising_officer,provenance\n"
        + "".join(
            f"{id},{name},{definition},Why?,{unit},{words},1,{better},{often},{when},outcome,"
            f"local,no,,{how},{top},{bottom},{department},cabinet,well,first,A,B,C,ours\n"
            for (id, name, definition, unit, words, better,
                 often, when, how, top, bottom, department) in (
                # One of each kind of row; two names look like formulas.
                ("c-1", "=1+1", "@SUM(A1)", "percent", "", "higher", "quarterly",
                 "financial period", "weighted ratio", "Reviewed", "All", "care"),
                ("c-2", "New cases", "Counted.", "number", "", "lower", "monthly",
                 "financial period", "sum", "", "", "care"),
                ("c-3", "Survey", "Asked.", "percent", "", "none", "annual",
                 "survey wave", "latest", "", "", "care"),
                ("c-4", "Cost", "Paid.", "money", "", "lower", "half-yearly",
                 "financial period", "sum", "", "", "care"),
                ("c-5", "At home", "Later.", "rate", "per 1000 people", "higher", "quarterly",
                 "period in arrears", "latest", "", "", "care"),
                ("r-1", "Potholes", "Filled.", "number", "", "higher", "quarterly",
                 "financial period", "sum", "", "", "roads"),
            )
        )
    ),
    "targets.csv": (
        "measure,annual,q1,q2,q3,q4,rationale,set_by,set_on,provenance\n"
        "c-1,96,90,92.5,94,96,Because.,B,,ours\n"
        "c-2,40,,,,,Because.,B,,ours\n"
        "c-3,,,,,,No target is set.,B,,ours\n"
        "c-4,1200000,,,,,Because.,B,,ours\n"
        "c-5,7,5,6,7,7,Because.,B,,ours\n"
        "r-1,100,,,,,Because.,B,,ours\n"
    ),
}  # fmt: skip

Fill = dict[tuple[str, str, str], Any]


@pytest.fixture(scope="session")
def framework() -> Framework:
    return load(TEXTS)


@pytest.fixture(scope="session")
def slot() -> Slot:
    return Slot.parse("testshire.2023-24-Q2.care")


@pytest.fixture(scope="session")
def form(framework: Framework, slot: Slot) -> bytes:
    return write_form(framework, slot, {})


@pytest.fixture
def filled(form: bytes) -> Callable[..., bytes]:
    """Fill a form as a department would: (sheet, row's id and period, heading) -> entry.

    On the cover the row is the label and the heading is empty. An entry may be a pair of value
    and number format.
    """

    def fill(entries: Fill, form: bytes = form) -> bytes:
        book = openpyxl.load_workbook(BytesIO(form))
        for (sheet, row, heading), entry in entries.items():
            cell = _entry_cell(book[sheet], row, heading)
            assert not cell.protection.locked, f"{sheet} {row} {heading} cannot be filled in"
            if isinstance(entry, tuple):
                cell.value, cell.number_format = entry
            else:
                cell.value = entry
        saved = BytesIO()
        book.save(saved)
        return saved.getvalue()

    return fill


def _entry_cell(sheet: Any, row: str, heading: str) -> Any:
    if not heading:
        label = next(c for c in sheet["A"] if c.value == row)
        return sheet.cell(label.row, 2)
    headings = next(line for line in sheet.iter_rows() if heading in {c.value for c in line})
    column = next(c.column for c in headings if c.value == heading)
    key = row.split()
    for line in sheet.iter_rows(min_row=headings[0].row + 1):
        if all(part in {c.value for c in line} for part in key):
            return sheet.cell(line[0].row, column)
    raise AssertionError(f"no row {row}")


@pytest.fixture
def read(framework: Framework) -> Callable[[bytes], ReadReturn]:
    """Read a file's bytes as the sender's folder `sender` would have it."""

    def read_bytes(data: bytes, sender: str = "care") -> ReadReturn:
        owed = framework.returns[sender]
        workbook = open_file(data)
        identity = identify(workbook, owed, framework.layouts[owed.layout], "testshire")
        return read_return(workbook, identity, framework)

    return read_bytes
