"""Uniqueness: the same thing said twice."""

from collections import defaultdict
from collections.abc import Iterator

from checks.catalogue.rule import ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedReturn, Current, ValueKey

# Of a row that was pasted again and again, so many are named.
_NAMED = 10


def _given_twice(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for file in subject.files:
        found: dict[ValueKey, list[Current]] = defaultdict(list)
        for item in file.values:
            found[(item.measure, item.period, item.quantity)].append(Current(file.seq, item))
        for same in found.values():
            # A later file that fills the value again has settled the matter.
            key = (same[0].item.measure, same[0].item.period, same[0].item.quantity)
            if len(same) == 1 or subject.current[key].submission != file.seq:
                continue
            for current in same[1 : _NAMED + 1]:
                yield rule.at(
                    current,
                    f"The {current.item.quantity.value} of this measure and period stands in "
                    f"cells {_listed(same)}.",
                )


def _listed(same: list[Current]) -> str:
    cells = [current.item.cell for current in same[:_NAMED]]
    more = len(same) - len(cells)
    return " and ".join(cells) + (f" and {more} more" if more else "")


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "given-twice",
        Dimension.UNIQUENESS,
        Severity.ERROR,
        "One file gives the same measure and period more than once.",
        "Keep the right row and clear the other.",
        _given_twice,
    ),
)
