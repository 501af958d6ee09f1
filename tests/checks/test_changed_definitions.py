"""No rule holds a figure against those from before a change of what it counts."""

from dataclasses import replace
from datetime import date

import pytest
from builders import DERBYSHIRE, a_file, a_return, a_value, period

from checks.catalogue.catalogue import check_return
from sources.framework.changes import Changed, DefinitionChange
from sources.framework.framework import Framework

FIVE = ("asc-08", "asc-12", "asc-13", "asc-14", "asc-07")


def changed(*measures: str, comparable: bool = False) -> Framework:
    """Derbyshire's framework with the definition of some measures changed from Q2."""
    changes = {
        name: (
            DefinitionChange(
                measure=name,
                from_period=period("Q2"),
                what=Changed.METHOD,
                is_comparable=comparable,
                reason="A new way",
                approved_by="Cabinet",
                approved_on=date(2023, 6, 20),
            ),
        )
        for name in measures
    }
    return replace(DERBYSHIRE, definition_changes=changes)


PAST = {f"2022-23-Q{n}": "1500" for n in range(1, 5)}
CASES = {
    "scale-slip": ("asc-09", "150000", {"asc-09": PAST}),
    "far-from-usual": ("asc-09", "30000", {"asc-09": PAST}),
    "cumulative-falls": ("asc-02", "300", {"asc-02": {"Q1": "400"}}),
}


def found(rule: str, framework: Framework) -> bool:
    measure, actual, past = CASES[rule]
    subject = a_return(a_file(a_value(measure, actual)), history=past, framework=framework)
    return rule in {finding.rule for finding in check_return(subject)}


@pytest.mark.parametrize("rule", CASES)
def test_a_jump_is_found_unless_the_measure_counts_something_else_since(rule: str) -> None:
    measure = CASES[rule][0]
    assert found(rule, DERBYSHIRE)
    assert found(rule, changed(measure, comparable=True))
    assert not found(rule, changed(measure))


def test_values_are_not_copied_from_what_they_do_not_compare_with() -> None:
    past = {name: {"Q1": "70"} for name in FIVE}
    files = a_file(*(a_value(name, "70") for name in FIVE))

    def rules(framework: Framework) -> set[str]:
        subject = a_return(files, history=past, framework=framework)
        return {finding.rule for finding in check_return(subject)}

    assert "same-as-before" in rules(DERBYSHIRE)
    assert "same-as-before" not in rules(changed(*FIVE))
