"""The data-quality guide as a page: every rule of the catalogue with its example, and the limits.

What a rule says of its example is what it really finds there: the examples are run.
"""

from typing import Any

from assets.views.guide_examples import difference, lines
from checks.catalogue.catalogue import CLOSE_RULES, RETURN_RULES
from checks.catalogue.rule import CloseRule, ReturnRule
from checks.examples.reading import Example, examples
from checks.finding import Dimension, Severity
from checks.measured import measured
from checks.subject import CheckedClose, CheckedReturn
from report_templates.guide import (
    ExampleLine,
    GuideDimension,
    GuideLimit,
    GuidePage,
    GuideRule,
)
from sources.framework.framework import Framework
from sources.framework.quality import CheckRules

_QUESTIONS = {
    Dimension.ACCURACY: "Is the figure right?",
    Dimension.COMPLETENESS: "Is everything there that was expected?",
    Dimension.TIMELINESS: "Did it come in time, and is it of the right time?",
    Dimension.CONSISTENCY: "Does it fit with what else is known and said?",
    Dimension.RELEVANCE: "Is it what was asked for, of the right department, measure and period?",
    Dimension.VALIDITY: "Can it be what it should be?",
    Dimension.UNIQUENESS: "Is it said only once?",
}
_SYMBOLS = {Severity.ERROR: "✕", Severity.WARNING: "▲", Severity.INFORMATION: "ℹ"}
_SEVERITIES = (
    (Severity.ERROR, "The value is kept and shown as queried, and not rated until it is mended."),
    (Severity.WARNING, "The value counts. Look at it, and mend it or say why it is right."),
    (Severity.INFORMATION, "The value counts. Nothing needs to be done; style is never more."),
)
LIMITS = {
    "commentary_characters": "How many characters a commentary may have",
    "small_number_below": "Counts of people from 1 to below this are small",
    "survey_answers": "A survey with fewer answers is said with its interval",
    "jump_factor": "A jump is further off than usual by more than this many times",
    "jump_periods": "How many earlier periods there must be to speak of a jump",
    "glossary": "Abbreviations that readers are given elsewhere",
    "people": "Further words for people",
    "praise": "Further words of praise",
    "regret": "Further words that own to poor performance",
    "causes": "Further words that introduce a cause",
    "actions": "Further words that tell of an action",
}


def guide_page(framework: Framework | None = None) -> GuidePage:
    """The guide; with a framework, by its council's own limits and switched-off rules."""
    rules = framework.checking if framework else CheckRules()
    by_rule = {example.rule: example for example in examples()}
    every: list[ReturnRule | CloseRule] = [*RETURN_RULES, *CLOSE_RULES]
    return GuidePage(
        council=framework.council.name if framework else None,
        year=str(framework.year) if framework else None,
        count=len(every),
        severities=tuple(
            ExampleLine(f"{_SYMBOLS[severity]} {severity.value.capitalize()}", text)
            for severity, text in _SEVERITIES
        ),
        dimensions=tuple(
            GuideDimension(
                dimension.value.capitalize(),
                _QUESTIONS[dimension],
                tuple(
                    _rule(rule, by_rule.get(rule.id), rules)
                    for rule in sorted(every, key=lambda rule: rule.id)
                    if rule.dimension is dimension
                ),
            )
            for dimension in Dimension
        ),
        limits=tuple(_limit(name, what, rules) for name, what in LIMITS.items()),
    )


def _rule(rule: ReturnRule | CloseRule, example: Example | None, rules: CheckRules) -> GuideRule:
    is_close = any(rule is one for one in CLOSE_RULES)
    return GuideRule(
        id=rule.id,
        severity=rule.severity.value,
        symbol=_SYMBOLS[rule.severity],
        speaks="when the period is closed" if is_close else "when a return is checked",
        meaning=rule.meaning,
        mend=rule.mend,
        waiver=_waiver(rule, is_close),
        breaks=lines(example.breaks) if example else (),
        says=_says(rule, example.broken) if example else (),
        keeps=difference(example.breaks, example.keeps) if example else (),
        because=example.because if example else None,
        measured=measured().get(rule.id),
        off=rules.off.get(rule.id),
    )


def _waiver(rule: ReturnRule | CloseRule, is_close: bool) -> str:
    if is_close:
        return "Cannot be waived. The council can switch it off in quality.yaml."
    if rule.severity is Severity.ERROR:
        return (
            "The performance team can waive it for a return until a stated day (quarterday waive); "
            "the value then counts. The council can switch it off in quality.yaml."
        )
    return (
        "The performance team can waive it for a return until a stated day (quarterday waive). "
        "The council can switch it off in quality.yaml."
    )


def _says(rule: Any, subject: CheckedReturn | CheckedClose) -> tuple[str, ...]:
    """The messages of a rule on a subject of its own kind."""
    return tuple(dict.fromkeys(finding.message for finding in rule.run(subject)))


def _limit(name: str, what: str, rules: CheckRules) -> GuideLimit:
    value, default = _shown(getattr(rules, name)), _shown(getattr(CheckRules(), name))
    return GuideLimit(name, what, value, default if default != value else None)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{short}: {long}" for short, long in sorted(value.items())) or "none"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return f"{value:,}"
