"""What parts come to: districts to a county, teams to a department. Pure and exact.

Only what adds up is ever added: counts, or numerators and denominators. Percentages are never
averaged. Parts over time, when boundaries move, are `crosswalk`; over periods, `series`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import reduce

from assets.analysis.series import Observation, Ref, kept
from sources.framework.breakdowns import over_parts
from sources.framework.keys import Period
from sources.framework.measures import Measure
from sources.framework.over_parts import OverParts
from sources.values import Unit, places_of

# A rate is per so many at most: 10 to this power.
_MOST_PER = 7


class Outcome(StrEnum):
    """What came of putting parts together."""

    WORKED_OUT = "worked out"
    INCOMPLETE = "incomplete"
    NOTHING_TO_DIVIDE_BY = "nothing to divide by"
    CANNOT_BE = "cannot be"
    NOT_AGGREGABLE = "not aggregable"


@dataclass(frozen=True)
class Amount:
    """What adds up of the figures of `count` parts: numbers, or numerators and denominators.

    Where the latest figure is to stand, `top` and `bottom` are the highest and the lowest of those
    that are of the latest period, `at`. `is_sound`: none counts something out of nothing.
    """

    top: Fraction
    bottom: Fraction = Fraction(0)
    count: int = 1
    at: Period | None = None
    is_sound: bool = True

    def and_(self, other: "Amount", how: OverParts) -> "Amount":
        """Both together. In which order amounts are put together never matters."""
        count, is_sound = self.count + other.count, self.is_sound and other.is_sound
        if how is not OverParts.LATEST:
            top, bottom = self.top + other.top, self.bottom + other.bottom
            return Amount(top, bottom, count, None, is_sound)
        if self.at != other.at:
            is_later = other.at is None or (self.at is not None and self.at > other.at)
            return replace(self if is_later else other, count=count)
        return Amount(max(self.top, other.top), min(self.bottom, other.bottom), count, self.at)


@dataclass(frozen=True)
class Total:
    """What parts come to, or why they come to nothing.

    `number` is exact; `lacking` are the parts without a usable figure; `refs` where every number
    that it rests on stands.
    """

    outcome: Outcome
    how: str
    number: Fraction | None = None
    amount: Amount | None = None
    lacking: tuple[str, ...] = ()
    parts: int = 0
    refs: tuple[Ref, ...] = ()

    @property
    def value(self) -> Decimal | None:
        """The number as it is kept and printed from."""
        return None if self.number is None else kept(self.number)


def not_aggregable(measure: Measure) -> str:
    """Why nothing is worked out from the parts of a measure."""
    if measure.unit in (Unit.PERCENT, Unit.RATE):
        return "percentages and rates without numerator and denominator are never averaged"
    return "the measure does not say that its parts add up"


def amount_of(measure: Measure, seen: Observation, at: Period | None = None) -> Amount | None:
    """What adds up of one part's figure; None if it holds nothing usable."""
    how = over_parts(measure)
    if seen.is_queried:
        return None
    if how is OverParts.WEIGHTED_RATIO:
        if seen.numerator is None or seen.denominator is None:
            return None
        top, bottom = Fraction(seen.numerator), Fraction(seen.denominator)
        return Amount(top, bottom, is_sound=bottom > 0 or top == bottom == 0)
    if seen.actual is None:
        return None
    number = Fraction(seen.actual)
    return Amount(number, number, at=at) if how is OverParts.LATEST else Amount(number)


def roll_up(
    measure: Measure,
    parts: Collection[str],
    figures: Mapping[str, Observation],
    periods: Mapping[str, Period] | None = None,
) -> Total:
    """What `parts` come to, by how the measure says that parts are put together.

    `periods` say of when each figure is, where the latest one is to stand.
    """
    dates = periods or {}
    amounts = {
        part: amount
        for part in sorted(parts)
        if part in figures
        and (amount := amount_of(measure, figures[part], dates.get(part))) is not None
    }
    lacking = tuple(sorted(set(parts) - set(amounts)))
    refs = tuple(ref for part in amounts for ref in figures[part].refs)
    scale = scale_of(measure, (figures[part] for part in amounts))
    return replace(add_up(measure, amounts.values(), lacking, scale), refs=refs)


