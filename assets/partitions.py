"""The three flat partition families, built from the frameworks: slots, closes, editions.

Only keys that a timetable names exist.
"""

from contextlib import suppress
from dataclasses import dataclass

import dagster as dg

from sources.framework.library import Library, UnknownKey
from sources.framework.places import FrameworkProblems


@dataclass(frozen=True)
class Partitions:
    """The families, and how a partition of one leads to the next."""

    slots: dg.StaticPartitionsDefinition
    closes: dg.StaticPartitionsDefinition
    editions: dg.StaticPartitionsDefinition
    slot_to_close: dg.StaticPartitionMapping
    close_to_edition: dg.StaticPartitionMapping

    @property
    def keys(self) -> frozenset[str]:
        """Every key of the three families."""
        families = (self.slots, self.closes, self.editions)
        return frozenset(key for family in families for key in family.get_partition_keys())


def partitions_of(library: Library) -> Partitions:
    """Every key of every framework in the library, in order; a broken folder has none.

    What is wrong with one is said by `quarterday validate`, and by schedules and sensors; it must
    not keep the other councils' keys from being known.
    """
    frameworks = []
    for council in library.councils():
        for year in library.years(council):
            with suppress(FrameworkProblems, UnknownKey):
                frameworks.append(library.get(council, year))
    closes = {str(close) for fw in frameworks for close in fw.closes}
    slots = {str(slot): str(slot.close) for fw in frameworks for slot in fw.slots}
    editions: dict[str, set[str]] = {}
    for framework in frameworks:
        for edition, close in framework.editions.items():
            editions.setdefault(str(close), set()).add(str(edition))
    return Partitions(
        slots=dg.StaticPartitionsDefinition(sorted(slots)),
        closes=dg.StaticPartitionsDefinition(sorted(closes)),
        editions=dg.StaticPartitionsDefinition(sorted({e for of in editions.values() for e in of})),
        slot_to_close=dg.StaticPartitionMapping(
            {slot: close for slot, close in slots.items() if close in closes}
        ),
        close_to_edition=dg.StaticPartitionMapping(editions),
    )
