"""Completeness: what was expected and is not there."""

from collections.abc import Iterator

from checks.catalogue.rule import CloseRule, ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedClose, CheckedReturn
from sources.framework.schemes import FollowUp
from sources.returns.content import WHOLE_RETURN, Quantity, TextField


def _form_empty(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    if not subject.is_history and not subject.framework.collects(subject.slot):
        return
    if not subject.files or subject.current or subject.budget:
        return
    if not _says_anything(subject):
        yield rule.about("Nothing is filled in.", submission=subject.files[-1].seq)


def _says_anything(subject: CheckedReturn) -> bool:
    extra = any(
        file.parts or file.benchmarks or file.revisions or file.assessments or file.figures
        for file in subject.files
    )
    return extra or any(about != WHOLE_RETURN for about, _, _ in subject.texts)


def _not_read(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for file in subject.files:
        for left in file.unread:
            cells = "1 cell" if left.cells == 1 else f"{left.cells} cells"
            where = f"under '{left.heading}'" if left.heading else "of this sheet"
            yield rule.about(
                f"{cells} {where} did not count: nothing there is asked for.",
                submission=file.seq,
                sheet=left.sheet,
                cell=left.cell,
            )


def _read_differently(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for file in subject.files:
        now = tuple((sheet.rows, sheet.cells) for sheet in file.sheets)
        if file.contents and now and now != file.contents:
            yield rule.about(
                f"It held {_counted(file.contents)} on receipt and is now read as {_counted(now)}.",
                submission=file.seq,
            )


def _counted(contents: tuple[tuple[int, int], ...]) -> str:
    rows, cells = (sum(column) for column in zip(*contents, strict=True))
    return f"sheets {len(contents)}, rows {rows}, cells {cells}"


def _value_missing(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    if subject.is_history or not subject.files:
        return
    supplied = subject.actuals
    for (measure_id, period), measure in subject.expected.items():
        if (measure_id, period) not in supplied:
            sheet, cell = subject.row_places.get((measure_id, period), (None, None))
            yield rule.about(
                f"There is no value for {measure.name}, {period.label}.",
                measure=measure_id,
                period=str(period),
                submission=subject.files[-1].seq,
                sheet=sheet,
                cell=cell,
            )


def _ratio_parts_missing(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    if subject.is_history:
        return
    for (measure_id, period), current in subject.actuals.items():
        measure = subject.framework.measures[measure_id]
        if not measure.has_ratio or current.item.value.number is None:
            continue
        parts = [Quantity.NUMERATOR, Quantity.DENOMINATOR]
        if measure.is_survey:
            # The number of answers has a rule of its own.
            parts.remove(Quantity.DENOMINATOR)
        lacking = [q.value for q in parts if (measure_id, period, q) not in subject.current]
        if lacking:
            yield rule.at(current, f"This value is given without its {' and '.join(lacking)}.")


def _action_update_missing(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    if subject.is_history or not subject.files:
        return
    for action in subject.framework.actions_of(subject.slot.return_id):
        key = (action.id, subject.slot.period, TextField.SUPPLIED_RATING.value)
        if key not in subject.texts:
            at = (action.id, subject.slot.period)
            sheet, cell = subject.row_places.get(at, (None, None))
            yield rule.about(
                f"Key action '{action.name}' has no rating.",
                submission=subject.files[-1].seq,
                sheet=sheet,
                cell=cell,
            )


def _commentary_missing(rule: CloseRule, subject: CheckedClose) -> Iterator[Finding]:
    scheme = subject.framework.measure_scheme
    for value in subject.rated:
        rating = value.standing_rating
        if rating is None or value.commentary:
            continue
        level = scheme.level(rating)
        if level.follow_up is not FollowUp.NONE:
            name = subject.framework.measures[value.measure].name
            yield rule.about(
                f"{name} is rated {level.word}, which asks for {_asked(level.follow_up)}; "
                "none was given.",
                measure=value.measure,
                submission=value.submission,
                sheet=value.sheet,
                cell=value.cell,
            )


def _procedure_missing(rule: CloseRule, subject: CheckedClose) -> Iterator[Finding]:
    name = subject.framework.council.words.procedure
    for due in subject.procedures:
        if due.is_missing:
            yield rule.about(f"There is no {name} for this measure.", measure=due.measure)
        elif due.lacking:
            parts = f"{'part' if len(due.lacking) == 1 else 'parts'}: {', '.join(due.lacking)}"
            yield rule.about(f"The {name} of this measure lacks the {parts}.", measure=due.measure)


def _asked(follow_up: FollowUp) -> str:
    return "an action plan" if follow_up is FollowUp.ACTION_PLAN else "commentary"


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "form-empty",
        Dimension.COMPLETENESS,
        Severity.ERROR,
        "A file came in which nothing is filled in; it does not count as the return.",
        "Fill the form in and send it again.",
        _form_empty,
    ),
    Rule(
        "not-read",
        Dimension.COMPLETENESS,
        Severity.INFORMATION,
        "Part of a file was not read, because the form or layout asks for nothing there.",
        "If it holds figures that should count, put them where they are asked for.",
        _not_read,
    ),
    Rule(
        "read-differently",
        Dimension.COMPLETENESS,
        Severity.ERROR,
        "A file does not yield as many rows and cells as were counted when it was received.",
        "Tell whoever runs Quarterday: the file is as it was, but is read differently.",
        _read_differently,
    ),
    Rule(
        "value-missing",
        Dimension.COMPLETENESS,
        Severity.WARNING,
        "A value that is due in this return was not given, nor a reason for having none.",
        "Give the value, or choose the reason why there is none and say when it is expected.",
        _value_missing,
    ),
    Rule(
        "ratio-parts-missing",
        Dimension.COMPLETENESS,
        Severity.WARNING,
        "A value was given without the numerator or denominator that its definition names.",
        "Fill both, so that the value can be checked and combined over the year.",
        _ratio_parts_missing,
    ),
    Rule(
        "action-update-missing",
        Dimension.COMPLETENESS,
        Severity.WARNING,
        "A key action of the department has no rating in this return.",
        "Send the form for key actions with the action's rating chosen.",
        _action_update_missing,
    ),
)

CLOSE_RULES: tuple[CloseRule, ...] = (
    Rule(
        "commentary-missing",
        Dimension.COMPLETENESS,
        Severity.WARNING,
        "The rating asks for commentary or an action plan, and none was given.",
        "Say why performance is where it is, what is being done, by whom and by when.",
        _commentary_missing,
    ),
    Rule(
        "procedure-missing",
        Dimension.COMPLETENESS,
        Severity.WARNING,
        "A measure has no written procedure, or one without all of its four parts.",
        "Write down how the figure is drawn, worked out, evidenced and checked, and have it "
        "approved.",
        _procedure_missing,
    ),
)
