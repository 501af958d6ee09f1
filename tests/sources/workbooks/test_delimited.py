"""Delimited files: encodings, delimiters, addresses, and what is refused."""

from io import BytesIO

import openpyxl
import pytest

from sources.workbooks.cells import CannotRead
from sources.workbooks.delimited import open_delimited
from sources.workbooks.door import open_file


def texts_of(data: bytes) -> dict[str, str]:
    return {
        address: cell.text for address, cell in open_delimited(data).sheets["table"].cells.items()
    }


SMALL = {"A1": "Measure", "B1": "Actual", "A2": "caf\u00e9 \u00a35", "B2": "95.9"}
TABLE = "Measure{0}Actual\r\ncaf\u00e9 \u00a35{0}95.9\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_usual_encoding_and_delimiter_gives_the_same_cells(
    encoding: str, delimiter: str
) -> None:
    assert texts_of(TABLE.format(delimiter).encode(encoding)) == SMALL


def test_utf_16_is_read_in_either_byte_order() -> None:
    text = TABLE.format(",")
    assert texts_of(b"\xff\xfe" + text.encode("utf-16-le")) == SMALL
    assert texts_of(b"\xfe\xff" + text.encode("utf-16-be")) == SMALL


def test_the_delimiter_is_the_heading_lines_own() -> None:
    assert texts_of(b'"a,b,c";d\n1,5;2\n') == {
        "A1": "a,b,c",
        "B1": "d",
        "A2": "1,5",
        "B2": "2",
    }


def test_rows_count_records_so_a_text_over_lines_is_one_row() -> None:
    assert texts_of(b'a,b\n"one\ntwo",3\n\n4,\n') == {
        "A1": "a",
        "B1": "b",
        "A2": "one\ntwo",
        "B2": "3",
        "A4": "4",
    }


def test_numbers_stay_text_as_typed() -> None:
    cells = open_delimited(b"a\n007.10\n").sheets["table"].cells
    assert (cells["A2"].text, cells["A2"].number) == ("007.10", None)


def test_the_twenty_seventh_column_is_aa() -> None:
    assert "AA1" in texts_of(",".join("abcdefghijklmnopqrstuvwxyz").encode() + b",last\n")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "empty"),
        (b"a,b\n1,\x00\n", "not a delimited"),
        ("a,b\n".encode("utf-16-le"), "not a delimited"),
        (b"\xff\xfea", "not a delimited"),
        (b"PK\x03\x04", "not a delimited"),
        (b"%PDF-1.7\n", "not a delimited"),
        (b"\x89PNG\r\n", "not a delimited"),
        (b"\xe9\x01\x02\x03", "not a delimited"),
        (b"a,\x81\n", "not a delimited"),
        (b'a,b\n"1"2,3\n', "Line 2"),
        (b'a,b\n"never closed', "quotation marks"),
        (b",".join([b"a"] * 201), "larger"),
        (b"a\n" + b"x" * 20_000_000, "larger"),
        (b"1,2,3,4,5,6,7,8,9,0\n" * 50_001, "larger"),
        (b"a\n" + b"x" * 200_000, "cannot be read"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(CannotRead, match=words):
        open_delimited(data)


def test_the_door_is_chosen_by_the_bytes() -> None:
    buffer = BytesIO()
    openpyxl.Workbook().save(buffer)
    assert list(open_file(buffer.getvalue()).sheets) == ["Sheet"]
    assert list(open_file(b"a,b\n").sheets) == ["table"]
    with pytest.raises(CannotRead, match="not an Excel"):
        open_file(bytes.fromhex("D0CF11E0A1B11AE1"))
    with pytest.raises(CannotRead, match="empty"):
        open_file(b"")
