"""A PostgreSQL server to throw away: made in a temporary folder, on loopback, gone at the end.

    python -m tests.postgres -- COMMAND...     runs a command while one stands, named in
                                               QUARTERDAY_TEST_POSTGRES

What databases tests make on it is `databases`.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "QUARTERDAY_TEST_POSTGRES"
USER, PASSWORD = "quarterday", "of-no-worth"
# Nothing on it outlives the tests, so nothing waits for a disk. What was committed is handed to the
# operating system all the same: a server that is stopped at once must not lose it.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "400",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
}
# Its language sorts texts otherwise than by code points: whoever relies on its order is found out.
LANGUAGE = ("--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=en-GB")


class NoPostgres(Exception):
    """PostgreSQL's programs are not installed here."""


@dataclass
class Server:
    """A server that can be stopped and started as often as a test likes."""

    folder: Path
    port: int
    programs: Path

    @property
    def url(self) -> str:
        """Its maintenance database, which no test writes to."""
        return f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        given = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        sockets = f"-k {self.folder}"
        self._control("start", "-l", self._within("log"), "-o", f"-p {self.port} {sockets} {given}")

    def stop(self, mode: str = "immediate") -> None:
        """`immediate` is what a power cut does; `fast` is what an administrator does."""
        self._control("stop", "-m", mode)

    def _control(self, action: str, *arguments: str) -> None:
        run_as_nobody(
            [
                str(self.programs / "pg_ctl"),
                action,
                "-w",
                "-t",
                "180",
                "-D",
                self._within("data"),
                *arguments,
            ],
            self.folder,
        )

    def _within(self, name: str) -> str:
        return str(self.folder / name)


def programs() -> Path:
    """Where PostgreSQL's programs are. Raises NoPostgres."""
    known = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name)
    )
    on_path = shutil.which("initdb")
    for folder in ([Path(on_path).parent] if on_path else []) + known:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoPostgres("PostgreSQL's programs (initdb, pg_ctl) were not found: install postgresql.")


@contextmanager
def a_server() -> Iterator[Server]:
    """A running server; it may be stopped within, and is gone afterwards."""
    found = programs()
    with tempfile.TemporaryDirectory(prefix="quarterday-postgres-") as name:
        folder = Path(name)
        (folder / "password").write_text(PASSWORD)
        if os.geteuid() == 0:
            for path in (folder, folder / "password"):
                shutil.chown(path, _other_user())
        secret = ("--auth=scram-sha-256", f"--pwfile={folder / 'password'}")
        made = [str(found / "initdb"), "-D", str(folder / "data"), f"--username={USER}"]
        run_as_nobody([*made, *LANGUAGE, *secret, "--no-sync"], folder)
        server = Server(folder, _free_port(), found)
        server.start()
        try:
            yield server
        finally:
            if (folder / "data" / "postmaster.pid").exists():
                server.stop()


def run_as_nobody(command: list[str], folder: Path) -> None:
    """PostgreSQL refuses to run as root: where we are root, another user runs it."""
    if os.geteuid() == 0:
        command = ["runuser", "-u", _other_user(), "--", *command]
    with (folder / "output").open("w+b") as output:
        ran = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
        )
        if ran.returncode != 0:
            output.seek(0)
            raise RuntimeError(f"{' '.join(command)} failed: {output.read().decode()}")


def _other_user() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(arguments: list[str]) -> int:
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        print(__doc__)
        return 2
    # Whoever ends us ends the server with us.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with a_server() as server:
        environment = {**os.environ, VARIABLE: server.url}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
