"""Whole documents: a report with its page of sources, data-quality pages, receipts."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from assets.analysis.moves import Move, moves
from assets.analysis.results import CloseResults, SentFile
from assets.views.areas_affected import areas_affected
from assets.views.cleared import cleared
from assets.views.context import Context
from assets.views.data_quality import short_statement
from assets.views.edited_words import edited_lines, without_words
from assets.views.figure_book import FigureBook
from assets.views.forecasts import crossing
from assets.views.replaced import decided_rows, without_replaced
from assets.views.returns import findings_of, return_line, state_lines
from assets.views.scope import covers, scoped, with_holders
from assets.views.scorecards import scorecard
from assets.views.sections import BUILDERS
from assets.views.waived import waived_lines
from assets.views.wording import DEMONSTRATION, finding_order, moment_text, rounded, shortened
from checks.finding import Dimension, Severity
from report_templates.pages import FiguresPage, FindingLine, QualityPage, Report, SheetLine
from report_templates.sections import Section
from sources.framework.day_rules import counted, day_text
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.owed import ReportProduct
from sources.framework.owed import Section as SectionId
from sources.framework.timetable import Stage
from warehouse.forecast_rows import MeasureForecast
from warehouse.rows import AnyFinding, MeasureRating, ReturnSheet, ReturnStatus
from warehouse.scorecard_rows import ScorecardLine

# So many findings of a return are listed, the worst first.
_LISTED = 300


def context_of(
    results: CloseResults,
    before: CloseResults | None,
    product: ReportProduct | None = None,
    scored_before: Iterable[ScorecardLine] = (),
    forecast_before: Iterable[MeasureForecast] = (),
    period_before: CloseResults | None = None,
    rated_before: Iterable[MeasureRating] = (),
) -> Context:
    """What a product is built from; without one, everything.

    `scored_before` are the stored scorecards of the period before, `forecast_before` the stored
    forecasts of earlier periods of the year, `period_before` is the close of the period before as
    it stands now, `rated_before` the stored ratings of earlier closes.
    """
    told = frozenset(crossing(row) for row in forecast_before if row.crosses)
    # Figures of the draft before may rest on files that are no longer of this close.
    known = (period_before, before, results)
    sent = {s.seq: s for each in known if each is not None for s in each.sent}
    book = FigureBook(str(results.close), str(results.close.period), sent)

    def cut_down(each: CloseResults | None) -> CloseResults | None:
        held = with_holders(each) if each else None
        return cleared(scoped(held, product), product) if held and product else held

    shown, earlier, last = cut_down(results), cut_down(before), cut_down(period_before)
    assert shown is not None
    is_public = product is not None and product.visibility == "public"
    rated, decided = list(rated_before), tuple[MeasureRating, ...]()
    if is_public:
        decided = tuple(decided_rows(rated, shown.framework.measures, shown.unconfirmed))
        shown = without_replaced(shown, decided)
    whole = with_holders(results).framework
    return Context(
        shown,
        earlier,
        book,
        whole,
        covers(whole, product) if product else None,
        is_public,
        tuple(scored_before),
        told,
        _moved(earlier, shown),
        _moved(last, shown),
        tuple(_known_ratings(shown.framework, rated, is_public)),
        decided,
        (product.exceptions or ()) if product else (),
    )


def _known_ratings(
    framework: Framework, rows: Iterable[MeasureRating], is_public: bool
) -> Iterator[MeasureRating]:
    """Earlier ratings of what is shown, on its own scale; the public's are those of figures that
    were released."""
    scale = {level.id for level in framework.measure_scheme.ratings}
    for row in rows:
        if row.measure not in framework.measures or row.basis != "current":
            continue
        is_released = row.is_confirmed and row.override is None
        if (row.rating is None or row.rating in scale) and (is_released or not is_public):
            yield row


def _moved(before: CloseResults | None, now: CloseResults) -> Mapping[str, Move]:
    """The ratings that are others than before, of what a product shows."""
    return {move.measure: move for move in moves(before, now, rounded)} if before else {}


def demonstration_notice(sent: Iterable[SentFile]) -> str | None:
    """Said wherever figures are shown, if any submission was made for demonstration."""
    if any(s.is_demonstration for s in sent):
        return DEMONSTRATION
    return None


def report(
    context: Context, product: ReportProduct, draft: int, drawn_up: date | None = None
) -> tuple[Report, FiguresPage]:
    """A product's report in its own order of sections, and the page that sources its figures.

    `drawn_up` is the day on which the draft is made, where that is to be said.
    """
    results, framework = context.results, context.framework
    if context.covers != covers(context.whole, product):
        raise ValueError(f"this context was not made for '{product.id}'")
    stage = framework.timetable[results.close.period].stage(product.issued_for)
    notice = demonstration_notice(results.sent)
    built = tuple(_sections(context, product))
    words = f"Draft {draft}"
    whole = Report(
        title=product.name,
        council=framework.council.name,
        period=results.close.period.label,
        audience=", ".join(product.audience),
        as_at=moment_text(results.point.at),
        draft=words,
        demonstration=notice,
        sections=built,
        covers=f"{context.covers}." if context.covers else None,
        due=stage.words if stage else None,
        overdue=overdue_words(stage, drawn_up) if stage and drawn_up else None,
        areas=(product.areas_affected, areas_affected(context)) if product.areas_affected else None,
    )
    page = FiguresPage(
        report=product.name,
        council=framework.council.name,
        period=results.close.period.label,
        draft=words,
        demonstration=notice,
        lines=context.book.lines,
    )
    return whole, page


def _sections(context: Context, product: ReportProduct) -> Iterator[tuple[str, Section]]:
    """A product's sections; one that leaves data quality out says the short of it all the same,
    before it ends with what it is about."""
    quality, about = SectionId.DATA_QUALITY, SectionId.ABOUT
    is_due = quality not in product.sections
    for section in product.sections:
        if is_due and section is about:
            yield quality.value, short_statement(context)
            is_due = False
        yield section.value, BUILDERS[section](context)
    if is_due:
        yield quality.value, short_statement(context)


def overdue_words(stage: Stage, drawn_up: date) -> str | None:
    """That a draft is drawn up after the day it was due; None if it is not, or no day is sure."""
    if stage.on is None or stage.deadline is None or drawn_up <= stage.on:
        return None
    late = counted((drawn_up - stage.on).days, "day")
    return f"Drawn up {day_text(drawn_up)}, {late} after it was due on {day_text(stage.on)}."


def quality_page(context: Context, status: ReturnStatus) -> QualityPage:
    """What a department's data owners see of their return."""
    results, slot = context.results, Slot.parse(status.slot)
    files = {s.seq: s for s in results.sent}
    own = [s for s in results.sent if s.slot == slot]
    return QualityPage(
        council=context.framework.council.name,
        department=_departments(context, slot),
        period=results.close.period.label,
        as_at=moment_text(results.point.at),
        demonstration=demonstration_notice(results.sent),
        status=return_line(context, status),
        files=tuple(
            (
                f"{s.filename}, received {moment_text(s.dropped_at)}",
                s.sha256,
            )
            for s in own
        ),
        sheets=tuple(_sheet_line(s, files) for s in results.sheets if s.slot == status.slot),
        findings=finding_lines(
            context.framework, without_words(context, findings_of(context, status.slot)), files
        ),
        waived=waived_lines(context.framework, (w for w in results.waived if w.slot == status.slot))
        if not context.is_public
        else (),
        edited=edited_lines(context, slot),
        states=state_lines(context, status),
        scorecard=scorecard(
            context,
            f"quality-{slot.return_id}",
            context.framework.returns[slot.return_id].name,
            [status],
            findings_of(context, status.slot),
        ),
        covers=f"{context.covers}: findings about anything else of this return are left out."
        if context.covers
        else None,
    )


