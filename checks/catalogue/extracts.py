"""Rules of extracts of others' figures: what keeps a figure from being compared with.

What stands is worked out in `checks/extracts`, where it can be used for more than findings.
"""

from collections.abc import Callable, Iterator

from checks.catalogue.rule import CloseRule, ReturnRule, Rule
from checks.extract_troubles import Extract, Trouble
from checks.extracts import Judged, judged
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedClose, CheckedReturn
from sources.framework.day_rules import day_text
from sources.returns.extract_rows import Part


def _rows(subject: CheckedReturn) -> list[Judged]:
    extracts = (Extract(file.seq, file.figures, file.came_on) for file in subject.files)
    return judged(extracts, subject.framework)


def _at(rule: ReturnRule, row: Judged, part: Part, message: str) -> Finding:
    item = row.item
    return rule.about(
        f"{message} {_kept(row)}".rstrip(),
        submission=row.submission,
        measure=item.measure,
        period=str(item.period) if item.period else None,
        sheet=item.sheet,
        cell=item.cells[part],
        raw=item.said.get(part, ""),
    )


def _kept(row: Judged) -> str:
    """What stands in spite of a row that cannot."""
    if row.kept is None:
        return ""
    figure = row.kept.item.value.number
    return f"The earlier figure, {figure} (entry {row.kept.submission}), stands as before."


def _of(trouble: Trouble) -> Callable[[ReturnRule, CheckedReturn], Iterator[Finding]]:
    def find(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
        for row in _rows(subject):
            for one in row.found:
                if one.trouble is trouble:
                    yield _at(rule, row, one.part, one.message)

    return find


def _metric_unknown(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    """Once for each metric: a row of it for every authority would say nothing more."""
    unknown: dict[tuple[int, str], list[Judged]] = {}
    for row in _rows(subject):
        if row.item.measure is None:
            metric = row.item.said.get(Part.METRIC, "")
            unknown.setdefault((row.submission, metric), []).append(row)
    for rows in unknown.values():
        message = f"No measure has this metric; {len(rows)} rows are not used."
        one = "No measure has this metric; the row is not used."
        yield _at(rule, rows[0], Part.METRIC, one if len(rows) == 1 else message)


def _scale_unknown(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    """Once for each metric of a file: all its figures are alike in this."""
    told = set()
    for row in _rows(subject):
        for one in row.found:
            about = (row.submission, row.item.measure)
            if one.trouble is Trouble.SCALE and about not in told:
                told.add(about)
                yield _at(rule, row, one.part, one.message)


def _kept_alone(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for row in _rows(subject):
        if row.kept is not None and not row.found:
            yield _at(rule, row, Part.VALUE, "This file has no figure of it.")


def _retrieved_later(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for file in subject.files:
        on = file.figures[0].origin.retrieved_on if file.figures else None
        if on is not None and file.came_on is not None and on > file.came_on:
            yield rule.about(
                f"The file says that it was retrieved on {day_text(on)}; it came on "
                f"{day_text(file.came_on)}.",
                submission=file.seq,
            )


def _terms_missing(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for file in subject.files:
        lacking = file.figures[0].origin.lacking if file.figures else ()
        if lacking:
            named = " and ".join(f"'{label}'" for label in lacking)
            message = f"The head of the file says nothing that can be read beside {named}."
            yield rule.about(message, submission=file.seq)


def _own_differs(rule: CloseRule, subject: CheckedClose) -> Iterator[Finding]:
    for one in subject.own_figures:
        if one.agrees:
            continue
        where = one.source or "a source that is not stated"
        how = "decided on review" if one.is_decided else "returned"
        yield rule.about(
            f"For {one.period.label} {where} has {one.published} as the council's own figure; "
            f"{one.own} was {how}.",
            submission=one.submission,
            measure=one.measure,
            period=str(one.period),
            sheet=one.sheet,
            cell=one.cell,
            raw=one.raw,
        )


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
        _of(Trouble.TWICE),
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
    Rule(
        "extract-fraction-for-percentage",
        Dimension.ACCURACY,
        Severity.ERROR,
        "A percentage of others looks as if it was sent as a fraction, such as 0.72 for 72%.",
        "Send the figures in per cent; one that is right is written with its percent sign.",
        _of(Trouble.FRACTION),
    ),
    Rule(
        "extract-scale-unknown",
        Dimension.ACCURACY,
        Severity.WARNING,
        "All percentages that are known of a metric are 1 or less and have no percent sign, so "
        "that they may be fractions.",
        "Send the figures with their percent signs, so that nobody has to guess.",
        _scale_unknown,
    ),
    Rule(
        "extract-period-not-over",
        Dimension.TIMELINESS,
        Severity.ERROR,
        "A figure of others is of a period that had not ended when it was retrieved, or came.",
        "Check the day of retrieval and the period; leave out what is only expected yet.",
        _of(Trouble.EARLY),
    ),
    Rule(
        "extract-area-of-other-time",
        Dimension.CONSISTENCY,
        Severity.ERROR,
        "A figure of others is for an authority that did not exist in its period.",
        "Check the period, and write the official code of the authority that there was then.",
        _of(Trouble.TIME),
    ),
    Rule(
        "extract-retrieved-later",
        Dimension.TIMELINESS,
        Severity.WARNING,
        "An extract says that it was retrieved after the day on which it came.",
        "Put the day of retrieval right and send the file again.",
        _retrieved_later,
    ),
    Rule(
        "extract-figure-kept",
        Dimension.COMPLETENESS,
        Severity.INFORMATION,
        "A later extract has no figure where an earlier one has; the earlier one stands.",
        "Nothing needs to be done; a figure that is withdrawn is marked [c] or 'withdrawn'.",
        _kept_alone,
    ),
)
CLOSE_RULES: tuple[CloseRule, ...] = (
    Rule(
        "own-figure-differs",
        Dimension.CONSISTENCY,
        Severity.WARNING,
        "The council's own figure in an extract is not what was returned for the same period.",
        "Find out which is right: have the publisher told, or correct the earlier figure.",
        _own_differs,
    ),
)
