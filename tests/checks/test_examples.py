"""Every rule of the catalogue has an example that breaks it alone, and one that it leaves in peace.

The examples are data in `checks/examples`; a rule without one fails here.
"""

from collections import Counter

import pytest

from checks.catalogue.catalogue import CLOSE_RULES, RETURN_RULES, check_close, check_return
from checks.catalogue.rule import CloseRule, ReturnRule
from checks.examples.reading import Example, examples
from checks.finding import Finding
from checks.subject import CheckedClose, CheckedReturn

RULES: tuple[ReturnRule | CloseRule, ...] = (*RETURN_RULES, *CLOSE_RULES)
BY_RULE = {example.rule: example for example in examples()}
HOW = "write one into checks/examples (README.md there says how) and see it fail once"


def run(subject: CheckedReturn | CheckedClose) -> list[Finding]:
    is_close = isinstance(subject, CheckedClose)
    return check_close(subject) if is_close else check_return(subject)


def of(rule: ReturnRule | CloseRule) -> Example:
    assert rule.id in BY_RULE, f"{rule.id} has no example: {HOW}"
    return BY_RULE[rule.id]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_an_example_breaks_its_rule_and_no_other(rule: ReturnRule | CloseRule) -> None:
    found = run(of(rule).broken)
    assert {finding.rule for finding in found} == {rule.id}, found
    assert {(f.dimension, f.severity, f.mend) for f in found} == {
        (rule.dimension, rule.severity, rule.mend)
    }
    assert all(f.message.endswith((".", "!")) for f in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_keeps_a_rule_is_left_in_peace_by_it(rule: ReturnRule | CloseRule) -> None:
    assert [f for f in run(of(rule).kept) if f.rule == rule.id] == []


def test_a_rule_has_one_example_and_each_example_a_rule() -> None:
    counted = Counter(example.rule for example in examples())
    assert set(counted) <= {rule.id for rule in RULES}
    assert {rule: count for rule, count in counted.items() if count != 1} == {}
