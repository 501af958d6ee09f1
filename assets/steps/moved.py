"""Moved: which ratings of a close are others than before, and why, for whoever asks.

It compares what stands with the period before, an earlier draft, or an earlier ledger entry. Reads
only; which causes there are is `analysis/moves`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from assets.analysis.moves import Move
from assets.analysis.results import Point
from assets.steps import close as closing
from assets.steps.house import House
from assets.steps.publish import editions_of, period_before
from assets.views.context import Context
from assets.views.report import context_of
from assets.views.wording import moment_text
from sources.entries import Draft
from sources.framework.keys import Close
from sources.framework.library import UnknownKey

_DRAFT = re.compile(r"(?:(?P<product>[a-z0-9][a-z0-9-]*) )?draft[- ](?P<number>[0-9]{1,6})")
_ASKED = "'draft-1', 'PRODUCT draft-1' or the number of a ledger entry"


@dataclass(frozen=True)
class Moved:
    """What a close was compared with, in words, and the ratings that moved."""

    close: Close
    against: str
    context: Context

    @property
    def moves(self) -> tuple[Move, ...]:
        found = self.context.moved or self.context.moved_since_period
        return tuple(found.values())

    @property
    def rated(self) -> int:
        """How many measures have a rating now."""
        return sum(row.rating is not None for row in self.context.current.values())


def moved(house: House, close: Close, since: str | None = None) -> Moved:
    """A closed period against the one before or, with `since`, against itself at an earlier point.

    Raises UnknownKey for a period that was not closed, or a point that there is not.
    """
    results = closing.stored(house, close)
    if since is None:
        before = period_before(house, results)
        if before is None:
            raise UnknownKey(
                f"{close.period.previous().label} has not been closed, so there is nothing to "
                f"compare with: close it, or name {_ASKED} with --since."
            )
        context = context_of(results, None, period_before=before)
        return Moved(close, before.close.period.label, context)
    point, words = _point(house, close, since)
    return Moved(close, words, context_of(results, closing.compute(house, close, point)))


def _point(house: House, close: Close, since: str) -> tuple[Point, str]:
    asked = since.strip().lower()
    if asked.isascii() and asked.isdigit() and len(asked) < 19:
        return _at_entry(house, close, int(asked))
    found = _DRAFT.fullmatch(asked)
    if found is None:
        raise UnknownKey(f"'{since}' is no point to compare with: write {_ASKED}.")
    number, product = int(found["number"]), found["product"]
    drafts = list(_drafts(house, close, number, product))
    if not drafts:
        whose = f" of '{product}'" if product else ""
        raise UnknownKey(f"No report of {close} has a draft {number}{whose}.")
    if len(drafts) > 1:
        named = ", ".join(f"'{name} draft-{number}'" for name, _ in drafts)
        raise UnknownKey(f"Several reports of {close} have a draft {number}: say {named}.")
    name, draft = drafts[0]
    at = datetime.fromisoformat(draft.as_at)
    words = f"draft {number} of {name}, as at {moment_text(at)}"
    return Point(draft.as_at_seq, at), words


def _at_entry(house: House, close: Close, seq: int) -> tuple[Point, str]:
    entries = house.entries(close.council)
    if not 1 <= seq <= len(entries):
        last = entries[-1].seq if entries else 0
        raise UnknownKey(f"There is no ledger entry {seq} of {close.council}: they go to {last}.")
    at = entries[seq - 1].recorded_at
    return Point(seq, at), f"ledger entry {seq}, {moment_text(at)}"


def _drafts(
    house: House, close: Close, number: int, product: str | None
) -> Iterator[tuple[str, Draft]]:
    editions = {str(edition): edition for edition in editions_of(house, close)}
    for entry in house.entries(close.council):
        edition = editions.get(entry.subject)
        if edition is None or not isinstance(entry.body, Draft) or entry.body.number != number:
            continue
        if product in (None, edition.product):
            yield edition.product, entry.body
