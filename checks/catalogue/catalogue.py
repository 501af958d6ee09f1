"""The list of all rules, and the two ways to run them."""

from checks.catalogue import (
    accuracy,
    completeness,
    consistency,
    relevance,
    timeliness,
    uniqueness,
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
)
CLOSE_RULES: tuple[CloseRule, ...] = (
    *timeliness.CLOSE_RULES,
    *completeness.CLOSE_RULES,
    *consistency.CLOSE_RULES,
)


def check_return(subject: CheckedReturn) -> list[Finding]:
    """Everything the return rules find, in the order of the catalogue."""
    return [finding for rule in RETURN_RULES for finding in rule.run(subject)]


def check_close(subject: CheckedClose) -> list[Finding]:
    """Everything the close rules find, in the order of the catalogue."""
    return [finding for rule in CLOSE_RULES for finding in rule.run(subject)]
