"""Old Office files: broken, locked, of another program, or made to exhaust whoever opens them.

How they are put together is `containers`.
"""

from collections.abc import Callable

from tests.hostile.case import (
    DAMAGED,
    LARGER,
    LOCKED,
    NO_SHEET,
    NOT_A_TABLE,
    NOT_A_WORKBOOK,
    SECRET,
    Case,
    Read,
    Refused,
)
from tests.hostile.containers import (
    END,
    HEADER,
    beginning,
    blanks,
    container,
    doubling_names,
    name,
    number,
    old_workbook,
    record,
)

PLAIN = number(0, 0, 42.0)


def old(sheet: bytes = PLAIN, more: bytes = b"", sheets: int = 1) -> bytes:
    return container({"Workbook": old_workbook(sheet, more, sheets)})


def locked_new() -> bytes:
    return container({"EncryptionInfo": bytes(200), "EncryptedPackage": SECRET.encode() * 900})


def numbers(count: int) -> bytes:
    return b"".join(number(n // 200, n % 200, n) for n in range(count))


def blank_rows(count: int) -> bytes:
    return b"".join(blanks(n) for n in range(1, count + 1))


def _case(name: str, made: str, build: Callable[[], bytes], verdict: Refused | Read) -> Case:
    return Case(f"old: {name}", made, build, verdict)


def _damaged(name: str, made: str, build: Callable[[], bytes]) -> Case:
    return _case(name, made, build, Refused(DAMAGED))


CASES = [
    _case("a plain one", "A right .xls with one number, to show that the maker makes them right.",
          old, Read(1, {"A1": "42"})),
    _case("a header and words", "The first bytes of an .xls, then words.",
          lambda: HEADER + SECRET.encode() * 500, Refused(NOT_A_WORKBOOK)),
    _damaged("a header and the word Workbook", "The first bytes of an .xls, then its name.",
             lambda: HEADER + "Workbook".encode("utf-16-le") * 500),
    _case("a header alone", "The first eight bytes of an .xls.", lambda: HEADER,
          Refused(NOT_A_WORKBOOK)),
    _damaged("the first half", "An .xls that ends in the middle.",
             lambda: old()[: len(old()) // 2]),
    _damaged("a stream without end", "The workbook's stream leads back to its own beginning.",
             lambda: container({"Workbook": old_workbook(PLAIN)}, loop=True)),
    _case("a locked modern workbook", "A modern workbook with a password, in the old container.",
          locked_new, Refused(LOCKED)),
    _case("a locked old workbook", "An .xls that says it is encrypted.",
          lambda: old(more=record(0x2F, bytes(6))), Refused(LOCKED)),
    _case("an old Word file", "A container with the stream of a .doc.",
          lambda: container({"WordDocument": SECRET.encode() * 900}), Refused(NOT_A_WORKBOOK)),
    _case("an old mail", "A container with a stream of a .msg.",
          lambda: container({"__properties_version1.0": SECRET.encode() * 900}),
          Refused(NOT_A_WORKBOOK)),
    _damaged("junk for a workbook", "The workbook's stream is words.",
             lambda: container({"Workbook": SECRET.encode() * 900})),
    _damaged("a beginning and junk", "The workbook's stream begins rightly, then is junk.",
             lambda: container({"Workbook": beginning(5) + b"\xee" * 5_000})),
    _case("only a beginning", "The workbook's stream has a beginning and an end, no sheets.",
          lambda: container({"Workbook": beginning(5) + END}), Refused(NO_SHEET)),
    _damaged("a sheet beyond the file", "A sheet is said to begin at 4 GB.",
             lambda: container({"Workbook": old_workbook(PLAIN, at=0xFFFFFFF0)})),
    _damaged("a sheet at the workbook", "A sheet is said to begin where the workbook does.",
             lambda: container({"Workbook": old_workbook(PLAIN, at=0)})),
    _damaged("a record beyond the file", "The last record is longer than the file.",
             lambda: container({"Workbook": old_workbook(PLAIN + b"\x03\x02\xff\xff")})),
    _case("texts by the thousand million", "A table of texts says it holds 4,294,967,295.",
          lambda: old(more=record(0xFC, b"\xff" * 8)), Read(1, {"A1": "42"})),
    _case("records without a container", "A bare stream of records, as very old programs wrote.",
          lambda: old_workbook(PLAIN), Refused(NOT_A_TABLE)),
    _case("an .xls of 21 MB", "A right .xls with 21 MB of zeros behind it.",
          lambda: old() + bytes(21_000_000), Refused(LARGER)),
    _case("row 65,536", "A number in the last row of an .xls.",
          lambda: old(number(65_535, 255, 1.0)), Refused(LARGER)),
    _case("three million blank cells", "Blank cells in 12,000 whole rows.",
          lambda: old(PLAIN + blank_rows(12_000)), Read(1, {"A1": "42"})),
    _case("one sheet as 400", "400 sheets that all begin where one stream of blank cells does.",
          lambda: old(PLAIN + blank_rows(10_000), sheets=400), Refused(LARGER)),
    _case("80,000 numbers as 100 sheets", "100 sheets that all begin where 80,000 numbers do.",
          lambda: old(numbers(80_000), sheets=100), Refused(DAMAGED)),
    _case("names that double", "31 defined names, each the one before it twice: 21 GB of text.",
          lambda: old(more=doubling_names(31)), Read(1)),
    _case("names that chase each other", "A defined name that is itself.",
          lambda: old(more=name("n0", b"\x23\1\0\0\0")), Read(1)),
    _case("not a number", "A cell that holds the bits of NaN.",
          lambda: old(number(0, 0, float("nan"))), Read(1, errors={"A1": "#NUM!"})),
    _case("endless", "A cell that holds the bits of infinity.",
          lambda: old(number(0, 0, float("inf"))), Read(1, errors={"A1": "#NUM!"})),
]  # fmt: skip
