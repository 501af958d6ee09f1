"""Rules of extracts of others' figures: what keeps a figure from being compared with.

What stands is worked out in `checks/extracts`, where it can be used for more than findings.
"""

from collections.abc import Callable, Iterator

from checks.catalogue.rule import ReturnRule, Rule
from checks.extracts import Trouble, troubles, twice
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedReturn
from sources.returns.extract_rows import Part, SuppliedFigure


def _at(rule: ReturnRule, seq: int, item: SuppliedFigure, part: Part, message: str) -> Finding:
    return rule.about(
        message,
        submission=seq,
        sheet=item.sheet,
        cell=item.cells[part],
        raw=item.said.get(part, ""),
    )


def _of(trouble: Trouble) -> Callable[[ReturnRule, CheckedReturn], Iterator[Finding]]:
    def find(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
        for file in subject.files:
            for item in file.figures:
                for found, part, message in troubles(item, subject.framework):
                    if found is trouble:
                        yield _at(rule, file.seq, item, part, message)

    return find


def _metric_unknown(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    """Once for each metric: a row of it for every authority would say nothing more."""
    for file in subject.files:
        unknown: dict[str, list[SuppliedFigure]] = {}
        for item in file.figures:
            if item.measure is None:
                unknown.setdefault(item.said.get(Part.METRIC, ""), []).append(item)
        for rows in unknown.values():
            message = f"No measure has this metric; {len(rows)} rows are not used."
            one = "No measure has this metric; the row is not used."
            yield _at(rule, file.seq, rows[0], Part.METRIC, one if len(rows) == 1 else message)


def _twice(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for file in subject.files:
        for item in twice(file.figures):
            area = item.area.name if item.area else ""
            message = f"This file gives different figures of {area} for one period."
            yield _at(rule, file.seq, item, Part.VALUE, message)


def _terms_missing(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for file in subject.files:
        lacking = file.figures[0].origin.lacking if file.figures else ()
        if lacking:
            named = " and ".join(f"'{label}'" for label in lacking)
            message = f"The head of the file says nothing that can be read beside {named}."
            yield rule.about(message, submission=file.seq)


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "extract-area-unknown",
        Dimension.VALIDITY,
        Severity.ERROR,
        "A figure of others is for no area that the register of authorities knows.",
        "Write the area's official code, such as E10000007.",
        _of(Trouble.AREA),
    ),
    Rule(
        "extract-metric-unknown",
        Dimension.RELEVANCE,
        Severity.WARNING,
        "A figure of others is of a metric that no measure has.",
        "Leave the rows out, or have the metric entered with its measure.",
        _metric_unknown,
    ),
    Rule(
        "extract-period-unreadable",
        Dimension.VALIDITY,
        Severity.ERROR,
        "The period of a figure of others is none.",
        "Write the period as 2022/23 or 2022/23 Q2.",
        _of(Trouble.PERIOD),
    ),
    Rule(
        "extract-period-differs",
        Dimension.CONSISTENCY,
        Severity.WARNING,
        "A figure of others is of a shorter time than any value of the measure.",
        "Send figures of periods that the measure has values of.",
        _of(Trouble.LENGTH),
    ),
    Rule(
        "extract-value-unreadable",
        Dimension.VALIDITY,
        Severity.ERROR,
        "A figure of others is no number, or one that the measure's unit does not allow.",
        "Write the number alone, in the measure's own unit, or leave the row out.",
        _of(Trouble.VALUE),
    ),
    Rule(
        "extract-value-suppressed",
        Dimension.COMPLETENESS,
        Severity.INFORMATION,
        "A figure of others is suppressed where it was published, and so counts as none.",
        "Nothing needs to be done.",
        _of(Trouble.SUPPRESSED),
    ),
    Rule(
        "extract-figure-twice",
        Dimension.UNIQUENESS,
        Severity.ERROR,
        "One file gives different figures of an area for one period; none of them counts.",
        "Leave the row that is right and send the file again.",
        _twice,
    ),
    Rule(
        "extract-terms-missing",
        Dimension.COMPLETENESS,
        Severity.WARNING,
        "An extract leaves open where its figures come from, when they were retrieved, or who may "
        "see them. Unless it says that they are not for members only, the public does not.",
        "Put source, day of retrieval, licence and 'Members only' (yes or no) above the table.",
        _terms_missing,
    ),
)
