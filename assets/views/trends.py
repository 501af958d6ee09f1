"""What a measure's control chart says, in one line beside its rating.

The chart itself is drawn by `chart_part`; the rules are `assets/analysis/trends`.
"""

from assets.analysis.trends.charting import Trend
from assets.analysis.trends.results import variance_sign
from assets.analysis.trends.words import reading_of
from assets.views.context import Context
from assets.views.wording import number_text
from report_templates.parts import Reading
from sources.framework.measures import Measure

# So many of the values that are counted are named one by one.
_NAMED = 24


def reading_line(context: Context, measure: Measure) -> Reading | None:
    """The reading of a measure's chart; None where there are too few values to read anything."""
    trend, row = context.trends.get(measure.id), context.current[measure.id]
    found = reading_of(trend, variance_sign(row)) if trend else None
    if trend is None or found is None:
        return None
    often = None
    if found.often is not None:
        often = context.book.enter(
            found.often,
            measure.id,
            "target met",
            what=f"How often {measure.name} meets its target",
            group=measure.name,
            how=_counted(trend),
        )
    return Reading(found.how, often, found.limits)


def _counted(trend: Trend) -> str:
    """Which values are counted, and which of them meet the target."""
    measure = trend.measure
    judged = [p for p in trend.last.known if p.target is not None]
    kind = "values of each period alone" if measure.is_cumulative else "values"
    met = [
        f"{p.period.short_label} ({number_text(p.number, measure)})"
        for p in judged
        if p.number is not None and p.is_met(measure.polarity)
    ]
    shown = f"; they are {', '.join(met)}" if 0 < len(met) <= _NAMED else ""
    return (
        f"{trend.met} of {trend.judged} {kind} from {judged[0].period.short_label} to "
        f"{judged[-1].period.short_label} meet the target that is in force now{shown}"
    )
