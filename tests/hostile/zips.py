"""Zips that lie, swell or overlap. What stands inside the parts is right, or does not matter."""

import bz2
import struct

from tests.hostile.case import (
    DAMAGED,
    LARGER,
    LOCKED,
    NOT_A_TABLE,
    NOT_A_WORKBOOK,
    SECRET,
    Case,
    Read,
    Refused,
)
from tests.hostile.overlaps import overlapping, plain, same_place
from tests.hostile.packing import (
    DEFLATED,
    STORED,
    Part,
    a_zip,
    deflate,
    deflate_many,
    much,
)
from tests.hostile.workbooks import (
    BOOK,
    ROWS,
    SHEET,
    STRINGS,
    a_workbook,
    parts,
    sheet,
    with_part,
)

BLANKS = b" " * 1_000_000
RIGHT = Read(2, {"A1": SECRET, "B1": "42"})
EVIL = "/xl/worksheets/evil.xml"


def claiming(name: str, **claims: int) -> bytes:
    """The right workbook, with something else claimed of one part."""
    return with_part(Part(name, parts()[name], **claims))


def blanks(megabytes: int) -> Part:
    first, last = sheet(ROWS).split(b"<row", 1)
    return much(SHEET, first, BLANKS, megabytes, b"<row" + last)


def two_faces() -> bytes:
    """Two right workbooks in one file: which is read depends on where a program starts."""
    inner = a_workbook({SHEET: sheet('<row r="1"><c r="A1"><v>1</v></c></row>')})
    return a_zip(plain(), comment=inner)


def zip64(size: int, more: bytes = b"") -> bytes:
    """The sheet with its size in an extra field, as zips over 4 GB have it."""
    content = sheet(ROWS)
    packed = deflate(content)
    extra = struct.pack("<HHQQ", 1, 16, size or len(content), len(packed)) + more
    part = Part(SHEET, content, size=0xFFFFFFFF, packed_size=0xFFFFFFFF, extra=extra)
    return with_part(Part(**{**vars(part), "packed": packed}))


def lost_locator() -> bytes:
    whole = a_workbook()
    at = whole.rindex(b"PK\5\6")
    return whole[:at] + struct.pack("<4sLQL", b"PK\6\7", 0, 1 << 62, 1) + whole[at:]


def lying(claimed: int, megabytes: int) -> bytes:
    packed = deflate_many(b"", b"\0" * 1_000_000, megabytes, b"")
    return with_part(Part(SHEET, packed=packed, size=claimed, crc=0))


def nested() -> Part:
    inner = a_zip([much("a", b"", b"\0" * 1_000_000, 300, b"")])
    return Part("xl/media/a.zip", a_zip([Part("b.zip", inner), Part("c.zip", inner)]))


def lzma_part() -> Part:
    # Properties that ask for a dictionary of 4 GB before the first byte is unpacked.
    head = b"\x09\x04\x05\x00" + b"\x5d" + b"\xff\xff\xff\xff"
    return Part(SHEET, method=14, packed=head + b"\0" * 400, size=400, crc=0)


def flagged(name: str) -> bytes:
    return claiming(name, flags=1)


def named(name: str | bytes, flags: int = 0) -> bytes:
    return a_workbook(more=(Part(name, SECRET.encode(), flags=flags),))


def backslashed() -> bytes:
    return a_zip([Part(name.replace("/", "\\"), data) for name, data in parts().items()])


def renamed(name: str, to: str) -> bytes:
    return a_workbook(without=(name,), more=(Part(to, parts()[name]),))


def folders() -> bytes:
    made = [Part(name, method=STORED, mode=0o40755) for name in ("xl/", "xl/worksheets/", "_rels/")]
    return a_zip([*made, *plain()])


def _case(name: str, made: str, build: object, verdict: Refused | Read) -> Case:
    return Case(f"zip: {name}", made, build, verdict)  # type: ignore[arg-type]


