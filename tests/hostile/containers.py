"""The container of old Office files (OLE) and the records in it (BIFF), made byte by byte.

What is put into them is `old`.
"""

import struct

from tests.hostile.case import SECRET

HEADER = bytes.fromhex("D0CF11E0A1B11AE1")
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512


def container(streams: dict[str, bytes], loop: bool = False) -> bytes:
    """A container of some streams, at most 7 MB. `loop` makes the first stream never end."""
    padded = {name: _padded(data, 4096) for name, data in streams.items()}
    directory_sectors = -(-(len(streams) + 1) // 4)
    count = directory_sectors + sum(len(data) // _SECTOR for data in padded.values())
    fat_sectors = 1
    while fat_sectors * 128 < count + fat_sectors:
        fat_sectors += 1
    fat = [_FAT] * fat_sectors + _chain(fat_sectors, directory_sectors)
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    body = bytearray()
    for number, (name, data) in enumerate(padded.items(), start=1):
        first = len(fat)
        fat += _chain(first, len(data) // _SECTOR)
        if loop and number == 1:
            fat[-1] = first
        following = number + 1 if number < len(padded) else _FREE
        entries.append(_entry(name, 2, first, len(data), right=following))
        body += data
    fat += [_FREE] * (fat_sectors * 128 - len(fat))
    table = list(range(fat_sectors)) + [_FREE] * (109 - fat_sectors)
    head = HEADER + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<LLLLLLLLL", 0, fat_sectors, fat_sectors, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109L", *table)
    return (
        head
        + struct.pack(f"<{len(fat)}L", *fat)
        + _padded(b"".join(entries), directory_sectors * _SECTOR)
        + bytes(body)
    )


def _chain(first: int, length: int) -> list[int]:
    return [*range(first + 1, first + length), _END] if length else []


def _padded(data: bytes, size: int) -> bytes:
    short = -len(data) % _SECTOR
    return (data + bytes(short)).ljust(size, b"\0")


def _entry(
    name: str, kind: int, first: int, size: int, right: int = _FREE, child: int = _FREE
) -> bytes:
    said = name.encode("utf-16-le")
    return (
        said.ljust(64, b"\0")
        + struct.pack("<HBBLLL", len(said) + 2, kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<LLL", first, size, 0)
    )


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def beginning(kind: int) -> bytes:
    return record(0x809, struct.pack("<HHHHLL", 0x600, kind, 0x0DBB, 0x07CC, 0x41, 6))


END = record(0x0A)
_FONT = record(
    0x31, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 5, 0) + b"Arial"
)
_STYLE = record(0xE0, struct.pack("<HHHBBBBLLH", 0, 0, 1, 0x20, 0, 0, 0, 0, 0, 0x20C0))


def number(row: int, column: int, value: float) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, 0, value))


def blanks(row: int, count: int = 256) -> bytes:
    return record(
        0xBE, struct.pack("<HH", row, 0) + bytes(2 * count) + struct.pack("<H", count - 1)
    )


def old_workbook(sheet: bytes, more: bytes = b"", sheets: int = 1, at: int | None = None) -> bytes:
    """The stream of a workbook whose sheets are all the same records; `more` stands before them.

    `at` is where the sheet is said to begin, if not where it does.
    """
    head = beginning(5) + record(0x42, b"\xb0\x04") + _FONT * 5 + _STYLE * 16 + more
    names = [f"{SECRET} {number}".encode() for number in range(sheets)]
    start = len(head) + sum(12 + len(name) for name in names) + len(END)
    place = start if at is None else at
    said = b"".join(
        record(0x85, struct.pack("<LBBBB", place, 0, 0, len(name), 0) + name) for name in names
    )
    return head + said + END + beginning(0x10) + sheet + END


def name(title: str, formula: bytes) -> bytes:
    """A defined name."""
    head = struct.pack("<HBBHHH4B", 0, 0, len(title), len(formula), 0, 0, 0, 0, 0, 0)
    return record(0x18, head + b"\0" + title.encode() + formula)


def doubling_names(count: int) -> bytes:
    """Names of which each is the one before it, twice."""
    word = SECRET.encode()
    made = [name("n0", b"\x17" + bytes([len(word), 0]) + word)]
    for index in range(1, count):
        before = b"\x23" + struct.pack("<HH", index, 0)
        made.append(name(f"n{index}", before + before + b"\x08"))
    return b"".join(made)
