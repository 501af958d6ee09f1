"""Files that any door would let in, but that give the steps behind it too much to say.

Each goes the whole way alone, in a child process, and its receipt stays something to be read.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from assets.steps.house import House
from assets.steps.quarter import close_quarter
from assets.steps.receive import Outcome
from pipelines.demo.filling import history_csv
from sources.framework.framework import Framework
from sources.framework.keys import Close
from tests.hostile.case import SECRET
from tests.hostile.trial import in_child

Drop = Callable[..., Path]
CLOSE = Close.parse("derbyshire.2023-24-Q2")
MOST_CPU_SECONDS = 20.0
MOST_RECEIPT_BYTES = 1_000_000


def repeated(history: bytes, times: int = 300) -> bytes:
    """A right history in which ten rows stand again and again."""
    lines = history.splitlines(keepends=True)
    return b"".join([*lines, *lines[1:11] * times])


def unknown(history: bytes) -> bytes:
    """A right history, then 20,000 rows for measures that nobody has."""
    rows = "".join(f"{SECRET}-{n},2022-23-Q1,x,,,\n" for n in range(20_000))
    return history + rows.encode()


def wordy(history: bytes) -> bytes:
    """A right history in which every figure is 30,000 letters."""
    head, *lines = history.splitlines(keepends=True)
    kept = (line.split(b",") for line in lines)
    return head + b"".join(
        b",".join([measure, period, b"z" * 30_000, *rest]) for measure, period, _, *rest in kept
    )


FLOODS = {"rows again and again": repeated, "rows for nothing": unknown, "endless words": wordy}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_is_answered_in_time_and_in_few_words(
    a_house: Callable[..., House], drop: Drop, derbyshire: Framework, name: str
) -> None:
    layout = derbyshire.returns["history"].layout
    data = FLOODS[name](history_csv(derbyshire, layout, 2022, 2022))
    house = a_house()
    drop(house, "derbyshire", "history", "flood.csv", data)
    house.store.engine.dispose()

    def closed() -> list[Outcome]:
        return [one.outcome for one in close_quarter(house, CLOSE).taken]

    outcomes, ended, _ = in_child(closed, MOST_CPU_SECONDS)

    assert outcomes is not None, ended
    assert len(outcomes) == 1
    (receipt,) = (house.home / "receipts").rglob("*.receipt.txt")
    assert receipt.stat().st_size <= MOST_RECEIPT_BYTES
