"""What was known at a point of the ledger: files, values, and what was in question.

Reads only; what a close makes of it is `close`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assets.analysis.observed import queried_pairs
from assets.analysis.results import Decision, Inputs, Point, SentFile
from assets.analysis.waivers import in_force, unwaived, waiver_of
from assets.steps import gather
from assets.steps.check_return import findings_at, runs_at
from assets.steps.content import content_rows, sheet_rows
from assets.steps.house import House
from assets.steps.risk_returns import counting_assessments, other_content
from checks.extract_troubles import Place
from checks.finding import Severity
from checks.other_returns import NOTHING, OtherContent
from checks.risk_register import StandingAssessment
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.timetable import LONDON
from warehouse import queries
from warehouse.rows import ReturnFinding, ReturnSheet, SubmittedText, SubmittedValue
from warehouse.scorecard_rows import CheckRun


@dataclass(frozen=True)
class Known:
    """All that bears on a close at a point: framework, files and their sheets, decisions, values,
    texts, findings and how often each rule was run.

    `queried` are the (measure, period) pairs that errors hold back, past ones too. `waivers` are
    those that hold on the point's day. `other` is what stands of the period's returns without
    measures, `assessments` the rows of risk returns that count, those of earlier periods too.
    `waived_places` are the cells of which something is waived.
    """

    framework: Framework
    sent: tuple[SentFile, ...]
    decisions: tuple[Decision, ...]
    sheets: tuple[ReturnSheet, ...]
    values: tuple[SubmittedValue, ...]
    parts: tuple[SubmittedValue, ...]
    texts: tuple[SubmittedText, ...]
    return_findings: tuple[ReturnFinding, ...]
    check_runs: tuple[CheckRun, ...]
    queried: frozenset[tuple[str, str]]
    waivers: tuple[Decision, ...]
    other: OtherContent = NOTHING
    assessments: tuple[StandingAssessment, ...] = ()
    waived_places: frozenset[Place] = frozenset()


def known_at(house: House, close: Close, point: Point) -> Known:
    """Gather it; nothing is written. Raises UnknownKey for a close that no framework names."""
    year = house.library.of_close(close).year
    framework = house.framework_at(close.council, year, point.seq)
    inputs = _known_inputs(house, close.council, point.seq)
    bearing = inputs.up_to(close.period)
    slots = framework.slots_of(close)
    waivers = in_force(bearing.decisions, point.at.astimezone(LONDON).date())
    found: dict[Slot, list[ReturnFinding]] = {}
    findings = [
        f for s in slots for f in findings_at(house, framework, s, inputs, point.seq, found)
    ]
    values, parts, texts = _content_at(house, framework, bearing, close, point)
    return Known(
        framework=framework,
        sent=bearing.sent,
        decisions=bearing.decisions,
        sheets=tuple(sheet_rows(house, framework, [s for s in bearing.sent if s.slot in slots])),
        values=tuple(values),
        parts=tuple(parts),
        texts=tuple(texts),
        return_findings=tuple(findings),
        check_runs=tuple(
            run for s in slots for run in runs_at(house, framework, s, inputs, point.seq, found)
        ),
        queried=_queried_at(house, findings, bearing, close, point, found, waivers),
        waivers=waivers,
        other=other_content(house, framework, [s for s in bearing.sent if s.slot in slots]),
        assessments=counting_assessments(
            house,
            framework,
            [s for s in bearing.sent if s.slot.period <= close.period],
            lambda slot: _errors(
                findings_at(house, framework, slot, inputs, point.seq, found), waivers
            ),
        ),
        # By now what was found of every earlier return is held in `found`.
        waived_places=frozenset(
            (f.submission, f.sheet, f.cell)
            for slot in {w.slot for w in waivers if w.slot is not None}
            for f in found.get(slot, ())
            if f.submission and f.sheet and f.cell and waiver_of(f, waivers) is not None
        ),
    )


def _errors(
    findings: Iterable[ReturnFinding], waivers: tuple[Decision, ...]
) -> list[ReturnFinding]:
    """The findings that hold something back."""
    return [f for f in unwaived(findings, waivers) if f.severity == Severity.ERROR]


def _known_inputs(house: House, council: str, seq: int) -> Inputs:
    """What is about slots that a framework named at the time; of others nothing is made."""
    known = gather.inputs(house.entries(council), seq)
    return known.of_slots(lambda slot: house.framework_of(slot, seq) is not None)


def _queried_at(
    house: House,
    findings: list[ReturnFinding],
    known: Inputs,
    close: Close,
    point: Point,
    found: dict[Slot, list[ReturnFinding]],
    waivers: tuple[Decision, ...],
) -> frozenset[tuple[str, str]]:
    """The pairs that errors hold back, in this close's returns and in the earlier ones it uses."""
    queried = queried_pairs(unwaived(findings, waivers))
    for slot in known.slots_up_to(close.period):
        own = house.framework_of(slot, point.seq)
        if own is not None:
            earlier = findings_at(house, own, slot, known, point.seq, found)
            queried |= queried_pairs(unwaived(earlier, waivers))
    return frozenset(queried)


def _content_at(
    house: House, framework: Framework, known: Inputs, close: Close, point: Point
) -> tuple[list[SubmittedValue], list[SubmittedValue], list[SubmittedText]]:
    """Values of wholes and of parts, and texts, as the framework of the point reads them.

    They are stored as the present framework reads them; for an older one the files are read anew.
    """
    council = framework.council.id
    if framework.digest == house.library.get(council, framework.year).digest:
        engine, until = house.store.engine, {s.seq for s in known.sent}
        values = queries.council_values(engine, council, point.seq)
        parts = queries.council_parts(engine, council, point.seq)
        texts = queries.council_texts(engine, council, point.seq)
        return (
            [v for v in values if v.submission in until and _is_for(v.slot, close)],
            [v for v in parts if v.submission in until and _is_for(v.slot, close)],
            [t for t in texts if t.submission in until and _is_for(t.slot, close)],
        )
    values, parts, texts = [], [], []
    for slot in known.slots_up_to(close.period):
        own = house.framework_of(slot, point.seq) or framework
        content = content_rows(house, own, slot, known.sent)
        values.extend(content.headlines)
        parts.extend(content.parts)
        texts.extend(content.texts)
    return (
        sorted(values, key=lambda value: value.submission),
        sorted(parts, key=lambda value: value.submission),
        sorted(texts, key=lambda text: text.submission),
    )


def _is_for(slot: str, close: Close) -> bool:
    """Whether a row is of a return that a close knows: a file that revises an earlier figure also
    holds those of its own, later return."""
    return Slot.parse(slot).period <= close.period
