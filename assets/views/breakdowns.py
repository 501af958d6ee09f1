"""The breakdowns of a measure as its page shows them: each part's figure, rating and flags.

How parts came about and what they were before is `breakdown_history`.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from assets.analysis.part_series import compared_of, newest_of, part_series
from assets.analysis.parts import part_rating
from assets.analysis.rollup import Total, roll_up
from assets.analysis.series import Observation, Series
from assets.views.breakdown_history import crosswalk_notes, part_figure, past_lines, past_periods
from assets.views.breakdown_levels import levels, total_line
from assets.views.context import Context
from assets.views.part_map import part_map
from assets.views.wording import counted, named, number_text
from checks.hidden_parts import hidden_parts
from report_templates.measure_breakdowns import BreakdownsPart, PartLine, PartTable
from report_templates.parts import Figure
from sources.framework.breakdowns import Breakdown, Part, over_parts
from sources.framework.keys import Period
from sources.framework.measures import Measure, Stretch
from sources.framework.over_parts import OverParts

_WITHHELD = (
    "Figures of parts, and maps of them, are not in public editions: they may be small enough to "
    "tell people by. Readers inside the council see them."
)


def breakdowns(context: Context, measure: Measure) -> BreakdownsPart | None:
    """Every breakdown of a measure, the finest levels first; None for a measure without any."""
    if not measure.breakdowns:
        return None
    if context.is_public:
        return BreakdownsPart((), _WITHHELD)
    row = context.current[measure.id]
    known = part_series(context.framework, context.results.parts).get(measure.id, {})
    if row.period is None or not known:
        return None
    period = Period.parse(row.period)
    tables = []
    for breakdown in (context.framework.breakdowns[name] for name in measure.breakdowns):
        if any(known.get(part.id) for part in breakdown.parts):
            tables.append(_table(context, measure, breakdown, known, period))
            tables += levels(context, measure, breakdown, known, period)
    return BreakdownsPart(tuple(tables)) if tables else None


def _table(
    context: Context,
    measure: Measure,
    breakdown: Breakdown,
    known: Mapping[str, Series],
    period: Period,
) -> PartTable:
    parts = breakdown.parts_in(period)
    held, dates = newest_of(measure, (part.id for part in parts), known, period)
    at = {part.id: dates.get(part.id, period) for part in parts}
    ratings = {part.id: _rating(context, measure, part, held, at[part.id]) for part in parts}
    whole = context.current[measure.id].rating
    hidden = hidden_parts(context.framework.measure_scheme, whole, ratings)
    longest = _longest(held)
    plain = (
        _line(context, measure, part, held.get(part.id), at[part.id], ratings, hidden, longest)
        for part in parts
    )
    # Where the latest part stands for the whole, each says of when it is.
    is_dated = over_parts(measure) is OverParts.LATEST
    lines = tuple(
        replace(line, of=at[part.id].short_label if is_dated and line.value else None)
        for part, line in zip(parts, plain, strict=True)
    )
    total = roll_up(measure, [part.id for part in parts], held, dates)
    periods = past_periods(measure, breakdown, known, period)
    running = ", year to date" if measure.is_cumulative else ""
    caption = f"By {breakdown.name.lower()}, {period.label}{running}"
    return PartTable(
        column=breakdown.name,
        caption=caption,
        covered=_covered(parts, total),
        lines=lines,
        total=total_line(context, measure, breakdown.id, "Together", total, period, parts),
        flags=_flags(context, measure, breakdown, known, hidden, whole),
        notes=crosswalk_notes(context.framework, breakdown),
        periods=tuple(at.short_label for at in periods),
        past=past_lines(context, measure, breakdown, known, periods),
        map=part_map(
            context.framework,
            measure.name,
            caption,
            breakdown,
            list(zip(parts, lines, strict=True)),
        ),
    )


def _rating(
    context: Context,
    measure: Measure,
    part: Part,
    held: Mapping[str, Observation],
    period: Period,
) -> str | None:
    seen = held.get(part.id)
    if seen is None or seen.is_queried:
        return None
    return part_rating(context.framework, measure.id, period, part.id, seen.actual)


def _longest(held: Mapping[str, Observation]) -> Decimal | None:
    """What the longest bar stands for; None where there is nothing to compare lengths of."""
    numbers = [seen.actual for seen in held.values() if seen.actual is not None]
    if len(numbers) < 2 or min(numbers) < 0 or not max(numbers):
        return None
    return max(numbers)


def _line(
    context: Context,
    measure: Measure,
    part: Part,
    seen: Observation | None,
    period: Period,
    ratings: Mapping[str, str | None],
    hidden: tuple[str, ...],
    longest: Decimal | None,
) -> PartLine:
    if seen is None or seen.actual is None or seen.is_queried:
        absence = seen.absence.value if seen is not None and seen.absence else "not given"
        return PartLine(part.name, None, "queried" if seen and seen.is_queried else absence)
    rating = ratings[part.id]
    return PartLine(
        part.name,
        part_figure(context, measure, part, seen.actual, seen.refs, period),
        code=part.code,
        numerator=_count(context, measure, part, seen, period, "numerator", seen.numerator),
        denominator=_count(context, measure, part, seen, period, "denominator", seen.denominator),
        target=_target(context, measure, part, period),
        mark=context.measure_mark(rating) if rating else None,
        flag="hidden in the whole" if part.id in hidden else None,
        bar=float(seen.actual / longest) if longest else None,
    )


def _count(
    context: Context,
    measure: Measure,
    part: Part,
    seen: Observation,
    period: Period,
    quantity: str,
    number: Decimal | None,
) -> Figure | None:
    if number is None:
        return None
    return context.book.enter(
        f"{number:,f}",
        measure.id,
        quantity,
        period=str(period),
        breakdown=part.id,
        what=f"{quantity.capitalize()} of {measure.name}: {part.name}",
        group=measure.name,
        how="as it came for this part",
        refs=[ref for ref in seen.refs if ref.quantity == quantity],
    )


def _target(context: Context, measure: Measure, part: Part, period: Period) -> Figure | None:
    """A target of a part's own; that of the whole stands at the head of the page."""
    own = context.framework.part_targets.get((measure.id, part.id))
    target = own.target.for_period(period, measure) if own else None
    if own is None or target is None or isinstance(target, Stretch):
        return None
    return context.book.enter(
        number_text(target, measure),
        measure.id,
        "target",
        period=str(period),
        breakdown=part.id,
        what=f"Target of {measure.name}: {part.name}",
        group=measure.name,
        how=f"Set by {own.set_by}: {own.rationale.rstrip('.')}. It stands in breakdowns.yaml.",
    )


