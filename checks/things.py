"""The kinds of things that rules are applied to, and how many of each a return or a close holds.

A thing counts only where a rule could speak of it: where there is no past, nothing is held against
one. Which rule is applied to which kind is `applied`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from checks.budget import reconciled, unreconciled
from checks.subject import CheckedClose, CheckedReturn, Current
from sources.framework.keys import Period, Slot
from sources.framework.measures import Measure, Supplied
from sources.framework.schemes import FollowUp
from sources.returns.budget_lines import Amount
from sources.returns.content import WHOLE_RETURN, Quantity, TextField
from sources.values import Absence, Unit

# As the rules of consistency have it: fewer earlier values are no past to judge by, and fewer
# pairs of values no copy.
_FEWEST_PAST = 4
_FEWEST_PAIRS = 5


@dataclass(frozen=True)
class Thing:
    """A kind of thing in a return, in words. `is_of_file`: findings about it are about a file."""

    words: str
    count: Callable[[CheckedReturn], int]
    is_of_file: bool = False


@dataclass(frozen=True)
class CouncilThing:
    """A kind of thing in a close, in words, and how many of it belong to each return."""

    words: str
    count: Callable[[CheckedClose], Counter[Slot]]


def _is_asked(subject: CheckedReturn) -> bool:
    """Whether files came for a return that is owed; a history is asked for nothing."""
    return bool(subject.files) and not subject.is_history


def _actuals(subject: CheckedReturn) -> Iterator[tuple[Measure, Period, Current]]:
    """Actuals that are numbers."""
    for (measure, period), current in subject.actuals.items():
        if current.item.value.number is not None:
            yield subject.framework.measures[measure], period, current


def _numbers(subject: CheckedReturn) -> Iterator[Measure]:
    """Actuals and forecasts that are numbers, by their measures."""
    for (measure, _, quantity), current in subject.current.items():
        is_wanted = quantity in (Quantity.ACTUAL, Quantity.FORECAST)
        if is_wanted and current.item.value.number is not None:
            yield subject.framework.measures[measure]


def _has_parts(subject: CheckedReturn, measure: Measure, period: Period) -> bool:
    parts = (Quantity.NUMERATOR, Quantity.DENOMINATOR)
    found = (subject.current.get((measure.id, period, part)) for part in parts)
    return all(one is not None and one.item.value.number is not None for one in found)


def _ratios(subject: CheckedReturn) -> int:
    return sum(
        m.has_ratio and m.unit is not Unit.RATE and _has_parts(subject, m, p)
        for m, p, _ in _actuals(subject)
    )


def _shares(subject: CheckedReturn) -> int:
    measures = subject.framework.measures
    return sum(
        quantity is Quantity.NUMERATOR
        and measures[measure].unit is Unit.PERCENT
        and not measures[measure].may_exceed_100
        and _has_parts(subject, measures[measure], period)
        for measure, period, quantity in subject.current
    )


def _running_totals(subject: CheckedReturn) -> int:
    first: dict[tuple[str, object, str], Period] = {}
    held = [(measure, p) for measure, past in subject.history.items() for p in past]
    held += [(measure.id, period) for measure, period, _ in _actuals(subject)]
    for measure_id, period in held:
        key = (measure_id, period.year, period.kind)
        first[key] = min(period, first.get(key, period))
    return sum(
        m.is_cumulative
        and m.supplied is Supplied.YEAR_TO_DATE
        and m.unit is not Unit.PERCENT
        and first[m.id, p.year, p.kind] < p
        for m, p, _ in _actuals(subject)
    )


def _past(subject: CheckedReturn, measure: Measure, period: Period) -> int:
    return sum(bool(v) for p, v in subject.past(measure.id, period).items() if p != period)


def _with_past(subject: CheckedReturn) -> int:
    if subject.is_history:
        return 0
    return sum(_past(subject, m, p) >= _FEWEST_PAST for m, p, _ in _actuals(subject))


def _with_long_past(subject: CheckedReturn) -> int:
    if subject.is_history:
        return 0
    fewest = subject.framework.checking.jump_periods
    return sum(_past(subject, m, p) >= fewest for m, p, _ in _actuals(subject))


def _not_yet(subject: CheckedReturn) -> int:
    return sum(
        current.item.value.absence is Absence.NOT_YET_AVAILABLE
        for current in subject.actuals.values()
    )


def _with_target_alone(subject: CheckedReturn) -> int:
    if subject.is_history:
        return 0
    return sum(
        m.supplied is not Supplied.PERIOD_ALONE
        and len(subject.past(m.id, p)) < _FEWEST_PAST
        and subject.framework.target_for(m.id, p) is not None
        for m, p, _ in _actuals(subject)
    )


def _copies(subject: CheckedReturn) -> int:
    if not _is_asked(subject):
        return 0
    pairs = sum(p.previous() in subject.past(m.id, p) for m, p, _ in _actuals(subject))
    return int(pairs >= _FEWEST_PAIRS)


def _commentary_with_past(subject: CheckedReturn) -> int:
    return sum(
        any(before < period for before in subject.said.get(measure, {}))
        for measure, period, _, _ in subject.commentary()
    )


def _of_actions(subject: CheckedReturn, *fields: TextField) -> int:
    names = {field.value for field in fields}
    return sum(f in names and a in subject.framework.actions for a, _, f in subject.texts)


def _rows(subject: CheckedReturn) -> int:
    return sum(row.has_entries for file in subject.files for row in file.rows)


def _stated_targets(subject: CheckedReturn) -> int:
    return sum(
        quantity is Quantity.TARGET and current.item.value.number is not None
        for (_, _, quantity), current in subject.current.items()
    )


FILES = Thing("file", lambda s: len(s.files), is_of_file=True)
RETURN = Thing("return that came", lambda s: int(_is_asked(s)), is_of_file=True)
DUE = Thing("value that is due", lambda s: len(s.expected) if _is_asked(s) else 0)
ENTRIES = Thing("entry for a value", lambda s: len(s.current))
NUMBERS = Thing("actual or forecast", lambda s: sum(1 for _ in _numbers(s)))
ACTUALS = Thing("actual", lambda s: sum(1 for _ in _actuals(s)))
PERCENTAGES = Thing(
    "percentage", lambda s: sum(measure.unit is Unit.PERCENT for measure in _numbers(s))
)
RATIOS = Thing("actual with its numerator and denominator", _ratios)
OWED_PARTS = Thing(
    "actual that has a numerator and a denominator",
    lambda s: sum(m.has_ratio for m, _, _ in _actuals(s)) if _is_asked(s) else 0,
)
SHARES = Thing("percentage with its numerator and denominator", _shares)
RUNNING_TOTALS = Thing("year-to-date total with an earlier one", _running_totals)
WITH_PAST = Thing("actual with a past to judge by", _with_past)
WITH_LONG_PAST = Thing("actual with a long past", _with_long_past)
NOT_YET = Thing("value that is said to be not yet available", _not_yet)
DAYS = Thing(
    "number of days", lambda s: sum(measure.unit is Unit.DAYS for measure, _, _ in _actuals(s))
)
SURVEYS = Thing(
    "result of a survey", lambda s: sum(measure.is_survey for measure, _, _ in _actuals(s))
)
WITH_TARGET_ALONE = Thing("actual with a target and no past", _with_target_alone)
COPIES = Thing("return with enough values of the period before", _copies, is_of_file=True)
COMMENTARY = Thing("commentary on a measure", lambda s: sum(1 for _ in s.commentary()))
COMMENTARY_WITH_PAST = Thing("commentary with an earlier one", _commentary_with_past)
KEY_ACTIONS = Thing(
    "key action",
    lambda s: len(s.framework.actions_of(s.slot.return_id)) if _is_asked(s) else 0,
)
ACTION_RATINGS = Thing(
    "rating of a key action", lambda s: _of_actions(s, TextField.SUPPLIED_RATING)
)
ACTION_ENTRIES = Thing(
    "entry about a key action",
    lambda s: _of_actions(s, TextField.PERCENT_COMPLETE, TextField.FORECAST_DATE),
)
BUDGET_LINES = Thing("budget line", lambda s: len(s.budget))
BUDGET_AMOUNTS = Thing(
    "amount of a budget line", lambda s: sum(len(one.amounts) for one in s.budget)
)
BUDGET_TOTALS = Thing(
    "total of budget lines", lambda s: len(list(reconciled(s.budget, s.layout.budget)))
)
STATED_BUDGET_TOTALS = Thing(
    "stated total of budget lines",
    lambda s: len(list(reconciled(s.budget, s.layout.budget))) + len(list(unreconciled(s.budget))),
)
BUDGET_VARIANCES = Thing(
    "variance of a budget line",
    lambda s: sum(
        one.variance is not None and one.number(Amount.VARIANCE) is not None for one in s.budget
    ),
)
ROWS = Thing("filled row", _rows)
STATED_TARGETS = Thing("target that a return states", _stated_targets)
SIGNABLE = Thing(
    "return that is to be signed off",
    lambda s: int(_is_asked(s) and bool(s.framework.council.sign_off)),
    is_of_file=True,
)
SIGNATURES = Thing(
    "signature", lambda s: len(s.signing.signed) + len(s.signing.refused), is_of_file=True
)
SIGNED = Thing(
    "sign-off",
    lambda s: int((WHOLE_RETURN, None, TextField.SIGNED_OFF_BY.value) in s.texts),
    is_of_file=True,
)


def _slots(slots: Iterable[Slot]) -> Counter[Slot]:
    return Counter(slots)


def _following_up(subject: CheckedClose) -> Counter[Slot]:
    level = subject.framework.measure_scheme.level
    return _slots(
        value.slot
        for value in subject.rated
        if value.rating is not None and level(value.rating).follow_up is not FollowUp.NONE
    )


def _asked(subject: CheckedClose, *follow_ups: FollowUp) -> Counter[Slot]:
    """Ratings that ask for something in writing, and have commentary."""
    level = subject.framework.measure_scheme.level
    return _slots(
        value.slot
        for value in subject.rated
        if value.rating and value.commentary and level(value.rating).follow_up in follow_ups
    )


def _taken_as_given(subject: CheckedClose) -> Counter[Slot]:
    if subject.framework.measure_scheme.supplied is None:
        return Counter()
    return _slots(v.slot for v in subject.rated if v.rating and v.variance_pct is not None)


CAME = CouncilThing(
    "return that came and had a deadline",
    lambda c: _slots(one.slot for one in c.lateness if one.received_at and one.deadline),
)
OWED = CouncilThing(
    "return whose deadline has passed, or that came",
    lambda c: _slots(one.slot for one in c.lateness if one.received_at or one.is_due),
)
RATED = CouncilThing("measure that is rated", lambda c: _slots(v.slot for v in c.rated if v.rating))
COMMENTED = CouncilThing(
    "rating with commentary", lambda c: _slots(v.slot for v in c.rated if v.rating and v.commentary)
)
EXPLAINED = CouncilThing(
    "commentary that a rating asks for",
    lambda c: _asked(c, FollowUp.COMMENTARY, FollowUp.ACTION_PLAN),
)
PLANNED = CouncilThing(
    "commentary where a rating asks for a plan", lambda c: _asked(c, FollowUp.ACTION_PLAN)
)
FOLLOWED_UP = CouncilThing("rating that asks for commentary or a plan", _following_up)
AS_GIVEN = CouncilThing("rating taken as given that can be worked out", _taken_as_given)
COMPARED_PARTS = CouncilThing(
    "figure whose parts can be held against those of the period before",
    lambda c: _slots(one.slot for one in c.compared_parts),
)
RETURNS = CouncilThing("return", lambda c: _slots(one.slot for one in c.lateness))
