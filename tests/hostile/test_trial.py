"""The trial itself: a door that fails in any of these ways is found out."""

import os
import time
from collections.abc import Callable
from typing import Any, NoReturn

import pytest

from sources.workbooks.cells import CannotRead, Cell, Sheet, Workbook
from tests.hostile.case import SECRET, Read, Refused
from tests.hostile.trial import Trial, tried


def tried_on(door: Callable[[bytes], Any], **limits: Any) -> Trial:
    """The door tried on a file that does not matter, with small limits."""
    limits = {"cpu_seconds": 1.0, "most_bytes": 100_000_000, **limits}
    return tried(door, SECRET.encode(), None, refusal=CannotRead, secret=SECRET, **limits)


def says(sentence: str) -> Callable[[bytes], NoReturn]:
    def door(_data: bytes) -> NoReturn:
        raise CannotRead(sentence)

    return door


def gives(row: int = 1, sheet: str = "One", merged: str = "A1:B1", **said: Any) -> Any:
    """A door that gives a workbook with one cell."""
    cell = Cell("One", row, 1, **{"text": "1", **said})
    held = Sheet(sheet, {cell.address: cell}, merged=(merged,))
    return lambda data: Workbook("xlsx", {"One": held})


def raises_key_error(data: bytes) -> NoReturn:
    raise KeyError(data)


def hangs(_data: bytes) -> None:
    while True:
        pass


def sleeps(_data: bytes) -> None:
    time.sleep(60)


def swells(_data: bytes) -> NoReturn:
    held = b"x" * 150_000_000
    raise CannotRead(f"This was {len(held)} bytes.")


def bursts(_data: bytes) -> None:
    held = bytearray()
    while True:
        held += b"x" * 50_000_000


def toils(_data: bytes) -> NoReturn:
    until = time.process_time() + 1.3
    while time.process_time() < until:
        pass
    raise CannotRead("This took long.")


def leaves(_data: bytes) -> NoReturn:
    os._exit(0)


def quotes_by_its_cause(data: bytes) -> NoReturn:
    try:
        raise_key = {}[data]
    except KeyError as error:
        raise CannotRead("This is damaged.") from error
    raise AssertionError(raise_key)


BAD: dict[str, tuple[Callable[[bytes], Any], str]] = {
    "raises": (raises_key_error, "raised KeyError"),
    "hangs": (hangs, "was ended by SIG"),
    "swells": (swells, "MB of memory"),
    "bursts": (bursts, "raised MemoryError"),
    "toils": (toils, "s of processor time"),
    "leaves": (leaves, "ended without a word"),
    "gives nothing": (lambda data: None, "gave nothing back"),
    "quotes": (says(f"This file speaks of {SECRET.upper()}."), "quotes the file"),
    "quotes by its cause": (quotes_by_its_cause, "carries what it came from"),
    "two sentences": (says("This is damaged. Send it again."), "not one sentence"),
    "no sentence": (says("damaged"), "not one sentence"),
    "a long sentence": (says("a" * 300 + "."), "301 characters"),
    "a sentence in colour": (says("\x1b[31mred."), "cannot be printed"),
    "half a character": (gives(text="\ud800"), "not text that can be stored"),
    "a zero byte": (gives(formula="\0"), "not text that can be stored"),
    "an empty cell": (gives(text=""), "empty"),
    "a cell of row 0": (gives(row=0), "outside any return"),
    "a cell of row 20,001": (gives(row=20_001), "outside any return"),
    "a number that is none": (gives(number=float("nan")), "number that is none"),
    "an error that is none": (gives(error="#REF!"), "shows as something else"),
    "a sheet of another name": (gives(sheet="Two"), "name is not its own"),
    "a merged area that is none": (gives(merged="A1:A-1"), "merged area that is none"),
}


@pytest.mark.parametrize("way", BAD)
def test_a_bad_door_is_found_out(way: str) -> None:
    door, words = BAD[way]
    assert any(words in fault for fault in tried_on(door).faults)


def test_a_door_that_waits_without_working_is_not_waited_for() -> None:
    started = time.monotonic()
    (fault,) = tried_on(sleeps, cpu_seconds=0.1).faults
    assert "SIGKILL" in fault
    assert time.monotonic() - started < 30


def test_a_sound_door_has_no_faults() -> None:
    assert tried_on(gives()).faults == ()
    refused = tried_on(says("This is damaged: send it again."))
    assert (refused.faults, refused.sentence) == ((), "This is damaged: send it again.")


def test_a_verdict_that_is_missed_is_told() -> None:
    workbook = gives()(b"")
    assert Refused("damaged").misses(workbook, None) == ["was read, with 1 cells"]
    assert Refused("damaged").misses(None, "It is empty.") != []
    assert Refused("damaged").misses(None, "It is damaged.") == []
    assert Read(1).misses(None, "It is damaged.") != []
    assert Read(2).misses(workbook, None) == ["has 1 cells, not 2"]
    assert Read(1, {"A1": "1", "One!A1": "1"}).misses(workbook, None) == []
    assert len(Read(1, {"A1": "2", "B1": "1"}, sheets=2).misses(workbook, None)) == 3
    assert (
        len(Read(1, errors={"A1": "#N/A"}, formulas=("A1",), hidden=("A1",)).misses(workbook, None))
        == 3
    )
