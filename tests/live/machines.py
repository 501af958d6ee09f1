"""Several machines for a test: PostgreSQL, Redis, Dagster's daemon, and Celery's workers.

As root on Linux each worker has a network, a host name and a Dagster folder of its own, and shares
only the home folder with the others; elsewhere workers are processes with names of their own.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.executors import CELERY_FILE
from tests import postgres
from tests.databases import migrated, new_database
from tests.live.daemon import ROOT, Live
from tests.live.location import CELERY

SHIPPED = ROOT / "pipelines" / "instance-postgres.yaml"
# Networks of two addresses each: the middle's and a worker's.
NETWORK = "10.231.{}.{}"
# How soon a worker that vanished is given up; the file that is shipped has patience for minutes.
VISIBILITY_SECONDS = 30


def can_set_apart() -> bool:
    return os.geteuid() == 0 and bool(shutil.which("ip")) and bool(shutil.which("unshare"))


@dataclass
class Worker:
    """One of Celery's workers, on a machine of its own if that can be had."""

    name: str
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """As if its machine were switched off: it and all its processes, at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


@dataclass
class Machines:
    """Everything that runs, in one temporary folder."""

    live: Live
    host: str
    are_apart: bool
    workers: dict[str, Worker] = field(default_factory=dict)

    def start_worker(self, name: str, number: int) -> None:
        command = [sys.executable, "-m", "dagster_celery.cli", "worker", "start"]
        command += ["-A", "dagster_celery.app", "-y", self.live.more[CELERY], "-n", name]
        command += ["--", "--concurrency=2"]
        if self.are_apart:
            own = self.live.folder / name
            own.mkdir(exist_ok=True)
            shutil.copy(self.live.instance_file, own / "dagster.yaml")
            begin = f'hostname {name} && mount --bind {own} {self.live.dagster_home} && exec "$@"'
            apart = ["ip", "netns", "exec", netns(number), "unshare", "--mount", "--uts"]
            command = [*apart, "sh", "-c", begin, "sh", *command]
        with (self.live.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=self.live.folder,
                env=self.live.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.workers[name] = Worker(name, process)
        said = self.live.folder / f"{name}.log"
        self.live.until(f"{name} is ready", lambda: " ready." in said.read_text(errors="replace"))

    def stop(self) -> None:
        self.live.stop()
        for worker in self.workers.values():
            if worker.process.poll() is None:
                worker.kill()


def netns(number: int) -> str:
    return f"quarterday-{os.getpid()}-{number}"


def cable(number: int) -> str:
    return f"qd{os.getpid() % 100_000}-{number}"


@contextmanager
def networks(count: int) -> Iterator[None]:
    """A network for each worker, joined to the middle by a cable of two ends."""
    try:
        for number in range(1, count + 1):
            name, here, there = netns(number), cable(number), "middle"
            ours, theirs = NETWORK.format(number, 1), NETWORK.format(number, 2)
            middle = NETWORK.format(0, 0)
            for line in (
                f"netns add {name}",
                f"link add {here} type veth peer name {there} netns {name}",
                f"addr add {ours}/30 dev {here}",
                f"link set {here} up",
                f"-n {name} addr add {theirs}/30 dev {there}",
                f"-n {name} link set {there} up",
                f"-n {name} link set lo up",
                f"-n {name} route add {middle}/16 via {ours}",
            ):
                subprocess.run(["ip", *line.split()], check=True)
        yield
    finally:
        for number in range(1, count + 1):
            for line in (f"link del {cable(number)}", f"netns del {netns(number)}"):
                subprocess.run(["ip", *line.split()], check=False, stderr=subprocess.DEVNULL)


@contextmanager
def redis(folder: Path, host: str) -> Iterator[str]:
    """A Redis server to throw away; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", host, "--save", ""]
    command += ["--protected-mode", "no", "--dir", str(folder)]
    with (folder / "redis.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        yield f"redis://{host}:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


def _open(server: postgres.Server) -> None:
    """Let machines of the test's own networks in."""
    postgres.SETTINGS["listen_addresses"] = "*"
    with (server.folder / "data" / "pg_hba.conf").open("a") as rules:
        rules.write(f"host all all {NETWORK.format(0, 0)}/16 scram-sha-256\n")
    server.stop("fast")
    server.start()


@contextmanager
def several_machines(moment: str) -> Iterator[Machines]:
    """Two workers, a daemon with its clock at a moment (not yet started), and what they share."""
    with ExitStack() as stack:
        are_apart = can_set_apart()
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="quarterday-")))
        server = stack.enter_context(postgres.a_server())
        host = "127.0.0.1"
        if are_apart:
            stack.enter_context(networks(2))
            _open(server)
            host = NETWORK.format(1, 1)
        broker = stack.enter_context(redis(folder, host))
        warehouse = new_database(server.url, migrated(server.url)).replace("127.0.0.1", host)
        storage = new_database(server.url).replace("127.0.0.1", host)
        celery = folder / "celery.yaml"
        patience = f"visibility_timeout: {VISIBILITY_SECONDS}"
        celery.write_text(CELERY_FILE.read_text().replace("visibility_timeout: 600", patience))
        live = Live(
            folder,
            instance_file=SHIPPED,
            more={
                "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
                "QUARTERDAY_WAREHOUSE": warehouse,
                "QUARTERDAY_DAGSTER_STORAGE": storage.replace("://", "+psycopg2://"),
                "QUARTERDAY_EXECUTOR": "celery",
                "QUARTERDAY_BROKER": broker,
                CELERY: str(celery),
            },
        )
        # Whoever opens Dagster's records from here finds them as its daemon does.
        os.environ["QUARTERDAY_DAGSTER_STORAGE"] = live.more["QUARTERDAY_DAGSTER_STORAGE"]
        live.prepare(moment)
        machines = Machines(live, host, are_apart)
        try:
            for number, name in enumerate(("worker-a", "worker-b"), start=1):
                machines.start_worker(name, number)
            yield machines
        finally:
            machines.stop()
