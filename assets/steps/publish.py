"""Publish: draw up an edition's next draft from a close's stored results, and keep it.

A draft is frozen: its files go into the archive and its entry into the ledger. The same inputs do
not make a second draft.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assets.analysis.results import CloseResults, Point
from assets.steps import close as closing
from assets.steps.house import TEAM, House
from assets.steps.jobs import finished
from assets.steps.register import register_files
from assets.views.context import Context
from assets.views.data_files import data_files
from assets.views.measure_page import measure_pages
from assets.views.register import register_page
from assets.views.register_targets import target_amounts
from assets.views.report import context_of, quality_page, report
from report_templates import pdf, render
from sources.archive import write_over
from sources.entries import Draft, Entry, EntryKind
from sources.framework.due import Job
from sources.framework.keys import Close, Edition, Slot
from sources.framework.library import UnknownKey
from sources.framework.owed import ReportProduct
from sources.framework.timetable import LONDON
from sources.purges import purged
from warehouse import queries
from warehouse.forecast_rows import MeasureForecast
from warehouse.rows import MeasureRating, ReportEdition
from warehouse.scorecard_rows import ScorecardLine

_PRINTED = "report.pdf"


@dataclass(frozen=True)
class PublishEvidence:
    """A draft: whether it is new, where it lies, and how many figures it holds."""

    edition: Edition
    is_new: bool
    draft: int
    folder: Path
    figures: int
    changes: int

    @property
    def page(self) -> Path:
        return self.folder / "index.html"


def editions_of(house: House, close: Close) -> list[Edition]:
    """The editions that report a close, in order."""
    framework = house.library.of_close(close)
    return sorted(edition for edition, of in framework.editions.items() if of == close)


def publish(house: House, edition: Edition, *, anew: bool = False) -> PublishEvidence:
    """Draw up the edition from what stands, unless its last draft was made from the same inputs.

    With `anew` it is drawn up all the same, as a further draft.
    """
    close = house.library.of_edition(edition).editions[edition]
    with house.lock(edition.council):
        results = closing.stored(house, close)
        drafts = _drafts(house, edition)
        last = drafts[-1] if drafts else None
        if last is not None and last.inputs_digest == results.inputs_digest and not anew:
            folder = lay_out(house, edition, last)
            index(house, edition)
            finished(house, Job.ISSUE.value, str(edition))
            return PublishEvidence(edition, False, last.number, folder, 0, 0)
        number = last.number + 1 if last else 1
        before = _as_drawn(house, results, last) if last else None
        product = results.framework.products[edition.product]
        context = context_of(results, before, product, *past_of(house, results))
        files, figures, changes = _draw_up(context, results, product, number, house.now())
        draft = Draft(
            number,
            str(close),
            results.point.seq,
            results.point.at.isoformat(),
            results.inputs_digest,
            {name: house.archive.put(data) for name, data in files.items()},
        )
        house.ledger.append(
            edition.council, house.now(), TEAM, EntryKind.DRAFT, str(edition), draft
        )
        folder = _write(house, edition, draft, files)
        index(house, edition)
        finished(house, Job.ISSUE.value, str(edition))
    return PublishEvidence(edition, True, number, folder, figures, changes)


def lay_out(house: House, edition: Edition, draft: Draft) -> Path:
    """A draft's files, as they were drawn up, in its folder; what stands there is left.

    Those that were purged stay away.
    """
    gone = purged(house.entries(edition.council))
    kept = {name: sha256 for name, sha256 in draft.files.items() if sha256 not in gone}
    files = {name: house.archive.get(sha256) for name, sha256 in kept.items()}
    return _write(house, edition, draft, files)


def before_draft(house: House, edition: Edition, results: CloseResults) -> CloseResults | None:
    """What the draft before the one made from these results was drawn up from, worked out anew."""
    drafts = _drafts(house, edition)
    if drafts and drafts[-1].inputs_digest == results.inputs_digest:
        drafts.pop()
    return _as_drawn(house, results, drafts[-1]) if drafts else None


def _as_drawn(house: House, results: CloseResults, draft: Draft) -> CloseResults:
    """The close as it was at the point that a draft was made from."""
    point = Point(draft.as_at_seq, datetime.fromisoformat(draft.as_at))
    return closing.compute(house, results.close, point)


Past = tuple[list[ScorecardLine], list[MeasureForecast], CloseResults | None, list[MeasureRating]]
# So many closes back: a year of months, and what persists.
_CLOSES_BACK = 12


def past_of(house: House, results: CloseResults) -> Past:
    """What reports say of earlier periods: scorecards, forecasts, and the close before."""
    close = results.close
    return (
        scored_before(house, close),
        forecast_before(house, close),
        period_before(house, results),
        rated_before(house, close),
    )


def scored_before(house: House, close: Close) -> list[ScorecardLine]:
    """The scorecards of the period before a close's, if that was closed."""
    earlier = Close(close.council, close.period.previous())
    return queries.scorecards(house.store.engine, str(earlier))


