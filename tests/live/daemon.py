"""Starting and stopping Dagster's daemon for a test, and waiting for what it does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dagster import DagsterInstance

from tests.databases import environment_of
from tests.live.location import CLOCK

ROOT = Path(__file__).parents[2]
INSTANCE = ROOT / "pipelines" / "instance.yaml"


@dataclass
class Live:
    """An installation with a daemon that can be started, stopped and told the time."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def dagster_home(self) -> Path:
        return self.folder / "dagster"

    @property
    def log(self) -> Path:
        return self.folder / "daemon.log"

    @property
    def environment(self) -> dict[str, str]:
        paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        return {
            **environment_of(self.home),
            "PYTHONPATH": paths,
            "DAGSTER_HOME": str(self.dagster_home),
            "QUARTERDAY_HOME": str(self.home),
            CLOCK: str(self.folder / "clock"),
        }

    def prepare(self, moment: str) -> None:
        self.dagster_home.mkdir(parents=True)
        (self.dagster_home / "dagster.yaml").write_bytes(INSTANCE.read_bytes())
        self.set(moment)

    def set(self, moment: str) -> None:
        """Put the clock to a moment, whole at once."""
        fresh = self.folder / "clock.new"
        fresh.write_text(moment)
        fresh.replace(self.folder / "clock")

    def start(self) -> None:
        location = ROOT / "tests" / "live" / "location.py"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "dagster._daemon", "run", "-f", str(location)],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self) -> None:
        """End the daemon as a machine that is switched off would: it and all it started."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGINT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(10)
            self.process = None

    def instance(self) -> DagsterInstance:
        return DagsterInstance.from_config(str(self.dagster_home))

    def until(self, said: str, is_so: Callable[[], object], seconds: float = 150) -> float:
        """Wait until something is so; how long that took."""
        begun = time.monotonic()
        while not is_so():
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"the daemon ended: {self.tail()}")
            if time.monotonic() - begun > seconds:
                raise AssertionError(f"not within {seconds} s: {said}\n{self.tail()}")
            time.sleep(0.25)
        return time.monotonic() - begun

    def tail(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-40:])
