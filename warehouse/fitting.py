"""What a row may hold, made the same for every database.

SQLite takes texts and numbers of any length, PostgreSQL neither those nor the characters that are
none; a row that one of them refuses is refused by both, or mended for both. What the columns mean
is `tables`.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Integer, String, Table

from warehouse.problems import WarehouseProblem

_REPLACEMENT = "\ufffd"


def fitted(table: Table, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Records as a table takes them. Raises WarehouseProblem if one is too long or too large."""
    texts, numbers = _limits(table)
    found = []
    for row in rows:
        plain = dict(vars(row))
        for name, length in texts:
            text = plain[name]
            if text is not None:
                if not text.isascii() or "\0" in text:
                    text = plain[name] = _whole(text)
                if length is not None and len(text) > length:
                    raise _too_large(table, name, f"has more than {length} characters")
        for name, most in numbers:
            if plain[name] is not None and not -most - 1 <= plain[name] <= most:
                raise _too_large(table, name, f"is beyond {most}")
        found.append(plain)
    return found


@cache
def _limits(table: Table) -> tuple[list[tuple[str, int | None]], list[tuple[str, int]]]:
    """The columns of text with their longest, and those of numbers with their largest."""
    texts = [(c.name, c.type.length) for c in table.c if isinstance(c.type, String)]
    numbers = [
        (c.name, 2**63 - 1 if isinstance(c.type, BigInteger) else 2**31 - 1)
        for c in table.c
        if isinstance(c.type, Integer)
    ]
    return texts, numbers


def _whole(text: str) -> str:
    """Without zero characters and halves of characters, which databases do not keep."""
    return (
        text.replace("\0", _REPLACEMENT)
        .encode("utf-16-le", "surrogatepass")
        .decode("utf-16-le", "replace")
    )


def _too_large(table: Table, column: str, what: str) -> WarehouseProblem:
    return WarehouseProblem(
        f"A {column} in {table.name} {what}, which the warehouse cannot hold: nothing was "
        "changed; shorten it where it comes from, the framework or the return."
    )
