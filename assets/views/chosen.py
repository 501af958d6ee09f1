"""Successes and exceptions: measures and key actions that are chosen by rule, never by hand.

What makes a measure an exception is `exception_reasons`; by which rules, the product says.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assets.views.action_lines import action_line
from assets.views.context import Context
from assets.views.exception_reasons import exception_levels, reasons, rule_words
from assets.views.lines import measure_line
from report_templates import sections as view
from sources.framework.exception_rules import USUAL_RULES, ExceptionRule
from sources.framework.measures import Measure
from sources.framework.plan import KeyAction
from sources.framework.schemes import RatingLevel

_NEED = "No measure or key action needs attention on its rating."
_NONE_MEETS = "No measure meets any of these rules"


def by_variance(context: Context, rating: str, *, is_worst_first: bool) -> list[Measure]:
    """The measures of one rating, farthest from target first."""
    rows = [context.current[m] for m in context.framework.measures]
    rated = [row for row in rows if row.rating == rating]
    rated.sort(key=lambda row: Decimal(row.variance_pct or 0), reverse=not is_worst_first)
    return [context.framework.measures[row.measure] for row in rated]


def successes(context: Context) -> view.LinesSection:
    """What has reached a rating that counts as a success, the best first."""
    framework = context.framework
    levels = [level for level in framework.measure_scheme.ratings if level.is_success]
    action_levels = [level for level in framework.action_scheme.ratings if level.is_success]
    measures = [
        measure
        for level in levels
        for measure in by_variance(context, level.id, is_worst_first=False)
    ]
    return view.LinesSection(
        title="Successes",
        chosen_by=f"Every measure and key action rated {_words(levels, action_levels)}; "
        "chosen by rule, not by hand.",
        nothing="No measure or key action has reached a rating that counts as a success.",
        measures=tuple(measure_line(context, m) for m in measures),
        actions=tuple(action_line(context, a) for a in _rated(context, action_levels)),
    )


def exceptions(context: Context) -> view.LinesSection:
    """What meets any of the product's rules, the worst rated first.

    Where the product states its rules, every line says which of them put it there.
    """
    stated = context.exceptions
    rules = stated or USUAL_RULES
    listed = {
        measure.id: found
        for measure in context.framework.measures.values()
        if (found := reasons(context, measure, rules))
    }
    is_rated = ExceptionRule.RATING in rules
    levels = exception_levels(context.framework.action_scheme.ratings) if is_rated else []
    lines = [
        replace(
            measure_line(context, measure),
            listed_for="; ".join(listed[measure.id]) if stated else None,
        )
        for measure in _worst_first(context)
        if measure.id in listed
    ]
    return view.LinesSection(
        title="Exceptions",
        chosen_by=_stated(context, stated, levels) if stated else _usual(context, levels),
        nothing=_nothing(rules) if stated else _NEED,
        measures=tuple(lines),
        actions=tuple(action_line(context, a) for a in _rated(context, levels)),
    )


def _worst_first(context: Context) -> list[Measure]:
    """Those rated as exceptions, the worst first; then all others as the register has them."""
    levels = exception_levels(context.framework.measure_scheme.ratings)
    bad = [m for lv in levels for m in by_variance(context, lv.id, is_worst_first=True)]
    named = {measure.id for measure in bad}
    return [*bad, *(m for m in context.framework.measures.values() if m.id not in named)]


def _usual(context: Context, action_levels: Sequence[RatingLevel]) -> str:
    levels = exception_levels(context.framework.measure_scheme.ratings)
    words = f"Every measure and key action rated {_words(levels, action_levels)}"
    by_forecast = [ExceptionRule.NEW_FORECAST]
    if any(
        reasons(context, measure, by_forecast)
        for measure in context.framework.measures.values()
        if not reasons(context, measure, [ExceptionRule.RATING])
    ):
        words += ", and every measure newly forecast to be rated worse by year end"
    return f"{words}; chosen by rule, not by hand."


def _stated(
    context: Context, rules: Sequence[ExceptionRule], action_levels: Sequence[RatingLevel]
) -> str:
    *most, last = (rule_words(context, rule) for rule in rules)
    words = f"Every measure that {'; '.join(most)}{'; or ' if most else ''}{last}"
    if action_levels:
        words += f". Every key action rated {_words(action_levels)}"
    return f"{words}. Chosen by rule, not by hand; each line says by which."


def _nothing(rules: Sequence[ExceptionRule]) -> str:
    if ExceptionRule.RATING in rules:
        return f"{_NONE_MEETS}, and no key action needs attention on its rating."
    return f"{_NONE_MEETS}."


def _words(*levels: Sequence[RatingLevel]) -> str:
    return " or ".join(dict.fromkeys(level.word for each in levels for level in each))


def _rated(context: Context, levels: Sequence[RatingLevel]) -> list[KeyAction]:
    return [
        action
        for level in levels
        for action in context.framework.actions.values()
        if context.actions[action.id].rating == level.id
    ]
