"""A trend in words: how a figure varies, and how often its target is met.

Pure. `special_causes` has the names of single causes; what a report does with these is a view's.
"""

from dataclasses import dataclass

from assets.analysis.trends.charting import Trend
from sources.framework.measures import Polarity

# One, and several, of the periods in which a measure is collected.
_PACES = {
    "M": ("month", "months"),
    "Q": ("quarter", "quarters"),
    "H": ("half-year", "half-years"),
    "F": ("year", "years"),
}
_TENTHS = 10


@dataclass(frozen=True)
class TrendReading:
    """A sentence with a number in it: `how`, then `often` if there is a target, then `limits`."""

    how: str
    often: str | None
    limits: str | None

    def __str__(self) -> str:
        words = f"{self.how} {self.often}" if self.often else self.how
        return f"{words}; {self.limits}" if self.limits else words


def reading_of(trend: Trend, variance_sign: int | None) -> TrendReading | None:
    """A trend beside a rating, or None where there are too few values to say anything.

    `variance_sign` is that of the value's distance from its target: below zero is worse; None where
    there is no target.
    """
    from assets.analysis.special_causes import VARIATION_WORDS

    if trend.variation is None:
        return None
    how = _SEASONAL if trend.is_seasonal else VARIATION_WORDS[trend.variation]
    if variance_sign is not None:
        stands = _stands(trend.measure.polarity, variance_sign)
        joined = "with" if trend.is_seasonal else _joined(trend.variation, variance_sign)
        how = f"{stands}, {joined} {how}"
    if trend.is_seasonal:
        return TrendReading(how, None, None)
    always = _ALWAYS.get(trend.assurance or "")
    often = None
    if always is not None:
        how += f"; as it runs now, the target is {always}"
    elif trend.judged:
        how += _OFTEN.get((trend.met > 0, trend.met == trend.judged), "; the target is met")
        often = _often(trend)
    limits = f"trial limits, from {_count(trend, len(trend.last.known))}"
    return TrendReading(how, often, limits if trend.last.is_trial else None)


# Whether the target was met at all, and always.
_OFTEN = {
    (False, False): "; the target was not met in any of",
    (True, True): "; the target was met in every one of",
}
# Limits from one season to the next would call every winter a change.
_SEASONAL = "values that follow the seasons, so the chart cannot tell a change"
_ALWAYS = {"consistent_pass": "met every time", "consistent_fail": "missed every time"}


def _stands(polarity: Polarity, sign: int) -> str:
    if polarity is Polarity.RANGE:
        return "outside the target range" if sign < 0 else "within the target range"
    if sign == 0:
        return "on target"
    if polarity is Polarity.LOWER:
        return f"{'above' if sign < 0 else 'below'} target (lower is better)"
    return f"{'below' if sign < 0 else 'above'} target"


def _joined(variation: str, sign: int) -> str:
    """`but` where the trend tells another story than the rating does."""
    is_worse = variation == "special_cause_concern"
    return "but" if is_worse != (sign < 0) else "with"


def _often(trend: Trend) -> str:
    """`about 3 quarters in 10`; the plain count where that would mislead or there are fewer."""
    met, judged = trend.met, trend.judged
    if met in (0, judged):
        return _count(trend, judged)
    tenths = (2 * _TENTHS * met + judged) // (2 * judged)
    if judged <= _TENTHS or tenths in (0, _TENTHS):
        return f"{_count(trend, met)} in {judged}"
    return f"about {_count(trend, tenths)} in {_TENTHS}"


def _count(trend: Trend, count: int) -> str:
    one, several = _PACES[trend.measure.frequency.period_kind]
    return f"{count} {one if count == 1 else several}"
