"""Validity: entries that cannot be what they should be."""

from collections.abc import Iterator

from checks.catalogue.rule import ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedReturn
from sources.returns.actions import a_day, percent_complete
from sources.returns.content import Quantity, TextField
from sources.unreadable import why_unreadable
from sources.values import DECLARED_ABSENCES, Absence, Unit


def _not_a_number(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for current in subject.current.values():
        if current.item.value.absence is Absence.UNREADABLE:
            is_reason = current.item.is_reason
            what = "reason for having no actual" if is_reason else current.item.quantity.value
            value = current.item.value
            if is_reason:
                known = ", ".join(absence.value for absence in DECLARED_ABSENCES)
                yield rule.at(current, f"The {what} is not one of these: {known}.")
                continue
            why = why_unreadable(value.raw, value.unit)
            yield rule.at(current, f"The {what} cannot be read as a number: {why}.")


def _no_longer_readable(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for file in subject.files:
        if file.problem:
            yield rule.about(
                f"The framework has changed, and this file does not fit it now: {file.problem}",
                submission=file.seq,
            )


def _impossible_value(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for (measure_id, _, quantity), current in subject.current.items():
        measure = subject.framework.measures[measure_id]
        number = current.item.value.number
        if number is None or quantity not in (Quantity.ACTUAL, Quantity.FORECAST):
            continue
        if not measure.admits(number):
            limits = "0 to 100" if measure.unit is Unit.PERCENT else "what days allow: none below 0"
            yield rule.at(current, f"{number} is outside {limits}.")


def _hidden_value(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for current in subject.current.values():
        if current.item.is_hidden:
            what = current.item.quantity.value
            yield rule.at(current, f"The {what} stands in a hidden row, column, sheet or cell.")


def _commentary_too_long(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    most = subject.framework.checking.commentary_characters
    for measure_id, _, seq, text in subject.commentary():
        if len(text.text) > most:
            length = f"{len(text.text):,} characters; reports take {most:,}"
            yield rule.of_text(seq, text, f"The commentary has {length}.", measure_id)


def _rating_word(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    words = {word.casefold() for word in _words(subject)}
    for (about, _, field), (seq, text) in subject.texts.items():
        if field != TextField.SUPPLIED_RATING.value or about not in subject.framework.actions:
            continue
        if text.text.strip().casefold() not in words:
            name, known = subject.framework.actions[about].name, ", ".join(_words(subject))
            message = f"The rating of key action '{name}' is not one of these words: {known}."
            yield rule.of_text(seq, text, message)


def _words(subject: CheckedReturn) -> list[str]:
    return [level.word for level in subject.framework.action_scheme.ratings]


def _action_entry(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    reads = {
        TextField.PERCENT_COMPLETE.value: (percent_complete, "a percentage from 0 to 100"),
        TextField.FORECAST_DATE.value: (a_day, "a day such as 31/12/2023"),
    }
    for (about, _, field), (seq, text) in subject.texts.items():
        if field not in reads or about not in subject.framework.actions:
            continue
        read, wanted = reads[field]
        if read(text.text) is None:
            name = subject.framework.actions[about].name
            message = f"The {field} of key action '{name}' is not {wanted}; it is not shown."
            yield rule.of_text(seq, text, message)


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "not-a-number",
        Dimension.VALIDITY,
        Severity.ERROR,
        "A cell that should hold a number holds a spreadsheet error or other text.",
        "Type the number alone; if there is none, leave it blank and state the reason instead.",
        _not_a_number,
    ),
    Rule(
        "no-longer-readable",
        Dimension.VALIDITY,
        Severity.ERROR,
        "A file that was taken cannot be read any more by the framework that is now in force.",
        "Send the figures again in the form or layout that is now in force.",
        _no_longer_readable,
    ),
    Rule(
        "impossible-value",
        Dimension.VALIDITY,
        Severity.ERROR,
        "A value lies outside what its unit allows.",
        "Check the figure and the unit; ask the performance team if the value is truly possible.",
        _impossible_value,
    ),
    Rule(
        "commentary-too-long",
        Dimension.VALIDITY,
        Severity.WARNING,
        "The commentary on a measure is longer than a reader of the report will read.",
        "Say it in a few sentences: what happened, why, and what will be done by when.",
        _commentary_too_long,
    ),
    Rule(
        "hidden-value",
        Dimension.VALIDITY,
        Severity.WARNING,
        "A value stands where whoever opens the file does not see it.",
        "Unhide it, and check that it is meant; it counts as it stands.",
        _hidden_value,
    ),
    Rule(
        "action-entry",
        Dimension.VALIDITY,
        Severity.ERROR,
        "A key action's percent complete or forecast date cannot be what it should be.",
        "Type 45 for 45 per cent, and a day in full.",
        _action_entry,
    ),
    Rule(
        "rating-word",
        Dimension.VALIDITY,
        Severity.ERROR,
        "A key action's rating is not one of the words of the scheme.",
        "Choose the rating from the list in the cell.",
        _rating_word,
    ),
)