CASES = [
    _case("one huge part", "A sheet with 300 MB of blanks.", lambda: with_part(blanks(300)),
          Refused(LARGER)),
    _case("a part packed a thousandfold", "A sheet with 30 MB of blanks in 30 KB.",
          lambda: with_part(blanks(30)), Refused(LARGER)),
    _case("many parts", "2,100 empty parts beside a right workbook.",
          lambda: a_workbook(more=tuple(Part(f"xl/media/{n}") for n in range(2_100))),
          Refused(LARGER)),
    _case("zips within zips", "600 MB in a zip in a zip in a part that nobody reads.",
          lambda: a_workbook(more=(nested(),)), RIGHT),
    _case("overlapping parts, large", "300 parts that share one kernel of 2 MB.",
          lambda: overlapping(300, b"\0" * 2_000_000), Refused(LARGER)),
    _case("overlapping parts, small", "50 parts that nobody reads share one kernel of 10 KB.",
          lambda: overlapping(50, b"\0" * 10_000), RIGHT),
    _case("parts at one place", "398 parts that nobody reads stand where the first part does.",
          same_place, RIGHT),
    _case("a small size that lies", "A sheet said to have 1,000 bytes unpacks to 3 GB.",
          lambda: lying(1_000, 3_000), Refused(DAMAGED)),
    _case("a large size that lies", "A sheet said to have 150 MB has a few hundred bytes.",
          lambda: claiming(SHEET, size=150_000_000), Refused(LARGER)),
    _case("a wrong checksum", "The sheet's checksum is 1.", lambda: claiming(SHEET, crc=1),
          Refused(DAMAGED)),
    _case("half a directory", "The file ends within the zip's directory.",
          lambda: a_workbook()[:-150], Refused(DAMAGED)),
    _case("the first half", "The file ends in the middle.",
          lambda: a_workbook()[: len(a_workbook()) // 2], Refused(DAMAGED)),
    _case("the second half", "The file lacks its first half.",
          lambda: b"PK\3\4" + a_workbook()[len(a_workbook()) // 2 :], Refused(DAMAGED)),
    _case("only an end", "An empty zip.", lambda: a_zip([]), Refused(NOT_A_WORKBOOK)),
    _case("four letters", "The first four bytes of a zip.", lambda: b"PK\3\4", Refused(DAMAGED)),
    _case("an encrypted sheet", "The sheet's encryption flag is set.", lambda: flagged(SHEET),
          Refused(LOCKED)),
    _case("an encrypted workbook part", "The workbook part's encryption flag is set.",
          lambda: flagged(BOOK), Refused(LOCKED)),
    _case("strong encryption", "The sheet's flags say strong encryption.",
          lambda: claiming(SHEET, flags=0x41), Refused(LOCKED)),
    _case("a name that climbs", "A further part is named ../../../../etc/cron.d/a.",
          lambda: named("../../../../etc/cron.d/a"), RIGHT),
    _case("a name from the root", "A further part has an absolute name.", lambda: named(EVIL),
          RIGHT),
    _case("backslashes in all names", "Folders are parted by backslashes.", backslashed,
          Refused(NOT_A_WORKBOOK)),
    _case("a name of 60,000 letters", "A further part has a very long name.",
          lambda: named(SECRET * 6_000), RIGHT),
    _case("a name that is no text", "A name said to be UTF-8 is not.",
          lambda: named(b"xl/\xff\xfe\xfa", flags=0x800), Refused(DAMAGED)),
    _case("one name twice", "Two different sheets under one part name.",
          lambda: a_workbook(more=(Part(SHEET, sheet("")),)), Refused(DAMAGED)),
    _case("one name twice but for case", "XL/WORKSHEETS/SHEET1.XML beside the sheet.",
          lambda: a_workbook(more=(Part(SHEET.upper(), sheet("")),)), Refused(DAMAGED)),
    _case("one name twice but for a zero", "A second name ends in a zero byte and more.",
          lambda: named(SHEET.encode() + b"\0.png"), Refused(DAMAGED)),
    _case("a header of another name", "The sheet's own header names another part.",
          lambda: with_part(Part(SHEET, sheet(ROWS), local_name=STRINGS.encode())),
          Refused(DAMAGED)),
    _case("names in capitals", "The sheet's part is named in capitals.",
          lambda: renamed(SHEET, SHEET.upper()), RIGHT),
    _case("folders as entries", "Entries for folders, as some zip programs write them.", folders,
          RIGHT),
    _case("a link as an entry", "The texts are a symbolic link to /etc/passwd.",
          lambda: with_part(Part(STRINGS, b"/etc/passwd", mode=0o120777)), Refused(DAMAGED)),
    _case("zip64, rightly", "The sheet's size stands in a zip64 field.", lambda: zip64(0), RIGHT),
    _case("zip64, absurdly", "A zip64 field says 8 EB.", lambda: zip64((1 << 63) - 1),
          Refused(LARGER)),
    _case("a zip64 directory elsewhere", "A zip64 directory lies beyond the file.", lost_locator,
          Refused(DAMAGED)),
    _case("fewer entries than said", "The end of the zip says 60,000 entries.",
          lambda: a_zip(plain(), count=60_000), RIGHT),
    _case("a second workbook in the comment", "The zip's comment is another workbook.", two_faces,
          Refused(DAMAGED)),
    _case("a long comment", "A comment of 60,000 bytes.",
          lambda: a_zip(plain(), comment=b"c" * 60_000), RIGHT),
    _case("bytes after the end", "A line break after the end, as mail systems add.",
          lambda: a_zip(plain(), after=b"\r\n"), RIGHT),
    _case("a program before it", "A zip behind an MZ header of a Windows program.",
          lambda: a_zip(plain(), before=b"MZ\x90\0" + b"\0" * 200), Refused(NOT_A_TABLE)),
    _case("a zip before it", "A workbook appended to another, each with its own directory.",
          lambda: a_workbook({SHEET: sheet("")}) + a_zip(plain()), Refused(DAMAGED)),
    _case("an unknown way of packing", "The sheet is packed by method 99.",
          lambda: claiming(SHEET, method=99), Refused(DAMAGED)),
    _case("lzma with a dictionary of 4 GB", "The sheet is packed with LZMA and asks for memory.",
          lambda: with_part(lzma_part()), Refused(DAMAGED)),
    _case("bzip2 to excess", "100 MB of zeros in a few hundred bytes of bzip2, said to be 100.",
          lambda: with_part(Part(SHEET, method=12, packed=bz2.compress(bytes(100_000_000)),
                                 size=100, crc=0)), Refused(DAMAGED)),
    _case("broken packing", "The sheet's packed bytes are turned round.",
          lambda: with_part(Part(SHEET, sheet(ROWS), method=DEFLATED,
                                 packed=deflate(sheet(ROWS))[::-1])), Refused(DAMAGED)),
    _case("a Word document", "A zip with the parts of a .docx.",
          lambda: a_zip([Part("[Content_Types].xml", parts()["[Content_Types].xml"]),
                         Part("word/document.xml", SECRET.encode())]), Refused(NOT_A_WORKBOOK)),
    _case("a binary workbook", "A zip with the parts of an .xlsb.",
          lambda: renamed(BOOK, "xl/workbook.bin"), Refused(DAMAGED)),
    _case("a zip of something else", "A zip with one text in it.",
          lambda: a_zip([Part(f"{SECRET}.txt", SECRET.encode())]), Refused(NOT_A_WORKBOOK)),
]  # fmt: skip
