"""Which figures stand as revised, and what they were before (ruling 8). Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assets.analysis.observed import Texts, number_of, ref_of
from assets.analysis.series import Ref
from sources.framework.breakdowns import WHOLE
from sources.framework.keys import Period
from sources.returns.content import Quantity, TextField
from warehouse.rows import SubmittedValue


@dataclass(frozen=True)
class RevisedFigure:
    """What a figure was before it was revised, where that stands, and why it was revised."""

    before: Decimal | None
    ref: Ref | None
    reason: str


Revised = Mapping[str, Mapping[Period, RevisedFigure]]


def revised_figures(values: Iterable[SubmittedValue], texts: Texts) -> Revised:
    """By measure and measurement period; values are given oldest submission first.

    A figure that was corrected once more in its own return is not called revised.
    """
    given: dict[tuple[str, str], list[SubmittedValue]] = defaultdict(list)
    for value in values:
        if value.quantity == Quantity.ACTUAL.value and value.breakdown == WHOLE:
            given[value.measure, value.period].append(value)
    found: dict[str, dict[Period, RevisedFigure]] = defaultdict(dict)
    for (measure, period), held in given.items():
        reason = texts.get((measure, period, TextField.REVISION_REASON.value))
        last = held[-1]
        if reason is None or (reason.submission, reason.sheet) != (last.submission, last.sheet):
            continue
        before = next((v for v in reversed(held) if v.submission != last.submission), None)
        found[measure][Period.parse(period)] = RevisedFigure(
            number_of(before), ref_of(before) if before else None, reason.text.strip()
        )
    return found