def forecast_before(house: House, close: Close) -> list[MeasureForecast]:
    """The forecasts of the earlier periods of a close's year, as far as those were closed."""
    closes = [c for c in house.library.of_close(close).closes if c.period < close.period]
    return [row for c in closes for row in queries.measure_forecasts(house.store.engine, str(c))]


def rated_before(house: House, close: Close) -> list[MeasureRating]:
    """The ratings of the closes before, of other years too, as far as those were closed."""
    engine = house.store.engine
    stored = (Close.parse(record.close) for record in queries.close_records(engine))
    own = (c for c in stored if c.council == close.council and c.period < close.period)
    earlier = sorted(own, key=lambda c: c.period)[-_CLOSES_BACK:]
    return [row for c in earlier for row in queries.measure_ratings(engine, str(c))]


def period_before(house: House, results: CloseResults) -> CloseResults | None:
    """The close of the period before, if it was closed, as it is at the point of these results."""
    close = Close(results.close.council, results.close.period.previous())
    if queries.close_record(house.store.engine, str(close)) is None:
        return None
    try:
        return closing.compute(house, close, results.point)
    except UnknownKey:
        return None  # Closed under a framework that is there no longer.


def index(house: House, edition: Edition) -> None:
    """Bring the table of drafts up to date with the ledger."""
    entries = [e for e in house.entries(edition.council) if e.subject == str(edition)]
    rows = [
        ReportEdition(
            edition=str(edition),
            close=draft.close,
            draft=draft.number,
            as_at_seq=draft.as_at_seq,
            as_at=draft.as_at,
            sha256=draft.files["index.html"],
            folder=str(_folder(edition, draft)),
        )
        for draft in _drafts(house, edition)
    ]
    results = {"report_editions": rows}
    house.store.replace(str(edition), entries[-1].seq, rows[-1].sha256, results)


def _draw_up(
    context: Context,
    results: CloseResults,
    product: ReportProduct,
    number: int,
    now: datetime,
) -> tuple[dict[str, bytes], int, int]:
    whole, page = report(context, product, number, now.astimezone(LONDON).date())
    # The pages are drawn up in any case: figures lead to them.
    printed = _PRINTED if "pdf" in product.formats else None
    files = {"index.html": render.report_html(whole, printed)}
    for status in context.results.statuses:
        name = f"quality-{Slot.parse(status.slot).return_id}.html"
        files[name] = render.quality_html(quality_page(context, status))
    for name, measure in measure_pages(context, whole):
        files[name] = render.measure_html(measure)
    files["figures.html"] = render.figures_html(page)
    register = register_page(
        context.framework,
        results.point.at.astimezone(LONDON).date(),
        demonstration=whole.demonstration,
        covers=context.covers,
        has_report=True,
        amounts=target_amounts(context),
    )
    changes = next((len(s.lines) for n, s in whole.sections if n == "changes"), 0)  # type: ignore[union-attr]  # that section
    made = {n: text.encode() for n, text in files.items()} | register_files(register)
    made |= data_files(context)
    if printed:
        made[printed] = pdf.report_pdf(whole, results.point.at)
    return made, len(page.lines), changes


def _drafts(house: House, edition: Edition) -> list[Draft]:
    found = [_draft(e) for e in house.entries(edition.council) if e.subject == str(edition)]
    return sorted((d for d in found if d is not None), key=lambda d: d.number)


def _draft(entry: Entry) -> Draft | None:
    return entry.body if isinstance(entry.body, Draft) else None


def _folder(edition: Edition, draft: Draft) -> Path:
    return Path("reports") / str(edition) / f"draft-{draft.number}"


def _write(house: House, edition: Edition, draft: Draft, files: dict[str, bytes]) -> Path:
    folder = house.home / _folder(edition, draft)
    product = house.library.of_edition(edition).products[edition.product]
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Strangers on the machine, and servers of pages, are not let into what is not public.
    folder.parent.chmod(0o755 if product.visibility == "public" else 0o750)
    for name, data in files.items():
        if not (folder / name).is_file() or (folder / name).read_bytes() != data:
            write_over(folder / name, data)
    return folder
