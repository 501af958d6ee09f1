"""An example return: its entries as they would stand in a form, its past, its framework."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from checks.examples.frameworks import framework_of, period
from checks.examples.optional import OPTIONAL, of_file, of_return
from checks.subject import CheckedReturn, SubmittedFile
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.returns.content import (
    WHOLE_RETURN,
    Quantity,
    Row,
    SheetAccount,
    SuppliedText,
    SuppliedValue,
    TextField,
    Unread,
    step_subject,
)
from sources.values import Absence, Value, parse_target, parse_text
from sources.words import compact

SLOT = Slot.parse("derbyshire.2023-24-Q2.adult-care")
_SEQ = 5
_FIRST_ROW = 12
_QUANTITIES = {
    "actual": (Quantity.ACTUAL, "H"),
    "numerator": (Quantity.NUMERATOR, "I"),
    "denominator": (Quantity.DENOMINATOR, "J"),
    "forecast": (Quantity.FORECAST, "K"),
    "target": (Quantity.TARGET, "L"),
}
_TEXTS = {
    "note": (TextField.ABSENCE_NOTE, "N"),
    "commentary": (TextField.COMMENTARY, "O"),
    "rating": (TextField.SUPPLIED_RATING, "D"),
    "percent complete": (TextField.PERCENT_COMPLETE, "E"),
    "forecast date": (TextField.FORECAST_DATE, "F"),
}
_FLAGS = {"states_scale", "is_stale", "is_hidden"}
_SIGNED = {
    "by": TextField.SIGNED_OFF_BY,
    "role": TextField.SIGNED_OFF_ROLE,
    "on": TextField.SIGNED_OFF_ON,
    "completed_by": TextField.COMPLETED_BY,
}
_PARTS = {"entries", "rows", "signed", "file", "history", "said", "framework", *OPTIONAL}
_FILE = {"sender", "framework", "problem", "received", "read", "unread", "came_on"}


def return_of(given: Mapping[str, Any]) -> CheckedReturn:
    """The return that an example describes."""
    _known(given, _PARTS)
    rows, past, said = given.get("rows", []), given.get("history", {}), given.get("said", {})
    entries = given.get("entries", [])
    named = {e.get("measure") or e.get("action") for e in entries}
    framework = framework_of(
        given.get("framework", {}), {*named, *(compact(r["measure"]) for r in rows), *past, *said}
    )
    values = [v for n, e in enumerate(entries) for v in _values(n, e, framework)]
    texts = [t for n, e in enumerate(entries) for t in _texts(n, e)]
    for number, (part, text) in enumerate(given.get("signed", {}).items()):
        if part == "steps":
            texts.extend(_steps(text))
            continue
        texts.append(
            SuppliedText(WHOLE_RETURN, None, _SIGNED[part], text, "Cover", f"C{9 + number}")
        )
    file = SubmittedFile(
        **_file(given.get("file", {}), framework),
        seq=_SEQ,
        rows=tuple(_row(n, row, framework) for n, row in enumerate(rows)),
        values=tuple(values),
        texts=tuple(texts),
        **of_file(given, framework),
    )
    history = {
        name: {period(at): Decimal(number) for at, number in by_period.items()}
        for name, by_period in past.items()
    }
    words = {
        name: {period(at): text for at, text in by_period.items()}
        for name, by_period in said.items()
    }
    return CheckedReturn(framework, SLOT, (file,), history, words, **of_return(given))


def _steps(given: Mapping[str, str]) -> Iterator[SuppliedText]:
    """The names beside steps of the route."""
    for number, (step, name) in enumerate(given.items()):
        subject, cell = step_subject(step), f"B{4 + number}"
        yield SuppliedText(subject, None, TextField.SIGNED_OFF_BY, name, "Sign-off", cell)


def _known(given: Mapping[str, Any], known: set[str]) -> None:
    if unknown := set(given) - known:
        raise ValueError(f"{sorted(unknown)} is not known here; {sorted(known)} are")


def _values(number: int, entry: Mapping[str, Any], framework: Framework) -> Iterator[SuppliedValue]:
    _known(entry, {"measure", "action", "period", "reason", *_QUANTITIES, *_TEXTS, *_FLAGS})
    if "action" in entry:
        return
    measure = framework.measures[entry["measure"]]
    at = period(entry.get("period", "Q2"))
    flags: dict[str, Any] = {flag: entry.get(flag) == "yes" for flag in _FLAGS}
    for name, (quantity, column) in _QUANTITIES.items():
        if name in entry:
            parse = parse_target if quantity is Quantity.TARGET else parse_text
            value = parse(str(entry[name]), measure.unit)
            cell = f"{column}{_FIRST_ROW + number}"
            yield SuppliedValue(measure.id, at, quantity, value, "Measures", cell, **flags)
    if "reason" in entry:
        absence = Value.absent(Absence(entry["reason"]), measure.unit, entry["reason"])
        cell = f"M{_FIRST_ROW + number}"
        yield SuppliedValue(
            measure.id, at, Quantity.ACTUAL, absence, "Measures", cell, is_reason=True
        )


def _texts(number: int, entry: Mapping[str, Any]) -> Iterator[SuppliedText]:
    about = entry.get("measure") or entry["action"]
    sheet = "Measures" if "measure" in entry else "Key actions"
    at = period(entry.get("period", "Q2"))
    for name, (what, column) in _TEXTS.items():
        if name in entry:
            yield SuppliedText(
                about, at, what, entry[name], sheet, f"{column}{_FIRST_ROW + number}"
            )


def _row(number: int, row: Mapping[str, Any], framework: Framework) -> Row:
    _known(row, {"measure", "period", "is_filled"})
    known, at = compact(row["measure"]), row.get("period", "2023-24-Q2")
    line = _FIRST_ROW + number
    return Row(
        sheet="Measures",
        number=line,
        measure=row["measure"],
        period=at,
        measure_cell=f"A{line}",
        period_cell=f"D{line}",
        has_entries=row.get("is_filled") == "yes",
        subject=known if known in framework.measures or known in framework.actions else None,
        stated=period(at),
    )


def _file(given: Mapping[str, Any], framework: Framework) -> dict[str, Any]:
    """What is said of the file itself; `received` and `read` are its rows and cells."""
    _known(given, _FILE)
    rows_cells = {
        name: tuple(map(int, given[name])) for name in ("received", "read") if name in given
    }
    read = rows_cells.get("read")
    return {
        "sender": given.get("sender", SLOT.return_id),
        "framework_digest": {"old": "0" * 64, "present": framework.digest}.get(
            given.get("framework", "")
        ),
        "sheets": (SheetAccount("Measures", False, read[0], read[1], {}),) if read else (),
        "contents": (rows_cells["received"],) if "received" in rows_cells else (),
        "unread": tuple(
            Unread("Measures", one.get("heading"), one["cell"], int(one["cells"]))
            for one in given.get("unread", [])
        ),
        "problem": given.get("problem"),
        "came_on": date.fromisoformat(given["came_on"]) if "came_on" in given else None,
    }
