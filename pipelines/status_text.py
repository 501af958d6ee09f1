"""A period's status as lines for a terminal, and as plain data for programs."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from assets.analysis.scorecards import RETURN, total_of
from assets.steps.status import PeriodStatus, Stood
from assets.views.letters import day_text
from assets.views.scorecards import quality_words
from assets.views.wording import counted, moment_text, one_line
from pipelines.summary import filed_once_lines
from sources.decisions import Waiver
from sources.framework.due import Job, Task, When
from sources.framework.keys import Close
from sources.framework.timetable import LONDON, Stage
from sources.framework.working_days import working_days_after

_NAMED = 5
# A waiver that is over within so many days is said to be.
_SOON = timedelta(days=14)


def status_text(status: PeriodStatus) -> str:
    return "\n".join(_lines(status))


def _lines(status: PeriodStatus) -> Iterator[str]:
    council = status.framework.council.name
    yield f"{council}, {status.close.period.label}, as at {moment_text(status.at)}"
    yield ""
    yield "Returns"
    for stood in status.returns:
        yield from _return_lines(status, stood)
    yield from filed_once_lines(status.filed_once)
    yield ""
    yield "Timetable"
    for stage in status.stages:
        yield f"  {stage.name}: {stage.words}{_slack(status, stage)}"
    yield from _spot_checks(status)
    yield from _reviews(status)
    yield from _tasks(status)
    yield ""
    yield from _results(status)
    yield from _waivers(status)
    for run in status.failed:
        times, last = counted(run.failures, "time"), _moment(run.failed_at)
        why = one_line(run.message)
        yield f"FAILED: {run.job} {run.key} failed {times}, last at {last}: {why}"
        yield f"  When the cause is mended: {_again(run.job, run.key, status.close)}"
    for one in status.set_aside[-_NAMED:]:
        sender = one_line(one.sender) or "no sender"
        yield f"Set aside: {one_line(one.filename)} of {sender}: {one.reason}"


def _return_lines(status: PeriodStatus, stood: Stood) -> Iterator[str]:
    row, name = stood.status, status.framework.returns[stood.slot.return_id].name
    due = _moment(row.due_at) if row.due_at else "no confirmed date"
    came = f"received {_moment(row.received_at)}" if row.received_at else "not received"
    words = row.status
    if row.days_late:
        late = counted(row.days_late, "calendar day")
        working = counted(row.working_days_late, "working day")
        words += f" by {late}, {working}"
    if not stood.is_checked:
        words += "; not checked yet"
    yield f"  {name}: {words}"
    yield f"    due {due}; {came}"
    if stood.purged:
        yield f"    purged: {counted(stood.purged, 'file')}, so what it held is not known any more"
    if stood.extension is not None:
        agreed, until = stood.extension, datetime.fromisoformat(stood.extension.until).date()
        yield f"    extended to {day_text(until)}, agreed by {agreed.agreed_by}: {agreed.reason}"
    tally = Counter(f.severity for f in stood.findings)
    found = f"{counted(tally['error'], 'error')}, {counted(tally['warning'], 'warning')}"
    found += f", {stood.waived} waived" if stood.waived else ""
    missing = row.expected - row.accounted_for
    reasons = row.accounted_for - row.supplied
    filled = f"values {row.supplied} of {row.expected}, {reasons} with a reason for having none"
    filled += f", outstanding {missing}"
    yield f"    {filled}; {found}; {_sign_off(status, stood)}"
    card = total_of(status.scorecards, RETURN, str(stood.slot))
    if card is not None:
        yield f"    data quality, as closed: {quality_words(status.framework, card)}"


def _waivers(status: PeriodStatus) -> Iterator[str]:
    """Waivers in force, and which of them are over within a fortnight."""
    today = status.at.astimezone(LONDON).date()
    for one in status.waivers:
        body = one.body
        if not isinstance(body, Waiver) or one.slot is None:
            continue
        until = date.fromisoformat(body.until)
        name = status.framework.returns[one.slot.return_id].name
        of = " ".join(part for part in (body.measure, body.period) if part)
        soon = "EXPIRES SOON: " if until - today <= _SOON else ""
        yield (
            f"{soon}Waived until {day_text(until)} (entry {one.seq}): {body.rule} in {name}"
            f"{f', {of}' if of else ''}, by {one_line(body.authorised_by)}: {one_line(body.reason)}"
        )


def _sign_off(status: PeriodStatus, stood: Stood) -> str:
    if not status.framework.council.sign_off:
        return "sign-off not required"
    signing = stood.signing
    last = signing.signed[-1] if signing.signed else None
    if last is None:
        words = "not signed off"
    elif signing.is_confirmed:
        words = f"signed off by {one_line(last.name)} ({last.identity})"
    else:
        words = f"signed last by {one_line(last.name)} ({last.identity})"
    if signing.undone_by is not None:
        words += f", as figures changed after that (entry {signing.undone_by})"
    state = f"; {signing.state.value}" if signing.state else ""
    step = signing.next_step
    return f"{words}{state}" + (f", waits for {step.name}" if step else "")


def _slack(status: PeriodStatus, stage: Stage) -> str:
    """Working days between the last return's deadline and a later stage (requirement P02)."""
    deadlines = [status.framework.deadline(s.slot) for s in status.returns]
    last = max((d.date() for d in deadlines if d is not None), default=None)
    if last is None or stage.on is None or stage.deadline is None or stage.on <= last:
        return ""
    days = working_days_after(last, stage.on, status.framework.council.closure_days)
    return f" ({counted(days, 'working day')} after the returns)"


