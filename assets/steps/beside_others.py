"""A close's measures beside others: extracts and what departments sent, brought together.

Reads only. The comparisons are `assets/analysis/comparing`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assets.analysis.comparing import Comparing, compared, sent
from assets.analysis.own_figures import own_figures
from assets.analysis.results import SentFile
from assets.analysis.series import Series
from assets.steps import gather
from assets.steps.as_at import Known
from assets.steps.benchmark_returns import extracts_of
from assets.steps.house import House
from checks.extracts import StandingFigure, standing_figures
from checks.own_figures import OwnFigure
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period, Slot
from sources.geography.register import resolve
from sources.returns.content import SuppliedBenchmark
from warehouse.benchmark_rows import MeasureBenchmark


@dataclass(frozen=True)
class BesideOthers:
    """A close's measures beside others, and its own figures that others published too."""

    rows: tuple[MeasureBenchmark, ...] = ()
    own_figures: tuple[OwnFigure, ...] = ()


def beside_others(
    house: House,
    framework: Framework,
    close: Close,
    known: Known,
    observed: Mapping[str, Series],
    decided: Mapping[str, tuple[Period, Decimal]],
) -> BesideOthers:
    """Each measure of a close beside others. `observed` are the council's own figures as returned,
    `decided` those that stand in their place since a review."""
    extracts = extracts_of(house, framework, known.sent)
    figures = standing_figures(extracts, framework, known.waived_places)
    given = list(_on_forms(house, framework, known.sent))
    if not figures and not given:
        return BesideOthers()
    area = resolve(framework.council.gss_code or "").area
    by_measure: dict[str | None, list[StandingFigure]] = {}
    for one in figures:
        by_measure.setdefault(one.item.measure, []).append(one)
    rows: list[MeasureBenchmark] = []
    own: list[OwnFigure] = []
    for measure in framework.measures.values():
        by = Comparing(
            str(close),
            measure,
            observed.get(measure.id, {}),
            [framework.comparator_groups[name] for name in measure.comparator_groups],
            area.code if area is not None else "",
            close.period,
            decided.get(measure.id),
        )
        held = by_measure.get(measure.id, [])
        slot = Slot(close.council, close.period, framework.return_of(measure).id)
        rows += [*compared(by, held), *sent(by, given)]
        own += own_figures(by, slot, held)
    return BesideOthers(tuple(rows), tuple(own))


def _on_forms(
    house: House, framework: Framework, files: Iterable[SentFile]
) -> Iterable[tuple[int, SuppliedBenchmark]]:
    """What departments of the year wrote on the sheet for it; no other returns are opened."""
    asked = {framework.return_of(m).id for m in framework.measures.values() if m.asks_benchmark}
    for one in files:
        if one.slot.return_id in asked and one.slot.period.year == framework.year:
            for item in gather.read_file(house, framework, one).benchmarks:
                yield one.seq, item
