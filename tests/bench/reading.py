"""Reading returns: the door, with every fact of every cell, against unzipping and bare scanning.

The returns are forms of the Derbyshire example, filled in as the demonstration fills them.
"""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from xml.parsers import expat

from pipelines.demo.filling import Manner, fill_form
from sources.framework.library import Library
from sources.returns.forms import write_form
from sources.returns.read import read_for
from sources.workbooks.door import open_file
from tests.bench.measure import Measured, taking_turns

RETURNS = 200
GOAL = 8
# Growth of the process between the first tenth of the returns and the last, in per cent.
GROWTH_GOAL_PCT = 5


def measure() -> Iterator[Measured]:
    print("Reading 200 returns, every fact of every cell", flush=True)
    framework = Library().frameworks("derbyshire")[0]
    slots = [slot for slot in framework.slots if framework.returns[slot.return_id].due_stage]
    forms = [
        (slot, fill_form(write_form(framework, slot, {}), framework, slot, Manner()))
        for slot in slots
    ]
    work = [data for _, data in islice(cycle(forms), RETURNS)]
    cells = sum(open_file(data).cell_count for data in work)
    print(f"  ({len(forms)} different forms in turn, {cells:,} cells that hold anything)")
    spent = taking_turns({"floor": _floor, "door": open_file}, work)
    yield Measured("door against floor", spent["door"] / spent["floor"], "x", GOAL).told()
    few = work[:: RETURNS // 20]
    spent = taking_turns({"floor": _floor, "once": _openpyxl, "twice": _twice}, few)
    for name in ("once", "twice"):
        ratio = spent[name] / spent["floor"]
        yield Measured(f"openpyxl {name} against floor", ratio, "x", None).told()
    whole = taking_turns(
        {"floor": lambda form: _floor(form), "read": lambda form: _read(framework, forms, form)},
        few,
    )
    ratio = whole["read"] / whole["floor"]
    yield Measured("door and layout, to values and texts, against floor", ratio, "x", None).told()
    yield _memory(work)


def _floor(data: bytes) -> None:
    """What no way of reading can save: unzip every part, and go over its XML doing nothing."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            part = package.read(name)
            if name.endswith((".xml", ".rels")):
                expat.ParserCreate().Parse(part, True)


def _openpyxl(data: bytes) -> None:
    import openpyxl

    openpyxl.load_workbook(BytesIO(data))


def _twice(data: bytes) -> None:
    """Formulas and results are two ways of opening a file to openpyxl."""
    import openpyxl

    openpyxl.load_workbook(BytesIO(data))
    openpyxl.load_workbook(BytesIO(data), data_only=True)


def _read(framework, forms, data: bytes) -> None:  # type: ignore[no-untyped-def]
    slot = next(slot for slot, form in forms if form == data)
    read_for(framework, slot, open_file(data))


def _memory(work: list[bytes]) -> Measured:
    for data in work[: RETURNS // 10]:
        open_file(data)
    before = _resident()
    for data in work:
        open_file(data)
    growth_pct = max(0.0, (_resident() - before) / before * 100)
    what = "growth of memory over 200 returns in one process"
    return Measured(what, growth_pct, "%", GROWTH_GOAL_PCT).told()


def _resident() -> int:
    """Memory held by this process, in pages."""
    return int(Path("/proc/self/statm").read_text().split()[1])
