"""Zips made byte by byte, so that they can lie; and bombs made without unpacking them first.

What is packed is the business of the modules that use this.
"""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

STORED, DEFLATED = 0, 8
_DOS_DATE = 0x5000 | 0x21  # 2020-01-01; the same bytes on every day


@dataclass(frozen=True)
class Part:
    """A part of a zip. What is left out is worked out truthfully from `content`.

    `packed` are the bytes as they stand in the zip; `size`, `packed_size`, `crc`, `at` and
    `local_name` are what is claimed of them.
    """

    name: str | bytes
    content: bytes = b""
    method: int = DEFLATED
    flags: int = 0
    packed: bytes | None = None
    size: int | None = None
    packed_size: int | None = None
    crc: int | None = None
    at: int | None = None
    local_name: bytes | None = None
    extra: bytes = b""
    mode: int = 0

    @property
    def raw_name(self) -> bytes:
        return self.name.encode() if isinstance(self.name, str) else self.name

    def stored(self) -> bytes:
        if self.packed is not None:
            return self.packed
        return deflate(self.content) if self.method == DEFLATED else self.content

    def numbers(self, stored: bytes) -> tuple[int, int, int]:
        """Checksum, packed size and size, as claimed."""
        return (
            zlib.crc32(self.content) if self.crc is None else self.crc,
            len(stored) if self.packed_size is None else self.packed_size,
            len(self.content) if self.size is None else self.size,
        )


def a_zip(
    parts: Iterable[Part],
    *,
    comment: bytes = b"",
    before: bytes = b"",
    after: bytes = b"",
    count: int | None = None,
) -> bytes:
    """A zip of these parts. `before` and `after` stand around it; `count` is how many it claims.

    Offsets are counted from the very start, as they must be where something stands before.
    """
    body, directory, number = bytearray(before), bytearray(), 0
    for part in parts:
        stored = part.stored()
        at = len(body) if part.at is None else part.at
        if part.at is None:
            body += local_header(part, stored) + stored
        directory += _central_header(part, stored, at)
        number += 1
    claimed = number if count is None else count
    end = struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, claimed, claimed, len(directory), len(body), len(comment)
    )
    return bytes(body + directory) + end + comment + after


def local_header(part: Part, stored: bytes) -> bytes:
    name = part.raw_name if part.local_name is None else part.local_name
    head = (45 if part.extra else 20, part.flags, part.method, 0, _DOS_DATE)
    sizes = (len(name), len(part.extra))
    return (
        struct.pack("<4s5H3L2H", b"PK\3\4", *head, *part.numbers(stored), *sizes)
        + name
        + part.extra
    )


def _central_header(part: Part, stored: bytes, at: int) -> bytes:
    head = (0x0314, 45 if part.extra else 20, part.flags, part.method, 0, _DOS_DATE)
    sizes = (len(part.raw_name), len(part.extra), 0, 0, 0, part.mode << 16, at)
    return (
        struct.pack("<4s6H3L5H2L", b"PK\1\2", *head, *part.numbers(stored), *sizes)
        + part.raw_name
        + part.extra
    )


def deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def deflate_many(first: bytes, block: bytes, times: int, last: bytes) -> bytes:
    """`first`, then `block` so many times, then `last`, deflated without ever being unpacked.

    A full flush makes a block's packed bytes independent of what came before, so they repeat.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(first) + packer.flush(zlib.Z_FULL_FLUSH)
    again = zlib.compressobj(9, zlib.DEFLATED, -15)
    repeated = again.compress(block) + again.flush(zlib.Z_FULL_FLUSH)
    return packed + repeated * times + deflate(last)


def crc_many(first: bytes, block: bytes, times: int, last: bytes) -> int:
    """The checksum of the same; this one has to walk through it all."""
    crc = zlib.crc32(first)
    for _ in range(times):
        crc = zlib.crc32(block, crc)
    return zlib.crc32(last, crc)


def much(name: str, first: bytes, block: bytes, times: int, last: bytes) -> Part:
    """A large part, packed small and told truthfully."""
    return Part(
        name,
        packed=deflate_many(first, block, times, last),
        size=len(first) + len(block) * times + len(last),
        crc=crc_many(first, block, times, last),
    )
