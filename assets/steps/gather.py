"""Gathering: stored rows and archived files brought into the shapes that rules and analysis take.

Reads only. Nothing here decides anything or writes anything.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from assets.analysis.observed import series
from assets.analysis.parts import with_part_ratings
from assets.analysis.results import Decision, Inputs, Removal, SentFile
from assets.analysis.series import Observation
from assets.analysis.sign_off import signings
from assets.analysis.waivers import in_force, waiver_of
from assets.steps.house import House, code_version
from checks.budget import Filed, StandingLine, standing_lines
from checks.subject import CheckedReturn, SubmittedFile
from sources.entries import BEAR_ON_CLOSE, BEAR_ON_RETURN, Entry, Submission
from sources.framework.framework import Framework
from sources.framework.keys import Close, KeyProblem, Period, Slot
from sources.framework.owed import ReturnType
from sources.framework.timetable import LONDON
from sources.purges import Purge, purged
from sources.returns.content import Identity, ReadReturn, Revision, TextField
from sources.returns.read import read_for
from sources.workbooks.cells import CannotRead
from sources.workbooks.door import open_file
from warehouse import queries
from warehouse.rows import ReturnFinding, SubmittedText, SubmittedValue

SeriesByMeasure = Mapping[str, Mapping[Period, Observation]]


def submissions(entries: Iterable[Entry], until: int) -> list[SentFile]:
    """Every submission up to a ledger entry, in order.

    One that was purged, also later, is known to have come; its bytes are read by nobody.
    """
    known = list(entries)
    gone = purged(known)
    return [
        SentFile(
            seq=entry.seq,
            hash=_hash_of(entry, gone.get(entry.body.sha256)),
            slot=Slot.parse(entry.subject),
            sha256=entry.body.sha256,
            filename=entry.body.filename,
            sender=entry.body.sender,
            dropped_at=entry.body.dropped_at,
            is_demonstration=entry.body.is_demonstration,
            contents=entry.body.contents,
            removed=_removal(gone.get(entry.body.sha256)),
            revises=tuple(Slot.parse(text) for text in entry.body.revises),
        )
        for entry in known
        if entry.seq <= until and isinstance(entry.body, Submission)
    ]


def _hash_of(entry: Entry, purge: Entry | None) -> str:
    return f"{entry.hash} purged {purge.hash}" if purge else entry.hash


def _removal(purge: Entry | None) -> Removal | None:
    if purge is None or not isinstance(purge.body, Purge):
        return None
    return Removal(purge.seq, purge.recorded_at, purge.body.reason)


def inputs(entries: Iterable[Entry], until: int) -> Inputs:
    """Everything up to a ledger entry that results follow from: files and decisions."""
    known = list(entries)
    decisions = tuple(
        Decision(e.seq, e.hash, e.kind, e.recorded_at, e.actor, _subject(e.subject), e.body)
        for e in known
        if e.seq <= until and e.kind in BEAR_ON_CLOSE and not isinstance(e.body, Submission)
    )
    return Inputs(tuple(submissions(known, until)), decisions)


def waivers_today(house: House, council: str) -> tuple[Decision, ...]:
    """A council's waivers that hold today."""
    entries = house.entries(council)
    known = inputs(entries, entries[-1].seq if entries else 0)
    return in_force(known.decisions, house.now().astimezone(LONDON).date())


def open_findings(house: House, slot: str) -> list[ReturnFinding]:
    """What was found in a return, by its key, and nobody has waived as of today."""
    waivers = waivers_today(house, Slot.parse(slot).council)
    found = queries.return_findings(house.store.engine, slot)
    return [finding for finding in found if waiver_of(finding, waivers) is None]


def _subject(text: str) -> Slot | Close | None:
    for kind in (Slot, Close):
        try:
            return kind.parse(text)
        except KeyProblem:
            continue
    return None


def bearing_on(slot: Slot, known: Inputs, framework: Framework) -> Inputs:
    """What a slot's results depend on: its own submissions, earlier ones that may hold the same
    measures, and later ones that revise either; likewise of decisions, those that change what is
    read or found."""

    def bears(other: Slot) -> bool:
        return other == slot or (
            other.period < slot.period and framework.shares(slot.return_id, other.return_id)
        )

    return Inputs(
        tuple(s for s in known.sent if any(bears(one) for one in s.slots)),
        tuple(
            d
            for d in known.decisions
            if d.kind in BEAR_ON_RETURN
            and (bears(d.slot) if d.slot is not None else d.bears_on(slot.period))
        ),
    )


