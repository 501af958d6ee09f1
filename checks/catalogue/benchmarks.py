"""Benchmarks: figures of others that cannot be used, or whose source nobody can look up."""

from collections.abc import Iterator

from checks.catalogue.rule import ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedReturn
from sources.returns import form_layout
from sources.returns.content import SuppliedBenchmark


def _incomplete(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for seq, one in _benchmarks(subject):
        if one.counts:
            continue
        if form_layout.MEASURE_ID in one.lacking:
            message = "No benchmark is asked for beside this reference; the row is not used."
        elif one.lacking:
            named = " and ".join(f"'{heading}'" for heading in one.lacking)
            message = f"This benchmark has no {named}; the row is not used."
        else:
            message = "The benchmark's figure cannot be read as a number; the row is not used."
        yield _at(rule, subject, seq, one, message)


def _unsourced(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for seq, one in _benchmarks(subject):
        if one.counts and not one.source:
            message = f"It is not said where the figure of {one.comparator} was published."
            yield _at(rule, subject, seq, one, message)


def _benchmarks(subject: CheckedReturn) -> Iterator[tuple[int, SuppliedBenchmark]]:
    for file in subject.files:
        for one in file.benchmarks:
            yield file.seq, one


def _at(
    rule: ReturnRule, subject: CheckedReturn, seq: int, one: SuppliedBenchmark, message: str
) -> Finding:
    return rule.about(
        message,
        submission=seq,
        measure=one.measure if one.measure in subject.framework.measures else None,
        period=str(subject.slot.period),
        sheet=one.sheet,
        cell=one.cell,
        raw=one.value.raw,
    )


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "benchmark-incomplete",
        Dimension.COMPLETENESS,
        Severity.ERROR,
        "A figure to compare with lacks its comparator, its period or the figure itself.",
        "Fill the row, or clear all of it; the rest of the return counts either way.",
        _incomplete,
    ),
    Rule(
        "benchmark-unsourced",
        Dimension.ACCURACY,
        Severity.INFORMATION,
        "A figure to compare with does not say where it was published.",
        "Name the publication or page, so that a reader can look it up.",
        _unsourced,
    ),
)
