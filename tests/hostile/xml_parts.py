"""XML that unfolds, refers outside, nests, swells or is written in odd alphabets.

Cells that are wrong as cells are `sheets`; zips are `zips`.
"""

from collections.abc import Callable

from tests.hostile.case import DAMAGED, LARGER, NOT_A_WORKBOOK, SECRET, Case, Read, Refused
from tests.hostile.packing import much
from tests.hostile.workbooks import (
    BOOK,
    BOOK_RELS,
    HEAD,
    MAIN,
    ROOT_RELS,
    ROWS,
    SHEET,
    STRINGS,
    STYLES,
    TYPES,
    a_workbook,
    parts,
    sheet,
    strings,
    with_part,
    with_rows,
)

RIGHT = Read(2, {"A1": SECRET, "B1": "42"})
DOCTYPE = "<!DOCTYPE a []>"
LAUGHS = "".join(
    [f'<!DOCTYPE a [<!ENTITY l0 "{SECRET}">']
    + [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12)]
    + ["]>"]
)
OUTSIDE = f'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY s "{SECRET}">]>'
PARAMETER = '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://192.0.2.1/a.dtd"> %p;]>'
QUADRATIC = f'<!DOCTYPE a [<!ENTITY q "{"q" * 100_000}">]>'
# About a hundredfold: under the limit that stops thousandfold packing.
NOISE = b"".join(b"%08x" % (n * 2_654_435_761 % 2**32) for n in range(1_000)) * 120


def after_head(data: bytes, words: str) -> bytes:
    """A part with words between its XML declaration and its root."""
    head = HEAD.encode()
    return head + words.encode() + data.removeprefix(head)


def typed(part: str, doctype: str = DOCTYPE) -> bytes:
    return a_workbook({part: after_head(parts()[part], doctype)})


def unfolding(doctype: str, name: str) -> bytes:
    said = strings(f"<si><t>&{name};</t></si>")
    return a_workbook({STRINGS: after_head(said, doctype)})


def in_alphabet(encoding: str, declared: str, text: str | None = None) -> bytes:
    """The sheet in an encoding, which it may or may not declare."""
    body = (text or sheet(ROWS).decode()).replace('"UTF-8"', f'"{declared}"')
    return a_workbook({SHEET: body.encode(encoding)})


def large(before: str, after: str, megabytes: int = 190) -> bytes:
    """A sheet with one piece of many megabytes between `before` and `after`."""
    start, end = sheet(ROWS).split(b"<row", 1)
    times = megabytes * 1_000_000 // len(NOISE)
    return with_part(
        much(SHEET, start + before.encode(), NOISE, times, after.encode() + b"<row" + end)
    )


def attributes(count: int) -> bytes:
    many = " ".join(f'a{n}="{n}"' for n in range(count))
    return with_rows(f"<row r='1' {many}><c r='A1'><v>1</v></c></row>")


def elements(count: int) -> bytes:
    start, end = sheet(ROWS).split(b"<row", 1)
    # The blanks keep it from being packed more than two hundredfold.
    return with_part(
        much(SHEET, start, NOISE[:5_000] + b"<a/>" * 10_000, count // 10_000, b"<row" + end)
    )


def nested(depth: int) -> bytes:
    return with_rows(ROWS, before="<a>" * depth + "</a>" * depth)


def whole_sheet(text: str) -> bytes:
    return a_workbook({SHEET: text.encode()})


def with_other_space(space: str) -> bytes:
    return whole_sheet(sheet(ROWS).decode().replace(MAIN, space))


def prefixed() -> bytes:
    text = sheet(ROWS).decode().replace("xmlns=", "xmlns:x=")
    for name in ("worksheet", "sheetData", "row", "c", "v"):
        for mark in ("<", "</"):
            for end in (" ", ">"):
                text = text.replace(f"{mark}{name}{end}", f"{mark}x:{name}{end}")
    return whole_sheet(text)


FOREIGN = (
    '<row r="1"><c r="A1"><v>1</v></c><c xmlns="urn:zebra" r="B1"><v>2</v></c>'
    '<e:c xmlns:e="urn:zebra" r="C1"><e:v>3</e:v></e:c></row>'
)
INCLUDED = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>'
    '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
    "</t></is></c></row>"
)
MANY_SPACES = "".join(f'<a xmlns:n{n}="urn:{n}"/>' for n in range(100_000))
IN_PIECES = '<row r="1"><c r="A1"><v>4<!-- 7 --><![CDATA[2]]>&#46;5</v></c></row>'
CHOICE = (
    '<row r="1"><c r="A1"><v>1</v></c></row><mc:AlternateContent xmlns:mc="http://schemas.'
    'openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="z"><row r="1"><c r="A1">'
    "<v>2</v></c></row></mc:Choice></mc:AlternateContent>"
)
LATIN = ROWS.replace('t="s"><v>0</v>', 't="str"><v>café</v>')


