"""Files in folders that people put them in: which lie there, whole or half, and moving them away.

Told by content and by the rules for half files, for every such folder alike. What a file is, and
what becomes of it, is for `receive` and `check_only`.
"""

import hashlib
import os
import re
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sources.archive import short_name

# Names that editors and copying programs give to files that are not finished.
_UNFINISHED = re.compile(r"^(\.|~\$)|\.(tmp|part|partial|crdownload)$", re.IGNORECASE)
_MAX_BYTES = 100_000_000
# A file that was changed so lately may still be arriving.
_SETTLING_SECONDS = 3
# A file that cannot be read may be half a file, if a slow copy only paused: so long it waits.
_ARRIVING_SECONDS = 60

IS_A_LINK = "This is a link or a device: copy the workbook itself into the folder."
IS_HUGE = "The file is larger than 100 MB: send the form alone, without pictures."
IS_ARRIVING = "It was changed a moment ago and may still be arriving: run again shortly."
IS_LOCKED = "It may not be read: whoever put it there, or runs this, must give the right to."


@dataclass(frozen=True)
class Arrived:
    """A file in a folder, told apart by content: `sha256` is None while it may be arriving."""

    sender: str
    name: str
    changed_ns: int
    sha256: str | None


@dataclass(frozen=True)
class Whole:
    """A file's bytes, and when it was put there, in seconds as files count them."""

    data: bytes
    changed: float


class NoFile(Exception):
    """A thing in a folder that is no file to be taken. The message says why, and what to do."""


class NotYet(Exception):
    """A file that is left for the next run. The message says why."""


def arrived_in(root: Path, now: datetime) -> list[Arrived]:
    """What lies under a folder; nothing is taken, moved or judged."""
    found = []
    for sender, path in waiting_in(root):
        try:
            held = path.lstat()
            is_whole = not _may_be_arriving(held, now, _SETTLING_SECONDS)
            sha256 = _content(path, held) if is_whole else None
        except FileNotFoundError:
            continue
        except OSError:
            sha256 = "not to be read"
        found.append(Arrived(sender, str(path), held.st_mtime_ns, sha256))
    return found


def waiting_in(root: Path) -> Iterator[tuple[str, Path]]:
    """Every finished file under a folder with its sender, oldest drop first."""
    found = []
    for folder, folders, names in os.walk(root):
        folders.sort()
        # A link to a folder is a link: it is set aside, and never followed.
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in (*names, *links):
            path = Path(folder) / name
            if not _UNFINISHED.search(name):
                parts = path.relative_to(root).parts
                sender = short_name(shown(parts[0])) if len(parts) > 1 else ""
                found.append((_age(path), sender, path))
    for _, sender, path in sorted(found):
        yield sender, path


def whole(path: Path, now: datetime) -> Whole | None:
    """A file's bytes; None if another run took it first. Raises NoFile and NotYet."""
    try:
        before = path.lstat()
        if not stat.S_ISREG(before.st_mode):
            raise NoFile(IS_A_LINK)
        if before.st_size > _MAX_BYTES:
            raise NoFile(IS_HUGE)
        if _may_be_arriving(before, now, _SETTLING_SECONDS):
            raise NotYet(IS_ARRIVING)
        data = path.read_bytes()
        after = path.lstat()
    except FileNotFoundError:
        return None
    except PermissionError:
        raise NotYet(IS_LOCKED) from None
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise NotYet(IS_ARRIVING)
    return Whole(data, after.st_mtime)


def may_be_half(one: Whole, now: datetime) -> bool:
    """Whether a file that cannot be read may be half of one, of a slow copy that only paused."""
    return 0 <= now.timestamp() - one.changed < _ARRIVING_SECONDS


def shown(name: str) -> str:
    """A file's or folder's name as text; bytes that are no text are replaced."""
    return os.fsencode(name).decode(errors="replace")


def moved(path: Path, folder: Path, name: str | None = None) -> Path:
    """Put a file into another folder, under a name that is free; where it is now.

    Without a `name` it keeps its own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    safe = Path(short_name(name or shown(path.name)))
    target, number = folder / safe, 1
    while target.exists() or target.is_symlink():
        number += 1
        target = folder / f"{safe.stem} ({number}){safe.suffix}"
    shutil.move(path, target)
    return target


def _content(path: Path, held: os.stat_result) -> str:
    if not stat.S_ISREG(held.st_mode) or held.st_size > _MAX_BYTES:
        return "not to be opened"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _may_be_arriving(held: os.stat_result, now: datetime, seconds: float) -> bool:
    age = now.timestamp() - held.st_mtime
    return stat.S_ISREG(held.st_mode) and 0 <= age < seconds


def _age(path: Path) -> int:
    try:
        return path.lstat().st_mtime_ns
    except FileNotFoundError:
        return 0
