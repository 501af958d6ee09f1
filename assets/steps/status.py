"""Status: where every return of a period stands now, what the timetable asks next, what failed.

Reads only: returns that were received and not yet checked say so. Words are `assets.views`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from assets.analysis.observed import latest_texts
from assets.analysis.reported import with_report
from assets.analysis.results import Decision, Inputs
from assets.analysis.sign_off import Said, holds_follow_ups, open_follow_ups, standing_of
from assets.analysis.spot_check_results import Draw
from assets.analysis.waivers import waiver_of
from assets.steps import gather
from assets.steps.filed_once import FiledOnce, filed_once
from assets.steps.house import House
from assets.steps.jobs import Asked, asked_of, extensions
from assets.steps.outdated import Behind, outdated
from assets.steps.risk_returns import other_content
from assets.steps.spot_checks import draws
from assets.steps.standing import filled, lateness_of, standing
from checks.finding import Severity
from checks.other_returns import NOTHING
from sources.entries import Draft, Entry, Extension, Quarantine
from sources.framework.due import Task, When, stand
from sources.framework.framework import Framework
from sources.framework.keys import Close, Edition, Slot
from sources.framework.timetable import LONDON, Stage
from sources.returns.signing import Standing
from warehouse import queries
from warehouse.rows import AnyFinding, CloseRecord, JobRun, ReturnFinding, ReturnStatus
from warehouse.scorecard_rows import ScorecardLine


@dataclass(frozen=True)
class Stood:
    """One slot now: its standing, what was found in it, and whether its newest file is checked.

    `findings` are those that nobody has waived; `waived` says how many were left out of them.
    `purged` counts the files that were removed for good.
    """

    slot: Slot
    status: ReturnStatus
    findings: tuple[AnyFinding, ...]
    is_checked: bool
    extension: Extension | None
    signing: Standing
    waived: int = 0
    purged: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether there is nothing left to ask the department for (ruling 27)."""
        if self.status.status == "nothing due":
            return True
        errors = any(f.severity == Severity.ERROR.value for f in self.findings)
        is_full = self.status.accounted_for == self.status.expected
        return bool(self.status.submissions) and self.is_checked and is_full and not errors


@dataclass(frozen=True)
class PeriodStatus:
    """Everything about a period at a moment.

    `tasks` are what its timetable asks, each with where it stands; `failed` are jobs that ended
    badly and not well since; `set_aside` are files of the council that could not be matched;
    `scorecards` are those of the stored close; `draws` of spot checks.
    `waivers` are those of its returns that hold today.
    """

    close: Close
    at: datetime
    framework: Framework
    returns: tuple[Stood, ...]
    stages: tuple[Stage, ...]
    tasks: tuple[tuple[Task, When], ...]
    failed: tuple[JobRun, ...]
    closed: CloseRecord | None
    drafts: tuple[tuple[Edition, Draft], ...]
    behind: Behind
    set_aside: tuple[Quarantine, ...]
    waivers: tuple[Decision, ...] = ()
    scorecards: tuple[ScorecardLine, ...] = ()
    draws: tuple[Draw, ...] = ()
    filed_once: tuple[FiledOnce, ...] = ()


def status_of(house: House, close: Close) -> PeriodStatus:
    """A period's status as at now; nothing is written but the ledger's index. Raises UnknownKey."""
    framework, now = house.library.of_close(close), house.now()
    entries = house.entries(close.council)
    asked = asked_of(house, close.council)
    own = {str(close), *map(str, framework.slots_of(close))}
    own |= {str(edition) for edition, of in framework.editions.items() if of == close}
    engine = house.store.engine
    return PeriodStatus(
        close=close,
        at=now,
        framework=framework,
        returns=tuple(standings(house, close)),
        stages=framework.timetable[close.period].stages,
        tasks=tuple(_tasks(asked, close, now)),
        failed=tuple(
            run
            for run in queries.job_runs(engine, close.council)
            if run.failed_at is not None and (run.key in own or run.key == close.council)
        ),
        closed=queries.close_record(engine, str(close)),
        drafts=tuple(
            (Edition.parse(entry.subject), entry.body)
            for entry in entries
            if isinstance(entry.body, Draft) and entry.body.close == str(close)
        ),
        behind=outdated(house, close.council),
        set_aside=tuple(_set_aside(entries, close)),
        waivers=tuple(
            w
            for w in gather.waivers_today(house, close.council)
            if w.slot is not None and w.slot.close == close
        ),
        scorecards=tuple(queries.scorecards(engine, str(close))),
        draws=tuple(draws(house, close)),
        filed_once=filed_once(house, close),
    )


