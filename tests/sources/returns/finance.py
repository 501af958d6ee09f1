"""Finance returns as CSV files, of which a test names only what matters."""

from typing import Any

from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.layouts import Layout
from sources.framework.library import Library

SLOT = Slot.parse("south_derbyshire.2023-24-Q2.finance")
HEADINGS = "Budget line,Committee,Fund,Budget,Actual to date,Forecast outturn,Variance"
HOUSING = "Housing and Community Services Committee"
FINANCE = "Finance and Management Committee"


def south_derbyshire() -> Framework:
    return Library().frameworks("south_derbyshire")[0]


def a_csv(*rows: str, period: str = "2023-24-Q2", signed: str = "Head of Finance") -> bytes:
    """A file with these lines below its headings, which stand in row 3."""
    top = f"Period,{period}\nSigned off by,{signed}\n{HEADINGS}\n"
    return (top + "".join(f"{row}\n" for row in rows)).encode()


def a_layout(**columns: Any) -> Layout:
    """The council's own layout, with some of its columns declared otherwise."""
    layout = south_derbyshire().layouts["budget-csv"]
    assert layout.budget is not None
    fields = layout.model_dump(exclude_unset=True)
    return Layout.model_validate(fields | {"budget": fields["budget"] | columns})
