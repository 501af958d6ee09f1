"""Extracts of others' figures as CSV files, of which a test names only what matters."""

from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.library import Library
from sources.returns.content import ReadReturn
from sources.returns.identify import identify
from sources.returns.read import read_return
from sources.workbooks.door import open_file

SLOT = Slot.parse("derbyshire.2022-23-FY.benchmarks")
HEADINGS = "Area,Metric,Period of figure,Value"
OPEN = {
    "Source": "LG Inform",
    "Retrieved": "2023-10-02 14:30",
    "Licence": "Open Government Licence v3.0",
    "Members only": "no",
}
CLUB = {**OPEN, "Source": "A club", "Licence": "members only", "Members only": "yes"}


def derbyshire() -> Framework:
    return Library().frameworks("derbyshire")[0]


def a_csv(*rows: str, head: dict[str, str] = OPEN) -> bytes:
    """A file with these rows below its headings, which stand in the row after the head."""
    top = "".join(f"{label},{text}\n" for label, text in head.items())
    return (f"{top}{HEADINGS}\n" + "".join(f"{row}\n" for row in rows)).encode()


def read(framework: Framework, data: bytes) -> ReadReturn:
    """A file read as Derbyshire's return of others' figures."""
    owed, workbook = framework.returns["benchmarks"], open_file(data)
    layout = framework.layouts[owed.layout]
    said = identify(workbook, owed, layout, "derbyshire", framework.timetable)
    return read_return(workbook, said, framework)
