"""Scorecards: of the checks that were run, how many found nothing, by dimension. Exact and pure.

It counts what `applied` says was run and what the rules found. Quality of data is never a rating of
performance; the words for it are the framework's.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, TypeVar

from checks.applied import OF_REGISTER
from checks.finding import Dimension, Severity

FORMULA = (
    "For each dimension, the checks that were run less those that found an error or a warning, "
    "divided by the checks that were run; the score is the plain mean of the dimensions in which "
    "any check was run. A check is one rule applied to one value, text, row, file or return. What "
    "is for information only, and what is waived, lowers no score."
)


class Found(Protocol):
    """A finding, as far as it is counted."""

    @property
    def rule(self) -> str: ...
    @property
    def dimension(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def submission(self) -> int | None: ...
    @property
    def measure(self) -> str | None: ...
    @property
    def period(self) -> str | None: ...
    @property
    def quantity(self) -> str | None: ...
    @property
    def sheet(self) -> str | None: ...
    @property
    def cell(self) -> str | None: ...
    @property
    def message(self) -> str: ...


class Ran(Protocol):
    """A rule that was run so and so often, as it is stored."""

    @property
    def slot(self) -> object: ...
    @property
    def rule(self) -> str: ...
    @property
    def dimension(self) -> str: ...
    @property
    def checks(self) -> int: ...
    @property
    def is_of_file(self) -> bool: ...


_F = TypeVar("_F", bound=Found)


@dataclass(frozen=True)
class Tally:
    """One dimension: checks run, and how many of them failed, by the worst thing they found.

    `waived` are those of which everything found is waived; they count as neither.
    """

    dimension: Dimension
    checks: int = 0
    errors: int = 0
    warnings: int = 0
    information: int = 0
    waived: int = 0

    @property
    def score(self) -> Fraction | None:
        """From 0 to 1; None where nothing was checked."""
        if not self.checks:
            return None
        return Fraction(self.checks - self.errors - self.warnings, self.checks)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.dimension,
            self.checks + other.checks,
            self.errors + other.errors,
            self.warnings + other.warnings,
            self.information + other.information,
            self.waived + other.waived,
        )


def tallies(
    runs: Iterable[Ran], findings: Iterable[_F], waived: Collection[_F] = ()
) -> tuple[Tally, ...]:
    """A tally for every dimension, in their order, of one return's runs and findings."""
    checks: dict[tuple[str, str], int] = {}
    of_files = set()
    for run in runs:
        checks[run.rule, run.dimension] = checks.get((run.rule, run.dimension), 0) + run.checks
        if run.is_of_file:
            of_files.add(run.rule)
    outcomes: dict[tuple[str, str], dict[tuple[object, ...], str]] = {}
    for finding in findings:
        if finding.rule in OF_REGISTER:
            continue
        things = outcomes.setdefault((finding.rule, finding.dimension), {})
        thing = _thing(finding, is_of_file=finding.rule in of_files)
        outcome = _WAIVED if finding in waived else finding.severity
        things[thing] = min(things.get(thing, outcome), outcome, key=_WORST.index)
    return tuple(_tally(dimension, checks, outcomes) for dimension in Dimension)


_WAIVED = "waived"
_WORST = [*(severity.value for severity in Severity), _WAIVED]


def _thing(finding: Found, *, is_of_file: bool) -> tuple[object, ...]:
    """What a finding is about: several about the same are one check that failed."""
    if is_of_file:
        return (finding.submission,)
    if finding.measure is not None:
        return (finding.measure, finding.period, finding.quantity)
    return (finding.submission, finding.sheet, finding.cell, finding.message)


def _tally(
    dimension: Dimension,
    checks: dict[tuple[str, str], int],
    outcomes: dict[tuple[str, str], dict[tuple[object, ...], str]],
) -> Tally:
    total, failed = 0, Counter[str]()
    for key in {*checks, *outcomes}:
        if key[1] == dimension.value:
            things = outcomes.get(key, {})
            # What was found was looked at, whatever was thought to be there.
            total += max(checks.get(key, 0), len(things))
            failed.update(things.values())
    return Tally(
        dimension,
        total,
        failed[Severity.ERROR.value],
        failed[Severity.WARNING.value],
        failed[Severity.INFORMATION.value],
        failed[_WAIVED],
    )


def added(cards: Iterable[Sequence[Tally]]) -> tuple[Tally, ...]:
    """Several scorecards as one: dimension by dimension, checks and failures added up."""
    totals = {dimension: Tally(dimension) for dimension in Dimension}
    for card in cards:
        for one in card:
            totals[one.dimension] += one
    return tuple(totals.values())


def score(card: Iterable[Tally]) -> Fraction | None:
    """The plain mean of the dimensions in which any check was run; None where none was."""
    scores = [one.score for one in card if one.score is not None]
    return sum(scores, Fraction(0)) / len(scores) if scores else None


def open_errors(card: Iterable[Tally]) -> int:
    """Checks that failed with an error that is neither mended nor waived."""
    return sum(one.errors for one in card)


@dataclass(frozen=True)
class Cause:
    """A rule that found most: how often, at its worst severity, and what to do."""

    rule: str
    severity: str
    count: int
    mend: str


def top_causes(findings: Iterable[_F], waived: Collection[_F] = (), most: int = 3) -> list[Cause]:
    """The rules with most errors and warnings, the most frequent first, then by name."""
    found: dict[str, list[_F]] = {}
    for one in findings:
        is_information = one.severity == Severity.INFORMATION.value
        if not is_information and one not in waived and one.rule not in OF_REGISTER:
            found.setdefault(one.rule, []).append(one)
    causes = [
        Cause(
            rule,
            min((one.severity for one in ones), key=_WORST.index),
            len(ones),
            str(getattr(ones[0], "mend", "")),
        )
        for rule, ones in found.items()
    ]
    return sorted(causes, key=lambda cause: (-cause.count, cause.rule))[:most]
