"""The main job end to end: take the inbox in, close the period, draw up drafts."""

from collections.abc import Callable
from dataclasses import dataclass

from assets.steps.check_only import check_only
from assets.steps.check_return import check_return
from assets.steps.close import CloseEvidence, close_period
from assets.steps.filed_once import FiledOnce, filed_once
from assets.steps.house import House
from assets.steps.publish import PublishEvidence, editions_of, publish
from assets.steps.receive import Taken, receive
from sources.framework.keys import Close


@dataclass(frozen=True)
class QuarterEvidence:
    """What one run of the main job did."""

    taken: tuple[Taken, ...]
    closed: CloseEvidence
    drafts: tuple[PublishEvidence, ...]
    filed_once: tuple[FiledOnce, ...] = ()


def close_quarter(
    house: House, close: Close, progress: Callable[[str], object] = str
) -> QuarterEvidence:
    """Everything from the inbox to the report; `progress` is told what begins.

    Raises UnknownKey.
    """
    own = house.library.of_close(close).slots_of(close)
    progress("Waiting for other runs, if there are any")
    with house.lock(close.council):
        house.verify_ledger(close.council)
        progress("Taking returns from the inbox")
        taken = receive(house, close.council)
        check_only(house, close.council)
        progress("Checking returns and rating measures")
        # Closing checks its own slots; files of other periods are answered all the same.
        for slot in {one.slot for one in taken if one.slot is not None} - set(own):
            check_return(house, slot)
        closed = close_period(house, close)
        progress("Drawing up reports")
        drafts = tuple(publish(house, edition) for edition in editions_of(house, close))
        once = filed_once(house, close)
    return QuarterEvidence(tuple(taken), closed, drafts, once)
