"""Who does what in the demonstration, chosen from the framework by order and content.

The plot only: figures come from `figures`, files from `filling`, days from `days`, and `play` acts
it out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pipelines.demo.figures import invent
from pipelines.demo.filling import Manner
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.library import UnknownKey
from sources.framework.measures import Frequency, Measure
from sources.returns.content import Quantity
from sources.values import Absence, Unit

# Early and clean, on time with mistakes, late and unsigned; a fourth may be missing.
_FEWEST = 3


@dataclass(frozen=True)
class Plot:
    """The departments' ways of returning, and the correction that follows.

    With three returns none is missing; those beyond the fourth are as clean as the first.
    """

    clean: Slot
    mistaken: Slot
    late: Slot
    missing: Slot | None
    others: tuple[Slot, ...]
    clean_manner: Manner
    mistaken_manner: Manner
    late_manner: Manner
    correction: Manner


def plot(framework: Framework, close: Close) -> Plot:
    """Cast a close's returns in the order of returns.yaml. Raises UnknownKey if it cannot be cast.

    The first return that can hold all three mistakes makes them; the next are clean, late, missing.
    """
    slots = forms_of(framework, close)
    if len(slots) < _FEWEST:
        raise UnknownKey(
            f"The demonstration needs three returns that come in a form; {close.council} has "
            f"{len(slots) or 'none'}."
        )
    for mistaken in slots:
        mistakes = _mistakes(framework, mistaken, close)
        if mistakes:
            break
    else:
        raise UnknownKey(
            f"No return of {close.council} can play the mistakes of the demonstration: one needs "
            "two quarterly percentages with numerator and denominator, and a quarterly count."
        )
    clean, late, *rest = (slot for slot in slots if slot != mistaken)
    missing, others = (rest[0], tuple(rest[1:])) if rest else (None, ())
    return Plot(
        clean=clean,
        mistaken=mistaken,
        late=late,
        missing=missing,
        others=others,
        clean_manner=_clean_manner(_due(framework, clean, close), close),
        mistaken_manner=Manner(mistakes=mistakes),
        late_manner=_late_manner(_rated_measures(framework, late, close)),
        correction=Manner(only=frozenset(measure for measure, _ in mistakes)),
    )


def forms_of(framework: Framework, close: Close) -> list[Slot]:
    """A close's returns that come in our form and hold something, in the order of returns.yaml."""
    known = list(framework.returns)
    return sorted(
        (
            slot
            for slot in framework.slots_of(close)
            if framework.layouts[framework.returns[slot.return_id].layout].kind == "form"
            and framework.collects(slot)
        ),
        key=lambda slot: known.index(slot.return_id),
    )


def _due(framework: Framework, slot: Slot, close: Close) -> list[Measure]:
    return [m for m in framework.measures_of(slot.return_id) if framework.is_due(m, close.period)]


def _mistakes(
    framework: Framework, slot: Slot, close: Close
) -> dict[tuple[str, Quantity], str | Decimal]:
    """A value that its parts do not give, a broken formula and a slip of scale; or nothing."""
    quarterly = [
        m
        for m in _due(framework, slot, close)
        if m.frequency is Frequency.QUARTERLY and not m.is_cumulative
    ]
    ratio = [m for m in quarterly if m.has_ratio and m.unit is Unit.PERCENT]
    counts = [
        m
        for m in quarterly
        if not m.has_ratio
        and m.unit is Unit.NUMBER
        and invent(framework, m, close.period).actual > 0
    ]
    if len(ratio) < 2 or not counts:
        return {}
    return {
        (ratio[0].id, Quantity.ACTUAL): _wrong(framework, ratio[0], close),
        (ratio[1].id, Quantity.ACTUAL): "#DIV/0!",
        (counts[0].id, Quantity.ACTUAL): _times_100(framework, counts[0], close),
    }


def _clean_manner(due: Sequence[Measure], close: Close) -> Manner:
    """Every figure but the last, which is still awaited."""
    if not due:
        return Manner()
    expected = _two_months_after(close.period.ends)
    note = f"The regional figures come out on {expected.day} {expected:%B %Y}"
    return Manner(absences={due[-1].id: (Absence.NOT_YET_AVAILABLE, note)})


def _two_months_after(month_end: date) -> date:
    """The last day of the second month after a month's last day."""
    return (month_end.replace(day=1) + timedelta(days=95)).replace(day=1) - timedelta(days=1)


def _late_manner(rated: Sequence[Measure]) -> Manner:
    """Unsigned, and silent on a measure that has fallen far behind."""
    falling = rated[0].id if rated else None
    if falling is None:
        return Manner(signed_by=None)
    return Manner(signed_by=None, pushes={falling: -16.0}, silent_on=frozenset({falling}))


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
        and framework.target_for(m.id, close.period)
        and not m.has_ratio
    ]
