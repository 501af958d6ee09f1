"""What the rules of a close look at, and their findings as rows: facts brought into shape."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from assets.analysis.observed import Texts
from assets.analysis.overrides import original_of
from assets.analysis.said import commentary_on
from assets.analysis.series import refs_of
from checks.finding import Finding
from checks.subject import RatedValue
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period, Slot
from warehouse.rows import CouncilFinding, MeasureRating


def rated_values(
    framework: Framework,
    close: Close,
    ratings: Iterable[MeasureRating],
    texts: Texts,
    moved: Mapping[str, tuple[str, str]],
) -> Iterable[RatedValue]:
    """Current ratings as the rules see them; `moved` are values that changed since a review."""
    for row in ratings:
        if row.basis != "current":
            continue
        first = next(iter(refs_of(row.sources)), None)
        yield RatedValue(
            measure=row.measure,
            slot=Slot.parse(row.slot),
            # Departments answer for what they sent, not for what was made of it.
            rating=original_of(row)[1],
            decided=row.rating if row.override is not None else None,
            moved_since=moved.get(row.measure),
            computed_rating=row.computed_rating,
            variance_pct=Decimal(row.variance_pct) if row.variance_pct else None,
            commentary=commentary_on(framework, close, framework.measures[row.measure], texts),
            submission=first.submission if first else None,
            sheet=first.sheet if first else None,
            cell=first.cell if first else None,
            raw=first.raw if first else None,
            period=Period.parse(row.period) if row.period else None,
        )


def council_rows(
    framework: Framework, close: Close, findings: Iterable[Finding]
) -> Iterable[CouncilFinding]:
    for f in findings:
        if f.measure:
            owed = framework.return_of(framework.measures[f.measure])
            slot = Slot(close.council, close.period, owed.id)
        else:
            # A finding about a return as a whole names its slot in place of a cell's content.
            slot = Slot.parse(f.raw or "")
        raw = f.raw if f.measure else None
        yield CouncilFinding(close=str(close), slot=str(slot), **{**f.plain(), "raw": raw})


def reported_on(framework: Framework, close: Close) -> date | None:
    """The day of a close's first report, if one is confirmed."""
    return min((e.issued_on for e, of in framework.editions.items() if of == close), default=None)
