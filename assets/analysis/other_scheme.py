"""Another rating scheme tried on everything that a close knows: which ratings would be others.

Pure: a close's series are laid out as blocks, which the kernel rates under both schemes; only what
would move is rated once more by the exact rule, for its words. What is printed is `views`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assets.analysis.blocks import LaidOut, lay_out
from assets.analysis.rating import rate
from assets.analysis.series import Series
from sources.framework.framework import Framework
from sources.framework.keys import Close, FinancialYear, Period
from sources.framework.measures import Influence, Measure, TargetValue
from sources.framework.schemes import MeasureScheme

if TYPE_CHECKING:
    from assets.analysis.kernel.block import Codes


@dataclass(frozen=True)
class Verdict:
    """A rating (its id) by one scheme, or the status that stands for none; `rule` says more where
    the two schemes part, the rule or the reason."""

    rating: str | None
    status: str
    rule: str = ""


@dataclass(frozen=True)
class UnderBoth:
    """A value that is held, rated by the scheme in force and by the one that is tried."""

    measure: Measure
    period: Period
    is_newest: bool
    actual: Decimal
    target: TargetValue | None
    now: Verdict
    then: Verdict

    @property
    def moves(self) -> bool:
        return self.now.rating != self.then.rating


@dataclass(frozen=True)
class OtherScheme:
    """What a scheme would make of a close and its past, measure by measure, oldest first.

    `valueless` are measures that are due in the close and hold no value to rate; `left_out` are
    those that are not compared, each with its reason. Targets are known of `years` alone.
    """

    close: Close
    tried: MeasureScheme
    in_force: MeasureScheme
    values: tuple[UnderBoth, ...]
    valueless: tuple[Measure, ...]
    left_out: Mapping[str, str]
    years: frozenset[FinancialYear]

    @property
    def newest(self) -> list[UnderBoth]:
        return [one for one in self.values if one.is_newest]

    @property
    def past(self) -> list[UnderBoth]:
        return [one for one in self.values if not one.is_newest]


def why_no_block(scheme: MeasureScheme, measures: Iterable[Measure]) -> str | None:
    """Why blocks of measures' values cannot be rated by a scheme; None if they can."""
    if scheme.supplied is not None:
        return "it takes ratings as given and states no arithmetic"
    if scheme.rates == "forecast":
        return "it rates forecasts, and those of past periods are not held as series"
    if any(band.interval is not None for band in scheme.bands):
        return "it looks at the intervals of surveys, which are rated one by one"
    stated = {level.rating for measure in measures for level in measure.levels or ()}
    unlisted = sorted(stated - {level.id for level in scheme.ratings})
    if scheme.basis == "levels" and unlisted:
        return f"levels of measures name ratings that it does not list: {', '.join(unlisted)}"
    return None


def try_scheme(
    framework: Framework,
    close: Close,
    series: Mapping[str, Series],
    tried: MeasureScheme,
    *,
    earlier: Sequence[Framework] = (),
    reviewed: Collection[str] = (),
) -> OtherScheme:
    """Rate all that a close knows under both schemes, both of which can rate blocks.

    `earlier` are the frameworks of years before; `reviewed` the measures whose rating in the close
    was decided on review, whatever the scheme.
    """
    in_force = framework.measure_scheme
    now, misfits = lay_out(framework, close, series, earlier=earlier)
    with_tried = replace(framework, measure_scheme=tried)
    # Levels name ratings of the scheme that they are laid out for.
    then, _ = lay_out(with_tried, close, series, earlier=earlier)
    left_out = {measure.id: "its numbers are too long for a block" for measure in misfits}
    left_out |= dict.fromkeys(reviewed, "its rating was decided on review")
    for measure in framework.measures.values():
        if measure.influence is Influence.CONTEXT:
            left_out[measure.id] = "shown as context, and not rated"
    found = [
        one
        for laid, again in zip(now, then, strict=True)
        for one in _under_both(laid, again, in_force, tried, left_out)
    ]
    due = {
        measure.id: measure
        for measure in framework.measures.values()
        if close.period.kind == "F" or framework.is_due(measure, close.period)
        if measure.is_in_force(close.period)
    }
    values = tuple(one for one in found if not one.is_newest or one.measure.id in due)
    newest = {one.measure.id for one in values if one.is_newest}
    valueless = tuple(m for name, m in due.items() if name not in {*newest, *left_out})
    seen = {one.measure.id for one in values}
    for name in framework.measures:
        if name not in {*due, *seen, *left_out}:
            left_out[name] = f"not collected in {close.period.short_label}"
    years = frozenset(one.year for one in (*earlier, framework))
    return OtherScheme(close, tried, in_force, values, valueless, left_out, years)


def _under_both(
    laid: LaidOut,
    again: LaidOut,
    in_force: MeasureScheme,
    tried: MeasureScheme,
    left_out: Mapping[str, str],
) -> Iterator[UnderBoth]:
    import numpy as np

    from assets.analysis.kernel.ratings import rate_block
    from assets.analysis.kernel.rowwise import case_of

    now, then = rate_block(laid.block, in_force)[:2], rate_block(again.block, tried)[:2]
    last = laid.block.periods - 1
    for row, column in zip(*np.nonzero(laid.block.actual.is_known), strict=True):
        measure = laid.measures[row]
        if measure.id in left_out:
            continue
        actual, target, _, beside = case_of(laid.block, row, column)
        one = UnderBoth(
            measure,
            laid.periods[row][column],
            bool(column == last),
            actual,
            target,
            _verdict(now, row, column, in_force),
            _verdict(then, row, column, tried),
        )
        if one.moves:
            exact = [rate(actual, target, measure, each, beside) for each in (in_force, tried)]
            was, would = (each.rule or each.reason or "" for each in exact)
            one = replace(one, now=replace(one.now, rule=was), then=replace(one.then, rule=would))
        yield one


def _verdict(found: "tuple[Codes, Codes]", row: int, column: int, scheme: MeasureScheme) -> Verdict:
    from assets.analysis.kernel.outcomes import Why
    from assets.analysis.rated import RATED

    place, outcome = int(found[0][row, column]), int(found[1][row, column])
    if place < 0:
        return Verdict(None, Why(outcome).status.value)
    return Verdict(scheme.ratings[place].id, RATED)
