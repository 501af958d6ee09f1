"""Measures beside others, for readers: the section of a report, and the part of a measure's page.

What is worked out stands in the close's results; here it is worded, ordered and entered in the book
of figures. Rating and place among others are held against each other here as well.
"""

from collections.abc import Iterator
from dataclasses import replace

from assets.analysis.comparing import GROUP, NATIONAL, SENT
from assets.views.comparison_figures import RowFigures
from assets.views.context import Context
from assets.views.wording import unit_words
from report_templates.comparison import (
    ComparedLine,
    Comparison,
    ComparisonPart,
    ComparisonSection,
    FlaggedLine,
    RankLine,
)
from sources.framework.keys import KeyProblem, Period
from sources.framework.measures import Measure
from warehouse.benchmark_rows import MeasureBenchmark

_TITLE = "Compared with others"
_ORDER = (NATIONAL, GROUP, SENT)
_RULE = (
    "The council is not in a group's average and median, and is counted in the rank. The quartile "
    "is that of the rank, 1 the best: it begins at a figure that some other council has, and none "
    "is worked out between two."
)
_MEMBERS_ONLY = "for members of the source only; not in public editions"


def comparisons(context: Context) -> ComparisonSection:
    """Every measure in scope that has anything to compare with, in the framework's order."""
    measures = list(context.framework.measures.values())
    lines = tuple(line for m in measures if (line := _line(context, m)) is not None)
    flagged = [pair for m in measures if (pair := _flagged(context, m)) is not None]
    compared = {line.id for line in lines}
    missing = [m.name for m in measures if m.id not in compared]
    return ComparisonSection(
        lines=lines,
        lagging=tuple(line for lags, line in flagged if lags),
        leading=tuple(line for lags, line in flagged if not lags),
        rule=f"Chosen by rule. {_RULE}",
        uncompared=context.book.count(
            len(missing),
            "measures",
            "not compared",
            "Measures with no figure of others to compare with",
            members=missing,
        ),
    )


def comparison_part(context: Context, measure: Measure) -> ComparisonPart | None:
    """A measure's comparisons for its own page; None if there are none."""
    found = tuple(_comparisons(context, measure))
    if not found:
        return None
    flags = []
    if flagged := _flagged(context, measure):
        lags, line = flagged
        quarter = "last" if lags else "first"
        flags = [
            f"Rated {line.mark.word}, yet in the {quarter} quarter of '{one.group}' ({one.period})."
            for one in line.ranks
        ]
    return ComparisonPart(
        _TITLE, unit_words(measure), found, tuple(flags), measure.statutory_return, _RULE
    )


def _rating(context: Context, measure: Measure) -> str | None:
    return context.current[measure.id].rating


def rows_of(context: Context, measure: Measure) -> list[MeasureBenchmark]:
    """A measure's rows as a reader may see them: the nation, its groups in order, what was sent.

    Of two about the same, the one with figures for members only says more.
    """
    groups = list(measure.comparator_groups)
    own = [row for row in context.results.benchmarks if row.measure == measure.id]
    own.sort(
        key=lambda row: (
            _ORDER.index(row.kind),
            groups.index(row.comparator) if row.comparator in groups else 0,
            row.comparator,
            row.period,
            not row.is_members_only,
        )
    )
    held: dict[tuple[str, ...], MeasureBenchmark] = {}
    for row in own:
        key = (row.kind, row.comparator, row.period if row.kind == SENT else "")
        held.setdefault(key, row)
    return list(held.values())


def _comparisons(context: Context, measure: Measure) -> Iterator[Comparison]:
    for number, row in enumerate(rows_of(context, measure)):
        yield _comparison(context, measure, row, number)


def _comparison(
    context: Context, measure: Measure, row: MeasureBenchmark, number: int
) -> Comparison:
    # What somebody wrote names no figure: its place in the list does.
    about = f"sent-{number}" if row.kind == SENT else f"{row.kind}-{row.comparator}"
    figures = RowFigures(context, measure, row, about)
    words = {
        NATIONAL: "published figure",
        GROUP: "average of the others",
        SENT: "figure sent with the return",
    }
    return Comparison(
        name=row.name,
        what=words[row.kind],
        period=_when(row.period),
        own=figures.own(),
        value=figures.value(words[row.kind]),
        have=figures.counted("have", _of(row.comparators, row.members), "Others with a figure"),
        rank=figures.counted("rank", _of(row.rank, row.ranked), "Rank, the council included"),
        quartile=figures.counted("quartile", _whole(row.quartile), "Quartile, 1 the best"),
        reason=row.reason,
        origin=row.origin,
        note=_MEMBERS_ONLY if row.is_members_only else None,
        spread=figures.spread(),
    )


def _of(number: int | None, among: int | None) -> str | None:
    return None if number is None or among is None else f"{number} of {among}"


def _whole(number: int | None) -> str | None:
    return None if number is None else str(number)


def _when(period: str) -> str:
    """`2022-23` for a year, `Q2 2022-23`; a department's own words as they are."""
    try:
        known = Period.parse(period)
    except KeyProblem:
        return period
    return str(known.year) if known.kind == "F" else known.short_label


def _flagged(context: Context, measure: Measure) -> tuple[bool, FlaggedLine] | None:
    """Where a rating and a place among others disagree: in the last quarter though target is met,
    or in the first though it is missed. True for one that lags."""
    rating = _rating(context, measure)
    if rating is None:
        return None
    is_missed = context.framework.measure_scheme.level(rating).is_exception
    ranks = []
    for number, row in enumerate(rows_of(context, measure)):
        if row.quartile == (1 if is_missed else 4):
            rank = _comparison(context, measure, row, number).rank
            assert rank is not None
            ranks.append(RankLine(row.name, _when(row.period), rank))
    line = FlaggedLine(measure.name, context.measure_mark(rating), tuple(ranks))
    return (not is_missed, line) if ranks else None


def _line(context: Context, measure: Measure) -> ComparedLine | None:
    """A measure in the section; what all its comparisons have in common is said once."""
    found = tuple(_comparisons(context, measure))
    if not found:
        return None
    rating, origins = _rating(context, measure), {one.origin for one in found if one.origin}
    is_shared = len(origins) == 1
    return ComparedLine(
        id=measure.id,
        name=measure.name,
        unit=unit_words(measure),
        mark=context.measure_mark(rating) if rating else None,
        comparisons=tuple(replace(one, origin="") for one in found) if is_shared else found,
        origin=origins.pop() if is_shared else None,
    )
