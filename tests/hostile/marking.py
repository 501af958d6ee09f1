"""Whether a file survives being annotated: its copy opens, and says what the file said.

What is wrong with a file does not matter here; marks are put where they are most awkward.
"""

from io import BytesIO
from zipfile import ZipFile

from report_templates.annotated.annotate import annotate
from report_templates.annotated.copied import names_of
from report_templates.annotated.marks import Annotation, Line
from report_templates.register_files import safe_cell
from sources.workbooks.cells import CannotRead, Workbook
from sources.workbooks.door import open_file
from tests.hostile.case import SECRET

NASTY = f"=cmd|'/c calc'!A1 <b>&amp;]]> \x00\x1b[31m\u202e _x000D_ {SECRET}"
_PLACES = ("A1", "B2", "C3", "GR20000", "ZZZ1", "", "A0")


def faults_of_marking(data: bytes, lines: tuple[Line, ...] = ()) -> list[str]:
    """What should not be. A file that cannot be read must be refused."""
    try:
        workbook = open_file(data)
    except CannotRead:
        workbook = None
    try:
        copy = annotate(data, Annotation(NASTY, (NASTY,), lines or _awkward(workbook)))
    except CannotRead:
        return [] if workbook is None else ["what can be opened was refused"]
    except Exception as error:
        return [f"annotating raised {type(error).__name__}: {error!s:.200}"]
    if workbook is None:
        return ["what cannot be opened was annotated"]
    with ZipFile(BytesIO(copy.data)) as package:
        if len(set(package.namelist())) != len(package.namelist()) or package.testzip():
            return ["the copy is no whole zip"]
    try:
        again = open_file(copy.data)
    except CannotRead as error:
        return [f"the copy cannot be opened: {error}"]
    return _differences(workbook, again, is_plain=copy.notice is not None)


def _awkward(workbook: Workbook | None) -> tuple[Line, ...]:
    names = [*(workbook.sheets if workbook else ()), "no such sheet"]
    return tuple(
        Line(severity, name, place, NASTY, NASTY, NASTY, NASTY)
        for name in names[:5]
        for place, severity in zip(_PLACES, ("error", "warning", "information") * 3, strict=False)
    )


def _differences(before: Workbook, after: Workbook, *, is_plain: bool) -> list[str]:
    names = names_of(before) if is_plain else {name: name for name in before.sheets}
    faults = []
    for name, sheet in before.sheets.items():
        held = after.sheets.get(names[name])
        if held is None:
            faults.append("a sheet is gone")
            continue
        for address, cell in sheet.cells.items():
            own = held.cells.get(address)
            if is_plain:
                wanted = safe_cell(cell.text).replace("\r", "\n")[:50]
                if own is None or own.text[:50].strip() != _legal(wanted).strip():
                    faults.append(f"{address} says something else")
            elif own is None or own._replace(number_format="") != cell._replace(number_format=""):
                faults.append(f"{address} is something else")
            elif own.number_format != cell.number_format:
                faults.append(f"{address} has another number format")
        if held.cells.keys() != sheet.cells.keys():
            faults.append("there are other cells than before")
    if len(after.sheets) != len(before.sheets) + 1:
        faults.append("there is not one sheet more")
    return faults[:5]


def _legal(text: str) -> str:
    from report_templates.annotated.splice import _ILLEGAL

    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
