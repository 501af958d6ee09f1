"""Others' figures: as rows to be stored, as they stand, and what they come to in a close.

Reads only. The comparisons are `assets/analysis/comparing`.
"""

from collections.abc import Iterable, Iterator, Mapping

from assets.analysis.comparing import Comparing, compared, sent
from assets.analysis.results import SentFile
from assets.analysis.series import Series
from assets.steps import gather
from assets.steps.house import House
from checks.extract_troubles import Extract
from checks.extracts import StandingFigure, judged, standing_figures
from sources.framework.framework import Framework
from sources.framework.keys import Close
from sources.framework.owed import ReturnType
from sources.framework.timetable import LONDON
from sources.geography.register import resolve
from sources.returns.content import SuppliedBenchmark
from sources.returns.extract_rows import Part
from sources.values import to_units
from warehouse.benchmark_rows import MeasureBenchmark, SubmittedBenchmark


def figure_rows(
    house: House, framework: Framework, own: Iterable[SentFile]
) -> list[SubmittedBenchmark]:
    """Every figure of extracts that can be compared with, as rows. Other returns have none."""
    files = {one.seq: one for one in own}
    rows = []
    for row in judged(_extracts(house, framework, files.values()), framework):
        item, one, number = row.item, files[row.submission], row.item.value.number
        if number is None or item.area is None or not row.counts:
            continue
        units, places = to_units(number)
        rows.append(
            SubmittedBenchmark(
                slot=str(one.slot),
                council=one.slot.council,
                submission=one.seq,
                measure=item.measure or "",
                comparator=item.area.name,
                period=item.said[Part.PERIOD],
                units=units,
                places=places,
                unit=item.value.unit.value,
                raw=item.value.raw,
                source=item.origin.source,
                sheet=item.sheet,
                cell=item.cells[Part.VALUE],
            )
        )
    return rows


def standing_of_others(
    house: House, framework: Framework, sent_files: Iterable[SentFile]
) -> tuple[StandingFigure, ...]:
    """The figures of others that stand after all extracts among files, oldest first."""
    return standing_figures(_extracts(house, framework, sent_files), framework)


def _extracts(
    house: House, framework: Framework, sent_files: Iterable[SentFile]
) -> Iterator[Extract]:
    """The extracts among files, as they are read."""
    for one in sent_files:
        owed = framework.returns.get(one.slot.return_id)
        if owed is not None and owed.return_type is ReturnType.BENCHMARKS:
            rows = gather.read_file(house, framework, one).figures
            yield Extract(one.seq, rows, one.dropped_at.astimezone(LONDON).date())


def measure_benchmarks(
    house: House,
    framework: Framework,
    close: Close,
    sent_files: Iterable[SentFile],
    observed: Mapping[str, Series],
) -> tuple[MeasureBenchmark, ...]:
    """Each measure of a close beside others. `observed` are the council's own figures."""
    files = list(sent_files)
    figures = standing_of_others(house, framework, files)
    given = list(_on_forms(house, framework, files))
    if not figures and not given:
        return ()
    own = resolve(framework.council.gss_code or "").area
    by_measure: dict[str | None, list[StandingFigure]] = {}
    for one in figures:
        by_measure.setdefault(one.item.measure, []).append(one)
    rows: list[MeasureBenchmark] = []
    for measure in framework.measures.values():
        by = Comparing(
            str(close),
            measure,
            observed.get(measure.id, {}),
            [framework.comparator_groups[name] for name in measure.comparator_groups],
            own.code if own is not None else "",
            close.period,
        )
        rows += [*compared(by, by_measure.get(measure.id, ())), *sent(by, given)]
    return tuple(rows)


def _on_forms(
    house: House, framework: Framework, files: Iterable[SentFile]
) -> Iterable[tuple[int, SuppliedBenchmark]]:
    """What departments of the year wrote on the sheet for it; no other returns are opened."""
    asked = {framework.return_of(m).id for m in framework.measures.values() if m.asks_benchmark}
    for one in files:
        if one.slot.return_id in asked and one.slot.period.year == framework.year:
            for item in gather.read_file(house, framework, one).benchmarks:
                yield one.seq, item
