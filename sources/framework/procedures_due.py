"""Which measures' written procedures are due on a day: missing, in part missing, or overdue.

Facts only. The day is passed in, as everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.measures import Measure
from sources.framework.procedures import PARTS


@dataclass(frozen=True)
class ProcedureDue:
    """A measure whose procedure wants doing: what it lacks, and how long its review is overdue.

    `due` is the day of its review, None if there is no procedure to review.
    """

    measure: str
    is_missing: bool
    lacking: tuple[str, ...]
    approved: date | None
    due: date | None
    days_overdue: int


def procedures_due(
    framework: Framework, measures: Iterable[Measure], day: date
) -> tuple[ProcedureDue, ...]:
    """The procedures of some measures that are due on a day, in the order of the measures."""
    found = (_standing(framework, measure, day) for measure in measures)
    return tuple(one for one in found if one.lacking or one.days_overdue)


def _standing(framework: Framework, measure: Measure, day: date) -> ProcedureDue:
    procedure, rules = framework.procedures.get(measure.id), framework.procedure_rules
    if procedure is None:
        return ProcedureDue(measure.id, True, PARTS, None, None, 0)
    return ProcedureDue(
        measure.id,
        False,
        procedure.lacking,
        procedure.approved,
        procedure.due(rules),
        procedure.days_overdue(rules, day),
    )


def due_in_close(framework: Framework, period: Period, today: date) -> tuple[ProcedureDue, ...]:
    """What is due when a period is closed; nothing where the council keeps no procedures.

    A period is judged by the last confirmed day of its own timetable at the latest, so that one
    which is worked out again years later comes out as it did.
    """
    if not framework.keeps_procedures:
        return ()
    stages = framework.timetable[period].stages
    days = [stage.on for stage in stages if stage.on is not None and stage.deadline is not None]
    measures = [m for m in framework.measures.values() if m.is_in_force(period)]
    return procedures_due(framework, measures, min(today, max(days, default=today)))
