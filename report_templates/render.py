"""From view models to HTML and text: the one Jinja2 environment, strict and escaping.

Templates stand beside this file under `html/` and `text/`.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from report_templates.contracts import ContractPage
from report_templates.guide import GuidePage
from report_templates.letters import Reminder
from report_templates.measure_page import MeasurePage
from report_templates.pages import FiguresPage, QualityPage, Receipt, Report
from report_templates.partials import PARTIALS, heading
from report_templates.register import RegisterPage

if TYPE_CHECKING:
    from jinja2 import Environment

_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~]")
_NOT_HIDDEN = "\n\t\u00a0"
_FOLDER = Path(__file__).parent


@lru_cache(maxsize=1)
def environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=lambda name: name is None or not name.endswith(".txt.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["plain_markdown"] = plain_markdown
    made.filters["made_visible"] = made_visible
    return made


def plain_markdown(text: str) -> str:
    """A text in which Markdown finds no marks, on one line."""
    return _MARKS.sub(r"\\\g<0>", " ".join(text.split()))


def made_visible(text: str) -> str:
    """A text in which every hidden character shows as a replacement character."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in _NOT_HIDDEN else "\ufffd" for c in text)


def report_html(report: Report, printed: str | None = None) -> str:
    """The report as one self-contained HTML page; `printed` names the same report as a PDF."""
    return _render(
        "html/report.html.j2", report=report, printed=printed, partials=PARTIALS, heading=heading
    )


def figures_html(page: FiguresPage) -> str:
    """The page that follows every printed number to its sources."""
    return _render("html/figures.html.j2", page=page)


def measure_html(page: MeasurePage) -> str:
    """A measure's own page."""
    return _render("html/measure.html.j2", page=page)


def quality_html(page: QualityPage) -> str:
    """A department's data-quality page."""
    return _render("html/quality.html.j2", page=page)


def register_html(page: RegisterPage) -> str:
    """The register of measures as one page."""
    return _render("html/register.html.j2", page=page)


def guide_html(page: GuidePage) -> str:
    """The data-quality guide as one page."""
    return _render("html/guide.html.j2", page=page)


def guide_markdown(page: GuidePage) -> str:
    """The data-quality guide as Markdown."""
    return _render("text/guide.txt.j2", page=page)


def contracts_html(page: ContractPage) -> str:
    """The page of a run of the contract on the tables that reports read."""
    return _render("html/contracts.html.j2", page=page)


def receipt_text(receipt: Receipt) -> str:
    """A receipt in plain text."""
    return _render("text/receipt.txt.j2", receipt=receipt)


def reminder_text(reminder: Reminder) -> str:
    """A reminder in plain text."""
    return _render("text/reminder.txt.j2", reminder=reminder)


def _render(template: str, **context: object) -> str:
    return environment().get_template(template).render(**context)
