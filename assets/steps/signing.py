"""Which returns were confirmed at a point: those of a close, and the earlier ones it rests on.

Reads only. The walk on the route is `sources/returns/signing`, its rows `assets/analysis/sign_off`.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from assets.analysis.closing import SlotFacts, rate_measures
from assets.analysis.observed import latest_texts, series
from assets.analysis.results import Point
from assets.analysis.sign_off import Said, holds_follow_ups, open_follow_ups, standing_of
from assets.steps.as_at import Known
from assets.steps.house import House
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.returns.signing import Standing
from warehouse.rows import ReturnStatus


def standings_at(
    known: Known, slots: Iterable[Slot], lacking: Mapping[str, tuple[str, ...]] | None = None
) -> dict[Slot, Standing]:
    """Where returns of one close stand; `lacking` are the follow-ups that are open, by slot."""
    said = Said.of(known.values, known.texts, known.other)
    return {
        slot: standing_of(
            known.framework,
            slot,
            known.sent,
            said,
            known.decisions,
            has_open_follow_ups=str(slot) in (lacking or {}),
        )
        for slot in slots
    }


def unconfirmed_at(
    house: House, known: Known, own: Mapping[Slot, bool], point: Point
) -> frozenset[str]:
    """The returns that came and were not confirmed at a point, those of earlier periods too.

    `own` says of the close's returns whether they are confirmed. A history is nobody's to sign.
    """
    said = Said.of(known.values, known.texts, known.other)
    texts, observed = latest_texts(known.texts), series(known.values, known.queried)

    @cache
    def lacking(framework_year: str, of: Close) -> dict[str, tuple[str, ...]]:
        framework = frameworks[framework_year]
        if not holds_follow_ups(framework) or of.period not in framework.timetable:
            return {}
        facts = {
            r: SlotFacts(Slot(of.council, of.period, r), True, True) for r in framework.returns
        }
        ratings = rate_measures(framework, of, observed, facts, texts, {})
        return open_follow_ups(framework, of, ratings, texts)

    frameworks: dict[str, Framework] = {}
    found = {str(slot) for slot, is_confirmed in own.items() if not is_confirmed}
    for slot in sorted({s.slot for s in known.sent} - set(own)):
        framework = house.framework_of(slot, point.seq)
        if framework is None or framework.returns[slot.return_id].once_for is not None:
            continue
        frameworks[str(framework.year)] = framework
        is_open = str(slot) in lacking(str(framework.year), slot.close)
        standing = standing_of(
            framework, slot, known.sent, said, known.decisions, has_open_follow_ups=is_open
        )
        if standing.state is not None and not standing.is_confirmed:
            found.add(str(slot))
    return frozenset(found)


def confirmation(statuses: Iterable[ReturnStatus]) -> dict[Slot, bool]:
    """Of the returns that came, whether they are confirmed."""
    return {Slot.parse(s.slot): s.is_confirmed for s in statuses if s.state is not None}
