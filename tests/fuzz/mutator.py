"""Mutants: an ordinary file, changed a few times by chance. A number gives the same mutant always.

How bytes, zips, XML and tables are changed is `changes_to_*`; whether a mutant is survived is for
`test_short` and `run` to see.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.fuzz import changes_to_bytes, changes_to_tables, changes_to_xml, changes_to_zips

Change = Callable[[random.Random, bytes], bytes]
# Mostly one change: what many do together seldom gets past the first that is refused.
_HOW_MANY = (1, 1, 1, 1, 2, 2, 3, 5)


@dataclass(frozen=True)
class Mutant:
    """A changed file, and what was done to which."""

    number: int
    base: str
    steps: tuple[str, ...]
    data: bytes

    def __str__(self) -> str:
        return f"mutant {self.number} of {self.base} ({', '.join(self.steps)})"


def mutant(number: int, bases: Mapping[str, bytes]) -> Mutant:
    """The mutant of a number, from these files."""
    draw = random.Random(number)
    base = draw.choice(sorted(bases))
    other = bases[draw.choice(sorted(bases))]
    data, steps = bases[base], []
    for _ in range(draw.choice(_HOW_MANY)):
        change = draw.choice(_suited(draw, data, other))
        try:
            data = change(draw, data)
        except (ValueError, LookupError):
            # The change does not fit what is left of the file.
            continue
        steps.append(change.__name__.replace("_", " "))
    return Mutant(number, base, tuple(steps), data)


def _suited(draw: random.Random, data: bytes, other: bytes) -> tuple[Change, ...]:
    """Changes of one family, by what the bytes are now; XML most often, as most can hide in it."""
    if changes_to_zips.is_zip(data):
        family = draw.choices(
            (
                changes_to_bytes.CHANGES,
                changes_to_zips.changes(other),
                changes_to_xml.CHANGES,
            ),
            (15, 20, 65),
        )[0]
    elif changes_to_tables.is_table(data):
        family = draw.choice((changes_to_bytes.CHANGES, *[changes_to_tables.CHANGES] * 4))
    else:
        family = changes_to_bytes.CHANGES
    return (*family, changes_to_bytes.spliced_with(other)) if draw.random() < 0.05 else family
