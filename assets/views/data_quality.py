"""The data-quality section: what was checked and found, and what readers must bear in mind."""

from assets.views.context import Context
from assets.views.returns import findings_of
from assets.views.waived import waived_part
from assets.views.wording import named
from checks.catalogue.catalogue import CLOSE_RULES, RETURN_RULES
from checks.finding import Dimension, Severity
from report_templates.parts import Figure
from report_templates.sections import DataQualitySection, DimensionLine
from sources.framework.framework import Framework


def data_quality(context: Context) -> DataQualitySection:
    slots = [s.slot for s in context.results.statuses]
    findings = [f for slot in slots for f in findings_of(context, slot)]
    dimensions = [*(r.dimension for r in RETURN_RULES), *(r.dimension for r in CLOSE_RULES)]

    def figure(number: int, dimension: Dimension, quantity: str) -> Figure:
        what = f"Data quality, {dimension.value}: {quantity}"
        return context.book.count(number, f"quality-{dimension.value}", quantity, what)

    lines = []
    for dimension in Dimension:
        mine = [f.severity for f in findings if f.dimension == dimension.value]
        lines.append(
            DimensionLine(
                dimension=dimension.value,
                checks=figure(dimensions.count(dimension), dimension, "checks"),
                errors=figure(mine.count(Severity.ERROR.value), dimension, "errors"),
                warnings=figure(mine.count(Severity.WARNING.value), dimension, "warnings"),
                information=figure(
                    mine.count(Severity.INFORMATION.value), dimension, "information"
                ),
            )
        )
    return DataQualitySection(tuple(_statement(context)), tuple(lines), waived_part(context))


def _statement(context: Context) -> list[str]:
    lines = [
        "Every figure that came in was checked by the rules counted below before this report was "
        "drawn up.",
        "A figure with an error is shown as queried with its department and is not rated.",
        "Nothing is carried forward: where a department sent no figure, none is shown.",
    ]
    if any(not s.is_confirmed for s in context.results.statuses):
        lines.append(
            "Figures of returns without sign-off are marked unconfirmed; they may still change."
        )
    if any(row.is_provisional for row in context.results.ratings):
        lines.append("Figures marked [p] are provisional in the statistical sense.")
    lines.append(procedures_sentence(context.framework))
    if not context.results.waived:
        lines.append("No findings have been waived.")
    return lines


def procedures_sentence(framework: Framework) -> str:
    """Which measures have a written procedure, by the council's own word for it."""
    word = framework.council.words.procedure
    without = [m.name for m in framework.measures.values() if m.id not in framework.procedures]
    if not without:
        return f"Every measure has a {word}."
    if len(without) == len(framework.measures):
        return f"No measure has a {word}."
    return f"Without a {word}: {named(without)}."