def add_up(
    measure: Measure,
    amounts: Iterable[Amount],
    lacking: tuple[str, ...] = (),
    scale: int | None = None,
) -> Total:
    """What amounts come to. If a part is lacking they are incomplete and come to no number."""
    how = over_parts(measure)
    given = list(amounts)
    held = reduce(lambda one, other: one.and_(other, how), given) if given else None
    count = (held.count if held else 0) + len(lacking)
    if how is OverParts.NONE:
        return Total(Outcome.NOT_AGGREGABLE, not_aggregable(measure), None, None, lacking, count)
    if lacking or held is None:
        words = f"{len(lacking)} of {count} parts have no usable figure"
        return Total(Outcome.INCOMPLETE, words, None, held, lacking, count)
    words = f"{how.value} of {count} parts"
    outcome, number = Outcome.WORKED_OUT, held.top
    if how is OverParts.WEIGHTED_RATIO:
        return _ratio(held, scale, words)
    if how is OverParts.MEAN:
        number = held.top / held.count
    if how is OverParts.LATEST and held.top != held.bottom:
        words = "parts differ in their latest period, and none of them stands for the whole"
        return Total(Outcome.NOT_AGGREGABLE, words, None, held, (), count)
    return Total(outcome, words, number, held, (), count)


def _ratio(held: Amount, scale: int | None, words: str) -> Total:
    if not held.is_sound:
        words = "a part counts something out of nothing: its denominator is 0 or less"
        return Total(Outcome.CANNOT_BE, words, None, held, (), held.count)
    if not held.bottom:
        words = "every denominator is 0: there is nothing to divide by"
        return Total(Outcome.NOTHING_TO_DIVIDE_BY, words, None, held, (), held.count)
    if scale is None:
        words = "what the rate is per cannot be told from its parts"
        return Total(Outcome.NOT_AGGREGABLE, words, None, held, (), held.count)
    number = held.top * scale / held.bottom
    return Total(Outcome.WORKED_OUT, words, number, held, (), held.count)


def scale_of(measure: Measure, figures: Iterable[Observation]) -> int | None:
    """By what a ratio is multiplied: 100 for a percentage. What a rate is per is written in words,
    so it is the one power of ten by which every part's own rate agrees with its two numbers."""
    if measure.unit is not Unit.RATE:
        return 100 if measure.unit is Unit.PERCENT else 1
    fitting = set(range(_MOST_PER + 1))
    for seen in figures:
        if seen.actual is None or not seen.numerator or not seen.denominator:
            continue
        exact = Fraction(seen.numerator) / Fraction(seen.denominator)
        half = Fraction(1, 2 * 10 ** places_of(seen.actual))
        fitting &= {n for n in fitting if abs(exact * 10**n - Fraction(seen.actual)) <= half}
    return 10 ** fitting.pop() if len(fitting) == 1 else None


def through_levels(
    measure: Measure,
    within: Mapping[str, str | None],
    figures: Mapping[str, Observation],
    periods: Mapping[str, Period] | None = None,
) -> dict[str | None, Total]:
    """Every coarser part's total, and under None that of the whole, worked out level by level.

    `within` has the part that each one lies in, None where that is the whole. A part that others
    lie in takes its total from them, whatever it says itself. `periods` as in `roll_up`.
    """
    inside: dict[str | None, list[str]] = {}
    for part, outer in within.items():
        inside.setdefault(outer, []).append(part)
    leaves = [part for part in within if part not in inside]
    scale = scale_of(measure, (figures[part] for part in leaves if part in figures))
    found: dict[str | None, Total] = {}

    def total_of(part: str) -> Total:
        if part not in inside:
            return roll_up(measure, [part], figures, periods)
        found[part] = _of_all(measure, [total_of(one) for one in sorted(inside[part])], scale)
        return found[part]

    found[None] = _of_all(measure, [total_of(one) for one in sorted(inside.get(None, ()))], scale)
    return found


def _of_all(measure: Measure, totals: list[Total], scale: int | None) -> Total:
    """What totals come to, by what adds up of them."""
    lacking = tuple(sorted(name for total in totals for name in total.lacking))
    amounts = (total.amount for total in totals if total.amount is not None)
    refs = tuple(ref for total in totals for ref in total.refs)
    return replace(add_up(measure, amounts, lacking, scale), refs=refs)
