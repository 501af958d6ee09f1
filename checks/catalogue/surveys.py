"""Results of surveys: how many people answered, and how much that is worth."""

from collections.abc import Iterator
from decimal import Decimal

from checks.catalogue.rule import ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedReturn, Current
from sources.returns.content import Quantity

# The normal quantile of 95 per cent, as every table prints it.
_Z = Decimal("1.959964")


def _answers_missing(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for current, answers in _results(subject):
        if answers is None:
            yield rule.at(current, "The result is given without how many people answered.")


def _few_answers(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    fewest = subject.framework.checking.survey_answers
    for current, answers in _results(subject):
        share = current.item.value.number
        if answers is None or share is None or not 0 < answers < fewest or not 0 <= share <= 100:
            continue
        low, high = interval(share / 100, answers)
        yield rule.at(
            current,
            f"{share}% of {answers} answers: if others had been asked, anything from "
            f"{round(low * 100)}% to {round(high * 100)}% would be no surprise.",
        )


def _results(subject: CheckedReturn) -> Iterator[tuple[Current, Decimal | None]]:
    """Results of surveys that are numbers, each with the number of answers if it is given."""
    for (measure_id, period), current in subject.actuals.items():
        measure = subject.framework.measures[measure_id]
        if measure.is_survey and current.item.value.number is not None:
            given = subject.current.get((measure_id, period, Quantity.DENOMINATOR))
            yield current, given.item.value.number if given else None


def interval(share: Decimal, answers: Decimal) -> tuple[Decimal, Decimal]:
    """Wilson's 95 per cent interval of a share from 0 to 1; it holds for few answers too."""
    square = _Z * _Z
    middle = share + square / (2 * answers)
    reach = _Z * (share * (1 - share) / answers + square / (4 * answers * answers)).sqrt()
    whole = 1 + square / answers
    return max(Decimal(0), (middle - reach) / whole), min(Decimal(1), (middle + reach) / whole)


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "answers-missing",
        Dimension.COMPLETENESS,
        Severity.WARNING,
        "The result of a survey does not say how many people answered.",
        "Give the number of answers as the denominator.",
        _answers_missing,
    ),
    Rule(
        "few-answers",
        Dimension.ACCURACY,
        Severity.WARNING,
        "The result of a survey rests on few answers; it is said with its 95% interval.",
        "Say the number of answers in the commentary, and claim no change within the interval.",
        _few_answers,
    ),
)
