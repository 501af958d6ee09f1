"""What was found in returns that no close owns: those filed once for all, such as extracts.

Reads only; a close says so of its own returns.
"""

from collections import Counter
from dataclasses import dataclass

from assets.analysis.waivers import unwaived
from assets.steps import gather
from assets.steps.house import House
from checks.finding import Severity
from sources.framework.keys import Close, Slot
from warehouse import queries


@dataclass(frozen=True)
class FiledOnce:
    """Such a return by its name, and how many findings of each severity stand in it."""

    slot: Slot
    name: str
    errors: int
    warnings: int
    information: int
    waived: int


def filed_once(house: House, close: Close) -> tuple[FiledOnce, ...]:
    """Those of a close's period and earlier ones for which anything has come, as last checked."""
    entries = house.entries(close.council)
    known = gather.submissions(entries, entries[-1].seq if entries else 0)
    waivers = gather.waivers_today(house, close.council)
    found = []
    for slot in sorted({s.slot for s in known if s.slot.period <= close.period}):
        if not house.library.knows(slot):
            continue
        owed = house.library.of_slot(slot).returns[slot.return_id]
        if owed.once_for is None:
            continue
        every = queries.return_findings(house.store.engine, str(slot))
        left = unwaived(every, waivers)
        tally = Counter(f.severity for f in left)
        errors, warnings, told = (tally[severity.value] for severity in Severity)
        waived = len(every) - len(left)
        found.append(FiledOnce(slot, owed.name, errors, warnings, told, waived))
    return tuple(found)
