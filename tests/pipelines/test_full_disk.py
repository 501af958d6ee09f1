"""A disk that is full in the middle of a close: one sentence, nothing half written, nothing lost.

The close runs in a process that may write no file larger than a limit, which fails as a full disk
does, at whatever is written first beyond it.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assets.steps.house import House
from assets.steps.quarter import close_quarter
from pipelines.demo.filling import Manner
from sources.framework.keys import Close
from warehouse import queries

Q2 = Close.parse("derbyshire.2023-24-Q2")
Drop = Callable[..., Path]


def close(house: House, environment: dict[str, str], limit: int | None) -> tuple[int, str]:
    def restrict() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    words = ["close", "--council", "derbyshire", "--period", "2023-24-Q2"]
    code = "from pipelines.cli import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code, *words, "--home", str(house.home)],
        env=environment,
        capture_output=True,
        text=True,
        preexec_fn=restrict,
    )
    return ran.returncode, ran.stderr


@pytest.mark.parametrize("limit", [1_000, 20_000, 100_000, 400_000])
def test_a_full_disk_is_said_and_the_same_command_finishes_when_there_is_room(
    a_house: Callable[..., House],
    drop: Drop,
    a_form: Callable[..., bytes],
    environment_of: Callable[[Path], dict[str, str]],
    tmp_path: Path,
    limit: int,
) -> None:
    house = a_house(now="2023-10-20T09:00")
    for return_id in ("place", "adult-care"):
        drop(house, "derbyshire", return_id, "a.xlsx", a_form(return_id, Manner()))
    environment = {**os.environ, **environment_of(house.home)}
    status, said = close(house, environment, limit)
    assert status == 1, said
    errors = [line for line in said.splitlines() if line.startswith("Error: ")]
    assert len(errors) == 1, said
    assert "Traceback" not in said
    assert not list(house.home.rglob(".new-*"))
    house.verify_ledger("derbyshire")
    status, said = close(house, environment, None)
    assert status == 0, said
    twin = a_house(home=tmp_path / "twin", now="2023-10-20T09:00")
    for return_id in ("place", "adult-care"):
        drop(twin, "derbyshire", return_id, "a.xlsx", a_form(return_id, Manner()))
    close_quarter(twin, Q2)
    sent = [e.body for e in house.entries("derbyshire") if e.kind.value == "submission"]
    assert len(sent) == 2
    assert ratings(house) == ratings(twin)


def ratings(house: House) -> list[tuple[object, ...]]:
    rows = queries.measure_ratings(house.store.engine, str(Q2))
    return [(r.measure, r.basis, r.rating, r.units, r.status) for r in rows]
