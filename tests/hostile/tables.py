"""Text that says it is a table, and tables that are no text.

What a heading means to a return is no business of these.
"""

from collections.abc import Callable

from tests.hostile.case import BAD_LINE, EMPTY, LARGER, NOT_A_TABLE, SECRET, Case, Read, Refused
from tests.hostile.workbooks import a_workbook

PLAIN = f"Measure,Actual\r\n{SECRET},95.9\r\n"
RIGHT = Read(4, {"A1": "Measure", "A2": SECRET, "B2": "95.9"})
HTML = f"<html><body><table><tr><td>{SECRET}</td><td>42</td></tr></table></body></html>"
FLAT = f'<?xml version="1.0"?><office:document><t>{SECRET}</t></office:document>'
SYLK = f'ID;PWXL;N;E\nC;Y1;X1;K"{SECRET}"\nE\n'


def one(text: str, at: str = "B2") -> Callable[[], bytes]:
    """A table with one cell of interest."""
    return lambda: f"Measure,Actual\nx,{text}\n".encode()


def _case(
    name: str, made: str, build: Callable[[], bytes], verdict: Refused | Read | None = None
) -> Case:
    return Case(f"table: {name}", made, build, verdict or Refused(NOT_A_TABLE))


def _larger(name: str, made: str, build: Callable[[], bytes]) -> Case:
    return _case(name, made, build, Refused(LARGER))


def _stays(name: str, made: str, text: str) -> Case:
    """A cell that is text as it stands, and nothing else."""
    return _case(name, made, one(text), Read(4, {"B2": text}))


def _binary(name: str, head: bytes) -> Case:
    return _case(name, f"The first bytes of {name}, then words.",
                 lambda: head + SECRET.encode() * 100)  # fmt: skip


