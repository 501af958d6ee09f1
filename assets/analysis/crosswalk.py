"""A part's figures from before it was there, worked out from those it was made of. Pure and exact.

The old parts' series stay as they are; this gives the new part one of its own beside them. What
became of what is `sources.framework.reorganisations`; how figures add up, `rollup`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from assets.analysis.rollup import Amount, Outcome, Total, add_up, amount_of, scale_of
from assets.analysis.series import Observation, Series
from sources.framework.breakdowns import over_parts
from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.measures import Measure
from sources.framework.over_parts import OverParts
from sources.framework.reorganisations import Reorganisation, made_of

# Only these can be divided: half a count is something, half of a mean is not.
_DIVISIBLE = (OverParts.SUM, OverParts.WEIGHTED_RATIO)


@dataclass(frozen=True)
class Earlier:
    """What a part would have been in a period before a reorganisation, and what it was made of.

    `is_estimate` says that a predecessor counts only with a share, so that it is not known but
    reckoned.
    """

    total: Total
    made_of: Mapping[str, Fraction]

    @property
    def is_estimate(self) -> bool:
        return any(share != 1 for share in self.made_of.values())


def reorganised(framework: Framework, breakdown: str) -> tuple[Reorganisation, ...]:
    """The reorganisations of a breakdown, the earliest first."""
    own = (one for one in framework.reorganisations.values() if one.breakdown == breakdown)
    return tuple(sorted(own, key=lambda one: (one.on, one.id)))


def back_series(
    measure: Measure,
    reorganisations: Iterable[Reorganisation],
    part: str,
    series: Mapping[str, Series],
) -> dict[Period, Earlier]:
    """A part's figures for the periods before it was what it is now, from those of the parts that
    it was made of; nothing for periods in which it already was.

    Merged counts add up and merged ratios are worked out anew from numerators and denominators.
    """
    known = tuple(reorganisations)
    periods = sorted({period for own in series.values() for period in own})
    found = {}
    for period in periods:
        shares = made_of(known, part, period)
        if shares and shares != {part: Fraction(1)}:
            found[period] = Earlier(_put_together(measure, shares, series, period), shares)
    return found


def _put_together(
    measure: Measure, shares: Mapping[str, Fraction], series: Mapping[str, Series], period: Period
) -> Total:
    held = {old: series.get(old, {}).get(period, Observation()) for old in sorted(shares)}
    if shares == dict.fromkeys(held, Fraction(1)) and len(held) == 1:
        return _renamed(*held.items())
    if over_parts(measure) not in _DIVISIBLE and any(share != 1 for share in shares.values()):
        return Total(Outcome.NOT_AGGREGABLE, "a share of such a figure means nothing")
    amounts = {old: amount_of(measure, seen) for old, seen in held.items()}
    lacking = tuple(old for old, amount in amounts.items() if amount is None)
    refs = tuple(ref for old, seen in held.items() if old not in lacking for ref in seen.refs)
    parted = [_share_of(amount, shares[old]) for old, amount in amounts.items() if amount]
    return replace(add_up(measure, parted, lacking, scale_of(measure, held.values())), refs=refs)


def _renamed(only: tuple[str, Observation]) -> Total:
    """A part with another name or code keeps its figures, whatever they are."""
    old, seen = only
    if seen.actual is None or seen.is_queried:
        return Total(Outcome.INCOMPLETE, "1 of 1 parts has no usable figure", lacking=(old,))
    number = Fraction(seen.actual)
    return Total(Outcome.WORKED_OUT, "as supplied", number, None, (), 1, seen.refs)


def _share_of(amount: Amount, share: Fraction) -> Amount:
    return replace(amount, top=amount.top * share, bottom=amount.bottom * share)
