"""Trying a door on bytes in a child process: what it said, what it took, and whether it is sound.

The child has limits as a backstop, so that a door that hangs or swells is stopped, not waited for.
"""

import contextlib
import os
import pickle
import re
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

MOST_CPU_SECONDS = 20.0
MOST_BYTES = 1_500_000_000
MOST_CHARACTERS = 300
# As `sources/workbooks` promises them; spelt out here so that a limit cannot be lifted unseen.
MOST_CELLS, MOST_ROWS, MOST_COLUMNS = 500_000, 20_000, 200

_AREA = re.compile(r"\$?[A-Z]{1,3}\$?[1-9][0-9]*(:\$?[A-Z]{1,3}\$?[1-9][0-9]*)?")

Door = Callable[[bytes], Any]


@dataclass(frozen=True)
class Trial:
    """What became of the bytes. `sentence` is a refusal's; `faults` is what should not be.

    `answer` is what the caller asked about an opened workbook, worked out in the child.
    """

    sentence: str | None
    answer: Any
    faults: tuple[str, ...]
    cpu_seconds: float
    bytes_above_start: int


def tried(
    door: Door,
    data: bytes,
    ask: Callable[[Any, str | None], Any] | None = None,
    *,
    refusal: type[Exception],
    secret: str = "",
    cpu_seconds: float = MOST_CPU_SECONDS,
    asking_seconds: float = 0.0,
    most_bytes: int = MOST_BYTES,
) -> Trial:
    """Open the bytes in a forked child and look at what comes back.

    `cpu_seconds` is for opening alone; what `ask` does has `asking_seconds` more.
    """
    found, ended, cpu = in_child(
        lambda: _try(door, data, ask, refusal, secret), cpu_seconds + asking_seconds, most_bytes
    )
    if found is None:
        return Trial(None, None, (ended,), cpu, 0)
    sentence, answer, faults, cpu, grown = found
    if cpu > cpu_seconds:
        faults.append(f"took {cpu:.1f} s of processor time")
    if grown > most_bytes:
        faults.append(f"took {grown / 1e6:.0f} MB of memory")
    return Trial(sentence, answer, tuple(faults), cpu, grown)


def _leave_printing_out() -> None:
    """In a forked child of a process that has printed, typesetting waits for threads for ever.

    They stayed behind with the parent. What hostile text does in print is tested by itself.
    """
    if "typst" in sys.modules:
        from report_templates import pdf

        pdf.report_pdf = lambda *_: b"%PDF- left out"


