"""From a report's view model to a tagged PDF (PDF/UA-1), by way of the templates under `typst/`.

The view model goes to Typst as data, never as source: no text of a department can become markup.
Only Typst's own typefaces are used and the day is the report's own, so the same report gives the
same bytes on every machine.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from report_templates.pages import Report
from report_templates.partials import PARTIALS, heading
from report_templates.parts import Figure
from report_templates.plan_sections import KeyActionLine
from report_templates.printable import breakable, printable
from report_templates.sections import ActionLine, MeasureLine

if TYPE_CHECKING:
    from typst import Compiler

_FOLDER = Path(__file__).parent / "typst"
# What Typst says when it has no letter for a text; every other refusal is a fault of ours.
_NO_LETTER = "could not be displayed"


class PdfError(Exception):
    """The report could not be set as an accessible PDF; the words say what stood in the way."""


def report_pdf(report: Report, as_at: datetime) -> bytes:
    """The report as an accessible PDF of A4 pages, dated as at the point it was drawn up for."""
    from typst import TypstError

    try:
        return _compiled(report, as_at, is_plain=False)
    except TypstError as error:
        if _NO_LETTER not in error.message:
            raise _refused(report, error.message) from error
    try:
        # Letters that exist singly may lack a shape for standing together.
        return _compiled(report, as_at, is_plain=True)
    except TypstError as error:
        raise _refused(report, error.message) from error


def _refused(report: Report, why: str) -> PdfError:
    return PdfError(
        f"{report.title}, {report.period}, cannot be set as an accessible PDF: {why}. The web "
        "pages are not affected. This is a fault in Quarterday: please report it with these words."
    )


def _compiled(report: Report, as_at: datetime, *, is_plain: bool) -> bytes:
    words = json.dumps(document(report, as_at, is_plain=is_plain), ensure_ascii=False)
    made = _compiler().compile(
        format="pdf",
        sys_inputs={"document": words},
        pdf_standards=["ua-1"],
        timestamp=int(as_at.timestamp()),
    )
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=1)
def _compiler() -> "Compiler":
    from typst import Compiler

    return Compiler(_FOLDER / "report.typ", root=_FOLDER, ignore_system_fonts=True)


def document(report: Report, as_at: datetime, *, is_plain: bool = False) -> dict[str, Any]:
    """The report as plain data: texts made printable, figures with the address of their sources."""
    whole = {
        field.name: _plain(getattr(report, field.name), is_plain)
        for field in fields(report)
        if field.name != "sections"
    }
    whole["at"] = [as_at.year, as_at.month, as_at.day, as_at.hour, as_at.minute, as_at.second]
    # Changed as every text is, so that ids still equal each other.
    whole["told_in"] = {_plain(k, is_plain): v for k, v in _told_in(report).items()}
    whole["sections"] = [
        {
            "id": section_id,
            "partial": PARTIALS[section_id],
            "heading": _plain(heading(section_id, section), is_plain),
            "view": _plain(section, is_plain),
        }
        for section_id, section in report.sections
    ]
    return whole


def source_address(figure_id: str) -> str:
    """Where a figure's entry stands on the page of sources, which lies beside the report."""
    return f"figures.html#{quote(figure_id.replace(' ', '_'))}"


def _plain(value: object, is_plain: bool) -> Any:
    if isinstance(value, Figure):
        text = printable(value.text, is_plain=is_plain)
        return {"text": text, "address": source_address(value.id)}
    if isinstance(value, str):
        return breakable(printable(value, is_plain=is_plain))
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name), is_plain) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(each, is_plain) for each in value]
    return value


def _told_in(report: Report) -> Mapping[str, str]:
    """The section in which each measure and action first stands: all is said there, once."""
    told: dict[str, str] = {}
    for section_id, section in report.sections:
        for line in _lines(section):
            told.setdefault(line, section_id)
    return told


def _lines(value: object) -> Iterator[str]:
    if isinstance(value, MeasureLine | ActionLine | KeyActionLine):
        yield value.id
    elif isinstance(value, tuple):
        for each in value:
            yield from _lines(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _lines(getattr(value, field.name))
