"""The scorecards of a close: each return's, each department's, the council's. Pure.

Counting is `checks/scorecard`; how a card reads is `assets/views`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction

from assets.analysis.closing import six_places
from checks.finding import Dimension
from checks.scorecard import Ran, Tally, added, open_errors, score, tallies
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from warehouse.rows import AnyFinding, ReturnStatus
from warehouse.scorecard_rows import ScorecardLine

RETURN, DEPARTMENT, COUNCIL = "return", "department", "council"
ALL = "all"


def scorecards(
    framework: Framework,
    close: Close,
    runs: Iterable[Ran],
    findings: Iterable[AnyFinding],
    waived: Collection[AnyFinding],
    statuses: Sequence[ReturnStatus],
) -> list[ScorecardLine]:
    """The lines of every card of a close.

    A return that departments share counts in each of them, and once in the council.
    """
    found: dict[str, list[AnyFinding]] = defaultdict(list)
    for finding in findings:
        found[finding.slot].append(finding)
    ran: dict[str, list[Ran]] = defaultdict(list)
    for run in runs:
        ran[str(run.slot)].append(run)
    cards = {
        status.slot: tallies(ran[status.slot], found[status.slot], waived) for status in statuses
    }
    lines: list[ScorecardLine] = []
    for status in statuses:
        lines += _lines(framework, close, RETURN, status.slot, cards[status.slot], [status])
    for department in framework.departments:
        own = [s for s in statuses if department in _departments(framework, s.slot)]
        if own:
            card = added(cards[s.slot] for s in own)
            lines += _lines(framework, close, DEPARTMENT, department, card, own)
    whole = added(cards.values())
    lines += _lines(framework, close, COUNCIL, close.council, whole, statuses)
    return lines


def _departments(framework: Framework, slot: str) -> tuple[str, ...]:
    return framework.returns[Slot.parse(slot).return_id].departments


def _lines(
    framework: Framework,
    close: Close,
    level: str,
    subject: str,
    card: Sequence[Tally],
    statuses: Iterable[ReturnStatus],
) -> Iterator[ScorecardLine]:
    for one in card:
        yield _line(close, level, subject, one.dimension.value, one, one.score)
    total = score(card)
    has_errors = bool(open_errors(card))
    held = list(statuses)
    # A sum has no dimension of its own; the first stands for all.
    sums = sum(card[1:], start=card[0])
    yield _line(
        close,
        level,
        subject,
        ALL,
        sums,
        total,
        None if total is None else framework.scorecard.level(total, has_errors=has_errors).id,
        (
            sum(s.expected for s in held),
            sum(s.supplied for s in held),
            sum(s.accounted_for for s in held),
        ),
    )


def _line(
    close: Close,
    level: str,
    subject: str,
    dimension: str,
    one: Tally,
    share: Fraction | None,
    rating: str | None = None,
    values: tuple[int | None, int | None, int | None] = (None, None, None),
) -> ScorecardLine:
    expected, supplied, accounted_for = values
    return ScorecardLine(
        close=str(close),
        level=level,
        subject=subject,
        dimension=dimension,
        checks=one.checks,
        errors=one.errors,
        warnings=one.warnings,
        information=one.information,
        waived=one.waived,
        score_pct=None if share is None else six_places(share * 100),
        rating=rating,
        expected=expected,
        supplied=supplied,
        accounted_for=accounted_for,
    )


def card_of(lines: Iterable[ScorecardLine], level: str, subject: str) -> tuple[Tally, ...]:
    """A stored card, dimension by dimension; empty if there is none."""
    held = {
        line.dimension: line for line in lines if (line.level, line.subject) == (level, subject)
    }
    return tuple(
        Tally(
            dimension,
            held[dimension.value].checks,
            held[dimension.value].errors,
            held[dimension.value].warnings,
            held[dimension.value].information,
            held[dimension.value].waived,
        )
        for dimension in Dimension
        if dimension.value in held
    )


def total_of(lines: Iterable[ScorecardLine], level: str, subject: str) -> ScorecardLine | None:
    """A stored card's line over all dimensions."""
    wanted = (level, subject, ALL)
    return next((x for x in lines if (x.level, x.subject, x.dimension) == wanted), None)


def share_pct(part: int, whole: int) -> Fraction | None:
    """What part of a whole, from 0 to 100: 37 of 40 are 92.5; None of nothing."""
    return Fraction(100 * part, whole) if whole else None
