"""Open documents (.ods) that repeat, nest, lock or reach out.

Zips as such are `zips`; XML as such is `xml_parts`.
"""

from collections.abc import Callable

from tests.hostile.case import DAMAGED, LARGER, LOCKED, NOT_A_WORKBOOK, SECRET, Case, Read, Refused
from tests.hostile.packing import STORED, Part, a_zip, much
from tests.hostile.xml_parts import DOCTYPE, LAUGHS, NOISE

_SPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style", "manifest")
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
KIND = "application/vnd.oasis.opendocument.spreadsheet"
START = (
    f"{HEAD}<office:document-content{_SPACES}><office:body><office:spreadsheet>"
    '<table:table table:name="One">'
)
FINISH = "</table:table></office:spreadsheet></office:body></office:document-content>"
MANIFEST = f"{HEAD}<manifest:manifest{_SPACES}>{{}}</manifest:manifest>"


def document(
    inside: str | Part, *, kind: str = KIND, manifest: str = "", doctype: str = ""
) -> bytes:
    """An .ods with these rows in its one sheet, or with a content part made elsewhere."""
    content = inside
    if isinstance(inside, str):
        text = START.replace(HEAD, HEAD + doctype) + inside + FINISH
        content = Part("content.xml", text.encode())
    return a_zip(
        [
            Part("mimetype", kind.encode(), method=STORED),
            Part("META-INF/manifest.xml", MANIFEST.format(manifest).encode()),
            content,  # type: ignore[list-item]
        ]
    )


def row(inside: str = "", more: str = "") -> str:
    return f"<table:table-row {more}>{inside}</table:table-row>"


def cell(text: str = SECRET, more: str = "") -> str:
    said = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {more}>{said}</table:table-cell>"


def number(value: str, more: str = "") -> str:
    return cell("1", f'office:value-type="float" office:value="{value}" {more}')


def across(count: object) -> str:
    return f'table:number-columns-repeated="{count}"'


def down(count: object) -> str:
    return f'table:number-rows-repeated="{count}"'


