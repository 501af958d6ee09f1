"""Extracts of others' figures: read from the archive, as rows to be stored, and as they stand.

Reads only. What they come to in a close is `beside_others`.
"""

from collections.abc import Iterable, Iterator

from assets.analysis.results import SentFile
from assets.steps import gather
from assets.steps.house import House
from checks.extract_troubles import Extract
from checks.extracts import StandingFigure, judged, standing_figures
from sources.framework.framework import Framework
from sources.framework.owed import ReturnType
from sources.framework.timetable import LONDON
from sources.returns.extract_rows import Part
from sources.values import to_units
from warehouse.benchmark_rows import SubmittedBenchmark


def figure_rows(
    house: House, framework: Framework, own: Iterable[SentFile]
) -> list[SubmittedBenchmark]:
    """Every figure of extracts that can be compared with, as rows. Other returns have none."""
    files = {one.seq: one for one in own}
    rows = []
    for row in judged(extracts_of(house, framework, files.values()), framework):
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
    return standing_figures(extracts_of(house, framework, sent_files), framework)


def extracts_of(
    house: House, framework: Framework, sent_files: Iterable[SentFile]
) -> Iterator[Extract]:
    """The extracts among files, as they are read."""
    for one in sent_files:
        owed = framework.returns.get(one.slot.return_id)
        if owed is not None and owed.return_type is ReturnType.BENCHMARKS:
            rows = gather.read_file(house, framework, one).figures
            yield Extract(one.seq, rows, one.dropped_at.astimezone(LONDON).date())
