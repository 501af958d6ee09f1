"""Gathering: stored rows and archived files brought into the shapes that rules and analysis take.

Reads only. Nothing here decides anything or writes anything.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from assets.analysis.series import Observation, Ref
from assets.steps.house import House, code_version
from checks.finding import Severity
from checks.subject import CheckedReturn, SubmittedFile
from sources.framework.framework import Framework
from sources.framework.keys import Period, Slot
from sources.ledger import Entry, Submission
from sources.returns.content import Quantity, ReadReturn
from sources.returns.door import open_file
from sources.returns.identify import identify
from sources.returns.read import read_return
from sources.values import Absence, from_units
from warehouse import queries
from warehouse.rows import ReturnFinding, SubmittedValue

SeriesByMeasure = Mapping[str, Mapping[Period, Observation]]


@dataclass(frozen=True)
class SentFile:
    """A submission in the ledger."""

    entry: Entry
    slot: Slot
    body: Submission


def submissions(entries: Iterable[Entry], until: int) -> list[SentFile]:
    """Every submission up to a ledger entry, in order."""
    return [
        SentFile(entry, Slot.parse(entry.subject), entry.body)
        for entry in entries
        if entry.seq <= until and isinstance(entry.body, Submission)
    ]


def bearing_on(slot: Slot, sent: Iterable[SentFile], framework: Framework) -> list[SentFile]:
    """What a slot's results depend on: its own submissions, and its departments' earlier ones."""
    mine = set(framework.returns[slot.return_id].departments)
    return [
        s
        for s in sent
        if s.slot == slot
        or (s.slot.period < slot.period and mine & _departments(s.slot, framework, mine))
    ]


def _departments(slot: Slot, framework: Framework, otherwise: set[str]) -> set[str]:
    owed = framework.returns.get(slot.return_id)
    return set(owed.departments) if owed else otherwise


def slot_digest(slot: Slot, sent: Iterable[SentFile], framework: Framework) -> str:
    """A hash of all that a slot's results follow from."""
    own = {s.entry.hash for s in bearing_on(slot, sent, framework)}
    return _digest([str(slot), framework.digest, code_version(), *sorted(own)])


def close_digest(close: str, sent: Iterable[SentFile], framework: Framework, day: str) -> str:
    """A hash of all that a close's results follow from; `day` is a word once days do not count."""
    return _digest([close, framework.digest, code_version(), day, *[s.entry.hash for s in sent]])


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def read_file(house: House, framework: Framework, sent: SentFile) -> ReadReturn:
    """A submission as read by a framework, from the archive."""
    key = (sent.body.sha256, framework.digest)
    if key not in house.readings:
        workbook = open_file(house.archive.get(sent.body.sha256))
        owed = framework.returns[sent.slot.return_id]
        layout = framework.layouts[owed.layout]
        said = identify(workbook, owed, layout, sent.slot.council)
        house.readings[key] = read_return(workbook, replace(said, slot=sent.slot), framework)
    return house.readings[key]


def checked_return(
    house: House,
    framework: Framework,
    slot: Slot,
    sent: Iterable[SentFile],
    values: Iterable[SubmittedValue],
) -> CheckedReturn:
    """A slot's files with the history that its rules need."""
    files = []
    for one in sent:
        if one.slot != slot:
            continue
        read = read_file(house, framework, one)
        files.append(
            SubmittedFile(
                seq=one.entry.seq,
                sender=one.body.sender,
                framework_digest=read.identity.framework_digest,
                rows=read.rows,
                values=read.values,
                texts=read.texts,
            )
        )
    earlier = [v for v in values if Slot.parse(v.slot).period < slot.period]
    return CheckedReturn(framework, slot, tuple(files), _history(framework, series(earlier)))


def _history(framework: Framework, known: SeriesByMeasure) -> dict[str, dict[Period, Decimal]]:
    """Past actuals by measure: as supplied, which for running totals is the year to date."""
    return {
        measure: {
            period: seen.actual for period, seen in by_period.items() if seen.actual is not None
        }
        for measure, by_period in known.items()
        if measure in framework.measures
    }


def series(
    values: Iterable[SubmittedValue], queried: Iterable[tuple[str, str]] = ()
) -> dict[str, dict[Period, Observation]]:
    """Values, oldest submission first, as one observation per measure and measurement period.

    Later submissions replace what they fill. `queried` are the (measure, period) pairs that have
    an error finding.
    """
    latest: dict[tuple[str, str], dict[str, SubmittedValue]] = defaultdict(dict)
    for value in values:
        latest[(value.measure, value.period)][value.quantity] = value
    in_question = set(queried)
    result: dict[str, dict[Period, Observation]] = defaultdict(dict)
    for (measure, period), quantities in latest.items():
        actual = quantities.get(Quantity.ACTUAL.value)
        if actual is None:
            continue
        parts = [
            quantities[q.value]
            for q in (Quantity.ACTUAL, Quantity.NUMERATOR, Quantity.DENOMINATOR)
            if q.value in quantities
        ]
        result[measure][Period.parse(period)] = Observation(
            actual=number_of(actual),
            absence=Absence(actual.absence) if actual.absence else None,
            numerator=number_of(quantities.get(Quantity.NUMERATOR.value)),
            denominator=number_of(quantities.get(Quantity.DENOMINATOR.value)),
            is_provisional=actual.is_provisional,
            is_queried=(measure, period) in in_question,
            refs=tuple(ref_of(part) for part in parts),
        )
    return result


def number_of(value: SubmittedValue | None) -> Decimal | None:
    if value is None or value.units is None or value.places is None:
        return None
    return from_units(value.units, value.places)


def ref_of(value: SubmittedValue) -> Ref:
    return Ref(value.submission, value.quantity, value.sheet, value.cell, value.raw)


def queried_pairs(findings: Iterable[ReturnFinding]) -> set[tuple[str, str]]:
    """The (measure, period) pairs that an error finding keeps from being rated (ruling 12)."""
    return {
        (f.measure, f.period)
        for f in findings
        if f.severity == Severity.ERROR.value and f.measure and f.period
    }


def stored_findings(house: House, slots: Iterable[Slot]) -> list[ReturnFinding]:
    return [f for slot in slots for f in queries.return_findings(house.store.engine, str(slot))]
