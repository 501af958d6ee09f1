"""Changes to a zip's parts and to what it says of them; what the parts hold is `changes_to_xml`."""

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.hostile.packing import Part, a_zip

Change = Callable[[random.Random, bytes], bytes]
# A part that grew beyond this is left as it is: mutants are to be odd, not large.
_MOST_BYTES = 2_000_000


def is_zip(data: bytes) -> bool:
    try:
        return bool(parts_of(data))
    except ValueError:
        return False


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a zip. Raises ValueError for what is none any more."""
    if not data.startswith(b"PK"):
        raise ValueError("not a zip")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise ValueError("too large to be changed")
            return {entry.filename: package.read(entry) for entry in entries}
    except Exception:
        # Earlier changes have broken it in one of many ways.
        raise ValueError("not a zip") from None


def packed(parts: Mapping[str, bytes]) -> bytes:
    return a_zip(Part(name, content) for name, content in parts.items())


def any_part(draw: random.Random, parts: Mapping[str, bytes]) -> str:
    """A part's name; more often one that a reader needs."""
    needed = [name for name in parts if "sheet" in name or "content" in name or "book" in name]
    return draw.choice(draw.choice((list(parts), needed or list(parts))))


def part_left_out(draw: random.Random, data: bytes) -> bytes:
    parts = parts_of(data)
    del parts[any_part(draw, parts)]
    return packed(parts)


def part_twice(draw: random.Random, data: bytes) -> bytes:
    parts = parts_of(data)
    name = any_part(draw, parts)
    again = draw.choice((name, name.upper(), name + "\0a"))
    content = draw.choice((parts[name], b"", parts[any_part(draw, parts)]))
    return a_zip([*(Part(n, c) for n, c in parts.items()), Part(again, content)])


def part_renamed(draw: random.Random, data: bytes) -> bytes:
    parts = parts_of(data)
    name = any_part(draw, parts)
    new = draw.choice(
        (name.upper(), "../" + name, "/" + name, name.replace("/", "\\"), name + " ", "a", "", "é")
    )
    return packed({new if n == name else n: content for n, content in parts.items()})


def parts_swapped(draw: random.Random, data: bytes) -> bytes:
    parts = parts_of(data)
    one, two = any_part(draw, parts), any_part(draw, parts)
    parts[one], parts[two] = parts[two], parts[one]
    return packed(parts)


def part_emptied(draw: random.Random, data: bytes) -> bytes:
    parts = parts_of(data)
    return packed({**parts, any_part(draw, parts): b""})


def part_cut(draw: random.Random, data: bytes) -> bytes:
    parts = parts_of(data)
    name = any_part(draw, parts)
    return packed({**parts, name: parts[name][: draw.randrange(len(parts[name]) + 1)]})


def part_unsettled(draw: random.Random, data: bytes) -> bytes:
    """Some bytes of a part changed, with a checksum that is right."""
    parts = parts_of(data)
    name = any_part(draw, parts)
    content = bytearray(parts[name])
    for _ in range(draw.choice((1, 2, 10))):
        if content:
            content[draw.randrange(len(content))] = draw.randrange(256)
    return packed({**parts, name: bytes(content)})


def parts_shuffled(draw: random.Random, data: bytes) -> bytes:
    parts = list(parts_of(data).items())
    draw.shuffle(parts)
    return packed(dict(parts))


def something_claimed(draw: random.Random, data: bytes) -> bytes:
    """Something untrue said of a part."""
    parts = parts_of(data)
    name = any_part(draw, parts)
    number = draw.choice((0, 1, 0xFFFFFFFF, 0x7FFFFFFF, draw.randrange(1_000_000)))
    claim = draw.choice(("size", "packed_size", "crc", "at", "flags", "method"))
    value = number & 0xFFFF if claim in ("flags", "method") else number
    lying = replace(Part(name, parts[name]), **{claim: value})
    kept = [Part(n, content) for n, content in parts.items() if n != name]
    return a_zip([*kept, lying])


def something_around(draw: random.Random, data: bytes) -> bytes:
    junk = draw.choice((b"\r\n", bytes(100), b"PK\5\6" + bytes(18), data[:500], data))
    return draw.choice((junk + data, data + junk, a_zip([], comment=data[:60_000])))


def changes(other: bytes) -> tuple[Change, ...]:
    """All changes to zips; `other` is a file that parts may be taken from."""

    def part_from_another_file(draw: random.Random, data: bytes) -> bytes:
        parts, others = parts_of(data), parts_of(other)
        name = any_part(draw, parts)
        return packed({**parts, name: others.get(name, others[any_part(draw, others)])})

    return (
        part_left_out,
        part_twice,
        part_renamed,
        parts_swapped,
        part_emptied,
        part_cut,
        part_unsettled,
        parts_shuffled,
        something_claimed,
        something_around,
        part_from_another_file,
    )
