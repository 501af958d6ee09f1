"""The section of measures by kind: from what is achieved back to what is put in."""

from assets.views.context import Context
from assets.views.counts import measure_counts
from assets.views.lines import measure_line
from report_templates.sections import KindPart, KindsSection
from sources.framework.measures import Kind

# Name and meaning, results first.
_KINDS = {
    Kind.OUTCOME: ("Outcomes", "What is different for people and places."),
    Kind.OUTPUT: ("Outputs", "What was delivered."),
    Kind.ACTIVITY: ("Activities", "What was done to deliver it."),
    Kind.INPUT: ("Inputs", "The people, time and money that went in."),
}


def kinds(context: Context) -> KindsSection:
    """Every measure once, under its kind; kinds that no measure has are left out."""
    parts = []
    for kind, (name, meaning) in _KINDS.items():
        measures = [m for m in context.framework.measures.values() if m.kind is kind]
        if measures:
            counts = measure_counts(context, measures, name, f"kind-{kind.value}")
            lines = tuple(measure_line(context, measure) for measure in measures)
            parts.append(KindPart(kind.value, name, meaning, counts, lines))
    return KindsSection(tuple(parts))
