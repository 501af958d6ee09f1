"""Which findings are waived on a day, and what that leaves (ruling 12).

Pure. A waiver changes what a close makes of a finding, never what is found: findings are stored as
they are, and a day after its last one a waiver is as if it had never been.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from assets.analysis.results import Decision
from sources.decisions import Waiver, WaiverEnded
from sources.framework.keys import Close
from warehouse.rows import ReturnFinding, WaivedFinding


def in_force(decisions: Iterable[Decision], day: date) -> tuple[Decision, ...]:
    """The waivers that hold on a day, oldest first."""
    held: dict[int, Decision] = {}
    for one in decisions:
        if isinstance(one.body, Waiver) and date.fromisoformat(one.body.until) >= day:
            held[one.seq] = one
        elif isinstance(one.body, WaiverEnded):
            held.pop(one.body.waiver, None)
    return tuple(held.values())


def waiver_of(finding: ReturnFinding, waivers: Iterable[Decision]) -> Decision | None:
    """The waiver that covers a finding: the newest, if there are several."""
    return next((w for w in reversed(list(waivers)) if _covers(w, finding)), None)


def _covers(waiver: Decision, finding: ReturnFinding) -> bool:
    body = waiver.body
    return (
        isinstance(body, Waiver)
        and str(waiver.slot) == finding.slot
        and body.rule == finding.rule
        and body.measure in (None, finding.measure)
        and body.period in (None, finding.period)
        # What came later was not there to be accepted.
        and (finding.submission or 0) < waiver.seq
    )


def unwaived(findings: Iterable[ReturnFinding], waivers: Sequence[Decision]) -> list[ReturnFinding]:
    """The findings that no waiver covers."""
    return [f for f in findings if waiver_of(f, waivers) is None]


def waived(
    close: Close, findings: Iterable[ReturnFinding], waivers: Sequence[Decision]
) -> list[WaivedFinding]:
    """The findings that are waived, each with its waiver, as rows of a close."""
    return [
        WaivedFinding(
            close=str(close),
            waiver=waiver.seq,
            until=body.until,
            reason=body.reason,
            authorised_by=body.authorised_by,
            **vars(finding),
        )
        for finding in findings
        if (waiver := waiver_of(finding, waivers)) is not None
        and isinstance(body := waiver.body, Waiver)
    ]


def last_lapse(decisions: Iterable[Decision], today: date) -> date | None:
    """The last day of the waiver that came to its own end most lately."""
    held: dict[int, date] = {}
    for one in decisions:
        if isinstance(one.body, Waiver):
            held[one.seq] = date.fromisoformat(one.body.until)
        elif isinstance(one.body, WaiverEnded):
            held.pop(one.body.waiver, None)
    return max((until for until in held.values() if until < today), default=None)


def has_lapsed(decisions: Sequence[Decision], since: date, today: date) -> bool:
    """Whether a waiver held on a day and has come to its own end by today."""
    held = {w.seq for w in in_force(decisions, since)}
    return bool(held - {w.seq for w in in_force(decisions, today)})
