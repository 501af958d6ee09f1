"""Cell addresses: `A1` to row and column numbers and back, counted from 1 as spreadsheets do.

Only the notation belongs here; what stands in a cell is `content`.
"""

import re

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def column_letters(column: int) -> str:
    """1 is `A`, 27 is `AA`."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address_of(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"


def position_of(address: str) -> tuple[int, int]:
    """The (row, column) of one cell's address, in capitals or not. Raises ValueError."""
    match = _ADDRESS.fullmatch(address) or _ADDRESS.fullmatch(address.upper())
    if not match:
        raise ValueError("not the address of one cell")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column
