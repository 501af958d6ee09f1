"""Invented figures of other authorities, in the declared layout of extracts, the same on every run.

They are spread about the council's own invented figures; none is an authority's own. Who sends them
when is `play`.
"""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from pipelines.demo.figures import invent
from sources.framework.framework import Framework
from sources.framework.keys import Period, Slot
from sources.framework.layouts import Layout
from sources.framework.measures import Measure, Polarity
from sources.framework.owed import ReturnType
from sources.geography.register import resolve
from sources.values import Unit

# How far the others stand from the council, in per cent of its figure.
_OFFSETS = (-9, -6, -3, 0, 3, 6, 9)
_SPREAD_PCT = 6


@dataclass(frozen=True)
class Extract:
    """A file of figures, and what it is called."""

    name: str
    data: bytes


def benchmark_slots(framework: Framework) -> list[Slot]:
    """The returns of others' figures that are sent once."""
    return [
        slot
        for slot in framework.slots
        if framework.returns[slot.return_id].return_type is ReturnType.BENCHMARKS
        and framework.returns[slot.return_id].once_for is not None
    ]


def extracts(framework: Framework, slot: Slot, retrieved: date) -> Iterator[Extract]:
    """A public extract of all metrics, and one of a club for what the layout calls by its name."""
    layout = framework.layouts[framework.returns[slot.return_id].layout]
    columns = layout.benchmarks
    assert columns is not None
    compared = [m for m in framework.measures.values() if m.comparator_groups]
    by_metric = {m.lg_inform_metric: m for m in compared if m.lg_inform_metric}
    public = {
        columns.source_label: "LG Inform layout, figures invented for the demonstration",
        columns.retrieved_label: retrieved.isoformat(),
        columns.licence_label: "no licence needed",
        columns.members_only_label: "no",
    }
    club = {
        **public,
        columns.source_label: "Benchmarking club, figures invented for the demonstration",
        columns.members_only_label: "yes",
    }
    called = {name: framework.measures[to] for name, to in columns.called.items()}
    year = f"{slot.period.year.start_year}/{(slot.period.year.start_year + 1) % 100:02}"
    for name, head, known in (
        ("extract of published figures", public, by_metric),
        ("extract of a club", club, {n: m for n, m in called.items() if m in compared}),
    ):
        rows = [
            (code, metric, f"{year}", text)
            for metric, measure in known.items()
            for code, text in _figures(framework, measure, slot.period, head is public)
        ]
        if rows:
            yield Extract(f"{name} {slot.period.year}.csv", _csv(layout, slot, head, rows))


def _figures(
    framework: Framework, measure: Measure, period: Period, with_nation: bool
) -> Iterator[tuple[str, str]]:
    """Every comparator's figure by official code, the nation's first. One rate is suppressed."""
    groups = [framework.comparator_groups[name] for name in measure.comparator_groups]
    own = resolve(framework.council.gss_code or "").area
    areas = {area.code: area for g in groups for area in g.members_in(period.year) or ()}
    of = Period.of(period.year, measure.frequency.period_kind, _last(measure))
    middle = invent(framework, measure, of).actual
    offset = random.Random(f"{measure.id} others").choice(_OFFSETS)
    if with_nation:
        yield measure.national_area, _text(measure, middle, offset * 0.7)
    areas.pop(own.code if own is not None else "", None)
    others = sorted(area.gss_code for area in areas.values())
    for number, gss in enumerate(others):
        draw = random.Random(f"{measure.id} {gss} {period}").gauss(offset, _SPREAD_PCT)
        is_hidden = measure.unit is Unit.RATE and number == len(others) - 1
        yield gss, "[c]" if is_hidden else _text(measure, middle, draw)


def _last(measure: Measure) -> int:
    return {"M": 12, "Q": 4, "H": 2, "F": 1}[measure.frequency.period_kind]


def _text(measure: Measure, middle: Decimal, better_pct: float) -> str:
    """A figure so many per cent better than another, as it would be published."""
    pct = -better_pct if measure.polarity is Polarity.LOWER else better_pct
    number = middle * (100 + Decimal(str(round(pct, 3)))) / 100
    if measure.unit is Unit.PERCENT and not measure.may_exceed_100:
        number = min(max(number, Decimal(0)), Decimal(100))
    places = Decimal(1).scaleb(-measure.decimal_places)
    return str(number.quantize(places, ROUND_HALF_UP))


def _csv(
    layout: Layout, slot: Slot, head: dict[str, str], rows: list[tuple[str, str, str, str]]
) -> bytes:
    columns = layout.benchmarks
    assert columns is not None
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    if layout.period_label:
        writer.writerow([layout.period_label, str(slot.period)])
    writer.writerows(head.items())
    headings = (columns.area, columns.metric, columns.figure_period, columns.value)
    writer.writerow([heading[0] for heading in headings])
    writer.writerows(rows)
    return text.getvalue().encode()
