"""The register as files: CSV that a spreadsheet opens safely, and JSON with stable keys.

Both hold what the page holds. How the page looks is its template's business.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from typing import Any

from report_templates.register import (
    RegisterDefinition,
    RegisterEntry,
    RegisterPage,
    RegisterProcedure,
    RegisterTarget,
)

# With what a spreadsheet takes a cell for a formula, plain and in full width; our own mark as well.
_FORMULA = tuple("=+-@\t\r\n'＝＋－＠")  # the full-width signs are meant
# A number as people write it, or the dash that stands for none, is no formula.
_NUMBER = re.compile(r"-?£?[0-9][0-9,]*(\.[0-9]+)?([eE][-+]?[0-9]+)?%?|-")
# Fields that are more than one cell.
_NESTED = ("targets", "definitions", "procedure")
_PROCEDURE = tuple(field.name for field in fields(RegisterProcedure))


def safe_cell(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula: an apostrophe goes before it."""
    is_risky = text.lstrip(" \u00a0").startswith(_FORMULA) and not _NUMBER.fullmatch(text)
    return f"'{text}" if is_risky else text


def read_back(cell: str) -> str:
    """The text that `safe_cell` was given."""
    return cell[1:] if cell.startswith("'") else cell


def register_csv(page: RegisterPage) -> bytes:
    """One row a measure. The mark at the beginning tells Excel that it is UTF-8."""
    rows = [_row(entry) for entry in page.entries]
    return table_csv(columns(), ([row[name] for name in columns()] for row in rows))


def table_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as a file that spreadsheets open safely."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def columns() -> tuple[str, ...]:
    plain = [field.name for field in fields(RegisterEntry) if field.name not in _NESTED]
    target = ("annual_target", "target_high", "q1", "q2", "q3", "q4", "target_rationale")
    more = ("words", "amount", "reach_by", "evidence", "approved_by", "smart")
    stated = (f"target_{name}" for name in more)
    procedure = (f"procedure_{name}" for name in _PROCEDURE)
    return (*plain, *target, *stated, "target_changes", "definition_changes", *procedure)


def _row(entry: RegisterEntry) -> dict[str, str]:
    row = {name: _text(value) for name, value in vars(entry).items() if name not in _NESTED}
    first = entry.targets[0]
    quarters = dict(zip(("q1", "q2", "q3", "q4"), first.profile or ("",) * 4, strict=True))
    procedure = vars(entry.procedure) if entry.procedure else dict.fromkeys(_PROCEDURE)
    return {
        **row,
        **quarters,
        "annual_target": first.annual or "",
        "target_high": first.high or "",
        "target_rationale": first.rationale,
        "target_words": first.words or "",
        "target_amount": first.amount or "",
        "target_reach_by": first.reach_by or "",
        "target_evidence": first.evidence or "",
        "target_approved_by": first.approved_by or "",
        "target_smart": first.smart_words or "",
        "target_changes": "\n".join(_target_change(change) for change in entry.targets[1:]),
        "definition_changes": "\n".join(_definition_change(c) for c in entry.definitions[1:]),
        **{f"procedure_{name}": _text(value) for name, value in procedure.items()},
    }


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _target_change(change: RegisterTarget) -> str:
    value = change.annual or change.words or "no target"
    if change.high:
        value += f" to {change.high}"
    profile = f" ({', '.join(change.profile)})" if change.profile else ""
    return f"from {change.since}: {value}{profile}. {change.rationale} ({_approved(change)})"


def _definition_change(change: RegisterDefinition) -> str:
    compared = "comparable" if change.is_comparable else "not comparable"
    wording = f" Now: {change.wording}" if change.wording else ""
    approved = f"{change.approved_by}, {change.approved_on}"
    return f"from {change.since}: {change.what}; {compared}. {change.reason} ({approved}){wording}"


def _approved(change: RegisterTarget) -> str:
    return ", ".join(part for part in (change.set_by, change.set_on) if part)


def register_json(page: RegisterPage) -> bytes:
    """The same as data: keys sorted, measures in order of their ids."""
    measures = sorted(_measures(page.entries), key=lambda measure: str(measure["id"]))
    whole = {
        "council": {"id": page.council_id, "name": page.council},
        "financial_year": page.year,
        "as_at": page.as_at_day,
        "covers": page.covers,
        "demonstration": page.demonstration,
        "note": page.note,
        "count": len(measures),
        "measures": measures,
        "reviews": [asdict(review) for review in page.reviews],
    }
    text = json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{text}\n".encode()


def _measures(entries: Iterable[RegisterEntry]) -> list[dict[str, Any]]:
    return [asdict(entry) for entry in entries]