def _spot_checks(status: PeriodStatus) -> Iterator[str]:
    for draw in status.draws:
        words = f"{len(draw.drawn.measures)} drawn, {len(draw.results)} recorded"
        if draw.outstanding:
            words += f", still to be done: {', '.join(draw.outstanding)}"
        yield f"  Spot checks (draw {draw.seq}, {draw.drawn.method}): {words}"


def _reviews(status: PeriodStatus) -> Iterator[str]:
    """Reviews of measures that are open today, with how many measures they are about."""
    framework, today = status.framework, status.at.astimezone(LONDON).date()
    for review in framework.reviews.values():
        if review.is_open(today):
            about = sum(m.tier in review.tiers for m in framework.measures.values())
            measures = counted(about, "measure")
            yield f"  Under review until {day_text(review.ends)}: {review.name} ({measures})"


def _tasks(status: PeriodStatus) -> Iterator[str]:
    for when, words in ((When.DUE, "Due now"), (When.LAPSED, "Missed, to be done by hand")):
        for task, stands in status.tasks:
            # Nobody is reminded, by hand either, of a deadline that is a month past.
            is_idle = when is When.LAPSED and task.job is Job.REMIND
            if stands is when and not is_idle:
                yield f"  {words}: {_task_words(task)}"
    ahead = next((task for task, stands in status.tasks if stands is When.AHEAD), None)
    if ahead is not None:
        yield f"  Next: {_task_words(ahead)}"


_TASKS = {
    "forms": "make the return forms",
    "remind": "remind those whose return is not complete",
    "close": "close the period",
    "issue": "draw up the report",
}


def _task_words(task: Task) -> str:
    at = task.at.astimezone(LONDON)
    return f"{at.day} {at:%B %Y at %H:%M}, {_TASKS[task.job.value]} ({task.occasion})"


def _results(status: PeriodStatus) -> Iterator[str]:
    closed = status.closed
    if closed is None:
        yield "Not closed yet."
    else:
        yield f"Closed as at {_moment(closed.as_at)}, ledger entry {closed.seq}."
    for edition in sorted({edition for edition, _ in status.drafts}):
        last = [draft for of, draft in status.drafts if of == edition][-1]
        yield f"{edition}: draft {last.number}, as at {_moment(last.as_at)}."
    behind = [*status.behind.slots, *status.behind.closes, *status.behind.editions]
    if behind:
        names = ", ".join(str(key) for key in behind[:_NAMED])
        more = f" and {len(behind) - _NAMED} more" if len(behind) > _NAMED else ""
        yield f"Behind what has come: {names}{more}."


def _again(job: str, key: str, close: Close) -> str:
    period = f"--council {close.council} --period {close.period}"
    commands = {
        "check": f"quarterday rerun {key} --reason '...'",
        "issue": f"quarterday rerun {key} --reason '...'",
        "forms": f"quarterday forms {period} --to FOLDER",
        "remind": "it is tried again on the next day of the ladder; or run 'remind' in Dagster",
    }
    return commands.get(job, f"quarterday close {period}")


def _moment(text: str | None) -> str:
    return moment_text(datetime.fromisoformat(text)) if text else "unknown"


def status_data(status: PeriodStatus) -> dict[str, Any]:
    """The same for programs: stable names, ISO times, no words to be parsed."""
    return {
        "council": status.close.council,
        "period": str(status.close.period),
        "as_at": status.at.isoformat(),
        "returns": [_return_data(status, stood) for stood in status.returns],
        "filed_once": [{**vars(one), "slot": str(one.slot)} for one in status.filed_once],
        "spot_checks": [
            {
                "draw": draw.seq,
                "method": draw.drawn.method,
                "seed": draw.drawn.seed,
                "drawn": list(draw.drawn.measures),
                "outstanding": list(draw.outstanding),
            }
            for draw in status.draws
        ],
        "stages": [
            {
                "id": stage.id,
                "on": stage.on.isoformat() if stage.on else None,
                "month": stage.month,
                "status": stage.status.value,
            }
            for stage in status.stages
        ],
        "tasks": [
            {
                "job": task.job.value,
                "key": task.key,
                "occasion": task.occasion,
                "at": task.at.isoformat(),
                "stands": stands.value,
            }
            for task, stands in status.tasks
        ],
        "failed": [vars(run) for run in status.failed],
        "waivers": [
            {"entry": one.seq, "slot": str(one.slot), **vars(one.body)} for one in status.waivers
        ],
        "closed": vars(status.closed) if status.closed else None,
        "behind": [
            str(key)
            for key in (*status.behind.slots, *status.behind.closes, *status.behind.editions)
        ],
    }


def _return_data(status: PeriodStatus, stood: Stood) -> dict[str, Any]:
    row = stood.status
    tally = Counter(f.severity for f in stood.findings)
    card = total_of(status.scorecards, RETURN, str(stood.slot))
    return {
        "slot": str(stood.slot),
        "status": row.status,
        "due_at": row.due_at,
        "extended_to": stood.extension.until if stood.extension else None,
        "received_at": row.received_at,
        "days_late": row.days_late,
        "working_days_late": row.working_days_late,
        "expected": row.expected,
        "supplied": row.supplied,
        "outstanding": row.expected - row.accounted_for,
        "errors": tally["error"],
        "warnings": tally["warning"],
        "information": tally["information"],
        "waived": stood.waived,
        "purged": stood.purged,
        "signed_off_by": row.signed_off_by,
        "is_confirmed": row.is_confirmed,
        "state": stood.signing.state.value if stood.signing.state else None,
        "waits_for": row.waits_for,
        "is_checked": stood.is_checked,
        "is_complete": stood.is_complete,
        "data_quality": card.rating if card else None,
        "data_quality_score_pct": card.score_pct if card else None,
    }
