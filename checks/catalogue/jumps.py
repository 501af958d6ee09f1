"""Consistency: values that leave their measure's own past in one step."""

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from checks import past
from checks.catalogue.consistency import speaks_of_scale
from checks.catalogue.rule import ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedReturn
from sources.framework.keys import Period

_FEWEST_FOR_SIGN = 4
# Within this factor of the usual size, a value of the other sign is the usual one turned round.
_ALIKE = 2


def _jump(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    if subject.is_history:
        return
    limits = subject.framework.checking
    for measure_id, by_period in subject.by_measure.items():
        measure = subject.framework.measures[measure_id]
        own = {p: c.item.value.number for p, c in by_period.items()}
        here = {p: number for p, number in own.items() if number is not None}
        for period, current in by_period.items():
            if period not in here:
                continue
            held = {**subject.past(measure_id, period), **here}
            alone = past.discrete(measure, held)
            known = {p: v for p, v in alone.items() if p < period}
            actual = alone.get(period)
            if actual is None:
                # Without its predecessor a running total cannot be told from its period.
                continue
            guess = past.expected(measure, known, period, limits.jump_periods)
            if guess is None or not guess.is_jump(actual, limits.jump_factor):
                continue
            if _is_turned_round(actual, known):
                continue
            if speaks_of_scale(subject, measure_id, period, here[period]):
                continue
            said = f"{actual}" if actual == here[period] else f"{actual} for the period alone"
            yield rule.at(
                current,
                f"{said} is {_rounded(abs(actual - guess.number), measure.decimal_places)} away "
                f"from {_rounded(guess.number, measure.decimal_places)}, which {guess.basis} "
                f"suggests; in {guess.periods} periods it was never further away than "
                f"{_rounded(guess.worst_miss, measure.decimal_places)}.",
            )


def _sign_turned(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    if subject.is_history:
        return
    for (measure_id, period), current in subject.actuals.items():
        actual = current.item.value.number
        if actual is None:
            continue
        known = {p: v for p, v in subject.past(measure_id, period).items() if p < period}
        if _is_turned_round(actual, known):
            usual = median(known.values())
            yield rule.at(
                current, f"{actual} has another sign than every earlier value (usually {usual})."
            )


def _is_turned_round(actual: Decimal, known: dict[Period, Decimal]) -> bool:
    """Whether a value is about the usual one with the other sign, which it never had before."""
    if not actual or len(known) < _FEWEST_FOR_SIGN:
        return False
    if any(value == 0 or (value > 0) == (actual > 0) for value in known.values()):
        return False
    usual = abs(Decimal(median(known.values())))
    return usual <= _ALIKE * abs(actual) and abs(actual) <= _ALIKE * usual


def _rounded(number: Decimal, places: int) -> Decimal:
    return round(number, places) if places else Decimal(round(number))


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "jump",
        Dimension.CONSISTENCY,
        Severity.WARNING,
        "A value is further from what its measure's own past suggests than any before it, by far.",
        "Check the value; if it is right, say in the commentary what happened.",
        _jump,
    ),
    Rule(
        "sign-turned",
        Dimension.CONSISTENCY,
        Severity.WARNING,
        "A value of the usual size has the other sign than all earlier ones.",
        "Check the sign; costs and savings, or rises and falls, may have been turned round.",
        _sign_turned,
    ),
)