def slot_digest(slot: Slot, known: Inputs, framework: Framework) -> str:
    """A hash of all that a slot's results follow from."""
    own = {x.hash for x in bearing_on(slot, known, framework).all}
    return _digest([str(slot), framework.digest, code_version(), *sorted(own)])


def close_digest(close: Close, known: Inputs, framework: Framework, day: str) -> str:
    """A hash of all that a close's results follow from; `day` is a word once days do not count."""
    own = sorted(known.up_to(close.period).all, key=lambda x: x.seq)
    return _digest([str(close), framework.digest, code_version(), day, *[x.hash for x in own]])


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def read_file(house: House, framework: Framework, sent: SentFile) -> ReadReturn:
    """A submission as read by a framework, from the archive; only what is its return's own."""
    if sent.removed:
        return ReadReturn(Identity(sent.slot))
    key = (sent.sha256, str(sent.slot), framework.digest)
    if key not in house.readings:
        data = house.archive.get(sent.sha256)
        try:
            house.readings[key] = read_bytes(framework, sent.slot, data)
        except CannotRead as error:
            house.readings[key] = ReadReturn(Identity(sent.slot), problem=str(error))
    return house.readings[key]


def read_bytes(framework: Framework, slot: Slot, data: bytes) -> ReadReturn:
    """A file read as a slot's return. Raises CannotRead."""
    return read_for(framework, slot, open_file(data))


def budget_of(
    house: House, framework: Framework, sent: Iterable[SentFile]
) -> tuple[StandingLine, ...]:
    """The budget lines that stand after all files of finance returns, each return by itself."""
    files: dict[Slot, list[Filed]] = {}
    for one in sent:
        owed = framework.returns.get(one.slot.return_id)
        if owed is not None and owed.return_type is ReturnType.FINANCE:
            lines = read_file(house, framework, one).budget
            files.setdefault(one.slot, []).append((one.seq, lines))
    return tuple(line for filed in files.values() for line in standing_lines(filed))


def checked_return(
    house: House,
    framework: Framework,
    slot: Slot,
    sent: Iterable[SentFile],
    values: Iterable[SubmittedValue],
    texts: Iterable[SubmittedText] = (),
    queried: Collection[tuple[str, str]] = (),
    decisions: Iterable[Decision] = (),
) -> CheckedReturn:
    """A slot's files with the history that its rules need. What is queried is no history."""
    files_of = list(sent)
    files = [
        SubmittedFile.of(
            read_file(house, framework, one),
            one.seq,
            one.sender,
            one.contents,
            one.dropped_at.astimezone(LONDON).date(),
        )
        for one in files_of
        if one.slot == slot and not one.removed
    ]
    revised = [
        SubmittedFile.revising(revisions, one.seq, slot.return_id)
        for one, revisions in revising(house, slot, files_of)
    ]
    earlier = [v for v in values if Slot.parse(v.slot).period < slot.period]
    said = _said(framework, (t for t in texts if Slot.parse(t.slot).period < slot.period))
    history = _history(framework, series(earlier, queried))
    signed = tuple(signings(d for d in decisions if d.slot == slot))
    own = {file.seq for file in files}
    given = {(v.measure, Period.parse(v.period)) for v in earlier if v.submission not in own}
    return with_part_ratings(
        CheckedReturn(framework, slot, tuple(files), history, said, signed, tuple(revised), given)
    )


def revising(
    house: House, slot: Slot, sent: Iterable[SentFile]
) -> list[tuple[SentFile, tuple[Revision, ...]]]:
    """Later files that revise figures of a return, each with the revisions that count."""
    found = []
    for one in sent:
        own = (
            house.framework_of(one.slot, one.seq)
            if slot in one.revises and not one.removed
            else None
        )
        if own is not None:
            read = read_file(house, own, one)
            counting = tuple(r for r in read.revisions if r.counts and r.slot == slot)
            if counting:
                found.append((one, counting))
    return found


def _said(framework: Framework, texts: Iterable[SubmittedText]) -> dict[str, dict[Period, str]]:
    """Past commentary by measure; later submissions replace what they fill."""
    said: dict[str, dict[Period, str]] = {}
    for text in texts:
        is_commentary = text.field == TextField.COMMENTARY.value
        if is_commentary and text.period and text.subject in framework.measures:
            said.setdefault(text.subject, {})[Period.parse(text.period)] = text.text
    return said


def _history(framework: Framework, known: SeriesByMeasure) -> dict[str, dict[Period, Decimal]]:
    """Past actuals by measure: as supplied, which for running totals is the year to date."""
    return {
        measure: {
            period: seen.actual
            for period, seen in by_period.items()
            if seen.actual is not None and not seen.is_queried
        }
        for measure, by_period in known.items()
        if measure in framework.measures
    }
