"""Whether a target is SMART, by what the register holds of it and of its measure.

Each of the five is a plain fact about fields, never a judgement of their words. Who is shown it is
for views and rules to say.
"""

import re
from typing import NamedTuple

from sources.framework.keys import FinancialYear, Period
from sources.framework.measures import Measure, Polarity
from sources.framework.targets import Target

_FEWEST_WORDS = 3
_PLACEHOLDERS = frozenset(
    {"as before", "as last year", "n/a", "not applicable", "none", "tbc", "to be confirmed", "-"}
)


class Criterion(NamedTuple):
    """One of the five: its name, and what is lacking; None where it is met."""

    name: str
    lacking: str | None

    @property
    def is_met(self) -> bool:
        return self.lacking is None


def gives_reason(text: str) -> bool:
    """Whether a text says anything: three words or more, and not one of the usual fillers."""
    words = re.findall(r"\w+", text)
    return len(words) >= _FEWEST_WORDS and text.strip(" .").casefold() not in _PLACEHOLDERS


def smart(measure: Measure, target: Target, year: FinancialYear) -> tuple[Criterion, ...]:
    """The five in their order; none at all where nothing is aimed at."""
    if not target.is_stated and target.to_be_set_by is None:
        return ()
    return (
        Criterion("specific", _specific(measure, target)),
        Criterion("measurable", _measurable(measure, target)),
        Criterion("achievable", None if target.evidence else "no evidence that it can be reached"),
        Criterion("relevant", _relevant(measure, target)),
        Criterion("time-bound", _time_bound(target, year)),
    )


def _specific(measure: Measure, target: Target) -> str | None:
    if target.to_be_set_by is not None:
        return "it is yet to be set"
    if not gives_reason(measure.definition):
        return "its measure's definition does not say what is counted"
    return None


def _measurable(measure: Measure, target: Target) -> str | None:
    if target.annual is None and target.of_last_year is None:
        return "it comes to no number"
    return "neither way is better" if measure.polarity is Polarity.NONE else None


def _relevant(measure: Measure, target: Target) -> str | None:
    if not (measure.outcomes or measure.priorities):
        return "its measure serves no outcome and no priority"
    return None if gives_reason(target.rationale) else "its rationale gives no reason"


def _time_bound(target: Target, year: FinancialYear) -> str | None:
    if target.reach_by is None:
        return "it does not say by when it is to be reached"
    if target.reach_by < Period(year, "FY").starts:
        return "the day by which it is to be reached was before the year"
    return None