def in_child(
    work: Callable[[], Any], cpu_seconds: float, most_bytes: int = MOST_BYTES
) -> tuple[Any, str, float]:
    """What some work gives, done in a forked child; else None, and how the child ended.

    Last comes the processor time that the child took.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        # Nothing of the parent's may run in here: neither its clean-up nor its tests.
        status = 1
        try:
            os.close(reader)
            _leave_printing_out()
            _limit(cpu_seconds, most_bytes)
            found = work()
            with os.fdopen(writer, "wb") as pipe:
                pickle.dump(found, pipe)
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    said = _heard(reader, child, patience_seconds=3 * cpu_seconds + 5)
    _, status, used = os.wait4(child, 0)
    cpu = used.ru_utime + used.ru_stime
    return (pickle.loads(said) if said else None), _ended(status, cpu), cpu


def _limit(cpu_seconds: float, most_bytes: int) -> None:
    # Room for what is reserved and never touched: what counts is measured, this only stops.
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    held = int(pages) * resource.getpagesize()
    most = held + 2 * most_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    seconds = int(cpu_seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _try(
    door: Door,
    data: bytes,
    ask: Callable[[Any, str | None], Any] | None,
    refusal: type[Exception],
    secret: str,
) -> tuple[str | None, Any, list[str], float, int]:
    start, workbook, sentence = resource.getrusage(resource.RUSAGE_SELF), None, None
    faults: list[str] = []
    answer = None
    try:
        workbook = door(data)
    except refusal as error:
        sentence = str(error)
        faults += wrong_with_sentence(sentence, secret)
        if error.__cause__ is not None or (not error.__suppress_context__ and error.__context__):
            faults.append("a refusal carries what it came from, and may quote the file with it")
    except BaseException as error:  # whatever it is, it should not have come out
        return None, None, [f"raised {type(error).__name__}: {error!s:.200}"], *_used(start)
    cpu, grown = _used(start)
    if workbook is not None:
        faults += wrong_with(workbook)
    elif sentence is None:
        faults.append("gave nothing back")
    if ask is not None:
        answer = ask(workbook, sentence)
    return sentence, answer, faults, cpu, grown


def _used(start: resource.struct_rusage) -> tuple[float, int]:
    end = resource.getrusage(resource.RUSAGE_SELF)
    cpu = end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime
    return cpu, (end.ru_maxrss - start.ru_maxrss) * 1024


def _heard(reader: int, child: int, patience_seconds: float) -> bytes:
    """All the child says; nothing, if it says nothing for too long. It is ended then."""
    said, until = bytearray(), time.monotonic() + patience_seconds
    with os.fdopen(reader, "rb", buffering=0) as pipe:
        while True:
            ready, _, _ = select.select([pipe], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
                return b""
            piece = pipe.read(1 << 16)
            if not piece:
                return bytes(said)
            said += piece


def _ended(status: int, cpu: float) -> str:
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        return f"was ended by {name} after {cpu:.1f} s of processor time"
    return f"ended without a word, with status {os.WEXITSTATUS(status)}"


def wrong_with_sentence(sentence: str, secret: str) -> list[str]:
    """What a sender should not be told, or not so."""
    faults = []
    if not sentence.endswith(".") or any(mark in sentence for mark in (". ", "! ", "? ")):
        faults.append(f"not one sentence: {sentence!r:.200}")
    if len(sentence) > MOST_CHARACTERS:
        faults.append(f"a sentence of {len(sentence)} characters")
    if not sentence.isprintable():
        faults.append(f"a sentence that cannot be printed: {sentence!r:.200}")
    if secret and secret.casefold() in sentence.casefold():
        faults.append("a sentence that quotes the file")
    return faults


def wrong_with(workbook: Any) -> list[str]:
    """What no opened workbook may hold, whatever the file was."""
    faults: list[str] = []
    if workbook.cell_count > MOST_CELLS:
        faults.append(f"holds {workbook.cell_count} cells")
    for name, sheet in workbook.sheets.items():
        if sheet.name != name or not _is_text(name):
            faults.append("a sheet whose name is not its own, or no text")
        if not all(_AREA.fullmatch(area) for area in sheet.merged):
            faults.append("a merged area that is none")
        if min([*sheet.hidden_rows, *sheet.hidden_columns], default=1) < 1:
            faults.append("a hidden row or column that cannot be")
        last = (0, 0)
        for address, cell in sheet.cells.items():
            wrong = _wrong_with_cell(cell, name, address)
            if workbook.kind != "csv" and cell.row > MOST_ROWS:
                wrong = "outside any return"
            if (cell.row, cell.column) <= last:
                wrong = wrong or "out of order, or twice"
            last = (cell.row, cell.column)
            if wrong:
                faults.append(f"the cell {address} is {wrong}")
                break
    return faults


def _wrong_with_cell(cell: Any, sheet: str, address: str) -> str | None:
    texts = (cell.text, cell.number_format, cell.formula or "", cell.error or "")
    if not all(_is_text(text) for text in texts):
        return "not text that can be stored"
    if not cell.text:
        return "empty"
    if cell.sheet != sheet or cell.address != address:
        return "not where it says"
    if cell.row < 1 or not 1 <= cell.column <= MOST_COLUMNS:
        return "outside any return"
    number = cell.number
    if number is not None and not (isinstance(number, Decimal) and number.is_finite()):
        return "a number that is none"
    if cell.error is not None and cell.error != cell.text:
        return "an error that shows as something else"
    return None


def _is_text(text: object) -> bool:
    """Whether it is text that a database and a page can hold: no half characters, no zero."""
    if not isinstance(text, str) or "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
