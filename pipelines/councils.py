"""Going council by council, so that one council's broken folder or ledger stops no other's work."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from assets.steps.house import House
from sources.framework.library import UnknownKey
from sources.framework.places import FrameworkProblems
from sources.ledger import LedgerProblem

_T = TypeVar("_T")


def of_each(house: House, gather: Callable[[str], Iterable[_T]]) -> tuple[list[_T], str]:
    """What `gather` gives for each council, and a sentence about those where it failed."""
    found: list[_T] = []
    passed_over = ""
    for council in house.library.councils():
        try:
            found.extend(gather(council))
        except (FrameworkProblems, LedgerProblem, UnknownKey) as error:
            reason = str(error).splitlines()[0][:300]
            passed_over += f" {council} is passed over until this is mended: {reason}"
    return found, passed_over
