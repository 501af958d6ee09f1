"""Whole documents: a report with its page of sources, data-quality pages, receipts."""

from collections.abc import Iterable, Iterator, Mapping

from assets.analysis.results import CloseResults, SentFile
from assets.views.context import Context
from assets.views.figure_book import FigureBook
from assets.views.returns import findings_of, return_line
from assets.views.sections import BUILDERS
from assets.views.wording import DEMONSTRATION, finding_order, moment_text, shortened
from checks.finding import Dimension, Severity
from report_templates.pages import FiguresPage, FindingLine, QualityPage, Report, SheetLine
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.owed import ReportProduct
from warehouse.rows import AnyFinding, ReturnSheet, ReturnStatus

# So many findings of a return are listed, the worst first.
_LISTED = 300


def context_of(results: CloseResults, before: CloseResults | None) -> Context:
    # Figures of the draft before may rest on files that are no longer of this close.
    sent = {s.seq: s for s in (*(before.sent if before else ()), *results.sent)}
    book = FigureBook(str(results.close), str(results.close.period), sent)
    return Context(results, before, book)


def demonstration_notice(sent: Iterable[SentFile]) -> str | None:
    """Said wherever figures are shown, if any submission was made for demonstration."""
    if any(s.is_demonstration for s in sent):
        return DEMONSTRATION
    return None


def report(context: Context, product: ReportProduct, draft: int) -> tuple[Report, FiguresPage]:
    """A product's report in its own order of sections, and the page that sources its figures."""
    results, framework = context.results, context.framework
    notice = demonstration_notice(results.sent)
    built = tuple((section.value, BUILDERS[section](context)) for section in product.sections)
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
        findings=finding_lines(context.framework, findings_of(context, status.slot), files),
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
    if len(owed.departments) > 2:
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
