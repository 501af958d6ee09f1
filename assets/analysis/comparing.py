"""Measures beside the nation and their groups: which figures are set beside each other, and when.

Pure. The arithmetic is `benchmark`, which figures count is `checks/extracts`, how a comparison
reads is `assets/views`.

The rules (ruling 30): the national value is the published one and never a mean of ours. The council
itself is no part of its group's mean, and takes part in the rank. Of a group in which fewer than
three others have a figure there is no mean, rank or quartile.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from assets.analysis.benchmark import as_published, mean, middle, place_among, quartiles_among
from assets.analysis.series import Ref, Series, refs_text, value_for
from checks.extracts import StandingFigure
from sources.framework.comparators import FEWEST, ComparatorGroup
from sources.framework.day_rules import day_text
from sources.framework.keys import Period
from sources.framework.measures import Measure, Polarity
from sources.returns.content import SuppliedBenchmark
from sources.returns.extract_rows import Part
from sources.returns.extracts import figure_period
from sources.values import from_units, to_units
from warehouse.benchmark_rows import MeasureBenchmark

NATIONAL, GROUP, SENT = "national", "group", "sent"
# Kinds of areas that are no authorities.
_ABOVE = ("nation", "region")


@dataclass(frozen=True)
class Comparing:
    """What a measure is compared by: its series, its groups, and the council's own code.

    Figures of periods that end after `until` are not known yet. `decided` is a value that was
    decided on review, and the period that it stands for.
    """

    close: str
    measure: Measure
    series: Series
    groups: Sequence[ComparatorGroup]
    own_code: str
    until: Period
    decided: tuple[Period, Decimal] | None = None

    def is_decided(self, period: Period) -> bool:
        """Whether the council's own figure of a period is one that was decided on review."""
        return self.decided is not None and self.decided[0] == period

    def own_in(self, period: Period) -> tuple[Decimal | None, tuple[Ref, ...]]:
        """The council's own figure of a period as decided on review, or as departments returned
        it, unless it is queried; and the cells of what was returned."""
        seen = value_for(self.measure, self.series, period).observation
        if self.decided is not None and self.is_decided(period):
            return self.decided[1], seen.refs if seen is not None else ()
        if seen is None or seen.actual is None or seen.is_queried:
            return None, ()
        return seen.actual, seen.refs


def compared(by: Comparing, figures: Iterable[StandingFigure]) -> list[MeasureBenchmark]:
    """A row for the nation and one for each group of the measure; none if no figure has come.

    What rests on figures for members only is followed by what can be said to everybody.
    """
    own = [
        one
        for one in figures
        if one.item.measure == by.measure.id
        and one.item.period is not None
        and one.item.period.ends <= by.until.ends
    ]
    public = [one for one in own if not one.item.origin.is_members_only]
    for_all = {(row.kind, row.comparator): row for row in _rows(by, public)}
    rows = []
    for row in _rows(by, _preferred(own)):
        other = for_all.get((row.kind, row.comparator))
        if row == other:
            rows.append(row)
        else:
            # Whatever is different about it follows from a figure for members only.
            rows.append(replace(row, is_members_only=True))
            rows += [other] if other is not None else []
    return rows


def _preferred(figures: Iterable[StandingFigure]) -> list[StandingFigure]:
    """One figure for each area and period; one for everybody comes before one for members only."""
    in_order = sorted(figures, key=lambda one: one.item.origin.is_members_only)
    held: dict[tuple[str, Period | None], StandingFigure] = {}
    for one in in_order:
        assert one.item.area is not None
        held.setdefault((one.item.area.code, one.item.period), one)
    return list(held.values())


def _rows(by: Comparing, figures: Sequence[StandingFigure]) -> Iterator[MeasureBenchmark]:
    nation = [one for one in figures if _code(one) == by.measure.national_area]
    if nation:
        newest = max(nation, key=lambda one: _period(one).ends)
        yield _national(by, newest, figures)
    for group in by.groups if figures else ():
        yield _grouped(by, group, figures)


def _national(
    by: Comparing, figure: StandingFigure, figures: Sequence[StandingFigure]
) -> MeasureBenchmark:
    area, number = figure.item.area, figure.item.value.number
    assert area is not None
    assert number is not None
    blank = _blank(by, NATIONAL, area.gss_code, area.name, _period(figure), figures)
    units, places = to_units(number)
    return _rested(replace(blank, units=units, places=places), [figure])


def _grouped(
    by: Comparing, group: ComparatorGroup, figures: Sequence[StandingFigure]
) -> MeasureBenchmark:
    """A group by the newest period for which anybody's figure has come, be it a member's or not:
    an older period, or another year's list, is never used in silence."""
    others = [
        one
        for one in figures
        if one.item.area and one.item.area.kind not in _ABOVE and _code(one) != by.own_code
    ]
    period = max((_period(one) for one in others or figures), key=lambda p: (p.ends, p.starts))
    blank = _blank(by, GROUP, group.id, group.name, period, figures)
    members = group.members_in(period.year)
    if members is None:
        return replace(blank, reason=f"the group has no list of members for {period.year}")
    wanted = {area.code for area in members} - {by.own_code}
    held = [one for one in others if _code(one) in wanted and _period(one) == period]
    row = _rested(replace(blank, comparators=len(held), members=len(wanted)), held)
    if len(held) < FEWEST:
        have = f"{len(held)} of {len(wanted)} others {'has' if len(held) == 1 else 'have'} a figure"
        reason = f"{have}; from fewer than {FEWEST} no average, rank or quartile is worked out"
        return replace(row, reason=reason)
    numbers = [one.item.value.number for one in held if one.item.value.number is not None]
    row = _spread(row, numbers, by.measure.polarity)
    if blank.own_units is None or blank.own_places is None:
        return row
    own = as_published(from_units(blank.own_units, blank.own_places), numbers)
    place = place_among(own, numbers, by.measure.polarity)
    if place is None:
        is_range = by.measure.polarity is Polarity.RANGE
        why = "the target is a range" if is_range else "neither way is better"
        return replace(row, reason=f"{why}, so there is no rank")
    row = replace(row, rank=place.rank, ranked=place.ranked, quartile=place.quartile)
    if place.quartile is None:
        return replace(row, reason="all figures are equal, so there is no quartile")
    return row


