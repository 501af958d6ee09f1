"""The ordinary files that mutants are made from: forms in three formats, and tables."""

from pathlib import Path

from pipelines.demo.filling import Manner, fill_form, history_csv
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.library import Library
from sources.returns.forms import write_form

_DATA = Path(__file__).parents[1] / "data"
SLOT = Slot.parse("derbyshire.2023-24-Q2.place")


def derbyshire() -> Framework:
    return Library().frameworks("derbyshire")[0]


def bases(framework: Framework) -> dict[str, bytes]:
    """By what each is; the same bytes each time."""
    blank = write_form(framework, SLOT, {})
    return {
        "a blank form": blank,
        "a filled form": fill_form(blank, framework, SLOT, Manner()),
        "a form as .ods": (_DATA / "workbooks" / "form.ods").read_bytes(),
        "a form as .xls": (_DATA / "workbooks" / "form.xls").read_bytes(),
        "Hart's table": (_DATA / "hart" / "hart_2014-15_q1.csv").read_bytes(),
        "a history": history_csv(framework, framework.returns["history"].layout, 2022, 2022),
    }
