"""Rows of a council's tables filled from a library of measures that it shares with others.

The council's own table says which measures it uses; what it leaves blank is taken from the
library's row of the same measure. Works on plain rows: what they mean is the models' business.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sources.framework.places import Document, Path, Problem

# The name of a library's file among a framework's own.
PREFIX = "library/"
LIBRARY_FILES = {"measures.csv": "id", "procedures.csv": "measure"}

Row = dict[str, Any]


def library_problems(document: Document, key: str) -> list[Problem]:
    """What is wrong with a library's table by itself: rows that cannot be told apart."""
    problems, seen = [], set()
    for number, row in enumerate(document.data):
        name, line = row.get(key), document.line((number,))
        if name is None:
            problems.append(Problem(document.file, line, f"'{key}' is missing.", "Add it."))
        elif name in seen:
            message = f"'{name}' stands in this file twice."
            problems.append(Problem(document.file, line, message, "Remove or rename one."))
        seen.add(name)
    return problems


def filled(own: Document, shared: Document, key: str) -> Document:
    """A council's table with its blanks filled; each cell knows which file it came from."""
    rows: dict[str, tuple[int, Row]] = {}
    for number, row in enumerate(shared.data):
        if row.get(key):
            rows.setdefault(row[key], (number, row))
    data, borrowed = [], dict(own.borrowed)
    for number, row in enumerate(own.data):
        at, base = rows.get(row.get(key), (0, {}))
        taken = {n: v for n, v in base.items() if v is not None and row.get(n) is None}
        data.append({**row, **taken})
        for column in taken:
            borrowed[(number, column)] = (shared.file, shared.line((at,)))
    return Document(own.file, data, own.lines, borrowed)


def with_rows_of(own: Document, shared: Document, key: str, used: Iterable[str]) -> Document:
    """A council's table with the library's rows for measures it uses and has no row for."""
    have = {row.get(key) for row in own.data}
    wanted = set(used) - have
    data: list[Row] = list(own.data)
    borrowed: dict[Path, tuple[str, int]] = dict(own.borrowed)
    for number, row in enumerate(shared.data):
        if row.get(key) in wanted:
            borrowed[(len(data),)] = (shared.file, shared.line((number,)))
            data.append({name: value for name, value in row.items() if value is not None})
    return Document(own.file, data, own.lines, borrowed)


def borrow(documents: Mapping[str, Document]) -> dict[str, Document]:
    """A framework's tables as they stand once the library's rows have been taken in."""
    tables = dict(documents)
    for name, key in LIBRARY_FILES.items():
        shared = tables.pop(PREFIX + name, None)
        if shared is None:
            continue
        own = tables.get(name) or Document(name, [])
        tables[name] = filled(own, shared, key)
        if name == "procedures.csv" and "measures.csv" in tables:
            used = [row["id"] for row in tables["measures.csv"].data if row.get("id")]
            tables[name] = with_rows_of(tables[name], shared, key, used)
    return tables
