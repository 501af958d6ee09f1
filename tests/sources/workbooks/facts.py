"""The facts that two readers of one workbook must agree on, and the list of where they do not.

Plain data and its comparison only: how openpyxl comes to these facts is `oracle`; nothing here
opens a file.
"""

from typing import Any, NamedTuple


class Fact(NamedTuple):
    """What is known of one cell. A number is kept as its digits, so that -0 and 5.0 are told
    from 0 and 5; `formula` is None where the cell was typed."""

    text: str
    number: str | None
    error: str | None
    number_format: str
    formula: str | None
    is_hidden: bool


class SheetFacts(NamedTuple):
    name: str
    is_hidden: bool
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    merged: frozenset[str]
    cells: dict[str, Fact]


def facts_of(opened: Any) -> list[SheetFacts]:
    """The facts of a workbook that the door opened. Its cells must stand under their addresses."""
    return [
        SheetFacts(
            name=name if sheet.name == name else f"{name} that calls itself {sheet.name}",
            is_hidden=sheet.is_hidden,
            hidden_rows=frozenset(sheet.hidden_rows),
            hidden_columns=frozenset(sheet.hidden_columns),
            merged=frozenset(sheet.merged),
            cells={address: _fact(address, cell) for address, cell in sheet.cells.items()},
        )
        for name, sheet in opened.sheets.items()
    ]


def _fact(address: str, cell: Any) -> Fact:
    if cell.address != address:
        raise ValueError(f"{cell.address} stands under {address}")
    return Fact(
        text=cell.text,
        number=None if cell.number is None else str(cell.number),
        error=cell.error,
        number_format=cell.number_format,
        formula=cell.formula,
        is_hidden=cell.is_hidden,
    )


def differences(expected: list[SheetFacts], got: list[SheetFacts]) -> list[str]:
    """Every fact that is not the same, as lines a person can follow; none if all agree."""
    names, got_names = [s.name for s in expected], [s.name for s in got]
    if names != got_names:
        return [f"sheets: openpyxl {names}, door {got_names}"]
    found: list[str] = []
    for one, other in zip(expected, got, strict=True):
        if one.is_hidden != other.is_hidden:
            found.append(
                f"{one.name!r}: is_hidden: openpyxl {one.is_hidden}, door {other.is_hidden}"
            )
        for what in ("hidden_rows", "hidden_columns", "merged"):
            wanted, seen = sorted(getattr(one, what)), sorted(getattr(other, what))
            if wanted != seen:
                found.append(f"{one.name!r}: {what}: openpyxl {wanted}, door {seen}")
        found.extend(_cell_differences(one, other))
    return found


def _cell_differences(one: SheetFacts, other: SheetFacts) -> list[str]:
    found = []
    if one.cells.keys() == other.cells.keys() and list(one.cells) != list(other.cells):
        found.append(f"{one.name!r}: the same cells in another order")
    for address in dict.fromkeys((*one.cells, *other.cells)):
        wanted, seen = one.cells.get(address), other.cells.get(address)
        if wanted is None or seen is None:
            found.append(f"{one.name!r}!{address}: openpyxl {_short(wanted)}, door {_short(seen)}")
            continue
        found.extend(
            f"{one.name!r}!{address}: {what}: openpyxl {_short(a)}, door {_short(b)}"
            for what, a, b in zip(Fact._fields, wanted, seen, strict=True)
            if a != b
        )
    return found


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 200 else f"{shown[:90]}...{shown[-90:]} ({len(shown)} characters)"