def _spread(
    row: MeasureBenchmark, numbers: Sequence[Decimal], polarity: Polarity
) -> MeasureBenchmark:
    """A group's row with the mean and median of the others, and where its quartiles begin."""
    units, places = to_units(mean(numbers))
    half, half_places = to_units(middle(numbers))
    row = replace(row, units=units, places=places, median_units=half, median_places=half_places)
    parted = quartiles_among(numbers, polarity)
    if parted is None:
        return row
    first, first_places = to_units(parted.first)
    last, last_places = to_units(parted.last)
    return replace(
        row,
        first_units=first,
        first_places=first_places,
        last_units=last,
        last_places=last_places,
    )


def sent(by: Comparing, given: Iterable[tuple[int, SuppliedBenchmark]]) -> list[MeasureBenchmark]:
    """A row for each figure that departments sent to compare the measure with, by submission.

    A later one replaces that of the same comparator and period. They are shown as they were given;
    one whose source nobody named is not for the public.
    """
    held: dict[tuple[str, str], MeasureBenchmark] = {}
    for seq, one in given:
        if one.measure != by.measure.id or not one.counts or one.value.number is None:
            continue
        period = figure_period(one.period)
        own, refs = by.own_in(period) if period is not None else (None, ())
        units, places = to_units(one.value.number)
        ref = Ref(seq, f"figure of {one.comparator}", one.sheet, one.cell, one.value.raw)
        held[one.comparator.casefold(), one.period.casefold()] = _row(
            by,
            kind=SENT,
            comparator=one.comparator,
            name=one.comparator,
            period=str(period) if period is not None else one.period,
            own=own,
            units=units,
            places=places,
            reason=None if own is not None else _NO_FIGURE,
            origin=one.source or "a source that is not stated",
            is_members_only=not one.source,
            own_sources=refs_text(refs),
            sources=refs_text([ref]),
        )
    return list(held.values())


def _blank(
    by: Comparing,
    kind: str,
    comparator: str,
    name: str,
    period: Period,
    figures: Sequence[StandingFigure],
) -> MeasureBenchmark:
    """A row with nothing but the council's own figure of the period.

    As it was decided on review; else as it was published beside the others', if it was; otherwise
    as departments returned it.
    """
    published = next((f for f in figures if _code(f) == by.own_code and _period(f) == period), None)
    own, refs = by.own_in(period)
    if published is not None and not by.is_decided(period):
        own, refs = published.item.value.number, (_ref(published),)
    return _row(
        by,
        kind=kind,
        comparator=comparator,
        name=name,
        period=str(period),
        own=own,
        reason=_NO_FIGURE if own is None else None,
        own_sources=refs_text(refs),
    )


_NO_FIGURE = "the council has no figure of that period"


def _row(by: Comparing, *, own: Decimal | None, **given: Any) -> MeasureBenchmark:
    """A row with what is given of it; the rest is not known."""
    units, places = to_units(own) if own is not None else (None, None)
    numbers = ("units", "places", "comparators", "members", "rank", "ranked", "quartile")
    blank: dict[str, Any] = dict.fromkeys(numbers)
    words = {"origin": "", "sources": refs_text(()), "is_members_only": False}
    return MeasureBenchmark(
        close=by.close,
        measure=by.measure.id,
        own_units=units,
        own_places=places,
        **{**blank, **words, **given},
    )


def _rested(row: MeasureBenchmark, figures: Sequence[StandingFigure]) -> MeasureBenchmark:
    """A row with the figures that it rests on."""
    origin = "; ".join(dict.fromkeys(_origin(one) for one in figures))
    return replace(row, origin=origin, sources=refs_text(_ref(one) for one in figures))


def _origin(figure: StandingFigure) -> str:
    """`LG Inform, retrieved 2 October 2023, Open Government Licence v3.0`."""
    origin = figure.item.origin
    when = f"retrieved {day_text(origin.retrieved_on)}" if origin.retrieved_on else ""
    parts = (origin.source or "a source that is not stated", when, origin.licence)
    return ", ".join(part for part in parts if part)


def _ref(figure: StandingFigure) -> Ref:
    item = figure.item
    name = item.area.name if item.area else ""
    return Ref(
        figure.submission,
        f"figure of {name}",
        item.sheet,
        item.cells[Part.VALUE],
        item.value.raw,
    )


def _code(figure: StandingFigure) -> str:
    return figure.item.area.code if figure.item.area else ""


def _period(figure: StandingFigure) -> Period:
    assert figure.item.period is not None
    return figure.item.period
