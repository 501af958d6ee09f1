"""The section that sets supplied ratings beside what value and target give."""

from collections import Counter

from assets.analysis.supplied import Agreement, compare
from assets.views.context import Context
from assets.views.lines import measure_line
from report_templates.supplied import SuppliedCount, SuppliedLine, SuppliedSection
from sources.framework.measures import Measure
from sources.values import from_units


def supplied_ratings(context: Context) -> SuppliedSection:
    """Every measure of a scheme whose ratings are supplied; nothing for one that computes them."""
    scheme = context.framework.measure_scheme
    if scheme.supplied is None:
        return SuppliedSection("", (), ())
    lines = [_line(context, measure) for measure in context.framework.measures.values()]
    tally = Counter(line.agreement for line in lines)
    counts = tuple(
        SuppliedCount(
            agreement.value,
            context.book.count(
                tally[agreement.value],
                "measures",
                f"supplied-{agreement.value}",
                f"Supplied ratings, {agreement.value}",
                members=[line.name for line in lines if line.agreement == agreement.value],
            ),
        )
        for agreement in Agreement
    )
    return SuppliedSection(scheme.supplied.reason, counts, tuple(lines))


def _line(context: Context, measure: Measure) -> SuppliedLine:
    row, shown = context.current[measure.id], measure_line(context, measure)
    actual = (
        from_units(row.units, row.places)
        if row.units is not None and row.places is not None
        else None
    )
    found = compare(
        row.rating,
        row.computed_rating,
        row.target_units is not None,
        actual,
        row.reason,
        context.framework.measure_scheme,
    )
    return SuppliedLine(
        id=measure.id,
        name=measure.name,
        actual=shown.actual,
        no_value=shown.no_value,
        target=shown.target,
        supplied=shown.mark,
        computed=context.measure_mark(row.computed_rating) if row.computed_rating else None,
        agreement=found.agreement.value,
        explanation=found.explanation,
        commentary=shown.commentary if found.agreement is Agreement.DIFFERS else None,
    )
