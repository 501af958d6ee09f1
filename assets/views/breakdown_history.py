"""Parts as they were: their figures over several periods, and what became of which part.

A part that came of others has figures for earlier periods that are worked out from theirs, and said
to be; those of the others stay beside them.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from assets.analysis.crosswalk import Earlier, back_series, reorganised
from assets.analysis.part_series import figures_of
from assets.analysis.series import Ref, Series
from assets.views.context import Context
from assets.views.wording import number_text, plain
from report_templates.measure_breakdowns import PastCell, PastLine
from report_templates.parts import Figure
from sources.framework.breakdowns import Breakdown, Part
from sources.framework.day_rules import day_text
from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.measures import Measure
from sources.framework.reorganisations import Move

# So many periods are shown, the one that is reported last.
_PERIODS = 5


def past_periods(
    measure: Measure, breakdown: Breakdown, known: Mapping[str, Series], period: Period
) -> tuple[Period, ...]:
    """The periods of the last five for which any part has a figure; none if it is one alone."""
    steps = [period]
    while len(steps) < _PERIODS:
        steps.append(steps[-1].previous())
    names = [part.id for part in breakdown.parts]
    held = [at for at in reversed(steps) if figures_of(measure, names, known, at)]
    return tuple(held) if len(held) > 1 else ()


def past_lines(
    context: Context,
    measure: Measure,
    breakdown: Breakdown,
    known: Mapping[str, Series],
    periods: tuple[Period, ...],
) -> tuple[PastLine, ...]:
    """Every part that was there in any of the periods, those that are gone last."""
    if not periods:
        return ()
    reorganisations = reorganised(context.framework, breakdown.id)
    here = [part for part in breakdown.parts if part.is_there(periods[-1])]
    gone = [
        part
        for part in breakdown.parts
        if part not in here and any(part.is_there(at) for at in periods)
    ]
    lines = []
    for part in (*here, *gone):
        earlier = back_series(measure, reorganisations, part.id, known) if part in here else {}
        cells = tuple(_cell(context, measure, part, known, at, earlier.get(at)) for at in periods)
        last_day = day_text(part.ends) if part.ends is not None else ""
        lines.append(PastLine(part.name, cells, f"until {last_day}" if part in gone else None))
    return tuple(lines)


def _cell(
    context: Context,
    measure: Measure,
    part: Part,
    known: Mapping[str, Series],
    period: Period,
    earlier: Earlier | None,
) -> PastCell:
    if part.is_there(period):
        seen = figures_of(measure, [part.id], known, period).get(part.id)
        if seen is None or seen.actual is None:
            return PastCell(None, "no figure")
        if seen.is_queried:
            return PastCell(None, "queried")
        figure = part_figure(context, measure, part, seen.actual, seen.refs, period)
        return PastCell(figure)
    if earlier is None:
        return PastCell(None, "not there")
    value = earlier.total.value
    if value is None:
        return PastCell(None, earlier.total.outcome.value)
    names = {one.id: one.name for b in context.framework.breakdowns.values() for one in b.parts}
    made = ", ".join(f"{names[old]}{_share(share)}" for old, share in earlier.made_of.items())
    figure = context.book.enter(
        number_text(value, measure),
        measure.id,
        "as it would have been",
        period=str(period),
        breakdown=part.id,
        what=f"{measure.name} of {part.name}, before it was there",
        group=measure.name,
        how=f"exactly {plain(str(value))}, {earlier.total.how}: {made}",
        refs=earlier.total.refs,
    )
    return PastCell(figure, "estimated" if earlier.is_estimate else "worked out")


def part_figure(
    context: Context,
    measure: Measure,
    part: Part,
    actual: Decimal,
    refs: Iterable[Ref],
    period: Period,
) -> Figure:
    """A part's own figure in the figure book."""
    return context.book.enter(
        number_text(actual, measure),
        measure.id,
        "actual",
        period=str(period),
        breakdown=part.id,
        what=f"Actual of {measure.name}: {part.name}",
        group=measure.name,
        how=f"exactly {plain(str(actual))}, as it came for this part",
        refs=refs,
    )


def _share(share: Fraction) -> str:
    return "" if share == 1 else f" ({plain(f'{float(share * 100):.4f}')}% of it)"


def crosswalk_notes(framework: Framework, breakdown: Breakdown) -> tuple[str, ...]:
    """What became of which part, one sentence for each reorganisation, with its reason."""
    names = {part.id: part.name for part in breakdown.parts}
    notes = []
    for one in reorganised(framework, breakdown.id):
        said = "; ".join(_moved(names, new, one.moves) for new in one.successors)
        by = f" Shares are by {one.shares_by}." if one.shares_by else ""
        reason, source = one.reason.rstrip("."), one.source.rstrip(".")
        notes.append(f"On {day_text(one.on)} {said}. {reason}. {source}.{by}")
    return tuple(notes)


def _moved(names: Mapping[str, str], new: str, moves: tuple[Move, ...]) -> str:
    came = [
        names[move.predecessor] + (_share(Fraction(move.share)) if not move.is_whole else "")
        for move in moves
        if move.successor == new
    ]
    *first, last = came
    whole = f"{', '.join(first)} and {last}" if first else last
    return f"{names[new]} was made of {whole}"
