"""Rebuild: work everything stored out again, from archive and ledger alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from assets.analysis.results import Point
from assets.steps import close as closing
from assets.steps.check_return import refresh
from assets.steps.gather import submissions
from assets.steps.house import House
from assets.steps.publish import index
from sources.framework.keys import Close, Edition
from sources.ledger import Draft, FrameworkVersion


@dataclass(frozen=True)
class RebuildEvidence:
    """How much was worked out again."""

    councils: int
    slots: int
    closes: int
    editions: int


def rebuild(house: House, stood: Mapping[str, Point] | None = None) -> RebuildEvidence:
    """Make every stored result anew in an empty warehouse.

    Closes are made as at the points where they stood (`stood`, by close); without these, as at
    their last draft. Only the warehouse is written. Raises ArchiveProblem or LedgerProblem, before
    anything is removed, if what it needs is not there.
    """
    stood = closing.points(house) if stood is None else stood
    councils = house.ledger.councils()
    for council in councils:
        _verify(house, council)
    house.store.empty()
    slots = closes = editions = 0
    for council in councils:
        with house.lock(council):
            entries = house.entries(council)
            sent = submissions(entries, len(entries))
            for slot in sorted({s.slot for s in sent if house.library.knows(s.slot)}):
                refresh(house, slot)
                slots += 1
            drafts = [
                (Edition.parse(e.subject), e.body) for e in entries if isinstance(e.body, Draft)
            ]
            points = {
                draft.close: Point(draft.as_at_seq, datetime.fromisoformat(draft.as_at))
                for _, draft in drafts
            }
            points |= {
                name: at for name, at in stood.items() if Close.parse(name).council == council
            }
            for name, point in sorted(points.items()):
                close = Close.parse(name)
                for slot in house.library.of_close(close).slots_of(close):
                    refresh(house, slot)
                closing.store(house, closing.compute(house, close, point))
                closes += 1
            for edition in sorted({edition for edition, _ in drafts}):
                index(house, edition)
                editions += 1
    return RebuildEvidence(len(councils), slots, closes, editions)


def _verify(house: House, council: str) -> None:
    """That the chain is whole and every kept file and framework it names is there, undamaged."""
    entries = list(house.ledger.after(council, 0))
    for sent in submissions(entries, len(entries)):
        house.archive.get(sent.sha256)
    for entry in entries:
        if isinstance(entry.body, FrameworkVersion):
            house.archive.get(entry.body.sha256)
        if isinstance(entry.body, Draft):
            house.library.of_close(Close.parse(entry.body.close))
