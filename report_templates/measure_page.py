"""View models of a measure's own page: what stands at its head, and the parts below it.

A part is a frozen view model with a title and the name of its template under `html/measure`. What a
part shows is its own module's business; here are those that every measure has.
"""

from dataclasses import dataclass
from typing import ClassVar, Protocol

from report_templates.pages import FigureLine
from report_templates.sections import MeasureLine


class MeasurePart(Protocol):
    """One part of the page. `partial` names its template and is its anchor on the page."""

    partial: ClassVar[str]

    @property
    def title(self) -> str: ...


@dataclass(frozen=True)
class MeasurePage:
    """A measure by itself, as one product may show it.

    `now` is its line of the report, `facts` what it is, as pairs of name and text, `back` the
    anchor of its line in the report, if it has one. `figures` are those that the report itself does
    not print: they are followed to their sources on this page.
    """

    council: str
    report: str
    period: str
    as_at: str
    draft: str
    demonstration: str | None
    covers: str | None
    now: MeasureLine
    definition: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[MeasurePart, ...]
    figures: tuple[FigureLine, ...]
    back: str | None = None
