"""Many processes that drop, receive and check returns of one council, or of several, at once."""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from assets.steps.check_return import check_return
from assets.steps.house import House
from assets.steps.rebuild import rebuild
from assets.steps.receive import receive
from pipelines.demo.filling import history_csv
from sources.archive import Busy
from sources.entries import Submission
from sources.framework.keys import Slot
from tests.faults.cuts import HART, hart_house, rows
from warehouse.engine import open_engine, sqlite_url
from warehouse.store import Store

T = TypeVar("T")
FRESH = multiprocessing.get_context("spawn")
_WHEN = 1_405_000_000


def content(house: House, council: str, number: int) -> tuple[str, bytes]:
    """A return unlike any other, and who sends it."""
    if council == "hart":
        table = (HART / "hart_2014-15_q1.csv").read_bytes()
        table = table.replace(b"95.9%", b"%d.9%%" % (10 + number), 1)
        return "quarterly-table", table + b"\n" * number
    framework = house.library.frameworks(council)[0]
    owed = next(r for r in framework.returns.values() if r.id == "history")
    return "history", history_csv(framework, owed.layout, 2021, 2021) + b"\n" * number


def work(
    home: Path, address: str, number: int, councils: Sequence[str], turns: int, start: Any
) -> None:
    """One hand: a few returns for each council, taken in and checked among all the others."""
    house = hart_house(home, address)
    start.wait()
    for turn in range(turns):
        for council in councils:
            sender, data = content(house, council, turns * number + turn)
            folder = home / "inbox" / council / sender
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f".{number}-{turn}.csv"
            path.write_bytes(data)
            os.utime(path, (_WHEN, _WHEN))
            path.rename(folder / f"{number}-{turn}.csv")
            for one in again_when_busy(lambda: receive(house, council)):  # noqa: B023
                assert one.reason is None, one.reason
            for slot in sorted(slots_of(house, council)):
                again_when_busy(lambda: check_return(house, slot))  # noqa: B023


def again_when_busy(step: Callable[[], T]) -> T:
    """On a machine with much to do, others may be at work for longer than patience lasts."""
    for _ in range(10):
        with suppress(Busy):
            return step()
    return step()


def slots_of(house: House, council: str) -> set[Slot]:
    """The slots that returns came for."""
    return {
        Slot.parse(entry.subject)
        for entry in house.entries(council)
        if isinstance(entry.body, Submission)
    }


def all_at_once(
    home: Path, address: str, hands: int, councils: Sequence[str], turns: int = 1
) -> list[str]:
    """What went wrong, if anything did, when that many worked at once."""
    start = FRESH.Barrier(hands)
    started = [
        FRESH.Process(target=work, args=(home, address, number, councils, turns, start))
        for number in range(hands)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join(1_800)
    codes = [process.exitcode for process in started]
    faults = [] if codes == [0] * hands else [f"processes ended with {codes}"]
    house = hart_house(home, address)
    for council in councils:
        house.verify_ledger(council)
        sent = [e.body for e in house.entries(council) if isinstance(e.body, Submission)]
        different = len({body.sha256 for body in sent})
        if (different, len(sent)) != (turns * hands, turns * hands):
            faults.append(f"{council}: {len(sent)} submissions of {turns * hands} files")
    left = [p for p in (home / "inbox").rglob("*") if p.is_file()]
    return faults + [f"left in the inbox: {p.name}" for p in left] + unlike_rebuilt(house)


def unlike_rebuilt(house: House) -> list[str]:
    """Tables that are not what archive and ledger alone give."""
    fresh = replace(house, store=Store(open_engine(sqlite_url(house.home / "fresh.db"))))
    rebuild(fresh)
    ours, theirs = rows(house), rows(fresh)
    return [f"table {name}" for name in ours if ours[name] != theirs[name]]