def _covered(parts: tuple[Part, ...], total: Total) -> str:
    """Which parts the figures cover, in a sentence."""
    lacking = [part.name for part in parts if part.id in total.lacking]
    if not lacking:
        return f"Each of {counted(len(parts), 'part')} has a figure."
    return f"{len(lacking)} of {counted(len(parts), 'part')} without a figure: {named(lacking)}."


def _flags(
    context: Context,
    measure: Measure,
    breakdown: Breakdown,
    known: Mapping[str, Series],
    hidden: tuple[str, ...],
    whole: str | None,
) -> tuple[str, ...]:
    """What the figure of the whole does not let one see."""
    flags = []
    names = [part.name for part in breakdown.parts if part.id in hidden]
    if names and whole:
        word = context.framework.measure_scheme.level(whole).word
        flags.append(f"The whole is {word}, and it hides what needs attention in {_list(names)}.")
    for one in compared_of(context.framework, context.results.close, measure, known):
        if one.breakdown == breakdown.name and one.whole_is_worse is not None:
            parts, together = ("better", "worse") if one.whole_is_worse else ("worse", "better")
            flags.append(
                f"Every part is {parts} than in {one.earlier.short_label}, and all of them "
                f"together are {together}: the mix of parts has changed."
            )
    return tuple(flags)


def _list(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
