"""Starting: how long a person waits for an answer of the command line, against bare Python."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pipelines.demo.filling import Manner, fill_form
from sources.framework.keys import Slot
from sources.framework.library import Library
from sources.returns.forms import write_form
from tests.bench.measure import Measured

_ROUNDS = 5
_COMMAND = "from pipelines.cli import main; main()"


def measure() -> Iterator[Measured]:
    print("Starting, each time in a new process", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        form = Path(folder) / "place.xlsx"
        form.write_bytes(_form())
        commands = {
            "bare": ["-c", "pass"],
            "help": ["-c", _COMMAND, "--help"],
            "check": ["-c", _COMMAND, "check", str(form)],
        }
        spent = {name: _best(arguments) for name, arguments in commands.items()}
    yield Measured("quarterday --help", spent["help"], " s", 1).told()
    yield Measured("quarterday check FILE", spent["check"], " s", 2).told()
    for name in ("help", "check"):
        ratio = spent[name] / spent["bare"]
        yield Measured(f"{name} against python -c pass", ratio, "x", None).told()


def _best(arguments: list[str]) -> float:
    times = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return min(times)


def _form() -> bytes:
    framework = Library().frameworks("derbyshire")[0]
    slot = Slot.parse("derbyshire.2023-24-Q2.place")
    return fill_form(write_form(framework, slot, {}), framework, slot, Manner())
