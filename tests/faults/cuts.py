"""One small quarter, cut off at a given statement to the database, then run again.

What cuts it (a stopped server, a killed connection) is handed in; afterwards archive, ledger,
receipts, reports and every row must be as if nothing had happened: `differences` lists what is not.
"""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import event, select

from assets.steps.house import House
from assets.steps.quarter import close_quarter
from pipelines.demo.play import Clock
from pipelines.house import build_house
from pipelines.settings import Settings
from sources.framework.keys import Close
from sources.framework.library import EXAMPLES, Library
from warehouse.problems import WarehouseProblem
from warehouse.tables import metadata

HART = Path(__file__).parents[1] / "data" / "hart"
CLOSE = Close.parse("hart.2014-15-Q1")
_library = Library((HART / "frameworks", EXAMPLES))


@dataclass(frozen=True)
class Cut:
    """What a person saw when the run was cut off, and whether the statement was ever reached."""

    said: str | None
    statements: int


def hart_house(home: Path, address: str) -> House:
    """An installation on the day of Hart's close."""
    clock = Clock()
    clock.set("2014-08-25T09:00")
    built = build_house(Settings(home, address, (HART / "frameworks",)), clock)
    return replace(built, library=_library)


def send_return(house: House) -> None:
    folder = house.home / "inbox" / "hart" / "quarterly-table"
    folder.mkdir(parents=True)
    (folder / "Q1.csv").write_bytes((HART / "hart_2014-15_q1.csv").read_bytes())
    os.utime(folder / "Q1.csv", (1_405_000_000, 1_405_000_000))


def run(house: House) -> None:
    """The command that a person would run, and run again."""
    close_quarter(house, CLOSE)


def run_and_cut(house: House, number: int, cut: Callable[[], None]) -> Cut:
    """Run until the statement or commit of that number, from 0, then cut, and see what is said."""
    seen = 0

    def watch(*_: Any) -> None:
        nonlocal seen
        if seen == number:
            cut()
        seen += 1

    for what in ("before_cursor_execute", "commit"):
        event.listen(house.store.engine, what, watch)
    try:
        run(house)
    except WarehouseProblem as problem:
        return Cut(str(problem), seen)
    finally:
        for what in ("before_cursor_execute", "commit"):
            event.remove(house.store.engine, what, watch)
        house.store.engine.dispose()
    return Cut(None, seen)


def rows(house: House) -> dict[str, list[tuple[Any, ...]]]:
    with house.store.engine.connect() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in metadata.tables.items()
            # When jobs ended is a note about the work, not a result of it.
            if name != "job_runs"
        }


def files(house: House) -> dict[str, str]:
    return {
        path.relative_to(house.home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(house.home.rglob("*"))
        if path.is_file() and not path.name.startswith("warehouse.db")
    }


def differences(house: House, whole: House) -> list[str]:
    """What is not as in the installation whose run nothing disturbed."""
    found = [f"table {name}" for name, held in rows(whole).items() if rows(house)[name] != held]
    ours, theirs = files(house), files(whole)
    return found + [f"file {p}" for p in ours | theirs if ours.get(p) != theirs.get(p)]