def blanks(count: int) -> Part:
    """A cell of many long runs of blanks, each of them one short element."""
    block = '<text:s text:c="1000"/>' * 1_000 + f"<!--{NOISE[:1_000].decode()}-->"
    start, finish = (
        f"{START}<table:table-row><table:table-cell><text:p>",
        (f"</text:p></table:table-cell></table:table-row>{FINISH}"),
    )
    return much("content.xml", start.encode(), block.encode(), count // 1_000, finish.encode())


def nested(depth: int) -> str:
    return "<table:table-row-group>" * depth + row(cell()) + "</table:table-row-group>" * depth


def _case(name: str, made: str, build: Callable[[], bytes], verdict: Refused | Read) -> Case:
    return Case(f"ods: {name}", made, build, verdict)


def _damaged(name: str, made: str, build: Callable[[], bytes]) -> Case:
    return _case(name, made, build, Refused(DAMAGED))


def _larger(name: str, made: str, inside: str) -> Case:
    return _case(name, made, lambda: document(inside), Refused(LARGER))


CASES = [
    _case("a plain one", "A right .ods with a text and a number, to show that they are made right.",
          lambda: document(row(cell() + number("42"))), Read(2, {"A1": SECRET, "B1": "42"})),
    _larger("a million full rows", "One row with a text, repeated 1,048,576 times.",
            row(cell(), down(1_048_576))),
    _larger("16,384 full columns", "One cell with a text, repeated 16,384 times.",
            row(cell(more=across(16_384)))),
    _larger("a full square", "200 cells in a row, repeated 19,000 times.",
            row(cell(more=across(200)), down(19_000))),
    _larger("many full squares", "100 cells in a row, repeated 1,000 times, over and over.",
            row(cell(more=across(100)), down(1_000)) * 19),
    _case("empty to the end", "An empty row repeated a million times between two full ones.",
          lambda: document(row(cell()) + row(cell("", across(16_384)), down(1_048_574)) + row()),
          Read(1, {"A1": SECRET})),
    _larger("full after the emptiness", "A full row after a million empty ones.",
            row("", down(1_048_574)) + row(cell())),
    _damaged("repeated 10^30 times", "A full row repeated more often than can be counted.",
             lambda: document(row(cell(), down(10**30)))),
    _damaged("empty 10^30 times", "An empty row repeated more often than can be counted.",
             lambda: document(row(cell()) + row(cell("", across(10**30)), down(10**30)))),
    *(_damaged(f"repeated {count} times", f"A cell repeated {count} times.",
               lambda count=count: document(row(cell(more=across(count)))))
      for count in ("0", "-5", "1.5", "x")),
    _damaged("repeated by 5,000 digits", "A cell repeated by a number of 5,000 digits.",
             lambda: document(row(cell(more=across("9" * 5_000))))),
    _case("a merge of everything", "A cell merged over 1,048,576 rows and 16,384 columns.",
          lambda: document(row(cell(more='table:number-rows-spanned="1048576" '
                                         'table:number-columns-spanned="16384"'))),
          Read(1, {"A1": SECRET})),
    _damaged("a merge of nothing", "A cell merged over -1 rows.",
             lambda: document(row(cell(more='table:number-rows-spanned="-1"')))),
    _case("2 GB of blanks", "Two million elements that each stand for 1,000 blanks, in one cell.",
          lambda: document(blanks(2_000_000)), Refused(LARGER)),
    _case("blanks by the thousand million", "One element that stands for 2,000,000,000 blanks.",
          lambda: document(row(cell('a<text:s text:c="2000000000"/>'))), Refused(LARGER)),
    _damaged("fewer blanks than none", "An element that stands for -1 blanks.",
             lambda: document(row(cell('a<text:s text:c="-1"/>')))),
    _larger("300 groups deep", "Row groups nested 300 deep.", nested(300)),
    _damaged("a table in a cell", "A table within a table's cell.",
             lambda: document(row(cell('</text:p><table:table table:name="Two">' + row(number("1"))
                                       + "</table:table><text:p>")))),
    _case("a locked one", "The manifest says that the content is encrypted.",
          lambda: document(row(cell()), manifest='<manifest:file-entry manifest:full-path='
                           '"content.xml"><manifest:encryption-data/></manifest:file-entry>'),
          Refused(LOCKED)),
    _case("a document type", "The content declares an empty document type.",
          lambda: document(row(cell()), doctype=DOCTYPE), Refused(NOT_A_WORKBOOK)),
    _case("billion laughs", "Entities in the content that unfold tenfold, eleven deep.",
          lambda: document(row(cell("&l11;")), doctype=LAUGHS), Refused(NOT_A_WORKBOOK)),
    _case("no content", "The content's part is not there.",
          lambda: document(Part("styles.xml", b"<a/>")), Refused(NOT_A_WORKBOOK)),
    _damaged("content of something else", "The content is not XML.",
             lambda: document(Part("content.xml", SECRET.encode()))),
    _case("a text document", "The same parts, said to be an .odt.",
          lambda: document(row(cell()), kind=KIND.replace("spreadsheet", "text")),
          Refused(NOT_A_WORKBOOK)),
    _damaged("two sheets of one name", "Two sheets named One.",
             lambda: document(row(cell()) + '</table:table><table:table table:name="One">')),
    _larger("10,000 sheets", "As many sheets.", "".join(
            f'</table:table><table:table table:name="{n}">' for n in range(10_000))),
    *(_damaged(f"the number {value}", f"A number cell that holds {value}.",
               lambda value=value: document(row(number(value))))
      for value in ("NaN", "INF", "1_0", "")),
    _case("the number 1e400", "A number too large for a spreadsheet.",
          lambda: document(row(number("1e400"))), Read(1, errors={"A1": "#NUM!"})),
    _damaged("a number that is missing", "A number cell without its number.",
             lambda: document(row(cell("1", 'office:value-type="float"')))),
    _damaged("a date that is none", "A date cell that holds a word.",
             lambda: document(row(cell("1", 'office:value-type="date" office:date-value="soon"')))),
    _case("a command by DDE", "A formula that would start a program; its stored result is 7.",
          lambda: document(row(number("7", "table:formula=\"of:=DDE('cmd';'/c calc';'a')\""))),
          Read(1, {"A1": "7"}, formulas=("A1",))),
    _case("another file", "A table that is linked to an address.",
          lambda: document('<table:table-source xmlns:x="http://www.w3.org/1999/xlink" '
                           'x:href="http://192.0.2.1/a.ods"/>' + row(cell())), Read(1)),
    _case("hidden rows and columns", "All of a million rows and columns are hidden.",
          lambda: document(f'<table:table-column {across(10**9)} table:visibility="collapse"/>'
                           + row(cell()) + row("", f'{down(10**9)} table:visibility="collapse"')),
          Read(1, hidden=("A1",))),
]  # fmt: skip
