"""Why a measure is an exception: by which of a product's rules, in words for readers.

Each rule is a function that says what it finds of a measure, or None. The list is `chosen`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from assets.analysis.rated import Unrated
from assets.views.comparison import rows_of
from assets.views.context import Context
from assets.views.forecasts import warning_of
from sources.framework.exception_rules import ExceptionRule
from sources.framework.keys import Period
from sources.framework.measures import Measure
from sources.framework.schemes import RatingLevel

_LAST_QUARTER = 4
_NOT_USABLE = {Unrated.QUERIED.value, Unrated.INCOMPLETE.value}
_NOT_THERE = {Unrated.NOT_SUPPLIED.value, Unrated.RETURN_MISSING.value, Unrated.ABSENT.value}
_RETURNS = {"late": "its return came late", "missing": "its return has not come"}


def reasons(context: Context, measure: Measure, rules: Iterable[ExceptionRule]) -> tuple[str, ...]:
    """What the rules find of a measure, in the order of the rules; empty for no exception."""
    found = (_FINDS[rule](context, measure) for rule in rules)
    return tuple(words for words in found if words is not None)


def rule_words(context: Context, rule: ExceptionRule) -> str:
    """What a rule lists, as the end of "every measure that"."""
    scheme = context.framework.measure_scheme
    rated = " or ".join(level.word for level in exception_levels(scheme.ratings))
    if rule is ExceptionRule.RATING:
        return f"is rated {rated}"
    if rule is ExceptionRule.PERSISTENT:
        of = f"{scheme.persists.at_least} of its last {scheme.persists.of} periods"
        return f"is rated {rated} and was so in at least {of}"
    if rule is ExceptionRule.FORECAST:
        return f"is forecast, by its officer or if nothing changes, to end the year {rated}"
    return _RULES[rule]


def exception_levels(levels: Iterable[RatingLevel]) -> list[RatingLevel]:
    """The ratings that are exceptions, the worst first."""
    return [level for level in levels if level.is_exception][::-1]


_RULES: Mapping[ExceptionRule, str] = {
    ExceptionRule.NEW_FORECAST: "is newly forecast to be rated worse by year end",
    ExceptionRule.SPECIAL_CAUSE: "shows special-cause deterioration",
    ExceptionRule.BEHIND_OTHERS: "is in the last quarter of those it is compared with",
    ExceptionRule.NO_VALUE: "was due and has no value that can be used",
    ExceptionRule.LATE_RETURN: "was due in a return that came late or has not come",
    ExceptionRule.WORSE_DIRECTION: "got worse",
}


def _is_bad(context: Context, rating: str | None) -> bool:
    return rating is not None and context.framework.measure_scheme.level(rating).is_exception


def _rating(context: Context, measure: Measure) -> str | None:
    rating = context.current[measure.id].rating
    if rating is None or not _is_bad(context, rating):
        return None
    return f"rated {context.measure_mark(rating).word}"


def _new_forecast(context: Context, measure: Measure) -> str | None:
    return "newly forecast to be rated worse" if warning_of(context, measure) else None


def _persistent(context: Context, measure: Measure) -> str | None:
    """The newest rating is this close's own: what is not due now is no news."""
    lasting = context.persisting.get(measure.id)
    if lasting is None or context.current[measure.id].rating is None:
        return None
    return f"so rated in {lasting.count} of the last {lasting.of} periods"


def _special_cause(context: Context, measure: Measure) -> str | None:
    """Of the newest value, if it was due now; where seasons are all that a chart tells, none."""
    from assets.analysis.special_causes import CONCERN, VARIATION_WORDS

    trend = context.trends.get(measure.id)
    if trend is None or trend.is_seasonal or trend.variation != CONCERN:
        return None
    return VARIATION_WORDS[CONCERN] if _is_due(context, measure) else None


def _forecast(context: Context, measure: Measure) -> str | None:
    found = "; ".join(_forecasts(context, measure))
    return found or None


def _forecasts(context: Context, measure: Measure) -> Iterator[str]:
    officers, unchanged = context.outlook.get(measure.id), context.forecasts.get(measure.id)
    if officers is not None and officers.rating and _is_bad(context, officers.rating):
        yield f"{context.measure_mark(officers.rating).word} by the officer's forecast"
    if unchanged is not None and unchanged.rating and _is_bad(context, unchanged.rating):
        yield f"{context.measure_mark(unchanged.rating).word} by year end if nothing changes"


def _behind_others(context: Context, measure: Measure) -> str | None:
    names = dict.fromkeys(
        row.name for row in rows_of(context, measure) if row.quartile == _LAST_QUARTER
    )
    quoted = " and ".join(f"'{name}'" for name in names)
    return f"in the last quarter of {quoted}" if quoted else None


def _no_value(context: Context, measure: Measure) -> str | None:
    row = context.current[measure.id]
    if row.status in _NOT_USABLE or (row.units is None and row.status in _NOT_THERE):
        return "no value that can be used"
    return None


def _late_return(context: Context, measure: Measure) -> str | None:
    slot = context.current[measure.id].slot
    status = next((s.status for s in context.results.statuses if s.slot == slot), "")
    return _RETURNS.get(status) if _is_due(context, measure) else None


def _worse_direction(context: Context, measure: Measure) -> str | None:
    row = context.current[measure.id]
    if row.direction != "worse" or row.compared_period is None:
        return None
    return f"worse than in {Period.parse(row.compared_period).short_label}"


def _is_due(context: Context, measure: Measure) -> bool:
    return context.current[measure.id].status != Unrated.NOT_DUE


_FINDS: Mapping[ExceptionRule, Callable[[Context, Measure], str | None]] = {
    ExceptionRule.RATING: _rating,
    ExceptionRule.NEW_FORECAST: _new_forecast,
    ExceptionRule.PERSISTENT: _persistent,
    ExceptionRule.SPECIAL_CAUSE: _special_cause,
    ExceptionRule.FORECAST: _forecast,
    ExceptionRule.BEHIND_OTHERS: _behind_others,
    ExceptionRule.NO_VALUE: _no_value,
    ExceptionRule.LATE_RETURN: _late_return,
    ExceptionRule.WORSE_DIRECTION: _worse_direction,
}
