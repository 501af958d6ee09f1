"""Who does what in the demonstration, chosen from the framework by rule.

The plot only: figures come from `figures`, files from `filling`, and `play` acts it out.
"""

from dataclasses import dataclass
from decimal import Decimal

from pipelines.demo.figures import invent
from pipelines.demo.filling import Manner
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.measures import Frequency, Measure
from sources.returns.content import Quantity
from sources.values import Absence, Unit


@dataclass(frozen=True)
class Plot:
    """The four departments' ways of returning, and the correction that follows."""

    clean: Slot
    mistaken: Slot
    late: Slot
    missing: Slot
    clean_manner: Manner
    mistaken_manner: Manner
    late_manner: Manner
    correction: Manner

    @property
    def slots(self) -> tuple[Slot, Slot, Slot, Slot]:
        return self.clean, self.mistaken, self.late, self.missing


def plot(framework: Framework, close: Close) -> Plot:
    """Cast a close's four returns: adult care makes three mistakes, place is late, and so on."""
    order = {
        "childrens-services": 0,
        "adult-care": 1,
        "place": 2,
        "corporate-services": 3,
    }
    slots = sorted(
        framework.slots_of(close),
        key=lambda s: (order.get(s.return_id, 9), s.return_id),
    )
    clean, mistaken, late, missing = slots[:4]
    due = [
        m for m in framework.measures_of(mistaken.return_id) if framework.is_due(m, close.period)
    ]
    quarterly = [m for m in due if m.frequency is Frequency.QUARTERLY and not m.is_cumulative]
    ratio = [m for m in quarterly if m.has_ratio and m.unit is Unit.PERCENT]
    counts = [m for m in quarterly if not m.has_ratio and m.unit is Unit.NUMBER]
    mistakes: dict[tuple[str, Quantity], str | Decimal] = {
        (ratio[0].id, Quantity.ACTUAL): _wrong(framework, ratio[0], close),
        (ratio[1].id, Quantity.ACTUAL): "#DIV/0!",
        (counts[0].id, Quantity.ACTUAL): _times_100(framework, counts[0], close),
    }
    others = [
        m for m in framework.measures_of(clean.return_id) if framework.is_due(m, close.period)
    ]
    falling = _rated_measures(framework, late, close)
    return Plot(
        clean=clean,
        mistaken=mistaken,
        late=late,
        missing=missing,
        clean_manner=Manner(
            absences={
                others[-1].id: (
                    Absence.NOT_YET_AVAILABLE,
                    "The regional figures come out on 30 November 2023",
                )
            }
        ),
        mistaken_manner=Manner(mistakes=mistakes),
        late_manner=Manner(
            signed_by=None,
            pushes={falling[0].id: -16.0},
            silent_on=frozenset({falling[0].id}),
        ),
        correction=Manner(only=frozenset(measure for measure, _ in mistakes)),
    )


def _wrong(framework: Framework, measure: Measure, close: Close) -> Decimal:
    right = invent(framework, measure, close.period).actual
    return right + 9 if right < 90 else right - 9


def _times_100(framework: Framework, measure: Measure, close: Close) -> Decimal:
    return invent(framework, measure, close.period).actual * 100


def _rated_measures(framework: Framework, slot: Slot, close: Close) -> list[Measure]:
    return [
        m
        for m in framework.measures_of(slot.return_id)
        if m.frequency is Frequency.QUARTERLY
        and framework.targets[m.id].for_period(close.period, m)
        and not m.has_ratio
    ]