def _case(name: str, made: str, build: Callable[[], bytes], verdict: Refused | Read) -> Case:
    return Case(f"xml: {name}", made, build, verdict)


def _damaged(name: str, made: str, build: Callable[[], bytes]) -> Case:
    return _case(name, made, build, Refused(DAMAGED))


def _document_type(part: str) -> Case:
    return _case(f"a document type in {part}", f"An empty document type stands in {part}.",
                 lambda: typed(part), Refused(NOT_A_WORKBOOK))  # fmt: skip


CASES = [
    _case("billion laughs", "Entities that unfold tenfold, eleven deep.",
          lambda: unfolding(LAUGHS, "l11"), Refused(NOT_A_WORKBOOK)),
    _case("quadratic unfolding", "One entity of 100 KB, used 10,000 times.",
          lambda: a_workbook({STRINGS: after_head(strings("<si><t>&q;</t></si>" * 10_000),
                                                  QUADRATIC)}), Refused(NOT_A_WORKBOOK)),
    _case("a file by entity", "An entity that is /etc/passwd.", lambda: unfolding(OUTSIDE, "e"),
          Refused(NOT_A_WORKBOOK)),
    _case("an address by entity", "A parameter entity at an address.",
          lambda: unfolding(PARAMETER, "e"), Refused(NOT_A_WORKBOOK)),
    *(_document_type(part) for part in (TYPES, ROOT_RELS, BOOK, BOOK_RELS, STYLES, STRINGS, SHEET)),
    _case("a document type in docProps/app.xml", "Laughs in a part that holds no cell.",
          lambda: a_workbook({"docProps/app.xml": after_head(b"<a>&l11;</a>", LAUGHS)}),
          RIGHT),
    _case("a document type in UTF-16", "A sheet in UTF-16 with a document type.",
          lambda: in_alphabet("utf-16", "UTF-16", f"{HEAD}{LAUGHS}<a>&l11;</a>"),
          Refused(NOT_A_WORKBOOK)),
    _damaged("an entity that is not declared", "A text refers to &zebra;.",
             lambda: a_workbook({STRINGS: strings("<si><t>&zebra;</t></si>")})),
    _case("201 deep", "Elements nested 201 deep.", lambda: nested(200), Refused(LARGER)),
    _case("100,000 deep", "Elements nested 100,000 deep.", lambda: nested(100_000),
          Refused(LARGER)),
    _case("five million elements", "A sheet of 5,010,000 empty elements.",
          lambda: elements(5_010_000), Refused(LARGER)),
    _case("four million elements", "A sheet of 4,000,000 empty elements and a row.",
          lambda: elements(4_000_000), RIGHT),
    _damaged("cut short", "The sheet's XML ends in the middle of a cell.",
             lambda: a_workbook({SHEET: sheet(ROWS)[:-40]})),
    _damaged("two roots", "A second root follows the first.",
             lambda: a_workbook({SHEET: sheet(ROWS) + sheet(ROWS).removeprefix(HEAD.encode())})),
    _damaged("no root", "The sheet's part is empty.", lambda: a_workbook({SHEET: b""})),
    _damaged("tags that cross", "A row ends within its cell.",
             lambda: with_rows("<row r='1'><c r='A1'><v>1</row></v></c>")),
    _damaged("zero bytes", "A zero byte within a number.",
             lambda: with_rows("<row r='1'><c r='A1'><v>1\0002</v></c></row>")),
    _damaged("a zero by number", "&#0; within a text.",
             lambda: a_workbook({STRINGS: strings("<si><t>&#0;</t></si>")})),
    _damaged("half a character by number", "&#xD800; within a text.",
             lambda: a_workbook({STRINGS: strings("<si><t>&#xD800;</t></si>")})),
    _damaged("bytes that are no UTF-8", "A text in Latin-1 that says it is UTF-8.",
             lambda: in_alphabet("latin-1", "UTF-8", sheet(LATIN).decode())),
    _damaged("UTF-8 written too long", "A solidus in two bytes.",
             lambda: a_workbook({STRINGS: strings().replace(b"zebra", b"\xc0\xaf")})),
    _damaged("UTF-16 that says UTF-8", "A sheet in UTF-16 without a mark that says it is UTF-8.",
             lambda: in_alphabet("utf-16-le", "UTF-8")),
    _damaged("UTF-7", "A sheet that says it is UTF-7.",
             lambda: in_alphabet("utf-7", "UTF-7")),
    _damaged("EBCDIC", "A sheet in code page 37.", lambda: in_alphabet("cp037", "cp037")),
    _damaged("UTF-32", "A sheet in UTF-32.", lambda: in_alphabet("utf-32", "UTF-32")),
    _damaged("an alphabet that is none", "A sheet that says its encoding is rot13.",
             lambda: in_alphabet("utf-8", "rot13")),
    _damaged("an alphabet that unpacks", "A sheet that says its encoding is zlib.",
             lambda: in_alphabet("utf-8", "zlib")),
    _damaged("an alphabet with an odd name", "An encoding of 10,000 letters.",
             lambda: in_alphabet("utf-8", "z" * 10_000)),
    _case("UTF-16", "A sheet in UTF-16 that says so.",
          lambda: in_alphabet("utf-16", "UTF-16"), RIGHT),
    _case("Windows-1252", "A sheet in Windows-1252 that says so.",
          lambda: in_alphabet("cp1252", "windows-1252", sheet(LATIN).decode()),
          Read(2, {"A1": "café"})),
    _case("200,000 attributes", "A row with 200,000 attributes.", lambda: attributes(200_000),
          Read(1, {"A1": "1"})),
    _damaged("an attribute twice", "A cell with two addresses.",
             lambda: with_rows("<row r='1'><c r='A1' r='B1'><v>1</v></c></row>")),
    _case("an attribute of 190 MB", "One attribute of an unknown element.",
          lambda: large('<a b="', '"/>'), Refused(LARGER)),
    _case("an attribute of 8 MB", "One attribute of an unknown element.",
          lambda: large('<a b="', '"/>', 8), Refused(LARGER)),
    _case("a comment of 190 MB", "One comment before the first row.",
          lambda: large("<!--", "-->"), Refused(LARGER)),
    _case("a name of 190 MB", "One element whose name never ends.",
          lambda: large("<z", "/>"), Refused(LARGER)),
    _case("a text of 190 MB", "One text in an unknown element.",
          lambda: large("<a>", "</a>"), RIGHT),
    _case("a number of 190 MB", "One value of 190 million digits and letters.",
          lambda: large('<row r="1"><c r="A1"><v>', "</v></c></row>"), Refused(LARGER)),
    _case("style sheets and programs", "Processing instructions that name addresses.",
          lambda: a_workbook({SHEET: after_head(sheet(ROWS),
                              '<?xml-stylesheet href="http://192.0.2.1/a.xsl"?><?php die(); ?>')}),
          RIGHT),
    _damaged("a second declaration", "A second XML declaration within the sheet.",
             lambda: with_rows(f"{HEAD}{ROWS}")),
    _case("a number in pieces", "A number cut by a comment, a CDATA section and a reference.",
          lambda: with_rows(IN_PIECES), Read(1, {"A1": "42.5"})),
    _case("prefixes", "All elements of the sheet carry a prefix.", prefixed, RIGHT),
    _case("cells of another tongue", "Elements named like cells, in a namespace of their own.",
          lambda: with_rows(FOREIGN), Read(1, {"A1": "1"})),
    _damaged("a sheet of another tongue", "All of the sheet in a namespace of its own.",
             lambda: with_other_space("urn:zebra-4711")),
    _case("the strict tongue", "The sheet in the namespace of strict workbooks.",
          lambda: with_other_space("http://purl.oclc.org/ooxml/spreadsheetml/main"), RIGHT),
    _damaged("a prefix that is not declared", "An element with a prefix from nowhere.",
             lambda: with_rows("<row r='1'><z:c r='A1'/></row>")),
    _case("100,000 namespaces", "As many elements, each with a namespace of its own.",
          lambda: with_rows(ROWS, before=MANY_SPACES), RIGHT),
    _case("a file by inclusion", "XInclude of /etc/passwd in a cell's text.",
          lambda: with_rows(INCLUDED), Read(1, {"A1": "1"})),
    _case("a choice of rows", "A second row 1 that only programs of a certain kind are to see.",
          lambda: with_rows(CHOICE), Read(1, {"A1": "2"})),
]  # fmt: skip
