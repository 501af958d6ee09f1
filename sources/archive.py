"""The archive: bytes kept by their sha256, never changed; removed only by a recorded purge.

What the bytes mean, who sent them and when is the ledger's business.
"""

import fcntl
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

# How long a run waits for another one.
PATIENCE_SECONDS = 180.0


class ArchiveProblem(Exception):
    """Kept bytes that are missing or no longer what they were."""


class Archive:
    """A folder of objects, one file per distinct content."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their sha256; keeping the same bytes again changes nothing."""
        digest = hashlib.sha256(data).hexdigest()
        target = self.path(digest)
        if not write_new(target, data) and target.read_bytes() != data:
            # What stood there was damaged: the sender has just mended it.
            write_over(target, data)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of a sha256. Raises ArchiveProblem if they are gone or damaged."""
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError:
            raise ArchiveProblem(
                f"The archive holds nothing under {digest}: restore it from a backup."
            ) from None
        if hashlib.sha256(data).hexdigest() != digest:
            raise ArchiveProblem(
                f"The archived file {digest} has been damaged: restore it from a backup."
            )
        return data

    def remove(self, digest: str) -> bool:
        """Remove the bytes of a sha256 for good; whether there were any. Only `purge` may."""
        there = self.path(digest).exists()
        self.path(digest).unlink(missing_ok=True)
        return there

    def path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest


class Busy(Exception):
    """Another run holds what this one needs, and did not finish in time."""


@contextmanager
def alone(path: Path, patience_seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold a lock that one process at a time can have; the system frees it when a process dies.

    Waits for another holder, but not for ever: raises Busy.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        wait_for(lambda: _locked(file), path.name, patience_seconds)
        yield


def wait_for(take: Callable[[], bool], name: str, patience_seconds: float) -> None:
    """Try to take a lock until it is had. Raises Busy when patience ends."""
    until = time.monotonic() + patience_seconds
    while not take():
        if time.monotonic() > until:
            raise Busy(
                f"Another run has been at work on {name} for over "
                f"{patience_seconds / 60:.0f} minutes: wait for it or end it, then run again."
            )
        time.sleep(0.1)


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def short_name(name: str, limit: int = 150) -> str:
    """A file name without characters that mean something to systems, cut to `limit` bytes."""
    safe = Path(re.sub(r"[^\w.() -]", "_", name))
    suffix = safe.suffix.encode()[:20].decode(errors="ignore")
    room = limit - len(suffix.encode())
    return safe.stem.encode()[:room].decode(errors="ignore") + suffix


def write_new(target: Path, data: bytes) -> bool:
    """Write a file whole or not at all; False, and nothing changed, if it already stands there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), 0o644)
        try:
            # A hard link fails where the name is taken, which renaming would not.
            os.link(name, target)
        except FileExistsError:
            return False
        return True
    finally:
        Path(name).unlink()


def write_over(target: Path, data: bytes) -> None:
    """Write a file whole or not at all, in place of what stood there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink()
        raise
