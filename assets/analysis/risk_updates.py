"""What risk returns add to the register: later assessments, and mitigations that were done.

Pure. How a risk then stands at a period's end is `risks`.
"""

from collections.abc import Iterable
from datetime import date

from checks.risk_register import StandingAssessment
from sources.framework.risks import Assessment, Mitigation, Risk

By = dict[tuple[str, date], StandingAssessment]


def by_day(rows: Iterable[StandingAssessment]) -> By:
    """The row that gives a risk's assessment of a day: of several, the one that came last."""
    found: By = {}
    for one in rows:
        item = one.item
        if item.is_assessment and item.risk is not None and item.assessed_on is not None:
            found[item.risk, item.assessed_on] = one
    return found


def updated(risk: Risk, rows: Iterable[StandingAssessment]) -> Risk:
    """A risk with what was returned of it, oldest row first; a return speaks last of its day."""
    own = [one for one in rows if one.item.risk == risk.id]
    assessed = {one.on: one for one in risk.assessments}
    for (_, day), one in by_day(own).items():
        likelihood, impact = one.item.likelihood, one.item.impact
        if likelihood is not None and impact is not None:
            assessed[day] = Assessment(on=day, likelihood=likelihood, impact=impact)
    done = {one.item.mitigation: one.item.done_on for one in own if one.item.is_done}
    return risk.model_copy(
        update={
            "assessments": tuple(assessed[day] for day in sorted(assessed)),
            "mitigations": tuple(_with(m, done.get(m.name)) for m in risk.mitigations),
        }
    )


def _with(mitigation: Mitigation, done_on: date | None) -> Mitigation:
    return mitigation if done_on is None else mitigation.model_copy(update={"done_on": done_on})
