"""Zips whose parts share bytes, so that little data unpacks to much.

What else is wrong with zips is `zips`.
"""

import struct

from tests.hostile.packing import Part, a_zip, deflate, local_header
from tests.hostile.workbooks import ROWS, parts, sheet


def plain() -> list[Part]:
    return [Part(name, content) for name, content in parts().items()]


def overlapping(count: int, kernel: bytes) -> bytes:
    """Parts that each quote the headers of all later ones, and share one kernel at the end."""
    made = plain()
    stored = deflate(kernel)
    last = Part(f"xl/media/{count}", kernel)
    quoted, headers = [last], [local_header(last, stored)]
    tail = headers[0] + stored
    sizes = [len(kernel)]
    for number in range(count - 1, 0, -1):
        head = headers[-1]
        block = b"\0" + struct.pack("<HH", len(head), 0xFFFF ^ len(head))
        sizes.append(sizes[-1] + len(head))
        part = Part(f"xl/media/{number}", size=sizes[-1], packed_size=len(block) + len(tail), crc=0)
        headers.append(local_header(part, b""))
        tail = headers[-1] + block + tail
        quoted.append(part)
    start = len(a_zip(made)[: a_zip(made).index(b"PK\1\2")])
    placed, at = [], start
    for part, head in zip(reversed(quoted), reversed(headers), strict=True):
        placed.append(_at(part, at))
        at += len(head) + 5
    # The overlapping bytes are carried by a part that the directory does not speak of.
    body = a_zip(made)[:start] + tail
    return _with_directory(body, [*_offsets(made), *placed])


def _at(part: Part, at: int) -> Part:
    return Part(**{**vars(part), "at": at})


def _offsets(made: list[Part]) -> list[Part]:
    placed, at = [], 0
    for part in made:
        placed.append(_at(part, at))
        at += len(local_header(part, part.stored())) + len(part.stored())
    return placed


def _with_directory(body: bytes, placed: list[Part]) -> bytes:
    """A zip whose directory speaks of parts at stated places in `body`."""
    return a_zip(placed, before=body)


def same_place() -> bytes:
    body = a_zip(plain())
    more = [_at(Part(f"xl/worksheets/sheet{n}.xml", sheet(ROWS)), 0) for n in range(2, 400)]
    start = body.index(b"PK\1\2")
    return _with_directory(body[:start], [*_offsets(plain()), *more])
