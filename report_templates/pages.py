"""View models of whole documents: reports, and the pages and letters beside them.

Like `sections`, already worded and rounded; templates read these and nothing else.
"""

from dataclasses import dataclass

from report_templates.edited import EditedLine
from report_templates.scorecards import Scorecard
from report_templates.sections import ReturnLine, Section
from report_templates.waived import WaivedLine


@dataclass(frozen=True)
class Report:
    """A whole report. `sections` are pairs of section id and view model, in the product's order.

    `covers` says what it is confined to, `overdue` that it was drawn up after it was due, `areas`
    which areas it affects, after the name under which that is said.
    """

    title: str
    council: str
    period: str
    audience: str
    as_at: str
    draft: str
    demonstration: str | None
    sections: tuple[tuple[str, Section], ...]
    covers: str | None = None
    due: str | None = None
    overdue: str | None = None
    areas: tuple[str, str] | None = None


@dataclass(frozen=True)
class SourceLine:
    """Where one number behind a figure stands."""

    file: str
    sha256: str
    received: str
    sheet: str
    cell: str
    raw: str
    what: str


@dataclass(frozen=True)
class FigureLine:
    """A figure followed to its sources: what it is, how it came about, from which cells.

    `group` is what the figure is about: a measure, a return, the report's own counts.
    """

    id: str
    group: str
    text: str
    what: str
    how: str
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True)
class FiguresPage:
    """The report's page of sources: every printed number, by id."""

    report: str
    council: str
    period: str
    draft: str
    demonstration: str | None
    lines: tuple[FigureLine, ...]


@dataclass(frozen=True)
class FindingLine:
    """One finding as its department sees it."""

    severity: str
    dimension: str
    place: str
    file: str | None
    measure: str | None
    raw: str | None
    message: str
    mend: str


@dataclass(frozen=True)
class SheetLine:
    """What became of a sheet's cells: `uses` in words with counts, which add up to `cells`."""

    file: str
    sheet: str
    is_hidden: bool
    rows: int
    cells: int
    uses: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class StateLine:
    """A state that a return reached: by whom, in which role, on which day, how that is known."""

    state: str
    by: str
    role: str
    on: str
    known: str


@dataclass(frozen=True)
class QualityPage:
    """A department's data-quality page: its return, and every finding about it, worst first.

    `waived` are those that somebody accepts until a day, `edited` what was decided about its words,
    `states` its way from received to authorised.
    """

    council: str
    department: str
    period: str
    as_at: str
    demonstration: str | None
    status: ReturnLine
    files: tuple[tuple[str, str], ...]
    sheets: tuple[SheetLine, ...]
    findings: tuple[FindingLine, ...]
    waived: tuple[WaivedLine, ...] = ()
    edited: tuple[EditedLine, ...] = ()
    covers: str | None = None
    scorecard: Scorecard | None = None
    states: tuple[StateLine, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What a department is told about a file it sent; `copy` says where its marked copy is."""

    council: str
    demonstration: str | None
    file: str
    received: str
    outcome: str
    punctuality: str | None
    filled: str | None
    findings: tuple[FindingLine, ...]
    next_step: str
    copy: str | None = None
