"""What the public may see: a close's results without any figure that is not yet authorised.

Like `scope`, it is applied once, before any section is built, so that no page, print or file can
hold what it leaves out. Readers inside the council see such figures, marked as unconfirmed.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TypeVar

from assets.analysis.observed import series
from assets.analysis.rated import Unrated
from assets.analysis.results import CloseResults
from assets.analysis.series import refs_of, refs_text, value_for
from checks.hidden_parts import OF_PARTS
from checks.own_figures import OF_PUBLISHED
from sources.framework.keys import Period
from sources.framework.owed import ReportProduct
from warehouse.benchmark_rows import MeasureBenchmark
from warehouse.rows import ActionRating, CouncilFinding, MeasureRating, ReturnFinding

_Finding = TypeVar("_Finding", ReturnFinding, CouncilFinding)
NOT_AUTHORISED = "not yet authorised"
_NOTED = "Something is noted about an entry that is not yet authorised; it is not shown here."
_OF_A_PART = "Something is noted about a part of a figure; parts are not shown to the public."
_OF_OTHERS = "Something is noted about a figure in an extract, which may be for members only."
# Nothing is known of these, so there is nothing to leave out.
_NOTHING_THERE = (Unrated.NOT_DUE, Unrated.RETURN_MISSING)


def cleared(results: CloseResults, product: ReportProduct | None) -> CloseResults:
    """Results as a product may print them; all of them if it is not for the public.

    A return counts whole: as long as it is not authorised, nothing that came in it is shown, nor
    anything worked out from it, in this period or a later one.
    """
    if product is None or product.visibility != "public":
        return results
    withheld = {s.seq for s in results.sent if str(s.slot) in results.unconfirmed}
    values = tuple(v for v in results.values if v.submission not in withheld)
    known = series(values, results.queried)

    def is_known(measure: str, period: str | None) -> bool:
        if period is None or measure not in results.framework.measures:
            return False
        declared = results.framework.measures[measure]
        found = value_for(declared, known.get(measure, {}), Period.parse(period))
        return found.observation is not None and not found.lacking

    shown = [_rating(row, withheld, is_known) for row in results.ratings]
    # A forecast rests on every value of its measure, and stands beside the current rating.
    hidden = {v.measure for v in results.values if v.submission in withheld}
    hidden |= {row.measure for row in shown if row is not None and row.status == NOT_AUTHORISED}
    return replace(
        results,
        values=values,
        texts={k: text for k, text in results.texts.items() if text.submission not in withheld},
        ratings=tuple(row for row in shown if row is not None),
        actions=tuple(_action(row) for row in results.actions),
        return_findings=tuple(_finding(f, results.unconfirmed) for f in results.return_findings),
        council_findings=tuple(_finding(f, results.unconfirmed) for f in results.council_findings),
        queried=frozenset(pair for pair in results.queried if is_known(*pair)),
        # A budget line is shown only if every file that it rests on is authorised.
        budget=tuple(b for b in results.budget if not withheld & {b.submission, *b.files}),
        assessments=tuple(a for a in results.assessments if a.submission not in withheld),
        forecasts=tuple(f for f in results.forecasts if f.measure not in hidden),
        benchmarks=tuple(b for b in results.benchmarks if _is_for_all(b, withheld, hidden)),
        # Parts may be small enough to tell people by.
        parts=(),
    )


def _is_for_all(row: MeasureBenchmark, withheld: Collection[int], hidden: Collection[str]) -> bool:
    """Whether a comparison rests on nothing that is for members only or not yet authorised.

    `hidden` are the measures that have anything of that kind: a value that was decided on review
    for one rests on no file.
    """
    own = refs_of(row.own_sources)
    refs = (*own, *refs_of(row.sources))
    if row.own_units is not None and not own and row.measure in hidden:
        return False
    return not row.is_members_only and not any(ref.submission in withheld for ref in refs)


def _rating(
    row: MeasureRating, withheld: Collection[int], is_known: Callable[[str, str | None], bool]
) -> MeasureRating | None:
    rests_on_withheld = any(ref.submission in withheld for ref in refs_of(row.sources))
    has_anything = row.units is not None or row.status not in _NOTHING_THERE
    if rests_on_withheld or (has_anything and not row.is_confirmed):
        if row.basis != "current":
            return None
        return replace(
            _without_past(row),
            units=None,
            places=None,
            variance_pct=None,
            rating=None,
            rule=None,
            status=NOT_AUTHORISED,
            reason=NOT_AUTHORISED,
            computed_rating=None,
            is_provisional=False,
            sources=refs_text(()),
            override=None,
            original_units=None,
            original_places=None,
            original_rating=None,
            original_rule=None,
        )
    if row.compared_units is not None and not is_known(row.measure, row.compared_period):
        return _without_past(row)
    return row


def _without_past(row: MeasureRating) -> MeasureRating:
    return replace(
        row,
        direction=None,
        direction_reason=NOT_AUTHORISED,
        compared_period=None,
        compared_units=None,
        compared_places=None,
    )


def _action(row: ActionRating) -> ActionRating:
    if row.is_confirmed:
        return row
    return replace(
        row,
        rating=None,
        reason=row.reason if row.submission is None else NOT_AUTHORISED,
        percent_complete=None,
        forecast_date=None,
        commentary=None,
        submission=None,
        sheet=None,
        cell=None,
    )


def _finding(finding: _Finding, unconfirmed: Collection[str]) -> _Finding:
    """A finding about what is not shown still counts, and quotes nothing of it."""
    if finding.rule in OF_PARTS:
        return replace(finding, message=_OF_A_PART, raw=None)
    if finding.rule in OF_PUBLISHED:
        return replace(finding, message=_OF_OTHERS, raw=None)
    if finding.slot not in unconfirmed or (finding.measure is None and finding.cell is None):
        return finding
    return replace(finding, message=_NOTED, raw=None)
