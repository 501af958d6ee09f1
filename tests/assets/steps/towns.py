"""Two invented towns closed for a quarter: their returns as they send them, and what came of it."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl

from assets.steps.house import House
from assets.steps.quarter import QuarterEvidence, close_quarter
from pipelines.demo.play import Clock
from pipelines.house import build_house
from pipelines.settings import Settings
from sources.framework.keys import Close, Slot
from sources.returns import form_layout as form
from sources.returns.content import TextField
from sources.returns.forms import write_form

FRAMEWORKS = Path(__file__).parents[2] / "data" / "towns" / "frameworks"
UPPER = Close.parse("upper-town.2023-24-Q2")
LOWER = Close.parse("lower-town.2023-24-Q2")

SERVICES = """Quarter,2023-24-Q2
Measure,Actual,Why not,Note
homes-let,83.1,,Most flats needed only paint.
repairs-done,77.7,,Parts came late; the stock is being filled.
calls-answered,68.2,,Two posts in the contact centre are empty.
sick-days,2 or 3,,
bin-rounds,9.87,,
"""
TREASURY = """Quarter,2023-24-Q2
Measure,Actual,Why not,Note
tax-collected,44.4,,Bills went out late.
"""
RIVERSIDE = """Quarter,2023-24-Q2
Measure,Actual,Why not,Note
homes-let,83.1,,A flood held back three lettings.
tax-collected,56.9,,
lights-mended,95.5,,
"""


@dataclass(frozen=True)
class Town:
    """A closed town: its installation, what closing it did, and its reports' files by product."""

    house: House
    evidence: QuarterEvidence

    def folder(self, product: str) -> Path:
        return next(d.folder for d in self.evidence.drafts if d.edition.product == product)

    def files(self, product: str) -> dict[str, str]:
        return {path.name: path.read_text("utf-8") for path in self.folder(product).iterdir()}


def projects_form(house: House) -> bytes:
    """The projects' form: one action rated well and one badly, one date that is none."""
    slot = Slot.parse("upper-town.2023-24-Q2.projects")
    book = openpyxl.load_workbook(io.BytesIO(write_form(house.library.of_slot(slot), slot, {})))
    sheet = book[form.KEY_ACTIONS]
    rows = list(sheet.iter_rows())
    header = next(row for row in rows if form.ACTION_ID in [cell.value for cell in row])
    columns = {cell.value: cell.column for cell in header if cell.value}
    said = {
        "insulate-homes": ("Off course", 35, "next spring", "The insulator is late."),
        "new-ledger": ("Off course", 62, "soon", "The chosen software is delayed."),
    }
    fields = (
        TextField.SUPPLIED_RATING,
        TextField.PERCENT_COMPLETE,
        TextField.FORECAST_DATE,
        TextField.COMMENTARY,
    )
    for row in rows:
        for value, what in zip(
            said.get(str(row[columns[form.ACTION_ID] - 1].value), ()), fields, strict=False
        ):
            sheet.cell(row[0].row, columns[form.ACTION_ENTRIES[what]]).value = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def close_towns(
    home: Path, drop: Callable[..., Path], now: str = "2023-10-22T10:00"
) -> tuple[Town, Town]:
    """Both towns in one installation, two days after Upper Town's board was due."""
    clock = Clock()
    clock.set(now)
    house = replace(build_house(Settings(home, None, (FRAMEWORKS,))), now=clock)
    when = "2023-10-12T12:00"
    drop(house, "upper-town", "services", "services.csv", SERVICES.encode(), when)
    drop(house, "upper-town", "treasury", "treasury.csv", TREASURY.encode(), when)
    drop(house, "upper-town", "projects", "projects.xlsx", projects_form(house), when)
    drop(house, "lower-town", "riverside", "riverside.csv", RIVERSIDE.encode(), when)
    upper, lower = (Town(house, close_quarter(house, close)) for close in (UPPER, LOWER))
    return upper, lower
