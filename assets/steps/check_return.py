"""Check a return: read a slot's submissions, run the rules, store values, texts and findings.

One transaction per slot. The rules are `checks`; what the findings do to ratings is `close`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assets.analysis.observed import queried_pairs
from assets.analysis.results import Inputs, SentFile
from assets.steps import gather, receipts
from assets.steps.benchmark_returns import figure_rows
from assets.steps.budget_rows import budget_rows
from assets.steps.content import content_rows, sheet_rows
from assets.steps.house import House
from assets.steps.risk_returns import assessment_rows
from checks.applied import runs_of_return
from checks.catalogue.catalogue import check_return as run_rules
from checks.finding import Finding
from checks.subject import CheckedReturn
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from warehouse import queries
from warehouse.rows import (
    ReturnFinding,
)
from warehouse.scorecard_rows import CheckRun


@dataclass(frozen=True)
class CheckEvidence:
    """What checking a slot did: whether anything was computed anew, and what stands now."""

    slot: Slot
    is_new: bool
    submissions: int
    values: int
    findings: tuple[ReturnFinding, ...]
    earlier: tuple["CheckEvidence", ...] = ()


def check_return(house: House, slot: Slot, *, anew: bool = False) -> CheckEvidence:
    """Bring a slot's stored results up to date, and first those of earlier slots it rests on.

    Submissions that have no receipt yet get one. With `anew` the slot's own results are worked out
    again even if nothing changed.
    """
    with house.lock(slot.council):
        house.record_framework(house.library.of_slot(slot))
        evidence = refresh(house, slot, anew=anew)
        for checked in evidence.earlier:
            receipts.answer(house, checked.slot, checked.findings)
        receipts.answer(house, slot, evidence.findings)
        return evidence


def refresh(house: House, slot: Slot, *, anew: bool = False) -> CheckEvidence:
    """The same, writing results only. Returns that no framework names any more are left alone."""
    framework = house.library.of_slot(slot)
    entries = house.entries(slot.council)
    seq = entries[-1].seq if entries else 0
    known = gather.inputs(entries, seq).of_slots(house.library.knows)
    bearing = gather.bearing_on(slot, known, framework).sent
    others = {one for s in bearing for one in s.slots if one.period < slot.period}
    earlier = tuple(
        _bring_up_to_date(house, house.library.of_slot(other), other, known, seq)
        for other in sorted(others)
    )
    own = _bring_up_to_date(house, framework, slot, known, seq, anew=anew)
    return replace(own, earlier=earlier)


def findings_at(
    house: House,
    framework: Framework,
    slot: Slot,
    known: Inputs,
    seq: int,
    found: dict[Slot, list[ReturnFinding]],
) -> list[ReturnFinding]:
    """A slot's findings as at a ledger entry: the stored ones if they are, else worked out anew.

    `found` collects what was found of each slot at that entry, so that none is worked out twice.
    """
    if slot not in found:
        found[slot] = _found_at(house, framework, slot, known, seq, found)
    return found[slot]


def _found_at(
    house: House,
    framework: Framework,
    slot: Slot,
    known: Inputs,
    seq: int,
    found: dict[Slot, list[ReturnFinding]],
) -> list[ReturnFinding]:
    engine = house.store.engine
    until = known.until(seq)
    held = queries.result_key(engine, str(slot))
    if held is not None and held.digest == gather.slot_digest(slot, until, framework):
        return queries.return_findings(engine, str(slot))
    return _finding_rows(slot, run_rules(_subject_at(house, framework, slot, until, seq, found)))


def runs_at(
    house: House,
    framework: Framework,
    slot: Slot,
    known: Inputs,
    seq: int,
    found: dict[Slot, list[ReturnFinding]],
) -> list[CheckRun]:
    """How often each rule was run on a slot as at a ledger entry, as stored or counted anew."""
    until = known.until(seq)
    held = queries.result_key(house.store.engine, str(slot))
    if held is not None and held.digest == gather.slot_digest(slot, until, framework):
        return queries.check_runs(house.store.engine, str(slot))
    return _run_rows(_subject_at(house, framework, slot, until, seq, found))


def _subject_at(
    house: House,
    framework: Framework,
    slot: Slot,
    until: Inputs,
    seq: int,
    found: dict[Slot, list[ReturnFinding]],
) -> CheckedReturn:
    """What the rules look at, as at a ledger entry."""
    engine = house.store.engine
    values = queries.council_values(engine, slot.council, seq)
    texts = queries.council_texts(engine, slot.council, seq)
    queried: set[tuple[str, str]] = set()
    for earlier in _earlier(slot, until.sent):
        own = house.framework_of(earlier, seq)
        if own is not None:
            queried |= queried_pairs(findings_at(house, own, earlier, until, seq, found))
    return gather.checked_return(
        house, framework, slot, until.sent, values, texts, queried, until.decisions
    )


def _earlier(slot: Slot, sent: Iterable[SentFile]) -> list[Slot]:
    """The slots that files speak of and that are for earlier periods."""
    return sorted({one for s in sent for one in s.slots if one.period < slot.period})


def _bring_up_to_date(
    house: House,
    framework: Framework,
    slot: Slot,
    known: Inputs,
    seq: int,
    *,
    anew: bool = False,
) -> CheckEvidence:
    engine = house.store.engine
    digest = gather.slot_digest(slot, known, framework)
    held = queries.result_key(engine, str(slot))
    own = [s for s in known.sent if s.slot == slot]
    if held is not None and held.digest == digest and not anew:
        found = queries.return_findings(engine, str(slot))
        stored = queries.value_count(engine, str(slot))
        return CheckEvidence(slot, False, len(own), stored, tuple(found))
    past = queries.council_values(engine, slot.council, seq)
    said = queries.council_texts(engine, slot.council, seq)
    # Earlier returns that bear on this one have just been brought up to date.
    before = (queries.return_findings(engine, str(one)) for one in _earlier(slot, known.sent))
    queried = queried_pairs(finding for found in before for finding in found)
    subject = gather.checked_return(
        house, framework, slot, known.sent, past, said, queried, known.decisions
    )
    findings = _finding_rows(slot, run_rules(subject))
    content = content_rows(house, framework, slot, known.sent)
    house.store.replace(
        str(slot),
        # A framework that no longer names a return must not make the rest look older than they are.
        max(
            held.seq if held is not None else 0,
            gather.bearing_on(slot, known, framework).newest,
        ),
        digest,
        {
            "submitted_values": content.values,
            "submitted_texts": content.texts,
            "submitted_benchmarks": [
                *content.benchmarks,
                *figure_rows(house, framework, own),
            ],
            "budget_lines": budget_rows(house, framework, own),
            "risk_assessments": assessment_rows(house, framework, own),
            "return_sheets": sheet_rows(house, framework, own),
            "return_findings": findings,
            "check_runs": _run_rows(subject),
        },
    )
    return CheckEvidence(slot, True, len(own), len(content.values), tuple(findings))


def _finding_rows(slot: Slot, findings: Iterable[Finding]) -> list[ReturnFinding]:
    return [ReturnFinding(slot=str(slot), **finding.plain()) for finding in findings]


def _run_rows(subject: CheckedReturn) -> list[CheckRun]:
    return [
        CheckRun(str(run.slot), run.rule, run.dimension.value, run.checks, run.is_of_file)
        for run in runs_of_return(subject)
    ]
