"""Risk returns as CSV files, of which a test names only what matters."""

from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.library import Library
from sources.returns.content import ReadReturn
from sources.returns.identify import identify
from sources.returns.read import read_return
from sources.workbooks.door import open_file

SLOT = Slot.parse("south_derbyshire.2023-24-Q2.risk")
HEADINGS = "Risk,Assessed on,Likelihood,Impact,Mitigation,Done on,Note"
DRIVERS = "waste-round-drivers"
TRAINED = "Four crew members trained as drivers"


def south_derbyshire() -> Framework:
    return Library().frameworks("south_derbyshire")[0]


def a_csv(*rows: str, period: str = "2023-24-Q2", signed: str = "Risk Officer") -> bytes:
    """A file with these rows below its headings, which stand in row 3."""
    top = f"Period,{period}\nSigned off by,{signed}\n{HEADINGS}\n"
    return (top + "".join(f"{row}\n" for row in rows)).encode()


def read(framework: Framework, data: bytes) -> ReadReturn:
    """A file read as South Derbyshire's risk return."""
    owed, workbook = framework.returns["risk"], open_file(data)
    layout = framework.layouts[owed.layout]
    said = identify(workbook, owed, layout, "south_derbyshire", framework.timetable)
    return read_return(workbook, said, framework)
