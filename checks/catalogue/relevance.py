"""Relevance: whether a file and its rows belong to the department and period they claim."""

from collections.abc import Iterator

from checks import door
from checks.catalogue.rule import ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedReturn


def _wrong_folder(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for file in subject.files:
        if file.sender != subject.slot.return_id:
            yield rule.about(
                f"The file was put in the folder '{file.sender}' but says it is "
                f"'{subject.slot.return_id}'.",
                submission=file.seq,
            )


def _old_form(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for file in subject.files:
        if file.framework_digest not in (None, subject.framework.digest):
            yield rule.about(
                "The form was made from another version of the framework than is in force.",
                submission=file.seq,
            )


def _nothing_counts(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for file in subject.files:
        filled = [row for row in file.rows if row.has_entries]
        actions = subject.framework.actions
        if not filled or file.values or any(row.subject in actions for row in filled):
            continue
        yield rule.about(
            f"None of the {len(filled)} filled rows is of a measure and period that this return "
            "holds.",
            submission=file.seq,
            sheet=filled[0].sheet,
            cell=filled[0].measure_cell,
        )


def _not_this_return(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for fault in door.strangers(subject):
        yield rule.about(
            f"{fault.message} What stands there is kept but not used.",
            submission=fault.submission,
            sheet=fault.sheet,
            cell=fault.cell,
            raw=fault.raw,
        )


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "wrong-folder",
        Dimension.RELEVANCE,
        Severity.WARNING,
        "A file came by another department's folder than the one it says it is for.",
        "Check that the right form was used; it counts for the department that it names.",
        _wrong_folder,
    ),
    Rule(
        "old-form",
        Dimension.RELEVANCE,
        Severity.INFORMATION,
        "The form was issued before the framework was last changed.",
        "Ask the performance team for a fresh form if measures or targets look out of date.",
        _old_form,
    ),
    Rule(
        "nothing-counts",
        Dimension.RELEVANCE,
        Severity.ERROR,
        "A file has rows that are filled, and not one of them counts for this return.",
        "Check that the period and the references are those of this return, and send it again.",
        _nothing_counts,
    ),
    Rule(
        "not-this-return",
        Dimension.RELEVANCE,
        Severity.WARNING,
        "A row names a measure or period that this return does not hold.",
        "Check the measure's reference and the period; ask the performance team if it is new.",
        _not_this_return,
    ),
)
