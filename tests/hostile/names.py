"""What may lie in an inbox under what name: odd names, links, folders, pipes.

What the files hold is right or empty, and matters elsewhere.
"""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TAKEN, QUARANTINED, LEFT = "taken", "quarantined", "left where it is"
_LINK = "link or a device"

# Puts something into a folder, given a right form's bytes and a folder elsewhere.
Put = Callable[[Path, bytes, Path], None]


@dataclass(frozen=True)
class Named:
    """One thing in an inbox. `words` are of the reason if it is quarantined."""

    name: str
    made: str
    put: Put
    outcome: str = TAKEN
    words: str = ""

    def __str__(self) -> str:
        return f"{self.outcome}: {self.words}" if self.words else self.outcome


def _file(name: str | bytes) -> Put:
    """A right form under a name."""

    def put(folder: Path, form: bytes, _elsewhere: Path) -> None:
        (folder / os.fsdecode(name)).write_bytes(form)

    return put


def _link(folder: Path, form: bytes, elsewhere: Path) -> None:
    (elsewhere / "form.xlsx").write_bytes(form)
    (folder / "a.xlsx").symlink_to(elsewhere / "form.xlsx")


def _hard_link(folder: Path, form: bytes, elsewhere: Path) -> None:
    (elsewhere / "form.xlsx").write_bytes(form)
    (folder / "a.xlsx").hardlink_to(elsewhere / "form.xlsx")


def _dangling(folder: Path, _form: bytes, _elsewhere: Path) -> None:
    (folder / "a.xlsx").symlink_to("nowhere.xlsx")


def _loop(folder: Path, _form: bytes, _elsewhere: Path) -> None:
    (folder / "a.xlsx").symlink_to("a.xlsx")


def _link_to_folder(folder: Path, form: bytes, elsewhere: Path) -> None:
    (elsewhere / "form.xlsx").write_bytes(form)
    (folder / "a.xlsx").symlink_to(elsewhere)


def _pipe(folder: Path, _form: bytes, _elsewhere: Path) -> None:
    os.mkfifo(folder / "a.xlsx")


def _socket(folder: Path, _form: bytes, _elsewhere: Path) -> None:
    # By a short name, as sockets have only 108 bytes for theirs.
    before = Path.cwd()
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("a.xlsx")
    finally:
        os.chdir(before)


def _folder(folder: Path, _form: bytes, _elsewhere: Path) -> None:
    (folder / "a.xlsx").mkdir()


def _file_in_folder(folder: Path, form: bytes, _elsewhere: Path) -> None:
    (folder / "a.xlsx").mkdir()
    (folder / "a.xlsx" / "b.xlsx").write_bytes(form)


def _deep_folders(folder: Path, form: bytes, _elsewhere: Path) -> None:
    deep = folder.joinpath(*["d"] * 200)
    deep.mkdir(parents=True)
    (deep / "b.xlsx").write_bytes(form)


def _sparse(folder: Path, _form: bytes, _elsewhere: Path) -> None:
    with (folder / "a.xlsx").open("wb") as file:
        file.truncate(200_000_000_000)


def _named(name: str, made: str, file: str | bytes, outcome: str = TAKEN) -> Named:
    return Named(name, made, _file(file), outcome)


NAMES = [
    _named("255 bytes", "A name as long as a file system takes.", "q" * 250 + ".xlsx"),
    _named("255 bytes of emoji", "Four bytes to a character, cut where it may.",
           "🏛" * 62 + ".xlsx"),
    _named("a line break", "A name over two lines.", "a\nb.xlsx"),
    _named("control characters", "Bell, backspace, delete and a carriage return.",
           "a\x07\x08\x7f\r.xlsx"),
    _named("colours", "Escape codes that turn a terminal red.", "\x1b[31ma\x1b[0m.xlsx"),
    _named("only dots", "A name of three dots, which is taken for one that is not finished.",
           "...", LEFT),
    _named("a leading dash", "A name that looks like an option.", "-rf.xlsx"),
    _named("two dashes", "A name that ends options.", "--"),
    _named("a star", "Names that a shell would unfold.", "*.xlsx"),
    _named("a command", "A name that a shell would run.", "$(reboot);`id`|&.xlsx"),
    _named("a tilde", "A name that a shell would take for a home folder.", "~root.xlsx"),
    _named("backslashes", "A path as Windows writes it.", "a\\..\\..\\windows\\a.xlsx"),
    _named("solidi that are none", "Characters that look like a solidus.",
           "a\u2215..\u2044etc\u29f8a.xlsx"),
    _named("emoji", "A name of pictures.", "📈🔥.xlsx"),
    _named("no text", "A name in Latin-1 where UTF-8 is used.", b"caf\xe9.xlsx"),
    _named("no text at all", "A name of bytes that no alphabet has.", b"\xff\xfe\xc0\x80.xlsx"),
    _named("trailing blanks", "Blanks after the ending.", "a.xlsx  "),
    _named("only a blank", "A name of one blank.", " "),
    _named("a no-break blank", "A name of one blank that is no blank.", "\u00a0"),
    _named("right to left", "A name that shows as another by an override.", "a\u202excod.xslx"),
    _named("invisible", "A name of characters that do not show.", "\u200b\u2060.xlsx"),
    _named("a name of Windows", "A name that Windows keeps for a device.", "CON"),
    _named("a name of Windows with an ending", "The same with an ending.", "aux.xlsx"),
    _named("two endings", "A name that ends like a program.", "a.xlsx.exe"),
    _named("no ending", "A name without an ending.", "return"),
    _named("an ending of 200 letters", "A name that is nearly all ending.", "a." + "z" * 200),
    _named("markup", "A name that a page would run.", "<script>alert(1)<" + "script>.xlsx"),
    _named("a reason's name", "A name like those that the quarantine gives.", "a.xlsx.why.txt"),
    _named("a name composed otherwise", "An e acute in two characters.", "cafe\u0301.xlsx"),
    _named("a formula", "A name that a spreadsheet would run.", "=cmd|'calc'!A1.xlsx"),
    Named("a link", "A symbolic link to a right form elsewhere.", _link, QUARANTINED, _LINK),
    Named("a link to nowhere", "A symbolic link to no file.", _dangling, QUARANTINED, _LINK),
    Named("a link to itself", "A symbolic link in a circle.", _loop, QUARANTINED, _LINK),
    Named("a link to a folder", "A symbolic link to a folder elsewhere.", _link_to_folder,
          QUARANTINED, _LINK),
    Named("a hard link", "A second name of a right form elsewhere.", _hard_link),
    Named("a pipe", "A named pipe, which waits for a writer for ever.", _pipe, QUARANTINED, _LINK),
    Named("a socket", "A socket.", _socket, QUARANTINED, _LINK),
    Named("an empty folder", "A folder named like a workbook.", _folder, LEFT),
    Named("a file in a folder", "A right form in a folder named like a workbook.",
          _file_in_folder),
    Named("200 folders", "A right form 200 folders deep.", _deep_folders),
    Named("200 GB of nothing", "A file said to be 200 GB, of which nothing is on the disk.",
          _sparse, QUARANTINED, "larger than 100 MB"),
]  # fmt: skip
