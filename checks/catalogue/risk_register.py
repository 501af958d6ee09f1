"""Rules of risk returns: what keeps an assessment from counting in the register.

What stands is worked out in `checks/risk_register`, where it can be used for more than findings.
"""

from collections.abc import Callable, Iterator

from checks.catalogue.rule import ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.risk_register import StandingAssessment, Trouble, troubles, twice
from checks.subject import CheckedReturn
from sources.returns.assessment_rows import Part


def _at(rule: ReturnRule, one: StandingAssessment, part: Part, message: str) -> Finding:
    item = one.item
    return rule.about(
        message,
        submission=one.submission,
        sheet=item.sheet,
        cell=item.cells.get(part, f"A{item.number}"),
        raw=item.said.get(part, ""),
    )


def _of(trouble: Trouble) -> Callable[[ReturnRule, CheckedReturn], Iterator[Finding]]:
    def find(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
        for one in subject.assessments:
            for found, part, message in troubles(one.item, subject.framework, subject.slot.period):
                if found is trouble:
                    yield _at(rule, one, part, message)

    return find


def _twice(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for one in twice(subject.assessments):
        message = "This file assesses the risk differently on the same day."
        yield _at(rule, one, Part.LIKELIHOOD, message)


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "risk-unknown",
        Dimension.VALIDITY,
        Severity.ERROR,
        "A row of a risk return is for no risk that the council's register knows.",
        "Write the risk's id as it stands in the register, or have the risk entered there.",
        _of(Trouble.UNKNOWN),
    ),
    Rule(
        "risk-step-outside",
        Dimension.VALIDITY,
        Severity.ERROR,
        "A likelihood or an impact is no step of the council's matrix.",
        "Write the number or the word of a step, as the matrix has it.",
        _of(Trouble.STEP),
    ),
    Rule(
        "risk-day-unreadable",
        Dimension.VALIDITY,
        Severity.ERROR,
        "The day of an assessment, or of a mitigation that was done, is not a day.",
        "Write the day as 2023-09-29.",
        _of(Trouble.DAY),
    ),
    Rule(
        "risk-day-outside",
        Dimension.TIMELINESS,
        Severity.ERROR,
        "A day lies after the period's end, before the risk was first assessed or after it was "
        "closed.",
        "Correct the day; what happens after the period's end belongs in the next return.",
        _of(Trouble.OUTSIDE),
    ),
    Rule(
        "risk-mitigation-unknown",
        Dimension.VALIDITY,
        Severity.ERROR,
        "A row speaks of a mitigation that the risk does not have in the register.",
        "Write the mitigation as it stands in the register, or have it entered there.",
        _of(Trouble.MITIGATION),
    ),
    Rule(
        "risk-part-missing",
        Dimension.COMPLETENESS,
        Severity.ERROR,
        "A row lacks what makes it an assessment, or what says which mitigation was done when.",
        "Give the day, the likelihood and the impact; of a mitigation its name and the day.",
        _of(Trouble.LACKING),
    ),
    Rule(
        "risk-assessed-twice",
        Dimension.UNIQUENESS,
        Severity.ERROR,
        "One file gives two different assessments of a risk for one day; neither counts.",
        "Leave the row that is right and send the file again.",
        _twice,
    ),
)
