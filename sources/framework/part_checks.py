"""What only shows when parts are held beside what they are parts of: their targets and their codes.

Whether breakdowns, their dates and what follows on what are in order is `breakdown_checks`.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from sources.framework.breakdowns import Breakdown, BreakdownKind, PartTarget, over_parts
from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.measures import Measure
from sources.framework.over_parts import OverParts
from sources.framework.places import Problem
from sources.framework.target_checks import strays
from sources.framework.target_sense import may_run_back
from sources.geography.register import resolve

Place = Callable[..., tuple[str, int]]
# Codes as the Office for National Statistics writes them; the register knows those of authorities.
_OFFICIAL = re.compile(r"E\d{8}")
_MEANT_AS_OFFICIAL = re.compile(r"E\d{5,}")
_AUTHORITIES = ("E06", "E07", "E08", "E09", "E10")


def parts_fit(framework: Framework, place: Place) -> Iterator[Problem]:
    """Targets that a part cannot have, and codes of authorities that never were."""
    for target in framework.part_targets.values():
        measure = framework.measures.get(target.measure)
        for message, mend in _not_possible(measure, target) if measure else ():
            yield Problem(*place(PartTarget, target.key), message, mend)
    for breakdown in framework.breakdowns.values():
        for number, part in enumerate(breakdown.parts):
            wrong = _wrong_code(breakdown, part.code)
            if wrong is not None:
                file, line = place(Breakdown, breakdown.id, "parts", number, "code")
                message = f"'{part.id}' of '{breakdown.id}': {wrong}"
                mend = "Write the code of the part, or leave it out with its vintage."
                yield Problem(file, line, message, mend)


def part_doubts(framework: Framework, place: Place) -> Iterator[Problem]:
    """Targets of parts that go beyond the target of the whole, which may be meant so."""
    for measure in framework.measures.values():
        whole = framework.targets[measure.id]
        if whole.annual is None or whole.high is not None:
            continue
        for name in measure.breakdowns:
            breakdown = framework.breakdowns[name]
            own = _targets_of(framework, measure, breakdown)
            there = breakdown.parts_in(Period(framework.year, "FY"))
            is_all = breakdown.covers_all and len(own) == len(there)
            numbers = [target.annual for target in own]
            said = _beyond(measure, numbers, whole.annual, is_all=is_all) if own else None
            if said is not None:
                message = f"The targets of parts of '{measure.id}' by '{name}' {said}."
                mend = "Correct one of them, unless it is meant so."
                yield Problem(*place(PartTarget, own[-1].key), message, mend)


def _not_possible(measure: Measure, target: PartTarget) -> Iterator[tuple[str, str]]:
    values = [v for v in (target.annual, *target.target.quarters) if v is not None]
    if not all(measure.admits(v) and (v >= 0 or may_run_back(measure)) for v in values):
        mend = "Correct it, or set may_exceed_100 or may_be_negative for the measure."
        yield f"A target of '{target.key}' is outside what its unit allows.", mend
    astray = strays(measure, target.target)
    if astray is not None:
        yield f"The profile of '{target.key}' {astray[0]}.", astray[1]


def _wrong_code(breakdown: Breakdown, code: str | None) -> str | None:
    if code is None or breakdown.kind is not BreakdownKind.GEOGRAPHY:
        return None
    if _MEANT_AS_OFFICIAL.fullmatch(code) and not _OFFICIAL.fullmatch(code):
        return f"{code} is no official code: those are a letter and eight digits."
    if not code.startswith(_AUTHORITIES) or not _OFFICIAL.fullmatch(code):
        return None
    found = resolve(code, with_former=True)
    return found.problem if found.area is None else None


def _targets_of(framework: Framework, measure: Measure, breakdown: Breakdown) -> list[PartTarget]:
    """The targets of the parts that are there at the end of the year."""
    there = breakdown.parts_in(Period(framework.year, "FY"))
    keys = [(measure.id, part.id) for part in there]
    return [framework.part_targets[key] for key in keys if key in framework.part_targets]


def _beyond(
    measure: Measure, numbers: list[Decimal], whole: Decimal, *, is_all: bool
) -> str | None:
    """How the targets of parts go beyond that of the whole; None if they do not."""
    how = over_parts(measure)
    if how is OverParts.SUM and sum(numbers) > whole and not may_run_back(measure):
        return f"add up to {sum(numbers)}, the whole has {whole}"
    if how is OverParts.WEIGHTED_RATIO and is_all and not min(numbers) <= whole <= max(numbers):
        return f"go from {min(numbers)} to {max(numbers)}, the whole has {whole}"
    return None
