"""A rating that was supplied, held against what value and target give (ruling 21). Pure.

The supplied rating stands; this says whether it could have been computed, and what a difference
may come from.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sources.framework.schemes import MeasureScheme


class Agreement(StrEnum):
    """How a supplied rating stands to the computed one."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_COMPUTED = "cannot be computed"
    NOT_RATED = "not rated"


@dataclass(frozen=True)
class Compared:
    """The outcome for one measure, and the reason in words."""

    agreement: Agreement
    explanation: str


def compare(
    supplied: str | None,
    computed: str | None,
    has_target: bool,
    actual: Decimal | None,
    reason: str | None,
    scheme: MeasureScheme,
) -> Compared:
    """Compare rating ids; None where there is none. `reason` says why nothing was supplied."""
    if supplied is None:
        return Compared(Agreement.NOT_RATED, reason or "no rating was supplied")
    if actual is None:
        return Compared(Agreement.NOT_COMPUTED, "there is no value to compute a rating from")
    if not has_target:
        why = "the register has no target for this period to compute from"
        return Compared(Agreement.NOT_COMPUTED, why)
    if supplied == computed:
        return Compared(Agreement.AGREES, "value and target give the same")
    if computed is not None:
        return Compared(Agreement.DIFFERS, _why(actual, f"{_word(scheme, computed)} by its target"))
    computable = {band.rating for band in scheme.bands}
    if supplied in computable:
        known = " or ".join(sorted(_word(scheme, rating) for rating in computable))
        return Compared(Agreement.DIFFERS, _why(actual, f"not {known} by its target"))
    others = [level.word for level in scheme.ratings if level.id not in computable]
    if len(others) < 2:
        return Compared(Agreement.NOT_COMPUTED, "below what the rule states in numbers")
    return Compared(
        Agreement.NOT_COMPUTED,
        "below what can be computed; the rule does not say what parts "
        f"{', '.join(others[:-1])} from {others[-1]}",
    )


def _why(actual: Decimal, otherwise: str) -> str:
    if actual == 0:
        return f"{otherwise}; the value is 0, which may stand for no data"
    return f"{otherwise}; neither value nor target explains it"


def _word(scheme: MeasureScheme, rating: str) -> str:
    return scheme.level(rating).word
