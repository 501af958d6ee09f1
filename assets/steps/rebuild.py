"""Rebuild: work everything stored out again, from archive and ledger alone.

Reports are not drawn up again: they are the bytes that were kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from assets.analysis.results import Point
from assets.steps import close as closing
from assets.steps.check_return import refresh
from assets.steps.gather import submissions
from assets.steps.house import House
from assets.steps.publish import index, lay_out
from sources.entries import Draft, Entry, FrameworkVersion
from sources.framework.keys import Close, Edition
from sources.purges import purged
from warehouse import queries


@dataclass(frozen=True)
class RebuildEvidence:
    """How much was worked out again."""

    councils: int
    slots: int
    closes: int
    editions: int


@dataclass(frozen=True)
class Standing:
    """What a warehouse held before a rebuild: where closes stood, and its last entries' hashes."""

    points: Mapping[str, Point]
    last: Mapping[str, Entry]


def standing_of(house: House) -> Standing:
    return Standing(closing.points(house), queries.last_entries(house.store.engine))


def rebuild(house: House, stood: Standing | None = None) -> RebuildEvidence:
    """Make every stored result anew in an empty warehouse.

    Closes are made as at the points where they stood; those that are not known, as at their last
    draft. Beside the warehouse, only drafts' files that are missing are written. Raises
    ArchiveProblem or LedgerProblem, before anything is removed, if what it needs is not there.
    """
    stood = standing_of(house) if stood is None else stood
    councils = sorted({*house.ledger.councils(), *stood.last})
    for council in councils:
        _verify(house, council, stood.last.get(council))
    house.store.empty()
    slots = closes = editions = 0
    for council in councils:
        with house.lock(council):
            entries = house.entries(council)
            sent = submissions(entries, len(entries))
            for slot in sorted({x for s in sent for x in s.slots if house.library.knows(x)}):
                refresh(house, slot)
                slots += 1
            drafts = [
                (Edition.parse(e.subject), e.body) for e in entries if isinstance(e.body, Draft)
            ]
            points = {
                draft.close: Point(draft.as_at_seq, datetime.fromisoformat(draft.as_at))
                for _, draft in drafts
            }
            own = {name for name in stood.points if Close.parse(name).council == council}
            points |= {name: stood.points[name] for name in own}
            for name, point in sorted(points.items()):
                close = Close.parse(name)
                for slot in house.library.of_close(close).slots_of(close):
                    refresh(house, slot)
                closing.store(house, closing.compute(house, close, point))
                closes += 1
            for edition in sorted({edition for edition, _ in drafts}):
                index(house, edition)
                editions += 1
            for edition, draft in drafts:
                lay_out(house, edition, draft)
    return RebuildEvidence(len(councils), slots, closes, editions)


def _verify(house: House, council: str, last: Entry | None) -> None:
    """That the chain is whole and reaches as far as was known, and all it names is there."""
    if last is not None:
        list(house.ledger.after(council, last.seq, last.hash))
    entries = list(house.ledger.after(council, 0))
    for sent in submissions(entries, len(entries)):
        if not sent.removed:
            house.archive.get(sent.sha256)
    gone = purged(entries)
    for entry in entries:
        if isinstance(entry.body, FrameworkVersion):
            house.archive.get(entry.body.sha256)
        if isinstance(entry.body, Draft):
            house.library.of_close(Close.parse(entry.body.close))
            for sha256 in set(entry.body.files.values()) - gone.keys():
                house.archive.get(sha256)
