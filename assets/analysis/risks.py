"""How a risk stands at a period's end, beside how it stood at the end of the period before.

Pure. Assessments made later do not count, so that a past report stays as it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sources.framework.keys import Period
from sources.framework.risks import Assessment, Mitigation, Risk, RiskMatrix


class Movement(StrEnum):
    """What became of a risk's score since the period before."""

    NEW = "new"
    UP = "up"
    DOWN = "down"
    SAME = "same"
    CLOSED = "closed"


@dataclass(frozen=True)
class Span:
    """The days that a report's risks are seen from: its period's end, and the end before that.

    `today` is the report's own day, by which mitigations are overdue.
    """

    before: date
    until: date
    today: date


@dataclass(frozen=True)
class Standing:
    """A risk as it stands: its latest assessment, the one before, and what is overdue.

    It is escalated when it has reached a worse level, not merely a higher score.
    """

    risk: Risk
    now: Assessment
    before: Assessment | None
    movement: Movement
    is_escalated: bool
    overdue: tuple[Mitigation, ...]


def span_of(period: Period, reported: Iterable[Period], today: date) -> Span:
    """From the end of the reporting period before, or of the year before, to this one's end.

    While the period still runs, it is seen up to today.
    """
    earlier = [other.ends for other in reported if other.ends < period.ends]
    before = max(earlier, default=period.starts - timedelta(days=1))
    return Span(before, min(period.ends, today), today)


def standing(risk: Risk, matrix: RiskMatrix, span: Span) -> Standing | None:
    """A risk within a span; None if it was not known yet, or was closed before it began."""
    now, before = risk.assessed(span.until), risk.assessed(span.before)
    closed = risk.closed_on
    if now is None or (closed is not None and closed <= span.before):
        return None
    is_closed = closed is not None and closed <= span.until
    is_worse = before is not None and (
        matrix.level(now.score).score_at_least > matrix.level(before.score).score_at_least
    )
    return Standing(
        risk=risk,
        now=now,
        before=before,
        movement=Movement.CLOSED if is_closed else _movement(now, before),
        is_escalated=is_worse and not is_closed,
        overdue=() if is_closed else tuple(_overdue(risk, span.today)),
    )


def _movement(now: Assessment, before: Assessment | None) -> Movement:
    if before is None:
        return Movement.NEW
    if now.score == before.score:
        return Movement.SAME
    return Movement.UP if now.score > before.score else Movement.DOWN


def is_done(mitigation: Mitigation, day: date) -> bool:
    """Whether a mitigation was done by a day; what was done later was not."""
    return mitigation.done_on is not None and mitigation.done_on <= day


def _overdue(risk: Risk, today: date) -> Iterable[Mitigation]:
    return (m for m in risk.mitigations if m.due < today and not is_done(m, today))
