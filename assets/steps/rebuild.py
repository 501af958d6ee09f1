"""Rebuild: empty the warehouse and work everything out again from archive and ledger alone."""

from dataclasses import dataclass
from datetime import datetime

from assets.analysis.results import Point
from assets.steps import close as closing
from assets.steps.check_return import check_return
from assets.steps.gather import submissions
from assets.steps.house import House
from assets.steps.publish import index
from sources.framework.keys import Close, Edition
from sources.ledger import Draft


@dataclass(frozen=True)
class RebuildEvidence:
    """How much was worked out again."""

    councils: int
    slots: int
    closes: int
    editions: int


def rebuild(house: House) -> RebuildEvidence:
    """Make every stored result anew. Closes are made as at the point of their last draft."""
    house.store.empty()
    councils = house.ledger.councils()
    slots = closes = editions = 0
    for council in councils:
        entries = house.entries(council)
        for slot in sorted({s.slot for s in submissions(entries, len(entries))}):
            check_return(house, slot)
            slots += 1
        drafts = [(Edition.parse(e.subject), e.body) for e in entries if isinstance(e.body, Draft)]
        latest = {draft.close: draft for _, draft in drafts}
        for name, draft in sorted(latest.items()):
            point = Point(draft.as_at_seq, datetime.fromisoformat(draft.as_at))
            close = Close.parse(name)
            for slot in house.library.of_close(close).slots_of(close):
                check_return(house, slot)
            closing.store(house, closing.compute(house, close, point))
            closes += 1
        for edition in {edition for edition, _ in drafts}:
            index(house, edition)
            editions += 1
    return RebuildEvidence(len(councils), slots, closes, editions)