_USES = {
    "numbers": "figures",
    "absences": "reasons for having no figure",
    "unreadable": "unreadable",
    "texts": "texts",
    "references": "references and periods",
    "dashes": "dashes",
    "headings": "headings",
    "form": "the form's own words",
    "passed_over": "passed over as agreed",
    "not_used": "not used: of no measure or period of this return",
    "unread": "not asked for",
}


def _sheet_line(sheet: ReturnSheet, files: Mapping[int, SentFile]) -> SheetLine:
    counts = ((words, getattr(sheet, use)) for use, words in _USES.items())
    return SheetLine(
        file=files[sheet.submission].filename,
        sheet=sheet.sheet,
        is_hidden=sheet.is_hidden,
        rows=sheet.rows,
        cells=sheet.cells,
        uses=tuple((words, count) for words, count in counts if count),
    )


def _departments(context: Context, slot: Slot) -> str:
    owed = context.framework.returns[slot.return_id]
    if owed.is_corporate or len(owed.departments) > 2:
        return owed.name
    return " and ".join(context.framework.departments[d].name for d in owed.departments)


def finding_lines(
    framework: Framework,
    findings: Iterable[AnyFinding],
    files: Mapping[int, SentFile],
    but: str | None = None,
) -> tuple[FindingLine, ...]:
    """Findings in words, the worst first, then in the order of the sheet.

    The file is named unless it is called `but`.
    """
    measures = framework.measures
    in_order = sorted(findings, key=finding_order)
    listed = tuple(
        FindingLine(
            severity=f.severity,
            dimension=f.dimension,
            place=f"{f.sheet}!{f.cell}" if f.sheet and f.cell else "the whole return",
            file=_file_name(files, f.submission, but),
            measure=measures[f.measure].name if f.measure and f.measure in measures else None,
            raw=shortened(f.raw),
            message=f.message,
            mend=f.mend,
        )
        for f in in_order[:_LISTED]
    )
    return (*listed, *_not_listed(len(in_order) - len(listed)))


def _not_listed(count: int) -> Iterator[FindingLine]:
    """A file of nothing but faults would be answered by a book."""
    if count > 0:
        yield FindingLine(
            severity=Severity.INFORMATION.value,
            dimension=Dimension.COMPLETENESS.value,
            place="the whole return",
            file=None,
            measure=None,
            raw=None,
            message=f"{count} further findings are not listed here.",
            mend="Mend those above first: the next check lists what is left.",
        )


def _file_name(
    files: Mapping[int, SentFile], submission: int | None, but: str | None
) -> str | None:
    name = files[submission].filename if submission is not None else None
    return name if name != but else None
