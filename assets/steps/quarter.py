"""The main job end to end: take the inbox in, close the period, write receipts, draw up drafts."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assets.steps.close import CloseEvidence, CloseResults, close_period
from assets.steps.house import House
from assets.steps.publish import PublishEvidence, editions_of, publish
from assets.steps.receipts import write_receipt
from assets.steps.receive import Taken, receive
from sources.framework.keys import Close


@dataclass(frozen=True)
class QuarterEvidence:
    """What one run of the main job did."""

    taken: tuple[Taken, ...]
    receipts: tuple[Path, ...]
    closed: CloseEvidence
    drafts: tuple[PublishEvidence, ...]


def close_quarter(
    house: House, close: Close, progress: Callable[[str], object] = str
) -> QuarterEvidence:
    """Everything from the inbox to the report; `progress` is told what begins.

    Raises UnknownKey.
    """
    house.library.of_close(close)
    progress("Taking returns from the inbox")
    taken = receive(house, close.council)
    progress("Checking returns and rating measures")
    closed = close_period(house, close)
    progress("Writing receipts")
    receipts = write_receipts(house, taken, closed)
    progress("Drawing up reports")
    drafts = tuple(publish(house, edition) for edition in editions_of(house, close))
    return QuarterEvidence(tuple(taken), tuple(receipts), closed, drafts)


def write_receipts(house: House, taken: list[Taken], closed: CloseEvidence) -> list[Path]:
    """Receipts for what was taken; files of other periods are told what their own close says."""
    results: dict[Close, CloseResults | None] = {closed.close: closed.results}
    written = []
    for one in taken:
        own = None
        if one.slot is not None:
            close = one.slot.close
            framework = house.library.of_slot(one.slot)
            if close not in results and close in framework.closes:
                results[close] = close_period(house, close).results
            own = results.get(close)
            if own is not None and str(one.slot) not in {s.slot for s in own.statuses}:
                own = None
        path = write_receipt(house, one, own)
        if path is not None:
            written.append(path)
    return written
