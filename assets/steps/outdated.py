"""Which results are behind the ledger: one question for the sensor, the close and the status.

A late file, a correction to an earlier period and a changed target need no code of their own: each
makes what was computed before it outdated. `behind` is pure; nothing here brings anything up to
date.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from assets.analysis.results import Inputs
from assets.analysis.waivers import has_lapsed, last_lapse
from assets.steps import gather
from assets.steps.house import House
from sources.entries import Draft
from sources.framework.framework import Framework
from sources.framework.keys import Close, Edition, Slot
from sources.framework.timetable import LONDON
from warehouse import queries


@dataclass(frozen=True)
class Held:
    """As at which ledger entry a council's results stand, from which frameworks, and closes as at
    which day."""

    slots: Mapping[Slot, int]
    closes: Mapping[Close, tuple[int, str]]
    digests: Mapping[Close, str]
    drafts: Mapping[Edition, str]
    days: Mapping[Close, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Behind:
    """Keys whose results do not rest on all that bears on them, in the order to mend them."""

    slots: tuple[Slot, ...] = ()
    closes: tuple[Close, ...] = ()
    editions: tuple[Edition, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.slots or self.closes or self.editions)


def outdated(house: House, council: str) -> Behind:
    """What is behind in a council's results now. Raises UnknownKey."""
    entries = house.entries(council)
    frameworks = house.library.frameworks(council)
    everything = gather.inputs(entries, entries[-1].seq if entries else 0)
    # Of returns that no framework names any more nothing is made.
    known = everything.of_slots(house.library.knows)
    engine = house.store.engine
    keys = {row.key: row for row in queries.result_keys(engine, council)}
    records = [r for r in queries.close_records(engine) if Close.parse(r.close).council == council]
    closes = {Close.parse(r.close): (r.seq, r.framework_digest) for r in records}
    slots = {
        slot: keys[str(slot)].seq for fw in frameworks for slot in fw.slots if str(slot) in keys
    }
    drafts = {
        Edition.parse(e.subject): e.body.inputs_digest for e in entries if isinstance(e.body, Draft)
    }
    digests = {Close.parse(r.close): r.inputs_digest for r in records}
    days = {
        Close.parse(r.close): datetime.fromisoformat(r.as_at).astimezone(LONDON).date()
        for r in records
    }
    return behind(frameworks, known, Held(slots, closes, digests, drafts, days), house.now())


def stands_at(house: House, council: str) -> str:
    """What results can be behind: the last ledger entry, and the last waiver that ran out.

    Work for a key that failed is not asked for again until this changes.
    """
    entries = house.entries(council)
    seq = entries[-1].seq if entries else 0
    today = house.now().astimezone(LONDON).date()
    lapse = last_lapse(gather.inputs(entries, seq).decisions, today)
    return f"{seq}" if lapse is None else f"{seq} after {lapse.isoformat()}"


def behind(frameworks: Iterable[Framework], known: Inputs, held: Held, now: datetime) -> Behind:
    """A slot is behind a file that bears on it; a close behind a file, a decision, a framework, the
    last day of a waiver or, once its period has ended, behind its first return; an edition behind
    its close, until its day is over.

    Closes wait for slots and editions for closes, so that nothing is worked out twice.
    """
    slots: list[Slot] = []
    closes: list[Close] = []
    editions: list[Edition] = []
    today = now.astimezone(LONDON).date()
    for framework in frameworks:
        slots.extend(_slots(framework, known, held))
        closes.extend(_closes(framework, known, held, now))
        editions.extend(
            edition
            for edition, close in framework.editions.items()
            if edition in held.drafts
            and close in held.digests
            and held.drafts[edition] != held.digests[close]
            and today <= edition.issued_on
        )
    if slots:
        return Behind(slots=tuple(sorted(slots)))
    if closes:
        return Behind(closes=tuple(sorted(closes)))
    return Behind(editions=tuple(sorted(editions)))


def _slots(framework: Framework, known: Inputs, held: Held) -> Iterable[Slot]:
    came = {slot for s in known.sent for slot in s.slots}
    for slot in framework.slots:
        if slot in came or slot in held.slots:
            newest = gather.bearing_on(slot, known, framework).newest
            if slot not in held.slots or held.slots[slot] < newest:
                yield slot


def _closes(framework: Framework, known: Inputs, held: Held, now: datetime) -> Iterable[Close]:
    today = now.astimezone(LONDON).date()
    for close in framework.closes:
        bearing = known.up_to(close.period)
        if close in held.closes:
            seq, digest = held.closes[close]
            is_over = has_lapsed(bearing.decisions, held.days.get(close, today), today)
            if seq < bearing.newest or digest != framework.digest or is_over:
                yield close
        elif close.period.ends < today and any(s.slot.close == close for s in known.sent):
            yield close
