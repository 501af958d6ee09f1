"""Where a slot stands: received when, how late, how full, signed off by whom, as at a moment."""

from collections.abc import Iterable
from datetime import datetime

from assets.analysis.fullness import Fullness, budget_fullness, extract_fullness, risk_fullness
from assets.analysis.lateness import lateness, status_words
from assets.analysis.results import SentFile
from checks.other_returns import NOTHING, OtherContent
from checks.subject import Lateness
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.owed import ReturnType
from sources.framework.timetable import LONDON
from sources.returns.content import Quantity, is_about_return
from sources.returns.signing import Standing
from sources.values import Absence
from warehouse.rows import ReturnStatus, SubmittedText, SubmittedValue


def filled(
    sent: Iterable[SentFile],
    values: Iterable[SubmittedValue],
    texts: Iterable[SubmittedText],
    other: OtherContent = NOTHING,
) -> list[SentFile]:
    """The files that supply anything; an empty form is no return. One that was purged had come."""
    supplying = {(v.submission, v.slot) for v in values}
    supplying |= {(t.submission, t.slot) for t in texts if not is_about_return(t.subject)}
    others = set(other.submissions())
    return [s for s in sent if (s.seq, str(s.slot)) in supplying or s.seq in others or s.removed]


def lateness_of(
    framework: Framework, slot: Slot, sent: Iterable[SentFile], at: datetime
) -> Lateness:
    """A slot's lateness by the first file that was dropped for it. `sent` are filled files."""
    came = [s.dropped_at for s in sent if s.slot == slot]
    first = min(came) if came else None
    return lateness(slot, framework.deadline(slot), first, at, framework.council.closure_days)


def standing(
    framework: Framework,
    late: Lateness,
    sent: Iterable[SentFile],
    values: Iterable[SubmittedValue],
    signing: Standing,
    other: OtherContent = NOTHING,
) -> ReturnStatus:
    """A slot's standing. `sent` and `values` may hold those of other slots as well."""
    slot = late.slot
    came = [s.dropped_at for s in sent if s.slot == slot]
    expected = {
        (measure.id, str(period))
        for measure in framework.measures_of(slot.return_id)
        for period in framework.due_in(measure, slot.period)
    }
    given = {
        (v.measure, v.period): v
        for v in values
        if v.slot == str(slot) and v.quantity == Quantity.ACTUAL.value
    }
    held = [given[pair] for pair in expected if pair in given]
    wanted = signing.next_step
    full = Fullness(
        expected=len(expected),
        supplied=sum(v.units is not None for v in held),
        accounted_for=sum(v.absence != Absence.UNREADABLE for v in held),
    )
    own, kind = (
        {s.seq for s in sent if s.slot == slot},
        framework.returns[slot.return_id].return_type,
    )
    if kind is ReturnType.FINANCE:
        full = budget_fullness(framework, slot, (b for b in other.budget if b.submission in own))
    if kind is ReturnType.RISK:
        full = risk_fullness(one for one in other.assessments if one.submission in own)
    if kind is ReturnType.BENCHMARKS:
        full = extract_fullness(one for one in other.figures if one.submission in own)
    return ReturnStatus(
        close=str(slot.close),
        slot=str(slot),
        status=status_words(late) if came or framework.collects(slot) else "nothing due",
        due_at=late.deadline.isoformat() if late.deadline else None,
        received_at=_london(min(came)) if came else None,
        latest_at=_london(max(came)) if came else None,
        days_late=late.days_late,
        working_days_late=late.working_days_late,
        submissions=len(came),
        expected=full.expected,
        supplied=full.supplied,
        accounted_for=full.accounted_for,
        signed_off_by=signing.signed[-1].name if signing.signed and not wanted else None,
        is_confirmed=signing.is_confirmed,
        state=signing.state.value if signing.state else None,
        waits_for=wanted.name if wanted else None,
    )


def _london(moment: datetime) -> str:
    return moment.astimezone(LONDON).isoformat()