CASES = [
    _case("a plain one", "A right table, to compare with.", PLAIN.encode, RIGHT),
    _case("nothing", "No bytes at all.", lambda: b"", Refused(EMPTY)),
    _case("only blanks", "Line breaks, blanks and a byte order mark.",
          lambda: b"\xef\xbb\xbf \r\n\t\r\n", Refused(EMPTY)),
    _case("only delimiters", "Rows of commas.", lambda: b",,,\n" * 100, Read(0)),
    _case("a workbook", "A right .xlsx, whatever its name says.", a_workbook,
          Read(2, {"A1": SECRET, "B1": "42"})),
    _case("a page named .xls", "An HTML table, as some systems export for Excel.", HTML.encode,
          Read(1)),
    _case("an XML spreadsheet", "A flat open document.", FLAT.encode,
          Read(1)),
    _binary("a PDF", b"%PDF-1.7\n"),
    _binary("a picture", b"\x89PNG\r\n\x1a\n"),
    _binary("a JPEG picture", b"\xff\xd8\xff\xe0\0\x10JFIF\0"),
    _binary("a GIF picture", b"GIF89a\1\0\1\0"),
    _binary("RTF", b"{\\rtf1\\ansi "),
    _binary("gzip", b"\x1f\x8b\x08\0"),
    _binary("7-Zip", b"7z\xbc\xaf\x27\x1c"),
    _binary("RAR", b"Rar!\x1a\x07\1\0"),
    _binary("a Windows program", b"MZ\x90\0\3\0\0\0"),
    _binary("a Linux program", b"\x7fELF\2\1\1\0"),
    _binary("a SQLite database", b"SQLite format 3\0"),
    _case("a symbolic link file", "A table in SYLK, read as the text that it is.",
          SYLK.encode, Read(9, {"A1": "ID"})),
    _case("UTF-8 with a mark", "A byte order mark before the heading.",
          lambda: PLAIN.encode("utf-8-sig"), RIGHT),
    _case("two marks", "Two byte order marks before the heading.",
          lambda: b"\xef\xbb\xbf" + PLAIN.encode("utf-8-sig"), Read(4, {"A1": "\ufeffMeasure"})),
    _case("UTF-16", "UTF-16 with a mark.", lambda: PLAIN.encode("utf-16"), RIGHT),
    _case("UTF-16 the other way", "UTF-16 with a mark, high bytes first.",
          lambda: b"\xfe\xff" + PLAIN.encode("utf-16-be"), RIGHT),
    _case("UTF-16 without a mark", "UTF-16 that does not say so.",
          lambda: PLAIN.encode("utf-16-le")),
    _case("UTF-16 cut in a character", "UTF-16 with a mark and an odd number of bytes.",
          lambda: PLAIN.encode("utf-16")[:-1]),
    _case("UTF-16 with half a character", "UTF-16 with half of a pair.",
          lambda: (PLAIN + "\ud800,").encode("utf-16", "surrogatepass")),
    _case("UTF-32", "UTF-32 with a mark.", lambda: PLAIN.encode("utf-32")),
    _case("UTF-7", "UTF-7, whose plus signs stay what they are.",
          lambda: b"Measure,Actual\nx,+AD0-1\n", Read(4, {"B2": "+AD0-1"})),
    _case("EBCDIC", "A table in code page 37.", lambda: PLAIN.encode("cp037")),
    _case("Windows-1252", "A table with an e acute in Windows-1252.",
          lambda: "Café,Actual\n".encode("cp1252"), Read(2, {"A1": "Café"})),
    _case("a byte that no alphabet has", "Byte 0x81, which Windows-1252 leaves open.",
          lambda: b"Measure,Actual\nx,\x81\n"),
    _case("UTF-8 written too long", "A solidus in two bytes, which UTF-8 forbids.",
          lambda: b"Measure,Actual\nx,\xc0\xaf\n", Read(4, {"B2": "À¯"})),
    _case("half characters in UTF-8", "A surrogate in three bytes, which UTF-8 forbids.",
          lambda: b"Measure,Actual\nx,\xed\xa0\x80\n", Read(4, {"B2": "í\xa0€"})),
    _case("zero bytes", "A zero byte in a cell.", lambda: b"Measure,Actual\nx,\0\n"),
    _case("control characters", "Bell, backspace and escape among Windows-1252.",
          lambda: b"Measure,Actual\nx,\x07\x08\x1b\xe9\n"),
    _case("a quotation mark never closed", "A quotation mark opens and nothing closes it.",
          lambda: PLAIN.encode() + b'"x,1\n' * 3, Refused(BAD_LINE)),
    _case("a quotation mark in a word", "A mark within a cell that has none around it.",
          one('5" pipe'), Read(4, {"B2": '5" pipe'})),
    _case("words after a quotation", "Words follow a closing quotation mark.",
          one('"a"b'), Refused(BAD_LINE)),
    _case("a million quotation marks", "An even number of marks and nothing else.",
          lambda: b"a,b\n" + b'"' * 1_000_000, Refused(BAD_LINE)),
    _case("one line of 19 MB", "One cell of 19 MB.", lambda: b"a\n" + b"z" * 19_000_000,
          Refused(BAD_LINE)),
    _case("a heading of 19 MB", "One quoted heading that holds 19 MB of marks.",
          lambda: b'"' + b'""' * 9_500_000 + b'",b\n', Refused(BAD_LINE)),
    _larger("21 MB", "One line more than 20 MB.", lambda: b"a,b\n" * 5_250_000),
    _larger("100,000 columns", "A heading line of 100,000 commas.",
            lambda: b"," * 100_000 + b"\na,b\n"),
    _larger("201 columns", "One column too many.", lambda: b",".join([b"a"] * 201)),
    _case("200 columns", "As many columns as there may be.",
          lambda: b",".join([b"a"] * 200), Read(200, {"GR1": "a"})),
    _larger("a million rows", "A million rows of one letter.", lambda: b"a\n" * 1_000_000),
    _case("20,001 rows", "More rows than a sheet may have.",
          lambda: b"a\n" * 20_001, Refused(LARGER)),
    _case("empty lines to the end", "9 million empty lines after a right table.",
          lambda: PLAIN.encode() + b"\n" * 9_000_000, RIGHT),
    _case("9 million rows of commas", "Empty rows and, at the end, a full one.",
          lambda: PLAIN.encode() + b",\n" * 9_000_000 + b"x,1\n", Refused(LARGER)),
    _case("mixed line ends", "Line feeds, carriage returns and both.",
          lambda: b"a,b\r1,2\n3,4\r\n5,6", Read(8, {"A2": "1", "A4": "5"})),
    _case("a lone carriage return", "A carriage return within a cell ends its row.",
          one("1\r2"), Read(5, {"B2": "1", "A3": "2"})),
    _case("line ends of other alphabets", "U+2028, U+2029 and U+0085 are text, not line ends.",
          one("a\u2028b\u2029c\u0085d"), Read(4, {"B2": "a\u2028b\u2029c\u0085d"})),
    _stays("a command", "A cell that a spreadsheet would run as a program.",
           "=cmd|'/c calc'!A1"),
    _stays("an at sign", "A cell that a spreadsheet would take for a formula.", "@SUM(A1:A9)"),
    _stays("a link", "A cell that a spreadsheet would open a page by.",
           "=HYPERLINK(A1)"),
    _stays("colours", "Escape codes that turn a terminal red.", "\x1b[31mred\x1b[0m"),
    _stays("text turned round", "A right-to-left override.", "a\u202e59.9"),
    _stays("invisible blanks", "Zero-width blanks within a number.", "95\u200b.9"),
    _stays("digits of another alphabet", "Arabic digits, which are no numbers to us.",
           "\u0669\u0665"),
    _stays("a number", "A number stays the text that was typed.", "007.10"),
    _case("tabs", "Tabs between cells.", PLAIN.replace(",", "\t").encode, RIGHT),
    _case("semicolons", "Semicolons between cells.", PLAIN.replace(",", ";").encode, RIGHT),
    _case("pipes", "Strokes between cells, which are no delimiter.",
          PLAIN.replace(",", "|").encode, Read(2, {"A1": "Measure|Actual"})),
    _case("a delimiter named by the file", "A first line sep=; as Excel writes it.",
          lambda: b"sep=;\n" + PLAIN.replace(",", ";").encode(),
          Read(4, {"A2": "Measure", "B3": "95.9"})),
]  # fmt: skip