def standings(house: House, close: Close) -> list[Stood]:
    """Each slot of a close as it stands now, from what is stored."""
    framework, now = house.library.of_close(close), house.now()
    entries = house.entries(close.council)
    known = gather.inputs(entries, entries[-1].seq if entries else 0)
    agreed, waivers = extensions(entries), gather.waivers_today(house, close.council)
    stood = [
        _stood(
            house, framework, slot, known, entries, now, agreed[slot][1] if slot in agreed else None
        )
        for slot in framework.slots_of(close)
    ]
    return [_waived(one, waivers) for one in stood]


def _waived(stood: Stood, waivers: Iterable[Decision]) -> Stood:
    """Without what is waived: nobody is asked to mend it."""
    held = list(waivers)
    left = tuple(
        f for f in stood.findings if not isinstance(f, ReturnFinding) or waiver_of(f, held) is None
    )
    return replace(stood, findings=left, waived=len(stood.findings) - len(left))


def _stood(
    house: House,
    framework: Framework,
    slot: Slot,
    known: Inputs,
    entries: list[Entry],
    now: datetime,
    extension: Extension | None,
) -> Stood:
    engine = house.store.engine
    own = [s for s in known.sent if s.slot == slot]
    values = queries.slot_values(engine, str(slot))
    texts = queries.slot_texts(engine, str(slot))
    held = queries.result_key(engine, str(slot))
    is_checked = not own or (held is not None and held.seq >= own[-1].seq)
    # What was received and not looked into yet counts as come: nobody is chased for it.
    other = other_content(house, framework, own) if is_checked else NOTHING
    came = filled(own, values, texts, other) if is_checked else own
    late = lateness_of(framework, slot, came, now)
    findings: list[AnyFinding] = [*queries.return_findings(engine, str(slot))]
    close_findings = queries.council_findings(engine, str(slot.close))
    findings += [f for f in close_findings if f.slot == str(slot)]
    signing = standing_of(
        framework,
        slot,
        own,
        Said.of(values, texts, other),
        known.decisions,
        has_open_follow_ups=str(slot) in _open_follow_ups(house, framework, slot),
    )
    status = standing(framework, late, came, values, signing, other)
    signing = with_report(framework, slot, signing, entries, now.astimezone(LONDON).date())
    purged = sum(s.removed is not None for s in own)
    return Stood(slot, status, tuple(findings), is_checked, extension, signing, purged=purged)


def _open_follow_ups(
    house: House, framework: Framework, slot: Slot
) -> Mapping[str, tuple[str, ...]]:
    """The follow-ups that the last close found lacking, where that holds signatures up."""
    if not holds_follow_ups(framework):
        return {}
    engine = house.store.engine
    ratings = queries.measure_ratings(engine, str(slot.close))
    texts = latest_texts(queries.slot_texts(engine, str(slot)))
    return open_follow_ups(framework, slot.close, ratings, texts)


def _tasks(asked: Asked, close: Close, now: datetime) -> Iterable[tuple[Task, When]]:
    return ((t, stand(t, asked.is_done, now)) for t in asked.tasks if t.close == close)


def _set_aside(entries: Iterable[Entry], close: Close) -> Iterable[Quarantine]:
    """Files set aside since the period ended: nobody knows which period they were for."""
    for entry in entries:
        body = entry.body
        if isinstance(body, Quarantine) and body.dropped_at.date() > close.period.ends:
            yield body
