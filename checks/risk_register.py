"""Assessments of risks as they stand after all files of a return, and what is wrong with them.

What a rule says of them is `catalogue/risk_register`; what they do to the register is not known
here.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sources.framework.day_rules import day_text
from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.returns.assessment_rows import Part, SuppliedAssessment

Filed = tuple[int, Sequence[SuppliedAssessment]]


class Trouble(StrEnum):
    """What can be wrong with a row by itself, beside the register that it is for."""

    UNKNOWN = "unknown risk"
    STEP = "no step of the matrix"
    DAY = "no day"
    OUTSIDE = "day that cannot be"
    MITIGATION = "unknown mitigation"
    LACKING = "something is missing"


@dataclass(frozen=True)
class StandingAssessment:
    """A row that no later file has replaced, and the submission that it came in."""

    submission: int
    item: SuppliedAssessment

    @property
    def places(self) -> frozenset[tuple[int, str, str]]:
        """Where its cells stand: submission, sheet and cell."""
        return frozenset((self.submission, self.item.sheet, at) for at in self.item.cells.values())


Found = tuple[Trouble, Part, str]


def troubles(item: SuppliedAssessment, framework: Framework, period: Period) -> Iterator[Found]:
    """What is wrong with a row, each with the cell's part and a sentence."""
    if Part.RISK not in item.said or item.risk is None:
        message = "This is no risk of the register."
        yield Trouble.UNKNOWN, Part.RISK, message if Part.RISK in item.said else "No risk is named."
    matrix = framework.risk_matrix
    words = (
        {Part.LIKELIHOOD: (), Part.IMPACT: ()}
        if matrix is None
        else {
            Part.LIKELIHOOD: matrix.likelihood,
            Part.IMPACT: matrix.impact,
        }
    )
    for part, step in ((Part.LIKELIHOOD, item.likelihood), (Part.IMPACT, item.impact)):
        if part in item.said and step is None:
            message = f"The {part} is none of the steps of the matrix, 1 to {len(words[part])}."
            yield Trouble.STEP, part, message
    for part, day in ((Part.ASSESSED_ON, item.assessed_on), (Part.DONE_ON, item.done_on)):
        if part in item.said and day is None:
            yield Trouble.DAY, part, f"The {part} cannot be read as a day."
    yield from _outside(item, framework, period)
    if Part.MITIGATION in item.said and item.risk is not None and item.mitigation is None:
        message = "The risk has no mitigation of this name in the register."
        yield Trouble.MITIGATION, Part.MITIGATION, message
    if item.lacks:
        names = " and no ".join(item.lacks)
        yield Trouble.LACKING, item.lacks[0], f"This row has no {names}."


def _outside(item: SuppliedAssessment, framework: Framework, period: Period) -> Iterator[Found]:
    for part, day in ((Part.ASSESSED_ON, item.assessed_on), (Part.DONE_ON, item.done_on)):
        if day is not None and day > period.ends:
            message = f"{day_text(day)} is after the end of the period, {day_text(period.ends)}."
            yield Trouble.OUTSIDE, part, message
    risk, day = framework.risks.get(item.risk or ""), item.assessed_on
    if risk is None or day is None or day > period.ends:
        return
    first = risk.assessments[0].on
    if day < first:
        message = f"{day_text(day)} is before the risk was first assessed, on {day_text(first)}."
        yield Trouble.OUTSIDE, Part.ASSESSED_ON, message
    if risk.closed_on is not None and day > risk.closed_on:
        message = f"{day_text(day)} is after the risk was closed, on {day_text(risk.closed_on)}."
        yield Trouble.OUTSIDE, Part.ASSESSED_ON, message


def standing_assessments(
    filed: Iterable[Filed], framework: Framework, period: Period
) -> tuple[StandingAssessment, ...]:
    """What stands of files, oldest first: a later file replaces what it speaks of again (ruling 7).

    That is a risk's assessment of the same day. A row with which something is wrong goes once a
    later file speaks of its risk, or, where the risk is not known, once any later file comes.
    """
    held: list[StandingAssessment] = []
    for submission, items in filed:
        kept = [one for one in held if not _is_replaced(one.item, items, framework, period)]
        held = [*kept, *(StandingAssessment(submission, item) for item in items)]
    return tuple(held)


def _is_replaced(
    old: SuppliedAssessment,
    new: Collection[SuppliedAssessment],
    framework: Framework,
    period: Period,
) -> bool:
    if old.risk is None:
        return bool(new)
    same = [one for one in new if one.risk == old.risk]
    if any(troubles(old, framework, period)):
        return bool(same)
    days = {one.assessed_on for one in same if one.is_assessment}
    done = {one.mitigation for one in same if one.is_done}
    is_reassessed = not old.is_assessment or old.assessed_on in days
    return is_reassessed and (not old.is_done or old.mitigation in done)


def twice(rows: Sequence[StandingAssessment]) -> list[StandingAssessment]:
    """The rows by which one file assesses a risk differently on one day."""
    found = []
    for one in rows:
        item = one.item
        steps = {
            (other.item.likelihood, other.item.impact)
            for other in rows
            if other.submission == one.submission
            and other.item.is_assessment
            and (other.item.risk, other.item.assessed_on) == (item.risk, item.assessed_on)
        }
        if item.is_assessment and len(steps) > 1:
            found.append(one)
    return found
