"""Changes to delimited text: its delimiters, quotation marks, encodings, rows and cells."""

import random

from tests.fuzz.changes_to_xml import EXTREMES
from tests.hostile.case import SECRET

_ENCODINGS = ("utf-16", "utf-16-le", "utf-8-sig", "cp1252", "utf-32", "utf-7", "cp037", "latin-1")
_CELLS = (
    "=cmd|'/c calc'!A1", "@SUM(A1)", "\x1b[31m", "\u202e", "\u2028", "\0", '"', '""', "'", "\r",
    "\n", "\x85", "\x0b", "\x1c", "é", "£", "-", "n/a", "[c]", "95.9%", "1,234", "\u0669", SECRET,
    SECRET * 20_000, "2099-00 Q9", " ", "\ufeff", "<b>", "#REF!",
)  # fmt: skip


def is_table(data: bytes) -> bool:
    return b"\0" not in data[:1_000] and data[:2] != b"PK" and _text(data).count(",") > 3


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _rows(data: bytes) -> list[list[str]]:
    return [line.split(",") for line in _text(data).split("\n")]


def _joined(rows: list[list[str]]) -> bytes:
    return "\n".join(map(",".join, rows)).encode("utf-8", "surrogatepass")


def delimiter_changed(draw: random.Random, data: bytes) -> bytes:
    text, new = _text(data), draw.choice((";", "\t", "|", ":", " ", ",,", "\0", "\u00a0"))
    share = draw.choice((1.0, 1.0, 0.5, 0.02))
    return "".join(new if c == "," and draw.random() < share else c for c in text).encode()


def quotes_changed(draw: random.Random, data: bytes) -> bytes:
    text = _text(data)
    place = draw.randrange(len(text) + 1)
    put = draw.choice(('"', '""', '"""', "'", '",', ',"', '"\n'))
    return (text[:place] + put * draw.choice((1, 1, 1_000)) + text[place:]).encode()


def encoding_changed(draw: random.Random, data: bytes) -> bytes:
    return _text(data).encode(draw.choice(_ENCODINGS), "ignore")


def mark_put_before(draw: random.Random, data: bytes) -> bytes:
    marks = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"sep=;\n", b"PK\3\4", b"<?xml?>", b"\n\n")
    return draw.choice(marks) + data


def line_ends_changed(draw: random.Random, data: bytes) -> bytes:
    ends = draw.choice((("\r\n",), ("\r",), ("\n\r",), ("\r", "\n", "\r\n"), ("\x85",), ("",)))
    return "".join(line + draw.choice(ends) for line in _text(data).split("\n")).encode()


def cell_changed(draw: random.Random, data: bytes) -> bytes:
    rows = _rows(data)
    for _ in range(draw.choice((1, 1, 3, 40))):
        row = draw.choice(rows)
        row[draw.randrange(len(row))] = draw.choice((*_CELLS, *EXTREMES))
    return _joined(rows)


def rows_repeated(draw: random.Random, data: bytes) -> bytes:
    rows = _rows(data)
    start = draw.randrange(len(rows))
    end = start + draw.choice((1, 1, 10))
    return _joined(rows[:end] + rows[start:end] * draw.choice((1, 5, 500)) + rows[end:])


def rows_left_out(draw: random.Random, data: bytes) -> bytes:
    rows = _rows(data)
    start = draw.choice((0, draw.randrange(len(rows))))
    return _joined(rows[:start] + rows[start + draw.choice((1, 1, 10)) :])


def rows_shuffled(draw: random.Random, data: bytes) -> bytes:
    rows = _rows(data)
    draw.shuffle(rows)
    return _joined(rows)


def columns_changed(draw: random.Random, data: bytes) -> bytes:
    """One column left out, twice, or 300 times."""
    rows = _rows(data)
    column, times = draw.randrange(len(rows[0])), draw.choice((0, 2, 2, 300))
    return _joined(
        [row[:column] + row[column : column + 1] * times + row[column + 1 :] for row in rows]
    )


CHANGES = (
    delimiter_changed, quotes_changed, encoding_changed, mark_put_before, line_ends_changed,
    cell_changed, cell_changed, rows_repeated, rows_left_out, rows_shuffled, columns_changed,
)  # fmt: skip
