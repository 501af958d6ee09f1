"""The archive keeps bytes once, says in one sentence what it has lost, and leaves no half files."""

import hashlib
import os
from pathlib import Path

import pytest

from sources.archive import Archive, ArchiveProblem, write_new, write_over


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first = archive.put(b"a return")
    written = archive.path(first).stat().st_mtime_ns
    assert archive.put(b"a return") == first == hashlib.sha256(b"a return").hexdigest()
    assert files_under(tmp_path) == [archive.path(first)]
    assert archive.path(first).stat().st_mtime_ns == written


@pytest.mark.parametrize("data", [b"", b"\0", b"x" * 1_000_000, "ä€\u2028".encode()])
def test_what_is_kept_comes_back_as_it_was(tmp_path: Path, data: bytes) -> None:
    archive = Archive(tmp_path)
    assert archive.get(archive.put(data)) == data


def test_different_bytes_stand_side_by_side(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    digests = [archive.put(bytes([n])) for n in range(50)]
    assert [archive.get(digest) for digest in digests] == [bytes([n]) for n in range(50)]


def test_a_missing_object_is_said_in_one_sentence(tmp_path: Path) -> None:
    digest = "0" * 64
    with pytest.raises(ArchiveProblem) as problem:
        Archive(tmp_path).get(digest)
    said = str(problem.value)
    assert said == f"The archive holds nothing under {digest}: restore it from a backup."
    assert problem.value.__suppress_context__


@pytest.mark.parametrize("damage", [b"", b"a retur", b"a return ", b"A return"])
def test_a_damaged_object_is_never_handed_out(tmp_path: Path, damage: bytes) -> None:
    archive = Archive(tmp_path)
    digest = archive.put(b"a return")
    write_over(archive.path(digest), damage)
    with pytest.raises(ArchiveProblem) as problem:
        archive.get(digest)
    said = str(problem.value)
    assert said == f"The archived file {digest} has been damaged: restore it from a backup."


def test_sending_the_bytes_again_mends_a_damaged_object(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    digest = archive.put(b"a return")
    write_over(archive.path(digest), b"damaged")
    assert archive.get(archive.put(b"a return")) == b"a return"


def test_a_new_file_never_replaces_one_that_stands_there(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "entry"
    assert write_new(target, b"first") is True
    assert write_new(target, b"second") is False
    assert target.read_bytes() == b"first"
    assert files_under(tmp_path) == [target]


@pytest.mark.parametrize("write", [write_new, write_over])
def test_a_write_that_breaks_off_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: object
) -> None:
    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    monkeypatch.setattr(os, "replace", full_disk)
    assert callable(write)
    with pytest.raises(OSError, match="No space left"):
        write(tmp_path / "entry", b"never")
    assert files_under(tmp_path) == []


def test_writing_over_leaves_the_old_file_when_it_breaks_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.html"
    write_over(target, b"old")

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_over(target, b"new")
    assert target.read_bytes() == b"old"
    assert files_under(tmp_path) == [target]
