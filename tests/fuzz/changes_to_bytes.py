"""Changes that know nothing of a file but its bytes."""

import random
from collections.abc import Callable

_EXTREMES = (
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\0\0\0\x80",
    b"\1\0\0\0",
    b"\0\0\1\0",
    b"\xfe\xff\xff\xff",
)


def _place(draw: random.Random, data: bytes) -> int:
    if not data:
        raise ValueError("nothing is left to change")
    # Heads and tails hold what the rest is read by.
    near = min(len(data), 1_000)
    return draw.choice(
        (draw.randrange(len(data)), draw.randrange(near), len(data) - 1 - draw.randrange(near))
    )


def _stretch(draw: random.Random, data: bytes) -> tuple[int, int]:
    start = _place(draw, data)
    return start, min(len(data), start + draw.choice((1, 4, 30, 500, 5_000)))


def bits_turned(draw: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.choice((1, 1, 4, 50))):
        changed[_place(draw, data)] ^= 1 << draw.randrange(8)
    return bytes(changed)


def bytes_set(draw: random.Random, data: bytes) -> bytes:
    start, end = _stretch(draw, data)
    return data[:start] + draw.randbytes(end - start) + data[end:]


def number_made_extreme(draw: random.Random, data: bytes) -> bytes:
    start, extreme = _place(draw, data), draw.choice(_EXTREMES)[: draw.choice((1, 2, 4))]
    return data[:start] + extreme + data[start + len(extreme) :]


def cut_off(draw: random.Random, data: bytes) -> bytes:
    return data[: _place(draw, data)]


def stretch_left_out(draw: random.Random, data: bytes) -> bytes:
    start, end = _stretch(draw, data)
    return data[:start] + data[end:]


def stretch_repeated(draw: random.Random, data: bytes) -> bytes:
    start, end = _stretch(draw, data)
    return data[:end] + data[start:end] * draw.choice((1, 3, 100)) + data[end:]


def stretch_zeroed(draw: random.Random, data: bytes) -> bytes:
    start, end = _stretch(draw, data)
    return data[:start] + bytes(end - start) + data[end:]


def stretch_moved(draw: random.Random, data: bytes) -> bytes:
    start, end = _stretch(draw, data)
    rest = data[:start] + data[end:]
    place = draw.randrange(len(rest) + 1)
    return rest[:place] + data[start:end] + rest[place:]


def spliced_with(other: bytes) -> Callable[[random.Random, bytes], bytes]:
    def spliced(draw: random.Random, data: bytes) -> bytes:
        return data[: _place(draw, data)] + other[_place(draw, other) :]

    return spliced


CHANGES = (
    bits_turned,
    bytes_set,
    number_made_extreme,
    cut_off,
    stretch_left_out,
    stretch_repeated,
    stretch_zeroed,
    stretch_moved,
)
