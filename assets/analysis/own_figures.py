"""The council's own figures in extracts, each beside what was returned for the same period. Pure.

Whether two agree is `checks/own_figures`; which are set beside those of others is `comparing`.
"""

from collections.abc import Iterable

from assets.analysis.comparing import Comparing
from checks.extracts import StandingFigure
from checks.own_figures import OwnFigure
from sources.framework.keys import Slot
from sources.returns.extract_rows import Part


def own_figures(by: Comparing, slot: Slot, figures: Iterable[StandingFigure]) -> list[OwnFigure]:
    """Those of one measure up to the reporting period; `slot` is its return in the close."""
    found = []
    for one in figures:
        item, number = one.item, one.item.value.number
        if item.measure != by.measure.id or item.area is None or item.period is None:
            continue
        own, _ = by.own_in(item.period)
        is_own = item.area.code == by.own_code and item.period.ends <= by.until.ends
        if is_own and own is not None and number is not None:
            found.append(
                OwnFigure(
                    measure=by.measure.id,
                    slot=slot,
                    period=item.period,
                    published=number,
                    own=own,
                    source=item.origin.source,
                    is_decided=by.is_decided(item.period),
                    submission=one.submission,
                    sheet=item.sheet,
                    cell=item.cells[Part.VALUE],
                    raw=item.value.raw,
                )
            )
    return found
