"""How Excel's modern format writes small things: escaped texts, areas, numbers of rows, dates."""

import re
from datetime import datetime, time

from sources.workbooks.addresses import address_of, position_of
from sources.workbooks.number_formats import date_text

TRUE = ("1", "true")
_WHOLE = re.compile(r"([1-9][0-9]{0,9})(?:\.0*)?")
_ERROR = re.compile(r"#[A-Z0-9_/]{1,30}[!?]?|Err:[0-9]{1,6}")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Text as typed: control characters such as carriage return are stored as `_x000D_`."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(_character, text)


def _character(escaped: re.Match[str]) -> str:
    """The character that an escape stands for; one that no text can hold stays an escape."""
    code = int(escaped[1], 16)
    is_text = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
    return chr(code) if is_text else escaped[0]


def area(reference: str) -> str:
    """A merged area from its upper left to its lower right cell, however it is written."""
    first, _, last = reference.replace("$", "").partition(":")
    (row, column), (other_row, other_column) = position_of(first), position_of(last or first)
    top_left = address_of(min(row, other_row), min(column, other_column))
    if not last:
        return top_left
    return f"{top_left}:{address_of(max(row, other_row), max(column, other_column))}"


def whole_number(number: str) -> int:
    """A row's number; some programs write `5.0`."""
    match = _WHOLE.fullmatch(number)
    if match is None:
        raise ValueError("not the number of a row")
    return int(match[1])


def error_code(code: str) -> str:
    """An error's code, such as `#DIV/0!`. Raises ValueError for anything else."""
    if not _ERROR.fullmatch(code):
        raise ValueError("not the code of an error")
    return code


def truth_word(value: str) -> str:
    words = {"true": True, "false": False}
    return "TRUE" if (words[value] if value in words else int(value)) else "FALSE"


def iso_text(value: str) -> str:
    """A date that is stored as text, in the way dates are shown; other text as it stands."""
    for read in (datetime.fromisoformat, time.fromisoformat):
        try:
            return date_text(read(value.strip().removesuffix("Z")))
        except ValueError:
            continue
    return value
