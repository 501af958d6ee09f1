"""From the last return's arrival to the report in both formats, with Dagster's daemon warm."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pipelines.demo.filling import Manner, fill_form
from pipelines.demo.play import Clock
from sources.framework.keys import Close, Slot
from sources.framework.library import Library
from sources.returns.forms import write_form
from tests.bench.measure import Measured
from tests.live.daemon import Live

GOAL_SECONDS = 30
_Q2 = Close.parse("derbyshire.2023-24-Q2")
_EDITION = "derbyshire.quarterly-performance.2023-10-24"


def measure() -> Iterator[Measured]:
    print("From the last return to the report, daemon warm", flush=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        live = Live(Path(folder))
        live.prepare("2023-10-20T00:00:10")
        _put(live, *(s for s in _slots() if s.return_id != "place"))
        live.start()
        try:
            reports = live.home / "reports" / _EDITION
            # The first draft, without the last return, shows that everything is warm.
            live.until("draft 1", lambda: (reports / "draft-1" / "index.html").exists(), 300)
            time.sleep(15)
            live.set("2023-10-20T05:30")
            _put(live, *(s for s in _slots() if s.return_id == "place"))
            spent = live.until("draft 2", lambda: _is_whole(reports / "draft-2"), 300)
        finally:
            live.stop()
    yield Measured("arrival to draft, HTML and PDF", spent, " s", GOAL_SECONDS).told()


def _slots() -> tuple[Slot, ...]:
    return Library().of_close(_Q2).slots_of(_Q2)


def _put(live: Live, *slots: Slot) -> None:
    framework = Library().of_close(_Q2)
    for slot in slots:
        folder = live.home / "inbox" / "derbyshire" / slot.return_id
        folder.mkdir(parents=True, exist_ok=True)
        data = fill_form(write_form(framework, slot, {}), framework, slot, Manner())
        fresh = folder / ".coming"
        fresh.write_bytes(data)
        _age(fresh)
        fresh.rename(folder / f"{slot.return_id}.xlsx")


def _age(path: Path) -> None:
    """The file time of a drop that the test's clock has seen settle."""
    import os

    clock = Clock()
    clock.set("2023-10-19T12:00")
    moment = clock().timestamp()
    os.utime(path, (moment, moment))


def _is_whole(draft: Path) -> bool:
    return all((draft / name).exists() for name in ("index.html", "report.pdf", "figures.html"))
