"""Formulas as text: their parts, and what a formula says when it is filled into another cell.

Working one out is `recalculation`. Nothing here is ever run by a spreadsheet program.
"""

import re
from typing import NamedTuple

from sources.workbooks.addresses import column_letters, position_of

# No piece is looked at more than twice: what never ends is taken whole, as a piece of no use.
_PART = re.compile(
    r"""(?P<text>"(?:[^"]|"")*+(?:"|\Z))
    |(?P<column>\[[^\]]*+(?:\]|\Z))
    |(?P<reference>(?:(?:'(?:[^']|'')*+'|[^\W\d][\w.]*+)!)?
        \$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(?![\w(!.]))
    |(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(!.]))
    |(?P<rows>\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6}(?![\w.]))
    |(?P<quoted>'(?:[^']|'')*+(?:'|\Z))
    |(?P<name>[^\W\d\\][\w.]*|\\[\w.]*)
    |(?P<number>\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+)
    |(?P<blank>\s+)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_REFERENCE = re.compile(r"(?P<sheet>.*!)?(\$?)([A-Za-z]{1,3})(\$?)(\d+)", re.DOTALL)
_OPEN_REFERENCE = re.compile(
    r"\[(?P<sheet>\$?(?:'(?:[^']|'')*+'|[^\W\d][\w]*+))?\.(?P<first>\$?[A-Z]{1,3}\$?\d{1,7})"
    r"(?::\.(?P<last>\$?[A-Z]{1,3}\$?\d{1,7}))?\]"
)
# Formulas longer than this are nobody's ratio or total.
MAX_LENGTH = 2_000
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


class Part(NamedTuple):
    """A piece of a formula; `kind` is text, column (of a named table), quoted,
    reference, columns, rows, name, number or sign."""

    kind: str
    text: str


def parts(formula: str) -> list[Part]:
    return [
        Part(found.lastgroup or "sign", found[0])
        for found in _PART.finditer(formula)
        if found.lastgroup != "blank"
    ]


def filled_from(formula: str, rows: int, columns: int) -> str:
    """A formula as it reads when filled so many rows down and columns right of its own cell.

    References that would leave the sheet become `#REF!`. Empty for a formula that is too long.
    """
    if len(formula) > MAX_LENGTH:
        return ""

    def moved(found: re.Match[str]) -> str:
        if found.lastgroup in ("columns", "rows"):
            ends = [_moved_end(end, rows, columns) for end in found[0].split(":")]
            return "#REF!" if None in ends else ":".join(end for end in ends if end)
        if found.lastgroup != "reference":
            return found[0]
        match = _REFERENCE.fullmatch(found[0])
        assert match is not None
        sheet, fixed_column, letters, fixed_row, number = match.groups()
        row, column = position_of(f"{letters.upper()}{number}")
        row += 0 if fixed_row else rows
        column += 0 if fixed_column else columns
        if not (1 <= row <= _LAST_ROW and 1 <= column <= _LAST_COLUMN):
            return "#REF!"
        return f"{sheet or ''}{fixed_column}{column_letters(column)}{fixed_row}{row}"

    return _PART.sub(moved, formula)


def _moved_end(end: str, rows: int, columns: int) -> str | None:
    """One end of whole columns (`A`) or rows (`1`), moved unless fixed; None off the sheet."""
    if end.startswith("$"):
        return end
    if end.isdigit():
        row = int(end) + rows
        return str(row) if 1 <= row <= _LAST_ROW else None
    column = position_of(f"{end.upper()}1")[1] + columns
    return column_letters(column) if 1 <= column <= _LAST_COLUMN else None


def in_excels_words(formula: str) -> str:
    """An open document's formula as Excel writes it: `of:=[.A1]*2` is `A1*2`.

    Of what is not so plain, such as another file's cells, the brackets stay: it is not worked out.
    """
    _, _, text = formula[: MAX_LENGTH + 1].partition("=")
    plain = _OPEN_REFERENCE.sub(_in_excels_words, text)
    return plain.replace(";", ",") if '"' not in plain else plain


def _in_excels_words(found: re.Match[str]) -> str:
    sheet = found["sheet"] or ""
    first = f"{sheet.removeprefix('$')}!{found['first']}" if sheet else found["first"]
    return f"{first}:{found['last']}" if found["last"] else first


def place_in(reference: str) -> tuple[str | None, int, int]:
    """The sheet (None: the formula's own), row and column that a reference names."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError("not a reference to one cell")
    sheet = match["sheet"]
    if sheet is not None:
        sheet = sheet[:-1]
        if sheet.startswith("'"):
            sheet = sheet[1:-1].replace("''", "'")
    row, column = position_of(f"{match[3].upper()}{match[5]}")
    return sheet, row, column
