"""The list of all rules, and the two ways to run them."""

from checks.catalogue import (
    accuracy,
    benchmarks,
    breakdowns,
    budget,
    commentary,
    completeness,
    consistency,
    days,
    extracts,
    jumps,
    key_actions,
    moderation,
    reasons,
    relevance,
    revisions,
    risk_register,
    sign_off,
    surveys,
    target_grounds,
    targets,
    timeliness,
    uniqueness,
    units,
    validity,
)
from checks.catalogue.rule import CloseRule, ReturnRule
from checks.finding import Finding
from checks.subject import CheckedClose, CheckedReturn

RETURN_RULES: tuple[ReturnRule, ...] = (
    *accuracy.RULES,
    *completeness.RULES,
    *consistency.RULES,
    *relevance.RULES,
    *validity.RULES,
    *uniqueness.RULES,
    *units.RULES,
    *commentary.RULES,
    *jumps.RULES,
    *reasons.RULES,
    *targets.RULES,
    *target_grounds.RULES,
    *surveys.RULES,
    *days.RULES,
    *sign_off.RULES,
    *budget.RULES,
    *risk_register.RULES,
    *breakdowns.RULES,
    *benchmarks.RULES,
    *extracts.RULES,
    *revisions.RULES,
    *key_actions.RULES,
)
CLOSE_RULES: tuple[CloseRule, ...] = (
    *timeliness.CLOSE_RULES,
    *days.CLOSE_RULES,
    *commentary.CLOSE_RULES,
    *completeness.CLOSE_RULES,
    *consistency.CLOSE_RULES,
    *moderation.CLOSE_RULES,
    *sign_off.CLOSE_RULES,
    *breakdowns.CLOSE_RULES,
    *target_grounds.CLOSE_RULES,
    *extracts.CLOSE_RULES,
)

RULE_IDS = frozenset([*(r.id for r in RETURN_RULES), *(r.id for r in CLOSE_RULES)])


def check_return(subject: CheckedReturn) -> list[Finding]:
    """Everything the return rules find that the council uses, in the order of the catalogue."""
    off = subject.framework.checking.off
    return [f for rule in RETURN_RULES if rule.id not in off for f in rule.run(subject)]


def check_close(subject: CheckedClose) -> list[Finding]:
    """Everything the close rules find that the council uses, in the order of the catalogue."""
    off = subject.framework.checking.off
    return [f for rule in CLOSE_RULES if rule.id not in off for f in rule.run(subject)]
